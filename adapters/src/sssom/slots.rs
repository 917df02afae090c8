//! The slots of SSSOM: which are carried, in the order in which they are written, and which are only known.

use passport::skill::Relation;

/// The slots of a mapping that are carried, in their canonical order.
pub(super) const CARRIED: [&str; 28] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_source",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "review_date",
    "confidence",
    "subject_match_field",
    "object_match_field",
    "match_string",
    "similarity_score",
    "similarity_measure",
    "see_also",
    "comment",
];

/// Those that may be said once for all mappings of a set.
pub(super) const PROPAGATED: [&str; 7] = [
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
];

/// Slots of a set that are read.
pub(super) const OF_SET: [&str; 7] = [
    "curie_map",
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_title",
    "mapping_set_description",
    "license",
    "sssom_version",
];

/// Slots of SSSOM that are not carried, of a mapping or of a set.
pub(super) const NOT_CARRIED: [&str; 30] = [
    "record_id",
    "subject_category",
    "predicate_label",
    "object_category",
    "creator_id",
    "creator_label",
    "license",
    "subject_type",
    "object_type",
    "predicate_type",
    "mapping_provider",
    "mapping_cardinality",
    "cardinality_scope",
    "mapping_tool_id",
    "publication_date",
    "curation_rule",
    "curation_rule_text",
    "subject_preprocessing",
    "object_preprocessing",
    "issue_tracker",
    "issue_tracker_item",
    "other",
    "mapping_set_source",
    "mapping_set_confidence",
    "extension_definitions",
    "see_also",
    "comment",
    "match_type",
    "match_term_type",
    "reviewer_agreement",
];

/// The identifier that stands where nothing was found.
pub(super) const NOTHING_FOUND: &str = "https://w3id.org/sssom/NoTermFound";

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// What relations are called, without SKOS's prefix.
const RELATIONS: [(&str, Relation); 5] = [
    ("exactMatch", Relation::Exact),
    ("closeMatch", Relation::Close),
    ("broadMatch", Relation::Broad),
    ("narrowMatch", Relation::Narrow),
    ("relatedMatch", Relation::Related),
];

/// Predicates of other vocabularies that say the same, or less than they do.
const READ_AS: [(&str, Relation); 9] = [
    ("http://www.w3.org/2002/07/owl#sameAs", Relation::Exact),
    ("http://www.w3.org/2002/07/owl#equivalentClass", Relation::Exact),
    ("http://www.w3.org/2002/07/owl#equivalentProperty", Relation::Exact),
    ("http://www.w3.org/2000/01/rdf-schema#subClassOf", Relation::Broad),
    ("http://www.w3.org/2000/01/rdf-schema#subPropertyOf", Relation::Broad),
    ("http://www.w3.org/2000/01/rdf-schema#seeAlso", Relation::Related),
    (
        "http://www.geneontology.org/formats/oboInOwl#hasDbXref",
        Relation::Related,
    ),
    ("http://www.w3.org/2004/02/skos/core#mappingRelation", Relation::Related),
    ("http://www.w3.org/2004/02/skos/core#related", Relation::Related),
];

/// The relation that a predicate says, and whether it is SKOS's own for it.
pub(super) fn relation(predicate: &str) -> Option<(Relation, bool)> {
    let named = |name: &str| RELATIONS.iter().find(|(known, _)| *known == name);
    if let Some((_, relation)) = predicate.strip_prefix(SKOS).and_then(named) {
        return Some((*relation, true));
    }
    let like = READ_AS.iter().find(|(known, _)| *known == predicate);
    like.map(|(_, relation)| (*relation, false))
}

/// The predicate of a relation, shortened.
pub(super) fn predicate(relation: Relation) -> String {
    let named = RELATIONS.iter().find(|(_, known)| *known == relation);
    format!("skos:{}", named.map_or("relatedMatch", |(name, _)| name))
}

/// What was called `match_type` before version 0.9.1.
pub(super) fn justification_of(match_type: &str) -> Option<&'static str> {
    let known = [
        ("Lexical", "semapv:LexicalMatching"),
        ("Logical", "semapv:LogicalReasoning"),
        ("HumanCurated", "semapv:ManualMappingCuration"),
        ("Complex", "semapv:CompositeMatching"),
        ("Unspecified", "semapv:UnspecifiedMatching"),
        ("SemanticSimilarity", "semapv:SemanticSimilarityThresholdMatching"),
    ];
    let found = known.iter().find(|(name, _)| *name == match_type);
    found.map(|(_, justification)| *justification)
}

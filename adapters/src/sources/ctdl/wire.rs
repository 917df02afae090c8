//! What a thing may say, in CTDL's words.

use crate::linked::{LookedUp, Node, Spellings};

/// How the names of CTDL and CTDL-ASN are written.
pub static SPELLINGS: Spellings = Spellings(&[
    "ceterms:",
    "ceasn:",
    "https://purl.org/ctdl/terms/",
    "http://purl.org/ctdl/terms/",
    "https://purl.org/ctdlasn/terms/",
    "http://purl.org/ctdlasn/terms/",
    "",
]);

/// Fields of a document that hold its things, and can be long.
pub const HOLDERS: &[&str] = &["@graph"];

/// Fields of the registry's answers in which resources stand.
const WITHIN: &[&str] = &["@graph", "decoded_resource", "data"];

/// The allow-list: what of a thing may be kept, at any depth. Everything else is dropped unread.
pub const FIELDS: &[&str] = &[
    // The thing.
    "ctid",
    "name",
    "alternateName",
    "subjectWebpage",
    "ownedBy",
    "offeredBy",
    "inLanguage",
    "keyword",
    "identifier",
    "identifierTypeName",
    "identifierValueCode",
    "dateEffective",
    "expirationDate",
    "lifeCycleStatusType",
    "credentialStatusType",
    "availableAt",
    "addressLocality",
    "addressRegion",
    "addressCountry",
    "postalCode",
    // Alignments.
    "codedNotation",
    "framework",
    "frameworkName",
    "targetNode",
    "targetNodeName",
    "alignmentType",
    "alignmentDate",
    "weight",
    "occupationType",
    "industryType",
    "instructionalProgramType",
    // What is asked, taught and led to.
    "requires",
    "entryCondition",
    "recommends",
    "corequisite",
    "prerequisite",
    "alternativeCondition",
    "condition",
    "experience",
    "yearsOfExperience",
    "targetCompetency",
    "targetCredential",
    "targetLearningOpportunity",
    "targetAssessment",
    "teaches",
    "assesses",
    "isPreparationFor",
    "isRequiredFor",
    "competencyText",
    "competencyLabel",
    "competencyCategory",
    "complexityLevel",
    "isPartOf",
    // Length, size and price.
    "estimatedDuration",
    "exactDuration",
    "minimumDuration",
    "maximumDuration",
    "timeRequired",
    "creditValue",
    "creditUnitType",
    "creditUnitValue",
    "estimatedCost",
    "directCostType",
    "price",
    "currency",
    "deliveryType",
    "learningMethodType",
    "audienceLevelType",
    // Organizations.
    "agentType",
    "agentSectorType",
    "opeID",
    "ipedsID",
];

/// What is looked up of things that others refer to: organizations, competencies, frameworks, conditions and alignments.
pub static LOOKED_UP: LookedUp = LookedUp {
    referring: &[
        "offeredBy",
        "ownedBy",
        "availableAt",
        "requires",
        "entryCondition",
        "targetCompetency",
        "targetNode",
        "framework",
        "isPartOf",
    ],
    fields: &[
        "ctid",
        "name",
        "subjectWebpage",
        "codedNotation",
        "competencyText",
        "competencyLabel",
        "isPartOf",
        "framework",
        "frameworkName",
        "targetNode",
        "targetNodeName",
        "targetCompetency",
        "addressLocality",
        "addressRegion",
        "addressCountry",
    ],
};

/// The things that an envelope or a graph holds.
pub fn held<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let is_typed = node.keyword("@type").is_some();
    let fields = WITHIN
        .iter()
        .filter(|_| !is_typed)
        .filter_map(|name| node.keyword(name));
    let found = fields.flat_map(|holder| holder.elements());
    found.filter(|held| held.value.is_object()).collect()
}

/// Whether a thing has a type of CTDL or CTDL-ASN.
pub fn is_ctdl(node: &Node<'_>) -> bool {
    let Some(types) = node.keyword("@type") else {
        return false;
    };
    let is_ours = |node: &Node<'_>| {
        node.value
            .as_str()
            .is_some_and(|name| SPELLINGS.plain(name).len() < name.len())
    };
    types.elements().iter().any(is_ours)
}

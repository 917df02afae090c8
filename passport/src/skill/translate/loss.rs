//! What is lost in a translation, as codes that programs count and people read in words.

use super::{Candidate, LIKELY, Label, label};
use crate::record::words;
use crate::skill::Relation;
use crate::skill::mapping::Within;

/// What is lost, or why there is no translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// The concept found is nearly the same.
    NotTheSame,
    /// The concept found is broader than what was said.
    BroaderThanSaid,
    /// The concept found is narrower than what was said, so that it may not be meant.
    NarrowerThanSaid,
    /// What was said, or what it was mapped to, is no longer used, and what took its place was translated.
    Replaced,
    /// A mapping that nobody vouches for yet is on the way.
    ProposedOnly,
    /// It is more likely wrong than right.
    Uncertain,
    /// Other concepts stand as near as the one found.
    SeveralTargets,
    /// The level that was said does not hold of the concept found.
    LevelLost,
    /// Another skill is translated to the same concept: the two are no longer told apart.
    MergedWithAnother,
    /// The concept found has no label in the language asked for.
    LabelInOtherLanguage,
    /// The concept found has no label at all.
    NoLabel,
    /// No mapping leads to the vocabulary.
    NotMapped,
    /// Mappings lead only to what has to do with it.
    OnlyRelated,
    /// Somebody said that the vocabulary has nothing that corresponds.
    NoMatch,
    /// What was said met no concept, and so cannot be translated.
    NoConcept,
    /// The concept is of no vocabulary that is loaded.
    UnknownConcept,
}

words!(Loss {
    NotTheSame => "not_the_same", BroaderThanSaid => "broader_than_said", NarrowerThanSaid => "narrower_than_said",
    Replaced => "replaced", ProposedOnly => "proposed_only", Uncertain => "uncertain", SeveralTargets => "several_targets", LevelLost => "level_lost",
    MergedWithAnother => "merged_with_another", LabelInOtherLanguage => "label_in_other_language",
    NoLabel => "no_label", NotMapped => "not_mapped", OnlyRelated => "only_related", NoMatch => "no_match",
    NoConcept => "no_concept", UnknownConcept => "unknown_concept",
});

impl Loss {
    /// In plain words, in a language that is spoken here or the nearest to it.
    pub fn in_words(self, language: &str) -> String {
        crate::words::loss(self, language)
    }
}

/// What is lost by how the best candidate relates, and by what stands beside it.
pub(super) fn of_relation(best: Option<&Candidate>, others: &[Candidate]) -> Vec<Loss> {
    let Some(best) = best else { return Vec::new() };
    let by_relation = match best.relation {
        Relation::Exact => None,
        Relation::Close => Some(Loss::NotTheSame),
        Relation::Broad => Some(Loss::BroaderThanSaid),
        Relation::Narrow => Some(Loss::NarrowerThanSaid),
        Relation::Related => Some(Loss::OnlyRelated),
    };
    let as_near = |other: &Candidate| (other.relation, other.proposed) == (best.relation, best.proposed);
    let replaced = best.path.iter().any(|step| step.within() == Some(Within::Replaced));
    let replaced = replaced.then_some(Loss::Replaced);
    let proposed = best.proposed.then_some(Loss::ProposedOnly);
    let uncertain = (best.confidence < LIKELY).then_some(Loss::Uncertain);
    let several = others.iter().any(as_near).then_some(Loss::SeveralTargets);
    [by_relation, replaced, proposed, uncertain, several]
        .into_iter()
        .flatten()
        .collect()
}

/// What is lost by the label there is.
pub(super) fn of_label(label: Option<&Label>, wanted: &str) -> Option<Loss> {
    match label {
        None => Some(Loss::NoLabel),
        Some(label) if label::same_language(&label.language, wanted) => None,
        Some(_) => Some(Loss::LabelInOtherLanguage),
    }
}

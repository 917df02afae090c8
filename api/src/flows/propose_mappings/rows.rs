//! A proposal as a statement, with what SSSOM asks of a program.

use crate::flows::keep_set::statement;
use crate::store::reference::{Concept, Rank};
use chrono::NaiveDate;
use entity::{mapping, vocabulary};
use passport::skill::link;
use passport::skill::mapping::{Proposal, Standing};
use passport::skill::normalise;
use passport::skill::translate::{language_alone, same_language};
use serde_json::json;
use std::sync::Arc;

/// The program that proposes.
const TOOL: &str = "Passport Hub linker";

/// The two vocabularies.
pub(super) struct Between {
    pub(super) from: Arc<vocabulary::Model>,
    pub(super) to: Arc<vocabulary::Model>,
    /// The language that is asked in.
    pub(super) language: String,
    pub(super) today: NaiveDate,
}

impl Between {
    /// The set that the proposals are. Each language has its own, so that none ends what another found.
    pub(super) fn set(&self) -> String {
        format!("{}:{}", self.set_of_any_language(), language_alone(&self.language))
    }

    /// The set that stood for all languages before each had its own. What stands of it is gone through with the first
    /// proposals in the vocabulary's own language, which most of it was.
    pub(super) fn set_before(&self) -> Option<String> {
        same_language(&self.language, &self.from.language).then(|| self.set_of_any_language())
    }

    fn set_of_any_language(&self) -> String {
        format!("urn:passport-hub:proposed:{}:{}", self.from.key, self.to.key)
    }

    /// A proposal for a concept. The linker's confidence is a chance, and so no similarity: that is left empty. The text
    /// that met is told where both have it; else the comment tells the two labels.
    pub(super) fn row(&self, concept: Arc<Concept>, proposal: &Proposal, object: &Concept) -> mapping::Model {
        let pair = (concept.row.id, proposal.relation, object.row.id);
        let same = proposal.is_the_same_label();
        mapping::Model {
            method: proposal.justification().as_str().into(),
            justification: Some(format!("semapv:{}", proposal.semapv())),
            confidence: proposal.confidence,
            confidence_stated: true,
            mapping_set_version: Some(format!("{} {}", self.from.version, self.to.version)),
            tool: Some(TOOL.into()),
            tool_version: Some(env!("CARGO_PKG_VERSION").into()),
            made_on: Some(self.today),
            subject_match_field: Some(field(proposal.rank).into()),
            object_match_field: Some(field(rank_of(object, &proposal.matched)).into()),
            match_string: same.then(|| json!([normalise(&proposal.label)])),
            comment: (!same).then(|| format!("{} / {}", proposal.label, proposal.matched)),
            ..statement(&self.set(), Standing::Proposed, pair)
        }
    }
}

/// What a label is to its concept.
fn rank_of(concept: &Concept, label: &str) -> link::Rank {
    let found = concept.labels.iter().find(|held| *held.text == *label);
    match found.map(|label| label.rank) {
        Some(Rank::Preferred) => link::Rank::Preferred,
        Some(Rank::Hidden) => link::Rank::Hidden,
        Some(Rank::Alternative) | None => link::Rank::Alternative,
    }
}

fn field(rank: link::Rank) -> &'static str {
    match rank {
        link::Rank::Preferred => "skos:prefLabel",
        link::Rank::Alternative => "skos:altLabel",
        link::Rank::Hidden => "skos:hiddenLabel",
    }
}

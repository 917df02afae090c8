//! What a term means, as the rows of terms and claims keep it.

use crate::store::reference::Vocabularies;
use entity::{claim, term, term_decision};
use passport::record::Term;
use passport::skill::{Decided, Meeting, Relation, Wanted, meant};
use uuid::Uuid;

/// What a term means; nothing where all is empty but perhaps the method, which says that somebody decided so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meaning {
    concept: Option<Uuid>,
    relation: Option<String>,
    method: Option<String>,
    confidence: Option<f64>,
    mapping: Option<Uuid>,
}

impl Meaning {
    /// What a term means: what was decided, else what it meets.
    pub fn of(term: &Term, decision: Option<&term_decision::Model>, vocabularies: &Vocabularies) -> Self {
        let decided = decision.map(decided);
        match meant(term, decided, Wanted::Skill, vocabularies) {
            Some(meeting) => meeting.into(),
            None => Meaning {
                method: decision.map(|_| passport::skill::Method::Reviewed.as_str().to_owned()),
                ..Meaning::default()
            },
        }
    }

    /// What a term means now, as its row says.
    pub fn held(term: &term::Model) -> Self {
        Meaning {
            concept: term.concept_id,
            relation: term.relation.clone(),
            method: term.method.clone(),
            confidence: term.confidence,
            mapping: term.mapping_id,
        }
    }

    /// A term that means this.
    pub fn given_to(self, term: term::Model) -> term::Model {
        term::Model {
            concept_id: self.concept,
            relation: self.relation,
            method: self.method,
            confidence: self.confidence,
            mapping_id: self.mapping,
            ..term
        }
    }

    /// A claim that means this. What is broader, narrower or merely related is not what was said, and stays with the term: a
    /// claim means a concept that is the same or nearly so, or none, and then says nothing of how it came to.
    pub fn told_in(self, claim: claim::Model) -> claim::Model {
        let same = [Relation::Exact, Relation::Close].map(Relation::as_str);
        let means = self
            .relation
            .as_deref()
            .is_some_and(|relation| same.contains(&relation));
        let Meaning {
            concept,
            relation,
            method,
            confidence,
            mapping,
        } = if means { self } else { Meaning::default() };
        claim::Model {
            concept_id: concept,
            mapping_relation: relation,
            mapping_method: method,
            mapping_confidence: confidence,
            mapping_id: mapping,
            ..claim
        }
    }
}

impl From<Meeting> for Meaning {
    fn from(met: Meeting) -> Self {
        Meaning {
            concept: Some(met.concept),
            relation: Some(met.relation.as_str().to_owned()),
            method: Some(met.method.as_str().to_owned()),
            confidence: Some(met.confidence),
            mapping: met.mapping,
        }
    }
}

/// A row of a relation that no release has written means nothing, as one without a concept does.
fn decided(row: &term_decision::Model) -> Decided {
    let relation = Relation::from_word(&row.relation);
    row.concept_id
        .zip(relation)
        .map_or(Decided::Nothing, |(concept, relation)| {
            Decided::Means(concept, relation)
        })
}

/// A term as it was received, from its row.
pub(super) fn as_received(row: &term::Model) -> Term {
    Term {
        label: row.label.clone(),
        uri: row.uri.clone(),
        code: row.code.clone(),
        framework: row.framework.clone(),
        language: row.language.clone(),
    }
}

//! Statements to records, one file per part.

pub mod actor;
pub mod around;
pub mod attachment;
mod learning;
pub mod score;
mod skill;

use super::STATEMENT;
use super::activity::{Kind, words};
use super::verb::{self, Act};
use super::wire::{Definition, Outcome};
use passport::record::{
    AsserterKind, Assertion, Body, Credential, CredentialStatus, Evidence, Level, PartialDate, Place, Record,
    ResultAsReceived, Role, Subject, Term,
};
use serde_json::{Map, Value, json};

/// What a statement says, read and checked.
pub struct Told<'s> {
    pub key: String,
    pub place: Place,
    pub subject: Subject,
    /// When, as it is written.
    pub timestamp: Option<&'s str>,
    /// When, to the day.
    pub when: Option<PartialDate>,
    pub verb: &'s str,
    /// The identifier of what it is about.
    pub activity: &'s str,
    pub definition: Definition,
    pub kind: Kind,
    pub outcome: Outcome,
    pub level: Option<Level>,
    /// Competencies that the activity belongs to, with their places.
    pub competencies: Vec<(Term, Place)>,
    pub registration: Option<String>,
    pub evidence: Vec<Evidence>,
    pub asserter: AsserterKind,
}

impl Told<'_> {
    /// What the activity is called; its identifier where it has no name here.
    fn title(&self) -> &str {
        words(self.definition.name.as_ref()).map_or(self.activity, |(name, _)| name)
    }
}

/// What becomes of a statement.
enum Becomes {
    Learning(Act),
    Credential,
    Skill(Role, Assertion),
    Nothing,
}

/// Verb and kind of object decide. A verb outside the table counts as a try where the result says how it went.
fn becomes(iri: &str, kind: Kind, outcome: &Outcome) -> Becomes {
    let row = verb::find(iri);
    let (act, competency) = match row {
        Some(row) => (row.activity, row.competency),
        None if outcome.success.is_some() || outcome.completion == Some(true) => {
            (Act::Attempt, Some((Role::Develops, Assertion::Observed)))
        }
        None => return Becomes::Nothing,
    };
    match (kind, act) {
        (Kind::Question, _) => Becomes::Nothing,
        (_, Act::Credential) => Becomes::Credential,
        (Kind::Competency, _) => {
            competency.map_or(Becomes::Nothing, |(role, assertion)| Becomes::Skill(role, assertion))
        }
        (Kind::Credential, act) if learning::is_reached(act, outcome) => Becomes::Credential,
        (_, Act::Nothing) | (Kind::Credential, _) => Becomes::Nothing,
        (Kind::Learning(_), act) => Becomes::Learning(act),
    }
}

/// Whether a statement gives no record.
pub fn is_nothing(iri: &str, kind: Kind, outcome: &Outcome) -> bool {
    matches!(becomes(iri, kind, outcome), Becomes::Nothing)
}

/// The record of a statement; none where it says nothing that belongs in a passport.
pub fn record(told: &Told<'_>) -> Option<Record> {
    let (body, claims) = match becomes(told.verb, told.kind, &told.outcome) {
        Becomes::Learning(act) => learning::body(told, act),
        Becomes::Credential => (credential(told), skill::of_credential(told)),
        Becomes::Skill(role, assertion) => (Body::Skill, vec![skill::of_object(told, role, assertion)]),
        Becomes::Nothing => return None,
    };
    Some(Record {
        body,
        stream: STATEMENT,
        key: told.key.clone(),
        subject: Some(told.subject.clone()),
        claims,
        place: told.place.clone(),
        payload: payload(told),
    })
}

/// The tombstone of a statement that is taken back.
pub fn withdrawn(id: &str, timestamp: Option<&str>, place: &Place) -> Record {
    Record {
        body: Body::Withdrawn,
        stream: STATEMENT,
        key: id.to_ascii_lowercase(),
        subject: None,
        claims: Vec::new(),
        place: place.clone(),
        payload: json!({ "verb": verb::VOIDED, "timestamp": timestamp }),
    }
}

/// Who issued it is not said: the sender of a statement need not be its issuer.
fn credential(told: &Told<'_>) -> Body {
    let kind = told.definition.kind.as_deref();
    Body::Credential(Box::new(Credential {
        name: told.title().to_owned(),
        description: None,
        achievement_type: kind.map(|iri| last_segment(iri).to_owned()),
        achievement_id: Some(told.activity.to_owned()),
        issuer: None,
        issued: told.when,
        expires: None,
        status: CredentialStatus::Unknown,
        format: "xapi",
        image: None,
        results: told.level.iter().map(result).collect(),
        evidence: told.evidence.clone(),
        signed: None,
    }))
}

fn result(level: &Level) -> ResultAsReceived {
    ResultAsReceived {
        name: level.scale.name.clone(),
        value: Some(level.value.clone()),
        status: None,
        level: Some(level.clone()),
    }
}

/// The last segment of an identifier.
fn last_segment(iri: &str) -> &str {
    iri.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(iri)
}

/// What is kept for provenance. Nothing of the actor, and no free text.
fn payload(told: &Told<'_>) -> Value {
    let score = told.outcome.score.as_ref().map(|score| &score.0);
    let number =
        |pick: fn(&super::wire::Score) -> &Option<serde_json::Number>| json!(score.and_then(|s| pick(s).clone()));
    let fields = [
        ("timestamp", json!(told.timestamp)),
        ("verb", json!(told.verb)),
        ("object", json!(told.activity)),
        ("type", json!(told.definition.kind)),
        ("name", json!(told.definition.name)),
        ("success", json!(told.outcome.success)),
        ("completion", json!(told.outcome.completion)),
        ("duration", json!(told.outcome.duration)),
        ("scaled", number(|score| &score.scaled)),
        ("raw", number(|score| &score.raw)),
        ("min", number(|score| &score.min)),
        ("max", number(|score| &score.max)),
        ("registration", json!(told.registration)),
    ];
    let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(
        kept.map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

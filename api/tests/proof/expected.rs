//! What must be there: every object of a passport as the reference decision shows it, field by field.

use crate::reference::{Reference, Sight};
use crate::skills::{DAYS, skills_as_of, skills_of};
use crate::world::{
    ASSERTIONS, BANDS, ROLES, Row, SECTIONS, SOURCES, World, code, has_names, kind_of, label, mark, word,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a field must hold.
#[derive(Debug, Clone)]
pub enum Want {
    /// This.
    Plain(Value),
    /// Whatever: it is about nobody.
    Any,
    /// These scopes, in any order and with their filters in any order; a text where it is one.
    Scopes(Vec<String>),
    /// The id of the thing of this name, whatever it looks like.
    Name(String),
    /// One object.
    One(Box<Thing>),
    /// A list of objects.
    Many(Vec<Thing>),
    /// A page of these.
    Pages(Vec<Thing>),
    /// A page of the first of these; of another, where it is asked for as of one of the days there are.
    AsOf(Vec<Thing>, Vec<Vec<Thing>>),
    /// `null`, and an error with this code.
    Refused(&'static str),
}

/// An object that must be there.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its type.
    pub of: &'static str,
    /// How the proof calls it; its id and its place in lists go by it.
    pub name: String,
    pub fields: BTreeMap<&'static str, Want>,
    /// What lists look at.
    pub listed: Listed,
}

/// What lists are filtered and ordered by.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Later rows have larger ids.
    pub at: usize,
    pub source: &'static str,
    pub title: String,
    pub date: Option<NaiveDate>,
    pub recorded: DateTime<Utc>,
    pub kind: Option<&'static str>,
    pub status: Option<&'static str>,
    pub skill: Option<Box<crate::skills::Skill>>,
}

/// Standings of credentials and of learning.
pub const CREDENTIAL_STATUS: [&str; 3] = ["active", "revoked", "unknown"];
pub const LEARNING_STATUS: [&str; 5] = ["enrolled", "completed", "failed", "withdrawn", "unknown"];

/// A text of a row, which nobody else has.
pub fn say(what: &str, at: usize) -> String {
    format!("{what} {}", mark(at))
}

/// A row's title.
pub fn title(row: &Row, at: usize) -> String {
    say(word(row), at)
}

/// An enum's word as the graph writes it.
pub fn upper(word: &str) -> Want {
    plain(word.to_uppercase())
}

pub fn plain(value: impl Into<Value>) -> Want {
    Want::Plain(value.into())
}

pub fn day(day: Option<NaiveDate>) -> Want {
    Want::Plain(json!(day))
}

/// An object without a name.
pub fn object<const N: usize>(of: &'static str, fields: [(&'static str, Want); N]) -> Thing {
    Thing {
        of,
        name: String::new(),
        fields: BTreeMap::from(fields),
        listed: Listed::default(),
    }
}

fn one<const N: usize>(of: &'static str, fields: [(&'static str, Want); N]) -> Want {
    Want::One(Box::new(object(of, fields)))
}

fn organization(name: String) -> Want {
    one(
        "NamedOrganization",
        [("name", plain(name)), ("identifier", Want::Plain(Value::Null))],
    )
}

/// A passport, as far as it is seen.
pub fn passport(reference: &Reference<'_>, sight: &Sight) -> Thing {
    let seen = |section: &str| -> Vec<usize> {
        let rows = reference.world.rows.iter().enumerate();
        let rows = rows.filter(|(at, row)| SECTIONS[row.section] == section && reference.sees(sight, *at));
        rows.map(|(at, _)| at).collect()
    };
    let pages = |section: &'static str| match sight.shows(section) {
        true => Want::Pages(newest_first(
            seen(section)
                .into_iter()
                .map(|at| thing(reference, sight, at))
                .collect(),
        )),
        false => Want::Refused("CONSENT_REQUIRED"),
    };
    let skills = match sight.shows("Skill") {
        true => Want::AsOf(
            skills_of(reference, sight, None),
            DAYS.iter()
                .map(|day| skills_as_of(reference, sight, Some(*day), None))
                .collect(),
        ),
        false => Want::Refused("CONSENT_REQUIRED"),
    };
    let holder = match sight.shows("Profile") {
        true => profile(reference, sight),
        false => Want::Refused("CONSENT_REQUIRED"),
    };
    let mut passport = object(
        "Passport",
        [
            ("holder", holder),
            ("pseudonym", pseudonym(sight)),
            ("skills", skills),
            ("credentials", pages("Credential")),
            ("experiences", pages("Experience")),
            ("learning", pages("Learning")),
            ("programmes", pages("Programme")),
            ("goals", pages("Goal")),
            ("endorsements", pages("Endorsement")),
        ],
    );
    passport.name = format!("passport {}", sight.person);
    passport.listed.at = sight.person;
    named(passport)
}

/// How a partner's receipts name the holder; nobody else is told.
fn pseudonym(sight: &Sight) -> Want {
    match sight.is_granted() {
        true => Want::Name(format!("pseudonym of holder {}", sight.person)),
        false => Want::Plain(Value::Null),
    }
}

/// A thing with its id.
pub fn named(mut thing: Thing) -> Thing {
    thing.fields.insert("id", Want::Name(thing.name.clone()));
    thing
}

/// The newest first by the rows' own dates, those without one last.
fn newest_first(mut things: Vec<Thing>) -> Vec<Thing> {
    let by_date = |thing: &Thing| match thing.of {
        "Credential" | "Experience" | "Learning" | "ProgrammeParticipation" => thing.listed.date,
        _ => None,
    };
    things.sort_by_key(|one| std::cmp::Reverse((by_date(one), one.listed.at)));
    things
}

/// The name that the mark of a person, or of what one source calls them, stands in.
pub fn called(person: usize, source: Option<usize>) -> String {
    let by = source.map_or(String::new(), |source| format!("s{source}"));
    format!("§h{person}{by}§")
}

/// Which source's name for them a partner reads: the holder's own word leads, then whoever knew them first, of those that
/// may write.
pub fn named_by(world: &World, person: usize) -> Option<usize> {
    let speaks = |source: &usize| {
        let mut rows = world.rows.iter();
        rows.any(|row| (row.holder, row.source) == (person, *source)) && !world.waiting.contains(&(person, *source))
    };
    let own = SOURCES.len() - 1;
    std::iter::once(own).chain(0..own).find(speaks)
}

fn profile(reference: &Reference<'_>, sight: &Sight) -> Want {
    let source = match sight.is_granted() {
        true => named_by(reference.world, sight.person),
        false => sight.source(),
    };
    let known = has_names(sight.person) && (source.is_some() || !sight.is_granted());
    let mark = called(sight.person, source);
    let text = |what: &str| match known {
        true => plain(format!("{what} {mark}")),
        false => Want::Plain(Value::Null),
    };
    let language = if known { plain("pt") } else { Want::Plain(Value::Null) };
    one(
        "Holder",
        [
            ("displayName", text("Name")),
            ("givenName", text("Given")),
            ("familyName", text("Family")),
            ("language", language),
        ],
    )
}

/// A row as the graph shows it.
pub fn thing(reference: &Reference<'_>, sight: &Sight, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let mut thing = match SECTIONS[row.section] {
        "Skill" => claim(reference, sight, at),
        "Credential" => credential(reference, sight, at),
        "Experience" => experience(reference, sight, at),
        "Learning" => learning(reference, sight, at),
        "Programme" => programme(reference, at),
        "Goal" => goal(reference, at),
        "Endorsement" => endorsement(reference, at),
        other => panic!("{other} has no type of its own"),
    };
    thing.name = format!("row {}", mark(at));
    thing.listed = Listed {
        at,
        source: SOURCES[row.source],
        title: title(row, at),
        recorded: reference.facts.recorded(row),
        kind: kind_of(SECTIONS[row.section], row.kind),
        ..thing.listed
    };
    named(thing)
}

fn source(row: &Row) -> Want {
    one("Source", [("key", plain(SOURCES[row.source]))])
}

fn provenance(reference: &Reference<'_>, at: usize) -> Want {
    let row = &reference.world.rows[at];
    let record = if row.record {
        Want::Name(format!("record of row {}", mark(at)))
    } else {
        Want::Plain(Value::Null)
    };
    one(
        "Provenance",
        [
            ("record", record),
            ("pointer", plain(say("pointer", at))),
            ("adapter", plain(say("adapter", at))),
            ("recordedAt", plain(reference.facts.recorded(row).to_rfc3339())),
        ],
    )
}

fn period(reference: &Reference<'_>, row: &Row) -> Want {
    let (from, to) = (
        row.from.map(|d| reference.facts.day(d)),
        row.to.map(|d| reference.facts.day(d)),
    );
    if from.or(to).is_none() {
        return Want::Plain(Value::Null);
    }
    one(
        "Period",
        [("from", day(from)), ("to", day(to)), ("precision", plain("DAY"))],
    )
}

/// The concept of a row.
pub fn concept(reference: &Reference<'_>, at: Option<usize>) -> Want {
    match at {
        None => Want::Plain(Value::Null),
        Some(at) => one("Concept", [("uri", plain(reference.facts.concepts[at].uri.clone()))]),
    }
}

/// The bands of an interval.
pub fn interval(low: i16, high: i16) -> Want {
    let band = |number: i16| upper(BANDS[usize::try_from(number).unwrap()]);
    one(
        "BandInterval",
        [("low", band(low.min(high))), ("high", band(low.max(high)))],
    )
}

/// What backs a row: the evidence that is seen and names it; `null` where evidence is not granted.
fn evidence(reference: &Reference<'_>, sight: &Sight, backed: usize) -> Want {
    if !sight.shows("Evidence") {
        return Want::Plain(Value::Null);
    }
    let world = reference.world;
    let backs = |at: &usize| {
        let row = &world.rows[*at];
        SECTIONS[row.section] == "Evidence"
            && world.parent(row, &World::HAVE_EVIDENCE) == Some(backed)
            && reference.sees(sight, *at)
    };
    let shown = (0..world.rows.len()).rev().filter(backs).map(|at| {
        let kind = kind_of("Evidence", world.rows[at].kind).unwrap();
        let texts = [("title", "Title"), ("url", "Url"), ("description", "Description")];
        let mut evidence = object("Evidence", [("kind", plain(kind))]);
        evidence
            .fields
            .extend(texts.map(|(field, what)| (field, plain(say(what, at)))));
        evidence
    });
    Want::Many(shown.collect())
}

fn claim(reference: &Reference<'_>, sight: &Sight, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let mut claim = object(
        "Claim",
        [
            ("concept", concept(reference, row.concept)),
            ("role", upper(ROLES[row.role])),
            ("assertion", upper(ASSERTIONS[row.assertion])),
            ("observed", period(reference, row)),
            ("validFrom", Want::Plain(Value::Null)),
            ("validUntil", day(row.valid_to.map(|d| reference.facts.day(d)))),
            ("verified", plain(row.verified)),
            ("source", source(row)),
            ("evidence", evidence(reference, sight, at)),
            ("provenance", provenance(reference, at)),
        ],
    );
    let by = if row.own { "self" } else { "organization" };
    claim.fields.insert(
        "assertedBy",
        one("AssertedBy", [("kind", upper(by)), ("name", plain(say("By", at)))]),
    );
    claim.fields.extend([
        ("asReceived", received(row, at)),
        ("mapping", mapping(row)),
        ("placement", placed(row, at)),
        ("noBand", no_band(row, at)),
    ]);
    claim
}

fn received(row: &Row, at: usize) -> Want {
    one(
        "AsReceived",
        [
            ("label", Want::Plain(json!(label(row)))),
            ("code", Want::Plain(json!(code(row, at)))),
            ("framework", plain(say("Framework", at))),
            ("level", plain(say("Level", at))),
            ("scale", plain(say("Scale", at))),
        ],
    )
}

fn mapping(row: &Row) -> Want {
    let how = [
        ("relation", plain("EXACT")),
        ("method", plain("CODE")),
        ("confidence", plain(0.5)),
    ];
    row.concept
        .map_or(Want::Plain(Value::Null), |_| one("MappingUsed", how))
}

fn placed(row: &Row, at: usize) -> Want {
    let Some((low, high)) = row.band else {
        return Want::Plain(Value::Null);
    };
    let texts = [
        ("basis", plain(say("Basis", at))),
        ("loss", plain(say("Loss", at))),
        ("losses", Want::Plain(json!([]))),
    ];
    let mut placed = object("Placement", [("band", interval(low, high))]);
    placed.fields.extend(texts);
    Want::One(Box::new(placed))
}

fn no_band(row: &Row, at: usize) -> Want {
    match row.band {
        Some(_) => Want::Plain(Value::Null),
        None => plain(say("Loss", at)),
    }
}

fn credential(reference: &Reference<'_>, sight: &Sight, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let issued = row.from.map(|d| reference.facts.day(d));
    let status = CREDENTIAL_STATUS[row.role % CREDENTIAL_STATUS.len()];
    let check = object(
        "CredentialCheck",
        [("check", plain("INTEGRITY")), ("outcome", plain("UNKNOWN"))],
    );
    let mut credential = object(
        "Credential",
        [
            ("name", plain(title(row, at))),
            ("description", plain(say("Description", at))),
            ("achievementType", Want::Plain(json!(kind_of("Credential", row.kind)))),
            ("issuer", organization(say("Issuer", at))),
            ("issuedOn", day(issued)),
            ("expiresOn", day(row.to.map(|d| reference.facts.day(d)))),
            ("status", upper(status)),
            ("checks", Want::Many(vec![check])),
            ("verified", plain(row.verified)),
            ("format", plain(say("format", at))),
            ("image", plain(say("image", at))),
            ("evidence", evidence(reference, sight, at)),
            ("source", source(row)),
            ("provenance", provenance(reference, at)),
        ],
    );
    (credential.listed.date, credential.listed.status) = (issued, Some(status));
    credential
}

/// The skills that a row speaks of.
fn skills_in(reference: &Reference<'_>, sight: &Sight, at: usize) -> Want {
    if sight.shows("Skill") {
        Want::Pages(skills_of(reference, sight, Some(at)))
    } else {
        Want::Refused("CONSENT_REQUIRED")
    }
}

fn experience(reference: &Reference<'_>, sight: &Sight, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let mut experience = object(
        "Experience",
        [
            ("kind", upper(kind_of("Experience", row.kind).unwrap())),
            ("title", plain(title(row, at))),
            ("organization", organization(say("Organization", at))),
            ("role", plain(say("Role", at))),
            ("occupation", concept(reference, row.concept)),
            ("occupationCode", plain(say("Occupation", at))),
            ("period", period(reference, row)),
            ("narrative", plain(say("Narrative", at))),
            ("skills", skills_in(reference, sight, at)),
            ("evidence", evidence(reference, sight, at)),
            ("source", source(row)),
            ("provenance", provenance(reference, at)),
        ],
    );
    experience.listed.date = row.from.map(|d| reference.facts.day(d));
    experience
}

fn learning(reference: &Reference<'_>, sight: &Sight, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let status = LEARNING_STATUS[row.assertion % LEARNING_STATUS.len()];
    let result = [("value", plain(say("Value", at))), ("scale", plain(say("Scale", at)))];
    let mut learning = object(
        "Learning",
        [
            ("kind", upper(kind_of("Learning", row.kind).unwrap())),
            ("title", plain(title(row, at))),
            ("code", plain(say("Code", at))),
            ("provider", organization(say("Provider", at))),
            ("status", upper(status)),
            ("result", one("LearningResult", result)),
            ("credits", plain(say("Credits", at))),
            ("period", period(reference, row)),
            ("skills", skills_in(reference, sight, at)),
            ("source", source(row)),
            ("provenance", provenance(reference, at)),
        ],
    );
    learning.listed.date = row.from.map(|d| reference.facts.day(d));
    learning.listed.status = Some(status);
    learning
}

fn event(what: &str, at: usize) -> Want {
    let event = [
        ("name", plain(say(what, at))),
        ("code", plain(say("Code", at))),
        ("on", plain(say("On", at))),
    ];
    Want::Many(vec![object("ProgrammeEvent", event)])
}

fn programme(reference: &Reference<'_>, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let service = [
        ("name", plain(say("Service", at))),
        ("code", plain(say("Code", at))),
        ("provider", plain(say("Provider", at))),
        ("occupationCode", plain(say("Occupation", at))),
        ("from", plain(say("From", at))),
        ("to", plain(say("To", at))),
        ("completed", plain(row.verified)),
    ];
    let mut programme = object(
        "ProgrammeParticipation",
        [
            ("programme", plain(title(row, at))),
            ("provider", organization(say("Provider", at))),
            ("period", period(reference, row)),
            ("services", Want::Many(vec![object("ProgrammeService", service)])),
            ("skillGains", event("Gain", at)),
            ("credentialsAttained", event("Attained", at)),
            ("outcomes", event("Outcome", at)),
            ("source", source(row)),
            ("provenance", provenance(reference, at)),
        ],
    );
    programme.listed.date = row.from.map(|d| reference.facts.day(d));
    programme
}

fn goal(reference: &Reference<'_>, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let due = row.to.map(|d| reference.facts.day(d));
    let band = row.band.map_or(Want::Plain(Value::Null), |(low, _)| {
        upper(BANDS[usize::try_from(low).unwrap()])
    });
    let mut goal = object(
        "Goal",
        [
            ("title", plain(title(row, at))),
            ("concept", concept(reference, row.concept)),
            ("targetBand", band),
            ("dueOn", day(due)),
            ("note", plain(say("Note", at))),
        ],
    );
    goal.listed.date = due;
    goal
}

fn endorsement(reference: &Reference<'_>, at: usize) -> Thing {
    let row = &reference.world.rows[at];
    let issued = row.from.map(|d| reference.facts.day(d));
    let mut endorsement = object(
        "Endorsement",
        [
            ("endorser", organization(title(row, at))),
            ("text", plain(say("Text", at))),
            ("issuedOn", day(issued)),
        ],
    );
    endorsement.listed.date = issued;
    endorsement
}

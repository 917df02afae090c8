//! A world: people, what sources say of them, what they consented to, and who asks for what. Plain data that shrinks, so
//! that the smallest world in which something goes wrong can be read.

use proptest::prelude::*;
use std::fmt;

/// The holders of a world are numbered from 0. This one was merged into the first, where there is such a one.
pub const MERGED: usize = 3;
/// Nobody has this number.
pub const NOBODY: usize = 4;

/// Sources by key; the last is the holders' own.
pub const SOURCES: [&str; 4] = ["north", "south", "west", "self"];
/// Which sources are whose: of two institutions.
pub const INSTITUTIONS: [&[usize]; 2] = [&[0, 1], &[2]];
/// The sections that hold rows of their own; the profile is the ninth.
pub const SECTIONS: [&str; 8] = [
    "Skill",
    "Credential",
    "Experience",
    "Learning",
    "Programme",
    "Goal",
    "Evidence",
    "Endorsement",
];
/// Kinds of statements, weakest first.
pub const ASSERTIONS: [&str; 7] = [
    "inferred",
    "self",
    "endorsed",
    "observed",
    "assessed",
    "certified",
    "licensed",
];
/// What somebody has to do with a skill.
pub const ROLES: [&str; 4] = ["holds", "develops", "taught", "required"];
/// The bands, lowest first.
pub const BANDS: [&str; 6] = ["unknown", "aware", "beginner", "competent", "proficient", "expert"];
/// What partners ask for here.
pub const PURPOSES: [&str; 2] = ["hiring", "credit_transfer"];
/// States of consents.
pub const STATES: [&str; 5] = ["granted", "requested", "refused", "paused", "withdrawn"];
const PAUSED: usize = 3;

/// Kinds of a section's rows; none where rows of this kind have no such value.
pub fn kind_of(section: &str, number: usize) -> Option<&'static str> {
    let kinds: &[Option<&str>] = match section {
        "Credential" => &[Some("Badge"), Some("License"), Some("A,B"), None],
        "Experience" => &[Some("job"), Some("care"), Some("project"), Some("life")],
        "Learning" => &[Some("course"), Some("programme"), Some("assessment"), Some("course")],
        "Evidence" => &[Some("photo"), Some("A,B"), Some("repository"), Some("photo")],
        _ => &[None],
    };
    kinds[number % kinds.len()]
}

/// Everything that is there, and who asks.
#[derive(Debug, Clone)]
pub struct World {
    /// How many holders; 1 to 3.
    pub holders: usize,
    /// Whether somebody more was merged into the first.
    pub merged: bool,
    /// What sources say.
    pub rows: Vec<Row>,
    /// Which holder does not let which source write.
    pub waiting: Vec<(usize, usize)>,
    /// What was consented to.
    pub consents: Vec<Consent>,
    /// Who asks for what, in this order.
    pub asks: Vec<Ask>,
}

/// One row of one section. Days are counted from today.
#[derive(Debug, Clone)]
pub struct Row {
    pub section: usize,
    pub holder: usize,
    pub source: usize,
    pub kind: usize,
    /// One of the concepts.
    pub concept: Option<usize>,
    /// Which words a claim comes in, and rows' titles start with.
    pub word: usize,
    pub assertion: usize,
    pub role: usize,
    /// Stated by the holder, whoever sends it.
    pub own: bool,
    pub verified: bool,
    pub band: Option<(i16, i16)>,
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub valid_to: Option<i64>,
    pub recorded: i64,
    /// The row that it stands in or backs, where that one is the same holder's and of a fitting section.
    pub parent: Option<usize>,
    pub superseded: bool,
    /// Whether a source's record is named.
    pub record: bool,
}

/// The newest version of one consent. Hours are counted from the beginning.
#[derive(Debug, Clone)]
pub struct Consent {
    pub holder: usize,
    /// 0 is the partner that asks most.
    pub partner: usize,
    /// One of two clients; none for any.
    pub client: Option<usize>,
    pub purpose: usize,
    pub state: usize,
    pub permits: Vec<Scope>,
    pub denies: Vec<Scope>,
    pub starts: i64,
    pub ends: i64,
    pub limit: Option<i32>,
    pub used: i64,
    /// Whether an earlier version permitted everything.
    pub wider_before: bool,
}

/// A scope before it is written as text.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The last is the profile.
    pub section: usize,
    pub ops: &'static str,
    pub filters: Vec<Filter>,
}

/// A filter: which of those that the section knows, and a seed for its values.
#[derive(Debug, Clone)]
pub struct Filter {
    pub which: usize,
    pub value: usize,
    pub second: Option<usize>,
}

/// Somebody asks for something.
#[derive(Debug, Clone)]
pub struct Ask {
    pub who: Who,
    pub what: What,
    /// About whom; may be nobody.
    pub about: usize,
    /// Whether pages are read by edges: at each depth of a passport, and the page of passports itself.
    pub edges: [bool; 4],
    /// Which parts of a passport are asked for.
    pub parts: [bool; 8],
    /// A seed for the arguments of lists; 0 for none.
    pub arguments: u32,
    /// Hours that pass before.
    pub after_hours: i64,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Partner, client, purpose.
    Partner(usize, Option<usize>, usize),
    Source(usize),
    /// An integrator of one of the institutions.
    Integrator(usize),
    Holder(usize),
    Steward,
    Stranger,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// `passport(id)`.
    Passport,
    /// `passports`.
    Passports,
    /// `me { passport }`.
    Me,
    /// `node(id)` of a passport.
    Node,
    /// Every passport there is, in one request.
    Several,
    /// `node(id)` of every row and skill, seen or not.
    Parts,
    /// `passportChanged`, as it is now to begin with.
    Follow,
    /// `previewGrant`: the caller's own passport, as a partner would see it.
    Preview,
    /// `explainAccess`.
    Why,
    /// `verify`: a statement, answered yes or no.
    Verify,
    /// What stands beside passports.
    Beside,
}

fn day() -> impl Strategy<Value = i64> {
    prop::sample::select(vec![-400, -900, -120, -30, -3, 40])
}

fn maybe<S: Strategy>(probability: f64, value: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::weighted(probability, value)
}

/// One of so many sections. Skills have most filters and are worked out from most rows, so they come most often.
fn section(end: usize) -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(0), 3 => 0..end]
}

fn row() -> impl Strategy<Value = Row> {
    let what = (section(SECTIONS.len()), 0..3usize, 0..SOURCES.len(), 0..4usize);
    let skill = (maybe(0.6, 0..5usize), 0..4usize, 0..ASSERTIONS.len(), 0..8usize);
    let trust = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.3),
        maybe(0.7, (0..6i16, 0..6i16)),
    );
    let times = (
        maybe(0.7, day()),
        maybe(0.6, day()),
        maybe(0.3, prop::sample::select(vec![40, -3])),
        day(),
    );
    let links = (maybe(0.6, 0..20usize), prop::bool::weighted(0.15), any::<bool>());
    (what, skill, trust, times, links).prop_map(|(what, skill, trust, times, links)| Row {
        section: what.0,
        holder: what.1,
        source: what.2,
        kind: what.3,
        concept: skill.0,
        word: skill.1,
        assertion: skill.2,
        // Most statements say that somebody holds the skill.
        role: if skill.3 < ROLES.len() { skill.3 } else { 0 },
        own: trust.0,
        verified: trust.1,
        band: trust.2.map(|(a, b): (i16, i16)| (a.min(b), a.max(b))),
        from: times.0,
        to: times.1,
        valid_to: times.2,
        recorded: times.3.min(-1),
        parent: links.0,
        superseded: links.1,
        record: links.2,
    })
}

fn scope(filtered: f64) -> impl Strategy<Value = Scope> {
    let ops =
        prop_oneof![8 => Just("r"), 1 => Just("rs"), 1 => Just("rswv"), 1 => Just("v"), 1 => Just("w"), 1 => Just("s")];
    let filter = (0..7usize, 0..24usize, maybe(0.4, 0..24usize));
    let filter = filter.prop_map(|(which, value, second)| Filter { which, value, second });
    let filters = maybe(filtered, prop::collection::vec(filter, 1..3));
    (section(SECTIONS.len() + 1), ops, filters).prop_map(|(section, ops, filters)| Scope {
        section,
        ops,
        filters: filters.unwrap_or_default(),
    })
}

fn consent() -> impl Strategy<Value = Consent> {
    let between = (
        0..=MERGED,
        prop_oneof![9 => Just(0usize), 1 => Just(1)],
        maybe(0.2, 0..2usize),
        prop_oneof![9 => Just(0usize), 1 => Just(1)],
        prop_oneof![8 => Just(0usize), 2 => Just(PAUSED), 1 => 1..STATES.len()],
    );
    let terms = (
        prop::collection::vec(scope(0.4), 2..8),
        prop::collection::vec((scope(0.85), maybe(0.8, 0..8usize)), 0..4),
    );
    let starts = prop_oneof![12 => Just(-48i64), 1 => Just(2), 1 => Just(400)];
    let ends = prop_oneof![12 => Just(4000i64), 1 => Just(2), 1 => Just(-1)];
    let uses = (maybe(0.25, 1..5i32), 0..3i64, prop::bool::weighted(0.2));
    (between, terms, starts, ends, uses).prop_map(|(between, terms, starts, ends, uses)| Consent {
        holder: between.0,
        partner: between.1,
        client: between.2,
        purpose: between.3,
        state: between.4,
        denies: terms
            .1
            .into_iter()
            .map(|(deny, of)| within(deny, of, &terms.0))
            .collect(),
        permits: terms.0,
        starts,
        ends,
        limit: uses.0,
        used: uses.1,
        wider_before: uses.2,
    })
}

/// A deny of a section that one of these permits, so that it takes something away.
fn within(deny: Scope, of: Option<usize>, permits: &[Scope]) -> Scope {
    let section = of.map_or(deny.section, |of| permits[of % permits.len()].section);
    Scope { section, ..deny }
}

fn ask() -> impl Strategy<Value = Ask> {
    let who = prop_oneof![
        10 => Just(Who::Partner(0, None, 0)),
        3 => (0..2usize).prop_map(|client| Who::Partner(0, Some(client), 0)),
        1 => Just(Who::Partner(0, None, 1)),
        1 => Just(Who::Partner(1, None, 0)),
        2 => (0..3usize).prop_map(Who::Source),
        2 => (0..INSTITUTIONS.len()).prop_map(Who::Integrator),
        3 => (0..=MERGED).prop_map(Who::Holder),
        1 => Just(Who::Steward),
        1 => Just(Who::Stranger),
    ];
    let what = prop_oneof![
        6 => Just(What::Passport), 3 => Just(What::Passports), 1 => Just(What::Me), 2 => Just(What::Node),
        2 => Just(What::Several), 4 => Just(What::Parts), 1 => Just(What::Beside),
        1 => Just(What::Follow), 2 => Just(What::Preview), 2 => Just(What::Why), 3 => Just(What::Verify),
    ];
    let about = prop_oneof![8 => 0..3usize, 1 => Just(MERGED), 1 => Just(NOBODY)];
    let part = prop::bool::weighted(0.6);
    let shape = (
        any::<[bool; 4]>(),
        [part; 8],
        prop_oneof![2 => Just(0u32), 3 => 0..1_000_000u32],
    );
    let later = prop_oneof![4 => Just(0i64), 1 => Just(3)];
    (who, what, about, shape, later).prop_map(|(who, what, about, shape, after_hours)| Ask {
        who,
        what,
        about,
        edges: shape.0,
        parts: shape.1,
        arguments: shape.2,
        after_hours,
    })
}

/// Lets rows stand in rows that they fit into, where there are such.
fn settle(rows: &mut [Row]) {
    for at in 0..rows.len() {
        let row = &rows[at];
        let fitting: &[&str] = match SECTIONS[row.section] {
            "Skill" => &World::HOLD_CLAIMS,
            "Evidence" => &World::HAVE_EVIDENCE,
            _ => &[],
        };
        let fits = |one: &usize| rows[*one].holder == row.holder && fitting.contains(&SECTIONS[rows[*one].section]);
        let fit: Vec<usize> = (0..rows.len()).filter(fits).collect();
        let chosen = row.parent.and_then(|seed| Some(fit[seed.checked_rem(fit.len())?]));
        rows[at].parent = chosen;
    }
}

/// Any world.
pub fn world() -> impl Strategy<Value = World> {
    let people = (1..=3usize, prop::bool::weighted(0.3));
    let rows = prop::collection::vec(row(), 0..28);
    let many = prop_oneof![1 => Just(0..3usize), 4 => Just(3..9)];
    let consents = many.prop_flat_map(|many| prop::collection::vec(consent(), many));
    let asks = prop::collection::vec(ask(), 4..9);
    let waiting = prop::collection::vec((0..3usize, 0..SOURCES.len() - 1), 0..4);
    (people, (rows, waiting), consents, asks).prop_map(
        |((holders, merged), (mut rows, waiting), mut consents, mut asks)| {
            rows.iter_mut().for_each(|row| row.holder %= holders);
            settle(&mut rows);
            for ask in asks.iter_mut().filter(|ask| ask.about < MERGED) {
                ask.about %= holders;
            }
            for consent in &mut consents {
                consent.holder = if consent.holder == MERGED && merged {
                    MERGED
                } else {
                    consent.holder % holders
                };
            }
            World {
                holders,
                merged,
                rows,
                waiting,
                consents,
                asks,
            }
        },
    )
}

/// Any world, in which whole passports are asked for in every way, with pages by these of the sixteen combinations of
/// edges and nodes, and with a row of each section: so that every path is walked.
pub fn world_walked(edges: u8) -> impl Strategy<Value = World> {
    let edges = [0, 1, 2, 3].map(|bit| edges & (1 << bit) != 0);
    let asks = |who: Who, what: What| Ask {
        who,
        what,
        about: 0,
        edges,
        parts: [true; 8],
        arguments: 0,
        after_hours: 0,
    };
    let whats = [
        What::Passport,
        What::Node,
        What::Passports,
        What::Parts,
        What::Me,
        What::Beside,
        What::Follow,
        What::Preview,
        What::Why,
        What::Verify,
    ];
    let both = whats.map(|what| [asks(Who::Partner(0, None, 0), what), asks(Who::Holder(0), what)]);
    let one_of_each = prop::collection::vec(row(), SECTIONS.len());
    (world(), one_of_each, consent()).prop_map(move |(mut world, rows, consent)| {
        let each = rows.into_iter().enumerate().map(|(section, row)| Row {
            section,
            holder: 0,
            parent: None,
            ..row
        });
        world.rows.extend(each);
        world.consents.push(Consent { holder: 0, ..consent });
        world.asks = both.iter().flatten().cloned().collect();
        world
    })
}

impl World {
    /// The worlds that are smaller by one thing.
    pub fn smaller(&self) -> Vec<World> {
        let without = |change: &dyn Fn(&mut World)| {
            let mut world = self.clone();
            change(&mut world);
            world
        };
        let asks = (0..self.asks.len()).map(|at| without(&|world| _ = world.asks.remove(at)));
        let parts = (0..self.asks.len()).flat_map(|ask| (0..8).map(move |part| (ask, part)));
        let parts = parts.filter(|(ask, part)| self.asks[*ask].parts[*part]);
        let parts = parts.map(|(ask, part)| without(&|world| world.asks[ask].parts[part] = false));
        let rows = (0..self.rows.len()).map(|at| without(&|world| world.remove_row(at)));
        let consents = (0..self.consents.len()).map(|at| without(&|world| _ = world.consents.remove(at)));
        let waiting = (0..self.waiting.len()).map(|at| without(&|world| _ = world.waiting.remove(at)));
        asks.chain(rows).chain(waiting).chain(consents).chain(parts).collect()
    }

    /// Takes a row out; what stood in others stands in them still.
    fn remove_row(&mut self, gone: usize) {
        let many = self.rows.len();
        self.rows.remove(gone);
        for row in &mut self.rows {
            row.parent = row.parent.map(|at| at % many).filter(|at| *at != gone);
            row.parent = row.parent.map(|at| at - usize::from(at > gone));
        }
    }

    /// The row that this one stands in, where it may.
    pub fn parent(&self, row: &Row, sections: &[&str]) -> Option<usize> {
        let at = row.parent? % self.rows.len();
        let parent = &self.rows[at];
        (parent.holder == row.holder && sections.contains(&SECTIONS[parent.section])).then_some(at)
    }

    /// The rows that a claim stands in are those of these sections.
    pub const HOLD_CLAIMS: [&str; 3] = ["Credential", "Experience", "Learning"];
    /// Evidence backs rows of these sections.
    pub const HAVE_EVIDENCE: [&str; 3] = ["Skill", "Credential", "Experience"];

    /// Who stands for this person.
    pub fn standing(&self, holder: usize) -> Option<usize> {
        match holder {
            MERGED => self.merged.then_some(0),
            holder => (holder < self.holders).then_some(holder),
        }
    }
}

/// Whether this person has a name of their own: who was merged into another has left it there.
pub fn has_names(person: usize) -> bool {
    person != MERGED
}

/// The mark that every text of a row carries.
pub fn mark(row: usize) -> String {
    format!("§{row}§")
}

/// The first word of a row's title; several rows share it.
pub fn word(row: &Row) -> &'static str {
    ["Oak", "Elm", "Ash", "Fir"][row.word]
}

/// The words that a claim comes in; several claims share them.
pub fn label(row: &Row) -> Option<&'static str> {
    [Some("Bread baking"), Some("Welding!"), None, None][row.word]
}

/// The code that a claim comes with.
pub fn code(row: &Row, at: usize) -> Option<String> {
    (row.word != 3).then(|| format!("Code {}", mark(at)))
}

/// A holder as people read it.
pub fn name(holder: usize) -> String {
    match holder {
        MERGED => "somebody merged into holder 0".to_owned(),
        NOBODY => "nobody".to_owned(),
        holder => format!("holder {holder}"),
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} holders{}",
            self.holders,
            if self.merged {
                ", and somebody merged into holder 0"
            } else {
                ""
            }
        )?;
        for (holder, source) in &self.waiting {
            writeln!(f, "holder {holder} does not let {} write", SOURCES[*source])?;
        }
        for (at, row) in self.rows.iter().enumerate() {
            writeln!(f, "row {}: {} {row}", mark(at), SECTIONS[row.section])?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of {} from {}", name(self.holder), SOURCES[self.source])?;
        let section = SECTIONS[self.section];
        if let Some(kind) = kind_of(section, self.kind) {
            write!(f, ", {kind}")?;
        }
        if section == "Skill" {
            let skill = label(self).unwrap_or("no label");
            write!(f, ", {} {} “{skill}”", ROLES[self.role], ASSERTIONS[self.assertion])?;
            write!(f, "{}{:?}", if self.own { " by the holder, " } else { ", " }, self.band)?;
            write!(f, ", valid to {:?}", self.valid_to)?;
        }
        if let (Some(concept), "Skill" | "Goal") = (self.concept, section) {
            write!(f, ", concept {concept}")?;
        }
        write!(f, ", days {:?} to {:?}, recorded {}", self.from, self.to, self.recorded)?;
        if let Some(parent) = self.parent {
            write!(f, ", perhaps in row {parent}")?;
        }
        let verified = if self.verified { ", verified" } else { "" };
        write!(f, "{verified}{}", if self.superseded { ", superseded" } else { "" })
    }
}

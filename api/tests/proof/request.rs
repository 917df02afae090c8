//! What somebody asks: the document, and what must come of it.

use crate::expected::{Thing, Want, named, object, passport, plain, thing, upper};
use crate::paths::{Arguments, Cursor, Field, Schema};
use crate::reference::{Reference, Sight, Verdict};
use crate::scene::{Scene, institution_name};
use crate::skills::skills_of;
use crate::table::Stands;
use crate::world::{Ask, MERGED, NOBODY, PURPOSES, SECTIONS, SOURCES, STATES, What, Who};
use chrono::{DateTime, Utc};
use passport_hub::graphql::ids::{Kind, holders_id, part_id, partners_passport_id};
use passport_hub::keys::Keys;
use passport_hub::pseudonyms::Pseudonyms;
use passport_hub::view::View;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The types of the sections' rows, and their kinds as ids tell them.
const TYPES: [(&str, &str, Kind); 7] = [
    ("Skill", "Claim", Kind::Claim),
    ("Credential", "Credential", Kind::Credential),
    ("Experience", "Experience", Kind::Experience),
    ("Learning", "Learning", Kind::Learning),
    ("Programme", "ProgrammeParticipation", Kind::Programme),
    ("Goal", "Goal", Kind::Goal),
    ("Endorsement", "Endorsement", Kind::Endorsement),
];

/// The kind and the type of a section's rows, where they have ids.
pub fn kind_and_type(section: &str) -> Option<(Kind, &'static str)> {
    let of = TYPES.iter().find(|(of, _, _)| *of == section);
    of.map(|(_, of, kind)| (*kind, *of))
}

/// A request, and what must come of it.
pub struct Request {
    pub fields: Vec<(Field, Want)>,
    /// The passports that it opens.
    pub opened: Vec<Sight>,
    /// How often the reference decided.
    pub decisions: usize,
    /// Two requests that must be answered alike, one for something hidden and one for nothing.
    pub alike: Option<[Field; 2]>,
}

/// Makes requests of one who asks in one world.
pub struct Asker<'a> {
    pub scene: &'a Scene<'a>,
    pub reference: &'a Reference<'a>,
    pub schema: &'a Schema,
    pub ask: &'a Ask,
    pub now: DateTime<Utc>,
    pub keys: &'a Keys,
    /// Ids that were told to this caller, by what they name.
    pub told: BTreeMap<String, String>,
}

impl Asker<'_> {
    /// What is asked.
    pub fn request(&self) -> Request {
        match self.ask.what {
            What::Passport => self.one("passport"),
            What::Node => self.one("node"),
            What::Passports => self.passports(),
            What::Me => self.me(),
            What::Several => self.several(),
            What::Parts => self.parts(),
            What::Beside => self.beside(),
            What::Follow => self.follow(),
            What::Preview => self.preview(),
            What::Why => self.explain(),
            What::Verify => self.verify(),
        }
    }

    fn pseudonyms(&self) -> Option<Pseudonyms> {
        match self.ids_of() {
            Who::Partner(partner, ..) => Some(self.keys.pseudonyms(self.scene.ids.organization(partner))),
            _ => None,
        }
    }

    /// An id as the caller knows it.
    pub fn outside(&self, id: Uuid) -> Uuid {
        self.pseudonyms().map_or(id, |pseudonyms| pseudonyms.hide(id))
    }

    pub fn passport_id(&self, person: Uuid) -> String {
        match self.pseudonyms() {
            Some(pseudonyms) => partners_passport_id(&pseudonyms, person).to_string(),
            None => passport_hub::graphql::ids::id(Kind::Passport, person).to_string(),
        }
    }

    /// A part's id: as the holder knows it, which partners may use too, or as only this partner knows it.
    fn part_id(&self, kind: Kind, person: Uuid, id: Uuid) -> String {
        let own = self.pseudonyms().filter(|_| self.ask.arguments.is_multiple_of(2));
        match own {
            None => holders_id(kind, person, id).to_string(),
            Some(pseudonyms) => part_id(&whole_view(person, pseudonyms), kind, id).to_string(),
        }
    }

    pub fn decide(&self, person: usize) -> Verdict {
        self.reference.decide(self.ask.who, person, self.now)
    }

    /// What is asked of a passport.
    pub fn passport_fields(&self) -> Vec<Field> {
        let mut fields = self.schema.selection("Passport", &self.ask.edges[..3]);
        let mut parts = self.ask.parts.iter();
        fields.retain(|field| field.inner.is_empty() || *parts.next().unwrap_or(&true));
        let mut dice = Dice(u64::from(self.ask.arguments));
        if self.ask.arguments > 0 {
            fields.iter_mut().for_each(|field| self.dress(field, &mut dice));
        }
        fields
    }

    fn field(&self, name: &str, id: String, within: Option<&str>) -> Field {
        Field {
            arguments: Arguments {
                id: Some(id),
                ..Arguments::default()
            },
            within: within.map(Into::into),
            inner: self.passport_fields(),
            ..Field::named(name)
        }
    }

    fn want(&self, verdict: &Verdict) -> (Want, Vec<Sight>) {
        match verdict {
            Verdict::Closed(code) => (Want::Refused(code), vec![]),
            Verdict::Open(sight) => (
                Want::One(Box::new(passport(self.reference, sight))),
                vec![sight.clone()],
            ),
        }
    }

    /// One passport by its id.
    fn one(&self, way: &str) -> Request {
        let person = |about: usize| self.scene.ids.person(about);
        let within = (way == "node").then_some("Passport");
        let field = |person: Uuid| self.field(way, self.passport_id(person), within);
        let (want, opened) = self.want(&self.decide(self.ask.about));
        let refused = matches!(want, Want::Refused("CONSENT_REQUIRED"));
        let alike = refused.then(|| [field(person(self.ask.about)), field(Uuid::now_v7())]);
        Request {
            fields: vec![(field(person(self.ask.about)), want)],
            opened,
            decisions: 1,
            alike,
        }
    }

    /// Every passport there is, and one that is not, in one request.
    fn several(&self) -> Request {
        let mut request = Request::empty();
        for person in (0..self.scene.world.holders).chain([MERGED, NOBODY]) {
            let mut field = self.field("passport", self.passport_id(self.scene.ids.person(person)), None);
            field.alias = Some(format!("p{person}"));
            small_pages(&mut field.inner);
            let (want, opened) = self.want(&self.decide(person));
            request.fields.push((field, want));
            request.opened.extend(opened);
            request.decisions += 1;
        }
        request
    }

    /// The people who are there, in the order of their ids.
    fn people(&self) -> Vec<usize> {
        let merged = self.scene.world.merged.then_some(MERGED);
        (0..self.scene.world.holders).chain(merged).collect()
    }

    fn passports(&self) -> Request {
        let mut dice = Dice(u64::from(self.ask.arguments));
        let mut field = self.schema.beside("passports");
        let by_edges = self.ask.edges[3];
        field.inner = self.schema.page("PassportConnection", by_edges, &self.ask.edges[..3]);
        let rows = if by_edges { "edges" } else { "nodes" };
        for inner in field.inner.iter_mut().filter(|inner| inner.name == rows) {
            let passport = if by_edges {
                inner.inner.iter_mut().find(|field| field.name == "node").unwrap()
            } else {
                inner
            };
            passport.inner = self.passport_fields();
        }
        let first = if self.ask.arguments == 0 { 4 } else { 1 + dice.below(4) };
        field.arguments.first = Some(first);
        let (start, hidden_too) = self.start(&mut dice);
        field.arguments.after.clone_from(&start);
        let code = match self.ask.who {
            Who::Stranger => Some("UNAUTHENTICATED"),
            Who::Steward => Some("FORBIDDEN"),
            _ => None,
        };
        if let Some(code) = code {
            return Request {
                fields: vec![(field, Want::Refused(code))],
                ..Request::empty()
            };
        }
        let people = self
            .people()
            .into_iter()
            .filter(|person| hidden_too.is_none_or(|after| *person > after));
        let seen: Vec<Sight> = people.filter_map(|person| self.seen(person)).collect();
        let listed = seen.iter().map(|sight| passport(self.reference, sight));
        let before = start.map(|start| Thing {
            name: start.name["cursor of ".len()..].to_owned(),
            ..object("Passport", [])
        });
        Request {
            fields: vec![(field, Want::Pages(before.into_iter().chain(listed).collect()))],
            opened: seen.iter().take(first).cloned().collect(),
            decisions: self.people().len(),
            alike: None,
        }
    }

    /// Whether a person is listed for the caller: a holder lists who stands for them.
    fn seen(&self, person: usize) -> Option<Sight> {
        match self.decide(person) {
            Verdict::Open(sight) if sight.person == person => Some(sight),
            _ => None,
        }
    }

    /// Where a list of passports starts: anybody's place will do, also that of somebody who is hidden. A source sees
    /// the people of other worlds too, so it always starts here.
    fn start(&self, dice: &mut Dice) -> (Option<Cursor>, Option<usize>) {
        let people = self.people();
        let chosen = people[dice.below(people.len())];
        let cursor = |name: String, id: Uuid| Cursor {
            name: format!("cursor of {name}"),
            text: self.outside(id).simple().to_string(),
        };
        if self.ask.arguments > 0 && dice.below(3) == 0 {
            (
                Some(cursor(format!("passport {chosen}"), self.scene.ids.person(chosen))),
                Some(chosen),
            )
        } else if matches!(self.ask.who, Who::Source(_) | Who::Integrator(_)) {
            (Some(cursor("the beginning".to_owned(), self.scene.ids.floor())), None)
        } else {
            (None, None)
        }
    }

    fn me(&self) -> Request {
        let null = || Want::Plain(Value::Null);
        let mut me = object(
            "Me",
            [
                ("organization", null()),
                ("purpose", null()),
                ("source", null()),
                ("passport", null()),
            ],
        );
        let mut field = Field::named("me");
        field.inner = self.schema.selection("Me", &self.ask.edges[..3]);
        for inner in field.inner.iter_mut().filter(|inner| inner.name == "passport") {
            inner.inner = self.passport_fields();
        }
        let (mut opened, mut want) = (vec![], None);
        let role = match self.ask.who {
            Who::Stranger => {
                want = Some(Want::Refused("UNAUTHENTICATED"));
                ""
            }
            Who::Steward => "steward",
            Who::Source(at) => {
                let source = object("Source", [("key", plain(SOURCES[at]))]);
                me.fields.insert("source", Want::One(Box::new(source)));
                "source"
            }
            Who::Integrator(at) => {
                me.fields.insert("organization", plain(institution_name(at)));
                "integrator"
            }
            Who::Partner(at, _, purpose) => {
                me.fields.insert("organization", plain(format!("Partner {at}")));
                me.fields.insert("purpose", upper(PURPOSES[purpose]));
                "partner"
            }
            Who::Holder(at) => {
                match self.want(&self.decide(at)) {
                    (Want::Refused(code), _) => want = Some(Want::Refused(code)),
                    (passport, seen) => {
                        me.fields.insert("passport", passport);
                        opened = seen;
                    }
                }
                "holder"
            }
        };
        me.fields.insert("role", plain(role));
        Request {
            fields: vec![(field, want.unwrap_or_else(|| Want::One(Box::new(me))))],
            opened,
            decisions: 1,
            alike: None,
        }
    }

    /// Every row, every skill and every consent by its id, and what was never there.
    fn parts(&self) -> Request {
        let mut request = Request::empty();
        let mut opened = BTreeMap::new();
        for at in 0..self.scene.world.rows.len() {
            if let Some((field, want)) = self.row_by_id(at, &mut opened, &mut request) {
                request.fields.push((field, want));
            }
        }
        for person in self.people() {
            self.skills_by_id(person, &mut opened, &mut request);
        }
        for at in 0..self.scene.world.consents.len() {
            request.fields.push(self.consent_by_id(at));
        }
        request.fields.push((
            self.node("unknown", Kind::Goal, "Goal", (NOBODY, Uuid::now_v7())),
            self.hidden(NOBODY),
        ));
        request.opened = opened.into_values().collect();
        request.decisions += self.people().len();
        request
    }

    fn node(&self, alias: &str, kind: Kind, of: &str, (person, id): (usize, Uuid)) -> Field {
        let mut inner = self.schema.selection(of, &self.ask.edges[1..3]);
        small_pages(&mut inner);
        Field {
            alias: Some(alias.to_owned()),
            within: Some(of.to_owned()),
            arguments: Arguments {
                id: Some(self.part_id(kind, self.scene.ids.person(person), id)),
                ..Arguments::default()
            },
            inner,
            ..Field::named("node")
        }
    }

    /// What comes of asking for a part that is not seen.
    fn hidden(&self, person: usize) -> Want {
        match self.decide(person) {
            Verdict::Closed(code) => Want::Refused(code),
            Verdict::Open(_) => Want::Plain(Value::Null),
        }
    }

    fn row_by_id(
        &self,
        at: usize,
        opened: &mut BTreeMap<usize, Sight>,
        request: &mut Request,
    ) -> Option<(Field, Want)> {
        let row = &self.scene.world.rows[at];
        let section = SECTIONS[row.section];
        let (kind, of) = kind_and_type(section)?;
        let field = self.node(&format!("row{at}"), kind, of, (row.holder, self.scene.ids.row(at)));
        let want = match self.decide(row.holder) {
            Verdict::Open(sight) => {
                opened.insert(row.holder, sight.clone());
                if self.reference.sees(&sight, at) {
                    Want::One(Box::new(thing(self.reference, &sight, at)))
                } else {
                    let nothing = self.node(&format!("row{at}"), kind, of, (row.holder, Uuid::now_v7()));
                    request.alike = Some([field.clone(), nothing]);
                    Want::Plain(Value::Null)
                }
            }
            Verdict::Closed(code) => Want::Refused(code),
        };
        Some((field, want))
    }

    fn skills_by_id(&self, person: usize, opened: &mut BTreeMap<usize, Sight>, request: &mut Request) {
        let sight = match self.decide(person) {
            Verdict::Open(sight) => Some(sight),
            Verdict::Closed(_) => None,
        };
        let skills = sight
            .as_ref()
            .filter(|sight| sight.shows("Skill"))
            .map(|sight| skills_of(self.reference, sight, None));
        for (number, concept) in self.scene.facts.concepts.iter().enumerate() {
            let field = self.node(
                &format!("skill{person}of{number}"),
                Kind::Skill,
                "Skill",
                (person, concept.id),
            );
            let name = format!("concept {number}");
            let skill = skills.iter().flatten().find(|skill| skill.name.ends_with(&name));
            let want = skill.map_or_else(|| self.hidden(person), |skill| Want::One(Box::new(skill.clone())));
            request.fields.push((field, want));
        }
        for skill in skills.iter().flatten() {
            if let Some(id) = self.told.get(&skill.name) {
                let mut field = self.node(
                    &format!("term{}", request.fields.len()),
                    Kind::Skill,
                    "Skill",
                    (person, Uuid::nil()),
                );
                field.arguments.id = Some(id.clone());
                request.fields.push((field, Want::One(Box::new(skill.clone()))));
            }
        }
        if let Some(sight) = sight {
            opened.insert(sight.person, sight);
        }
    }

    fn consent_by_id(&self, at: usize) -> (Field, Want) {
        let person = self.scene.world.consents[at].holder;
        let id = holders_id(Kind::Consent, self.scene.ids.person(person), self.scene.ids.consent(at));
        let mut field = self.node(&format!("consent{at}"), Kind::Consent, "Consent", (person, Uuid::nil()));
        field.arguments.id = Some(id.to_string());
        field.inner = self.schema.beside("consents").inner;
        let own = matches!(self.ask.who, Who::Holder(me) if self.scene.world.standing(me) == Some(person));
        let want = if own {
            Want::One(Box::new(self.consent(at)))
        } else {
            Want::Plain(Value::Null)
        };
        (field, want)
    }

    /// The newest version of a consent.
    pub fn version(&self, at: usize) -> i32 {
        1 + i32::from(self.scene.world.consents[at].wider_before)
    }

    /// A consent as its holder sees it.
    fn consent(&self, at: usize) -> Thing {
        let (told, scopes) = (&self.scene.world.consents[at], &self.scene.facts.scopes[at]);
        let (starts, ends) = (self.scene.facts.hour(told.starts), self.scene.facts.hour(told.ends));
        let left = self.reference.uses_left(at);
        let in_force = STATES[told.state] == "granted" && starts <= self.now && self.now < ends && left != Some(0);
        let mut consent = object(
            "Consent",
            [
                ("version", plain(self.version(at))),
                ("purpose", upper(PURPOSES[told.purpose])),
                ("state", upper(STATES[told.state])),
                ("inForce", plain(in_force)),
                ("scopes", Want::Plain(json!(scopes.0))),
                ("denies", Want::Plain(json!(scopes.1))),
                ("startsAt", plain(starts.to_rfc3339())),
                ("expiresAt", plain(ends.to_rfc3339())),
                ("useLimit", Want::Plain(json!(told.limit))),
                ("usesLeft", Want::Plain(json!(left))),
                ("delegation", Want::Plain(Value::Null)),
                ("givenBy", plain("HOLDER")),
                ("inWords", Want::Any),
                ("reason", Want::Plain(Value::Null)),
                ("redisclosure", Want::Plain(Value::Null)),
                ("retention", Want::Plain(Value::Null)),
                ("recordedAt", plain(self.scene.facts.began.to_rfc3339())),
            ],
        );
        consent.name = format!("consent {at}");
        named(consent)
    }

    /// A passport that is followed, as it is at first. Who may not follow consents is told so.
    fn follow(&self) -> Request {
        if matches!(self.ask.who, Who::Source(_) | Who::Integrator(_) | Who::Steward) && self.ask.arguments % 2 == 1 {
            return Request {
                fields: vec![(self.schema.beside("consentChanged"), Want::Refused("FORBIDDEN"))],
                ..Request::empty()
            };
        }
        let mut field = self.schema.beside("passportChanged");
        field.inner = self.schema.selection("PassportChange", &self.ask.edges[..3]);
        for inner in field.inner.iter_mut().filter(|inner| inner.name == "passport") {
            inner.inner = self.passport_fields();
        }
        field.arguments.follow = Some(self.passport_id(self.scene.ids.person(self.ask.about)));
        let (want, opened) = self.want(&self.decide(self.ask.about));
        let want = match want {
            Want::One(_) => Want::One(Box::new(object(
                "PassportChange",
                [("at", Want::Any), ("passport", want)],
            ))),
            refused => refused,
        };
        Request {
            fields: vec![(field, want)],
            opened,
            decisions: 1,
            alike: None,
        }
    }

    /// What stands beside passports: for the roles that it is for, and for nobody else.
    fn beside(&self) -> Request {
        let mut request = Request::empty();
        let me = match self.ask.who {
            Who::Holder(me) => self.scene.world.standing(me),
            _ => None,
        };
        for (name, stands) in self.schema.all_beside() {
            let Stands::For(roles) = stands else { continue };
            let want = match (self.beyond(roles), name) {
                // Requests are found by an address, whether or not it is anybody's.
                (Some("NOT_FOUND"), "consentRequests") => Want::Any,
                (Some(code), _) => Want::Refused(code),
                (None, "consents") => self.consents(me),
                (None, _) => Want::Any,
            };
            request.fields.push((self.schema.beside(name), want));
        }
        request
    }

    /// Why the caller is refused what is for these roles alone, where it is: another role, or nobody's passport.
    pub fn beyond(&self, roles: &[&str]) -> Option<&'static str> {
        let role = match self.ask.who {
            Who::Partner(..) => "partner",
            Who::Source(_) => "source",
            Who::Integrator(_) => "integrator",
            Who::Holder(_) => "holder",
            Who::Steward => "steward",
            Who::Stranger => return Some("UNAUTHENTICATED"),
        };
        let gone = |me: usize| self.scene.world.standing(me).is_none();
        match self.ask.who {
            _ if !roles.contains(&role) => Some("FORBIDDEN"),
            Who::Holder(me) if gone(me) && !roles.contains(&"steward") => Some("NOT_FOUND"),
            _ => None,
        }
    }

    fn consents(&self, of: Option<usize>) -> Want {
        let consents = self.scene.world.consents.iter().enumerate().rev();
        let own = consents.filter(|(_, consent)| Some(consent.holder) == of);
        Want::Many(own.map(|(at, _)| self.consent(at)).collect())
    }
}

impl Request {
    /// Nothing is asked.
    pub fn empty() -> Self {
        Request {
            fields: vec![],
            opened: vec![],
            decisions: 0,
            alike: None,
        }
    }
}

/// A view that shows everything, to tell a part's id as this partner knows it.
fn whole_view(person: Uuid, pseudonyms: Pseudonyms) -> View {
    use passport::consent::{Asked, ConsentState, Decision, Purpose, Terms, decide};
    let at = DateTime::UNIX_EPOCH;
    let asked = Asked {
        holder: person,
        partner: Uuid::nil(),
        client: None,
        purpose: Purpose::Hiring,
        at,
    };
    let terms = Terms {
        consent: Uuid::nil(),
        version: 1,
        holder: person,
        partner: Uuid::nil(),
        client: None,
        purpose: Purpose::Hiring,
        state: ConsentState::Granted,
        permits: vec!["passport/Skill.r".parse().unwrap()],
        denies: vec![],
        starts_at: at,
        expires_at: at + chrono::Duration::days(1),
        use_limit: None,
        uses: 0,
    };
    match decide(asked, &[terms]) {
        Decision::Granted(grant) => View::granted(grant, vec![], pseudonyms),
        Decision::Refused(_) => panic!("no grant to tell ids by"),
    }
}

/// Where many things are asked for at once, pages are small.
fn small_pages(fields: &mut [Field]) {
    for field in fields {
        field.arguments.first = field.arguments.first.map(|first| first.min(2));
        small_pages(&mut field.inner);
    }
}

/// Numbers that follow from a seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }
}

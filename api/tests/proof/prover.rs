//! Runs worlds: each request is answered by the hub and by the reference decision, and both must agree.

use crate::answer::{NAME, Walk};
use crate::expected::{called, named_by};
use crate::judge::{Told, difference, marks};
use crate::paths::{Field, Schema, document};
use crate::reference::{ConceptFacts, Reference, Sight, Verdict};
use crate::request::{Asker, Request};
use crate::scene::{Callers, Ids, Scene, furnish};
use crate::support::Stage;
use crate::world::{Ask, MERGED, What, Who, World, mark, name};
use async_graphql::Request as Asked;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use futures::StreamExt;
use passport_hub::caller::Caller;
use passport_hub::clock::Clock;
use passport_hub::graphql::Gateway;
use passport_hub::http::{Graph, RequestId};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many smaller worlds are tried once one fails.
const SHRINKS: usize = 1500;

/// One world in so many begins half an hour before midnight, so that it is asked on two days.
const LATE: u64 = 4;

/// What was done, for the report.
#[derive(Debug, Default)]
pub struct Tally {
    pub worlds: usize,
    pub requests: usize,
    pub callers: BTreeSet<&'static str>,
    pub decisions: usize,
    pub rows_shown: usize,
    pub rows_hidden: usize,
    pub refused: usize,
    pub alike: usize,
    pub walked: BTreeSet<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let callers: Vec<&str> = self.callers.iter().copied().collect();
        writeln!(
            f,
            "  {} worlds, {} requests by {}",
            self.worlds,
            self.requests,
            callers.join(", ")
        )?;
        writeln!(f, "  {} decisions compared", self.decisions)?;
        writeln!(f, "  {} rows that had to be there, and were", self.rows_shown)?;
        writeln!(f, "  {} fields that had to be null, and were", self.rows_hidden)?;
        writeln!(f, "  {} requests that opened no passport", self.refused)?;
        write!(
            f,
            "  {} pairs of something hidden and nothing, alike to the statement",
            self.alike
        )
    }
}

/// A world in which the hub and the reference decision differ.
pub struct Difference {
    pub world: World,
    pub who: Who,
    pub scopes: Vec<(Vec<String>, Vec<String>)>,
    pub document: String,
    pub why: String,
    pub expected: String,
    pub got: String,
}

/// Compares a hub with the reference decision.
pub struct Prover<'a> {
    stage: &'a Stage,
    gateway: Gateway,
    pub schema: Schema,
    callers: Callers,
    concepts: Vec<ConceptFacts>,
    worlds: u64,
    /// Whether the smallest world is looked for.
    pub shrinks: bool,
    /// Whether previews and explanations are asked for: they come of the decision itself.
    pub explains: bool,
    /// The text of each code: the same wherever it stands.
    texts: BTreeMap<String, String>,
    pub tally: Tally,
}

/// Why a request was answered wrongly.
struct Wrong {
    why: String,
    expected: Value,
    got: Value,
}

impl<'a> Prover<'a> {
    /// On a hub of its own.
    pub async fn new(stage: &'a Stage) -> Prover<'a> {
        let (callers, concepts) = furnish(stage).await;
        Prover {
            stage,
            gateway: Gateway::new(stage.hub.clone()),
            schema: Schema::served(),
            callers,
            concepts,
            worlds: 0,
            shrinks: true,
            explains: true,
            texts: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    /// Runs so many worlds that follow from a seed; the smallest one that fails.
    pub async fn prove(&mut self, seed: u64, worlds: usize) -> Result<(), Box<Difference>> {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        for number in 0..worlds {
            // The first sixteen walk every path; the others ask for what comes.
            let strategy = match u8::try_from(number) {
                Ok(edges @ 0..16) => crate::world::world_walked(edges).boxed(),
                _ => crate::world::world().boxed(),
            };
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            if let Err(first) = self.run(&tree.current()).await {
                return Err(if self.shrinks {
                    self.shrink(&mut tree, first).await
                } else {
                    first
                });
            }
        }
        Ok(())
    }

    /// The paths of the schema that no document has walked.
    pub fn not_walked(&self) -> Vec<String> {
        self.schema.paths().difference(&self.tally.walked).cloned().collect()
    }

    /// Begins anew with what errors say.
    #[cfg(feature = "holes")]
    pub fn forget(&mut self) {
        self.texts.clear();
    }

    async fn shrink(&mut self, tree: &mut impl ValueTree<Value = World>, first: Box<Difference>) -> Box<Difference> {
        let mut smallest = first;
        let mut smaller = tree.simplify();
        for _ in 0..SHRINKS {
            if !smaller {
                break;
            }
            smaller = match self.run(&tree.current()).await {
                Ok(()) => tree.complicate(),
                Err(found) => {
                    smallest = found;
                    tree.simplify()
                }
            };
        }
        self.strip(smallest).await
    }

    /// Takes away one thing after another, until nothing can be taken away.
    async fn strip(&mut self, mut smallest: Box<Difference>) -> Box<Difference> {
        'smaller: loop {
            for world in smallest.world.smaller() {
                if let Err(found) = self.run(&world).await {
                    smallest = found;
                    continue 'smaller;
                }
            }
            return smallest;
        }
    }

    /// Runs one world.
    pub async fn run(&mut self, world: &World) -> Result<(), Box<Difference>> {
        self.worlds += 1;
        self.tally.worlds += 1;
        let ids = Ids::new(self.worlds, self.callers);
        let clock = self.stage.hub.clock.clone();
        if self.worlds.is_multiple_of(LATE) {
            let ahead = before_midnight(clock.now()) - Duration::minutes(30);
            clock.advance(ahead.max(Duration::zero()));
        }
        away_from_midnight(&clock);
        let scene = Scene::set(self.stage, world, ids, &self.concepts).await;
        let mut reference = Reference::new(world, &scene.facts);
        let mut told: BTreeMap<String, Told> = BTreeMap::new();
        let explains = self.explains;
        let asks = |ask: &&Ask| explains || !matches!(ask.what, What::Preview | What::Why);
        for ask in world.asks.iter().filter(asks) {
            clock.advance(Duration::hours(ask.after_hours));
            away_from_midnight(&clock);
            let now = clock.now();
            reference.today = (now.date_naive() - scene.facts.began.date_naive()).num_days();
            let mut asker = Asker {
                scene: &scene,
                reference: &reference,
                schema: &self.schema,
                ask,
                now,
                keys: &self.stage.hub.keys,
                told: BTreeMap::new(),
            };
            let known = told.entry(knows(asker.ids_of())).or_default();
            asker.told.clone_from(&known.by_name);
            let request = asker.request();
            let visible = visible(&asker);
            let wrong = self.compare(&scene, ask, &request, known, &visible).await;
            if let Err(wrong) = wrong {
                return Err(Box::new(told_of(&scene, ask, &request, wrong)));
            }
            if let Some(id) = joined(&told) {
                let why = format!("two callers know something by the same id, {id}");
                let (expected, got) = (Value::Null, Value::Null);
                return Err(Box::new(told_of(&scene, ask, &request, Wrong { why, expected, got })));
            }
            request.opened.iter().for_each(|sight| reference.opened(sight));
        }
        Ok(())
    }

    async fn compare(
        &mut self,
        scene: &Scene<'_>,
        ask: &Ask,
        request: &Request,
        told: &mut Told,
        visible: &BTreeSet<String>,
    ) -> Result<(), Wrong> {
        let mut expected = Walk::answer(&request.fields);
        let refused = expected.faults.iter().any(|(path, _)| !path.contains('.'));
        if ask.what == What::Follow && refused {
            // A subscription has one field, which is never null.
            expected.data = Value::Null;
        }
        let caller = scene.caller(self.stage, ask.who);
        let fields: Vec<Field> = request.fields.iter().map(|(field, _)| field.clone()).collect();
        let text = document(&fields);
        let got = self.asks(&caller, &text).await;
        let wrong = |why: String| Wrong {
            why,
            expected: expected.data.clone(),
            got: got.clone(),
        };
        if let Some(why) = difference(told, &expected, &got) {
            return Err(wrong(why));
        }
        let shown = marks(&got.to_string());
        if let Some(leaked) = shown.difference(visible).next() {
            return Err(wrong(format!("{leaked} is hidden, and stands in the answer")));
        }
        self.same_texts(&got).map_err(wrong)?;
        self.count(ask, request, &fields, &expected.data);
        let limited = scene.world.consents.iter().any(|consent| consent.limit.is_some());
        match &request.alike {
            Some(pair) if matches!(ask.who, Who::Partner(..)) && !limited => self.alike(&caller, pair).await,
            _ => Ok(()),
        }
    }

    async fn asks(&self, caller: &Caller, document: &str) -> Value {
        let request = Asked::new(document).data(RequestId("proof".into()));
        let response = if document.starts_with("subscription") {
            let mut answers = self.gateway.subscribe(caller.clone(), request);
            answers.next().await.unwrap()
        } else {
            self.gateway.execute(caller.clone(), request).await.response
        };
        serde_json::to_value(response).unwrap()
    }

    /// Something hidden and something that never existed: the same answer, by the same number of statements.
    async fn alike(&mut self, caller: &Caller, pair: &[Field; 2]) -> Result<(), Wrong> {
        let mut seen = Vec::new();
        for field in pair {
            let text = document(std::slice::from_ref(field));
            // The first look at a passport after a start reads the end of its chain of disclosures in addition.
            self.asks(caller, &text).await;
            let before = self.stage.hub.db.statements();
            let answer = self.asks(caller, &text).await;
            seen.push((answer, self.stage.hub.db.statements() - before));
        }
        self.tally.alike += 1;
        let [(hidden, by), (nothing, also_by)] = [&seen[0], &seen[1]];
        let same = hidden == nothing && by == also_by;
        let wrong = || Wrong {
            why: format!("hidden and unknown differ: {by} and {also_by} statements"),
            expected: nothing.clone(),
            got: hidden.clone(),
        };
        if same { Ok(()) } else { Err(wrong()) }
    }

    /// Errors of one code have one text, wherever they stand and whatever was asked for.
    fn same_texts(&mut self, got: &Value) -> Result<(), String> {
        for error in got["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap_or("none");
            let message = error["message"].as_str().unwrap_or_default();
            if ["CONSENT_REQUIRED", "NOT_FOUND", "UNAUTHENTICATED", "BAD_USER_INPUT"].contains(&code) {
                let known = self.texts.entry(code.to_owned()).or_insert_with(|| message.to_owned());
                if known != message {
                    return Err(format!("{code} says “{message}”, and said “{known}” before"));
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, ask: &Ask, request: &Request, fields: &[Field], expected: &Value) {
        let tally = &mut self.tally;
        tally.requests += 1;
        tally.decisions += request.decisions;
        tally.callers.insert(match ask.who {
            Who::Partner(_, None, _) => "partner",
            Who::Partner(..) => "partner's client",
            Who::Source(_) => "source",
            Who::Integrator(_) => "integrator",
            Who::Holder(_) => "holder",
            Who::Steward => "steward",
            Who::Stranger => "stranger",
        });
        let text = expected.to_string();
        tally.rows_shown += text.matches(&format!("{NAME}row ").replace('\u{2}', "\\u0002")).count();
        tally.rows_hidden += fields.iter().filter(|field| expected[field.key()].is_null()).count();
        tally.refused += usize::from(request.opened.is_empty());
        fields.iter().for_each(|field| field.paths("", &mut tally.walked));
    }
}

/// How long it is until the day ends.
fn before_midnight(now: DateTime<Utc>) -> Duration {
    Duration::days(1) - now.time().signed_duration_since(NaiveTime::MIN)
}

/// So that a question and its answer are of one day.
fn away_from_midnight(clock: &Clock) {
    if before_midnight(clock.now()) < Duration::minutes(1) {
        clock.advance(Duration::minutes(1));
    }
}

/// Callers who know things by the same ids: partners each by their own.
fn knows(who: Who) -> String {
    match who {
        Who::Partner(partner, ..) => format!("partner {partner}"),
        _ => "everybody else".to_owned(),
    }
}

/// An id by which a partner knows a passport or a part of one, and somebody else does too.
fn joined(told: &BTreeMap<String, Told>) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut ids = told
        .values()
        .flat_map(|told| told.by_name.values().collect::<BTreeSet<_>>());
    ids.find(|id| !seen.insert(*id)).cloned()
}

/// The passports of which an answer to this caller may show something.
fn sights(asker: &Asker<'_>) -> Vec<Sight> {
    let opened = |person| match asker.decide(person) {
        Verdict::Open(sight) => Some(sight),
        Verdict::Closed(_) => None,
    };
    match asker.ask.what {
        What::Preview => asker.previewed().into_iter().collect(),
        What::Why | What::Verify => vec![],
        _ => (0..=MERGED).filter_map(opened).collect(),
    }
}

/// The marks that may stand in an answer to this caller.
fn visible(asker: &Asker<'_>) -> BTreeSet<String> {
    let rows = &asker.scene.world.rows;
    let mut visible = BTreeSet::new();
    for sight in sights(asker) {
        let seen = (0..rows.len()).filter(|at| asker.reference.sees(&sight, *at));
        visible.extend(seen.map(mark));
        // A holder may take everything along, the past too.
        if let (What::Beside, Who::Holder(_)) = (asker.ask.what, asker.ask.who) {
            let own = rows.iter().enumerate().filter(|(_, row)| row.holder == sight.person);
            visible.extend(own.clone().map(|(at, _)| mark(at)));
            visible.extend(own.map(|(_, row)| called(sight.person, Some(row.source))));
        }
        if sight.shows("Profile") {
            let source = match sight.is_granted() {
                true => named_by(asker.scene.world, sight.person),
                false => sight.source(),
            };
            visible.insert(called(sight.person, source));
        }
    }
    visible
}

fn told_of(scene: &Scene<'_>, ask: &Ask, request: &Request, wrong: Wrong) -> Difference {
    let fields: Vec<Field> = request.fields.iter().map(|(field, _)| field.clone()).collect();
    let pretty = |value: &Value| {
        let text = serde_json::to_string_pretty(value).unwrap().replace("\\u0002", "");
        text.chars().take(6000).collect()
    };
    Difference {
        world: scene.world.clone(),
        who: ask.who,
        scopes: scene.facts.scopes.clone(),
        document: document(&fields),
        why: wrong.why,
        expected: pretty(&wrong.expected),
        got: pretty(&wrong.got),
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the hub and the reference decision differ\n\n{}", self.world)?;
        for (at, (consent, (permits, denies))) in self.world.consents.iter().zip(&self.scopes).enumerate() {
            let (state, purpose) = (
                crate::world::STATES[consent.state],
                crate::world::PURPOSES[consent.purpose],
            );
            writeln!(
                f,
                "consent {at}: {} to partner {}, client {:?}, for {purpose}: {state}",
                name(consent.holder),
                consent.partner,
                consent.client
            )?;
            writeln!(
                f,
                "  hours {} to {}, limit {:?}, used {}",
                consent.starts, consent.ends, consent.limit, consent.used
            )?;
            writeln!(f, "  permits {permits:?}, denies {denies:?}")?;
        }
        let before = self.world.asks.len().saturating_sub(1);
        writeln!(
            f,
            "\nasks: {:?}, after up to {before} other requests\n{}",
            self.who, self.document
        )?;
        writeln!(f, "\n{}\n\nexpected {}\n\ngot {}", self.why, self.expected, self.got)?;
        Ok(())
    }
}

//! Claims told anew: what they mean follows what their terms mean.

use super::keep::{keep, key};
use super::meaning::{Meaning, as_received};
use crate::flows::recompute_states::recompute_within;
use crate::hub::Hub;
use crate::store::events::Change;
use crate::store::terms::{self, claims};
use crate::store::{StoreError, Tx, imports};
use chrono::{DateTime, Utc};
use entity::{claim, term};
use passport::record::Term;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// How many terms are looked at in one transaction.
const TERMS: u64 = 500;

/// For how many people states are computed at a time.
const PEOPLE: usize = 200;

/// How many claims are told anew by one round of statements.
const CLAIMS: usize = 1000;

/// What telling anew came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retranslated {
    /// Terms that mean something else now.
    pub terms: u64,
    /// Claims that do.
    pub claims: u64,
}

/// The claims of one term that were told anew, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) claims: u64,
    pub(super) persons: Vec<Uuid>,
}

/// Looks at every term again: after another version of a vocabulary, or other mappings. Decisions stand. Claims from before
/// terms were kept get theirs.
pub async fn retranslate(hub: &Hub) -> Result<Retranslated, StoreError> {
    let mut all = Retranslated::default();
    give_terms(hub, &mut all).await?;
    let mut after = None;
    loop {
        let vocabularies = Arc::clone(&hub.fresh_reference().await?.vocabularies);
        let tx = imports::begin_turn(&hub.db).await?;
        let stretch = terms::stretch(&tx, after, TERMS).await?;
        let Some(last) = stretch.last().map(|term| term.id) else {
            return Ok(all);
        };
        let ids: Vec<Uuid> = stretch.iter().map(|term| term.id).collect();
        let decisions = terms::decisions(&tx, &ids).await?;
        let mut persons = BTreeSet::new();
        for term in stretch {
            let meaning = Meaning::of(&as_received(&term), decisions.get(&term.id), &vocabularies);
            if meaning != Meaning::held(&term) {
                let told = tell_anew(&tx, term, meaning, hub.clock.now()).await?;
                all.terms += 1;
                all.claims += told.claims;
                persons.extend(told.persons);
            }
        }
        recompute(&tx, hub, persons.into_iter().collect()).await?;
        tx.commit().await?;
        after = Some(last);
    }
}

async fn give_terms(hub: &Hub, all: &mut Retranslated) -> Result<(), StoreError> {
    let Some(own) = hub.self_source() else { return Ok(()) };
    loop {
        let vocabularies = Arc::clone(&hub.reference().vocabularies);
        let tx = imports::begin_turn(&hub.db).await?;
        let claims = claims::without_term(&tx, own.source(), CLAIMS as u64).await?;
        if claims.is_empty() {
            return Ok(());
        }
        let mut by_source: BTreeMap<Uuid, Vec<(Uuid, Term)>> = BTreeMap::new();
        for claim in claims {
            by_source
                .entry(claim.source_id)
                .or_default()
                .push((claim.id, said(claim)));
        }
        for (source, claims) in by_source {
            let terms: Vec<&Term> = claims.iter().map(|(_, term)| term).collect();
            let kept = keep(&tx, source, &terms, &vocabularies, hub.clock.now()).await?;
            let pairs = claims
                .iter()
                .map(|(id, term)| (*id, kept.get(&key(term)).map(|row| row.id)));
            claims::give_terms(&tx, &pairs.collect::<Vec<_>>()).await?;
            all.claims += tell_all(&tx, hub, kept.into_values().collect()).await?;
        }
        tx.commit().await?;
    }
}

/// Claims that were told before their terms were kept mean what these mean; how many did not.
async fn tell_all(tx: &Tx, hub: &Hub, terms: Vec<term::Model>) -> Result<u64, StoreError> {
    let mut claims = 0;
    for term in terms {
        let meaning = Meaning::held(&term);
        let told = tell_anew(tx, term, meaning, hub.clock.now()).await?;
        claims += told.claims;
        recompute(tx, hub, told.persons).await?;
    }
    Ok(claims)
}

/// States follow in the same transaction, so that none is left behind.
pub(super) async fn recompute(tx: &Tx, hub: &Hub, persons: Vec<Uuid>) -> Result<(), StoreError> {
    for batch in persons.chunks(PEOPLE) {
        recompute_within(tx, hub, batch).await?;
    }
    Ok(())
}

/// What a claim's source said, as far as its row keeps it.
fn said(claim: claim::Model) -> Term {
    let (uri, code) = claim
        .raw_code
        .into_iter()
        .partition::<Vec<_>, _>(|code| code.contains("://"));
    Term {
        label: claim.raw_label,
        uri: uri.into_iter().next(),
        code: code.into_iter().next(),
        framework: claim.raw_framework,
        language: None,
    }
}

/// Gives a term and its claims another meaning. Claims are never changed: others take their place, so that what was shown
/// before can be shown again as of then.
pub(super) async fn tell_anew(
    tx: &Tx,
    term: term::Model,
    meaning: Meaning,
    now: DateTime<Utc>,
) -> Result<Told, StoreError> {
    let mut told = Told::default();
    let differs = |claim: &claim::Model| meaning.clone().told_in(claim.clone()) != *claim;
    for ids in claims::current(tx, term.id).await?.chunks(CLAIMS) {
        let mut held = claims::rows(tx, ids).await?;
        held.retain(differs);
        told.claims += held.len() as u64;
        told.persons.extend(held.iter().map(|claim| claim.person_id));
        let next = held.into_iter().map(|claim| {
            let follows = claim::Model {
                id: Uuid::now_v7(),
                recorded_at: now,
                known_since: claim.known_since.or(Some(claim.recorded_at)),
                level_since: claim.level_since.or(Some(claim.recorded_at)),
                ..claim
            };
            (claim.id, meaning.clone().told_in(follows))
        });
        claims::replace(tx, next.collect(), now).await?;
    }
    terms::mean(tx, meaning.given_to(term)).await?;
    told.persons.sort_unstable();
    told.persons.dedup();
    for person in &told.persons {
        tx.announce(Change::Passport { person: *person });
    }
    Ok(told)
}

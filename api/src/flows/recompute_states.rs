//! Skill states are computed anew from the claims that hold now.

use super::skill_facts::StoredClaim;
use crate::hub::Hub;
use crate::store::skill_states;
use crate::store::{StoreError, Tx, imports};
use chrono::{DateTime, Utc};
use entity::skill_state;
use passport::skill::{ClaimFacts, SkillKey, SkillState, states};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// How many people are computed in one transaction.
const PEOPLE: usize = 200;

/// Computes the states of these people; the number that came out differently.
pub async fn recompute_states(hub: &Hub, persons: &[Uuid]) -> Result<u64, StoreError> {
    let persons: Vec<Uuid> = persons.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut changed = 0;
    for batch in persons.chunks(PEOPLE) {
        let tx = imports::begin_turn(&hub.db).await?;
        changed += recompute_within(&tx, hub, batch).await?;
        tx.commit().await?;
    }
    Ok(changed)
}

/// As [`recompute_states`], within a transaction that is going on; for few people.
pub async fn recompute_within(tx: &Tx, hub: &Hub, persons: &[Uuid]) -> Result<u64, StoreError> {
    let now = hub.clock.now();
    let mut facts: HashMap<Uuid, Vec<ClaimFacts>> = HashMap::new();
    for row in skill_states::claims(tx, persons).await? {
        if let Some(fact) = StoredClaim::from(&row).facts() {
            facts.entry(row.person_id).or_default().push(fact);
        }
    }
    let mut held: HashMap<(Uuid, SkillKey), skill_state::Model> = HashMap::new();
    for row in skill_states::held(tx, persons).await? {
        if let Some(key) = key_of_state(&row) {
            held.insert((row.person_id, key), row);
        }
    }
    let mut saved = Vec::new();
    for (person, facts) in facts {
        for state in states(&facts, now.date_naive()) {
            let before = held.remove(&(person, state.skill.clone()));
            let row = row_of(person, state, before.as_ref(), now);
            if before.is_none_or(|before| {
                before
                    != skill_state::Model {
                        computed_at: before.computed_at,
                        ..row.clone()
                    }
            }) {
                saved.push(row);
            }
        }
    }
    let gone: Vec<Uuid> = held.into_values().map(|row| row.id).collect();
    let changed = saved.len() + gone.len();
    skill_states::replace(tx, saved, &gone).await?;
    Ok(changed as u64)
}

fn key_of_state(row: &skill_state::Model) -> Option<SkillKey> {
    row.concept_id
        .map(SkillKey::Concept)
        .or_else(|| row.term.clone().map(SkillKey::Term))
}

fn row_of(
    person: Uuid,
    state: SkillState,
    before: Option<&skill_state::Model>,
    now: DateTime<Utc>,
) -> skill_state::Model {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let (concept_id, term) = match state.skill {
        SkillKey::Concept(id) => (Some(id), None),
        SkillKey::Term(term) => (None, Some(term)),
    };
    skill_state::Model {
        id: before.map_or_else(Uuid::now_v7, |before| before.id),
        person_id: person,
        concept_id,
        term,
        band_low: state.band.map(|band| band.low.number()),
        band_high: state.band.map(|band| band.high.number()),
        strongest_assertion: state.strongest.as_str().into(),
        independent_sources: count(state.independent_sources),
        claims: count(state.claims.len()),
        trend: state.trend.as_str().into(),
        last_observed: state.last_observed,
        computed_at: now,
    }
}

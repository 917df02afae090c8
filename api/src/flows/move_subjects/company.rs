//! Who goes along when a subject goes? People whom it left empty point to whoever it stands with; subjects that were said
//! to be one of those people stand there through it.

use crate::store::{StoreError, Tx, identity, links};
use entity::person_link;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What goes along with a subject.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// Subjects that stand where it stands only through it.
    pub subjects: BTreeSet<Uuid>,
    /// People left empty, who point to where it stands.
    pub persons: BTreeSet<Uuid>,
}

/// Who goes along when this subject leaves this person.
pub(super) async fn company(tx: &Tx, subject: Uuid, from: Uuid) -> Result<Company, StoreError> {
    let mut company = Company::default();
    let mut seen = BTreeSet::from([from]);
    let mut movers = BTreeSet::from([subject]);
    let mut next = carried(tx, &movers, from).await?;
    while !next.is_empty() {
        seen.extend(&next);
        company.persons.extend(&next);
        let below = everybody_below(tx, next, &mut seen).await?;
        let through = links::standing_through(tx, &below, from).await?;
        let followers: BTreeSet<Uuid> = through.into_iter().filter(|one| !movers.contains(one)).collect();
        movers.extend(&followers);
        company.subjects.extend(&followers);
        next = carried(tx, &followers, from).await?;
        next.retain(|person| !seen.contains(person));
    }
    Ok(company)
}

/// Those who point to one of these people, over however many others.
async fn everybody_below(tx: &Tx, persons: BTreeSet<Uuid>, seen: &mut BTreeSet<Uuid>) -> Result<Vec<Uuid>, StoreError> {
    let mut all: Vec<Uuid> = persons.into_iter().collect();
    let mut last = all.clone();
    while !last.is_empty() {
        last = identity::merged_into(tx, &last).await?;
        last.retain(|person| seen.insert(*person));
        all.extend(&last);
    }
    Ok(all)
}

/// The people who point to this one because one of these subjects, the last that they had, went there.
async fn carried(tx: &Tx, subjects: &BTreeSet<Uuid>, to: Uuid) -> Result<BTreeSet<Uuid>, StoreError> {
    let ids: Vec<Uuid> = subjects.iter().copied().collect();
    let steps = links::in_force(tx, &ids).await?;
    let left: BTreeSet<Uuid> = steps.iter().filter_map(|link| link.previous_person_id).collect();
    let pointing: Vec<Uuid> = identity::persons(tx, &left)
        .await?
        .into_values()
        .filter(|person| person.merged_into == Some(to))
        .map(|person| person.id)
        .collect();
    let mut last: HashMap<Uuid, person_link::Model> = HashMap::new();
    for link in links::leaving(tx, &pointing).await? {
        let Some(person) = link.previous_person_id else {
            continue;
        };
        let later = last
            .get(&person)
            .is_none_or(|held| (held.decided_at, held.id) < (link.decided_at, link.id));
        if later {
            last.insert(person, link);
        }
    }
    let by_them = |link: &person_link::Model| subjects.contains(&link.subject_id);
    Ok(last
        .into_iter()
        .filter(|(_, link)| by_them(link))
        .map(|(person, _)| person)
        .collect())
}

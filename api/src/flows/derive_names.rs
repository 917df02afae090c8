//! People are called as the rules derive it from what their subjects are called now.

use crate::store::events::Change;
use crate::store::{StoreError, Tx, identity, names};
use passport::identity::{Called, person_names};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Derives the names of these people anew; the same few statements for one and for many.
pub(super) async fn derive_names(tx: &Tx, persons: &BTreeSet<Uuid>) -> Result<(), StoreError> {
    if persons.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = persons.iter().copied().collect();
    let mut called: HashMap<Uuid, Vec<Called>> = HashMap::new();
    for (person, one) in names::called(tx, &ids).await? {
        called.entry(person).or_default().push(one);
    }
    let mut renamed = Vec::new();
    for mut row in identity::persons(tx, persons).await?.into_values() {
        let derived = person_names(called.get(&row.id).map_or(&[], Vec::as_slice));
        if names::of_person(&row) != derived {
            names::name_person(&mut row, derived);
            tx.announce(Change::Passport { person: row.id });
            renamed.push(row);
        }
    }
    names::save(tx, renamed).await
}

//! What rows of a delivery refer to: names of positions, departments and companies; the fullest row of each record.

use super::answer;
use super::wire::{Kind, Referred, id_of};
use crate::Delivery;
use crate::json::fullest::Fullest;
use std::collections::HashMap;

/// What is looked up.
#[derive(Debug, Default)]
pub struct Reference<'a> {
    names: HashMap<(Kind, u64), String>,
    pub fullest: Fullest<'a, (Kind, u64)>,
}

impl<'a> Reference<'a> {
    /// That of a delivery. What cannot be read is told later, when it is.
    pub fn of(delivery: &'a Delivery<'_>) -> Self {
        let mut reference = Reference::default();
        for part in delivery.parts() {
            let _ = answer::rows(part, |piece| {
                let Ok(fields) = piece.fields() else { return };
                let Some((kind, id)) = Kind::of(&fields).zip(id_of(&fields)) else {
                    return;
                };
                reference.fullest.see((kind, id), piece.text);
                if let Some(name) = fields.text(kind.name()) {
                    reference.names.entry((kind, id)).or_insert(name);
                }
            });
        }
        reference
    }

    /// The name of what a row refers to: its own, else that of the list delivered beside.
    pub fn name(&self, kind: Kind, referred: &Referred) -> Option<String> {
        let listed = || {
            self.names
                .get(&(kind, referred.id?))
                .map(String::as_str)
                .and_then(crate::text::filled)
        };
        referred.name.clone().or_else(|| listed().map(str::to_owned))
    }
}

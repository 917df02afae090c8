//! What rows of a delivery refer to: names of positions, departments and companies; the fullest row of each record.

use super::answer::Answer;
use super::wire::{Kind, Referred, id_of};
use crate::Unreadable;
use crate::json::piece::{Fields, Piece};
use crate::json::repeated::Repeated;
use passport::record::Place;
use std::collections::HashMap;

/// What is looked up.
#[derive(Debug, Default)]
pub struct Reference {
    names: HashMap<(Kind, u64), String>,
    pub rows: Repeated,
}

impl Reference {
    /// That of a delivery. What cannot be read is told later, when it is.
    pub fn of(answers: &[Result<Answer<'_>, Unreadable>]) -> Self {
        let mut reference = Reference::default();
        each(answers, |kind, id, _, _, fields| {
            reference.rows.see(&(kind, id));
            let name = fields.text(kind.name()).filter(|_| kind.is_list());
            if let Some(name) = name {
                reference.names.entry((kind, id)).or_insert(name);
            }
        });
        if !reference.rows.is_empty() {
            each(answers, |kind, id, at, piece, _| {
                reference.rows.weigh(&(kind, id), at, piece.text);
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

/// Every row that says what it is.
fn each(answers: &[Result<Answer<'_>, Unreadable>], mut give: impl FnMut(Kind, u64, u64, &Piece<'_>, &Fields<'_>)) {
    for answer in answers.iter().flatten() {
        answer.each(|found| {
            let Ok(raw) = found.read() else { return };
            let (text, place) = (raw.get(), Place::default());
            let piece = Piece { text, place };
            let Ok(fields) = piece.fields() else { return };
            if let Some((kind, id)) = Kind::of(&fields).zip(id_of(&fields)) {
                give(kind, id, found.number, &piece, &fields);
            }
        });
    }
}

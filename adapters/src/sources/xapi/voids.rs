//! Which statements of a delivery are taken back by others of it.

use super::document;
use super::verb;
use super::wire::{Object, Verb};
use crate::Delivery;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Identifiers of the statements that are taken back.
#[derive(Default)]
pub struct Voids(HashSet<u128>);

impl Voids {
    /// Looks through a delivery; what cannot be read is told when it is read in its turn.
    pub fn of(delivery: &Delivery<'_>) -> Self {
        let mut voids = Voids::default();
        for part in delivery.parts() {
            let looked = document::each(part, &mut |_, statement| {
                let taken = statement.ok().and_then(taken_back);
                voids.0.extend(taken);
            });
            drop(looked);
        }
        voids
    }

    /// Whether the statement with this identifier is taken back.
    pub fn take_back(&self, id: u128) -> bool {
        self.0.contains(&id)
    }
}

fn taken_back(raw: &RawValue) -> Option<u128> {
    #[derive(Deserialize)]
    struct Voiding<'a> {
        verb: Verb,
        #[serde(borrow)]
        object: Object<'a>,
    }
    // Most statements take nothing back: they are not even looked into. `\u` may hide the word.
    let text = raw.get();
    if !text.contains(verb::VOIDED) && !text.contains("\\u") {
        return None;
    }
    let voiding: Voiding<'_> = serde_json::from_str(text).ok()?;
    let is_reference = voiding.object.object_type.as_deref() == Some("StatementRef");
    let is_voiding = voiding.verb.id.as_deref().is_some_and(verb::is_voided);
    (is_voiding && is_reference).then(|| uuid(voiding.object.id.as_deref()?))?
}

/// The number that a UUID stands for; none where the text is no UUID.
pub fn uuid(text: &str) -> Option<u128> {
    let groups: Vec<_> = text.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    (lengths.eq([8, 4, 4, 4, 12]) && groups.iter().all(hex))
        .then(|| u128::from_str_radix(&groups.concat(), 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn a_uuid_is_read_in_either_case_and_in_no_other_form() {
        for (text, number) in [
            ("00000000-0000-0000-0000-0000000000fF", Some(255)),
            ("000000000000000000000000000000ff", None),
            ("00000000-0000-0000-0000-0000000000fg", None),
            ("00000000-0000-0000-0000-0000000000ff-", None),
            ("+0000000-0000-0000-0000-0000000000ff", None),
            ("", None),
        ] {
            assert_eq!(uuid(text), number, "{text}");
        }
    }
}

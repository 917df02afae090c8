//! What a file holds, told by the first things in it.

use super::node::{Node, Spellings};
use super::parse;
use crate::{Part, elements};

/// How many things of a file are looked into.
const LOOKED_AT: usize = 20;

/// Whether this is said of one of the first things of a text; none where the text is damaged and it is said of none.
pub fn any_of_first(
    text: &str,
    holders: &[&str],
    spellings: &'static Spellings,
    says: impl Fn(&Node<'_>) -> bool,
) -> Option<bool> {
    let part = Part {
        name: "".into(),
        bytes: text.as_bytes().into(),
    };
    let (mut looked, mut found, mut broken) = (0, false, false);
    let read = elements::things(&part, holders, &mut |place, thing| {
        looked += 1;
        if found || looked > LOOKED_AT {
            return;
        }
        match parse(&place, thing) {
            Ok(value) => {
                found = says(&Node {
                    value: &value,
                    place,
                    spellings,
                });
            }
            Err(_) => broken = true,
        }
    });
    match found {
        true => Some(true),
        false if broken || read.is_err() => None,
        false => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_things_tell_and_a_damaged_text_tells_nothing_but_what_stands_before() {
        static SPELLINGS: Spellings = Spellings(&["", "ex:"]);
        let many = format!("[{}{{\"@type\":\"A\"}}]", "{},".repeat(LOOKED_AT));
        for (text, said) in [
            ("{\"@type\":\"ex:A\"}", Some(true)),
            ("{\"@graph\":[{},{\"@type\":\"A\"}]}", Some(true)),
            ("{\"@type\":\"B\"}\n{\"@type\":\"A\"}", Some(true)),
            ("{\"@type\":\"B\"}", Some(false)),
            (&many, Some(false)),
            ("[{\"@type\":\"A\"},{\"@ty", Some(true)),
            ("[{\"@type\":\"B\"},{\"@ty", None),
        ] {
            let is_one = |node: &Node<'_>| node.types().contains(&"A");
            assert_eq!(any_of_first(text, &["@graph"], &SPELLINGS, is_one), said, "{text}");
        }
    }
}

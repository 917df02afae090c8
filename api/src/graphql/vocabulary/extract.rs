//! Finding skills in a text.

use super::link::LinkCandidate;
use super::{known_vocabulary, open_to};
use crate::flows::extract_skills::extract_skills;
use crate::graphql::errors::{Code, store};
use crate::graphql::load::loaders;
use async_graphql::{Context, Result, SimpleObject};
use passport::skill::extract::Options;
use std::sync::Arc;

/// Longest text, in bytes.
const LONGEST_TEXT: usize = 100_000;

/// Most finds that are told.
const MOST: usize = 500;

/// What a text is read for.
pub struct Reading {
    /// The text.
    pub text: String,
    /// The key of the vocabulary.
    pub vocabulary: String,
    /// The language of the text.
    pub language: Option<String>,
    /// Finds less sure are not told.
    pub least_confidence: f64,
    /// How many are told at most.
    pub first: i32,
}

/// A place in a text that names a skill: a suggestion, for a person to accept. It becomes no claim by itself.
#[derive(SimpleObject)]
pub struct FoundSkill {
    /// The words of the text.
    text: String,
    /// Where they begin in it, in UTF-16 code units, as JavaScript counts.
    start: usize,
    /// Where they end, in the same.
    end: usize,
    /// The concept that they name, and how sure that is.
    candidate: LinkCandidate,
}

/// Finds skills in a text, in its order.
pub async fn extract(ctx: &Context<'_>, reading: Reading) -> Result<Vec<FoundSkill>> {
    let access = open_to(ctx)?;
    // What is asked about a passport is kept with its disclosure: the text must not be in it.
    if !loaders(ctx)?.one_thing {
        return Err(Code::BadUserInput.error("Ask for extractSkills alone in its operation."));
    }
    let options = options(&reading)?;
    let reference = access.hub.reference();
    known_vocabulary(&reference, Some(&reading.vocabulary))?;
    let text: Arc<str> = reading.text.into();
    let found = extract_skills(&access.hub, &reading.vocabulary, Arc::clone(&text), options);
    let found = found.await.map_err(store)?.unwrap_or_default();
    let mut units = Units::of(&text);
    let told = found.into_iter().filter_map(|found| {
        Some(FoundSkill {
            text: text.get(found.range.clone())?.to_owned(),
            start: units.before(found.range.start),
            end: units.before(found.range.end),
            candidate: LinkCandidate::of(&found.concept, &reference.vocabularies),
        })
    });
    Ok(told.collect())
}

fn options(reading: &Reading) -> Result<Options> {
    if reading.text.len() > LONGEST_TEXT {
        return Err(Code::BadUserInput.error(format!("A text has at most {LONGEST_TEXT} bytes; send it in parts.")));
    }
    if !(0.0..=1.0).contains(&reading.least_confidence) {
        return Err(Code::BadUserInput.error("A confidence is between 0 and 1."));
    }
    let limit = usize::try_from(reading.first).unwrap_or(0);
    if !(1..=MOST).contains(&limit) {
        return Err(Code::BadUserInput.error(format!("Ask for 1 to {MOST} finds.")));
    }
    Ok(Options {
        language: reading.language.clone(),
        least_confidence: reading.least_confidence as f32,
        limit,
    })
}

/// Places in bytes as places in UTF-16, for places that only grow: one pass over the text.
struct Units<'t> {
    text: &'t str,
    byte: usize,
    unit: usize,
}

impl<'t> Units<'t> {
    fn of(text: &'t str) -> Self {
        Units { text, byte: 0, unit: 0 }
    }

    fn before(&mut self, byte: usize) -> usize {
        let passed = self.text.get(self.byte..byte).unwrap_or_default();
        self.unit += passed.chars().map(char::len_utf16).sum::<usize>();
        self.byte = self.byte.max(byte);
        self.unit
    }
}

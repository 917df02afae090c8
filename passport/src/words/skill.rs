//! Translations of skills in plain words.

use super::locale::SKILL;
use crate::skill::translate::Loss;
use fluent_bundle::FluentArgs;

/// What is lost with a level, in the language spoken here that is nearest to the one asked for.
pub fn level_loss(loss: crate::level::loss::Loss, language: &str) -> String {
    let message = format!("level-{}", loss.as_str());
    SKILL.serving(Some(language)).say(&message, &FluentArgs::new())
}

/// What is lost, in the language spoken here that is nearest to the one asked for.
pub fn loss(loss: Loss, language: &str) -> String {
    let message = format!("loss-{}", loss.as_str());
    SKILL.serving(Some(language)).say(&message, &FluentArgs::new())
}

//! `passport-hub translate`: what concepts are in another vocabulary and language, by which mappings, and what is lost.

use super::output::{Ended, FOUND, Failure, OK, plain, print, print_json};
use super::{General, open};
use crate::flows::translate::translator;
use crate::store::reference::Vocabularies;
use passport::skill::Concepts;
use passport::skill::mapping::Within;
use passport::skill::translate::{Candidate, Loss, Outcome, Translation, Vocabularies as _};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub translate --to onet --language fr http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d
  passport-hub translate --to esco --json https://www.onetonline.org/find/descriptor/result/2.A.1.b";

/// What `translate` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// URIs of the concepts
    #[arg(required = true, value_name = "CONCEPT_URI")]
    concepts: Vec<String>,
    /// Key of the vocabulary to translate into
    #[arg(long, value_name = "KEY")]
    to: String,
    /// Language of the labels, BCP 47
    #[arg(long, default_value = "en")]
    language: String,
}

/// Translates concepts.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let reference = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    let Some(translator) = translator(&reference, &arguments.to, &arguments.language) else {
        let what = format_args!("there is no vocabulary “{}”", plain(&arguments.to, 60));
        return Err(Failure::usage(what).hint("passport-hub vocabulary list shows them."));
    };
    let mut code = OK;
    for uri in &arguments.concepts {
        let translation = translator.concept(reference.by_uri(uri).unwrap_or_default());
        if translation.outcome != Outcome::Translated {
            code = FOUND;
        }
        if general.json {
            print_json(&line(&reference, uri, &translation, &arguments.language))?;
        } else {
            show(&reference, uri, &translation, &arguments.language)?;
        }
    }
    Ok(code)
}

fn show(reference: &Vocabularies, uri: &str, translation: &Translation, language: &str) -> Result<(), Failure> {
    let from = reference.label(translation.from, language);
    let from = plain(from.as_ref().map_or(uri, |label| &label.text), 80);
    match (&translation.best, &translation.label) {
        (Some(best), label) => {
            let to = label
                .as_ref()
                .map_or_else(|| uri_of(reference, best.concept), |label| label.text.clone());
            let (to, relation) = (plain(&to, 80), best.relation.as_str());
            print(format_args!("{from} → {to} ({relation}, {:.2})", best.confidence))?;
            print(format_args!("    {}", uri_of(reference, best.concept)))?;
            print(format_args!("    by {}", path(reference, best)))?;
        }
        (None, _) => print(format_args!("{from} is not translated"))?,
    }
    for loss in &translation.losses {
        print(format_args!("    {}", loss.in_words(language)))?;
    }
    for other in &translation.others {
        let label = reference.label(other.concept, language);
        let label = label.map_or_else(|| uri_of(reference, other.concept), |label| label.text);
        let (label, relation) = (plain(&label, 80), other.relation.as_str());
        let proposed = if other.proposed { ", proposed" } else { "" };
        print(format_args!(
            "    or {label} ({relation}, {:.2}{proposed})",
            other.confidence
        ))?;
    }
    Ok(())
}

fn uri_of(reference: &Vocabularies, concept: Uuid) -> String {
    let known = reference.concepts.get(&concept);
    known.map(|concept| concept.row.uri.clone()).unwrap_or_default()
}

/// The steps in a line: `exact, broader within esco, close (proposed)`.
fn path(reference: &Vocabularies, candidate: &Candidate) -> String {
    let steps = candidate.path.iter().map(|step| {
        let vocabulary = reference.concepts.get(&step.to).map(|concept| &*concept.vocabulary_key);
        let vocabulary = vocabulary.unwrap_or_default();
        match step.within() {
            None => format!(
                "{} to {vocabulary} ({})",
                step.relation.as_str(),
                step.standing.as_str()
            ),
            Some(within) => format!("{} within {vocabulary}", within.as_str()),
        }
    });
    let steps: Vec<String> = steps.collect();
    if steps.is_empty() {
        "nothing: it is there already".into()
    } else {
        steps.join(", ")
    }
}

fn line(reference: &Vocabularies, uri: &str, translation: &Translation, language: &str) -> Value {
    let named = |concept: Uuid| {
        let label = reference.label(concept, language);
        json!({
            "uri": uri_of(reference, concept), "label": label.as_ref().map(|label| &label.text),
            "language": label.as_ref().map(|label| &label.language),
        })
    };
    let candidate = |one: &Candidate| {
        json!({
            "concept": named(one.concept), "relation": one.relation.as_str(), "confidence": one.confidence,
            "proposed": one.proposed,
            "path": one.path.iter().map(|step| json!({
                "mapping": step.mapping, "from": uri_of(reference, step.from), "to": uri_of(reference, step.to),
                "relation": step.relation.as_str(), "confidence": step.confidence, "state": step.standing.as_str(),
                "within": step.within().map(Within::as_str),
            })).collect::<Vec<_>>(),
        })
    };
    let told = |loss: &Loss| json!({ "code": loss.as_str(), "words": loss.in_words(language) });
    json!({
        "asked": uri, "concept": named(translation.from), "outcome": translation.outcome.as_str(),
        "translation": translation.best.as_ref().map(candidate),
        "others": translation.others.iter().map(candidate).collect::<Vec<_>>(),
        "losses": translation.losses.iter().map(told).collect::<Vec<_>>(),
    })
}

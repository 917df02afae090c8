//! `passport-hub audit replay`: what somebody saw, asked again as of then.

use crate::cli::output::{Ended, FOUND, Failure, OK, UNREADABLE, plain, print, print_json};
use crate::cli::{General, open};
use crate::flows::audit::replay::{Impossible, Outcome, Reason, Replay, replay};
use crate::graphql::Gateway;
use crate::graphql::ids::{GlobalId, Kind};
use crate::hub::Hub;
use serde_json::json;

/// What `audit replay` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The disclosure
    #[arg(value_name = "DISCLOSURE_ID")]
    disclosure: String,
}

/// Asks again, and says what came of it.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let wanted = GlobalId::decode(arguments.disclosure.trim()).filter(|id| id.kind == Kind::Disclosure);
    let wanted = wanted.ok_or_else(|| {
        Failure::usage("this is no id of a disclosure").hint("The holder finds it in disclosures { nodes { id } }.")
    })?;
    let hub = open::existing_hub(&settings).await?;
    let gateway = Gateway::new(hub.clone());
    let ask = async |access, asked: &_| Box::pin(gateway.ask_again(access, asked)).await;
    let replayed = Box::pin(replay(&hub, wanted.id, ask)).await?;
    let replayed = replayed.ok_or_else(|| Failure::usage("there is no disclosure with this id"))?;
    if general.json {
        print_json(&as_json(&hub, &replayed))?;
    } else {
        show(&hub, &replayed)?;
    }
    Ok(match (&replayed.outcome, replayed.intact) {
        (Outcome::Equal, true) => OK,
        (Outcome::Impossible(_), true) => UNREADABLE,
        (Outcome::Differs { .. }, _) | (_, false) => FOUND,
    })
}

/// Who asked, by name.
fn who(hub: &Hub, replayed: &Replay) -> String {
    let (reference, row) = (hub.reference(), &replayed.disclosure);
    let organization = row
        .organization_id
        .and_then(|id| Some(reference.organizations.get(&id)?.name.clone()));
    let source = || {
        row.source_id
            .and_then(|id| Some(reference.sources.get(&id)?.name.clone()))
    };
    organization.or_else(source).unwrap_or_else(|| row.caller_kind.clone())
}

fn as_json(hub: &Hub, replayed: &Replay) -> serde_json::Value {
    let row = &replayed.disclosure;
    let (outcome, parts, reasons, impossible) = match &replayed.outcome {
        Outcome::Equal => ("equal", vec![], vec![], None),
        Outcome::Differs { parts, reasons } => {
            let words = reasons.iter().map(|reason| reason.as_str()).collect();
            ("differs", parts.clone(), words, None)
        }
        Outcome::Impossible(why) => ("impossible", vec![], vec![], Some(why.as_str())),
    };
    json!({
        "who": who(hub, replayed), "purpose": row.purpose, "at": row.occurred_at, "decision": row.decision,
        "sections": row.types, "answerHash": row.answer_hash, "intact": replayed.intact,
        "outcome": outcome, "differs": parts, "notCompared": replayed.not_compared, "reasons": reasons, "impossible": impossible,
    })
}

fn show(hub: &Hub, replayed: &Replay) -> Result<(), Failure> {
    let row = &replayed.disclosure;
    print(format_args!(
        "{} asked on {}{}, and was {}",
        plain(&who(hub, replayed), 60),
        row.occurred_at.format("%Y-%m-%d %H:%M:%S UTC"),
        row.purpose
            .as_ref()
            .map(|purpose| format!(" for {purpose}"))
            .unwrap_or_default(),
        row.decision,
    ))?;
    let shown = row.types.as_object().into_iter().flatten();
    for (section, rows) in shown {
        print(format_args!("  {section}: {rows}"))?;
    }
    if !replayed.intact {
        print("the disclosure itself is not what was written: passport-hub audit verify says more")?;
    }
    if !replayed.not_compared.is_empty() {
        print("not compared: not part of a passport, may have changed since")?;
        for part in &replayed.not_compared {
            print(format_args!("  {}", plain(part, 100)))?;
        }
    }
    match &replayed.outcome {
        Outcome::Equal if !replayed.not_compared.is_empty() => {
            print("asked again as of then, the rest of the answer is the same")
        }
        Outcome::Equal => print("asked again as of then, the answer is the same"),
        Outcome::Impossible(why) => print(format_args!("it cannot be asked again: {}", of_impossible(*why))),
        Outcome::Differs { parts, reasons } => {
            print("asked again as of then, the answer differs")?;
            for part in parts {
                print(format_args!("  in {}", plain(part, 100)))?;
            }
            if reasons.is_empty() {
                return print("nothing that the hub knows of explains it: rows were changed past the hub");
            }
            print("what may be behind it:")?;
            let mut told = reasons.iter().map(|reason| format!("  {}", of_reason(*reason)));
            told.try_for_each(print)
        }
    }
}

fn of_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Erased => "the passport was erased since",
        Reason::Linked => "records were linked to this passport or unlinked from it since",
        Reason::Importing => "a delivery was being taken in at that very moment",
        Reason::Names => {
            "a source calls the holder otherwise since, or one that names them came; names are kept as they are now"
        }
        Reason::Vocabularies => "vocabularies were added since",
        Reason::Mappings => "mappings between vocabularies were added or replaced since",
        Reason::Parties => "organizations or sources were added since",
        Reason::Schema => "the hub's schema is another one now",
    }
}

fn of_impossible(why: Impossible) -> &'static str {
    match why {
        Impossible::TooOld => "it is from before requests were kept",
        Impossible::TooLong => "the request was too long to be kept",
        Impossible::RequestErased => "the request was erased",
        Impossible::RequestMissing => "the request is gone; passport-hub audit verify says more",
        Impossible::RequestChanged => "the request was changed; passport-hub audit verify says more",
        Impossible::Caller => "only looks of partners and sources can be",
        Impossible::NoQuery => "it was no query",
        Impossible::Unreadable => "the request can no longer be read",
        Impossible::Beside => {
            "what was asked beside passports may have changed since, and the rest was not kept apart to compare"
        }
    }
}

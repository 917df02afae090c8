//! `passport-hub receipt`: checking the receipts of consents.

use super::General;
use super::output::{
    Ended, FOUND, Failure, OK, SETTINGS, UNREADABLE, path_text, plain, print, print_json, shown, words_of,
};
use crate::receipts::{BadReceipt, verify};
use clap::Subcommand;
use passport::consent::Receipt;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  passport-hub receipt verify --keys keys.json receipt.json
  passport-hub receipt verify --json receipt.json         against the keys of the hub here

It needs neither a database nor the hub that signed, only its published keys: curl -s HUB/.well-known/jwks.json > keys.json. A holder downloads receipts by
consents { receipts { document } }.";

/// What `receipt` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a receipt's signature and say what it says; ends with 1 where one does not hold
    #[command(after_help = EXAMPLES)]
    Verify {
        /// The published keys of the hub that signed, a JSON Web Key set [default: the keys of the hub here]
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
        /// Receipts; - reads standard input
        #[arg(required = true, value_name = "FILE")]
        receipts: Vec<PathBuf>,
    },
}

/// Checks receipts.
pub fn run(arguments: Arguments, general: &General) -> Ended {
    let Command::Verify { keys, receipts } = arguments.command;
    let keys = match keys {
        Some(file) => read(&file)?,
        None => own_keys(general)?,
    };
    let mut worst = OK;
    for file in receipts {
        let outcome = verify(&read(&file)?, &keys);
        if outcome.is_err() {
            worst = FOUND;
        }
        say(&file, outcome, general)?;
    }
    Ok(worst)
}

fn read(file: &Path) -> Result<String, Failure> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| {
        Failure::new(
            UNREADABLE,
            format_args!("{} cannot be read: {}", shown(file), words_of(&error)),
        )
    })
}

/// The published keys of the hub here. Checking makes no key.
fn own_keys(general: &General) -> Result<String, Failure> {
    let settings = general.quiet_settings()?;
    if crate::settings::secret_from_environment().is_none() && !settings.key_path().exists() {
        return Err(Failure::new(SETTINGS, "there is no hub here whose keys could check it")
            .hint("Give the keys of the hub that signed: --keys FILE, as /.well-known/jwks.json serves them."));
    }
    Ok(serde_json::json!({ "keys": [settings.keys()?.jwk()] }).to_string())
}

fn say(file: &Path, outcome: Result<Receipt, BadReceipt>, general: &General) -> Result<(), Failure> {
    if general.json {
        let (holds, reason, receipt) = match outcome {
            Ok(receipt) => (true, None, Some(receipt)),
            Err(bad) => (false, Some(bad.to_string()), None),
        };
        return print_json(
            &serde_json::json!({ "file": path_text(file), "holds": holds, "reason": reason, "receipt": receipt }),
        );
    }
    let file = shown(file);
    match outcome {
        Err(bad) => print(format_args!("{file}: {bad}")),
        Ok(receipt) => {
            print(format_args!("{file}: the signature holds"))?;
            in_words(&receipt)
        }
    }
}

fn in_words(receipt: &Receipt) -> Result<(), Failure> {
    let processing = &receipt.pii_processing;
    let recipient = receipt.parties.iter().find(|party| party.party_role == "recipient");
    let name = recipient.map_or("", |party| party.party_name.as_str());
    print(format_args!("  consent   {}", plain(&receipt.record_id, 80)))?;
    print(format_args!("  holder    {}", plain(&receipt.pii_principal_id, 80)))?;
    print(format_args!("  partner   {}", plain(name, 80)))?;
    print(format_args!("  purpose   {}", plain(&processing.purpose, 40)))?;
    print(format_args!(
        "  permits   {}",
        plain(&processing.pii_information.join(", "), 400)
    ))?;
    if !processing.pii_withheld.is_empty() {
        print(format_args!(
            "  denies    {}",
            plain(&processing.pii_withheld.join(", "), 400)
        ))?;
    }
    for event in &receipt.events {
        print(format_args!(
            "  {}   {} by the {}, valid from {} until {}",
            plain(&event.event_time, 40),
            plain(&event.event_state, 20),
            plain(&event.entity, 20),
            plain(&event.valid_from, 40),
            plain(&event.valid_until, 40)
        ))?;
    }
    Ok(())
}

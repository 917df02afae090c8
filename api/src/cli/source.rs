//! `passport-hub source`: the connected systems.

use super::output::{Ended, Failure, OK, plain, print, print_json, print_table};
use super::{General, open};
use crate::store::reference::SELF_SOURCE;
use crate::store::sources::{NewSource, ensure_source};
use adapters::Family;
use clap::Subcommand;
use entity::source;
use passport::record::IdentifierSystem;

const EXAMPLES: &str = "\
Examples:
  passport-hub source add riverside-college --name 'Riverside College' --kind lms --trusts email,pirl_id
  passport-hub source add harbour-hospital --name 'Harbour Hospital' --kind hris --adapter odoo --trusts email
  passport-hub source list --json

--trusts names the identifiers that this system has verified itself; only by those are records of different sources
taken for the same person. Without --adapter each delivery is recognised by its content.";

/// What `source` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connect a source; one that is there already is left as it is
    #[command(after_help = EXAMPLES)]
    Add(Add),
    /// List the sources
    #[command(after_help = EXAMPLES)]
    List,
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Short name, unique: lower-case letters, digits and -
    key: String,
    /// Name to show
    #[arg(long)]
    name: String,
    /// Family of systems
    #[arg(long, value_parser = ["lms", "hris", "workforce", "badge"])]
    kind: String,
    /// The adapter that reads it, such as open_badges
    #[arg(long, value_name = "KEY")]
    adapter: Option<String>,
    /// Identifiers that this system has verified, such as email,pirl_id
    #[arg(long, value_name = "SYSTEM,…", value_delimiter = ',')]
    trusts: Vec<String>,
}

/// Connects a source or lists them.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let new = match arguments.command {
        Command::Add(add) => Some(checked(add)?),
        Command::List => None,
    };
    let settings = general.settings_for_a_task()?;
    let hub = open::hub(&settings).await?;
    let key = new.as_ref().map(|new| new.key.clone());
    if let Some(new) = new {
        ensure_source(&hub.db, new, hub.clock.now()).await?;
        hub.shelf.reload_parties(&hub.db).await?;
    }
    let reference = hub.reference();
    let mut rows: Vec<&source::Model> = reference.sources.values().map(AsRef::as_ref).collect();
    rows.retain(|row| key.as_ref().is_none_or(|key| *key == row.key));
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    show(&rows, general)?;
    Ok(OK)
}

fn checked(add: Add) -> Result<NewSource, Failure> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if add.key.is_empty() || add.key.len() > 64 || !add.key.chars().all(letters) || add.key == SELF_SOURCE {
        return Err(
            Failure::usage(format_args!("“{}” cannot be a source's key", plain(&add.key, 70))).hint(
                "A key is 1 to 64 lower-case letters, digits and -, for example riverside-college; “self” is taken.",
            ),
        );
    }
    if add.name.trim().is_empty() {
        return Err(Failure::usage("a source needs a name to show: --name NAME"));
    }
    if let Some(adapter) = &add.adapter {
        adapter_by_key(adapter)?;
    }
    let systems = [
        IdentifierSystem::Email,
        IdentifierSystem::Phone,
        IdentifierSystem::Did,
        IdentifierSystem::Url,
        IdentifierSystem::EmployeeNumber,
        IdentifierSystem::StudentNumber,
        IdentifierSystem::PirlId,
    ]
    .map(IdentifierSystem::as_str);
    if let Some(unknown) = add.trusts.iter().find(|system| !systems.contains(&system.as_str())) {
        return Err(
            Failure::usage(format_args!("there is no kind of identifier “{}”", plain(unknown, 70)))
                .hint(format_args!("--trusts takes some of {}.", systems.join(","))),
        );
    }
    Ok(NewSource {
        key: add.key,
        name: add.name.trim().to_owned(),
        kind: add.kind,
        adapter: add.adapter,
        trusted_identifiers: add.trusts,
    })
}

/// The adapter with this key, or wrong usage that lists the keys.
pub fn adapter_by_key(key: &str) -> Result<&'static dyn adapters::Adapter, Failure> {
    adapters::by_key(key).ok_or_else(|| {
        let keys: Vec<&str> = adapters::sources::all()
            .iter()
            .map(|adapter| adapter.profile().key)
            .collect();
        Failure::usage(format_args!("there is no adapter “{}”", plain(key, 70)))
            .hint(format_args!("There are: {}.", keys.join(", ")))
    })
}

/// What a family is called by people.
pub fn family_name(kind: &str) -> &'static str {
    match kind {
        kind if kind == Family::Lms.as_str() => "learning management system",
        kind if kind == Family::Hris.as_str() => "human resources system",
        kind if kind == Family::Workforce.as_str() => "workforce board",
        kind if kind == Family::Badge.as_str() => "badge platform",
        "self" => "the holder's own word",
        _ => "other",
    }
}

fn show(rows: &[&source::Model], general: &General) -> Result<(), Failure> {
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({
                "id": row.id, "key": row.key, "name": row.name, "kind": row.kind, "adapter": row.adapter,
                "trusts": row.trusted_identifiers, "disabled": row.disabled_at.is_some(),
            }))?;
        }
        return Ok(());
    }
    let cells = |row: &&source::Model| {
        let trusts = row
            .trusted_identifiers
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|t| t.as_str());
        [
            row.key.clone(),
            plain(&row.name, 40),
            family_name(&row.kind).to_owned(),
            row.adapter.clone().unwrap_or_else(|| "by content".into()),
            trusts.collect::<Vec<_>>().join(","),
        ]
    };
    print_table(
        ["KEY", "NAME", "KIND", "ADAPTER", "TRUSTED FOR"],
        &rows.iter().map(cells).collect::<Vec<_>>(),
    )?;
    if rows.len() == 1 && rows.iter().all(|row| row.kind != "self") {
        print("")?;
        print(format_args!(
            "Next: passport-hub import --source {} FILE…",
            rows.first().map_or("KEY", |row| &row.key)
        ))?;
    }
    Ok(())
}

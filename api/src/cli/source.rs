//! `passport-hub source`: the connected systems.

use super::output::{Ended, FOUND, Failure, OK, plain, print, print_json, print_table};
use super::{General, open};
use crate::hub::Hub;
use crate::settings::Settings;
use crate::store::reference::{Reference, SELF_SOURCE};
use crate::store::sources::{NewSource, PARTY, change_source, ensure_institution, ensure_source_of};
use adapters::Family;
use clap::Subcommand;
use entity::source;
use passport::record::IdentifierSystem;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub source add riverside-college --name 'Riverside College' --kind lms --trusts email,pirl_id
  passport-hub source add harbour-hospital --name 'Harbour Hospital' --kind hris --adapter odoo --trusts email
  passport-hub source set riverside-college --trusts email,student_number
  passport-hub source set riverside-college --organization 'Riverside College'
  passport-hub source disable riverside-college
  passport-hub source enable riverside-college
  passport-hub source list --json

--trusts names the identifiers that this system has verified itself; only by those are records of different sources
taken for the same person. Without --adapter each delivery is recognised by its content. --organization says whose system
it is: members of that organization act for it (passport-hub member), and it may be a partner too.";

/// The families, as options name them.
const KINDS: [&str; 4] = ["lms", "hris", "workforce", "badge"];
/// The adapter of a source whose deliveries tell by their content.
const BY_CONTENT: &str = "content";
/// What takes away all that an option can name.
const NONE: &str = "none";

/// What `source` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connect a source; one that is there already is never changed
    #[command(after_help = EXAMPLES)]
    Add(Add),
    /// Change a source; only what is given changes, and it holds for what arrives from now on
    #[command(after_help = EXAMPLES)]
    Set(Set),
    /// Switch a source off: its tokens are refused at once; what it sent stays
    #[command(after_help = EXAMPLES)]
    Disable {
        /// Its key
        key: String,
    },
    /// Switch a source on again
    #[command(after_help = EXAMPLES)]
    Enable {
        /// Its key
        key: String,
    },
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
    #[arg(long, value_parser = KINDS)]
    kind: String,
    /// The adapter that reads it, such as open_badges
    #[arg(long, value_name = "KEY")]
    adapter: Option<String>,
    /// Identifiers that this system has verified, such as email,pirl_id
    #[arg(long, value_name = "SYSTEM,…", value_delimiter = ',')]
    trusts: Vec<String>,
    /// Whose system it is; the organization is made where there is none of this name
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Set {
    /// Its key
    key: String,
    /// Name to show
    #[arg(long)]
    name: Option<String>,
    /// Family of systems
    #[arg(long, value_parser = KINDS)]
    kind: Option<String>,
    /// The adapter that reads it, such as open_badges; “content” where each delivery tells by its content
    #[arg(long, value_name = "KEY")]
    adapter: Option<String>,
    /// All identifiers that this system has verified, such as email,pirl_id; “none” where there is none
    #[arg(long, value_name = "SYSTEM,…", value_delimiter = ',')]
    trusts: Option<Vec<String>>,
    /// Whose system it is; the organization is made where there is none of this name. “none” where it is nobody's
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
}

/// Connects a source, changes one, or lists them.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let command = match arguments.command {
        Command::Add(add) => Command::Add(add.checked()?),
        Command::Set(set) => Command::Set(set.checked()?),
        other => other,
    };
    let settings = general.settings_for_a_task()?;
    let (hub, only) = match command {
        Command::Add(add) => {
            let hub = open::hub(&settings).await?;
            let key = add.key.clone();
            connect(&hub, add).await?;
            (hub, Some(key))
        }
        Command::Set(set) => {
            let hub = open::existing_hub(&settings).await?;
            let key = set.key.clone();
            change(&hub, set).await?;
            (hub, Some(key))
        }
        Command::Disable { key } => (switch(&settings, &key, false).await?, Some(key)),
        Command::Enable { key } => (switch(&settings, &key, true).await?, Some(key)),
        Command::List => (open::existing_hub(&settings).await?, None),
    };
    hub.shelf.reload_parties(&hub.db).await?;
    let reference = hub.reference();
    let mut rows: Vec<&source::Model> = reference.sources.values().map(AsRef::as_ref).collect();
    rows.retain(|row| only.as_ref().is_none_or(|key| *key == row.key));
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    show(&rows, &reference, general)?;
    Ok(OK)
}

/// Switches a source off or on. One that stands so already stays as it is.
async fn switch(settings: &Settings, key: &str, on: bool) -> Result<Hub, Failure> {
    if key == SELF_SOURCE {
        return Err(own_source());
    }
    let hub = open::existing_hub(settings).await?;
    let mut row = held(&hub, key)?;
    row.disabled_at = match (on, row.disabled_at) {
        (true, _) => None,
        (false, since) => since.or(Some(hub.clock.now())),
    };
    change_source(&hub.db, row).await?;
    Ok(hub)
}

fn own_source() -> Failure {
    Failure::usage("“self” is the holders' own source, and stays as it is")
}

/// The source with this key.
fn held(hub: &Hub, key: &str) -> Result<source::Model, Failure> {
    let reference = hub.reference();
    let row = reference.source_by_key(key).ok_or_else(|| {
        Failure::usage(format_args!("there is no source “{}”", plain(key, 70)))
            .hint("passport-hub source list shows them.")
    })?;
    Ok(source::Model::clone(row))
}

/// A source that is there already and says the same is fine: the command may run again. One that says otherwise is not,
/// for what was asked did not happen.
async fn connect(hub: &Hub, add: Add) -> Result<(), Failure> {
    let organization = organization_of(hub, &add).await?;
    let wanted = NewSource {
        key: add.key,
        name: add.name,
        kind: add.kind,
        adapter: add.adapter,
        trusted_identifiers: add.trusts,
    };
    let held = ensure_source_of(&hub.db, wanted.clone(), organization, hub.clock.now()).await?;
    let differs = [
        ("--name", held.name != wanted.name),
        ("--kind", held.kind != wanted.kind),
        ("--adapter", held.adapter != wanted.adapter),
        (
            "--trusts",
            held.trusted_identifiers != serde_json::json!(wanted.trusted_identifiers),
        ),
        ("--organization", held.organization_id != organization),
    ];
    let differs: Vec<&str> = differs
        .iter()
        .filter(|(_, differs)| *differs)
        .map(|(option, _)| *option)
        .collect();
    if differs.is_empty() {
        return Ok(());
    }
    let what = format!(
        "the source “{}” is there already, and differs in {}",
        wanted.key,
        differs.join(", ")
    );
    Err(Failure::new(FOUND, what).hint(format_args!(
        "Nothing was changed. To change it: passport-hub source set {} {} …",
        wanted.key,
        differs.first().unwrap_or(&"--name")
    )))
}

/// Whose system a source is to be. Where the source is there already nothing is made: it stays as it is.
async fn organization_of(hub: &Hub, add: &Add) -> Result<Option<Uuid>, Failure> {
    let Some(name) = &add.organization else {
        return Ok(None);
    };
    if hub.reference().source_by_key(&add.key).is_some() {
        let known = hub
            .reference()
            .organization_by_key(PARTY, &passport::skill::normalise(name));
        return Ok(Some(known.unwrap_or_default()));
    }
    Ok(Some(ensure_institution(&hub.db, name, hub.clock.now()).await?))
}

async fn change(hub: &Hub, set: Set) -> Result<(), Failure> {
    let mut row = held(hub, &set.key)?;
    row.organization_id = match set.organization.as_deref() {
        None => row.organization_id,
        Some(NONE) => None,
        Some(name) => Some(ensure_institution(&hub.db, name, hub.clock.now()).await?),
    };
    row.name = set.name.unwrap_or(row.name);
    row.kind = set.kind.unwrap_or(row.kind);
    if let Some(adapter) = set.adapter {
        row.adapter = Some(adapter).filter(|adapter| adapter != BY_CONTENT);
    }
    if let Some(trusts) = set.trusts {
        row.trusted_identifiers = serde_json::json!(trusts);
    }
    Ok(change_source(&hub.db, row).await?)
}

impl Add {
    fn checked(mut self) -> Result<Self, Failure> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.key.is_empty() || self.key.len() > 64 || !self.key.chars().all(letters) || self.key == SELF_SOURCE {
            return Err(
                Failure::usage(format_args!("“{}” cannot be a source's key", plain(&self.key, 70))).hint(
                    "A key is 1 to 64 lower-case letters, digits and -, for example riverside-college; “self” is taken.",
                ),
            );
        }
        self.name = name_to_show(&self.name)?;
        self.organization = self.organization.as_deref().map(organization_name).transpose()?;
        if let Some(adapter) = &self.adapter {
            adapter_by_key(adapter)?;
        }
        known_systems(&self.trusts)?;
        Ok(self)
    }
}

impl Set {
    fn checked(mut self) -> Result<Self, Failure> {
        if self.key == SELF_SOURCE {
            return Err(own_source());
        }
        let what = [&self.name, &self.kind, &self.adapter, &self.organization];
        if what.iter().all(|given| given.is_none()) && self.trusts.is_none() {
            return Err(Failure::usage(
                "what is to change? Give --name, --kind, --adapter, --trusts or --organization",
            ));
        }
        self.organization = self.organization.as_deref().map(organization_name).transpose()?;
        self.name = self.name.as_deref().map(name_to_show).transpose()?;
        if let Some(adapter) = self.adapter.as_ref().filter(|adapter| *adapter != BY_CONTENT) {
            adapter_by_key(adapter)?;
        }
        if self.trusts.as_deref().is_some_and(|trusts| trusts == [NONE]) {
            self.trusts = Some(vec![]);
        }
        known_systems(self.trusts.as_deref().unwrap_or_default())?;
        Ok(self)
    }
}

fn name_to_show(name: &str) -> Result<String, Failure> {
    match name.trim() {
        "" => Err(Failure::usage("a source needs a name to show: --name NAME")),
        name => Ok(name.to_owned()),
    }
}

/// The name of an organization: something must be left of it when names are compared.
pub fn organization_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if passport::skill::normalise(name).is_empty() {
        return Err(Failure::usage("an organization needs a name: --organization NAME"));
    }
    Ok(name.to_owned())
}

/// Whether each is a kind of identifier.
fn known_systems(trusts: &[String]) -> Result<(), Failure> {
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
    match trusts.iter().find(|system| !systems.contains(&system.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(
            Failure::usage(format_args!("there is no kind of identifier “{}”", plain(unknown, 70)))
                .hint(format_args!("--trusts takes some of {}.", systems.join(","))),
        ),
    }
}

/// The source with this key, where one is named.
pub fn id_by_key(hub: &Hub, key: Option<&str>) -> Result<Option<Uuid>, Failure> {
    let Some(key) = key else { return Ok(None) };
    let found = hub.reference().source_by_key(key).map(|row| row.id);
    found.map(Some).ok_or_else(|| {
        Failure::new(FOUND, format_args!("there is no source {key}")).hint("passport-hub source list shows them.")
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

/// The name of the organization whose system a source is.
fn owner(row: &source::Model, reference: &Reference) -> Option<String> {
    Some(reference.organizations.get(&row.organization_id?)?.name.clone())
}

fn show(rows: &[&source::Model], reference: &Reference, general: &General) -> Result<(), Failure> {
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({
                "id": row.id, "key": row.key, "name": row.name, "kind": row.kind, "adapter": row.adapter,
                "trusts": row.trusted_identifiers, "disabled": row.disabled_at.is_some(), "organization": owner(row, reference),
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
            owner(row, reference).map(|name| plain(&name, 40)).unwrap_or_default(),
            if row.disabled_at.is_some() { "off" } else { "on" }.to_owned(),
        ]
    };
    print_table(
        ["KEY", "NAME", "KIND", "ADAPTER", "TRUSTED FOR", "ORGANIZATION", "IS"],
        &rows.iter().map(cells).collect::<Vec<_>>(),
    )?;
    if rows.len() == 1 && rows.iter().all(|row| row.kind != "self") {
        print("")?;
        let key = rows.first().map_or("KEY", |row| &row.key);
        if rows.iter().any(|row| row.disabled_at.is_some()) {
            print(format_args!(
                "Its tokens and deliveries are refused, what it sent stays. Undo: passport-hub source enable {key}"
            ))?;
        } else {
            print(format_args!("Next: passport-hub import --source {key} FILE…"))?;
        }
    }
    Ok(())
}

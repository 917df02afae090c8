//! `passport-hub partner`: the organizations that ask, and their clients.

use super::output::{Ended, Failure, OK, plain, print, print_json, print_table};
use super::{General, open};
use crate::hub::Hub;
use crate::settings::Settings;
use crate::store::reference::Reference;
use crate::store::sources::{ensure_client, ensure_partner, switch_client};
use clap::Subcommand;
use entity::{client, organization};
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub partner add 'Northwind Staffing' --client northwind-hiring
  passport-hub partner client disable northwind-hiring
  passport-hub partner client enable northwind-hiring
  passport-hub partner list --json

A partner sees nothing by being registered: each holder decides, for a purpose, in a consent.";

/// What `partner` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a partner and a client of it; what is there already is left as it is
    #[command(after_help = EXAMPLES)]
    Add {
        /// The organization's name
        name: String,
        /// Key of the program it asks through
        #[arg(long, value_name = "KEY")]
        client: Option<String>,
    },
    /// Switch a client of a partner off or on
    #[command(after_help = EXAMPLES)]
    Client {
        #[command(subcommand)]
        command: ClientCommand,
    },
    /// List the partners
    #[command(after_help = EXAMPLES)]
    List,
}

#[derive(Debug, Subcommand)]
enum ClientCommand {
    /// Switch a client off: its tokens are refused within seconds; consents stay as they are
    #[command(after_help = EXAMPLES)]
    Disable {
        /// Its key
        key: String,
    },
    /// Switch a client on again
    #[command(after_help = EXAMPLES)]
    Enable {
        /// Its key
        key: String,
    },
}

/// Registers a partner, switches a client of one, or lists them.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let mut added = None;
    let (hub, only) = match arguments.command {
        Command::List => (open::existing_hub(&settings).await?, None),
        Command::Client { command } => switch(&settings, command).await?,
        Command::Add { name, client } => {
            if name.trim().is_empty() {
                return Err(Failure::usage("a partner needs a name"));
            }
            let hub = open::hub(&settings).await?;
            let partner = ensure_partner(&hub.db, name.trim(), hub.clock.now()).await?;
            if let Some(client) = &client {
                ensure_client(&hub.db, partner, client, hub.clock.now()).await?;
            }
            added = Some(client);
            (hub, Some(partner))
        }
    };
    hub.shelf.reload_parties(&hub.db).await?;
    let reference = hub.reference();
    let mut rows: Vec<&organization::Model> = reference.organizations.values().map(AsRef::as_ref).collect();
    rows.retain(|row| row.kind == "partner" && only.is_none_or(|only| only == row.id));
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    show(&rows, &reference, general)?;
    if let (Some(client), [row], false) = (added, rows.as_slice(), general.json) {
        next(&row.name, client.as_deref())?;
    }
    Ok(OK)
}

/// What comes after a partner is registered: a client, if none was named, then a token for it.
fn next(name: &str, client: Option<&str>) -> Result<(), Failure> {
    let name = name.replace('\'', r"'\''");
    print("")?;
    match client {
        Some(client) => print(format_args!(
            "Next: passport-hub token --role partner --partner '{name}' --client {client} --purpose hiring"
        )),
        None => print(format_args!("Next: passport-hub partner add '{name}' --client KEY")),
    }
}

/// Switches a client, and gives whose it is.
async fn switch(settings: &Settings, command: ClientCommand) -> Result<(Hub, Option<Uuid>), Failure> {
    let (key, on) = match command {
        ClientCommand::Disable { key } => (key, false),
        ClientCommand::Enable { key } => (key, true),
    };
    let hub = open::existing_hub(settings).await?;
    let partner = switch_client(&hub.db, &key, on, hub.clock.now()).await?;
    if partner.is_none() {
        return Err(Failure::usage(format_args!("there is no client “{}”", plain(&key, 70)))
            .hint("passport-hub partner list shows them."));
    }
    Ok((hub, partner))
}

fn show(rows: &[&organization::Model], reference: &Reference, general: &General) -> Result<(), Failure> {
    let clients = |row: &organization::Model| {
        let of_it = reference
            .clients
            .values()
            .filter(|client| client.organization_id == row.id);
        let mut of_it: Vec<&client::Model> = of_it.map(AsRef::as_ref).collect();
        of_it.sort_by(|a, b| a.key.cmp(&b.key));
        of_it
    };
    if general.json {
        for row in rows {
            let clients = clients(row);
            let keys: Vec<&str> = clients.iter().map(|client| client.key.as_str()).collect();
            let disabled = clients.iter().filter(|client| client.disabled_at.is_some());
            let disabled: Vec<&str> = disabled.map(|client| client.key.as_str()).collect();
            print_json(
                &serde_json::json!({"id": row.id, "name": row.name, "clients": keys, "disabledClients": disabled}),
            )?;
        }
        return Ok(());
    }
    let named = |client: &client::Model| match client.disabled_at {
        Some(_) => format!("{} (off)", client.key),
        None => client.key.clone(),
    };
    let cells = |row: &&organization::Model| {
        let clients: Vec<String> = clients(row).into_iter().map(named).collect();
        [plain(&row.name, 60), clients.join(", ")]
    };
    print_table(["NAME", "CLIENTS"], &rows.iter().map(cells).collect::<Vec<_>>())
}

//! `passport-hub partner`: the organizations that ask, and their clients.

use super::output::{Ended, Failure, OK, plain, print_json, print_table};
use super::{General, open};
use crate::store::reference::Reference;
use crate::store::sources::{ensure_client, ensure_partner};
use clap::Subcommand;
use entity::organization;

const EXAMPLES: &str = "\
Examples:
  passport-hub partner add 'Northwind Staffing' --client northwind-hiring
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
    /// List the partners
    #[command(after_help = EXAMPLES)]
    List,
}

/// Registers a partner or lists them.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let (hub, only) = match arguments.command {
        Command::List => (open::existing_hub(&settings).await?, None),
        Command::Add { name, client } => {
            if name.trim().is_empty() {
                return Err(Failure::usage("a partner needs a name"));
            }
            let hub = open::hub(&settings).await?;
            let partner = ensure_partner(&hub.db, name.trim(), hub.clock.now()).await?;
            if let Some(client) = client {
                ensure_client(&hub.db, partner, &client, hub.clock.now()).await?;
            }
            hub.shelf.reload_parties(&hub.db).await?;
            (hub, Some(partner))
        }
    };
    let reference = hub.reference();
    let mut rows: Vec<&organization::Model> = reference.organizations.values().map(AsRef::as_ref).collect();
    rows.retain(|row| row.kind == "partner" && only.is_none_or(|only| only == row.id));
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    show(&rows, &reference, general)?;
    Ok(OK)
}

fn show(rows: &[&organization::Model], reference: &Reference, general: &General) -> Result<(), Failure> {
    let clients = |row: &organization::Model| {
        let of_it = reference
            .clients
            .values()
            .filter(|client| client.organization_id == row.id);
        let mut keys: Vec<String> = of_it.map(|client| client.key.clone()).collect();
        keys.sort();
        keys
    };
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({"id": row.id, "name": row.name, "clients": clients(row)}))?;
        }
        return Ok(());
    }
    let cells = |row: &&organization::Model| [plain(&row.name, 60), clients(row).join(", ")];
    print_table(["NAME", "CLIENTS"], &rows.iter().map(cells).collect::<Vec<_>>())
}

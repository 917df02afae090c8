//! `passport-hub demo`: a hub with sample data of all four families, brought in by the real adapters, ready to be asked.

mod consent;
mod deliveries;

use super::import::intake::{How, in_words, must_finish, take_in, uncertain};
use super::output::{Ended, Failure, OK, SETTINGS, SURPRISE, print, print_json, shown, tell, words_of};
use super::{General, logs, open, serve};
use crate::caller::{Bearer, Partner};
use crate::clock::Clock;
use crate::graphql::ids::{Kind, id};
use crate::hub::{Hub, StartError};
use crate::keys::Keys;
use crate::settings::Settings;
use crate::store::people_lookup::{Owner, owner_of_email};
use crate::store::sources::ensure_source;
use chrono::Duration;
use serde::Serialize;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub demo
  passport-hub demo --dir /tmp/hub --listen 127.0.0.1:0     a free port, and another folder
  passport-hub demo --json                                  one line when ready: {\"url\",\"graphql\",\"tokens\",\"query\"}

Everything is kept in the folder: starting again changes nothing, deleting it begins anew. The people are made up.";

/// Whose passport the demo shows.
const HOLDER: &str = "amara.okafor@example.org";
/// The source whose token is printed.
const SOURCE: &str = "riverside-college";
/// A first query, with the passport's id to be filled in.
const QUERY: &str = include_str!("../../../assets/demo/query.graphql");

/// What `demo` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Folder for the database and the key
    #[arg(long, default_value = "passport-hub-demo", value_name = "DIR")]
    dir: PathBuf,
    /// Address to listen on; port 0 takes a free one [default: PASSPORT_HUB_LISTEN, or 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// One token per role.
#[derive(Debug, Serialize)]
struct DemoTokens {
    holder: String,
    partner: String,
    source: String,
    steward: String,
}

/// What scripts read when the hub is ready.
#[derive(Debug, Serialize)]
struct Ready {
    url: String,
    graphql: String,
    tokens: DemoTokens,
    query: String,
}

/// Makes the hub, says what to ask it, and serves.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.quiet_settings()?;
    let asked = std::env::var("PASSPORT_HUB_LOG").is_ok();
    logs::begin(
        if asked { &settings.log } else { "warn" },
        logs::for_a_task(settings.log_format),
    )?;
    let (listener, address) = serve::listen(arguments.listen.as_deref().unwrap_or(&settings.listen)).await?;
    let hub = open_in(&arguments.dir, &settings).await?;
    tell(format_args!(
        "Sample data, read by the adapters into {}:",
        shown(&arguments.dir)
    ));
    for sample in deliveries::ALL {
        Box::pin(bring_in(&hub, sample, general)).await?;
    }
    let Owner::One(holder) = owner_of_email(&hub.db, &hub.keys, HOLDER).await? else {
        return Err(Failure::new(
            SURPRISE,
            "the sample data holds no passport of Amara Okafor",
        ));
    };
    let partner = consent::give(&hub, holder).await?;
    let ready = ready(&hub, serve::url_of(address), holder, partner)?;
    if general.json {
        print_json(&ready)?;
    } else {
        show(&ready)?;
    }
    serve::serve(hub, listener, settings.http, settings.retention).await;
    Ok(OK)
}

/// The demo's own hub: its database and its key stand in one folder, whatever else is set.
async fn open_in(folder: &Path, settings: &Settings) -> Result<Hub, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::new(
            SETTINGS,
            format_args!("the folder {} cannot be made: {}", shown(folder), words_of(&error)),
        )
        .hint("Choose another with --dir.")
    })?;
    let file = folder.join("passport-hub.sqlite");
    // In an address these two would mean something else.
    let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3F");
    let own = Settings {
        database_url: format!("sqlite:{path}"),
        ..settings.clone()
    };
    let keys = Keys::from_file(&folder.join(crate::settings::KEY_FILE))?;
    let db = open::database(&own).await?;
    Hub::open(db, keys, Clock::default())
        .await
        .map_err(|error| match error {
            StartError::Keys(error) => error.into(),
            StartError::Store(error) => error.into(),
        })
}

async fn bring_in(hub: &Hub, sample: &deliveries::Sample, general: &General) -> Result<(), Failure> {
    let source = ensure_source(&hub.db, sample.source(), hub.clock.now()).await?.id;
    hub.shelf.reload_parties(&hub.db).await?;
    let summary = must_finish(take_in(hub, source, How::default(), sample.delivery(), general).await?)?;
    let waiting = uncertain(hub, source).await?;
    tell(format_args!(
        "  {:<20} {:<14} {}, {waiting} uncertain {}",
        sample.key,
        sample.adapter,
        in_words(&summary),
        if waiting == 1 { "match" } else { "matches" }
    ));
    Ok(())
}

fn ready(hub: &Hub, url: String, holder: Uuid, partner: Partner) -> Result<Ready, Failure> {
    let source = hub
        .reference()
        .source_by_key(SOURCE)
        .map(|source| source.id)
        .unwrap_or_default();
    let issue = |bearer| hub.tokens.issue(bearer, Duration::days(7));
    let tokens = DemoTokens {
        holder: issue(Bearer::Holder(holder))?,
        partner: issue(Bearer::Partner(partner))?,
        source: issue(Bearer::Source(source))?,
        steward: issue(Bearer::Steward(open::CONSOLE_STEWARD))?,
    };
    let query = QUERY
        .trim_end()
        .replace("PASSPORT_ID", id(Kind::Passport, holder).as_str());
    Ok(Ready {
        graphql: format!("{url}/graphql"),
        url,
        tokens,
        query,
    })
}

fn show(ready: &Ready) -> Result<(), Failure> {
    let Ready {
        url,
        graphql,
        tokens,
        query,
    } = ready;
    print(format_args!(
        "\nPassport Hub answers at {url} (explorer) and {graphql}. Stop it with ctrl-c.\n"
    ))?;
    print("One token per role, valid for 7 days. Send one as a header: Authorization: Bearer TOKEN\n")?;
    for (role, token, sees) in [
        ("holder", &tokens.holder, "Amara Okafor, who sees her whole passport"),
        (
            "partner",
            &tokens.partner,
            "Northwind Staffing, who sees what Amara consented to for hiring: no learning",
        ),
        (
            "source",
            &tokens.source,
            "Riverside College, who sees what it contributed",
        ),
        ("steward", &tokens.steward, "who runs the hub and sees no passport"),
    ] {
        print(format_args!("{role}: {sees}\n{token}\n"))?;
    }
    print(format_args!(
        "A first query for {url}: paste it, try it with each token, and compare.\n\n{query}\n"
    ))
}

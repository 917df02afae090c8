//! Opening the hub as the settings say, with errors that say what to do.

use super::output::{Failure, SETTINGS, SURPRISE};
use super::unreachable;
use crate::caller::{Bearer, Caller, HolderPass, StewardPass};
use crate::clock::Clock;
use crate::hub::{Hub, StartError};
use crate::settings::Settings;
use crate::store::Db;
use chrono::Duration;
use uuid::Uuid;

/// The steward who acts at the console.
pub const CONSOLE_STEWARD: Uuid = Uuid::nil();

/// The database alone, as it stands.
pub async fn database(settings: &Settings) -> Result<Db, Failure> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !known.iter().any(|scheme| settings.database_url.starts_with(scheme)) {
        return Err(Failure::new(
            SETTINGS,
            "DATABASE_URL is no address of a database that the hub can use",
        )
        .hint("Write sqlite:passport-hub.sqlite or postgres://user:password@host/database."));
    }
    match Db::connect(&settings.database_url, settings.pool_size).await {
        Ok(db) => Ok(db),
        Err(error) => {
            tracing::debug!(%error, "no connection");
            Err(unreachable::failure(settings, &error).await)
        }
    }
}

/// The database alone, where there is a hub already. A command that looks something up never makes an empty hub and a new
/// key: it would answer "nothing known" in the wrong folder and leave files behind.
pub async fn database_of_a_hub(settings: &Settings) -> Result<Db, Failure> {
    let none =
        || {
            Failure::new(SETTINGS, format_args!("there is no hub at {}", settings.shown_database())).hint(
            "DATABASE_URL says where it is, such as sqlite:passport-hub-demo/passport-hub.sqlite for the demo's.\n  \
             A new one begins with passport-hub source add, passport-hub partner add or passport-hub serve.",
        )
        };
    if settings.sqlite_path().is_some_and(|file| !file.exists()) {
        return Err(none());
    }
    let db = database(settings).await?;
    if db.is_empty().await? {
        return Err(none());
    }
    Ok(db)
}

/// The hub that is there: never a new one.
pub async fn existing_hub(settings: &Settings) -> Result<Hub, Failure> {
    database_of_a_hub(settings).await?;
    hub(settings).await
}

/// The hub: made where there is none; schema up to date, starter vocabulary loaded, keys read or made.
pub async fn hub(settings: &Settings) -> Result<Hub, Failure> {
    let keys = settings.keys()?;
    let db = database(settings).await?;
    let hub = Hub::open(db, keys, Clock::default()).await;
    let hub = hub.map_err(|error| match error {
        StartError::Keys(error) => Failure::from(error),
        StartError::Store(error) => error.into(),
    })?;
    Ok(Hub {
        assent_from: settings.assent_from.into(),
        vocabularies_for: settings.vocabularies_for,
        ..hub
    })
}

/// The pass of the steward at the console, who holds the hub's own keys: made from a token, like every other.
pub fn console_steward(hub: &Hub) -> Result<StewardPass, Failure> {
    match caller(hub, Bearer::Steward(CONSOLE_STEWARD))? {
        Caller::Steward(pass) => Ok(pass),
        _ => Err(Failure::new(SURPRISE, "a steward's token did not make a steward")),
    }
}

/// The pass of a holder, by the same way.
pub fn holder(hub: &Hub, person: Uuid) -> Result<HolderPass, Failure> {
    match caller(hub, Bearer::Holder(person))? {
        Caller::Holder(pass) => Ok(pass),
        _ => Err(Failure::new(SURPRISE, "a holder's token did not make a holder")),
    }
}

fn caller(hub: &Hub, bearer: Bearer) -> Result<Caller, Failure> {
    let token = hub.tokens.issue(bearer, Duration::minutes(1))?;
    hub.tokens
        .caller(Some(&token))
        .map_err(|bad| Failure::new(SURPRISE, bad))
}

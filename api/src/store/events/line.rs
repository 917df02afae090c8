//! The line between replicas: PostgreSQL carries what one says to all that listen, itself included, when it is committed.

use super::{Change, Heard};
use crate::store::StoreError;
use sea_orm::sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use sea_orm::sqlx::{self, Executor};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, Value};
use std::sync::Weak;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// The channel, one in each database.
const CHANNEL: &str = "passport_hub";
/// What is counted.
const LOST: &str = "changes_line_lost_total";
/// PostgreSQL takes 7,999 bytes at a time.
const MOST_BYTES: usize = 7_900;
/// How long the line may be silent before it is asked whether it still stands, and how long the answer may take.
const SILENCE: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before connecting again, at first and at most.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Says in a transaction what it changes: one statement, heard when it is committed and never otherwise.
pub(in crate::store) async fn say(
    tx: &DatabaseTransaction,
    changes: impl IntoIterator<Item = Change>,
) -> Result<(), StoreError> {
    let texts = texts(changes);
    if texts.is_empty() {
        return Ok(());
    }
    let calls: Vec<String> = (1..=texts.len())
        .map(|n| format!("pg_notify('{CHANNEL}', ${n})"))
        .collect();
    let sql = format!("SELECT {}", calls.join(", "));
    let values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values))
        .await?;
    Ok(())
}

/// Changes as they go over the line: ids and nothing else, as many in a text as it may hold.
fn texts(changes: impl IntoIterator<Item = Change>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for change in changes {
        let word = word(change);
        match texts.last_mut() {
            Some(text) if text.len() + 1 + word.len() <= MOST_BYTES => {
                text.push(' ');
                text.push_str(&word);
            }
            _ => texts.push(word),
        }
    }
    texts
}

fn word(change: Change) -> String {
    match change {
        Change::Passport { person } => format!("p{}", person.simple()),
        Change::Deciders { person } => format!("d{}", person.simple()),
        Change::Consent {
            consent,
            person,
            partner,
        } => format!("c{}{}{}", consent.simple(), person.simple(), partner.simple()),
    }
}

/// What a word says; none where another version of the hub says what this one does not know.
fn read(word: &str) -> Option<Change> {
    let (kind, ids) = word.split_at_checked(1)?;
    let id = |n: usize| ids.get(n * 32..(n + 1) * 32)?.parse::<Uuid>().ok();
    match (kind, ids.len()) {
        ("p", 32) => Some(Change::Passport { person: id(0)? }),
        ("d", 32) => Some(Change::Deciders { person: id(0)? }),
        ("c", 96) => Some(Change::Consent {
            consent: id(0)?,
            person: id(1)?,
            partner: id(2)?,
        }),
        _ => None,
    }
}

/// Listens until nobody can hear any more. Whenever the line was lost everybody looks again, for what was said meanwhile
/// is gone.
pub(super) async fn listen(pool: DatabaseConnection, heard: Weak<Heard>) {
    metrics::describe_counter!(LOST, "How often the connection by which changes are heard was lost");
    let mut pause = PAUSE;
    while heard.strong_count() > 0 {
        let stood = hear(&pool, &heard, &mut pause).await;
        if stood.is_err() {
            metrics::counter!(LOST).increment(1);
            tracing::warn!("the connection by which changes are heard is lost; connecting again");
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn hear(pool: &DatabaseConnection, heard: &Weak<Heard>, pause: &mut Duration) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(&own_connection(pool)).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    *pause = PAUSE;
    let Some(everybody) = heard.upgrade() else {
        return Ok(());
    };
    everybody.tell_everybody();
    drop(everybody);
    loop {
        let said = match timeout(SILENCE, listener.try_recv()).await {
            Ok(said) => said?.ok_or(sqlx::Error::WorkerCrashed)?,
            Err(_) => {
                still_stands(&mut listener).await?;
                continue;
            }
        };
        let Some(heard) = heard.upgrade() else { return Ok(()) };
        said.payload()
            .split(' ')
            .filter_map(read)
            .for_each(|change| heard.tell(change));
    }
}

/// A connection beside the pool's: one that listens is never free.
fn own_connection(pool: &DatabaseConnection) -> PgPool {
    let options = pool.get_postgres_connection_pool().connect_options();
    PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_lazy_with((*options).clone())
}

/// A line that was cut without a word is silent for ever, so it is asked.
async fn still_stands(listener: &mut PgListener) -> Result<(), sqlx::Error> {
    match timeout(PATIENCE, listener.execute("SELECT 1")).await {
        Ok(answer) => answer.map(|_| ()),
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_out_of_the_line_as_they_went_in() {
        let person = |n: u128| Change::Passport {
            person: Uuid::from_u128(n),
        };
        let mut said: Vec<Change> = (0..1_000).map(person).collect();
        said.push(Change::Consent {
            consent: Uuid::from_u128(1),
            person: Uuid::from_u128(2),
            partner: Uuid::from_u128(3),
        });
        said.push(Change::Deciders {
            person: Uuid::from_u128(4),
        });
        let texts = texts(said.iter().copied());
        assert!(texts.len() < 6 && texts.iter().all(|text| text.len() < 8_000));
        let heard: Vec<Change> = texts.iter().flat_map(|text| text.split(' ').filter_map(read)).collect();
        assert_eq!(heard, said);
        for unknown in ["", "p", "x00000000000000000000000000000001", "pé", "c1"] {
            assert_eq!(read(unknown), None, "{unknown}");
        }
    }
}

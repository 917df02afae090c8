//! Why PostgreSQL cannot be reached, told apart by one plain connection. The driver's own text may name users and paths,
//! so it stays inside.

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{ConnectOptions, Connection, Error};
use std::io::ErrorKind;
use std::str::FromStr;
use std::time::Duration;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What stands between the hub and PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The address cannot be understood.
    Address,
    /// Nobody listens there.
    NobodyListens(String),
    /// No machine has this name.
    NoSuchHost(String),
    /// Nothing came back in time.
    NoAnswer(String),
    /// User or password is wrong, or the server lets this user in from elsewhere only.
    NotLetIn,
    /// The server has no database of this name.
    NoSuchDatabase(String),
    /// The server has no connection left.
    Full,
    /// Something else; the server's code where it gave one.
    Other(Option<String>),
}

/// Tries to connect to PostgreSQL once, and says what is in the way; none where nothing is.
pub async fn obstacle(url: &str) -> Option<Obstacle> {
    let Ok(options) = PgConnectOptions::from_str(url) else {
        return Some(Obstacle::Address);
    };
    let options = options.disable_statement_logging();
    let place = match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let database = options.get_database().unwrap_or(options.get_username()).to_owned();
    let Ok(connected) = tokio::time::timeout(PATIENCE, PgConnection::connect_with(&options)).await else {
        return Some(Obstacle::NoAnswer(place));
    };
    let error = connected.err()?;
    Some(match (&error, code(&error).as_deref()) {
        (_, Some("28P01" | "28000")) => Obstacle::NotLetIn,
        (_, Some("3D000")) => Obstacle::NoSuchDatabase(database),
        (_, Some("53300")) => Obstacle::Full,
        (_, Some(code)) => Obstacle::Other(Some(code.to_owned())),
        (Error::Io(io), None) => match io.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::NotFound => Obstacle::NobodyListens(place),
            ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                Obstacle::NoAnswer(place)
            }
            // Names that do not resolve have no kind of their own.
            _ if io.to_string().contains("lookup") => Obstacle::NoSuchHost(options.get_host().to_owned()),
            _ => Obstacle::Other(None),
        },
        _ => Obstacle::Other(None),
    })
}

fn code(error: &Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

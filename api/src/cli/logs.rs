//! Events for the operator, on standard error: text where a person watches, JSON for machines.

use super::output::{Failure, SETTINGS, is_watched};
use crate::settings::LogFormat;
use tracing_subscriber::EnvFilter;

/// Begins to log what `filter` lets through. Only the first call of a process counts.
pub fn begin(filter: &str, format: LogFormat) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(with_quiet_neighbours(filter)).map_err(|wrong| {
        Failure::new(SETTINGS, format_args!("the setting “log” is no filter: {wrong}"))
            .hint("Write a level, or levels by part: PASSPORT_HUB_LOG=info or PASSPORT_HUB_LOG=warn,passport_hub=debug")
    })?;
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let json = match format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !is_watched(),
    };
    // A second call finds a logger in place and leaves it.
    let _ = if json {
        logger.json().flatten_event(true).try_init()
    } else {
        logger.with_ansi(is_watched()).try_init()
    };
    Ok(())
}

/// A command that ends by itself speaks to whoever called it: text, unless JSON is set.
pub fn for_a_task(format: LogFormat) -> LogFormat {
    if format == LogFormat::Json {
        format
    } else {
        LogFormat::Text
    }
}

/// Libraries tell every step at `info`; who wants to read that names them in the filter.
fn with_quiet_neighbours(filter: &str) -> String {
    format!("sqlx=warn,sea_orm=warn,sea_orm_migration=warn,{filter}")
}

//! What may be set, and where from: defaults, then the settings file, then the environment. `docs/SETTINGS.md` lists it.

use crate::flows::retention::Retention;
use crate::http::HttpSettings;
use crate::keys::{KeyError, Keys};
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use passport::consent::AgeBand;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The settings file that is read when it is there and no other is named.
pub const FILE: &str = "passport-hub.toml";
/// How settings are named in the environment: `PASSPORT_HUB_POOL_SIZE`, `PASSPORT_HUB_HTTP__EXPLORER`.
pub const PREFIX: &str = "PASSPORT_HUB_";
/// The key file's name where none is set.
pub const KEY_FILE: &str = "passport-hub.key";

/// Everything that may be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The database: `sqlite:FILE` or `postgres://…`.
    pub database_url: String,
    /// The address to listen on.
    pub listen: String,
    /// The file that holds the hub's one secret; made when it is not there.
    pub key_file: Option<PathBuf>,
    /// Connections to the database.
    pub pool_size: u32,
    /// Which events are logged, as `tracing` filters them: `info`, `warn,passport_hub=debug`.
    pub log: String,
    /// How they are written.
    pub log_format: LogFormat,
    /// From which band of age on a minor's own yes is needed beside the guardian's.
    pub assent_from: AssentFrom,
    /// Who may read vocabularies for their own sake.
    pub vocabularies_for: VocabulariesFor,
    /// How the hub answers over HTTP.
    pub http: HttpSettings,
    /// What is kept for a time only.
    pub retention: Retention,
}

/// How events are written to standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text for a person at a terminal, JSON for everything else.
    #[default]
    Auto,
    /// Lines of text.
    Text,
    /// One JSON object a line.
    Json,
}

/// From which band of age on a minor's own yes is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum AssentFrom {
    /// Of every minor.
    #[serde(rename = "under_13")]
    Under13,
    /// From thirteen on.
    #[default]
    #[serde(rename = "13_15")]
    From13To15,
    /// From sixteen on.
    #[serde(rename = "16_17")]
    From16To17,
    /// Never: the guardian alone decides.
    #[serde(rename = "adult")]
    Adult,
}

/// Who may read vocabularies for their own sake. Concepts in a passport are seen by whoever sees the passport.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VocabulariesFor {
    /// Holders, sources, members and stewards.
    Members,
    /// These and partners: everybody with a token.
    #[default]
    SignedIn,
    /// Those without a token too.
    Everyone,
}

impl From<AssentFrom> for AgeBand {
    fn from(from: AssentFrom) -> Self {
        match from {
            AssentFrom::Under13 => AgeBand::Under13,
            AssentFrom::From13To15 => AgeBand::From13To15,
            AssentFrom::From16To17 => AgeBand::From16To17,
            AssentFrom::Adult => AgeBand::Adult,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            database_url: "sqlite:passport-hub.sqlite".into(),
            listen: "127.0.0.1:8080".into(),
            key_file: None,
            pool_size: 5,
            log: "info".into(),
            log_format: LogFormat::Auto,
            assent_from: AssentFrom::default(),
            vocabularies_for: VocabulariesFor::default(),
            http: HttpSettings::default(),
            retention: Retention::default(),
        }
    }
}

/// Why the settings cannot be used. No value of a setting stands in it: some are secret.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// The file that was named is not there.
    #[error("there is no settings file {0}")]
    NoFile(PathBuf),
    /// A setting is unknown or has the wrong form.
    #[error("{0}")]
    Wrong(String),
}

impl Settings {
    /// Reads the settings; `file` must be there when it is named.
    pub fn load(file: Option<&Path>) -> Result<Self, BadSettings> {
        if let Some(file) = file.filter(|file| !file.is_file()) {
            return Err(BadSettings::NoFile(file.to_owned()));
        }
        let file = file.unwrap_or(Path::new(FILE));
        let from_file = if file.is_file() {
            Figment::from(Toml::file_exact(file))
        } else {
            Figment::new()
        };
        let figment = from_file
            .merge(Env::raw().only(&["DATABASE_URL"]))
            // The secret is read where the keys are made, so that it can stand in no error and no debug output.
            .merge(Env::prefixed(PREFIX).ignore(&["secret", "config"]).split("__"));
        let settings: Settings = figment
            .extract()
            .map_err(|errors| BadSettings::Wrong(in_words(errors)))?;
        if settings.pool_size == 0 {
            return Err(BadSettings::Wrong("pool_size must be at least 1".into()));
        }
        Ok(settings)
    }

    /// The hub's keys: from `PASSPORT_HUB_SECRET`, else from the key file, which is made when it is not there.
    pub fn keys(&self) -> Result<Keys, KeyError> {
        match secret_from_environment() {
            Some(text) => Keys::from_text(&text, "PASSPORT_HUB_SECRET"),
            None => Keys::from_file(&self.key_path()),
        }
    }

    /// Where the key file is: as set, else beside the SQLite file, else in the working directory.
    pub fn key_path(&self) -> PathBuf {
        let beside = || self.sqlite_path().and_then(|path| Some(path.parent()?.join(KEY_FILE)));
        self.key_file
            .clone()
            .or_else(beside)
            .unwrap_or_else(|| PathBuf::from(KEY_FILE))
    }

    /// The file of a SQLite database; none for PostgreSQL and for a database in memory.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let rest = self.database_url.strip_prefix("sqlite:")?;
        let path = rest
            .strip_prefix("//")
            .unwrap_or(rest)
            .split('?')
            .next()
            .unwrap_or_default();
        (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
    }

    /// The database's address fit to be shown: without user, password and options.
    pub fn shown_database(&self) -> String {
        let url = self.database_url.split('?').next().unwrap_or_default();
        match url
            .split_once("://")
            .map(|(scheme, rest)| (scheme, rest.rsplit_once('@')))
        {
            Some((scheme, Some((_, host)))) => format!("{scheme}://…@{host}"),
            _ => url.to_owned(),
        }
    }
}

/// The secret as the environment gives it; empty counts as not given.
pub fn secret_from_environment() -> Option<String> {
    std::env::var("PASSPORT_HUB_SECRET")
        .ok()
        .filter(|text| !text.trim().is_empty())
}

fn in_words(errors: figment::Error) -> String {
    use figment::error::Kind;
    let each = errors.into_iter().map(|error| {
        let place = error.metadata.as_ref().map(|from| match &from.source {
            Some(source) => format!(" (in {source})"),
            None => format!(" (in {})", from.name),
        });
        let place = place.unwrap_or_default();
        let key = error.path.join(".");
        match &error.kind {
            Kind::UnknownField(field, known) => {
                let whole = if key.is_empty() || key.ends_with(field.as_str()) {
                    key
                } else {
                    format!("{key}.{field}")
                };
                let whole = if whole.is_empty() { field.clone() } else { whole };
                format!(
                    "there is no setting “{whole}”{place}; here may stand: {}",
                    known.join(", ")
                )
            }
            Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
                format!(
                    "the setting “{key}” must be {}{place}",
                    expected_by_people(&expected.clone())
                )
            }
            Kind::UnknownVariant(_, known) => format!("the setting “{key}” must be one of {}{place}", known.join(", ")),
            Kind::Message(_) if key.is_empty() => {
                format!("the settings cannot be read{place}: {}", first_line(&error.kind))
            }
            _ => format!("the setting “{key}” cannot be read{place}"),
        }
    });
    each.collect::<Vec<_>>().join("\n")
}

/// What a setting must be, without the names of Rust's types.
fn expected_by_people(expected: &str) -> &str {
    match expected {
        "u16" | "u32" | "u64" | "usize" => "a whole number",
        "a boolean" | "bool" => "true or false",
        "a string" | "path string" => "text",
        "a sequence" => "a list",
        other => other.strip_prefix("struct ").map_or(other, |_| "a table of settings"),
    }
}

/// A TOML error repeats the line at fault from its second line on; the first says where.
fn first_line(kind: &figment::error::Kind) -> String {
    kind.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Settings, BadSettings> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Settings::load(Some(file.path()))
    }

    #[test]
    fn a_file_sets_what_it_names_and_leaves_the_rest() {
        let settings = with("listen = \"0.0.0.0:80\"\nlog_format = \"json\"\n[http.limits]\ndepth = 9\n").unwrap();
        assert_eq!(
            (settings.listen.as_str(), settings.log_format),
            ("0.0.0.0:80", LogFormat::Json)
        );
        assert_eq!((settings.http.limits.depth, settings.pool_size), (9, 5));
        assert_eq!(settings.assent_from, AssentFrom::From13To15);
        let later = with("assent_from = \"16_17\"").unwrap();
        assert_eq!(AgeBand::from(later.assent_from), AgeBand::From16To17);
    }

    #[test]
    fn what_is_wrong_is_named_and_never_quoted() {
        for (text, says) in [
            ("colour = \"blue\"", "no setting “colour”"),
            ("secret = \"hunter2\"", "no setting “secret”"),
            ("[http]\nsecret = \"hunter2\"", "secret”"),
            ("pool_size = \"hunter2\"", "“pool_size” must be"),
            ("assent_from = \"hunter2\"", "“assent_from” must be one of"),
            ("log_format = \"hunter2\"", "“log_format” must be one of"),
            ("pool_size = 0", "at least 1"),
            ("key_file = \"hunter2", "cannot be read"),
        ] {
            let error = with(text).unwrap_err().to_string();
            assert!(error.contains(says) && !error.contains("hunter2"), "{text:?}: {error}");
        }
    }

    #[test]
    fn addresses_are_shown_without_their_secrets() {
        for (url, shown, key) in [
            (
                "sqlite:/var/lib/hub/a.sqlite?mode=rwc",
                "sqlite:/var/lib/hub/a.sqlite",
                "/var/lib/hub/passport-hub.key",
            ),
            ("sqlite://a.sqlite", "sqlite://a.sqlite", "passport-hub.key"),
            ("sqlite::memory:", "sqlite::memory:", "passport-hub.key"),
            (
                "postgres://hub:hunter2@db.example/hub?x=hunter2",
                "postgres://…@db.example/hub",
                "passport-hub.key",
            ),
        ] {
            let settings = Settings {
                database_url: url.into(),
                ..Settings::default()
            };
            assert_eq!(
                (settings.shown_database().as_str(), settings.key_path()),
                (shown, PathBuf::from(key))
            );
        }
    }
}

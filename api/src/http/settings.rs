//! What may be set about the HTTP face of the hub, and how much anyone may ask of it.

use std::time::Duration;

use serde::Deserialize;

/// How the hub answers over HTTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// How much one caller may ask for.
    pub limits: Limits,
    /// Web origins whose pages may call the hub, such as `https://partner.example`. Same-origin pages always may.
    pub allowed_origins: Vec<String>,
    /// Whether a caller without a token may read the schema by introspection.
    pub introspection_for_strangers: bool,
    /// Whether `/` serves the GraphiQL explorer.
    pub explorer: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            allowed_origins: Vec::new(),
            introspection_for_strangers: true,
            explorer: true,
        }
    }
}

/// How much one caller may ask for. Each limit answers with its own code and says what to do instead.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Levels of nested fields in a document; a Relay connection costs two. Keep it below 30, the engine's own bound.
    pub depth: usize,
    /// Aliases in a document, counted after fragments are expanded.
    pub aliases: usize,
    /// Fields an operation asks of its root, counted after fragments are expanded.
    pub root_fields: usize,
    /// Directives in a document, counted after fragments are expanded.
    pub directives: usize,
    /// Tokens in a document, counted before it is parsed.
    pub tokens: usize,
    /// Fields and fragments in a document, counted after fragments are expanded.
    pub selections: usize,
    /// Bytes in a document, its comments and spaces included.
    pub document_bytes: usize,
    /// Bytes in a JSON body, and in all of a multipart body that a stranger sends.
    pub body_bytes: usize,
    /// Values in a JSON body or message. In memory a value weighs far more than the two bytes it may have on the wire.
    pub json_values: usize,
    /// Operations in one JSON array. Zero and one refuse batches; more than ten counts as ten.
    pub batch: usize,
    /// Bytes of all the files in one upload.
    pub upload_bytes: usize,
    /// Files in one upload.
    pub upload_files: usize,
    /// Bytes of bodies that all callers together may have in memory.
    pub bytes_in_flight: usize,
    /// Seconds for an operation to finish.
    pub operation_seconds: u64,
    /// Seconds for the headers of a request to arrive.
    pub header_seconds: u64,
    /// Seconds for a JSON body to arrive, and for the next piece of an upload.
    pub body_seconds: u64,
    /// Seconds for a whole upload to arrive.
    pub upload_seconds: u64,
    /// Bytes in one message on a socket.
    pub frame_bytes: usize,
    /// Operations that may run on one socket at a time.
    pub socket_operations: usize,
    /// Seconds for `connection_init` to arrive on a new socket.
    pub init_seconds: u64,
    /// Connections that may be open at a time; further ones wait to be accepted.
    pub connections: usize,
    /// Seconds for work in flight to finish when the hub stops.
    pub shutdown_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 15,
            aliases: 30,
            root_fields: 20,
            directives: 50,
            tokens: 2_000,
            selections: 4_000,
            document_bytes: 128 * 1024,
            body_bytes: 1024 * 1024,
            json_values: 50_000,
            batch: 0,
            upload_bytes: 64 * 1024 * 1024,
            upload_files: 50,
            bytes_in_flight: 128 * 1024 * 1024,
            operation_seconds: 10,
            header_seconds: 10,
            body_seconds: 10,
            upload_seconds: 300,
            frame_bytes: 1024 * 1024,
            socket_operations: 50,
            init_seconds: 5,
            connections: 4_096,
            shutdown_seconds: 10,
        }
    }
}

impl Limits {
    /// The most operations a JSON array may hold, never more than ten.
    pub fn batch(&self) -> usize {
        self.batch.min(10)
    }

    /// How long an operation may run.
    pub fn operation_time(&self) -> Duration {
        Duration::from_secs(self.operation_seconds)
    }

    /// How long a JSON body, or the next piece of an upload, may take to arrive.
    pub fn body_time(&self) -> Duration {
        Duration::from_secs(self.body_seconds)
    }
}

//! A hub that listens, and those who speak to it.

use crate::support::Stage;
use futures::{SinkExt, StreamExt};
use passport_hub::caller::Bearer;
use passport_hub::graphql::Gateway;
use passport_hub::http::{Closing, HttpSettings, router, serve};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

/// A hub behind an address of its own.
pub struct Served<'a> {
    stage: &'a Stage,
    address: String,
    http: reqwest::Client,
    server: JoinHandle<()>,
}

impl Stage {
    /// Serves this hub as the binary does.
    pub async fn served(&self) -> Served<'_> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (settings, closing) = (HttpSettings::default(), Closing::default());
        let limits = settings.limits.clone();
        let router = router(Gateway::new(self.hub.clone()), settings, String::new, closing.clone());
        let server =
            tokio::spawn(async move { serve(listener, router, &limits, closing, std::future::pending()).await });
        Served {
            stage: self,
            address,
            http: reqwest::Client::new(),
            server,
        }
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Served<'_> {
    /// A token for this bearer.
    pub fn token(&self, bearer: Bearer) -> String {
        self.stage.hub.tokens.issue(bearer, chrono::Duration::hours(1)).unwrap()
    }

    /// The answer to a document of somebody with a token, or of a stranger.
    pub async fn asks(&self, bearer: Option<Bearer>, document: &str, variables: Value) -> Value {
        let mut request = self.http.post(format!("http://{}/graphql", self.address));
        if let Some(bearer) = bearer {
            request = request.bearer_auth(self.token(bearer));
        }
        let body = json!({ "query": document, "variables": variables });
        request.json(&body).send().await.unwrap().json().await.unwrap()
    }

    /// What comes of one mutation with one input.
    pub async fn does(&self, bearer: Bearer, mutation: &str, input: Value) -> Value {
        let answer = self.asks(Some(bearer), mutation, json!({ "input": input })).await;
        assert_eq!(answer["errors"], Value::Null, "{answer}");
        let data = answer["data"].as_object().unwrap();
        data.values().next().unwrap().clone()
    }

    /// Uploads files as one delivery, with a document that takes `$files` and `$adapter`.
    pub async fn uploads(&self, bearer: Option<Bearer>, files: &[(&str, &[u8])], about: Upload<'_>) -> (u16, Value) {
        let nulls = vec![Value::Null; files.len()];
        let operations = json!({ "query": about.document, "variables": { "files": nulls, "adapter": about.adapter } });
        let paths = |at: usize| (at.to_string(), json!([format!("variables.files.{at}")]));
        let map: serde_json::Map<String, Value> = (0..files.len()).map(paths).collect();
        let mut form = Form::new()
            .text("operations", operations.to_string())
            .text("map", Value::from(map).to_string());
        for (at, (name, bytes)) in files.iter().enumerate() {
            form = form.part(
                at.to_string(),
                Part::bytes(bytes.to_vec()).file_name((*name).to_owned()),
            );
        }
        let mut request = self
            .http
            .post(format!("http://{}/graphql", self.address))
            .multipart(form);
        if about.preflight {
            request = request.header("GraphQL-Require-Preflight", "1");
        }
        if let Some(bearer) = bearer {
            request = request.bearer_auth(self.token(bearer));
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Opens an event stream.
    pub async fn streams(&self, bearer: Bearer, document: &str, variables: Value) -> Events {
        let request = self.http.post(format!("http://{}/graphql/stream", self.address));
        let request = request
            .bearer_auth(self.token(bearer))
            .header("accept", "text/event-stream");
        let body = json!({ "query": document, "variables": variables });
        let answer = request.json(&body).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream", "{answer:?}");
        Events {
            answer,
            text: String::new(),
        }
    }

    /// Opens a socket and says this as `connection_init`.
    pub async fn socket(&self, payload: Value) -> Socket {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().unwrap();
        let protocol = "graphql-transport-ws".parse().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let (socket, _) = connect_async(request).await.unwrap();
        let mut socket = Socket(socket);
        socket
            .says(json!({ "type": "connection_init", "payload": payload }))
            .await;
        socket
    }
}

/// How an upload is sent.
pub struct Upload<'a> {
    pub document: &'a str,
    pub adapter: Option<&'a str>,
    pub preflight: bool,
}

/// An event stream being read.
pub struct Events {
    answer: reqwest::Response,
    text: String,
}

impl Events {
    /// The next event and its data; none at the end. Comments that keep the connection are passed over.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name));
                    line.map(|text| text.trim().to_owned())
                };
                let found = field("event:").map(|kind| (kind, field("data:").unwrap_or_default()));
                self.text = rest.to_owned();
                if let Some((kind, data)) = found {
                    return Some((kind, serde_json::from_str(&data).unwrap_or_default()));
                }
            }
            let chunk = self.answer.chunk().await.unwrap()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

/// A client's end of a socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn says(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next message, or the code that the socket was closed with.
    pub async fn hears(&mut self) -> Result<Value, u16> {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => return Err(frame.map_or(1005, |frame| frame.code.into())),
                _ => {}
            }
        }
    }
}

/// The persons with this name who stand for themselves.
pub async fn persons(stage: &Stage, name: &str) -> Vec<Uuid> {
    stage
        .ids(&format!(
            "SELECT id FROM person WHERE display_name = '{name}' AND merged_into IS NULL ORDER BY id"
        ))
        .await
}

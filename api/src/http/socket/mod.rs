//! Sockets at `/graphql`, in the graphql-transport-ws protocol and no other. A page of any site may open one: callers
//! are known by a token they send, never by a cookie the browser adds, so there is nothing a foreign page could borrow.

mod frames;
mod session;

use axum::{
    body::Body,
    extract::{FromRequestParts, ws::WebSocketUpgrade},
    response::Response,
};
use http::{HeaderMap, Request, header};
use tracing::Instrument;

use self::session::Session;
use super::{Door, Graph, RequestId, errors::Fault, exchange, operation::Asker, respond::Media};

const PROTOCOL: &str = "graphql-transport-ws";
/// Most messages are small; the library's own buffers would cost 128 KiB a socket.
const BUFFER_BYTES: usize = 8 * 1024;

/// Whether the request wants to become a socket.
pub(super) fn is_asked_for(request: &Request<Body>) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Turns the request into a socket, or says why not.
pub(super) async fn open<G: Graph>(door: Door<G>, request: Request<Body>) -> Response {
    upgrade(door, request)
        .await
        .unwrap_or_else(|fault| exchange::refuse(fault, Media::Json))
}

async fn upgrade<G: Graph>(door: Door<G>, request: Request<Body>) -> Result<Response, Fault> {
    let (mut parts, _) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().cloned().unwrap_or_default();
    let known = known(&door, &parts.headers, &id).await?;
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade.map_err(|_| Fault::bad_request("The upgrade to a socket is malformed."))?;
    let upgrade = upgrade.protocols([PROTOCOL]);
    if upgrade.selected_protocol().is_none() {
        return Err(Fault::bad_request(format!(
            "Sockets speak `{PROTOCOL}` only. Ask for that subprotocol."
        )));
    }
    let span = tracing::info_span!("socket", request_id = %id, operation = tracing::field::Empty);
    let most = door.limits().frame_bytes;
    let upgrade = upgrade.max_message_size(most).max_frame_size(most);
    let upgrade = upgrade.read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
    Ok(upgrade.on_upgrade(move |socket| Session::new(door, known).live(socket).instrument(span)))
}

/// Who calls, if the headers already say so; programs can send them, web pages cannot.
async fn known<G: Graph>(
    door: &Door<G>,
    headers: &HeaderMap,
    id: &RequestId,
) -> Result<Option<Asker<G::Caller>>, Fault> {
    match exchange::bearer(headers)? {
        Some(token) => door.asker(Some(token), id).await.map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::{SinkExt, StreamExt};
    use serde_json::{Value, json};
    use tokio::net::TcpListener;
    use tokio_tungstenite::{
        MaybeTlsStream, WebSocketStream, connect_async,
        tungstenite::{Error, Message, client::IntoClientRequest},
    };

    use crate::http::{Closing, HttpSettings, Limits, router, serve, test_graph::TestGraph};

    type Client = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

    /// A hub on a port of its own; sending on the channel stops it.
    async fn hub() -> (String, tokio::sync::oneshot::Sender<()>) {
        hub_of(TestGraph::new()).await
    }

    async fn hub_of(graph: TestGraph) -> (String, tokio::sync::oneshot::Sender<()>) {
        let limits = Limits {
            init_seconds: 1,
            socket_operations: 2,
            shutdown_seconds: 5,
            ..Limits::default()
        };
        let settings = HttpSettings {
            limits: limits.clone(),
            ..HttpSettings::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/graphql", listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let closing = Closing::default();
        let router = router(graph, settings, String::new, closing.clone());
        tokio::spawn(async move {
            serve(listener, router, &limits, closing, async {
                let _ = stopped.await;
            })
            .await;
        });
        (url, stop)
    }

    async fn connect(url: &str, protocol: &str, token: Option<&str>) -> Result<Client, Box<Error>> {
        let mut request = url.into_client_request().map_err(Box::new)?;
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol.parse().unwrap());
        if let Some(token) = token {
            request
                .headers_mut()
                .insert("authorization", format!("Bearer {token}").parse().unwrap());
        }
        connect_async(request).await.map(|(client, _)| client).map_err(Box::new)
    }

    async fn say(client: &mut Client, message: &Value) {
        client.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next message, or `{"closed": code}`.
    async fn hear(client: &mut Client) -> Value {
        loop {
            let heard = tokio::time::timeout(Duration::from_secs(5), client.next())
                .await
                .unwrap();
            match heard {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Close(Some(frame)))) => return json!({"closed": u16::from(frame.code)}),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => return json!({"broken": format!("{other:?}")}),
            }
        }
    }

    fn subscribe(id: &str, query: &str) -> Value {
        json!({"type": "subscribe", "id": id, "payload": {"query": query}})
    }

    fn init() -> Value {
        json!({"type": "connection_init"})
    }

    #[tokio::test]
    async fn a_socket_is_closed_as_the_protocol_says() {
        let (url, _stop) = hub().await;
        let forever = || subscribe("1", "subscription { forever }");
        for (said, code) in [
            (vec![json!("x")], 4400),
            (vec![init(), json!({"type": "start"})], 4400),
            (vec![forever()], 4401),
            (
                vec![json!({"type": "connection_init", "payload": {"token": "bad"}})],
                4403,
            ),
            (
                vec![json!({"type": "connection_init", "payload": {"Authorization": "bad"}})],
                4403,
            ),
            (vec![], 4408),
            (vec![init(), forever(), forever()], 4409),
            (vec![init(), init()], 4429),
            (
                vec![init(), json!({"type": "ping", "payload": {"x": "x".repeat(1_100_000)}})],
                1009,
            ),
        ] {
            let mut client = connect(&url, super::PROTOCOL, None).await.unwrap();
            for message in &said {
                // A hub that has already hung up takes no more.
                let _ = client.send(Message::text(message.to_string())).await;
            }
            let mut heard = hear(&mut client).await;
            while heard.get("closed").is_none() && heard.get("broken").is_none() {
                heard = hear(&mut client).await;
            }
            assert_eq!(heard, json!({"closed": code}), "{:.200}", format!("{said:?}"));
        }
    }

    #[tokio::test]
    async fn other_protocols_and_bad_tokens_never_become_a_socket() {
        let (url, _stop) = hub().await;
        for (protocol, token, status) in [("graphql-ws", None, 400), (super::PROTOCOL, Some("bad"), 401)] {
            match connect(&url, protocol, token).await.map_err(|error| *error) {
                Err(Error::Http(response)) => assert_eq!(response.status(), status),
                _ => unreachable!("{protocol} was taken"),
            }
        }
    }

    #[tokio::test]
    async fn operations_of_all_kinds_run_and_mistakes_are_errors() {
        let (url, _stop) = hub().await;
        let mut client = connect(&url, super::PROTOCOL, Some("ann")).await.unwrap();
        say(&mut client, &init()).await;
        assert_eq!(hear(&mut client).await["type"], "connection_ack");
        for (query, heard) in [
            ("{ me }", vec![json!({"me": "ann"})]),
            ("mutation { set(value: 1) }", vec![json!({"set": 1})]),
            (
                "subscription { count(to: 2) }",
                vec![json!({"count": 1}), json!({"count": 2})],
            ),
        ] {
            say(&mut client, &subscribe("a", query)).await;
            for data in heard {
                assert_eq!(
                    hear(&mut client).await,
                    json!({"type": "next", "id": "a", "payload": {"data": data}})
                );
            }
            assert_eq!(hear(&mut client).await, json!({"type": "complete", "id": "a"}));
        }
        for (query, code) in [
            ("{ ", "GRAPHQL_PARSE_FAILED"),
            ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { nope }", "GRAPHQL_VALIDATION_FAILED"),
            (&"{a ".repeat(20), "GRAPHQL_PARSE_FAILED"),
            (&("{a".repeat(15) + "{b}" + &"}".repeat(15)), "QUERY_TOO_DEEP"),
        ] {
            say(&mut client, &subscribe("a", query)).await;
            let heard = hear(&mut client).await;
            assert_eq!(
                (&heard["type"], &heard["id"]),
                (&json!("error"), &json!("a")),
                "{query}"
            );
            assert_eq!(heard["payload"][0]["extensions"]["code"], code, "{query}");
        }
        say(&mut client, &json!({"type": "ping", "payload": {"a": 1}})).await;
        assert_eq!(hear(&mut client).await, json!({"type": "pong", "payload": {"a": 1}}));
    }

    #[tokio::test]
    async fn an_ended_operation_says_no_more_and_frees_its_id() {
        let (url, stop) = hub().await;
        let mut client = connect(&url, super::PROTOCOL, None).await.unwrap();
        say(&mut client, &init()).await;
        assert_eq!(hear(&mut client).await["type"], "connection_ack");
        for _ in 0..2 {
            say(&mut client, &subscribe("a", "subscription { forever }")).await;
            assert_eq!(hear(&mut client).await["type"], "next");
            say(&mut client, &json!({"type": "complete", "id": "a"})).await;
        }
        for id in ["a", "b"] {
            say(&mut client, &subscribe(id, "subscription { forever }")).await;
            assert_eq!(hear(&mut client).await["id"], id);
        }
        say(&mut client, &subscribe("c", "{ me }")).await;
        assert_eq!(
            hear(&mut client).await["payload"][0]["extensions"]["code"],
            "TOO_MANY_OPERATIONS"
        );
        let _ = stop.send(());
        assert_eq!(hear(&mut client).await, json!({"closed": 1001}));
    }

    #[tokio::test]
    async fn a_token_that_ends_ends_what_it_began() {
        let payload = json!({"token": "brief"});
        for (token, payload) in [(Some("brief"), Value::Null), (None, payload)] {
            let graph = TestGraph::new();
            let (url, _stop) = hub_of(graph.clone()).await;
            let mut client = connect(&url, super::PROTOCOL, token).await.unwrap();
            say(&mut client, &json!({"type": "connection_init", "payload": payload})).await;
            assert_eq!(hear(&mut client).await["type"], "connection_ack");
            say(
                &mut client,
                &subscribe("a", "subscription { count(to: 99, everyMs: 100) }"),
            )
            .await;
            assert_eq!(hear(&mut client).await["payload"], json!({"data": {"count": 1}}));
            graph.end_brief_tokens();
            let mut last = hear(&mut client).await;
            // One may have been on its way.
            if last["payload"]["data"]["count"] == 2 {
                last = hear(&mut client).await;
            }
            assert_eq!(
                (&last["type"], code_in(&last["payload"]["errors"])),
                (&json!("next"), "UNAUTHENTICATED")
            );
            assert_eq!(hear(&mut client).await, json!({"type": "complete", "id": "a"}));

            say(&mut client, &subscribe("b", "{ me }")).await;
            let refused = hear(&mut client).await;
            assert_eq!(
                (&refused["type"], code_in(&refused["payload"])),
                (&json!("error"), "UNAUTHENTICATED")
            );
            assert_eq!(hear(&mut client).await, json!({"closed": 4403}));
        }
    }

    fn code_in(errors: &Value) -> &str {
        errors[0]["extensions"]["code"].as_str().unwrap_or("")
    }
}

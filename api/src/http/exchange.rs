//! One HTTP request and its answer, at `/graphql`.

use std::sync::Arc;

use async_graphql::Response as GraphResponse;
use async_graphql::parser::types::OperationType;
use axum::{body::Body, extract::State, response::Response};
use http::{HeaderMap, Method, Request, header};

use super::{
    Door, Graph, RequestId,
    body::{self, Intake, Share},
    errors::{Fault, code},
    metrics,
    operation::Asker,
    request,
    request::{Asked, Asking, BodyKind},
    respond::{self, Accept, Media},
    socket, sse, upload,
};

/// Answers at `/graphql`: a socket if one is asked for, else one answer.
pub(super) async fn graphql<G: Graph>(State(door): State<Door<G>>, request: Request<Body>) -> Response {
    if socket::is_asked_for(&request) {
        return socket::open(door, request).await;
    }
    let accept = Accept::of(request.headers());
    match exchange(&door, request, accept).await {
        Ok(response) => response,
        Err(fault) => refuse(fault, accept.or_json()),
    }
}

/// Turns a request away, and counts it.
pub(super) fn refuse(fault: Fault, media: Media) -> Response {
    metrics::refusal("http", fault.code);
    respond::refusal(fault, media)
}

async fn exchange<G: Graph>(door: &Door<G>, request: Request<Body>, accept: Accept) -> Result<Response, Fault> {
    if accept.media.is_none() && !accept.events {
        let message = "Accept `application/graphql-response+json` or `application/json`.";
        return Err(Fault::new(code::NOT_ACCEPTABLE, message));
    }
    let by_get = is_get(request.method());
    // What the body takes of the common room is given back when the answer is ready.
    let Received {
        asker,
        asking,
        id,
        held: _held,
    } = receive(door, request).await?;
    match asking {
        Asking::One(asked) => one(door, asker, *asked, id, accept, by_get).await,
        Asking::Many(asked) => Ok(many(door, &asker, asked, &id, accept.or_json()).await),
    }
}

async fn one<G: Graph>(
    door: &Door<G>,
    asker: Asker<G::Caller>,
    asked: Asked,
    id: RequestId,
    accept: Accept,
    by_get: bool,
) -> Result<Response, Fault> {
    let well_formed = asked.query.is_some() || asked.document_id.is_some();
    let operation = match door.admit(asker, asked, id) {
        Ok(operation) => operation,
        // The request is a good one, its document is not: the media type decides on the status.
        Err(fault) if well_formed => {
            metrics::refusal("http", fault.code);
            return Ok(respond::answer(GraphResponse::from(fault), accept.or_json()));
        }
        Err(fault) => return Err(fault),
    };
    check_method(operation.kind, by_get)?;
    match (operation.kind, accept.media) {
        (OperationType::Subscription, _) if accept.events => Ok(sse::answer(door, operation)),
        (OperationType::Subscription, _) => Err(Fault::bad_request(
            "A subscription needs a stream. Use a graphql-transport-ws socket here, or `/graphql/stream`.",
        )),
        (_, None) => Ok(sse::answer(door, operation)),
        (_, Some(media)) => Ok(respond::answer(door.run(operation, "http").await, media)),
    }
}

/// Runs a batch in its order, so that its mutations do not overtake one another.
async fn many<G: Graph>(
    door: &Door<G>,
    asker: &Asker<G::Caller>,
    asked: Vec<Asked>,
    id: &RequestId,
    media: Media,
) -> Response {
    let mut responses = Vec::with_capacity(asked.len());
    for asked in asked {
        responses.push(match door.admit(asker.clone(), asked, id.clone()) {
            Ok(operation) if operation.kind == OperationType::Subscription => {
                Fault::bad_request("A subscription needs a stream of its own. Take it out of the batch.").into()
            }
            Ok(operation) => door.run(operation, "http").await.response,
            Err(fault) => fault.into(),
        });
    }
    respond::answers(&responses, media)
}

/// A request understood: who asks and what.
pub(super) struct Received<C> {
    pub(super) asker: Asker<C>,
    pub(super) asking: Asking,
    pub(super) id: RequestId,
    pub(super) held: Held,
}

/// Room taken by a body.
pub(super) enum Held {
    Nothing,
    Share { _share: Share },
    Intake { _intake: Arc<Intake> },
}

/// Finds out who asks, and only then reads what.
pub(super) async fn receive<G: Graph>(door: &Door<G>, request: Request<Body>) -> Result<Received<G::Caller>, Fault> {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let is_get = is_get(request.method());
    let kind = if is_get {
        None
    } else {
        Some(BodyKind::of(request.headers())?)
    };
    let asker = door.asker(bearer(request.headers())?, &id).await?;
    let (asking, held) = match kind {
        None => (Asking::One(Box::new(request::from_uri(request.uri())?)), Held::Nothing),
        Some(BodyKind::Json) => {
            let (bytes, _share) = body::read(request.into_body(), door.limits(), door.room()).await?;
            (
                request::from_json(&bytes, door.limits().batch(), door.limits())?,
                Held::Share { _share },
            )
        }
        Some(BodyKind::Multipart) => {
            upload::require_preflight(request.headers())?;
            let limits = door.limits();
            // Only those we know may fill the room with files.
            let stranger = door.graph.is_stranger(&asker.caller);
            let most = if stranger {
                limits.body_bytes
            } else {
                limits.upload_bytes + limits.body_bytes
            };
            let (asked, _intake) = upload::read(request, most, limits, door.room()).await?;
            (Asking::One(Box::new(asked)), Held::Intake { _intake })
        }
    };
    Ok(Received {
        asker,
        asking,
        id,
        held,
    })
}

/// The token of `Authorization: Bearer …`, if there is such a header.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let token = sent.to_str().ok().and_then(token);
    token
        .map(Some)
        .ok_or_else(|| Fault::new(code::UNAUTHENTICATED, "Send `Authorization: Bearer <token>`."))
}

/// The token behind the word `Bearer`.
pub(super) fn token(credentials: &str) -> Option<&str> {
    let (scheme, token) = credentials.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// A link or a picture can send a GET; only reading may come of it.
pub(super) fn check_method(kind: OperationType, by_get: bool) -> Result<(), Fault> {
    if by_get && kind == OperationType::Mutation {
        return Err(Fault::new(
            code::METHOD_NOT_ALLOWED,
            "A mutation may not be sent by GET. Send it by POST.",
        ));
    }
    Ok(())
}

fn is_get(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http_body_util::BodyExt;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;
    use crate::http::{Closing, HttpSettings, Limits, router, test_graph::TestGraph};

    const GRAPH: &str = "application/graphql-response+json";
    const JSON: &str = "application/json";

    fn post() -> http::request::Builder {
        Request::post("/graphql").header("content-type", JSON)
    }

    /// Sends one request to a hub of its own; gives status, headers and body.
    async fn ask_with(settings: HttpSettings, request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
        let hub = router(TestGraph::new(), settings, String::new, Closing::default());
        let response = hub.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (
            parts.status,
            parts.headers,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
        ask_with(HttpSettings::default(), request).await
    }

    fn query(query: &str) -> Request<Body> {
        let body = json!({"query": query}).to_string();
        post().header("accept", GRAPH).body(Body::from(body)).unwrap()
    }

    fn code(body: &Value) -> &str {
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or("")
    }

    #[tokio::test]
    async fn a_date_that_is_none_is_told_with_one_that_is() {
        for (query, wanted) in [
            (r#"{ after(day: "2025-13-01") }"#, "such as 2025-03-14."),
            ("{ after(day: \"yesterday\") }", "such as 2025-03-14."),
            (
                r#"{ after(day: "2025-03-14", moment: "2025-03-14") }"#,
                "such as 2025-03-14T09:30:00Z.",
            ),
        ] {
            let (_, _, body) = ask(self::query(query)).await;
            let message = body["errors"][0]["message"].as_str().unwrap();
            assert!(
                message.starts_with("This is no date: ") && message.ends_with(wanted),
                "{body}"
            );
            assert_eq!(code(&body), code::BAD_USER_INPUT, "{body}");
            assert!(body["errors"][0]["locations"][0]["line"].is_u64(), "{body}");
        }
    }

    #[tokio::test]
    async fn the_status_says_what_happened_where_the_media_type_lets_it() {
        for (query, code_, graph, json_) in [
            ("{ me }", "", 200, 200),
            ("{ ", code::GRAPHQL_PARSE_FAILED, 400, 200),
            ("{ nope }", code::GRAPHQL_VALIDATION_FAILED, 400, 200),
            ("{ many(count: 1000) { me } }", code::QUERY_TOO_COMPLEX, 400, 200),
            ("query($v: Int!) { number(value: $v) }", code::BAD_USER_INPUT, 400, 200),
            ("{ coded me }", "FORBIDDEN", 200, 200),
            ("{ boom }", code::INTERNAL_SERVER_ERROR, 500, 200),
            ("subscription { forever }", code::BAD_REQUEST, 400, 400),
        ] {
            for (accept, status) in [(GRAPH, graph), (JSON, json_)] {
                let body = json!({"query": query}).to_string();
                let request = post().header("accept", accept).body(Body::from(body)).unwrap();
                let (got, headers, body) = ask(request).await;
                assert_eq!(
                    (got.as_u16(), code(&body)),
                    (status, code_),
                    "{query} as {accept}: {body}"
                );
                let content_type = headers[header::CONTENT_TYPE].to_str().unwrap();
                assert!(content_type.starts_with(accept) && content_type.ends_with("charset=utf-8"));
                assert_eq!(
                    body.get("data").is_some(),
                    code_.is_empty() || code_ == "FORBIDDEN",
                    "{body}"
                );
            }
        }
    }

    #[tokio::test]
    async fn requests_that_are_none_are_refused_in_graphql_words() {
        let large = format!("{{\"query\":\"{}\"}}", " ".repeat(1024 * 1024));
        for (request, status, code_) in [
            (post().body(Body::from("{")), 400, code::BAD_REQUEST),
            (post().body(Body::empty()), 400, code::BAD_REQUEST),
            (post().body(Body::from("{}")), 400, code::BAD_REQUEST),
            (
                post().body(Body::from("{\"query\":\"{me}\",\"variables\":3}")),
                400,
                code::BAD_REQUEST,
            ),
            (
                post().body(Body::from(&b"{\"query\":\"\xff\"}"[..])),
                400,
                code::BAD_REQUEST,
            ),
            (
                post().body(Body::from("[{\"query\":\"{me}\"}]")),
                400,
                code::BATCH_REFUSED,
            ),
            (post().body(Body::from(large.clone())), 413, code::PAYLOAD_TOO_LARGE),
            (post().body(chunked(&large)), 413, code::PAYLOAD_TOO_LARGE),
            (
                Request::post("/graphql").body(Body::from("{\"query\":\"{me}\"}")),
                415,
                code::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                post()
                    .header("accept", "text/html")
                    .body(Body::from("{\"query\":\"{me}\"}")),
                406,
                code::NOT_ACCEPTABLE,
            ),
            (
                post().header("authorization", "Bearer bad").body(Body::from("{")),
                401,
                code::UNAUTHENTICATED,
            ),
            (
                post().header("authorization", "Basic x").body(Body::from("{")),
                401,
                code::UNAUTHENTICATED,
            ),
            (
                Request::get("/graphql?query=mutation%7Bset(value:1)%7D").body(Body::empty()),
                405,
                code::METHOD_NOT_ALLOWED,
            ),
            (Request::get("/graphql").body(Body::empty()), 400, code::BAD_REQUEST),
            (
                Request::get("/graphql?query=%7Bme%7D&variables=3").body(Body::empty()),
                400,
                code::BAD_REQUEST,
            ),
            (
                Request::put("/graphql").body(Body::empty()),
                405,
                code::METHOD_NOT_ALLOWED,
            ),
            (Request::get("/elsewhere").body(Body::empty()), 404, code::NOT_FOUND),
        ] {
            let request = request.unwrap();
            let what = format!("{request:?}");
            let (got, headers, body) = ask(request).await;
            assert_eq!((got.as_u16(), code(&body)), (status, code_), "{what}: {body}");
            assert_eq!(headers.contains_key(header::WWW_AUTHENTICATE), status == 401);
            assert_eq!(headers.contains_key(header::ALLOW), status == 405);
        }
    }

    fn chunked(text: &str) -> Body {
        let pieces: Vec<Result<bytes::Bytes, std::io::Error>> = text
            .as_bytes()
            .chunks(10_000)
            .map(|piece| Ok(bytes::Bytes::copy_from_slice(piece)))
            .collect();
        Body::from_stream(futures::stream::iter(pieces))
    }

    #[tokio::test]
    async fn callers_are_known_by_their_token_and_requests_by_their_id() {
        let mut request = query("{ me requestId }");
        request
            .headers_mut()
            .insert("authorization", "bearer ann".parse().unwrap());
        request.headers_mut().insert("x-request-id", "my-id_1".parse().unwrap());
        let (_, headers, body) = ask(request).await;
        assert_eq!(body, json!({"data": {"me": "ann", "requestId": "my-id_1"}}));
        assert_eq!(
            (&headers["x-request-id"], &headers["cache-control"]),
            (&"my-id_1".parse().unwrap(), &"no-store".parse().unwrap())
        );
        let (_, headers, body) = ask(Request::get("/graphql?query=%7Bme%7D").body(Body::empty()).unwrap()).await;
        assert_eq!(body, json!({"data": {"me": "stranger"}}));
        assert_eq!(headers["x-request-id"].len(), 36);
    }

    #[tokio::test]
    async fn nothing_of_the_inside_gets_out() {
        for asked in ["{ leak }", "{ boom }", "{ again { leak } }"] {
            let mut request = query(asked);
            request
                .headers_mut()
                .insert("x-request-id", "quote-me".parse().unwrap());
            let text = ask(request).await.2.to_string();
            assert!(
                text.contains("Quote id quote-me") && text.contains(code::INTERNAL_SERVER_ERROR),
                "{text}"
            );
            assert!(!text.contains("secret") && !text.contains("/srv"), "{text}");
        }
    }

    #[tokio::test]
    async fn hints_are_for_those_with_a_token() {
        let (_, _, body) = ask(query("{ numbers }")).await;
        assert_eq!(
            body["errors"][0]["message"],
            "Unknown field \"numbers\" on type \"Query\"."
        );
        let mut request = query("{ numbers }");
        request
            .headers_mut()
            .insert("authorization", "Bearer ann".parse().unwrap());
        let (_, _, body) = ask(request).await;
        assert!(
            body["errors"][0]["message"].as_str().unwrap().contains("Did you mean"),
            "{body}"
        );
    }

    #[tokio::test]
    async fn the_schema_can_be_closed_to_strangers() {
        let closed = || HttpSettings {
            introspection_for_strangers: false,
            ..HttpSettings::default()
        };
        let asked = "{ ...f } fragment f on Query { x: __schema { queryType { name } } }";
        assert_eq!(
            code(&ask_with(closed(), query(asked)).await.2),
            code::INTROSPECTION_DISABLED
        );
        let mut request = query(asked);
        request
            .headers_mut()
            .insert("authorization", "Bearer ann".parse().unwrap());
        assert_eq!(ask_with(closed(), request).await.0, 200);
        assert_eq!(ask_with(closed(), query("{ __typename me }")).await.0, 200);
        assert_eq!(ask(query(asked)).await.0, 200);
    }

    fn hasty() -> HttpSettings {
        let limits = Limits {
            operation_seconds: 1,
            body_seconds: 1,
            ..Limits::default()
        };
        HttpSettings {
            limits,
            ..HttpSettings::default()
        }
    }

    #[tokio::test]
    async fn an_operation_has_its_time() {
        let (status, _, body) = ask_with(hasty(), query("{ slow(seconds: 60) }")).await;
        assert_eq!((status.as_u16(), code(&body)), (504, code::TIMEOUT));
        assert_eq!(ask_with(hasty(), query("{ slow(seconds: 0) }")).await.0, 200);
    }

    #[tokio::test]
    async fn a_body_has_its_time() {
        let never = Body::from_stream(futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
        let (status, _, body) = ask_with(hasty(), post().body(never).unwrap()).await;
        assert_eq!((status.as_u16(), code(&body)), (408, code::REQUEST_TIMEOUT));
    }

    #[tokio::test]
    async fn batches_run_in_order_where_they_are_allowed() {
        let limits = Limits {
            batch: 3,
            ..Limits::default()
        };
        let settings = HttpSettings {
            limits,
            ..HttpSettings::default()
        };
        let body = r#"[{"query":"{me}"},{"query":"{"},{"query":"mutation{set(value:2)}"}]"#;
        let (status, _, body) = ask_with(settings, post().body(Body::from(body)).unwrap()).await;
        assert_eq!(status, 200);
        assert_eq!(
            (&body[0]["data"]["me"], &body[2]["data"]["set"]),
            (&json!("stranger"), &json!(2))
        );
        assert_eq!(code(&body[1]), code::GRAPHQL_PARSE_FAILED);
    }

    #[tokio::test]
    async fn only_named_origins_may_call() {
        let settings = HttpSettings {
            allowed_origins: vec!["https://a.example".into()],
            ..HttpSettings::default()
        };
        for (origin, allowed) in [("https://a.example", true), ("https://b.example", false)] {
            let mut request = query("{ me }");
            request.headers_mut().insert("origin", origin.parse().unwrap());
            let (_, headers, _) = ask_with(settings.clone(), request).await;
            assert_eq!(
                headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
                allowed,
                "{origin}"
            );
        }
    }

    #[tokio::test]
    async fn events_are_streamed_and_mistakes_are_not() {
        for (asked, status, said) in [
            (
                "subscription { count(to: 2) }",
                200,
                "event: next\ndata: {\"data\":{\"count\":2}}",
            ),
            ("{ me }", 200, "event: complete\n"),
            ("subscription { boom }", 200, "Internal error. Quote id"),
            ("subscription { nope }", 400, "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { ", 400, "GRAPHQL_PARSE_FAILED"),
        ] {
            let hub = router(
                TestGraph::new(),
                HttpSettings::default(),
                String::new,
                Closing::default(),
            );
            let (mut parts, body) = query(asked).into_parts();
            parts.uri = "/graphql/stream".parse().unwrap();
            let response = hub.oneshot(Request::from_parts(parts, body)).await.unwrap();
            assert_eq!(response.status(), status, "{asked}");
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains(said) && !text.contains("secret"), "{asked}: {text}");
        }
    }
}

//! Operations as event streams, in the distinct connections mode of the GraphQL over SSE protocol: each answer is
//! `event: next`, the end is `event: complete`.
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>

use std::{convert::Infallible, time::Duration};

use async_graphql::Response as GraphResponse;
use axum::{
    body::Body,
    extract::State,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{FutureExt, Stream, StreamExt, stream};
use http::Request;

use super::{
    Door, Graph,
    errors::{self, Answer, Fault, code},
    exchange::{self, Received},
    operation::Operation,
    request::Asking,
    respond::{self, Accept, Media},
};

/// Proxies drop connections that say nothing for long; most wait a minute, some half of that.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// Answers at `/graphql/stream`.
pub(super) async fn graphql<G: Graph>(State(door): State<Door<G>>, request: Request<Body>) -> Response {
    let accept = Accept::of(request.headers());
    let by_get = request.method() != http::Method::POST;
    match open(&door, request, by_get).await {
        Ok(response) => response,
        Err(fault) => exchange::refuse(fault, accept.or_json()),
    }
}

async fn open<G: Graph>(door: &Door<G>, request: Request<Body>, by_get: bool) -> Result<Response, Fault> {
    let Received {
        asker,
        asking,
        id,
        held: _held,
    } = exchange::receive(door, request).await?;
    let Asking::One(asked) = asking else {
        return Err(Fault::new(
            code::BATCH_REFUSED,
            "A stream carries one operation. Open one for each.",
        ));
    };
    let operation = door.admit(asker, *asked, id)?;
    exchange::check_method(operation.kind, by_get)?;
    Ok(answer(door, operation))
}

/// Answers an admitted operation with a stream. A document that does not fit the schema shows in the first answer,
/// which is there at once; that is an answer of its own and no stream.
pub(super) fn answer<G: Graph>(door: &Door<G>, operation: Operation<G::Caller>) -> Response {
    let mut answers = door.stream(operation, "sse").fuse();
    let first = answers.next().now_or_never();
    match first {
        Some(Some(response)) if errors::is_request_error(&response) => respond::answer(response, Media::GraphResponse),
        first => {
            let head = stream::iter(first.flatten());
            let events = head
                .chain(answers)
                .map(|answer| next(&answer))
                .chain(stream::iter([complete()]));
            // A hub that stops ends its streams; clients come back to another.
            let mut closing = door.closing().listen();
            let events = events.take_until(async move { closing.closed().await });
            stream_of(events.map(Ok::<_, Infallible>))
        }
    }
}

fn stream_of(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response()
}

fn next(response: &GraphResponse) -> Event {
    let json = respond::encode(&Answer::from(response));
    Event::default().event("next").data(String::from_utf8_lossy(&json))
}

fn complete() -> Event {
    Event::default().event("complete").data("")
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::http::{Closing, HttpSettings, router, test_graph::TestGraph};

    #[tokio::test]
    async fn a_token_that_ends_ends_the_stream() {
        let graph = TestGraph::new();
        let hub = router(graph.clone(), HttpSettings::default(), String::new, Closing::default());
        let query = r#"{"query":"subscription { count(to: 9, everyMs: 100) }"}"#;
        let request = Request::post("/graphql/stream")
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .header("authorization", "Bearer brief")
            .body(Body::from(query))
            .unwrap();
        let mut body = hub.oneshot(request).await.unwrap().into_body();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(first.windows(9).any(|part| part == b"\"count\":1"), "{first:?}");
        graph.end_brief_tokens();
        let rest = body.collect().await.unwrap().to_bytes();
        let rest = String::from_utf8_lossy(&rest);
        assert!(!rest.contains("\"count\""), "{rest}");
        assert_eq!(rest.matches("UNAUTHENTICATED").count(), 1, "{rest}");
        assert!(rest.trim_end().ends_with("event: complete"), "{rest:?}");
    }
}

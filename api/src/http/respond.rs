//! Answers on their way out: which media type, which status, and the bytes.

use async_graphql::Response as GraphResponse;
use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::Reply;
use super::errors::{self, Answer, Fault, code};

/// The two media types of a GraphQL answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// The status says whether the operation ran.
    GraphResponse,
    /// The older type: every well-formed request has status 200.
    Json,
}

impl Media {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// What the caller can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accept {
    /// The type of the answer; `None` when the caller takes neither.
    pub(super) media: Option<Media>,
    /// Whether the caller names event streams.
    pub(super) events: bool,
}

impl Accept {
    /// Reads the `Accept` headers. Of two types liked equally the newer is taken, unless only a wildcard speaks for it.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut likes = Likes::default();
        let mut silent = true;
        for value in headers.get_all(header::ACCEPT) {
            silent = false;
            value
                .to_str()
                .unwrap_or_default()
                .split(',')
                .for_each(|range| likes.add(range));
        }
        if silent {
            return Self {
                media: Some(Media::Json),
                events: false,
            };
        }
        likes.decide()
    }

    /// The type for an answer that has to be sent whether the caller takes it or not.
    pub(super) fn or_json(self) -> Media {
        self.media.unwrap_or(Media::Json)
    }
}

/// How much each type is liked, in thousandths; `None` when it is not named.
#[derive(Debug, Default)]
struct Likes {
    graph: Option<u16>,
    json: Option<u16>,
    events: Option<u16>,
    wildcard: Option<u16>,
}

impl Likes {
    fn add(&mut self, range: &str) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")))
            .map_or(1000, thousandths);
        let slot = match name {
            _ if name.eq_ignore_ascii_case("application/graphql-response+json") => &mut self.graph,
            _ if name.eq_ignore_ascii_case("application/json") => &mut self.json,
            _ if name.eq_ignore_ascii_case("text/event-stream") => &mut self.events,
            _ if name == "*/*" || name.eq_ignore_ascii_case("application/*") => &mut self.wildcard,
            _ => return,
        };
        *slot = Some(slot.map_or(quality, |before| before.max(quality)));
    }

    fn decide(&self) -> Accept {
        let wildcard = self.wildcard.unwrap_or(0);
        let (graph, json) = (self.graph.unwrap_or(0), self.json.unwrap_or(wildcard));
        let media = match (graph, json) {
            (0, 0) if self.graph.is_none() && wildcard > 0 => Some(Media::GraphResponse),
            (0, 0) => None,
            (graph, json) if graph >= json => Some(Media::GraphResponse),
            _ => Some(Media::Json),
        };
        Accept {
            media,
            events: self.events.unwrap_or(0) > 0,
        }
    }
}

fn thousandths(quality: &str) -> u16 {
    let share = quality.trim().parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0);
    (share * 1000.0) as u16
}

/// The answer to one operation that was understood.
pub(super) fn answer(reply: impl Into<Reply>, media: Media) -> Response {
    let Reply { response, json } = reply.into();
    let status = match media {
        Media::Json => StatusCode::OK,
        Media::GraphResponse if errors::is_request_error(&response) => response
            .errors
            .first()
            .and_then(errors::code_of)
            .map_or(StatusCode::BAD_REQUEST, errors::status),
        Media::GraphResponse => StatusCode::OK,
    };
    let body = json.map_or_else(|| encode(&Answer::from(&response)), Bytes::from);
    let mut sent = send(status, media, body);
    if !response.http_headers.is_empty() {
        sent.headers_mut().extend(response.http_headers);
    }
    sent
}

/// The answers to a batch, in its order.
pub(super) fn answers(responses: &[GraphResponse], media: Media) -> Response {
    let answers: Vec<Answer<'_>> = responses.iter().map(Answer::from).collect();
    send(StatusCode::OK, media, encode(&answers))
}

/// The answer to a request that was not understood or not admitted; its status is the same in both media types.
pub(super) fn refusal(fault: Fault, media: Media) -> Response {
    let (status, code) = (errors::status(fault.code), fault.code);
    let response = GraphResponse::from(fault);
    let mut sent = send(status, media, encode(&Answer::from(&response)));
    let (name, value) = match code {
        code::UNAUTHENTICATED => (header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""),
        code::METHOD_NOT_ALLOWED => (header::ALLOW, "POST"),
        code::OVERLOADED => (header::RETRY_AFTER, "5"),
        // What is left of the body is not worth reading.
        code::REQUEST_TIMEOUT => (header::CONNECTION, "close"),
        _ => return sent,
    };
    sent.headers_mut().insert(name, HeaderValue::from_static(value));
    sent
}

fn send(status: StatusCode, media: Media, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media.header());
    response
}

/// JSON of what we built ourselves; should it ever fail, the caller still gets a GraphQL error.
pub(super) fn encode(answer: &impl serde::Serialize) -> Bytes {
    serde_json::to_vec(answer).map_or_else(
        |error| {
            tracing::error!("an answer could not be written: {error}");
            Bytes::from_static(
                br#"{"errors":[{"message":"Internal error.","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
            )
        },
        Bytes::from,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_the_caller_likes_best_is_taken() {
        let (graph, json) = (Some(Media::GraphResponse), Some(Media::Json));
        for (accept, media) in [
            ("application/graphql-response+json", graph),
            ("application/json", json),
            ("*/*", json),
            ("application/*", json),
            ("application/graphql-response+json, application/json", graph),
            ("application/json, application/graphql-response+json", graph),
            ("application/graphql-response+json;q=0.5, application/json", json),
            (
                "application/graphql-response+json; charset=utf-8, application/json; q=0.9",
                graph,
            ),
            ("application/graphql-response+json, */*", graph),
            ("application/json;q=0, */*", graph),
            ("APPLICATION/JSON", json),
            ("text/html", None),
            ("application/json;q=0", None),
            ("text/html, */*;q=0.1", json),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(Accept::of(&headers).media, media, "{accept}");
        }
        assert_eq!(Accept::of(&HeaderMap::new()).media, json);
    }
}

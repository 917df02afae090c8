//! The messages of graphql-transport-ws, both ways.
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use async_graphql::{Response, ServerError};
use axum::extract::ws::{CloseFrame, Message};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::http::{errors::Answer, exchange, request::Asked, respond};

/// What a client may say.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Heard {
    /// Says who calls; comes first, once.
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Starts an operation.
    Subscribe { id: String, payload: Box<Asked> },
    /// Ends an operation.
    Complete { id: String },
    /// Asks whether we are there.
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Answers our question.
    Pong {},
}

/// Ids are echoed on every answer; nobody needs long ones.
const LONGEST_ID: usize = 256;

impl Heard {
    /// Reads a message; `None` for anything the protocol does not know.
    pub(super) fn read(text: &str) -> Option<Self> {
        let heard: Self = serde_json::from_str(text).ok()?;
        match &heard {
            Self::Subscribe { id, payload } => (is_id(id) && asks_something(payload)).then_some(heard),
            Self::Complete { id } => is_id(id).then_some(heard),
            _ => Some(heard),
        }
    }
}

fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
}

fn asks_something(asked: &Asked) -> bool {
    asked.query.is_some() || asked.document_id.is_some() || !asked.extensions.0.is_empty()
}

/// The token in the payload of `connection_init`: `{"authorization": "Bearer …"}` in any case, or `{"token": "…"}`.
/// An error means that there is something in its place that is no token.
pub(super) fn token_in(payload: &Map<String, Value>) -> Result<Option<&str>, ()> {
    for (name, value) in payload {
        let is_header = name.eq_ignore_ascii_case("authorization");
        if (is_header || name == "token") && !value.is_null() {
            let text = value.as_str().filter(|text| !text.is_empty()).ok_or(())?;
            return if is_header {
                exchange::token(text).map(Some).ok_or(())
            } else {
                Ok(Some(text))
            };
        }
    }
    Ok(None)
}

/// What the hub says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Said<'a> {
    ConnectionAck,
    Next { id: &'a str, payload: Answer<'a> },
    Error { id: &'a str, payload: &'a [ServerError] },
    Complete { id: &'a str },
    Pong { payload: Option<Map<String, Value>> },
}

impl Said<'_> {
    /// The message as it goes over the wire.
    pub(super) fn message(&self) -> Message {
        text(&respond::encode(self))
    }
}

/// An answer that is one of many.
pub(super) fn next(id: &str, response: &Response) -> Message {
    Said::Next {
        id,
        payload: Answer::from(response),
    }
    .message()
}

fn text(json: &[u8]) -> Message {
    Message::Text(String::from_utf8_lossy(json).as_ref().into())
}

/// A reason to close the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Close(pub(super) u16, pub(super) &'static str);

impl Close {
    pub(super) const GOING_AWAY: Self = Self(1001, "The hub stops");
    pub(super) const TOO_LARGE: Self = Self(1009, "Message too large");
    pub(super) const BAD_MESSAGE: Self = Self(4400, "Invalid message");
    pub(super) const UNAUTHORIZED: Self = Self(4401, "Unauthorized");
    pub(super) const FORBIDDEN: Self = Self(4403, "Forbidden");
    pub(super) const INIT_TIMEOUT: Self = Self(4408, "Connection initialisation timeout");
    pub(super) const ID_IN_USE: Self = Self(4409, "Subscriber for this id already exists");
    pub(super) const TOO_MANY_INITS: Self = Self(4429, "Too many initialisation requests");

    pub(super) fn message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.0,
            reason: self.1.into(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_messages_of_the_protocol_are_understood() {
        for (text, known) in [
            (r#"{"type":"connection_init"}"#, true),
            (r#"{"type":"connection_init","payload":null}"#, true),
            (r#"{"type":"connection_init","payload":{"token":"x"}}"#, true),
            (r#"{"type":"connection_init","payload":"x"}"#, false),
            (r#"{"type":"subscribe","id":"1","payload":{"query":"{a}"}}"#, true),
            (
                r#"{"id":"1","payload":{"query":"{a}","variables":{"a":[1,null]}},"type":"subscribe"}"#,
                true,
            ),
            (r#"{"type":"subscribe","id":"1","payload":{}}"#, false),
            (r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#, false),
            (r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#, false),
            (r#"{"type":"subscribe","payload":{"query":"{a}"}}"#, false),
            (
                r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":3}}"#,
                false,
            ),
            (r#"{"type":"complete","id":"1"}"#, true),
            (r#"{"type":"complete"}"#, false),
            (r#"{"type":"ping"}"#, true),
            (r#"{"type":"pong","payload":{"a":1}}"#, true),
            (r#"{"type":"start","id":"1","payload":{"query":"{a}"}}"#, false),
            (r#"{"type":"ping"} x"#, false),
            (r#"{"type":"ping","payload":{"a":"\ud800"}}"#, false),
            ("[]", false),
            ("", false),
        ] {
            assert_eq!(Heard::read(text).is_some(), known, "{text}");
        }
    }

    #[test]
    fn a_token_may_be_given_in_several_ways() {
        for (payload, token) in [
            (r#"{"authorization":"Bearer x"}"#, Ok(Some("x"))),
            (r#"{"Authorization":"bearer x"}"#, Ok(Some("x"))),
            (r#"{"token":"x"}"#, Ok(Some("x"))),
            (r#"{"other":"x","token":null}"#, Ok(None)),
            (r#"{"authorization":"x"}"#, Err(())),
            (r#"{"token":3}"#, Err(())),
        ] {
            let map: Map<String, Value> = serde_json::from_str(payload).unwrap();
            assert_eq!(token_in(&map), token, "{payload}");
        }
    }
}

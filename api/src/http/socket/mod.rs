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
use super::{
    Door, Graph, RequestId,
    errors::Fault,
    exchange,
    respond::Media,
};

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
    upgrade(door, request).await.unwrap_or_else(|fault| exchange::refuse(fault, Media::Json))
}

async fn upgrade<G: Graph>(door: Door<G>, request: Request<Body>) -> Result<Response, Fault> {
    let (mut parts, _) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().cloned().unwrap_or_default();
    let known = known(&door, &parts.headers, &id).await?;
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade.map_err(|_| Fault::bad_request("The upgrade to a socket is malformed."))?;
    let upgrade = upgrade.protocols([PROTOCOL]);
    if upgrade.selected_protocol().is_none() {
        return Err(Fault::bad_request(format!("Sockets speak `{PROTOCOL}` only. Ask for that subprotocol.")));
    }
    let span = tracing::info_span!("socket", request_id = %id, operation = tracing::field::Empty);
    let most = door.limits().frame_bytes;
    let upgrade = upgrade.max_message_size(most).max_frame_size(most);
    let upgrade = upgrade.read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
    Ok(upgrade.on_upgrade(move |socket| Session::new(door, known).live(socket).instrument(span)))
}

/// Who calls, if the headers already say so; programs can send them, web pages cannot.
async fn known<G: Graph>(door: &Door<G>, headers: &HeaderMap, id: &RequestId) -> Result<Option<G::Caller>, Fault> {
    match exchange::bearer(headers)? {
        Some(token) => door.caller(Some(token), id).await.map(Some),
        None => Ok(None),
    }
}

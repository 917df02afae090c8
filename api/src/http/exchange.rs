//! One HTTP request and its answer, at `/graphql`.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use axum::{body::Body, extract::State, response::Response};
use http::{HeaderMap, Method, Request, header};

use super::{
    Door, Graph, RequestId,
    body::{self, Intake, Share},
    errors::{Fault, code},
    metrics, request,
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
    let Received { caller, asking, id, held: _held } = receive(door, request).await?;
    match asking {
        Asking::One(asked) => one(door, caller, *asked, id, accept, by_get).await,
        Asking::Many(asked) => Ok(many(door, &caller, asked, &id, accept.or_json()).await),
    }
}

async fn one<G: Graph>(
    door: &Door<G>,
    caller: G::Caller,
    asked: Asked,
    id: RequestId,
    accept: Accept,
    by_get: bool,
) -> Result<Response, Fault> {
    let well_formed = asked.query.is_some() || asked.document_id.is_some();
    let operation = match door.admit(caller, asked, id) {
        Ok(operation) => operation,
        // The request is a good one, its document is not: the media type decides on the status.
        Err(fault) if well_formed => {
            metrics::refusal("http", fault.code);
            return Ok(respond::answer(fault.into(), accept.or_json()));
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
    caller: &G::Caller,
    asked: Vec<Asked>,
    id: &RequestId,
    media: Media,
) -> Response {
    let mut responses = Vec::with_capacity(asked.len());
    for asked in asked {
        responses.push(match door.admit(caller.clone(), asked, id.clone()) {
            Ok(operation) if operation.kind == OperationType::Subscription => {
                Fault::bad_request("A subscription needs a stream of its own. Take it out of the batch.").into()
            }
            Ok(operation) => door.run(operation, "http").await,
            Err(fault) => fault.into(),
        });
    }
    respond::answers(&responses, media)
}

/// A request understood: who asks and what.
pub(super) struct Received<C> {
    pub(super) caller: C,
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
    let kind = if is_get { None } else { Some(BodyKind::of(request.headers())?) };
    let caller = door.caller(bearer(request.headers())?, &id).await?;
    let (asking, held) = match kind {
        None => (Asking::One(Box::new(request::from_uri(request.uri())?)), Held::Nothing),
        Some(BodyKind::Json) => {
            let (bytes, _share) = body::read(request.into_body(), door.limits(), door.room()).await?;
            (request::from_json(&bytes, door.limits().batch())?, Held::Share { _share })
        }
        Some(BodyKind::Multipart) => {
            upload::require_preflight(request.headers())?;
            let limits = door.limits();
            // Only those we know may fill the room with files.
            let stranger = door.graph.is_stranger(&caller);
            let most = if stranger { limits.body_bytes } else { limits.upload_bytes + limits.body_bytes };
            let (asked, _intake) = upload::read(request, most, limits, door.room()).await?;
            (Asking::One(Box::new(asked)), Held::Intake { _intake })
        }
    };
    Ok(Received { caller, asking, id, held })
}

/// The token of `Authorization: Bearer …`, if there is such a header.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = sent.to_str().ok().and_then(token);
    token.map(Some).ok_or_else(|| Fault::new(code::UNAUTHENTICATED, "Send `Authorization: Bearer <token>`."))
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
        return Err(Fault::new(code::METHOD_NOT_ALLOWED, "A mutation may not be sent by GET. Send it by POST."));
    }
    Ok(())
}

fn is_get(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

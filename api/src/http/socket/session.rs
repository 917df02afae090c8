//! One open socket: what is heard, what is said, and when to hang up. Everything runs in one task, so that a closed
//! socket leaves nothing behind.

use std::{collections::HashMap, pin::pin, time::Duration};

use async_graphql::Response;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures::{
    StreamExt,
    stream::{self, AbortHandle, Abortable, BoxStream, SelectAll},
};
use serde_json::{Map, Value};
use tokio::time::{Instant, interval_at, sleep, timeout};

use super::frames::{self, Close, Heard, Said};
use crate::http::{
    Door, Graph, RequestId,
    errors::{self, Fault, code},
    metrics,
    operation::Asker,
    request::{self, Asked},
};

/// How often an idle socket is asked for a sign of life; one that misses two is dead.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// How long a client may take to read one message.
const SEND_TIME: Duration = Duration::from_secs(10);
/// How long a client may take to say goodbye.
const GOODBYE_TIME: Duration = Duration::from_secs(1);

/// Why a socket ends: with a word to the client, or without because nobody listens.
enum End {
    Say(Close),
    Gone,
}

type Step = Result<(), End>;

/// One message of an operation; the last one frees its id.
struct Line {
    id: String,
    message: Message,
    last: bool,
}

pub(super) struct Session<G: Graph> {
    door: Door<G>,
    /// Who the headers of the upgrade said is calling.
    known: Option<Asker<G::Caller>>,
    /// Who calls, once acknowledged.
    asker: Option<Asker<G::Caller>>,
    running: HashMap<String, AbortHandle>,
    lines: SelectAll<Abortable<BoxStream<'static, Line>>>,
}

impl<G: Graph> Session<G> {
    pub(super) fn new(door: Door<G>, known: Option<Asker<G::Caller>>) -> Self {
        Self {
            door,
            known,
            asker: None,
            running: HashMap::new(),
            lines: SelectAll::new(),
        }
    }

    /// Lives until either side hangs up.
    pub(super) async fn live(mut self, mut socket: WebSocket) {
        let _open = metrics::Open::socket();
        let end = self.talk(&mut socket).await;
        drop(self);
        if let Err(End::Say(close)) = end {
            let _ = send(&mut socket, close.message()).await;
        }
        // Hanging up at once could overtake the word of goodbye, ours or the one that answers theirs.
        let _ = timeout(GOODBYE_TIME, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }

    async fn talk(&mut self, socket: &mut WebSocket) -> Step {
        let mut closing = self.door.closing().listen();
        let mut init_by = pin!(sleep(Duration::from_secs(self.door.limits().init_seconds)));
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        let mut missed = 0;
        loop {
            tokio::select! {
                heard = socket.recv() => {
                    missed = 0;
                    self.hear(socket, heard).await?;
                }
                Some(line) = self.lines.next(), if !self.lines.is_empty() => self.say(socket, line).await?,
                () = &mut init_by, if self.asker.is_none() => return Err(End::Say(Close::INIT_TIMEOUT)),
                () = closing.closed() => return Err(End::Say(Close::GOING_AWAY)),
                _ = heartbeat.tick() => {
                    missed += 1;
                    if missed > 2 {
                        return Err(End::Gone);
                    }
                    send(socket, Message::Ping(bytes::Bytes::new())).await?;
                }
            }
        }
    }

    async fn hear(&mut self, socket: &mut WebSocket, heard: Option<Result<Message, axum::Error>>) -> Step {
        match heard {
            Some(Ok(Message::Text(text))) => self.understand(socket, &text).await,
            Some(Ok(Message::Binary(_))) => Err(End::Say(Close::BAD_MESSAGE)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            // The library names this error only in its text.
            Some(Err(error)) if error.to_string().contains("too long") => Err(End::Say(Close::TOO_LARGE)),
            Some(Err(_) | Ok(Message::Close(_))) | None => Err(End::Gone),
        }
    }

    async fn understand(&mut self, socket: &mut WebSocket, text: &Utf8Bytes) -> Step {
        if !request::has_few_values(text.as_bytes(), self.door.limits().json_values) {
            return Err(End::Say(Close::TOO_LARGE));
        }
        match Heard::read(text).ok_or(End::Say(Close::BAD_MESSAGE))? {
            Heard::ConnectionInit { payload } => {
                self.begin(&payload.unwrap_or_default()).await?;
                send(socket, Said::ConnectionAck.message()).await
            }
            Heard::Subscribe { id, payload } => match self.start(id.clone(), *payload).await? {
                Some(fault) => self.refuse(socket, &id, fault).await,
                None => Ok(()),
            },
            Heard::Complete { id } => {
                self.stop(&id);
                Ok(())
            }
            Heard::Ping { payload } => send(socket, Said::Pong { payload }.message()).await,
            Heard::Pong {} => Ok(()),
        }
    }

    /// Learns who calls. A token in the message comes before one in the headers.
    async fn begin(&mut self, payload: &Map<String, Value>) -> Step {
        if self.asker.is_some() {
            return Err(End::Say(Close::TOO_MANY_INITS));
        }
        let token = frames::token_in(payload).map_err(|()| End::Say(Close::FORBIDDEN))?;
        let asker = match (token, self.known.take()) {
            (None, Some(known)) => known,
            (token, _) => {
                let asked = self.door.asker(token, &RequestId::new()).await;
                asked.map_err(|_| End::Say(Close::FORBIDDEN))?
            }
        };
        self.asker = Some(asker);
        Ok(())
    }

    /// Starts an operation; a fault is for that operation only.
    async fn start(&mut self, id: String, asked: Asked) -> Result<Option<Fault>, End> {
        let asker = self.asker.as_ref().ok_or(End::Say(Close::UNAUTHORIZED))?;
        if self.running.contains_key(&id) {
            return Err(End::Say(Close::ID_IN_USE));
        }
        let most = self.door.limits().socket_operations;
        if self.running.len() >= most {
            let message = format!("The socket already runs {most} operations. End one, or open another socket.");
            return Ok(Some(Fault::new(code::TOO_MANY_OPERATIONS, message)));
        }
        // A socket outlives its token: who calls is asked anew for every operation.
        let request = RequestId::new();
        let admitted = match self.door.again(asker, &request).await {
            Ok(asker) => self.door.admit(asker, asked, request),
            Err(fault) => Err(fault),
        };
        let operation = match admitted {
            Ok(operation) => operation,
            Err(fault) => return Ok(Some(fault)),
        };
        let (lines, handle) = stream::abortable(lines(id.clone(), self.door.stream(operation, "socket")));
        self.running.insert(id, handle);
        self.lines.push(lines);
        Ok(None)
    }

    /// Says why an operation does not run. Where the token has ended nothing will run here any more: the socket closes as
    /// for a token that is not accepted, so that the client comes back with a new one.
    async fn refuse(&mut self, socket: &mut WebSocket, id: &str, fault: Fault) -> Step {
        let ended = fault.code == code::UNAUTHENTICATED;
        send(socket, refusal(id, fault)).await?;
        if ended { Err(End::Say(Close::FORBIDDEN)) } else { Ok(()) }
    }

    fn stop(&mut self, id: &str) {
        if let Some(running) = self.running.remove(id) {
            running.abort();
        }
    }

    async fn say(&mut self, socket: &mut WebSocket, line: Line) -> Step {
        if line.last {
            self.running.remove(&line.id);
        }
        send(socket, line.message).await
    }
}

/// The messages of an operation: its answers and `complete`, or one `error` when it never ran.
fn lines(id: String, answers: BoxStream<'static, Response>) -> BoxStream<'static, Line> {
    let lines = stream::unfold(Some((id, answers, true)), |state| async move {
        let (id, mut answers, first) = state?;
        let (message, last) = match answers.next().await {
            None => (Said::Complete { id: &id }.message(), true),
            Some(response) if first && errors::is_request_error(&response) => (
                Said::Error {
                    id: &id,
                    payload: &response.errors,
                }
                .message(),
                true,
            ),
            Some(response) => (frames::next(&id, &response), false),
        };
        let line = Line {
            id: id.clone(),
            message,
            last,
        };
        Some((line, (!last).then_some((id, answers, false))))
    });
    lines.boxed()
}

fn refusal(id: &str, fault: Fault) -> Message {
    metrics::refusal("socket", fault.code);
    Said::Error {
        id,
        payload: &[fault.into()],
    }
    .message()
}

async fn send(socket: &mut WebSocket, message: Message) -> Step {
    match timeout(SEND_TIME, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(End::Gone),
    }
}

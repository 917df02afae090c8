//! One operation, whichever way it came: admitted by the guard, run within its time, answered without a word too many.

use std::{sync::Arc, time::Instant};

use async_graphql::{Request, Response, parser::types::OperationType};
use futures::{
    FutureExt, Stream, StreamExt, future,
    stream::{self, BoxStream},
};
use tokio::time::timeout;

use super::{
    Door, Graph, Reply, RequestId,
    errors::{self, Fault, code},
    guard, metrics,
    request::Asked,
};

/// Who asks, and the token that says so: tokens end, so what lasts longer than one answer asks again.
#[derive(Clone)]
pub(super) struct Asker<C> {
    pub(super) caller: C,
    bearer: Option<Arc<str>>,
}

/// An operation that may run.
pub(super) struct Operation<C> {
    pub(super) kind: OperationType,
    asker: Asker<C>,
    pub(super) id: RequestId,
    request: Request,
    stranger: bool,
}

impl<G: Graph> Door<G> {
    /// Says who calls. A failing or endless look-up is our fault and not the caller's.
    pub(super) async fn asker(&self, bearer: Option<&str>, id: &RequestId) -> Result<Asker<G::Caller>, Fault> {
        let asked = timeout(self.limits().operation_time(), self.graph.authenticate(bearer));
        match errors::unpanicked(id, asked).await? {
            Ok(caller) => Ok(Asker {
                caller: caller?,
                bearer: bearer.map(Arc::from),
            }),
            Err(_) => Err(timed_out(self.limits().operation_seconds)),
        }
    }

    /// The same asker, if the token is still good.
    pub(super) async fn again(&self, asker: &Asker<G::Caller>, id: &RequestId) -> Result<Asker<G::Caller>, Fault> {
        self.asker(asker.bearer.as_deref(), id).await
    }

    /// Admits an operation, or says why not.
    pub(super) fn admit(
        &self,
        asker: Asker<G::Caller>,
        mut asked: Asked,
        id: RequestId,
    ) -> Result<Operation<G::Caller>, Fault> {
        let stranger = self.graph.is_stranger(&asker.caller);
        if asked.uploads.is_empty() {
            guard::check_variables_text(&asked.variables)?;
        }
        let query = self.document(&asker.caller, &mut asked)?;
        let name = asked.operation_name.filter(|name| !name.is_empty());
        let admitted = guard::admit(
            self.documents(),
            &query,
            name.as_deref(),
            &asked.variables,
            self.limits(),
        )?;
        if admitted.introspects && stranger && !self.settings().introspection_for_strangers {
            let message = "The schema is shown only to callers with a token. Send one, or read the published schema.";
            return Err(Fault::new(code::INTROSPECTION_DISABLED, message));
        }
        tracing::Span::current().record("operation", label(name.as_deref()));
        let mut request = Request::new(query).variables(asked.variables).data(id.clone());
        request.operation_name = name;
        request.extensions = asked.extensions;
        request.uploads = asked.uploads;
        request.set_parsed_query(admitted.document);
        Ok(Operation {
            kind: admitted.kind,
            asker,
            id,
            request,
            stranger,
        })
    }

    /// The text of the document: sent along, or registered before under its id.
    fn document(&self, caller: &G::Caller, asked: &mut Asked) -> Result<String, Fault> {
        if let Some(id) = &asked.document_id {
            let unknown = || {
                Fault::new(
                    code::DOCUMENT_NOT_FOUND,
                    "No document is registered under this `documentId`.",
                )
            };
            return self
                .graph
                .document(caller, id)
                .map(|text| text.as_ref().to_owned())
                .ok_or_else(unknown);
        }
        if self.graph.trusted_documents_only(caller) {
            let message = "Only registered documents are taken. Send `documentId` instead of `query`.";
            return Err(Fault::new(code::DOCUMENT_REQUIRED, message));
        }
        match asked.query.take() {
            Some(query) => Ok(query),
            None if asked.extensions.0.contains_key("persistedQuery") => Err(Fault::new(
                code::PERSISTED_QUERY_NOT_SUPPORTED,
                "PersistedQueryNotSupported",
            )),
            None => Err(Fault::bad_request("`query` is missing. Send the document as a string.")),
        }
    }

    /// Runs a query or a mutation to its end.
    pub(super) async fn run(&self, operation: Operation<G::Caller>, transport: &'static str) -> Reply {
        let Operation {
            kind,
            asker,
            id,
            request,
            stranger,
        } = operation;
        let start = Instant::now();
        let limit = self.limits();
        let work = timeout(limit.operation_time(), self.graph.execute(asker.caller, request));
        let mut reply = match errors::unpanicked(&id, work).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) => Response::from(timed_out(limit.operation_seconds)).into(),
            Err(fault) => Response::from(fault).into(),
        };
        errors::tidy(&mut reply.response, &id, stranger);
        metrics::operation(transport, kind, &reply.response, start.elapsed());
        reply
    }

    /// Runs any operation as a stream of answers; a query or mutation gives one.
    pub(super) fn stream(
        &self,
        operation: Operation<G::Caller>,
        transport: &'static str,
    ) -> BoxStream<'static, Response> {
        let door = self.clone();
        if operation.kind != OperationType::Subscription {
            return async move { door.run(operation, transport).await.response }
                .into_stream()
                .boxed();
        }
        let Operation {
            asker,
            id,
            request,
            stranger,
            ..
        } = operation;
        let open = metrics::Open::subscription();
        let (graph, caller) = (self.graph.clone(), asker.caller.clone());
        // Subscribing is put off until the stream is read, so that a panic in it is caught like any other.
        let events = future::lazy(move |_| graph.subscribe(caller, request)).flatten_stream();
        let events = unpanicked_stream(id.clone(), events).boxed();
        door.while_accepted(asker, id.clone(), events)
            .map(move |mut response| {
                let _counted = &open;
                errors::tidy(&mut response, &id, stranger);
                metrics::event(transport, &response);
                response
            })
            .boxed()
    }

    /// Events as long as the token is good. It is looked at before each one leaves; the answer that says that it has
    /// ended is the last.
    fn while_accepted(
        self,
        asker: Asker<G::Caller>,
        id: RequestId,
        events: BoxStream<'static, Response>,
    ) -> impl Stream<Item = Response> + Send {
        stream::unfold(Some((self, asker, id, events)), |running| async move {
            let (door, asker, id, mut events) = running?;
            let event = events.next().await?;
            match door.again(&asker, &id).await {
                Ok(asker) => Some((event, Some((door, asker, id, events)))),
                Err(fault) => Some((fault.into(), None)),
            }
        })
    }
}

/// A stream whose panic becomes its last answer.
fn unpanicked_stream(
    id: RequestId,
    events: impl Stream<Item = Response> + Send + 'static,
) -> impl Stream<Item = Response> + Send {
    std::panic::AssertUnwindSafe(events)
        .catch_unwind()
        .map(move |event| event.unwrap_or_else(|panic| errors::panicked(&id, panic.as_ref()).into()))
}

fn timed_out(seconds: u64) -> Fault {
    let message = format!("The operation took longer than {seconds} seconds. Ask for less at a time.");
    Fault::new(code::TIMEOUT, message)
}

/// An operation name fit for a log line.
fn label(name: Option<&str>) -> &str {
    let is_fit = |name: &&str| name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    name.filter(is_fit).unwrap_or("-")
}

//! The hub over HTTP: requests, sockets and streams in, GraphQL answers out. Nothing in here knows what the graph is
//! about; it is handed in as a [`Graph`].
//!
//! A request's way: [`observe`] names it, [`exchange`] finds out who asks and reads what is asked ([`request`],
//! [`body`], [`upload`]), [`guard`] turns away what asks too much, [`operation`] runs the rest within its time,
//! [`errors`] makes the answer fit to leave, [`respond`] writes it. [`socket`] and [`sse`] go the same way.

mod body;
mod closing;
pub mod errors;
mod exchange;
mod graph;
mod guard;
mod health;
mod ids;
mod key_set;
mod metrics;
mod observe;
mod operation;
mod page;
mod request;
mod respond;
mod server;
mod settings;
mod socket;
mod sse;
#[cfg(test)]
mod test_graph;
mod upload;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

use self::{body::Room, exchange as graphql};
pub use self::{
    closing::Closing,
    graph::{Graph, Refused, Reply},
    ids::RequestId,
    server::serve,
    settings::{HttpSettings, Limits},
};

/// The routes of the hub. `metrics` writes the numbers in Prometheus' text format; `closing` is the one [`serve`] gets.
pub fn router<G: Graph>(
    graph: G,
    settings: HttpSettings,
    metrics: impl Fn() -> String + Send + Sync + 'static,
    closing: Closing,
) -> Router {
    self::metrics::describe();
    let cors = cors(&settings);
    let door = Door::new(graph, settings, Box::new(metrics), closing);
    let routes = Router::new()
        .route(
            "/graphql",
            get(graphql::graphql::<G>)
                .post(graphql::graphql::<G>)
                .fallback(health::wrong_method),
        )
        .route(
            "/graphql/stream",
            get(sse::graphql::<G>)
                .post(sse::graphql::<G>)
                .fallback(health::wrong_method),
        )
        .route("/", get(page::explorer::<G>))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready::<G>))
        .route("/metrics", get(health::metrics::<G>))
        .route(key_set::PATH, get(key_set::show::<G>))
        .fallback(health::lost)
        .with_state(door)
        // Bodies are bounded where they are read, by kind.
        .layer(DefaultBodyLimit::disable());
    let routes = match cors {
        Some(cors) => routes.layer(cors),
        None => routes,
    };
    routes.layer(middleware::from_fn(observe::observe))
}

/// Lets pages of the named origins call the hub. No credentials: callers are known by the token they send.
fn cors(settings: &HttpSettings) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = settings
        .allowed_origins
        .iter()
        .filter_map(|origin| origin.parse().ok())
        .collect();
    let allowed = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::ACCEPT,
        ids::HEADER,
        HeaderName::from_static("graphql-require-preflight"),
        HeaderName::from_static("apollo-require-preflight"),
    ];
    (!origins.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(origins)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers(allowed)
            .expose_headers([ids::HEADER])
            .max_age(std::time::Duration::from_secs(3600))
    })
}

/// What every request needs: the graph, and what is set and shared around it.
pub(crate) struct Door<G> {
    graph: G,
    shared: Arc<Shared>,
}

impl<G: Clone> Clone for Door<G> {
    fn clone(&self) -> Self {
        Self {
            graph: self.graph.clone(),
            shared: self.shared.clone(),
        }
    }
}

struct Shared {
    settings: HttpSettings,
    room: Room,
    metrics: Box<dyn Fn() -> String + Send + Sync>,
    page: Option<Bytes>,
    closing: Closing,
    documents: guard::Documents,
}

impl<G> Door<G> {
    fn new(graph: G, settings: HttpSettings, metrics: Box<dyn Fn() -> String + Send + Sync>, closing: Closing) -> Self {
        let page = settings.explorer.then(page::build);
        let room = Room::new(&settings.limits);
        Self {
            graph,
            shared: Arc::new(Shared {
                settings,
                room,
                metrics,
                page,
                closing,
                documents: guard::Documents::default(),
            }),
        }
    }

    fn settings(&self) -> &HttpSettings {
        &self.shared.settings
    }

    fn limits(&self) -> &Limits {
        &self.shared.settings.limits
    }

    fn room(&self) -> &Room {
        &self.shared.room
    }

    fn documents(&self) -> &guard::Documents {
        &self.shared.documents
    }

    fn closing(&self) -> &Closing {
        &self.shared.closing
    }

    fn metrics(&self) -> String {
        (self.shared.metrics)()
    }

    fn page(&self) -> Option<Bytes> {
        self.shared.page.clone()
    }
}

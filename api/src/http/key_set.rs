//! The public keys of the graph's tokens, for those who verify them.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;

use super::{Door, Graph};

/// Where verifiers look for keys.
pub(super) const PATH: &str = "/.well-known/jwks.json";

/// Verifiers may keep the keys for a while, and learn of new ones soon enough.
const KEPT: &str = "public, max-age=300";

/// The key set.
pub(super) async fn show<G: Graph>(State(door): State<Door<G>>) -> Response {
    ([(header::CACHE_CONTROL, KEPT)], Json(door.graph.keys())).into_response()
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::TestGraph;
    use super::super::{Closing, HttpSettings, router};
    use axum::body::Body;
    use http::{HeaderMap, Request, StatusCode};
    use tower::ServiceExt;

    #[tokio::test]
    async fn keys_are_shown_with_the_care_of_every_answer() {
        let hub = router(
            TestGraph::new(),
            HttpSettings::default(),
            String::new,
            Closing::default(),
        );
        let asked = Request::get(super::PATH).header("x-request-id", "keys-1");
        let answer = hub.oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let said = |headers: &HeaderMap, name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", super::KEPT),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-request-id", "keys-1"),
        ] {
            assert_eq!(said(answer.headers(), name), value);
        }
    }
}

//! A yardstick: what one look-up and one durable insert beside an answer cost, with nothing decided, filtered or hashed. The
//! bare answer, behind a route that does these two on the same pool, each request for itself: what requests share can cost
//! less.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use passport_hub::graphql::Gateway;
use passport_hub::http::{Closing, HttpSettings, router};
use passport_hub::hub::Hub;
use sea_orm::{ConnectionTrait, Statement};
use tower::ServiceExt;
use uuid::Uuid;

pub const PATH: &str = "/floor";

const TABLE: &str = "CREATE TABLE floor (id uuid PRIMARY KEY, seen timestamptz NOT NULL DEFAULT now())";
const LOOK_UP: &str = "SELECT version FROM consent WHERE id = $1";
const INSERT: &str = "INSERT INTO floor (id) VALUES ($1)";

pub async fn route(hub: &Hub) -> Router {
    hub.db.conn().execute_unprepared(TABLE).await.unwrap();
    let graph = router(
        Gateway::new(hub.clone()),
        HttpSettings::default(),
        String::new,
        Closing::default(),
    );
    let hub = hub.clone();
    Router::new().route(PATH, post(move |request| answer(hub.clone(), graph.clone(), request)))
}

async fn answer(hub: Hub, graph: Router, request: Request) -> Response {
    let (conn, id) = (hub.db.conn(), Uuid::now_v7());
    let say = |sql| Statement::from_sql_and_values(conn.get_database_backend(), sql, [id.into()]);
    conn.query_one_raw(say(LOOK_UP)).await.unwrap();
    let (mut head, body): (_, Body) = request.into_parts();
    head.uri = "/graphql".parse().unwrap();
    let answer = graph.oneshot(Request::from_parts(head, body)).await.unwrap();
    conn.execute_raw(say(INSERT)).await.unwrap();
    answer
}

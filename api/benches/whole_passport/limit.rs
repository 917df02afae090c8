//! The other side: the same JSON by one hand-written statement, behind the same server and on the same pool.

use axum::{Json, Router, routing::post};
use passport_hub::hub::Hub;
use sea_orm::{ConnectionTrait, Statement};
use serde::Deserialize;
use uuid::Uuid;

pub const PATH: &str = "/limit";

const SQL: &str = include_str!("limit.sql");

#[derive(Deserialize)]
struct Asked {
    holder: Uuid,
}

pub fn route(hub: &Hub) -> Router {
    let db = hub.db.clone();
    let answer = move |Json(asked): Json<Asked>| {
        let db = db.clone();
        async move {
            let backend = db.conn().get_database_backend();
            let statement = Statement::from_sql_and_values(backend, SQL, [asked.holder.into()]);
            let row = db.conn().query_one_raw(statement).await.unwrap().unwrap();
            let answer: String = row.try_get_by_index(0).unwrap();
            ([("content-type", "application/json")], answer)
        }
    };
    Router::new().route(PATH, post(answer))
}

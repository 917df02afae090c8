//! A small graph that does all the transports have to cope with. Tokens are names; `bad` is not accepted, and `brief`
//! ends when it is told to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_graphql::{Context, Error, ErrorExtensions, Json, Object, Request, Response, Schema, Subscription, Upload};
use futures::{Stream, StreamExt, stream, stream::BoxStream};

use super::{Graph, Refused, Reply};

/// The graph under test.
#[derive(Clone)]
pub(crate) struct TestGraph(Schema<Query, Mutation, Events>, Arc<AtomicBool>);

impl TestGraph {
    pub(crate) fn new() -> Self {
        let schema = Schema::build(Query, Mutation, Events).limit_complexity(500).finish();
        Self(schema, Arc::default())
    }

    /// From now on the token `brief` is not accepted.
    pub(crate) fn end_brief_tokens(&self) {
        self.1.store(true, Ordering::SeqCst);
    }
}

impl Graph for TestGraph {
    type Caller = Option<String>;

    async fn authenticate(&self, bearer: Option<&str>) -> Result<Self::Caller, Refused> {
        match bearer {
            Some("brief") if self.1.load(Ordering::SeqCst) => Err(Refused::unauthenticated("The token has expired.")),
            Some("bad") => Err(Refused::unauthenticated("The token is not accepted. Get a new one.")),
            other => Ok(other.map(ToOwned::to_owned)),
        }
    }

    fn is_stranger(&self, caller: &Self::Caller) -> bool {
        caller.is_none()
    }

    async fn execute(&self, caller: Self::Caller, request: Request) -> Reply {
        self.0.execute(request.data(Who(caller))).await.into()
    }

    fn subscribe(&self, caller: Self::Caller, request: Request) -> BoxStream<'static, Response> {
        self.0.execute_stream(request.data(Who(caller))).boxed()
    }

    async fn ready(&self) -> Result<(), String> {
        Ok(())
    }
}

struct Who(Option<String>);

pub(crate) struct Query;

#[Object]
impl Query {
    async fn me(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<Who>()
            .0
            .clone()
            .unwrap_or_else(|| "stranger".to_owned())
    }

    async fn request_id(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<super::RequestId>().0.clone()
    }

    async fn again(&self) -> Query {
        Query
    }

    #[graphql(complexity = "count as usize * child_complexity")]
    async fn many(&self, count: u32) -> Vec<Query> {
        (0..count).map(|_| Query).collect()
    }

    async fn echo(&self, value: Json<serde_json::Value>) -> Json<serde_json::Value> {
        value
    }

    async fn number(&self, value: i32) -> i32 {
        value
    }

    async fn after(&self, day: chrono::NaiveDate, moment: Option<chrono::DateTime<chrono::Utc>>) -> bool {
        moment.is_none_or(|moment| moment.date_naive() > day)
    }

    async fn slow(&self, seconds: u64) -> bool {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        true
    }

    async fn leak(&self) -> Result<Option<bool>, Error> {
        Err(Error::new("SELECT secret FROM people at /srv/hub/db.rs"))
    }

    async fn coded(&self) -> Result<Option<bool>, Error> {
        Err(Error::new("Not yours.").extend_with(|_, e| e.set("code", "FORBIDDEN")))
    }

    async fn boom(&self, #[graphql(default = true)] now: bool) -> bool {
        assert!(!now, "the secret reason");
        now
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn set(&self, value: i32) -> i32 {
        value
    }

    async fn upload(&self, ctx: &Context<'_>, files: Vec<Upload>) -> async_graphql::Result<Vec<String>> {
        let names = files.iter().map(|file| {
            let file = file.value(ctx)?;
            Ok(format!(
                "{} {} {}",
                file.filename,
                file.content_type.unwrap_or_default(),
                file.content.len()
            ))
        });
        names.collect::<std::io::Result<_>>().map_err(Into::into)
    }
}

pub(crate) struct Events;

#[Subscription]
impl Events {
    async fn count(&self, to: i32, #[graphql(default)] every_ms: u64) -> impl Stream<Item = i32> {
        stream::iter(1..=to).then(move |n| async move {
            if every_ms > 0 {
                tokio::time::sleep(Duration::from_millis(every_ms)).await;
            }
            n
        })
    }

    async fn forever(&self) -> impl Stream<Item = i32> {
        stream::iter([1]).chain(stream::pending())
    }

    async fn boom(&self) -> impl Stream<Item = i32> {
        stream::iter([1, 2]).map(|n| {
            assert!(n < 2, "the secret reason");
            n
        })
    }
}

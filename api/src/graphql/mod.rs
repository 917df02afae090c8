//! The graph. It wraps data that is already cut to what the caller may see, and never meets SQL.

mod answer;
mod connections;
mod consent;
mod credential;
mod delivery;
mod direct;
mod disclosure;
pub mod errors;
mod evidence;
mod experience;
mod explain;
pub mod ids;
mod learning;
mod leave;
mod links;
mod list;
mod live;
mod load;
mod mappings;
mod me;
mod mutation;
mod node;
mod operation;
mod own;
mod page;
mod party;
mod passport;
mod period;
mod preview_delivery;
mod previewed_record;
mod query;
mod question;
mod rejects;
mod report;
mod review;
mod run;
mod skill;
mod statements;
mod subscription;
mod terms;
mod told;
mod translation;
mod verify;
mod vocabulary;
mod words;

use crate::caller::Caller;
use crate::flows::access::Access;
use crate::flows::audit::replay::Again;
use crate::flows::standing::{Ended, ended_in_memory, standing};
use crate::http::{Graph, Refused, Reply, RequestId};
use crate::hub::Hub;
use crate::store::disclosures::{Asked, NotRecorded};
use answer::{Fit, Fitting, Written};
use async_graphql::{Error, Pos, Request, Response, Schema, SchemaBuilder, ServerError};
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use live::Leaving;
use load::Loaders;
use page::{Page, Stretch};
use std::sync::Arc;
use tokio::sync::watch;

type HubSchema = Schema<query::Query, mutation::Mutation, subscription::Subscription>;

/// Most that one operation may cost: fields, times the rows of the pages they stand in.
pub const LARGEST_COST: usize = 25_000;

/// The graph on a hub, as the transports need it.
#[derive(Clone)]
pub struct Gateway {
    hub: Hub,
    schema: HubSchema,
    fitting: Fitting,
}

type Builder = SchemaBuilder<query::Query, mutation::Mutation, subscription::Subscription>;

fn builder() -> Builder {
    let builder = Schema::build(query::Query, mutation::Mutation, subscription::Subscription)
        .register_output_type::<node::Node>()
        .limit_complexity(LARGEST_COST)
        .disable_suggestions();
    pages_described(builder)
}

/// The crate's connections come without a description.
fn pages_described(builder: Builder) -> Builder {
    builder
        .override_output_type_description::<Page<skill::Claim>>("A page of claims.")
        .override_output_type_description::<Page<vocabulary::Concept>>("A page of concepts.")
        .override_output_type_description::<Page<vocabulary::Vocabulary>>("A page of vocabularies.")
        .override_output_type_description::<Page<vocabulary::Requirement>>("A page of what needs, or is needed.")
        .override_output_type_description::<Page<direct::Direct<vocabulary::VocabularyVersion>>>("A page of versions.")
        .override_output_type_description::<Page<credential::Credential>>("A page of credentials.")
        .override_output_type_description::<Page<credential::Endorsement>>("A page of endorsements.")
        .override_output_type_description::<Page<experience::Experience>>("A page of experiences.")
        .override_output_type_description::<Page<experience::Goal>>("A page of goals.")
        .override_output_type_description::<Page<experience::Programme>>("A page of participation in programmes.")
        .override_output_type_description::<Page<learning::Learning>>("A page of learning.")
        .override_output_type_description::<Page<skill::Skill>>("A page of skills.")
        .override_output_type_description::<Page<skill::SkillArea>>("A page of areas that skills lie in.")
        .override_output_type_description::<Page<skill::SkillChange>>("A page of how skills changed.")
        .override_output_type_description::<Page<skill::SkillContribution>>("A page of what statements decide.")
        .override_output_type_description::<Page<skill::SetAsideClaim>>("A page of statements that count for nothing.")
        .override_output_type_description::<Stretch<consent::request::ConsentRequest>>(
            "A page of requests for consent.",
        )
        .override_output_type_description::<Stretch<consent::delegation::Delegation>>("A page of delegations.")
        .override_output_type_description::<Stretch<disclosure::Disclosure>>("A page of disclosures.")
        .override_output_type_description::<Stretch<run::ImportRun>>("A page of import runs.")
        .override_output_type_description::<Stretch<passport::Passport>>("A page of passports.")
        .override_output_type_description::<Stretch<review::PossibleMatch>>("A page of possible matches.")
        .override_output_type_description::<Stretch<links::Link>>("A page of links.")
        .override_output_type_description::<Stretch<rejects::Reject>>("A page of rejects.")
        .override_output_type_description::<Stretch<terms::SkillTerm>>("A page of terms.")
        .override_output_type_description::<Stretch<statements::Mapping>>("A page of statements about concepts.")
        .override_output_type_description::<Page<mappings::ConceptMapping>>("A page of mappings.")
        .override_output_type_description::<Page<translation::TranslatedSkill>>("A page of translated skills.")
}

/// The schema in the schema definition language. Needs no database.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items();
    builder().finish().sdl_with_options(options)
}

impl Gateway {
    /// The graph on a hub.
    pub fn new(hub: Hub) -> Self {
        let schema = builder().finish();
        Gateway {
            hub,
            fitting: Fitting::to(&schema.sdl()),
            schema,
        }
    }

    fn prepare(&self, caller: Caller, mut request: Request) -> (Arc<Access>, Fit, Request) {
        let id = request
            .data
            .get(&std::any::TypeId::of::<RequestId>())
            .and_then(|id| id.downcast_ref::<RequestId>());
        let id = id.map(|id| id.0.clone()).unwrap_or_default();
        let operation = operation::name(&mut request);
        let fit = self.fitting.of(&mut request);
        let kept = matches!(caller, Caller::Partner(_) | Caller::Source(_) | Caller::Integrator(_));
        let kept = kept.then(|| question::asked(&request));
        let access = Access::new(self.hub.clone(), caller, id, operation);
        let access = Arc::new(match kept {
            Some(asked) => access.keeping(asked),
            None => access,
        });
        let loaders = Loaders::start(&access, fit.shape());
        let request = request.data(Arc::clone(&access)).data(loaders);
        (access, fit, request)
    }

    /// One attempt at an answer.
    async fn attempt(&self, caller: Caller, request: Request) -> Result<Reply, Unanswered> {
        let (access, fit, request) = self.prepare(caller, request);
        let mut response = self.schema.execute(request).await;
        fit.apply(&mut response);
        recorded(&access, response).await.map_err(|why| Unanswered {
            why,
            again: access
                .asks()
                .filter(|_| why == NotRecorded::UsedUp && fit.is_query())
                .and_then(|asked| {
                    let (request, _) = question::again(asked)?;
                    Some(request.data(RequestId(access.request_id.clone())))
                }),
        })
    }

    /// The caller as things stand now, or the answer to one whose role, connection or client has ended.
    async fn standing(&self, caller: Caller) -> Result<Caller, Response> {
        let stands = standing(&self.hub, caller).await;
        stands
            .map_err(errors::store)
            .and_then(|stands| stands.map_err(errors::ended))
            .map_err(unanswered)
    }

    fn begin(&self, caller: Caller, request: Request) -> BoxStream<'static, Response> {
        let (access, fit, request) = self.prepare(caller, request);
        if fit.shape().len() > 1 {
            return stream::iter([Response::from_errors(vec![one_field_only()])]).boxed();
        }
        let leaving = Arc::new(Leaving::default());
        let subscribed = Subscribed {
            gateway: self.clone(),
            answers: self.schema.execute_stream(request.data(Arc::clone(&leaving))),
            parties: self.hub.shelf.watch(),
            access,
            leaving,
            fit,
        };
        stream::unfold(Some(subscribed), |subscribed| async move {
            let mut subscribed = subscribed?;
            let (response, more) = subscribed.next().await?;
            Some((response, more.then_some(subscribed)))
        })
        .boxed()
    }
}

impl Gateway {
    /// Asks again what was asked before, through an access that looks at the past. What comes is hashed, and goes no
    /// further; nothing is recorded.
    pub async fn ask_again(&self, access: Access, asked: &Asked) -> Again {
        let Some((mut request, same_schema)) = question::again(asked) else {
            return Again::Unreadable;
        };
        let fit = self.fitting.of(&mut request);
        if !fit.is_query() {
            return Again::NoQuery;
        }
        let beside = answer::beside::beside(&mut request, access.pseudonyms.as_ref());
        let access = Arc::new(access);
        let loaders = Loaders::start(&access, fit.shape());
        let mut response = self.schema.execute(request.data(access).data(loaders)).await;
        fit.apply(&mut response);
        Again::Answered {
            answered: answer::hash::answered(&Written::of(&response.data), &response.errors),
            same_schema,
            beside,
        }
    }
}

/// Why there is no answer, and the same query once more, where that may be answered.
struct Unanswered {
    why: NotRecorded,
    again: Option<Request>,
}

/// The answer, once what was seen is recorded; an answer that could not be recorded does not leave.
async fn recorded(access: &Access, response: Response) -> Result<Reply, NotRecorded> {
    let mut written = None;
    let answered = || {
        let written = written.insert(Written::of(&response.data));
        answer::hash::answered(written, &response.errors)
    };
    access.record(answered).await?;
    let data_alone = response.errors.is_empty() && response.extensions.is_empty();
    Ok(Reply {
        json: written.filter(|_| data_alone).map(Written::alone),
        response,
    })
}

fn unrecorded(why: NotRecorded) -> Response {
    unanswered(errors::unrecorded(why))
}

/// An answer of which nothing leaves but why.
fn unanswered(why: Error) -> Response {
    let mut error = why.into_server_error(Pos::default());
    error.locations.clear();
    Response::from_errors(vec![error])
}

/// What the specification asks of a subscription, and the engine does not check.
fn one_field_only() -> ServerError {
    let mut error = ServerError::new(
        "A subscription selects one field. Send one subscription for each.",
        None,
    );
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
    error
}

/// A subscription while it goes on.
struct Subscribed {
    gateway: Gateway,
    answers: BoxStream<'static, Response>,
    parties: watch::Receiver<()>,
    access: Arc<Access>,
    leaving: Arc<Leaving>,
    fit: Fit,
}

impl Subscribed {
    /// The next answer, once what was seen for it is recorded, and whether more may follow: after one that could not be
    /// recorded, or once what the caller's token was made out for has ended, nothing does.
    async fn next(&mut self) -> Option<(Response, bool)> {
        let mut response = tokio::select! {
            response = self.answers.next() => response?,
            ended = ends_in_memory(&mut self.parties, &self.access) => return Some((unanswered(errors::ended(ended)), false)),
        };
        if let Err(refused) = self.gateway.standing(self.access.caller.clone()).await {
            return Some((refused, false));
        }
        self.fit.apply(&mut response);
        for access in self.leaving.take().iter().chain([&self.access]) {
            let answered = || answer::hash::answered(&Written::of(&response.data), &response.errors);
            if let Err(why) = access.record(answered).await {
                return Some((unrecorded(why), false));
            }
        }
        Some((response, true))
    }
}

/// Waits until the parties that the hub holds in memory say that the caller's standing has ended: where nothing happens
/// that it would be told of, a subscription ends all the same.
async fn ends_in_memory(parties: &mut watch::Receiver<()>, access: &Access) -> Ended {
    loop {
        if let Some(ended) = ended_in_memory(&access.hub.reference(), &access.caller) {
            return ended;
        }
        if parties.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

impl Graph for Gateway {
    type Caller = Caller;

    async fn authenticate(&self, bearer: Option<&str>) -> Result<Caller, Refused> {
        self.hub
            .tokens
            .caller(bearer)
            .map_err(|bad| Refused::unauthenticated(bad.to_string()))
    }

    fn is_stranger(&self, caller: &Caller) -> bool {
        *caller == Caller::Stranger
    }

    async fn execute(&self, caller: Caller, request: Request) -> Reply {
        let caller = match self.standing(caller).await {
            Ok(caller) => caller,
            Err(refused) => return refused.into(),
        };
        match self.attempt(caller.clone(), request).await {
            Ok(reply) => reply,
            Err(Unanswered { why, again: None }) => unrecorded(why).into(),
            // Decided anew, it no longer rests on what others used up.
            Err(Unanswered {
                again: Some(request), ..
            }) => {
                let second = self.attempt(caller, request).await;
                second.unwrap_or_else(|unanswered| unrecorded(unanswered.why).into())
            }
        }
    }

    fn subscribe(&self, caller: Caller, request: Request) -> BoxStream<'static, Response> {
        let gateway = self.clone();
        let begun = async move {
            match gateway.standing(caller).await {
                Ok(caller) => gateway.begin(caller, request),
                Err(refused) => stream::iter([refused]).boxed(),
            }
        };
        stream::once(begun).flatten().boxed()
    }

    fn keys(&self) -> serde_json::Value {
        serde_json::json!({ "keys": [self.hub.keys.jwk()] })
    }

    async fn ready(&self) -> Result<(), String> {
        self.hub
            .db
            .ping()
            .await
            .map_err(|_| "the database does not answer".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_prints_without_a_database() {
        let sdl = super::sdl();
        for word in [
            "type Passport implements Node",
            "type SkillConnection",
            "interface Node",
            "mutation: Mutation",
        ] {
            assert!(sdl.contains(word), "{word} is missing");
        }
    }
}

//! What can be followed beside imports: passports and consents.
//!
//! An operation's data is made once and would be shared by all its events. So each event brings its own: an access in
//! which nothing else was decided, and loaders that have read nothing. What was opened for it is recorded before it leaves.

mod consents;
mod passports;

pub use consents::{ConsentChange, follow_consents};
pub use passports::{PassportChange, follow_passport};

use super::load::{Loaders, loaders};
use crate::flows::access::Access;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, Data, OutputType, Positioned, Result, ServerResult, Value,
};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

/// The accesses of events that are about to leave; they are recorded first.
#[derive(Default)]
pub struct Leaving(Mutex<Vec<Arc<Access>>>);

impl Leaving {
    /// Notes an access whose event is about to leave.
    fn add(&self, access: &Arc<Access>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.push(Arc::clone(access));
    }

    /// The accesses noted since.
    pub fn take(&self) -> Vec<Arc<Access>> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One event. In the schema it is what it says.
pub struct Event<T> {
    says: T,
    access: Arc<Access>,
    own: Data,
}

impl<T> Event<T> {
    fn new(says: T, access: Arc<Access>, loaders: Loaders) -> Self {
        let mut own = Data::default();
        own.insert(Arc::clone(&access));
        own.insert(loaders);
        Event { says, access, own }
    }
}

impl<T: OutputType + ContainerType> OutputType for Event<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        // Whatever comes of it, what was opened for it is recorded.
        if let Some(leaving) = ctx.data_opt::<Arc<Leaving>>() {
            leaving.add(&self.access);
        }
        let mut ctx = ctx.clone();
        ctx.execute_data = Some(&self.own);
        self.says.resolve(&ctx, field).await
    }
}

/// Makes the loaders of each event.
#[derive(Clone, Copy)]
struct Fresh(super::load::Mentioned);

impl Fresh {
    fn of(ctx: &Context<'_>) -> Result<Self> {
        Ok(Fresh(loaders(ctx)?.mentioned()))
    }

    fn loaders(self, access: &Arc<Access>) -> Loaders {
        Loaders::fresh(access, self.0)
    }
}

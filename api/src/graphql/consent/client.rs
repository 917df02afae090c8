//! Programs of a partner, as consents and disclosures name them.

use crate::graphql::errors::store;
use crate::graphql::load::access;
use crate::store::reference::Reference;
use async_graphql::{Context, Result, SimpleObject};
use entity::client;
use uuid::Uuid;

/// A program of a partner, through which it asks.
#[derive(SimpleObject)]
pub struct Client {
    /// Its key: what `explainAccess` takes, and what the partner's tokens name.
    pub(super) key: String,
    /// Its name.
    pub name: String,
    /// Whether the operator has switched it off: then it is answered nothing, whatever consents say.
    pub switched_off: bool,
}

impl From<&client::Model> for Client {
    fn from(row: &client::Model) -> Self {
        Client {
            key: row.key.clone(),
            name: row.name.clone(),
            switched_off: row.disabled_at.is_some(),
        }
    }
}

/// The client with this id; none where none is named.
pub async fn client(ctx: &Context<'_>, id: Option<Uuid>) -> Result<Option<Client>> {
    let Some(id) = id else {
        return Ok(None);
    };
    let known = |reference: &Reference| Some(Client::from(&**reference.clients.get(&id)?));
    access(ctx)?.hub.find_reference(known).await.map_err(store)
}

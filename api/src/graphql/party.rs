//! Organizations and their systems, as they are named beside what they said. Nothing here is about a person.

use super::direct::Direct;
use super::ids::{Kind, id};
use super::load::access;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// A connected system.
#[derive(Description)]
pub struct Source(pub Arc<entity::source::Model>);

#[Object(use_type_description)]
impl Source {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Source, self.0.id)
    }

    /// Its short name.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Which family of systems: lms, hris, workforce, badge, self.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Whether it may deliver; the operator can switch it off.
    async fn enabled(&self) -> bool {
        self.0.disabled_at.is_none()
    }

    /// The adapter that reads it; none where each delivery is recognised by its content.
    async fn adapter(&self) -> Option<&str> {
        self.0.adapter.as_deref()
    }
}

/// An organization, as named on a credential, an experience or a course.
#[derive(SimpleObject)]
pub struct NamedOrganization {
    /// Its name.
    name: String,
    /// Its DID or home page, where it gave one.
    identifier: Option<String>,
}

impl NamedOrganization {
    /// The organization with this id, or with this name alone; none where neither is known.
    pub fn of(ctx: &Context<'_>, id: Option<uuid::Uuid>, name: Option<&str>) -> Result<Option<Direct<Self>>> {
        let reference = access(ctx)?.hub.reference();
        let row = id.and_then(|id| reference.organizations.get(&id));
        let public =
            |row: &&Arc<entity::organization::Model>| matches!(row.identifier_system.as_deref(), Some("did" | "url"));
        let identifier = row.filter(public).and_then(|row| row.identifier_value.clone());
        let name = name.map(str::to_owned).or_else(|| row.map(|row| row.name.clone()));
        Ok(name.map(|name| Direct(NamedOrganization { name, identifier })))
    }
}

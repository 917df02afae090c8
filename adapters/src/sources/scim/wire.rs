//! Resources in the words of RFC 7643. What is not named here is not read.

use crate::json::cells::{Cells, joined};
use crate::json::piece::Fields;
use passport::record::{Identifier, IdentifierSystem};
use serde_json::Value;

/// The enterprise extension.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// How the schemas of resources begin.
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:";

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    User,
    Group,
    /// The server's own description, or a type of its own.
    Other,
}

/// A user.
#[derive(Debug)]
pub struct User {
    pub name: Option<String>,
    pub given: Option<String>,
    pub family: Option<String>,
    pub language: Option<String>,
    pub identifiers: Vec<Identifier>,
    pub organization: Option<String>,
    pub department: Option<String>,
}

impl Kind {
    /// By the schemas, else by the type in `meta`, else by a field that only it has: a server asked for some attributes
    /// answers without schemas.
    pub fn of(cells: &Cells<'_, '_>) -> Option<Self> {
        let schemas = cells.node.all("schemas");
        let mut named = schemas.iter().filter_map(|schema| schema.value.as_str());
        let core = named.clone().find_map(|schema| schema.strip_prefix(CORE));
        let meta = cells.node.get("meta");
        let typed = meta
            .as_ref()
            .and_then(|meta| meta.value.get("resourceType"))
            .and_then(Value::as_str);
        match core.or(typed) {
            Some("User") => Some(Kind::User),
            Some("Group") => Some(Kind::Group),
            Some(_) => Some(Kind::Other),
            None if named.next().is_some() => Some(Kind::Other),
            None if cells.node.get("userName").is_some() => Some(Kind::User),
            None if cells.node.get("members").is_some() => Some(Kind::Group),
            None => None,
        }
    }

    /// Whether a whole document is a resource at all.
    pub fn of_fields(fields: &Fields<'_>) -> Option<()> {
        let told = ["schemas", "userName", "members", "meta"];
        told.iter().any(|key| fields.has(key)).then_some(())
    }
}

impl User {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        // Nothing hangs on it, but a text in its place is a common fault that the integrator should know of.
        let _ = cells.flag("active");
        let name = cells.child("name");
        let part = |key: &str| name.as_ref().and_then(|name| name.words(key));
        let (given, family) = (part("givenName"), part("familyName"));
        let whole = || joined([given.as_deref(), family.as_deref()].into_iter().flatten());
        let whole = || whole().map(|whole| whole.replace('\n', " "));
        let work = cells.child(ENTERPRISE);
        let at_work = |key: &str| work.as_ref().and_then(|work| work.words(key));
        User {
            name: cells.words("displayName").or_else(|| part("formatted")).or_else(whole),
            language: cells.words("preferredLanguage").and_then(first_language),
            identifiers: identifiers(cells, work.as_ref()),
            organization: at_work("organization"),
            department: at_work("department"),
            given,
            family,
        }
    }
}

fn identifiers(cells: &Cells<'_, '_>, work: Option<&Cells<'_, '_>>) -> Vec<Identifier> {
    let emails = cells.children("emails");
    let phones = cells.children("phoneNumbers");
    let emails = emails
        .iter()
        .filter_map(|email| email.identifier("value", IdentifierSystem::Email));
    let phones = phones
        .iter()
        .filter_map(|phone| phone.identifier("value", IdentifierSystem::Phone));
    let own = [
        cells.identifier("userName", IdentifierSystem::Username),
        cells.identifier("profileUrl", IdentifierSystem::Url),
        work.and_then(|work| work.identifier("employeeNumber", IdentifierSystem::EmployeeNumber)),
    ];
    own.into_iter()
        .flatten()
        .chain(emails)
        .chain(phones.map(dialled))
        .collect()
}

/// A telephone number without the `tel:` that RFC 3966 sets before it.
fn dialled(phone: Identifier) -> Identifier {
    let value = phone.value.strip_prefix("tel:").map(str::to_owned);
    Identifier {
        value: value.unwrap_or(phone.value),
        ..phone
    }
}

/// The first of the languages, which stand as in a browser's request: `da, en-gb;q=0.8`.
fn first_language(languages: String) -> Option<String> {
    let first = languages.split([',', ';']).next().and_then(crate::text::filled)?;
    Some(first.to_owned()).filter(|first| first != "*")
}

//! Statements in the words of the specification, as far as they are read. Parts that a statement can do without are kept as
//! text and looked into one by one, so that a fault in one of them costs that part alone.

use crate::elements::Fields;
use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Texts by language.
pub type LanguageMap = BTreeMap<String, String>;

/// A statement: who did what to which object.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement<'a> {
    #[serde(borrow)]
    pub id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub object_type: Option<Cow<'a, str>>,
    pub actor: Option<Fields<Actor>>,
    pub verb: Option<Fields<Verb>>,
    #[serde(borrow)]
    pub object: Option<Fields<Object<'a>>>,
    #[serde(borrow)]
    pub result: Option<&'a RawValue>,
    #[serde(borrow)]
    pub context: Option<&'a RawValue>,
    #[serde(borrow)]
    pub timestamp: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub stored: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub authority: Option<&'a RawValue>,
    #[serde(borrow)]
    pub attachments: Option<&'a RawValue>,
}

/// An Agent or a Group. Exactly one of the four ways to identify it stands in one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Actor {
    pub object_type: Option<String>,
    pub name: Option<String>,
    pub mbox: Option<String>,
    #[serde(rename = "mbox_sha1sum")]
    pub mbox_sha1sum: Option<String>,
    pub openid: Option<String>,
    pub account: Option<Fields<Account>>,
    pub member: Option<Vec<Fields<Actor>>>,
}

/// An account on a system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Account {
    pub home_page: Option<String>,
    pub name: Option<String>,
}

/// What was done. What it is called (`display`) says nothing: the identifier is the meaning.
#[derive(Debug, Deserialize)]
pub struct Verb {
    pub id: Option<String>,
}

/// What it was done to: an Activity where no type stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Object<'a> {
    pub object_type: Option<String>,
    pub id: Option<String>,
    #[serde(borrow)]
    pub definition: Option<&'a RawValue>,
}

/// What an activity is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Definition {
    pub name: Option<LanguageMap>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// How it went. The answer itself (`response`) is not read.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Outcome {
    pub score: Option<Fields<Score>>,
    pub success: Option<bool>,
    pub completion: Option<bool>,
    pub duration: Option<String>,
}

/// A score; what it is worth is said by `min` and `max`, or by `scaled`, from -1 to 1.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Score {
    pub scaled: Option<Number>,
    pub raw: Option<Number>,
    pub min: Option<Number>,
    pub max: Option<Number>,
}

/// In what circumstances.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Context<'a> {
    pub registration: Option<String>,
    #[serde(borrow)]
    pub context_activities: Option<Fields<Around<'a>>>,
}

/// Activities that a statement stands in a relation to; each one or many.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Around<'a> {
    #[serde(borrow)]
    pub parent: Option<&'a RawValue>,
    #[serde(borrow)]
    pub grouping: Option<&'a RawValue>,
    #[serde(borrow)]
    pub category: Option<&'a RawValue>,
    #[serde(borrow)]
    pub other: Option<&'a RawValue>,
}

/// A file that belongs to a statement.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Attachment {
    pub usage_type: Option<String>,
    pub display: Option<LanguageMap>,
    pub description: Option<LanguageMap>,
    pub file_url: Option<String>,
}

//! Packages in the words of CASE, as far as they are read.

use crate::vocabulary::document::Raw;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct Package<'t> {
    #[serde(borrow, rename = "CFDocument")]
    pub(super) document: &'t RawValue,
    #[serde(borrow, rename = "CFItems")]
    pub(super) items: Option<Raw<'t>>,
    #[serde(borrow, rename = "CFAssociations")]
    pub(super) associations: Option<Raw<'t>>,
    #[serde(borrow, rename = "CFRubrics")]
    pub(super) rubrics: Option<Raw<'t>>,
    #[serde(borrow, rename = "CFDefinitions")]
    pub(super) definitions: Option<&'t RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Framework {
    pub(super) identifier: String,
    pub(super) title: String,
    pub(super) creator: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) version: Option<String>,
    pub(super) language: Option<String>,
    pub(super) adoption_status: Option<String>,
    #[serde(rename = "officialSourceURL")]
    pub(super) official_source: Option<String>,
    pub(super) uri: Option<String>,
    #[serde(rename = "licenseURI")]
    pub(super) licence: Option<Link>,
}

#[derive(Deserialize)]
pub(super) struct Definitions {
    #[serde(rename = "CFLicenses")]
    pub(super) licences: Option<Vec<Licence>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Licence {
    pub(super) title: Option<String>,
    pub(super) license_text: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Link {
    pub(super) title: Option<String>,
    pub(super) identifier: Option<String>,
    pub(super) uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub(super) identifier: String,
    pub(super) uri: Option<String>,
    pub(super) full_statement: String,
    pub(super) abbreviated_statement: Option<String>,
    pub(super) alternative_label: Option<String>,
    pub(super) human_coding_scheme: Option<String>,
    pub(super) concept_keywords: Option<Vec<String>>,
    pub(super) notes: Option<String>,
    pub(super) language: Option<String>,
    #[serde(rename = "CFItemType")]
    pub(super) item_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Association {
    pub(super) association_type: String,
    #[serde(rename = "originNodeURI")]
    pub(super) origin: Link,
    #[serde(rename = "destinationNodeURI")]
    pub(super) destination: Link,
}

#[derive(Deserialize)]
pub(super) struct Rubric {
    pub(super) identifier: Option<String>,
    pub(super) uri: Option<String>,
    pub(super) title: Option<String>,
    #[serde(rename = "CFRubricCriteria")]
    pub(super) criteria: Option<Vec<Criterion>>,
}

#[derive(Deserialize)]
pub(super) struct Criterion {
    pub(super) identifier: String,
    pub(super) uri: Option<String>,
    pub(super) category: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "CFItemURI")]
    pub(super) item: Option<Link>,
    #[serde(rename = "CFRubricCriterionLevels")]
    pub(super) levels: Option<Vec<Level>>,
}

#[derive(Deserialize)]
pub(super) struct Level {
    pub(super) quality: Option<String>,
    pub(super) description: Option<String>,
    pub(super) score: Option<f64>,
    pub(super) position: Option<f64>,
}

//! Where a version stands among those that are there, and what its row says.

use super::differences::Reach;
use super::{Load, NotLoaded};
use crate::hub::Hub;
use crate::store::vocabularies::FIRST;
use adapters::vocabulary::{About, Contents};
use entity::{vocabulary, vocabulary_version};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where a version stands among those that are there.
pub(super) struct Place {
    pub(super) number: i32,
    pub(super) before: Option<String>,
    pub(super) reach: Reach,
    /// The languages of the version before: what is not said anew stays.
    kept: BTreeSet<String>,
    /// The row that is added to.
    pub(super) of: Option<vocabulary_version::Model>,
}

pub(super) fn place(
    earlier: &[vocabulary_version::Model],
    version: &str,
    contents: &Contents,
) -> Result<Place, NotLoaded> {
    let Some(newest) = earlier.last() else {
        return Ok(Place {
            number: FIRST,
            before: None,
            reach: Reach::Whole,
            kept: BTreeSet::new(),
            of: None,
        });
    };
    if newest.version == version {
        let before = earlier.iter().find(|row| row.number == newest.number - 1);
        let more = spoken(contents).difference(&told(newest)).cloned().collect();
        return Ok(Place {
            number: newest.number,
            before: before.map(|row| row.version.clone()),
            reach: Reach::Lacking(more),
            kept: languages(newest),
            of: Some(newest.clone()),
        });
    }
    if earlier.iter().any(|row| row.version == version) {
        return Err(NotLoaded::Older {
            version: version.to_owned(),
            newest: newest.version.clone(),
        });
    }
    Ok(Place {
        number: newest.number + 1,
        before: Some(newest.version.clone()),
        reach: Reach::Whole,
        kept: languages(newest),
        of: None,
    })
}

/// The languages in which a version has labels.
fn languages(version: &vocabulary_version::Model) -> BTreeSet<String> {
    serde_json::from_value(version.languages.clone()).unwrap_or_default()
}

/// Those in which its own files have labels; the others are as the version before had them.
fn told(version: &vocabulary_version::Model) -> BTreeSet<String> {
    let own = version.told.clone().map(serde_json::from_value);
    own.and_then(Result::ok).unwrap_or_else(|| languages(version))
}

/// The languages in which files have labels.
pub(super) fn spoken(contents: &Contents) -> BTreeSet<String> {
    let labels = contents.concepts.iter().flat_map(|concept| &concept.labels);
    labels.map(|label| label.language.to_string()).collect()
}

/// Languages as a message names them.
pub(super) fn joined(languages: &BTreeSet<String>) -> String {
    let all: Vec<&str> = languages.iter().map(String::as_str).collect();
    if all.is_empty() {
        return "no language".to_owned();
    }
    all.join(", ")
}

/// The row of the version; the store counts what it changed.
pub(super) fn version_row(
    hub: &Hub,
    vocabulary: &vocabulary::Model,
    place: &Place,
    (version, load): (&str, &Load),
) -> vocabulary_version::Model {
    let own = spoken(&load.contents);
    let all: BTreeSet<&String> = own.union(&place.kept).collect();
    if let Some(there) = &place.of {
        let about = load.contents.about.clone();
        return vocabulary_version::Model {
            languages: serde_json::json!(all),
            told: Some(serde_json::json!(own.union(&told(there)).collect::<Vec<_>>())),
            publisher: there.publisher.clone().or(about.publisher),
            licence: there.licence.clone().or(about.licence),
            attribution: there.attribution.clone().or(about.attribution),
            url: there.url.clone().or(about.url),
            name: named(&there.name, vocabulary, load),
            ..there.clone()
        };
    }
    let described = described(vocabulary.clone(), load);
    vocabulary_version::Model {
        id: Uuid::now_v7(),
        vocabulary_id: vocabulary.id,
        number: place.number,
        version: version.to_owned(),
        name: described.name,
        publisher: described.publisher,
        licence: described.licence,
        attribution: described.attribution,
        url: described.url,
        languages: serde_json::json!(all),
        told: Some(serde_json::json!(own)),
        changes: serde_json::json!({}),
        loaded_at: hub.clock.now(),
    }
}

/// The vocabulary as the files of a version describe it; what they do not say stays.
pub(super) fn described(row: vocabulary::Model, load: &Load) -> vocabulary::Model {
    let About {
        name,
        publisher,
        licence,
        attribution,
        url,
        ..
    } = load.contents.about.clone();
    vocabulary::Model {
        name: load.name.clone().or(name).unwrap_or(row.name),
        publisher: publisher.or(row.publisher),
        licence: licence.or(row.licence),
        attribution: attribution.or(row.attribution),
        url: url.or(row.url),
        ..row
    }
}

/// The same with what a later part of a version says that no part before it did.
pub(super) fn filled(row: vocabulary::Model, load: &Load) -> vocabulary::Model {
    let about = load.contents.about.clone();
    vocabulary::Model {
        name: named(&row.name, &row, load),
        publisher: row.publisher.or(about.publisher),
        licence: row.licence.or(about.licence),
        attribution: row.attribution.or(about.attribution),
        url: row.url.or(about.url),
        ..row
    }
}

/// A vocabulary that nobody named yet is called by its key.
fn named(name: &str, vocabulary: &vocabulary::Model, load: &Load) -> String {
    let said = load.name.as_ref().or(load.contents.about.name.as_ref());
    match said {
        Some(said) if name == vocabulary.key => said.clone(),
        _ => name.to_owned(),
    }
}

/// A vocabulary that is loaded for the first time.
pub(super) fn begun(hub: &Hub, load: &Load) -> vocabulary::Model {
    let about = &load.contents.about;
    let row = vocabulary::Model {
        id: Uuid::now_v7(),
        key: load.key.clone(),
        version: String::new(),
        name: load.key.clone(),
        publisher: None,
        licence: None,
        attribution: None,
        url: None,
        language: about.language.as_deref().unwrap_or("en").to_owned(),
        pivot: false,
        created_at: hub.clock.now(),
    };
    described(row, load)
}

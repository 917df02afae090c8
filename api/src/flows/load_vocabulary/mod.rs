//! Loading a version of a vocabulary: what it changes against the one before is written in one transaction, or nothing is.
//!
//! Versions are immutable: one that is there is only added to, by what it lacks: languages, and concepts that a part of the
//! files did not hold. ADR 17 says why concepts stay the same through all versions.

mod differences;
mod matches;
mod scales;

use crate::hub::Hub;
use crate::store::scales as scale_store;
use crate::store::vocabularies::{self as store, FIRST, Held};
use crate::store::{StoreError, Tx, mappings};
use adapters::vocabulary::{About, Contents};
pub use differences::Changes;
use differences::{Extent, compare};
use entity::{vocabulary, vocabulary_version};
pub use matches::Matches;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is to be loaded.
#[derive(Debug)]
pub struct Load {
    /// The vocabulary's key.
    pub key: String,
    /// What the files hold.
    pub contents: Contents,
    /// The version, where the files do not tell it or tell it otherwise.
    pub version: Option<String>,
    /// The name to show, where the files do not tell it.
    pub name: Option<String>,
    /// Whether it is loaded too where it is so unlike what is held that it may be another vocabulary.
    pub however_unlike: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The vocabulary's key.
    pub key: String,
    /// The version.
    pub version: String,
    /// The version before; none for the first.
    pub before: Option<String>,
    /// Whether it was added to a version that was there.
    pub added_to: bool,
    /// What it changed.
    pub changes: Changes,
    /// What became of its matches with concepts of other vocabularies.
    pub matches: Matches,
}

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotLoaded {
    /// The files do not tell the version.
    #[error("the files do not say which version they are; name it")]
    NoVersion,
    /// It is there, with these languages.
    #[error(
        "version {version} is loaded already, in {languages}; versions are never changed, only what they lack is added: languages, and concepts beside those that they hold"
    )]
    There {
        /// Which.
        version: String,
        /// In which languages.
        languages: String,
    },
    /// A newer one is there.
    #[error("version {version} was loaded before {newest}; an older version cannot follow a newer one")]
    Older {
        /// Which.
        version: String,
        /// The newest.
        newest: String,
    },
    /// Most of what is held is not in it.
    #[error(
        "{gone} of the {there} concepts that are there now are not in it: it may be another vocabulary, to be loaded under a key of its own"
    )]
    MostGone {
        /// How many would be gone.
        gone: usize,
        /// How many are there.
        there: usize,
    },
    /// The version that it would be added to holds hardly anything of it.
    #[error(
        "version {version} holds only {known} of the {told} concepts in it, and is not contained in it: it may be another vocabulary, to be loaded under a key of its own"
    )]
    MostNew {
        /// Which.
        version: String,
        /// How many of them it holds.
        known: usize,
        /// How many there are in the files.
        told: usize,
    },
    /// There is no concept in it.
    #[error("the files hold no concept")]
    Empty,
}

/// From how many concepts on it is asked twice before what is unlike them takes their place, or joins them.
const MANY: usize = 100;

/// Loads a version, and lets the hub see it.
pub async fn load_vocabulary(hub: &Hub, load: Load) -> Result<Result<Loaded, NotLoaded>, StoreError> {
    if load.contents.concepts.is_empty() {
        return Ok(Err(NotLoaded::Empty));
    }
    let Some(version) = load.version.clone().or_else(|| load.contents.about.version.clone()) else {
        return Ok(Err(NotLoaded::NoVersion));
    };
    let tx = hub.db.begin().await?;
    mappings::begin_turn(&tx).await?;
    let vocabulary = match store::held_by_key(&tx, &load.key).await? {
        Some(row) => row,
        None => begun(hub, &tx, &load).await?,
    };
    let earlier = store::versions(tx.conn(), vocabulary.id).await?;
    let place = match place(&earlier, &version, &load.contents) {
        Ok(place) => place,
        Err(why) => return Ok(Err(why)),
    };
    let held = store::held(&tx, vocabulary.id).await?;
    let there = held.concepts.values().filter(|one| one.row.until.is_none()).count();
    let known = known(&load.contents, &held);
    let (differences, changes) = compare(&load.contents, held, (vocabulary.id, place.number), &place.extent);
    if let Some(why) = refused(&load, &place, &changes, (there, known)) {
        return Ok(Err(why));
    }
    let row = version_row(hub, &vocabulary, &place, (&version, &load), &changes);
    let newest = vocabulary::Model {
        version: version.clone(),
        created_at: hub.clock.now(),
        ..described(vocabulary, &load)
    };
    let (of, number) = (newest.id, row.number);
    let scales = scales::declared(&load.contents, of, hub.clock.now());
    store::write(&tx, newest, row, differences).await?;
    // What is added to a version that is there changes no scale that it has.
    if place.of.is_none() || !scale_store::any(&tx, scale_store::Owner::Vocabulary(of)).await? {
        scale_store::keep(&tx, scale_store::Owner::Vocabulary(of), scales).await?;
    }
    matches::keep(&tx, &load.contents, (of, number), place.of.is_none()).await?;
    let matches = matches::resolve(&tx, of, hub.clock.now()).await?;
    tx.commit().await?;
    hub.shelf.reload(&hub.db).await?;
    Ok(Ok(Loaded {
        key: load.key,
        version,
        before: place.before,
        added_to: place.of.is_some(),
        changes,
        matches,
    }))
}

/// How many concepts of the files the newest version holds.
fn known(contents: &Contents, held: &Held) -> usize {
    let held = |uri: &String| held.concepts.get(uri).is_some_and(|one| one.row.until.is_none());
    contents.concepts.iter().filter(|concept| held(&concept.uri)).count()
}

/// Why it is not loaded, seen what it would change.
fn refused(load: &Load, place: &Place, changes: &Changes, (there, known): (usize, usize)) -> Option<NotLoaded> {
    let told = load.contents.concepts.len();
    if let (Some(row), Extent::Lacking(more)) = (&place.of, &place.extent) {
        let nothing = changes.added + changes.returned + changes.changed + changes.relations == 0;
        if nothing || (more.is_empty() && changes.otherwise > 0) {
            return Some(already(row));
        }
        let unlike = there >= MANY && known * 2 < told && known * 2 < there;
        return (unlike && !load.however_unlike).then(|| NotLoaded::MostNew {
            version: row.version.clone(),
            known,
            told,
        });
    }
    let gone = changes.gone;
    let unlike = there >= MANY && gone * 2 > there;
    (unlike && !load.however_unlike).then_some(NotLoaded::MostGone { gone, there })
}

fn already(row: &vocabulary_version::Model) -> NotLoaded {
    NotLoaded::There {
        version: row.version.clone(),
        languages: languages(row).into_iter().collect::<Vec<_>>().join(", "),
    }
}

/// Where a version stands among those that are there.
struct Place {
    number: i32,
    before: Option<String>,
    extent: Extent,
    /// The languages of the version before: what is not said anew stays.
    kept: BTreeSet<String>,
    /// The row that is added to.
    of: Option<vocabulary_version::Model>,
}

fn place(earlier: &[vocabulary_version::Model], version: &str, contents: &Contents) -> Result<Place, NotLoaded> {
    let Some(newest) = earlier.last() else {
        return Ok(Place {
            number: FIRST,
            before: None,
            extent: Extent::Whole,
            kept: BTreeSet::new(),
            of: None,
        });
    };
    let before = |number: i32| {
        earlier
            .iter()
            .find(|row| row.number == number - 1)
            .map(|row| row.version.clone())
    };
    if newest.version == version {
        let told = told(newest);
        let more = spoken(contents).difference(&told).cloned().collect();
        return Ok(Place {
            number: newest.number,
            before: before(newest.number),
            extent: Extent::Lacking(more),
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
        extent: Extent::Whole,
        kept: languages(newest),
        of: None,
    })
}

/// The languages in which a version has labels.
pub fn languages(version: &vocabulary_version::Model) -> BTreeSet<String> {
    serde_json::from_value(version.languages.clone()).unwrap_or_default()
}

/// Those in which its own files have labels; the others are as the version before had them.
fn told(version: &vocabulary_version::Model) -> BTreeSet<String> {
    let own = version.told.clone().map(serde_json::from_value);
    own.and_then(Result::ok).unwrap_or_else(|| languages(version))
}

fn spoken(contents: &Contents) -> BTreeSet<String> {
    let labels = contents.concepts.iter().flat_map(|concept| &concept.labels);
    labels.map(|label| label.language.to_string()).collect()
}

fn version_row(
    hub: &Hub,
    vocabulary: &vocabulary::Model,
    place: &Place,
    (version, load): (&str, &Load),
    changes: &Changes,
) -> vocabulary_version::Model {
    let own = spoken(&load.contents);
    let all: BTreeSet<&String> = own.union(&place.kept).collect();
    if let Some(there) = &place.of {
        let before: Changes = serde_json::from_value(there.changes.clone()).unwrap_or_default();
        return vocabulary_version::Model {
            languages: serde_json::json!(all),
            told: Some(serde_json::json!(own.union(&told(there)).collect::<Vec<_>>())),
            changes: serde_json::json!(before.and(changes)),
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
        changes: serde_json::json!(changes),
        loaded_at: hub.clock.now(),
    }
}

/// The vocabulary as the files describe it; what they do not say stays.
fn described(row: vocabulary::Model, load: &Load) -> vocabulary::Model {
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

/// A vocabulary that is loaded for the first time.
async fn begun(hub: &Hub, tx: &Tx, load: &Load) -> Result<vocabulary::Model, StoreError> {
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
    let row = described(row, load);
    store::add(tx, row.clone()).await?;
    Ok(row)
}

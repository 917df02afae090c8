//! Loading a version of a vocabulary: what it changes against the one before is written in one transaction, or nothing is.
//!
//! Versions are immutable: one that is there is only added to, by languages that it has not. ADR 17 says why concepts stay
//! the same through all versions.

mod differences;
mod matches;
mod scales;

use crate::hub::Hub;
use crate::store::scales as scale_store;
use crate::store::vocabularies::{self as store, FIRST};
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
    /// Whether most of what is held may be gone in it.
    pub most_may_go: bool,
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
    /// Whether languages were added to a version that was there.
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
        "version {version} is loaded already, in {languages}; versions are never changed, only languages that it has not are added"
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
    /// There is no concept in it.
    #[error("the files hold no concept")]
    Empty,
}

/// From how many concepts on it is asked twice before most of them go.
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
    let (differences, changes) = compare(&load.contents, held, (vocabulary.id, place.number), &place.extent);
    if !load.most_may_go && there >= MANY && changes.gone * 2 > there {
        let gone = changes.gone;
        return Ok(Err(NotLoaded::MostGone { gone, there }));
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
    // A language for a version that is there brings words of concepts, and changes no scale and no match.
    if place.of.is_none() {
        scale_store::keep(&tx, scale_store::Owner::Vocabulary(of), scales).await?;
        matches::keep(&tx, &load.contents, (of, number)).await?;
    }
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
        let there = languages(newest);
        let more: BTreeSet<String> = spoken(contents).difference(&there).cloned().collect();
        if more.is_empty() {
            return Err(NotLoaded::There {
                version: version.to_owned(),
                languages: there.into_iter().collect::<Vec<_>>().join(", "),
            });
        }
        return Ok(Place {
            number: newest.number,
            before: before(newest.number),
            extent: Extent::Languages(more),
            kept: there,
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
    let mut all = spoken(&load.contents);
    all.extend(place.kept.iter().cloned());
    if let Some(there) = &place.of {
        return vocabulary_version::Model {
            languages: serde_json::json!(all),
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

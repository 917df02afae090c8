//! Loading a version of a vocabulary: what it changes against the one before is written in one transaction, or nothing
//! is.
//!
//! Versions are immutable: one that is there is only added to, by what it lacks: languages, and concepts that a part of
//! the files did not hold. ADR 17 says why concepts stay the same through all versions.

mod differences;
mod matches;
mod not_loaded;
mod place;
mod scales;

use crate::hub::Hub;
use crate::store::scales::{self as scale_store, Declared, Owner};
use crate::store::vocabularies as store;
use crate::store::{StoreError, Tx, mappings};
use adapters::vocabulary::Contents;
pub use differences::Changes;
use differences::compare;
use entity::vocabulary;
pub use matches::Matches;
pub use not_loaded::NotLoaded;
use not_loaded::{Likeness, refused};
use place::{Place, begun, described, filled, place, version_row};
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
    /// Whether the version was there before; what it changed is then what was added to it.
    pub added_to: bool,
    /// What it changed.
    pub changes: Changes,
    /// What became of its matches with concepts of other vocabularies.
    pub matches: Matches,
    /// Whether all was there already, so that nothing was written.
    pub nothing: bool,
}

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
    let vocabulary = held_or_begun(hub, &tx, &load).await?;
    let of = vocabulary.id;
    let earlier = store::versions(tx.conn(), of).await?;
    let place = match place(&earlier, &version, &load.contents) {
        Ok(place) => place,
        Err(why) => return Ok(Err(why)),
    };
    let held = store::held(&tx, of, place.number).await?;
    let likeness = Likeness::of(&load.contents, &held);
    let (differences, changes) = compare(&load.contents, held, (of, place.number), &place.reach);
    if let Some(why) = refused(&load, &place, &changes, &likeness) {
        return Ok(Err(why));
    }
    let scales = new_scales(hub, &tx, &load, (of, &place)).await?;
    let loaded = |changes: Changes, matches: Option<Matches>| Loaded {
        key: load.key.clone(),
        version: version.clone(),
        before: place.before.clone(),
        added_to: place.of.is_some(),
        changes,
        matches: matches.unwrap_or_default(),
        nothing: matches.is_none(),
    };
    let described = match place.of {
        Some(_) => filled(vocabulary.clone(), &load),
        None => described(vocabulary.clone(), &load),
    };
    let nothing = place.reach.is_no_more(&changes) && scales.is_empty() && described == vocabulary;
    if nothing && !matches::say_more(&tx, &load.contents, of).await? {
        return Ok(Ok(loaded(changes, None)));
    }
    let row = version_row(hub, &vocabulary, &place, (&version, &load));
    let newest = vocabulary::Model {
        version: version.clone(),
        created_at: hub.clock.now(),
        ..described
    };
    store::write(&tx, newest, row, differences).await?;
    scale_store::keep(&tx, Owner::Vocabulary(of), scales).await?;
    matches::keep(&tx, &load.contents, (of, place.number), place.of.is_none()).await?;
    let matches = matches::resolve(&tx, of, hub.clock.now()).await?;
    tx.commit().await?;
    hub.shelf.reload(&hub.db).await?;
    Ok(Ok(loaded(changes, Some(matches))))
}

async fn held_or_begun(hub: &Hub, tx: &Tx, load: &Load) -> Result<vocabulary::Model, StoreError> {
    if let Some(held) = store::held_by_key(tx, &load.key).await? {
        return Ok(held);
    }
    let begun = begun(hub, load);
    store::add(tx, begun.clone()).await?;
    Ok(begun)
}

/// The scales of the files; those alone that are not kept yet, where a version is added to: it changes none that it
/// has.
async fn new_scales(hub: &Hub, tx: &Tx, load: &Load, (of, place): (Uuid, &Place)) -> Result<Vec<Declared>, StoreError> {
    let mut scales = scales::declared(&load.contents, of, hub.clock.now());
    if place.of.is_some() && !scales.is_empty() {
        let kept = scale_store::keys(tx, Owner::Vocabulary(of)).await?;
        scales.retain(|one| !kept.contains(&one.scale.key));
    }
    Ok(scales)
}

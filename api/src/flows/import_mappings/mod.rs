//! A mapping set comes in: each of its statements is compared with what the same set said before, and what is new or said
//! otherwise is written in one transaction. The same set again changes nothing, and nor does what once went out from here.

mod here;
mod statement;

use crate::hub::Hub;
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, mappings};
use adapters::sssom::{About, Mapping, MappingSet};
use entity::mapping;
use here::Here;
use passport::record::Reject;
use passport::skill::mapping::Standing;
use statement::{Key, Statement, read};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What is to be imported.
#[derive(Debug)]
pub struct ImportMappings {
    /// The set.
    pub set: MappingSet,
    /// What it is called where it does not say.
    pub called: String,
    /// Whether people stand behind all of it, also behind what a program found.
    pub published: bool,
    /// Whether it is only told what would change.
    pub dry_run: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The set.
    pub set: String,
    /// Statements that are new.
    pub added: usize,
    /// Statements that are there and say the same.
    pub unchanged: usize,
    /// Statements that were there and say something else now.
    pub changed: usize,
    /// Rows that were not taken.
    pub rejects: Vec<Reject>,
    /// Concepts that no loaded vocabulary has, each with the number of rows that name it.
    pub unknown: BTreeMap<String, usize>,
}

/// Imports a set, and lets the hub see it.
pub async fn import_mappings(hub: &Hub, import: ImportMappings) -> Result<Imported, StoreError> {
    let reference = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    let set = import.set.about.id.clone().unwrap_or(import.called);
    let mut comparing = Comparing {
        now: hub.clock.now(),
        imported: Imported {
            set: set.clone(),
            rejects: import.set.rejects,
            ..Imported::default()
        },
        ..Comparing::default()
    };
    let tx = hub.db.begin().await?;
    mappings::begin_turn(&tx).await?;
    comparing.hold(mappings::of_set(tx.conn(), &set).await?);
    comparing.here = Here::find(&tx, &reference, &set, &import.set.mappings).await?;
    let about = About {
        id: Some(set),
        ..import.set.about
    };
    for mapping in &import.set.mappings {
        comparing.take(&reference, mapping, &about, import.published);
    }
    if import.dry_run || comparing.new.is_empty() {
        return Ok(comparing.imported);
    }
    mappings::supersede(&tx, &comparing.replaced, comparing.now).await?;
    mappings::add(&tx, comparing.new).await?;
    tx.commit().await?;
    hub.shelf.refresh(&hub.db).await?;
    Ok(comparing.imported)
}

/// What a set said before, and what it says now.
#[derive(Default)]
struct Comparing {
    now: chrono::DateTime<chrono::Utc>,
    held: HashMap<Key, mapping::Model>,
    here: Here,
    met: HashMap<Key, mapping::Model>,
    new: Vec<mapping::Model>,
    replaced: Vec<Uuid>,
    imported: Imported,
}

impl Comparing {
    /// Keeps the latest of what the set said of the same things. It counts also where a review took its place: what was
    /// decided on is not brought up again.
    fn hold(&mut self, rows: Vec<mapping::Model>) {
        self.held = rows.into_iter().map(|row| (Key::of(&row), row)).collect();
    }

    fn take(&mut self, reference: &Vocabularies, mapping: &Mapping, about: &About, published: bool) {
        let statement = read(reference, mapping, about, published);
        let would_stand = match &statement {
            Ok(Statement::Known(row)) => Standing::from_word(&row.standing),
            _ => None,
        };
        if self.here.has(reference, mapping, would_stand) {
            self.imported.unchanged += 1;
            return;
        }
        match statement {
            Ok(Statement::Known(row)) => self.compare(*row, mapping),
            Ok(Statement::Unknown(uris)) => {
                for uri in uris {
                    *self.imported.unknown.entry(uri).or_default() += 1;
                }
            }
            Err(reject) => self.imported.rejects.push(reject),
        }
    }

    fn compare(&mut self, row: mapping::Model, mapping: &Mapping) {
        let key = Key::of(&row);
        if let Some(met) = self.met.get(&key) {
            if statement::same(met, &row) {
                self.imported.unchanged += 1;
            } else {
                let reason = "the set says something else of the same two concepts in an earlier row; leave one out";
                let reject = Reject::new(mapping.place.clone(), "said_twice", reason);
                self.imported.rejects.push(reject);
            }
            return;
        }
        self.met.insert(key, row.clone());
        let replaces_id = match self.held.get(&key) {
            Some(held) if statement::same(held, &row) => {
                self.imported.unchanged += 1;
                return;
            }
            Some(held) => {
                self.imported.changed += 1;
                self.replaced.push(held.id);
                Some(held.id)
            }
            None => {
                self.imported.added += 1;
                None
            }
        };
        self.new.push(mapping::Model {
            recorded_at: self.now,
            replaces_id,
            ..row
        });
    }
}

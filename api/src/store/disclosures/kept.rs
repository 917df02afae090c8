//! What was asked, kept so that it can be asked again: sealed, for variables may name people; each document and each
//! request once, found by a keyed hash.

use crate::keys::Keys;
use crate::store::batch::upsert_all;
use crate::store::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{disclosed_document, disclosed_request};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Longest request that is kept, in bytes; of a longer one the hash alone is.
const LONGEST: usize = 64 * 1024;
/// Hashes remembered as written before the memory is cleared.
const REMEMBERED: usize = 100_000;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The document, as it was sent.
    pub document: String,
    /// Everything else, in a canonical form of the flow's.
    pub question: String,
}

/// Stands before the hash of a request that was too long to be kept.
pub const UNKEPT: &str = "unkept:";

impl Asked {
    /// The keyed hash by which a disclosure names it.
    pub fn hash(&self, keys: &Keys) -> String {
        let hash = request_hash(keys, &document_hash(keys, &self.document), &self.question);
        if self.is_long() {
            format!("{UNKEPT}{hash}")
        } else {
            hash
        }
    }

    fn is_long(&self) -> bool {
        self.document.len() + self.question.len() > LONGEST
    }
}

fn document_hash(keys: &Keys, document: &str) -> String {
    keys.blind("disclosed document", document)
}

fn request_hash(keys: &Keys, document_hash: &str, question: &str) -> String {
    keys.blind("disclosed request", &format!("{document_hash}\n{question}"))
}

/// What is known to be written already, so that it is not written again.
#[derive(Default)]
pub(super) struct Written(HashSet<String>);

/// What one batch has to write beside its disclosures.
#[derive(Default)]
pub(super) struct Fresh {
    documents: BTreeMap<String, disclosed_document::Model>,
    requests: BTreeMap<String, disclosed_request::Model>,
}

impl Fresh {
    pub(super) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }
}

impl Written {
    /// Notes a request, by its hash, for writing unless it is there.
    pub(super) fn add(&self, fresh: &mut Fresh, keys: &Keys, hash: &str, asked: &Asked, now: DateTime<Utc>) {
        if asked.is_long() || self.0.contains(hash) || fresh.requests.contains_key(hash) {
            return;
        }
        let document = document_hash(keys, &asked.document);
        if !self.0.contains(&document) {
            fresh
                .documents
                .entry(document.clone())
                .or_insert_with_key(|hash| disclosed_document::Model {
                    id: Uuid::now_v7(),
                    hash: hash.clone(),
                    document_sealed: Some(keys.seal(&asked.document)),
                    recorded_at: now,
                });
        }
        let request = disclosed_request::Model {
            id: Uuid::now_v7(),
            hash: hash.to_owned(),
            document_hash: document,
            question_sealed: Some(keys.seal(&asked.question)),
            recorded_at: now,
        };
        fresh.requests.insert(hash.to_owned(), request);
    }

    /// Remembers what was committed.
    pub(super) fn remember(&mut self, fresh: Fresh) {
        if self.0.len() > REMEMBERED {
            self.0.clear();
        }
        self.0
            .extend(fresh.documents.into_keys().chain(fresh.requests.into_keys()));
    }
}

/// Writes them; what another process wrote meanwhile stays as it is.
pub(super) async fn write(tx: &Tx, fresh: &Fresh) -> Result<(), StoreError> {
    let documents = fresh.documents.values().cloned().collect();
    let there = OnConflict::column(disclosed_document::Column::Hash)
        .do_nothing()
        .to_owned();
    upsert_all::<disclosed_document::Entity>(tx, documents, there).await?;
    let requests = fresh.requests.values().cloned().collect();
    let there = OnConflict::column(disclosed_request::Column::Hash)
        .do_nothing()
        .to_owned();
    upsert_all::<disclosed_request::Entity>(tx, requests, there).await
}

/// A request as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// What was asked.
    Whole(Asked),
    /// It is not there: somebody took it out.
    Missing,
    /// It was erased.
    Erased,
    /// It is not what was asked: somebody changed it.
    Changed,
}

/// The requests with these hashes, as they are kept.
pub async fn kept(db: &Db, keys: &Keys, hashes: &[String]) -> Result<BTreeMap<String, Kept>, StoreError> {
    let of_hash = disclosed_request::Column::Hash.is_in(hashes.to_vec());
    let requests = disclosed_request::Entity::find().filter(of_hash).all(db.conn()).await?;
    let documents: HashSet<String> = requests.iter().map(|row| row.document_hash.clone()).collect();
    let of_hash = disclosed_document::Column::Hash.is_in(documents);
    let documents = disclosed_document::Entity::find()
        .filter(of_hash)
        .all(db.conn())
        .await?;
    let mut found: BTreeMap<String, Kept> = hashes.iter().map(|hash| (hash.clone(), Kept::Missing)).collect();
    for row in requests {
        let document = documents.iter().find(|one| one.hash == row.document_hash);
        found.insert(row.hash.clone(), opened(keys, &row, document));
    }
    Ok(found)
}

fn opened(keys: &Keys, row: &disclosed_request::Model, document: Option<&disclosed_document::Model>) -> Kept {
    let Some(document) = document else {
        return Kept::Missing;
    };
    let (Some(sealed_document), Some(sealed_question)) = (&document.document_sealed, &row.question_sealed) else {
        return Kept::Erased;
    };
    match (keys.open(sealed_document), keys.open(sealed_question)) {
        (Some(document), Some(question)) => {
            let asked = Asked { document, question };
            if asked.hash(keys) == row.hash {
                Kept::Whole(asked)
            } else {
                Kept::Changed
            }
        }
        _ => Kept::Changed,
    }
}

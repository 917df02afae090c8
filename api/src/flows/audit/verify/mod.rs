//! Whether the log of disclosures is whole: every chain is worked out anew from the stored rows.
//!
//! In a chain, each hash covers its row and the hash before, so an edit, a removal in the middle and a changed order
//! show. What is taken off the end shows in the count of the process that wrote it, and what is taken off that count's
//! end is missed by the process that began next. What only disclosures leave behind has to have its disclosures
//! (`traces.rs`), and what somebody noted earlier has to be there still (`noted.rs`).

pub mod noted;
mod traces;
mod writers;

use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::disclosures::chain::{self, FORM};
use crate::store::disclosures::{self as log, Kept, UNKEPT, proof};
use chrono::{DateTime, Utc};
use entity::disclosure;
use noted::Against;
use std::collections::{BTreeSet, HashSet};
use traces::Uses;
use uuid::Uuid;

/// Most findings that are told one by one.
const MOST: usize = 1000;

/// What was found to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A disclosure is not what was written.
    Changed,
    /// Disclosures are missing before this one in its chain.
    Missing,
    /// A disclosure does not follow the one before it.
    Unlinked,
    /// A disclosure without a key after one with a key.
    Weakened,
    /// What was asked was changed.
    RequestChanged,
    /// What was asked is gone.
    RequestMissing,
    /// A process's count has a gap: disclosures were taken out.
    Gap,
    /// A process had come further than what is there: its last disclosures were taken out or changed.
    Shortened,
    /// A process's own row was changed, or taken out.
    Writer,
    /// Something was asked, and no disclosure names it.
    Unnamed,
    /// A consent was used more often than disclosures name it.
    Uses,
    /// An end that was noted is not there.
    NotedMissing,
    /// Where a noted end was is something else.
    NotedOther,
    /// There are fewer disclosures without a key than were noted.
    NotedFewer,
}

impl Wrong {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Wrong::Changed => "changed",
            Wrong::Missing => "missing",
            Wrong::Unlinked => "unlinked",
            Wrong::Weakened => "weakened",
            Wrong::RequestChanged => "request_changed",
            Wrong::RequestMissing => "request_missing",
            Wrong::Gap => "gap",
            Wrong::Shortened => "shortened",
            Wrong::Writer => "writer",
            Wrong::Unnamed => "request_unnamed",
            Wrong::Uses => "uses",
            Wrong::NotedMissing => "noted_missing",
            Wrong::NotedOther => "noted_other",
            Wrong::NotedFewer => "noted_fewer",
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub wrong: Wrong,
    /// In whose chain; none where that cannot be told.
    pub person: Option<Uuid>,
    /// Which disclosure; none where it is gone.
    pub disclosure: Option<Uuid>,
    /// Numbers in the chain, or in a process's count: first and last. Where they are of no row, the first and last of as
    /// many as are wrong.
    pub numbers: (i64, i64),
    /// Between which moments.
    pub between: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many chains were worked out.
    pub chains: u64,
    /// How many disclosures.
    pub disclosures: u64,
    /// How many of them are of the first form, which has no key.
    pub keyless: u64,
    /// How many findings there are in all.
    pub found: u64,
    /// The first of them.
    pub findings: Vec<Finding>,
    /// Where the processes had come to: what to note elsewhere, to hold the next check against.
    pub ends: Vec<log::WriterEnd>,
    /// What came of what was noted earlier; none where nothing was given.
    pub against: Option<Against>,
}

impl Verified {
    fn add(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }
}

/// Works out the chains of these persons, or all, and the counts of all processes. `watch` is told how many disclosures
/// were looked at. What disclosures leave behind is only counted where all are looked at.
pub async fn verify(hub: &Hub, of: Option<&[Uuid]>, mut watch: impl FnMut(u64)) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    let mut chains = Chains::default();
    let mut last = None;
    let mut uses = match of {
        None => Some(Uses::so_far(hub).await?),
        Some(_) => None,
    };
    loop {
        let page = proof::page(&hub.db, of, last).await?;
        let Some(end) = page.last() else { break };
        last = Some((end.person_id, end.seq));
        for row in &page {
            chains.look_at(hub, row, &mut verified);
        }
        look_at_requests(hub, &page, &mut chains.requests, &mut verified).await?;
        if let Some(uses) = &mut uses {
            uses.find_in(&page);
        }
        watch(page.len() as u64);
    }
    writers::look_at(hub, &mut verified).await?;
    if let Some(uses) = uses {
        uses.hold(&mut verified);
        traces::look_at_requests(hub, &mut verified).await?;
    }
    verified.ends = log::writer_ends(&hub.db).await?;
    Ok(verified)
}

/// What is known of the chain at hand.
#[derive(Default)]
struct Chains {
    before: Option<disclosure::Model>,
    requests: HashSet<String>,
}

impl Chains {
    fn look_at(&mut self, hub: &Hub, row: &disclosure::Model, verified: &mut Verified) {
        let before = self.before.take().filter(|before| before.person_id == row.person_id);
        verified.disclosures += 1;
        verified.chains += u64::from(before.is_none());
        verified.keyless += u64::from(row.form < FORM);
        let (seq, hash) = before.as_ref().map_or((0, None), |b| (b.seq, Some(&b.hash)));
        let finding = |wrong, numbers| Finding {
            wrong,
            person: Some(row.person_id),
            disclosure: (wrong != Wrong::Missing).then_some(row.id),
            numbers,
            between: (before.as_ref().map(|before| before.occurred_at), Some(row.occurred_at)),
        };
        let here = (row.seq, row.seq);
        if row.seq != seq + 1 {
            verified.add(finding(Wrong::Missing, (seq + 1, row.seq - 1)));
        } else if row.previous_hash.as_ref() != hash {
            verified.add(finding(Wrong::Unlinked, here));
        }
        if chain::hash(&hub.keys, row).as_ref() != Some(&row.hash) {
            verified.add(finding(Wrong::Changed, here));
        }
        // The first form covers no process: what claims to be of one was made anew in the weaker form.
        let weakened = row.form < FORM && row.writer_id.is_some();
        if weakened || before.as_ref().is_some_and(|before| before.form > row.form) {
            verified.add(finding(Wrong::Weakened, here));
        }
        self.before = Some(row.clone());
    }
}

/// Whether what was asked is still what the disclosures name; each request is opened once.
async fn look_at_requests(
    hub: &Hub,
    page: &[disclosure::Model],
    seen: &mut HashSet<String>,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let named = |row: &disclosure::Model| row.request_hash.clone().filter(|hash| !hash.starts_with(UNKEPT));
    let mut fresh: BTreeSet<String> = page.iter().filter_map(named).collect();
    fresh.retain(|hash| !seen.contains(hash));
    let hashes: Vec<String> = fresh.into_iter().collect();
    if hashes.is_empty() {
        return Ok(());
    }
    let kept = log::kept(&hub.db, &hub.keys, &hashes).await?;
    for row in page {
        let kept = row.request_hash.as_ref().and_then(|hash| kept.get(hash));
        let wrong = match kept {
            Some(Kept::Missing) => Wrong::RequestMissing,
            Some(Kept::Changed) => Wrong::RequestChanged,
            Some(Kept::Whole(_) | Kept::Erased) | None => continue,
        };
        verified.add(Finding {
            wrong,
            person: Some(row.person_id),
            disclosure: Some(row.id),
            numbers: (row.seq, row.seq),
            between: (Some(row.occurred_at), Some(row.occurred_at)),
        });
    }
    let whole = kept.into_iter().filter(|(_, kept)| matches!(kept, Kept::Whole(_)));
    seen.extend(whole.map(|(hash, _)| hash));
    Ok(())
}

/// A finding that is of no one's chain.
fn of_nobody(wrong: Wrong, numbers: (i64, i64), between: (Option<DateTime<Utc>>, Option<DateTime<Utc>>)) -> Finding {
    Finding {
        wrong,
        person: None,
        disclosure: None,
        numbers,
        between,
    }
}

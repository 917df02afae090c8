//! What is kept for a time only goes when its time is over, and it is told what went.

use super::derive_names::derive_names;
use super::recompute_states::recompute_within;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::retention::{Cutoffs, Past, count, let_go};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

/// For how many days what is kept; zero keeps it for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Rejects, from when they were recorded.
    pub rejects_days: u32,
    /// Requests for consent that nobody answered, from when they could no longer be.
    pub requests_days: u32,
    /// What no holder let its source write, from when the source first sent something about them.
    pub unclaimed_days: u32,
    /// What partners asked, as disclosures keep it to be asked again, from when it was asked last.
    pub questions_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Retention {
            rejects_days: 90,
            requests_days: 30,
            unclaimed_days: 180,
            questions_days: 400,
        }
    }
}

impl Retention {
    fn cutoffs(self, now: DateTime<Utc>) -> Cutoffs {
        let before = |days: u32| (days > 0).then(|| now - TimeDelta::days(days.into()));
        Cutoffs {
            rejects: before(self.rejects_days),
            requests: before(self.requests_days),
            unclaimed: before(self.unclaimed_days),
            questions: before(self.questions_days),
        }
    }
}

/// How many rows would go.
pub async fn past_retention(hub: &Hub, rules: Retention) -> Result<Past, StoreError> {
    count(&hub.db, rules.cutoffs(hub.clock.now())).await
}

/// Lets go of what is past its time, all at once, and says how much it was.
pub async fn keep_retention(hub: &Hub, rules: Retention) -> Result<Past, StoreError> {
    let tx = hub.db.begin().await?;
    let (past, people) = let_go(&tx, rules.cutoffs(hub.clock.now())).await?;
    derive_names(&tx, &people).await?;
    recompute_within(&tx, hub, &people.into_iter().collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(past)
}

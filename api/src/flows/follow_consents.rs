//! Consents are followed: by a holder their own, by a partner those for it. Each comes in its newest version whenever it
//! has changed.

use super::access::Access;
use crate::caller::{Caller, HolderPass};
use crate::store::StoreError;
use crate::store::consents::{self, Side};
use crate::store::events::{News, Topic, Watch};
use chrono::{DateTime, Duration, Utc};
use entity::consent;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use uuid::Uuid;

/// Why consents are not followed, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFollowed {
    /// No token was sent.
    Stranger,
    /// Neither a holder nor a partner asks.
    Forbidden,
    /// The holder has no passport here, or there is no such consent of the caller's.
    NotFound,
}

/// Replicas' clocks differ by less than this.
const SLACK: Duration = Duration::minutes(2);
/// Versions that are remembered as told; beyond, one may be told twice after the line was lost.
const REMEMBERED: usize = 10_000;

/// Follows consents for one caller.
pub struct FollowingConsents {
    start: Arc<Access>,
    only: Option<Uuid>,
    watch: Watch,
    /// Versions since then may be news.
    since: DateTime<Utc>,
    told: HashMap<Uuid, i32>,
    waiting: VecDeque<consent::Model>,
}

impl FollowingConsents {
    /// Begins to follow all of the caller's consents, or one.
    pub async fn begin(access: &Arc<Access>, only: Option<Uuid>) -> Result<Result<Self, NotFollowed>, StoreError> {
        let begun = access.hub.clock.now();
        let mut watch = access.hub.db.events().watch(&[]);
        let side = match stand(access, &mut watch).await? {
            Ok(side) => side,
            Err(why) => return Ok(Err(why)),
        };
        let since = access.hub.clock.now();
        // What changed just before is no news when it is met again; what changed since somebody watches is.
        let before = consents::changed_since(&access.hub.db, &side, since - SLACK).await?;
        if let Some(consent) = only
            && consents::newest_of(&access.hub.db, &side, &[consent]).await?.is_empty()
        {
            return Ok(Err(NotFollowed::NotFound));
        }
        Ok(Ok(FollowingConsents {
            start: Arc::clone(access),
            only,
            watch,
            since,
            told: before
                .iter()
                .filter(|row| row.recorded_at < begun)
                .map(|row| (row.consent_id, row.version))
                .collect(),
            waiting: VecDeque::new(),
        }))
    }

    /// Waits for the next consent that changed.
    pub async fn next(&mut self) -> Result<Result<(Arc<Access>, consent::Model), NotFollowed>, StoreError> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Ok(Ok((Arc::new(self.start.again()), row)));
            }
            let news = self.watch.news().await;
            let access = self.start.again();
            // Whom the holder is may have changed too.
            let side = match stand(&access, &mut self.watch).await? {
                Ok(side) => side,
                Err(why) => return Ok(Err(why)),
            };
            self.look(&side, news).await?;
        }
    }

    async fn look(&mut self, side: &Side, news: News) -> Result<(), StoreError> {
        let (db, now) = (&self.start.hub.db, self.start.hub.clock.now());
        let mut rows = if news.missed {
            consents::changed_since(db, side, self.since - SLACK).await?
        } else {
            let ids: Vec<Uuid> = news.consents.iter().copied().collect();
            consents::newest_of(db, side, &ids).await?
        };
        // One that is used up has no other version for it.
        let may_be_used_up = |row: &consent::Model| !news.missed && row.use_limit.is_some();
        rows.retain(|row| self.told.get(&row.consent_id) != Some(&row.version) || may_be_used_up(row));
        rows.retain(|row| self.only.is_none_or(|only| only == row.consent_id));
        if self.told.len() + rows.len() > REMEMBERED {
            self.told.clear();
        }
        self.told.extend(rows.iter().map(|row| (row.consent_id, row.version)));
        self.waiting.extend(rows);
        self.since = now;
        Ok(())
    }
}

/// Whose consents they are, by the person who stands for the holder now; the watch turns to them.
async fn stand(access: &Access, watch: &mut Watch) -> Result<Result<Side, NotFollowed>, StoreError> {
    match &access.caller {
        Caller::Partner(partner) => {
            watch.turn_to(&[Topic::ConsentsFor(partner.organization)]);
            Ok(Ok(Side::Partner(*partner)))
        }
        Caller::Holder(named) => {
            watch.turn_to(&of_holder(*named, *named));
            let Some(standing) = access.holder().await? else {
                return Ok(Err(NotFollowed::NotFound));
            };
            watch.turn_to(&of_holder(*named, standing));
            Ok(Ok(Side::Decider(standing.into())))
        }
        Caller::Stranger => Ok(Err(NotFollowed::Stranger)),
        _ => Ok(Err(NotFollowed::Forbidden)),
    }
}

fn of_holder(named: HolderPass, standing: HolderPass) -> Vec<Topic> {
    let mut topics = vec![Topic::Passport(named.person()), Topic::ConsentsOf(standing.person())];
    if standing != named {
        topics.push(Topic::Passport(standing.person()));
    }
    topics
}

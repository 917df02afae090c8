//! Consents are followed: by a holder their own, by a partner those for it, by whoever acts for a holder those that they
//! may decide on. Each comes in its newest version whenever it has changed.

use super::access::Access;
use crate::caller::{Caller, HolderPass};
use crate::store::StoreError;
use crate::store::consents::{self, Side};
use crate::store::events::{News, Topic, Watch};
use chrono::{DateTime, Duration, Utc};
use entity::consent;
use passport::consent::Mandate;
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
    /// Another than a holder asks for somebody else.
    ForHolders,
    /// The holder has no passport here, or there is no such consent of the caller's.
    NotFound,
    /// Nothing lets the caller decide for this holder, or there is nobody.
    NotDecider,
}

/// Which consents are followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which {
    /// Only this one.
    pub only: Option<Uuid>,
    /// Those of this holder, for whom the caller may decide; none for the caller's own.
    pub of: Option<Uuid>,
}

/// Replicas' clocks differ by less than this.
const SLACK: Duration = Duration::minutes(2);
/// Versions that are remembered as told; beyond, one may be told twice after the line was lost.
const REMEMBERED: usize = 10_000;

/// Follows consents for one caller.
pub struct FollowingConsents {
    start: Arc<Access>,
    which: Which,
    watch: Watch,
    /// When what lets the caller act for another is over by the passing of time.
    moment: Option<DateTime<Utc>>,
    /// Versions since then may be news.
    since: DateTime<Utc>,
    told: HashMap<Uuid, i32>,
    waiting: VecDeque<consent::Model>,
}

impl FollowingConsents {
    /// Begins to follow the caller's consents, or those of a holder for whom the caller decides; all of them, or one.
    pub async fn begin(access: &Arc<Access>, which: Which) -> Result<Result<Self, NotFollowed>, StoreError> {
        let begun = access.hub.clock.now();
        let mut watch = access.hub.db.events().watch(&[]);
        let side = match stand(access, which.of, &mut watch).await? {
            Ok(side) => side,
            Err(why) => return Ok(Err(why)),
        };
        let since = access.hub.clock.now();
        // What changed just before is no news when it is met again; what changed since somebody watches is.
        let before = consents::changed_since(&access.hub.db, &side, since - SLACK).await?;
        if let Some(consent) = which.only
            && consents::newest_of(&access.hub.db, &side, &[consent]).await?.is_empty()
        {
            return Ok(Err(NotFollowed::NotFound));
        }
        Ok(Ok(FollowingConsents {
            start: Arc::clone(access),
            which,
            watch,
            moment: over(&side),
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
            while let Some(row) = self.waiting.pop_front() {
                let access = self.start.again();
                match self.still_theirs(&access, &row).await? {
                    Ok(true) => return Ok(Ok((Arc::new(access), row))),
                    Ok(false) => {}
                    Err(why) => return Ok(Err(why)),
                }
            }
            let news = self.wait().await;
            let access = self.start.again();
            // Whom the holder is may have changed too.
            let side = match stand(&access, self.which.of, &mut self.watch).await? {
                Ok(side) => side,
                Err(why) => return Ok(Err(why)),
            };
            self.moment = over(&side);
            self.look(&side, news).await?;
        }
    }

    /// Whether a consent that was found for who acts for another is still theirs when it is told: by the access that tells
    /// it, which from then on knows by what right.
    async fn still_theirs(
        &self,
        access: &Access,
        row: &consent::Model,
    ) -> Result<Result<bool, NotFollowed>, StoreError> {
        let Some(holder) = self.which.of else {
            return Ok(Ok(true));
        };
        let who = access.decider(holder).await?;
        Ok(who.map(|who| who.decides_on(row)).ok_or(NotFollowed::NotDecider))
    }

    /// Until there is news, or what lets the caller act for another is over.
    async fn wait(&mut self) -> News {
        let (clock, moment) = (&self.start.hub.clock, self.moment);
        let comes = async {
            match moment {
                Some(moment) => clock.reaches(moment).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            news = self.watch.news() => news,
            () = comes => News::default(),
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
        rows.retain(|row| self.which.only.is_none_or(|only| only == row.consent_id));
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
async fn stand(access: &Access, of: Option<Uuid>, watch: &mut Watch) -> Result<Result<Side, NotFollowed>, StoreError> {
    match (&access.caller, of) {
        (Caller::Partner(partner), None) => {
            watch.turn_to(&[Topic::ConsentsFor(partner.organization)]);
            Ok(Ok(Side::Partner(*partner)))
        }
        (Caller::Holder(named), None) => {
            watch.turn_to(&of_holder(*named, *named));
            let Some(standing) = access.holder().await? else {
                return Ok(Err(NotFollowed::NotFound));
            };
            watch.turn_to(&of_holder(*named, standing));
            Ok(Ok(Side::Decider(standing.into())))
        }
        (Caller::Holder(named), Some(holder)) => stand_for(access, *named, holder, watch).await,
        (Caller::Stranger, _) => Ok(Err(NotFollowed::Stranger)),
        (_, None) => Ok(Err(NotFollowed::Forbidden)),
        (_, Some(_)) => Ok(Err(NotFollowed::ForHolders)),
    }
}

fn of_holder(named: HolderPass, standing: HolderPass) -> Vec<Topic> {
    let mut topics = vec![Topic::Passport(named.person()), Topic::ConsentsOf(standing.person())];
    if standing != named {
        topics.push(Topic::Passport(standing.person()));
    }
    topics
}

/// The consents of a holder for whom the caller decides; the watch turns to both of them, and to what lets the one decide
/// for the other.
async fn stand_for(
    access: &Access,
    named: HolderPass,
    holder: Uuid,
    watch: &mut Watch,
) -> Result<Result<Side, NotFollowed>, StoreError> {
    watch.turn_to(&of_both(named, named, holder));
    let Some(standing) = access.holder().await? else {
        return Ok(Err(NotFollowed::NotFound));
    };
    watch.turn_to(&of_both(named, standing, holder));
    let who = access.decider(holder).await?;
    Ok(who.map(Side::Decider).ok_or(NotFollowed::NotDecider))
}

fn of_both(named: HolderPass, standing: HolderPass, holder: Uuid) -> Vec<Topic> {
    let mut topics = vec![
        Topic::Passport(named.person()),
        Topic::DecidersOf(standing.person()),
        Topic::Passport(holder),
        Topic::ConsentsOf(holder),
        Topic::DecidersOf(holder),
    ];
    if standing != named {
        topics.push(Topic::Passport(standing.person()));
    }
    // By an id of their own from before a merger, holders mean themselves.
    if [named.person(), standing.person()].contains(&holder) {
        topics.push(Topic::ConsentsOf(standing.person()));
    }
    topics
}

/// When it is over by the passing of time that somebody acts for another.
fn over(side: &Side) -> Option<DateTime<Utc>> {
    match side {
        Side::Decider(who) => who.mandate().and_then(Mandate::holds_until),
        Side::Partner(_) => None,
    }
}

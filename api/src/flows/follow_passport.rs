//! A passport is followed: whenever something that may concern its caller changed, it is decided anew and looked at anew,
//! and the caller is told only where what they may see is not what it was.

use super::access::Access;
use super::view_passport::{Closed, view_passport};
use crate::caller::Caller;
use crate::store::StoreError;
use crate::store::events::{Topic, Watch};
use crate::store::shown::{Shown, shown_by};
use crate::view::View;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// What comes of waiting.
pub enum Followed {
    /// What the caller may see has changed. The access decided it, and nothing was decided or read in it before.
    Changed(Arc<Access>, Arc<View>),
    /// The caller may see it no longer; nothing follows.
    Ended(Closed),
}

/// Follows one passport for one caller.
pub struct Following {
    start: Arc<Access>,
    passport: Uuid,
    watch: Watch,
    shown: Shown,
    /// When consents begin or run out next.
    moment: Option<DateTime<Utc>>,
}

impl Following {
    /// Begins to follow. The access that decides it is the request's own; what it opens shows nothing yet.
    pub async fn begin(access: &Arc<Access>, passport: Uuid) -> Result<Result<(Self, Arc<View>), Closed>, StoreError> {
        // Watching comes before looking, so that what changes between is not overlooked.
        let mut watch = access.hub.db.events().watch(&topics(access, passport, passport));
        let view = match view_passport(access, passport).await? {
            Ok(view) => view,
            Err(why) => return Ok(Err(why)),
        };
        watch.turn_to(&topics(access, passport, view.person()));
        let following = Following {
            start: Arc::clone(access),
            passport,
            watch,
            shown: shown_by(&access.hub.db, &view, &access.hub.reference()).await?,
            moment: access.next_moment(passport),
        };
        Ok(Ok((following, view)))
    }

    /// Waits until what the caller may see has changed, or is closed to them.
    pub async fn next(&mut self) -> Result<Followed, StoreError> {
        loop {
            self.wait().await;
            let access = Arc::new(self.start.again());
            let view = match view_passport(&access, self.passport).await? {
                Ok(view) => view,
                Err(why) => return Ok(Followed::Ended(why)),
            };
            self.watch.turn_to(&topics(&access, self.passport, view.person()));
            self.moment = access.next_moment(self.passport);
            let shown = shown_by(&access.hub.db, &view, &access.hub.reference()).await?;
            if self.shown != shown {
                self.shown = shown;
                return Ok(Followed::Changed(access, view));
            }
        }
    }

    /// Until there is news, or a consent begins or runs out.
    async fn wait(&mut self) {
        let clock = &self.start.hub.clock;
        let moment = self.moment;
        let comes = async {
            match moment {
                Some(moment) => clock.reaches(moment).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.watch.news() => {}
            () = comes => {}
        }
    }
}

/// What may change what this caller sees. A holder's passport is that of the person who stands for them.
fn topics(access: &Access, passport: Uuid, standing: Uuid) -> Vec<Topic> {
    let mut topics = vec![Topic::Passport(passport)];
    if standing != passport {
        topics.push(Topic::Passport(standing));
    }
    match &access.caller {
        Caller::Partner(partner) => topics.push(Topic::ConsentsBetween {
            person: passport,
            partner: partner.organization,
        }),
        Caller::Holder(named) if ![passport, standing].contains(&named.person()) => {
            topics.push(Topic::Passport(named.person()));
        }
        _ => {}
    }
    topics
}

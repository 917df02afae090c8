//! How a passport's skills changed between two days.

use super::book::SkillOrder;
use super::{Look, Skill, SkillBook, skills_seen};
use crate::graphql::direct::Direct;
use crate::graphql::errors::Code;
use crate::graphql::load::access;
use crate::graphql::words::SkillChangeKind;
use crate::store::reference::Reference;
use crate::view::View;
use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use passport::skill::{Change, SkillKey, SkillState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How one skill changed between two days.
#[derive(SimpleObject)]
pub struct SkillChange {
    /// What says most of how it changed.
    change: SkillChangeKind,
    /// The skill as it stood; none where it was not there.
    before: Option<Direct<Skill>>,
    /// The skill as it stands; none where it is no longer there.
    after: Option<Direct<Skill>>,
}

impl SkillChange {
    /// Its cursor in lists: that of the skill.
    pub fn cursor(&self) -> String {
        let one = self.after.as_ref().or(self.before.as_ref());
        one.map(|skill| skill.0.cursor()).unwrap_or_default()
    }
}

/// Two days to look at.
#[derive(Debug, Clone, Copy)]
pub struct Between {
    /// From which day.
    pub since: NaiveDate,
    /// To which day; today where none is given.
    pub until: Option<NaiveDate>,
    /// Whether each is looked at as the hub knew it when the day ended.
    pub as_known_then: bool,
}

impl Between {
    fn looks(self, now: DateTime<Utc>) -> Result<[Look; 2]> {
        let until = self.until.unwrap_or_else(|| now.date_naive());
        if until < self.since {
            return Err(Code::BadUserInput.error("since: it lies after until, or after today where no until is given."));
        }
        let look = |day: NaiveDate| {
            let end = day.succ_opt().map(|next| next.and_time(NaiveTime::MIN).and_utc());
            Look {
                as_of: Some(day),
                // At the end of a day that goes on, the hub knows what it knows now.
                known_at: self.as_known_then.then(|| end.map_or(now, |end| end.min(now))),
            }
        };
        Ok([look(self.since), look(until)])
    }
}

/// How a passport's skills changed in one of these ways between two days, the best news first; in any way but none where
/// no way is named.
pub async fn growth(
    ctx: &Context<'_>,
    view: &Arc<View>,
    between: Between,
    wanted: Option<&[SkillChangeKind]>,
) -> Result<Vec<SkillChange>> {
    let access = access(ctx)?;
    let [then, now] = between.looks(access.moment())?;
    let (before, after) = (skills_seen(ctx, view, then).await?, skills_seen(ctx, view, now).await?);
    Ok(changes(&before, &after, wanted, &access.hub.reference()))
}

type Both<'a> = (Option<&'a Arc<SkillState>>, Option<&'a Arc<SkillState>>);

fn changes(
    before: &Arc<SkillBook>,
    after: &Arc<SkillBook>,
    wanted: Option<&[SkillChangeKind]>,
    reference: &Reference,
) -> Vec<SkillChange> {
    let mut skills: BTreeMap<&SkillKey, Both<'_>> = BTreeMap::new();
    for state in before.states() {
        skills.entry(&state.skill).or_default().0 = Some(state);
    }
    for state in after.states() {
        skills.entry(&state.skill).or_default().1 = Some(state);
    }
    let is_wanted = |change: Change| match wanted {
        Some(wanted) => wanted.contains(&change.into()),
        None => change != Change::Unchanged,
    };
    let mut changed: Vec<(Change, &Arc<SkillState>, Both<'_>)> = skills
        .into_values()
        .filter_map(|(a, b)| Some((Change::between(a.map(|a| &**a), b.map(|b| &**b))?, b.or(a)?, (a, b))))
        .filter(|(change, ..)| is_wanted(*change))
        .collect();
    changed.sort_by(|(a, one, _), (b, other, _)| {
        let strongest_first = || SkillOrder::STRONGEST.compare(one, other, reference);
        a.cmp(b).then_with(strongest_first)
    });
    let told = |(change, _, (a, b)): (Change, &Arc<SkillState>, Both<'_>)| SkillChange {
        change: change.into(),
        before: a.map(|state| Direct(before.skill(state))),
        after: b.map(|state| Direct(after.skill(state))),
    };
    changed.into_iter().map(told).collect()
}

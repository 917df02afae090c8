//! Positions that are wanted, and the opening that the résumé was written for.

use super::{GOAL, OPENING, Who};
use crate::json::cells::Cells;
use crate::json::resume::called;
use crate::json::told::made_key;
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::{Opening, Preference};
use passport::record::{Body, Goal, Opportunity, Record, Term};
use serde_json::json;

/// A goal for each position and each occupation that is preferred.
pub fn goals(cells: &Cells<'_, '_>, _: &Backings, who: &Who) -> Vec<Record> {
    let preference = Preference::read(cells);
    let titled = preference.titles.into_iter().map(|title| Term {
        label: Some(title),
        ..Term::default()
    });
    let goal = |target: Term| {
        let title = target.label.clone().or_else(|| target.code.clone())?;
        let key = who
            .holder
            .key(GOAL, &[&title, target.code.as_deref().unwrap_or_default()]);
        let payload = json!({ "name": target.label, "code": target.code, "schemeId": target.framework });
        let body = Body::Goal(Box::new(Goal {
            title,
            target: Some(target),
            band: None,
            due: None,
            note: None,
        }));
        Some(who.holder.record(GOAL, key, body, cells.place(), payload))
    };
    titled.chain(preference.occupations).filter_map(goal).collect()
}

/// The openings that the résumé answers. They are nobody's: that it answers them is not carried.
pub fn openings(cells: &Cells<'_, '_>, _: &Backings, _: &Who) -> Vec<Record> {
    Opening::all(cells).into_iter().filter_map(opening).collect()
}

fn opening(opening: Opening) -> Option<Record> {
    let title = opening.title?;
    let told = [
        opening.id.as_deref().unwrap_or_default(),
        called(opening.organization.as_ref()),
        &title,
    ];
    Some(Record {
        key: made_key(told),
        stream: OPENING,
        subject: None,
        claims: Vec::new(),
        place: opening.place,
        payload: json!({ "positionId": opening.id }),
        body: Body::Opportunity(Box::new(Opportunity {
            kind: "job",
            title,
            organization: opening.organization,
            url: opening.url,
            location: None,
            valid: opening.period,
            requires: opening.requires,
        })),
    })
}

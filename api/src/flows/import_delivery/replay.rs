//! What earlier runs rejected, and this one meets again: a record that is news settles the reject at its place.
//!
//! Rejects know places, not records, so places are only compared where they mean the same: in the very same delivery, as
//! after an adapter was mended, or in one of which its sender says which run it mends.

use crate::store::rejects::{Open, Settled, met_again, open_of, settle};
use crate::store::{Db, StoreError, Tx, imports};
use adapters::Delivery;
use chrono::{DateTime, Utc};
use passport::record::{Place, element_of, lies_within};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Most open rejects that are looked for; of what is beyond, only the database says that it is met again.
const MOST: u64 = 100_000;

/// Rejects of one file, by their places in it.
type ByPlace = BTreeMap<String, Vec<usize>>;

/// Open rejects of earlier runs, and what this run met at their places.
#[derive(Default)]
pub(super) struct Replay {
    delivery: String,
    /// The runs whose rejects they are.
    runs: Vec<Uuid>,
    /// There are more than are looked for.
    there_are_more: bool,
    /// Whether it, and each delivery before it, is one file: then that may be called otherwise now.
    is_one_file: bool,
    files: BTreeMap<String, ByPlace>,
    met: Vec<Met>,
}

struct Met {
    reject: Uuid,
    /// A record of its place was kept.
    kept: bool,
    /// Its place was rejected again.
    again: bool,
    /// Something of the same element was rejected.
    beside: bool,
}

impl Replay {
    /// Of these earlier runs.
    pub(super) async fn of(db: &Db, delivery: &Delivery<'_>, runs: &[Uuid]) -> Result<Self, StoreError> {
        let open = open_of(db, runs, MOST).await?;
        let is_one_file = delivery.parts().len() == 1 && !open.is_empty() && imports::are_of_one_file(db, runs).await?;
        Ok(Replay {
            runs: runs.to_vec(),
            there_are_more: open.len() as u64 == MOST,
            ..Replay::new(delivery.name(), is_one_file, open)
        })
    }

    fn new(delivery: &str, is_one_file: bool, open: Vec<Open>) -> Self {
        let mut replay = Replay {
            delivery: delivery.to_owned(),
            is_one_file,
            ..Replay::default()
        };
        for row in open {
            let file = replay.files.entry(row.file.unwrap_or_default()).or_default();
            file.entry(row.place).or_default().push(replay.met.len());
            replay.met.push(Met {
                reject: row.id,
                kept: false,
                again: false,
                beside: false,
            });
        }
        replay
    }

    /// Whether there is any.
    pub(super) fn looks_for_any(&self) -> bool {
        !self.met.is_empty()
    }

    /// A record of this place is new or changed. One that was held already is another that moved here, or was never lost.
    pub(super) fn kept(&mut self, place: &Place) {
        let inside = place.inside();
        let mut found = self.within(place, &inside);
        let wholes = [place.file.as_deref().unwrap_or_default(), "", self.delivery.as_str()];
        for file in BTreeSet::from(wholes) {
            found.extend(self.exactly(file, ""));
        }
        for at in found {
            self.meet(at, |met| met.kept = true);
        }
    }

    /// Something of this place was rejected.
    pub(super) fn rejected(&mut self, place: &Place) {
        let inside = place.inside();
        let file = self.named(place.file.as_deref().unwrap_or_default());
        let again = match inside.as_str() {
            "" => self.exactly(&file, ""),
            inside => self.within(place, inside),
        };
        // What is said of a whole file or document says nothing of what stands in it.
        let beside = match element_of(&inside) {
            "" => Vec::new(),
            element => self.within(place, element),
        };
        for at in again {
            self.meet(at, |met| met.again = true);
        }
        for at in beside {
            self.meet(at, |met| met.beside = true);
        }
    }

    /// Settles what came in, and what this run rejected in its stead; how many came in.
    pub(super) async fn settle(&self, tx: &Tx, run: Uuid, at: DateTime<Utc>) -> Result<u64, StoreError> {
        let settled = |how| Settled {
            how,
            by: format!("run:{run}"),
            at,
            note: None,
        };
        let (replayed, again) = self.outcome();
        settle(tx, &again, &settled("again")).await?;
        if self.there_are_more {
            met_again(tx, run, &self.runs, &settled("again")).await?;
        }
        settle(tx, &replayed, &settled("replayed")).await
    }

    /// How many of those that were looked for are open as before: neither came in nor were rejected again.
    pub(super) fn still_open(&self) -> u64 {
        let (replayed, again) = self.outcome();
        (self.met.len() - replayed.len() - again.len()) as u64
    }

    fn outcome(&self) -> (Vec<Uuid>, Vec<Uuid>) {
        let is_again = |met: &&Met| met.again || (met.beside && !met.kept);
        let again = self.met.iter().filter(is_again);
        let replayed = self.met.iter().filter(|met| met.kept && !met.again);
        (
            replayed.map(|met| met.reject).collect(),
            again.map(|met| met.reject).collect(),
        )
    }

    fn meet(&mut self, at: usize, note: impl Fn(&mut Met)) {
        self.met.get_mut(at).into_iter().for_each(note);
    }

    /// The file as the rejects name it: where all are of one file and the delivery is one, it may be called otherwise now.
    fn named(&self, file: &str) -> String {
        match self.files.first_key_value() {
            Some((only, _)) if self.is_one_file && self.files.len() == 1 && file == self.delivery => only.clone(),
            _ => file.to_owned(),
        }
    }

    fn exactly(&self, file: &str, inside: &str) -> Vec<usize> {
        let found = self.files.get(file).and_then(|places| places.get(inside));
        found.cloned().unwrap_or_default()
    }

    /// The rejects whose places lie within one.
    fn within(&self, place: &Place, inside: &str) -> Vec<usize> {
        let file = self.named(place.file.as_deref().unwrap_or_default());
        let Some(places) = self.files.get(&file) else {
            return Vec::new();
        };
        let from = places.range(inside.to_owned()..);
        from.take_while(|(other, _)| other.starts_with(inside))
            .filter(|(other, _)| lies_within(other, inside))
            .flat_map(|(_, found)| found.iter().copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(file: &str, place: &str) -> Open {
        Open {
            id: Uuid::now_v7(),
            file: (!file.is_empty()).then(|| file.to_owned()),
            place: place.into(),
        }
    }

    fn at(file: &str, inside: &str) -> Place {
        match inside.strip_prefix("row ") {
            Some(row) => match row.split_once(", column ") {
                Some((row, column)) => Place::row(file, row.parse().unwrap()).column(column),
                None => Place::row(file, row.parse().unwrap()),
            },
            None if inside.is_empty() => Place::file(file),
            None => Place::pointer(file, inside),
        }
    }

    /// One open reject, what is kept and what is rejected now, and what becomes of it.
    #[test]
    fn a_reject_is_settled_by_what_comes_of_its_place() {
        for (before, kept, rejected, becomes) in [
            (("q.csv", "row 7"), Some("row 7"), None, "replayed"),
            (("q.csv", "row 7, column exit"), Some("row 7"), None, "replayed"),
            (("q.csv", "row 7, column exit"), Some("row 70"), None, "open"),
            (("q.csv", "row 7"), None, Some("row 7"), "again"),
            // The record came in, but for another cell; and but for the same.
            (
                ("q.csv", "row 7, column exit"),
                Some("row 7"),
                Some("row 7, column wage"),
                "replayed",
            ),
            (
                ("q.csv", "row 7, column exit"),
                Some("row 7"),
                Some("row 7, column exit"),
                "again",
            ),
            // It did not come in, for another reason.
            (
                ("q.csv", "row 7, column exit"),
                None,
                Some("row 7, column wage"),
                "again",
            ),
            (("q.csv", "row 7"), None, Some("row 8"), "open"),
            (("other.csv", "row 7"), Some("row 7"), None, "replayed"),
            (("q.csv", "/3/score/raw"), Some("/3"), None, "replayed"),
            (("q.csv", "/3/score/raw"), None, Some("/3/actor"), "again"),
            (("q.csv", "/3"), Some("/30"), None, "open"),
            // The whole file could not be read, and can be now; or still not.
            (("q.csv", ""), Some("row 2"), None, "replayed"),
            (("", ""), Some("/2"), None, "replayed"),
            (("q.csv", ""), Some("row 2"), Some(""), "again"),
            // What is said of the whole file says nothing of its rows.
            (("q.csv", "row 7"), Some("row 7"), Some(""), "replayed"),
            (("q.csv", "row 7"), None, Some(""), "open"),
            (("q.csv", "row 7"), None, None, "open"),
        ] {
            let row = open(before.0, before.1);
            let id = row.id;
            let mut replay = Replay::new("q.csv", true, vec![row]);
            if let Some(kept) = kept {
                replay.kept(&at("q.csv", kept));
            }
            if let Some(rejected) = rejected {
                replay.rejected(&at("q.csv", rejected));
            }
            let became = match replay.outcome() {
                (replayed, again) if replayed == [id] && again.is_empty() => "replayed",
                (replayed, again) if replayed.is_empty() && again == [id] => "again",
                (replayed, again) if replayed.is_empty() && again.is_empty() => "open",
                other => panic!("{other:?}"),
            };
            assert_eq!(became, becomes, "{before:?} {kept:?} {rejected:?}");
        }
    }

    #[test]
    fn one_file_of_several_mends_no_other() {
        let row = open("results.csv", "row 2");
        let mut replay = Replay::new("users.csv", false, vec![row]);
        replay.kept(&at("users.csv", "row 2"));
        assert_eq!(replay.outcome(), (vec![], vec![]));
    }

    #[test]
    fn files_are_told_apart_where_there_are_several() {
        let rows = vec![open("a.csv", "row 7"), open("b.csv", "row 7")];
        let b = rows[1].id;
        let mut replay = Replay::new("folder", false, rows);
        replay.kept(&at("b.csv", "row 7"));
        replay.kept(&at("folder", "row 7"));
        assert_eq!(replay.outcome(), (vec![b], vec![]));
    }
}

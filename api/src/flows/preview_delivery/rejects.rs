//! Rejects by their code: how many there are, and where the first of them stand.

use passport::record::Reject;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many rejects of a code are shown.
const SHOWN: usize = 3;

/// The rejects of one code.
#[derive(Debug, Clone)]
pub struct RejectGroup {
    /// The code.
    pub code: &'static str,
    /// How many there are.
    pub count: u64,
    /// The first of them, those with another reason before those with the same.
    pub examples: Vec<Reject>,
}

/// Rejects, as they are met.
#[derive(Debug, Default)]
pub(super) struct Rejects(BTreeMap<&'static str, RejectGroup>);

impl Rejects {
    pub(super) fn add(&mut self, reject: Reject) {
        let group = self.0.entry(reject.code).or_insert_with(|| RejectGroup {
            code: reject.code,
            count: 0,
            examples: Vec::new(),
        });
        group.count += 1;
        if group.examples.len() < SHOWN {
            group.examples.push(reject);
        } else if let Some(same) = group
            .repeated()
            .filter(|_| group.examples.iter().all(|one| one.reason != reject.reason))
        {
            group.examples.remove(same);
            group.examples.push(reject);
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.0.values().map(|group| group.count).sum()
    }

    /// Those with the most rejects first.
    pub(super) fn groups(self) -> Vec<RejectGroup> {
        let mut groups: Vec<_> = self.0.into_values().collect();
        groups.sort_by_key(|group| Reverse(group.count));
        groups
    }
}

impl RejectGroup {
    /// The last example whose reason another one gives too.
    fn repeated(&self) -> Option<usize> {
        let reasons = self.examples.iter().map(|one| &one.reason);
        let times = |reason: &String| reasons.clone().filter(|other| *other == reason).count();
        self.examples.iter().rposition(|one| times(&one.reason) > 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passport::record::Place;

    #[test]
    fn groups_count_all_and_show_each_reason_before_one_twice() {
        let mut rejects = Rejects::default();
        for (row, code, reason) in [
            (1, "bad_date", "a"),
            (2, "bad_date", "a"),
            (3, "bad_date", "a"),
            (4, "missing_field", "c"),
            (5, "bad_date", "b"),
            (6, "bad_date", "a"),
        ] {
            rejects.add(Reject::new(Place::row("t.csv", row), code, reason));
        }
        assert_eq!(rejects.count(), 6);
        let groups = rejects.groups();
        let told: Vec<_> = groups.iter().map(|group| (group.code, group.count)).collect();
        assert_eq!(told, [("bad_date", 5), ("missing_field", 1)]);
        let rows: Vec<_> = groups[0]
            .examples
            .iter()
            .filter_map(|reject| reject.place.row)
            .collect();
        assert_eq!(rows, [1, 2, 5]);
    }
}

//! How concepts stood in versions before the newest.

use entity::{concept, concept_past};
use std::collections::HashMap;
use uuid::Uuid;

/// What was said of concepts until a version said something else; those of which nothing else was ever said are not in
/// it.
#[derive(Debug, Default)]
pub struct Past(HashMap<Uuid, Vec<concept_past::Model>>);

/// What became of a concept with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Added,
    /// It is no longer to be used.
    Deprecated,
    /// It is no longer there.
    Gone,
    /// It was gone, and is there again.
    Returned,
}

impl Past {
    pub(super) fn of(rows: Vec<concept_past::Model>) -> Self {
        let mut past: HashMap<Uuid, Vec<concept_past::Model>> = HashMap::new();
        for row in rows {
            past.entry(row.concept_id).or_default().push(row);
        }
        past.values_mut()
            .for_each(|rows| rows.sort_unstable_by_key(|row| row.before));
        Past(past)
    }

    /// The row of a concept as it stood in the version with this number; none where that did not hold it.
    pub(super) fn stood(&self, row: concept::Model, number: i32) -> Option<concept::Model> {
        let since = row.since;
        let stood = match self.in_version(row.id, number) {
            None => row,
            Some(past) => concept::Model {
                code: past.code.clone(),
                kind: past.kind.clone(),
                reuse_level: past.reuse_level.clone(),
                status: past.status.clone(),
                replaced_by: past.replaced_by,
                deprecated_since: past.deprecated_since,
                until: past.gone_since,
                level: past.level,
                level_scale: past.level_scale.clone(),
                ..row
            },
        };
        let there = since <= number && stood.until.is_none_or(|until| until > number);
        // That it went later is not yet so.
        there.then_some(concept::Model { until: None, ..stood })
    }

    /// Whether this became of a concept with the version of this number.
    pub fn became(&self, row: &concept::Model, number: i32, became: Became) -> bool {
        let past = self.in_version(row.id, number);
        let gone_since = past.map_or(row.until, |past| past.gone_since);
        let deprecated_since = past.map_or(row.deprecated_since, |past| past.deprecated_since);
        match became {
            Became::Added => row.since == number,
            Became::Deprecated => deprecated_since == Some(number),
            Became::Gone => gone_since == Some(number),
            Became::Returned => {
                let before = self.in_version(row.id, number - 1);
                before.is_some_and(|before| before.before == number && before.gone_since.is_some())
                    && gone_since.is_none()
            }
        }
    }

    /// What was said of it in the version with this number, where that is not what is said now.
    fn in_version(&self, concept: Uuid, number: i32) -> Option<&concept_past::Model> {
        self.0.get(&concept)?.iter().find(|row| row.before > number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(since: i32, until: Option<i32>, deprecated: Option<i32>) -> concept::Model {
        concept::Model {
            id: Uuid::nil(),
            vocabulary_id: Uuid::nil(),
            uri: "local:a".into(),
            code: Some("new".into()),
            kind: "skill".into(),
            reuse_level: None,
            status: deprecated.map_or("released", |_| "deprecated").into(),
            replaced_by: None,
            deprecated_since: deprecated,
            since,
            until,
            level: None,
            level_scale: None,
        }
    }

    fn before(number: i32, gone: Option<i32>, deprecated: Option<i32>) -> concept_past::Model {
        concept_past::Model {
            id: Uuid::nil(),
            concept_id: Uuid::nil(),
            before: number,
            code: Some(format!("before {number}")),
            kind: "skill".into(),
            reuse_level: None,
            status: deprecated.map_or("released", |_| "deprecated").into(),
            replaced_by: None,
            deprecated_since: deprecated,
            gone_since: gone,
            level: None,
            level_scale: None,
        }
    }

    /// There in 1, gone in 2 and 3, back and deprecated in 4, released again in 5, gone in 6.
    #[test]
    fn a_concept_is_seen_as_each_version_held_it() {
        let row = concept(1, Some(6), None);
        let past = Past::of(vec![
            before(6, None, None),
            before(2, None, None),
            before(5, None, Some(4)),
            before(4, Some(2), None),
        ]);
        let seen: Vec<_> = (0..=7)
            .map(|number| past.stood(row.clone(), number).and_then(|stood| stood.code))
            .collect();
        let code = |number: i32| Some(format!("before {number}"));
        assert_eq!(seen, [None, code(2), None, None, code(5), code(6), None, None]);
        for (became, numbers) in [
            (Became::Added, &[1][..]),
            (Became::Gone, &[2, 6]),
            (Became::Returned, &[4]),
            (Became::Deprecated, &[4]),
        ] {
            let all: Vec<i32> = (0..=7).filter(|number| past.became(&row, *number, became)).collect();
            assert_eq!(all, numbers, "{became:?}");
        }
    }

    #[test]
    fn of_what_never_changed_there_is_no_past() {
        let (row, past) = (concept(2, None, None), Past::default());
        assert_eq!(past.stood(row.clone(), 1), None);
        assert_eq!(past.stood(row.clone(), 2), Some(row.clone()));
        assert!(past.became(&row, 2, Became::Added));
    }
}

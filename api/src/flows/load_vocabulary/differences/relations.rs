//! Relations: which are new in a version, and which it no longer holds.

use super::{Comparing, Ids};
use adapters::vocabulary::Contents;
use entity::concept_relation;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

impl Comparing {
    /// Relations of the kinds that the files speak of; those that a version lacks, where it is added to.
    pub(super) fn relations(
        &mut self,
        contents: &Contents,
        held: &mut HashMap<(Uuid, Uuid, String), concept_relation::Model>,
        ids: &Ids<'_>,
    ) {
        let kinds: HashSet<&str> = contents
            .relations
            .iter()
            .map(|relation| relation.kind.as_str())
            .collect();
        let mut seen = HashSet::new();
        for relation in &contents.relations {
            let at = |place: u32| ids.in_order.get(place as usize).copied();
            let (Some(from), Some(to)) = (at(relation.from), at(relation.to)) else {
                continue;
            };
            let key = (from, to, relation.kind.as_str().to_owned());
            if !seen.insert(key.clone()) {
                continue;
            }
            let importance = relation.importance.map(|rated| rated.value);
            let level = relation.level.map(|rated| rated.value);
            let before = held.remove(&key);
            // What a part says of a relation that is there is taken where nothing was said.
            let (importance, level) = match &before {
                Some(row) if !self.whole => (row.importance.or(importance), row.level.or(level)),
                _ => (importance, level),
            };
            let same = |row: &concept_relation::Model| row.importance == importance && row.level == level;
            if before.as_ref().is_some_and(same) {
                continue;
            }
            self.differences.ended_relations.extend(before.map(|row| row.id));
            self.differences.relations.push(concept_relation::Model {
                id: Uuid::now_v7(),
                from_id: from,
                to_id: to,
                kind: key.2,
                importance,
                level,
                since: self.number,
                until: None,
            });
        }
        if !self.whole {
            return;
        }
        let gone = held.values().filter(|row| kinds.contains(row.kind.as_str()));
        self.differences.ended_relations.extend(gone.map(|row| row.id));
    }
}

//! Whether going from narrower to broader ever leads back.

use super::contents::{Relation, RelationKind};

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Not,
    /// On the way that is being walked.
    OnTheWay,
    Done,
}

/// The first relation, by its place in the list, that closes a circle; found by walking every way once.
pub(super) fn closing(concepts: usize, relations: &[Relation]) -> Option<usize> {
    let (starts, order) = by_origin(concepts, relations);
    let mut seen = vec![Seen::Not; concepts];
    let mut next = starts.clone();
    for origin in 0..concepts {
        if seen[origin] != Seen::Not {
            continue;
        }
        let mut way = vec![origin];
        seen[origin] = Seen::OnTheWay;
        while let Some(&here) = way.last() {
            if next[here] == starts[here + 1] {
                seen[here] = Seen::Done;
                way.pop();
                continue;
            }
            let relation = order[next[here]];
            next[here] += 1;
            let to = relations[relation].to as usize;
            match seen[to] {
                Seen::OnTheWay => return Some(relation),
                Seen::Done => {}
                Seen::Not => {
                    seen[to] = Seen::OnTheWay;
                    way.push(to);
                }
            }
        }
    }
    None
}

/// The relations to broader concepts, put side by side for each concept: where those of a concept start, and which they are.
fn by_origin(concepts: usize, relations: &[Relation]) -> (Vec<usize>, Vec<usize>) {
    let broader = || {
        let listed = relations.iter().enumerate();
        listed.filter(|(_, relation)| relation.kind == RelationKind::Broader)
    };
    let mut starts = vec![0; concepts + 1];
    for (_, relation) in broader() {
        starts[relation.from as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut order = vec![0; starts.last().copied().unwrap_or_default()];
    let mut free = starts.clone();
    for (at, relation) in broader() {
        let slot = &mut free[relation.from as usize];
        order[*slot] = at;
        *slot += 1;
    }
    (starts, order)
}

#[cfg(test)]
mod tests {
    use super::closing;
    use crate::vocabulary::{Relation, RelationKind};

    #[test]
    fn circles_are_found_however_long() {
        let ring: Vec<_> = (0..5_000).map(|at| (at, (at + 1) % 5_000)).collect();
        let chain = &ring[..4_999];
        for (what, edges, found) in [
            ("none", &[][..], None),
            ("a tree", &[(1, 0), (2, 0), (3, 1)], None),
            ("two ways up", &[(3, 1), (3, 2), (1, 0), (2, 0)], None),
            ("two", &[(0, 1), (1, 0)], Some(1)),
            ("beside a tree", &[(1, 0), (2, 3), (3, 4), (4, 2)], Some(3)),
            ("a long chain", chain, None),
            ("a long ring", &ring, Some(4_999)),
        ] {
            let relations: Vec<_> = edges.iter().map(|(from, to)| broader(*from, *to)).collect();
            assert_eq!(closing(5_000, &relations), found, "{what}");
        }
    }

    fn broader(from: u32, to: u32) -> Relation {
        Relation {
            from,
            to,
            kind: RelationKind::Broader,
            importance: None,
            level: None,
        }
    }
}

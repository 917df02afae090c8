//! Some records of a delivery: of each stream and kind as many as there is room for, the first of them.

use passport::record::Record;

/// A sample, as it is gathered.
#[derive(Debug, Default)]
pub struct Sample {
    most: usize,
    is_of_each: bool,
    offered: usize,
    sorts: Vec<Sort>,
}

/// The first records of one stream and kind, each with its number.
#[derive(Debug)]
struct Sort {
    of: (&'static str, &'static str),
    first: Vec<(usize, Record)>,
}

impl Sample {
    /// A sample of so many records at most.
    pub fn of(most: usize) -> Self {
        Sample {
            most,
            ..Sample::default()
        }
    }

    /// With one of each stream and kind, even if that makes more.
    pub fn of_each(self) -> Self {
        Sample {
            is_of_each: true,
            ..self
        }
    }

    /// Takes a record where there may be room for it.
    pub fn offer(&mut self, record: Record) {
        if self.most == 0 {
            return;
        }
        self.offered += 1;
        let of = (record.stream, record.body.kind());
        match self.sorts.iter_mut().find(|sort| sort.of == of) {
            Some(sort) if sort.first.len() < self.most => sort.first.push((self.offered, record)),
            Some(_) => {}
            None => self.sorts.push(Sort {
                of,
                first: vec![(self.offered, record)],
            }),
        }
    }

    /// The records: one of each sort in turn, until there is no more room; in the order of the delivery.
    pub fn records(self) -> Vec<Record> {
        let most = match self.is_of_each {
            true => self.most.max(self.sorts.len()),
            false => self.most,
        };
        let mut sorts: Vec<_> = self.sorts.into_iter().map(|sort| sort.first.into_iter()).collect();
        let mut chosen = Vec::new();
        while chosen.len() < most {
            let round: Vec<_> = sorts.iter_mut().filter_map(Iterator::next).collect();
            if round.is_empty() {
                break;
            }
            chosen.extend(round);
        }
        chosen.truncate(most);
        chosen.sort_by_key(|(number, _)| *number);
        chosen.into_iter().map(|(_, record)| record).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passport::record::{Body, Place};

    #[test]
    fn each_sort_has_its_turn_and_the_order_is_the_deliverys() {
        let record = |stream: &'static str, key: usize| Record {
            body: Body::Skill,
            stream,
            key: key.to_string(),
            subject: None,
            claims: vec![],
            place: Place::default(),
            payload: serde_json::Value::Null,
        };
        for (most, keys) in [
            (0, vec![]),
            (1, vec!["0"]),
            (2, vec!["0", "8"]),
            (4, vec!["0", "1", "8", "9"]),
            (6, vec!["0", "1", "2", "3", "8", "9"]),
            (50, vec!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ] {
            let mut sample = Sample::of(most);
            (0..10).for_each(|at| sample.offer(record(if at < 8 { "a" } else { "b" }, at)));
            let found: Vec<_> = sample.records().into_iter().map(|record| record.key).collect();
            assert_eq!(found, keys, "{most}");
        }
        let mut each = Sample::of(1).of_each();
        for record in [record("a", 0), record("a", 1), record("b", 2)] {
            each.offer(record);
        }
        let found: Vec<_> = each.records().into_iter().map(|record| record.key).collect();
        assert_eq!(found, ["0", "2"]);
    }
}

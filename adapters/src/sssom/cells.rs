//! The cells of one row, each kind read in one way.

use super::row::Rows;
use super::set::People;
use crate::table::Row;
use chrono::NaiveDate;
use passport::record::{Place, Reject};

/// Most bytes of an identifier or label.
const LONGEST_LABEL: usize = 2_000;
/// Most bytes of any other cell.
const LONGEST_TEXT: usize = 64 << 10;
/// The cells that are identifiers or labels.
const SHORT: [&str; 5] = [
    "subject_id",
    "subject_label",
    "object_id",
    "object_label",
    "predicate_id",
];

/// What is said of a text that is no date.
pub(super) const NO_DATE: &str = "is no date; write it as 2026-01-31";

/// The cells of one row.
pub(super) struct Cells<'r, 't> {
    pub(super) rows: &'r Rows<'t>,
    pub(super) row: &'r Row<'r>,
}

impl Cells<'_, '_> {
    pub(super) fn place(&self) -> Place {
        let place = self.row.place();
        let row = place.row.map(|row| row + self.rows.lines);
        Place { row, ..place }
    }

    pub(super) fn reject(&self, column: &str, code: &'static str, reason: impl Into<String>) -> Reject {
        Reject::new(self.place().column(column), code, reason)
    }

    pub(super) fn text(&self, column: &str) -> Option<String> {
        self.row.get(column).map(str::to_owned)
    }

    /// The cell, else what the head says for all.
    pub(super) fn shared(&self, column: &str) -> Option<String> {
        self.text(column).or_else(|| self.rows.propagated.get(column).cloned())
    }

    /// A list: values with `|` between them; `\|` is the sign itself.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let text = self.row.get(column).unwrap_or_default();
        let mut values = vec![String::new()];
        let mut escaped = false;
        for c in text.chars() {
            match (c, values.last_mut()) {
                ('|', Some(last)) if escaped => {
                    last.pop();
                    last.push(c);
                }
                ('|', _) => values.push(String::new()),
                (_, Some(last)) => last.push(c),
                (_, None) => {}
            }
            escaped = c == '\\';
        }
        let filled = values.iter().filter_map(|value| crate::text::filled(value));
        filled.map(str::to_owned).collect()
    }

    /// Whether everything can be kept: no sign that no database holds, nothing without end.
    pub(super) fn check(&self) -> Result<(), Reject> {
        let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        for cell in self.row.cells() {
            if cell.chars().any(odd) {
                let reason = "a cell holds control characters; it may have been saved as something else than text";
                return Err(Reject::new(self.place(), "bad_character", reason));
            }
            if cell.len() > LONGEST_TEXT {
                let reason = format!("a cell is longer than {LONGEST_TEXT} bytes; a quote may be missing");
                return Err(Reject::new(self.place(), "too_long", reason));
            }
        }
        let long = |column: &&&str| self.row.get(column).is_some_and(|cell| cell.len() > LONGEST_LABEL);
        match SHORT.iter().find(long) {
            Some(column) => Err(self.reject(column, "too_long", format!("it is longer than {LONGEST_LABEL} bytes"))),
            None => Ok(()),
        }
    }

    pub(super) fn identifier(&self, column: &str) -> Result<String, Reject> {
        let Some(text) = self.row.get(column) else {
            return Err(self.reject(column, "missing_field", format!("{column} is empty; SSSOM needs it")));
        };
        let whole = self.rows.prefixes.whole(text);
        whole.ok_or_else(|| {
            let reason =
                "it is no URI, and no identifier with a prefix that the curie_map declares; add the prefix to it";
            self.reject(column, "bad_uri", reason)
        })
    }

    /// People by identifier and name. An identifier with no prefix that is known is a name.
    pub(super) fn people(&self, ids: &str, names: &str) -> People {
        let mut people = People {
            ids: Vec::new(),
            names: self.list(names),
        };
        for id in self.list(ids) {
            match self.rows.prefixes.whole(&id) {
                Some(whole) => people.ids.push(whole),
                None => people.names.push(id),
            }
        }
        people
    }

    pub(super) fn date(&self, column: &str) -> Result<Option<NaiveDate>, Reject> {
        let Some(text) = self.row.get(column) else {
            return Ok(None);
        };
        let read = date(text);
        read.map(Some)
            .ok_or_else(|| self.reject(column, "bad_date", format!("it {NO_DATE}")))
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, column: &str) -> Result<Option<f64>, Reject> {
        let Some(text) = self.row.get(column) else {
            return Ok(None);
        };
        let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
        // Adding nought makes a negative one positive.
        number
            .map(|number| Some(number + 0.0))
            .ok_or_else(|| self.reject(column, "bad_number", "it has to be a number from 0 to 1"))
    }
}

/// A day; of a moment its day.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let (day, rest) = text.split_at_checked(10)?;
    let moment = rest.is_empty() || rest.starts_with(['T', ' ']);
    moment.then(|| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())?
}

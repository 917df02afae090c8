//! One row of the table as a mapping, or what is wrong with it.

use super::cells::{Cells, NO_DATE, date};
use super::curie::Prefixes;
use super::read::Notes;
use super::set::{Found, Made, Mapping, Met, Named, Says};
use super::slots::{NOTHING_FOUND, justification_of, relation};
use crate::table::{Row, Table};
use chrono::NaiveDate;
use passport::record::{Place, Reject, Unreadable};
use std::collections::HashMap;

/// The vocabulary of justifications.
const SEMAPV: &str = "https://w3id.org/semapv/vocab/";

/// Reads the rows of a table.
pub(super) struct Rows<'t> {
    pub(super) prefixes: &'t Prefixes,
    /// Lines of the head above the table.
    pub(super) lines: u64,
    /// What the head says for all rows.
    pub(super) propagated: HashMap<&'static str, String>,
    made_on: Option<NaiveDate>,
}

impl<'t> Rows<'t> {
    /// Rows below a head of so many lines, with what it says for all of them.
    pub(super) fn new(
        table: &Table<'_>,
        prefixes: &'t Prefixes,
        lines: u64,
        propagated: HashMap<&'static str, String>,
    ) -> Result<Self, Unreadable> {
        let made_on = propagated.get("mapping_date").map(|text| date(text));
        if made_on == Some(None) {
            let place = Place::file(table.file()).column("mapping_date");
            return Err(Unreadable::new(
                place,
                "bad_date",
                format!("mapping_date in the head {NO_DATE}"),
            ));
        }
        Ok(Rows {
            prefixes,
            lines,
            propagated,
            made_on: made_on.flatten(),
        })
    }

    /// A reject with its place in the whole file.
    pub(super) fn moved(&self, reject: Reject) -> Reject {
        let row = reject.place.row.map(|row| row + self.lines);
        Reject {
            place: Place { row, ..reject.place },
            ..reject
        }
    }

    /// The mapping that a row says.
    pub(super) fn mapping(&self, row: &Row<'_>, notes: &mut Notes) -> Result<Mapping, Reject> {
        let cells = Cells { rows: self, row };
        cells.check()?;
        let found = |side: Side| Found {
            source: cells
                .shared(side.source)
                .map(|text| self.prefixes.whole(&text).unwrap_or(text)),
            version: cells.shared(side.version),
        };
        let (subject, says, turned) = cells.says(notes)?;
        let (of_subject, of_object) = if turned { (OBJECT, SUBJECT) } else { (SUBJECT, OBJECT) };
        Ok(Mapping {
            place: cells.place(),
            subject,
            says,
            justification: cells.justification()?,
            made: cells.made()?,
            subject_source: found(of_subject),
            object_source: found(of_object),
            confidence: cells.share("confidence")?,
            met: cells.met()?,
            see_also: cells.list("see_also"),
            comment: cells.text("comment"),
        })
    }
}

/// One side of a mapping, by the names of its slots.
#[derive(Clone, Copy)]
struct Side {
    id: &'static str,
    label: &'static str,
    source: &'static str,
    version: &'static str,
    kind: &'static str,
}

const SUBJECT: Side = Side {
    id: "subject_id",
    label: "subject_label",
    source: "subject_source",
    version: "subject_source_version",
    kind: "subject_type",
};

const OBJECT: Side = Side {
    id: "object_id",
    label: "object_label",
    source: "object_source",
    version: "object_source_version",
    kind: "object_type",
};

impl Cells<'_, '_> {
    /// Subject and what is said of it; and whether the two sides were turned round, as they are where nothing
    /// corresponds to the object.
    fn says(&self, notes: &mut Notes) -> Result<(Named, Says, bool), Reject> {
        let (subject, object) = (self.side(SUBJECT)?, self.side(OBJECT)?);
        let nothing = |side: &Named| side.uri == NOTHING_FOUND;
        let denied = self.denied()?;
        if nothing(&subject) || nothing(&object) {
            return self.no_match(subject, object, denied);
        }
        let predicate = self.identifier("predicate_id")?;
        let Some((relation, own)) = relation(&predicate) else {
            let reason = "the predicate says none of the five relations of SKOS (exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch)";
            return Err(self.reject("predicate_id", "unknown_predicate", reason));
        };
        if !own {
            let text = format!("{predicate} is read as {}", super::slots::predicate(relation));
            notes.add("read_as_skos", text, self.place());
        }
        if subject.uri == object.uri {
            return Err(self.reject(OBJECT.id, "same_concept", "the concept is mapped to itself"));
        }
        let says = Says::Relates {
            object,
            relation,
            denied,
        };
        Ok((subject, says, false))
    }

    fn no_match(&self, subject: Named, object: Named, denied: bool) -> Result<(Named, Says, bool), Reject> {
        if denied {
            let reason = "that it is not so that nothing was found says nothing; leave the row out";
            return Err(self.reject("predicate_modifier", "unsupported", reason));
        }
        match (subject.uri == NOTHING_FOUND, object.uri == NOTHING_FOUND) {
            (true, true) => Err(self.reject(SUBJECT.id, "missing_field", "one of the two has to be a concept")),
            (true, false) => Ok((object, Says::NoMatch, true)),
            _ => Ok((subject, Says::NoMatch, false)),
        }
    }

    fn side(&self, side: Side) -> Result<Named, Reject> {
        if self.row.get(side.kind).is_some_and(|kind| kind == "rdfs literal") {
            let reason = "mappings of texts that are no concepts are not carried";
            return Err(self.reject(side.kind, "unsupported", reason));
        }
        Ok(Named {
            uri: self.identifier(side.id)?,
            label: self.text(side.label),
        })
    }

    fn denied(&self) -> Result<bool, Reject> {
        match self.row.get("predicate_modifier") {
            None => Ok(false),
            Some(word) if word.eq_ignore_ascii_case("not") => Ok(true),
            Some(_) => Err(self.reject("predicate_modifier", "unknown_code", "it can only be “Not”")),
        }
    }

    fn justification(&self) -> Result<String, Reject> {
        if let Some(old) = self
            .row
            .get("match_type")
            .filter(|_| self.row.get("mapping_justification").is_none())
        {
            let known = justification_of(old).map(str::to_owned);
            return known.ok_or_else(|| self.reject("match_type", "unknown_code", "it is no kind of match of SSSOM"));
        }
        let whole = self.identifier("mapping_justification")?;
        Ok(match whole.strip_prefix(SEMAPV) {
            Some(name) => format!("semapv:{name}"),
            None => whole,
        })
    }

    fn made(&self) -> Result<Made, Reject> {
        Ok(Made {
            authors: self.people("author_id", "author_label"),
            reviewers: self.people("reviewer_id", "reviewer_label"),
            tool: self.shared("mapping_tool"),
            tool_version: self.shared("mapping_tool_version"),
            first_told_in: self
                .text("mapping_source")
                .map(|text| self.rows.prefixes.whole(&text).unwrap_or(text)),
            on: self.date("mapping_date")?.or(self.rows.made_on),
            reviewed_on: self.date("review_date")?,
        })
    }

    fn met(&self) -> Result<Met, Reject> {
        Ok(Met {
            subject_fields: self.list("subject_match_field"),
            object_fields: self.list("object_match_field"),
            strings: self.list("match_string"),
            score: self.share("similarity_score")?,
            measure: self.text("similarity_measure"),
        })
    }
}

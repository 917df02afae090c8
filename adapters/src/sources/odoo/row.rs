//! One row of an answer: its fields, its place, and what every model's rows have in common.

use super::wire::{Many2one, Referred};
use passport::record::{PartialDate, Period, Place, Reject, Subject};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// One row.
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// Odoo's id for it, unique in its model.
    pub id: i64,
    fields: Map<String, Value>,
}

impl Row {
    /// Looks into a row as far as every row is alike.
    pub fn open(place: Place, raw: &RawValue) -> Result<Row, Reject> {
        if !raw.get().starts_with('{') {
            return Err(Reject::new(
                place,
                "wrong_type",
                "a row must be an object with the fields of one record",
            ));
        }
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(raw.get()) else {
            return Err(Reject::new(
                place,
                "wrong_type",
                "the row is nested too deeply or holds broken text",
            ));
        };
        match fields.get("id").map(|id| id.as_i64().filter(|id| *id > 0)) {
            Some(Some(id)) => Ok(Row { place, id, fields }),
            Some(None) => Err(Reject::new(
                place.child("id"),
                "wrong_type",
                "id must be a whole number above 0",
            )),
            None => Err(Reject::new(
                place,
                "missing_field",
                "id is missing; ask Odoo for it in every read",
            )),
        }
    }

    /// The row in the shape of its model.
    pub fn shape<T: DeserializeOwned>(&self) -> Result<T, Reject> {
        serde_path_to_error::deserialize(Value::Object(self.fields.clone())).map_err(|error| {
            let field = error.path().to_string();
            let reason = format!("{field} {}", error.into_inner());
            Reject::new(self.place.child(&field), "wrong_type", reason)
        })
    }

    /// Its fields, as they came.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// The fields that may be kept.
    pub fn payload(&self, allowed: &[&str]) -> Value {
        let kept = allowed
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.fields.get(*name)?.clone())));
        Value::Object(kept.collect())
    }

    /// Odoo's id as a key.
    pub fn key(&self) -> String {
        self.id.to_string()
    }

    /// The employee a row belongs to.
    pub fn subject(&self, employee: &Many2one) -> Result<Subject, Reject> {
        let Referred { id, name } = employee.get().ok_or_else(|| {
            self.missing(
                "employee_id",
                "missing_reference",
                "names no employee, so it is about nobody",
            )
        })?;
        Ok(Subject {
            key: id.to_string(),
            name: name.clone(),
            identifiers: Vec::new(),
        })
    }

    /// A required text.
    pub fn required<'a>(&self, field: &str, text: Option<&'a str>) -> Result<&'a str, Reject> {
        text.ok_or_else(|| self.missing(field, "missing_field", "is missing or empty, and must be filled"))
    }

    /// A reject of one field; the reason goes on from the field's name.
    pub fn missing(&self, field: &str, code: &'static str, reason: &str) -> Reject {
        Reject::new(self.place.child(field), code, format!("{field} {reason}"))
    }

    /// From one date field to another.
    pub fn period(&self, from: (&str, Option<&str>), to: (&str, Option<&str>)) -> Result<Period, Reject> {
        let period = Period::new(self.date(from)?, self.date(to)?);
        if period.is_reversed() {
            return Err(self.missing(to.0, "bad_date", &format!("is before {}; it must not be", from.0)));
        }
        Ok(period)
    }

    fn date(&self, (field, text): (&str, Option<&str>)) -> Result<Option<PartialDate>, Reject> {
        let parse = |text| {
            PartialDate::parse(text).map_err(|_| self.missing(field, "bad_date", "is no date; write YYYY-MM-DD"))
        };
        text.map(parse).transpose()
    }
}

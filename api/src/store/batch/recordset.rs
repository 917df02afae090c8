//! PostgreSQL reads any number of rows from one value: the statement is prepared once, and binds a single text. Thousands
//! of values bound one by one cost several times as much. What all rows say alike is bound beside it, once: much of
//! what records bring is the same in each of a chunk, and what need not be written need not be read.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{Alias, Expr, Func, InsertStatement, IntoIden, OnConflict, Query, Value};
use sea_orm::{EntityTrait, Iterable, ModelTrait};
use std::io::Write;

/// What the rows are called in the statement.
const ROWS: &str = "rows";

/// One statement that inserts all these rows; none where a value has no form that PostgreSQL reads as the same, and where
/// no two rows differ.
pub(super) fn insert<E: EntityTrait>(rows: &[E::Model], on_conflict: Option<OnConflict>) -> Option<InsertStatement> {
    let mut select = Query::select();
    let mut differing: Vec<Differing<E>> = Vec::new();
    for column in E::Column::iter() {
        let first = rows.first()?.get(column);
        if rows.iter().skip(1).all(|row| row.get(column) == first) {
            select.expr(alike(first));
        } else {
            let differs = Differing::of(column, &first, differing.len())?;
            select.column((Alias::new(ROWS), Alias::new(&differs.key)));
            differing.push(differs);
        }
    }
    let definitions: Vec<String> = differing.iter().map(Differing::definition).collect();
    let read = format!("json_to_recordset($1::json) AS ({})", definitions.join(", "));
    let read = Expr::cust_with_values(read, [as_json::<E>(rows, &differing)?]);
    select.from_function(Func::cust("ROWS FROM").arg(read), Alias::new(ROWS).into_iden());
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(E::Column::iter());
    insert.select_from(select).ok()?;
    on_conflict.map(|then| insert.on_conflict(then));
    Some(insert)
}

/// A value of all rows. One that is null stands in the statement: then it is the same statement for each chunk.
fn alike(value: Value) -> Expr {
    if is_null(&value) {
        Expr::null()
    } else {
        Expr::val(value)
    }
}

/// A column that is not the same in all rows.
struct Differing<E: EntityTrait> {
    column: E::Column,
    /// Its short name in the value: names are read for each row.
    key: String,
    /// What PostgreSQL calls its type.
    kind: &'static str,
}

impl<E: EntityTrait> Differing<E> {
    /// The column, one of whose values this is; none where its type has no form that PostgreSQL reads.
    fn of(column: E::Column, value: &Value, at: usize) -> Option<Self> {
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::SmallInt(_) => "smallint",
            Value::Int(_) => "integer",
            Value::BigInt(_) => "bigint",
            Value::Double(_) => "double precision",
            Value::String(_) => "text",
            Value::Json(_) => "jsonb",
            Value::Uuid(_) => "uuid",
            Value::Bytes(_) => "bytea",
            Value::ChronoDate(_) => "date",
            Value::ChronoDateTimeUtc(_) | Value::ChronoDateTimeWithTimeZone(_) => "timestamptz",
            _ => return None,
        };
        let key = at.to_string();
        Some(Differing { column, key, kind })
    }

    fn definition(&self) -> String {
        format!("\"{}\" {}", self.key, self.kind)
    }
}

/// None as well where no column differs: then there is nothing to read.
fn as_json<E: EntityTrait>(rows: &[E::Model], columns: &[Differing<E>]) -> Option<String> {
    columns.first()?;
    let mut json = Vec::with_capacity(rows.len() * 512);
    json.push(b'[');
    for (at, row) in rows.iter().enumerate() {
        json.extend_from_slice(if at == 0 { b"{" } else { b",{" });
        let mut comma = "";
        for Differing { column, key, .. } in columns {
            let value = row.get(*column);
            if is_null(&value) {
                continue;
            }
            write!(json, "{comma}\"{key}\":").ok()?;
            comma = ",";
            write_value(&mut json, &value)?;
        }
        json.push(b'}');
    }
    json.push(b']');
    String::from_utf8(json).ok()
}

/// A column that is not named is null.
fn is_null(value: &Value) -> bool {
    *value == value.as_null()
}

/// None where PostgreSQL would read another value, or where nobody can tell.
fn write_value(json: &mut Vec<u8>, value: &Value) -> Option<()> {
    match value {
        Value::Bool(Some(bool)) => write_serialized(json, bool),
        Value::SmallInt(Some(number)) => write_serialized(json, number),
        Value::Int(Some(number)) => write_serialized(json, number),
        Value::BigInt(Some(number)) => write_serialized(json, number),
        Value::Double(Some(number)) if number.is_finite() => write_serialized(json, number),
        Value::String(Some(text)) => write_serialized(json, text),
        // A document that is null would be read as no document.
        Value::Json(Some(document)) if **document != serde_json::Value::Null => write_serialized(json, document),
        Value::Uuid(Some(id)) => write!(json, "\"{id}\"").ok(),
        Value::Bytes(Some(bytes)) => write!(json, "\"\\\\x{}\"", hex::encode(bytes)).ok(),
        Value::ChronoDate(Some(day)) if has_four_digits(*day) => write!(json, "\"{day}\"").ok(),
        Value::ChronoDateTimeUtc(Some(moment)) => write_moment(json, *moment),
        Value::ChronoDateTimeWithTimeZone(Some(moment)) => write_moment(json, moment.to_utc()),
        _ => None,
    }
}

fn write_serialized(json: &mut Vec<u8>, value: &impl serde::Serialize) -> Option<()> {
    serde_json::to_writer(json, value).ok()
}

fn write_moment(json: &mut Vec<u8>, moment: DateTime<Utc>) -> Option<()> {
    if !has_four_digits(moment.date_naive()) {
        return None;
    }
    write!(json, "\"{}\"", moment.to_rfc3339_opts(SecondsFormat::Micros, true)).ok()
}

/// Years before the first and after 9999 are written otherwise by PostgreSQL.
fn has_four_digits(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::term_decision;
    use sea_orm::sea_query::PostgresQueryBuilder;
    use serde_json::json;
    use uuid::Uuid;

    fn written(value: Value) -> Option<String> {
        let mut json = Vec::new();
        write_value(&mut json, &value)?;
        Some(String::from_utf8(json).unwrap())
    }

    fn decision(id: u128, concept: Option<Uuid>) -> term_decision::Model {
        term_decision::Model {
            id: Uuid::from_u128(id),
            term_id: Uuid::nil(),
            concept_id: concept,
            relation: "exact".into(),
            decided_by: "rule".into(),
            note: None,
            recorded_at: "2025-03-14T10:00:00Z".parse().unwrap(),
            superseded_at: None,
        }
    }

    fn inserted(rows: &[term_decision::Model]) -> Option<(String, Vec<Value>)> {
        let (sql, values) = insert::<term_decision::Entity>(rows, None)?.build(PostgresQueryBuilder);
        Some((sql, values.0))
    }

    #[test]
    fn what_all_rows_say_alike_is_bound_once_and_read_for_none() {
        let rows = [decision(1, None), decision(2, Some(Uuid::max()))];
        let (sql, values) = inserted(&rows).unwrap();
        let (_, from) = sql.split_once(" SELECT ").unwrap();
        assert_eq!(
            from,
            "\"rows\".\"0\", $1, \"rows\".\"1\", $2, $3, NULL, $4, NULL \
             FROM ROWS FROM(json_to_recordset($5::json) AS (\"0\" uuid, \"1\" uuid)) AS \"rows\""
        );
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let read = json!([{"0": one}, {"0": two, "1": Uuid::max()}]).to_string();
        let alike: [Value; 4] = [
            Uuid::nil().into(),
            "exact".into(),
            "rule".into(),
            rows[0].recorded_at.into(),
        ];
        assert_eq!(values[..4], alike);
        assert_eq!(values[4], read.into());
    }

    #[test]
    fn a_single_row_has_nothing_to_read() {
        assert_eq!(inserted(&[decision(1, None)]), None);
        assert_eq!(inserted(&[]), None);
    }

    #[test]
    fn values_are_written_as_postgresql_reads_them() {
        let moment: DateTime<Utc> = "2025-03-14T10:00:00.000123Z".parse().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (value, text) in [
            (Value::from(true), Some("true")),
            (Value::from(-7_i16), Some("-7")),
            (Value::from(0.1 + 0.2), Some("0.30000000000000004")),
            (Value::from(f64::NAN), None),
            (
                Value::from("a \"b\" \\ \u{1f600}\n"),
                Some("\"a \\\"b\\\" \\\\ \u{1f600}\\n\""),
            ),
            (Value::from(vec![0_u8, 255]), Some("\"\\\\x00ff\"")),
            (Value::from(json!({"a": [1, null]})), Some("{\"a\":[1,null]}")),
            (Value::from(json!(null)), None),
            (
                Value::from(Uuid::nil()),
                Some("\"00000000-0000-0000-0000-000000000000\""),
            ),
            (Value::from(moment), Some("\"2025-03-14T10:00:00.000123Z\"")),
            (Value::from(day("2024-02-29")), Some("\"2024-02-29\"")),
            (Value::from(day("+12024-02-29")), None),
            (Value::from(day("-0001-01-01")), None),
        ] {
            assert_eq!(written(value.clone()).as_deref(), text, "{value:?}");
        }
    }
}

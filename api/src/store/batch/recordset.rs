//! PostgreSQL reads any number of rows from one value: the statement is prepared once, and binds a single text. Thousands
//! of values bound one by one cost several times as much.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, Func, InsertStatement, IntoIden, OnConflict, Query, SelectStatement, Value,
};
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait};
use std::io::Write;

/// One statement that inserts all these rows; none where a value has no form that PostgreSQL reads as the same.
pub(super) fn insert<E: EntityTrait>(rows: &[E::Model], on_conflict: Option<OnConflict>) -> Option<InsertStatement> {
    let mut insert = Query::insert();
    insert
        .into_table(E::default())
        .columns(E::Column::iter())
        .select_from(read_from::<E>(as_json::<E>(rows)?))
        .ok()?;
    on_conflict.map(|then| insert.on_conflict(then));
    Some(insert)
}

/// The rows of a table as a value holds them.
fn read_from<E: EntityTrait>(rows: String) -> SelectStatement {
    let like = Expr::cust(format!("NULL::\"{}\"", E::default().table_name()));
    let value = Expr::val(rows).cast_as("json");
    let set = Func::cust("json_populate_recordset").args([like, value]);
    Query::select()
        .columns(E::Column::iter())
        .from_function(set, Alias::new("rows").into_iden())
        .to_owned()
}

fn as_json<E: EntityTrait>(rows: &[E::Model]) -> Option<String> {
    let mut json = Vec::with_capacity(rows.len() * 1024);
    json.push(b'[');
    for (at, row) in rows.iter().enumerate() {
        json.extend_from_slice(if at == 0 { b"{" } else { b",{" });
        let mut comma = "";
        for column in E::Column::iter() {
            let value = row.get(column);
            if is_null(&value) {
                continue;
            }
            write!(json, "{comma}\"{}\":", column.as_str()).ok()?;
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
    use serde_json::json;

    fn written(value: Value) -> Option<String> {
        let mut json = Vec::new();
        write_value(&mut json, &value)?;
        Some(String::from_utf8(json).unwrap())
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
                Value::from(uuid::Uuid::nil()),
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

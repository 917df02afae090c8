//! The entities and the migrated schema have the same tables and columns.

use crate::{database, tables::each_table};
use sea_orm::{ColumnTrait, ColumnType, DatabaseConnection, DbBackend, Iterable, prelude::*};
use std::collections::BTreeSet;

/// Table, column, type, and whether it may be empty.
type Column = (String, String, &'static str, bool);

#[tokio::test]
async fn every_column_of_every_entity_is_in_the_schema_and_the_other_way_round() {
    database::on_each_migrated(async |db| {
        let (said, made) = (in_entities(db.get_database_backend()), in_schema(&db).await);
        let only_said: Vec<_> = said.difference(&made).collect();
        let only_made: Vec<_> = made.difference(&said).collect();
        assert!(
            only_said.is_empty() && only_made.is_empty(),
            "entities {only_said:?}, schema {only_made:?}"
        );
    })
    .await;
}

fn in_entities(backend: DbBackend) -> BTreeSet<Column> {
    let mut columns = BTreeSet::new();
    macro_rules! note {
        ($table:ident) => {
            columns.extend(of_entity::<entity::$table::Entity>(backend))
        };
    }
    each_table!(note);
    columns
}

fn of_entity<E: EntityTrait>(backend: DbBackend) -> Vec<Column> {
    let table = E::default().table_name().to_owned();
    let column = |column: E::Column| {
        let definition = column.def();
        let kind = kind_in_entity(definition.get_column_type(), backend);
        (table.clone(), column.as_str().to_owned(), kind, definition.is_null())
    };
    E::Column::iter().map(column).collect()
}

fn kind_in_entity(kind: &ColumnType, backend: DbBackend) -> &'static str {
    match kind {
        ColumnType::Uuid => "uuid",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::Boolean => "bool",
        ColumnType::SmallInteger => "i16",
        ColumnType::Integer => "i32",
        // SQLite keeps every integer in up to 64 bits, and the schema calls them all so.
        ColumnType::BigInteger if backend == DbBackend::Sqlite => "i32",
        ColumnType::BigInteger => "i64",
        ColumnType::Double => "f64",
        ColumnType::Date => "date",
        ColumnType::TimestampWithTimeZone => "timestamp",
        ColumnType::Json => "json",
        ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob => "bytes",
        other => panic!("no word for {other:?}"),
    }
}

async fn in_schema(db: &DatabaseConnection) -> BTreeSet<Column> {
    let mut columns = BTreeSet::new();
    for table in database::tables(db).await {
        columns.extend(of_table(db, &table).await);
    }
    columns
}

async fn of_table(db: &DatabaseConnection, table: &str) -> Vec<Column> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            format!("SELECT name, lower(type) AS kind, \"notnull\" = 0 AS nullable FROM pragma_table_info('{table}')")
        }
        _ => format!(
            "SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'YES' AS nullable \
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    let rows = db.query_all_raw(database::statement(db, &sql)).await.unwrap();
    let column = |row: &sea_orm::QueryResult| {
        let kind: String = row.try_get("", "kind").unwrap();
        let (name, nullable) = (row.try_get("", "name").unwrap(), row.try_get("", "nullable").unwrap());
        (table.to_owned(), name, kind_in_schema(&kind), nullable)
    };
    rows.iter().map(column).collect()
}

fn kind_in_schema(kind: &str) -> &'static str {
    match kind {
        "uuid" | "uuid_text" => "uuid",
        "text" => "text",
        "boolean" => "bool",
        "smallint" => "i16",
        "integer" => "i32",
        "bigint" => "i64",
        "double" | "double precision" => "f64",
        "date" | "date_text" => "date",
        "timestamp with time zone" | "timestamp_with_timezone_text" => "timestamp",
        "jsonb" | "jsonb_text" => "json",
        "blob" | "bytea" => "bytes",
        other => panic!("no word for {other}"),
    }
}

//! Rows with something in every column, for any table.

use sea_orm::{ColumnType, Iterable, Value, prelude::*};
use serde_json::json;

/// Which row: all ids in it are this one, so that every reference meets the row of the same name.
#[derive(Clone, Copy)]
pub struct Sample {
    /// The id, and each id referred to.
    pub id: Uuid,
    /// Whether columns that may be empty are.
    pub bare: bool,
}

impl Sample {
    /// A row with every column filled.
    pub fn full() -> Self {
        let id = Uuid::now_v7();
        Sample { id, bare: false }
    }

    /// A row with every column empty that may be.
    pub fn bare() -> Self {
        let id = Uuid::now_v7();
        Sample { id, bare: true }
    }

    /// The row, as it would be inserted.
    pub fn row<E: EntityTrait>(self) -> E::ActiveModel {
        let mut row = <E::ActiveModel as ActiveModelTrait>::default();
        for column in E::Column::iter() {
            row.set(column, self.value(column));
        }
        row
    }

    /// What stands in a column.
    pub fn value(self, column: impl ColumnTrait) -> Value {
        let definition = column.def();
        let value = self.filled(definition.get_column_type());
        if self.bare && definition.is_null() {
            value.as_null()
        } else {
            value
        }
    }

    fn filled(self, kind: &ColumnType) -> Value {
        match kind {
            ColumnType::Uuid => self.id.into(),
            ColumnType::String(_) | ColumnType::Text => format!("Zoë's \"{}\" 技能", self.id).into(),
            ColumnType::Boolean => true.into(),
            ColumnType::SmallInteger => i16::MIN.into(),
            ColumnType::Integer => i32::MAX.into(),
            ColumnType::BigInteger => i64::MAX.into(),
            ColumnType::Double => (0.1 + 0.2).into(),
            ColumnType::Date => "2024-02-29".parse::<Date>().unwrap().into(),
            ColumnType::TimestampWithTimeZone => "2024-02-29T23:59:59.000123Z".parse::<DateTimeUtc>().unwrap().into(),
            ColumnType::Json => json!({ "words": ["ü", null, true, 1.5], "empty": {} }).into(),
            ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob => vec![0_u8, 255, 39, 10].into(),
            other => panic!("no sample for {other:?}"),
        }
    }
}

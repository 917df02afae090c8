//! One row of a list, by its fields.

use super::code;
use super::columns::Columns;
use super::mapping::{Field, MAPPING};
use crate::table::Row;
use passport::record::Place;
use serde_json::{Map, Value};

/// One row by its fields; every other column is dropped unread.
pub struct Entry<'r> {
    row: &'r Row<'r>,
    columns: &'r Columns,
}

impl<'r> Entry<'r> {
    /// A row with the columns of its file.
    pub fn new(row: &'r Row<'r>, columns: &'r Columns) -> Self {
        Entry { row, columns }
    }

    /// The field's value as received; none when it is blank or says that there is nothing.
    pub fn get(&self, field: Field) -> Option<&'r str> {
        let (column, _) = self.columns.get(field)?;
        let value = self.row.at(column)?;
        let nothing = match field {
            // Of a length, -1 says something: the programme ends with what is learned.
            Field::Hours | Field::Weeks => false,
            Field::Cip | Field::Soc1 | Field::Soc2 | Field::Soc3 | Field::Listed | Field::Ends => {
                code::says_nothing(value) || code::is_no_code(value)
            }
            _ => code::says_nothing(value),
        };
        (!nothing).then_some(value)
    }

    /// Where the row stands.
    pub fn place(&self) -> Place {
        self.row.place()
    }

    /// Where one of its fields stands.
    pub fn at(&self, field: Field) -> Place {
        match self.columns.get(field) {
            Some((_, header)) => self.row.cell_place(header),
            None => self.row.place(),
        }
    }

    /// The filled fields of the mapping under their names, without those that could not be read.
    pub fn payload(&self, unread: &[Field]) -> Value {
        let fields = MAPPING.iter().filter(|(field, ..)| !unread.contains(field));
        let filled = fields.filter_map(|(field, key, ..)| Some(((*key).to_owned(), self.get(*field)?.into())));
        Value::Object(filled.collect::<Map<_, _>>())
    }
}

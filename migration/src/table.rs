//! How a migration writes down a table: its columns, what they refer to, and what they are found by.
//!
//! Both databases understand everything here. Released migrations call it, so what a method makes never changes: a new
//! wish is a new method, or a new migration.

use sea_orm_migration::{prelude::*, schema::*};

/// A table to be made, with its indexes. Every table has a UUID called `id` as its key.
pub struct NewTable {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

/// A change that makes tables, and drops them when it is undone.
pub struct NewTables {
    /// What the change is called, as its file; the database remembers it by this name.
    pub name: &'static str,
    /// The tables, each after those it refers to.
    pub tables: fn() -> Vec<NewTable>,
}

impl NewTables {
    /// A change of this name that makes these tables.
    pub const fn of(name: &'static str, tables: fn() -> Vec<NewTable>) -> Self {
        NewTables { name, tables }
    }
}

impl MigrationName for NewTables {
    fn name(&self) -> &str {
        self.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for NewTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for NewTable { table, indexes, .. } in (self.tables)() {
            manager.create_table(table).await?;
            for index in indexes {
                manager.create_index(index).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for NewTable { name, .. } in (self.tables)().into_iter().rev() {
            manager.drop_table(Table::drop().table(name).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The rows that nothing has taken the place of.
pub fn current() -> Expr {
    Expr::col("superseded_at").is_null()
}

impl NewTable {
    /// A table with nothing but its key.
    pub fn new(name: &'static str) -> Self {
        let table = Table::create().table(name).col(pk_uuid("id")).take();
        NewTable {
            name,
            table,
            indexes: Vec::new(),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// One more column.
    pub fn col(mut self, column: ColumnDef) -> Self {
        self.table.col(column);
        self
    }

    /// The columns of everything a passport holds: whose it is, where it comes from, and when the hub held it true.
    ///
    /// Erasing the person, the subject or the record takes the row along. The index on the person covers superseded rows
    /// too: views of the past and erasure need them, and it serves views of today as well as a partial one.
    pub fn person_owned(self) -> Self {
        self.col(uuid("person_id"))
            .col(uuid_null("subject_id"))
            .col(uuid("source_id"))
            .col(uuid_null("source_record_id"))
            .col(text("pointer"))
            .col(text("adapter"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .col(uuid_null("superseded_by"))
            .refers("person_id", "person", ForeignKeyAction::Cascade)
            .refers("subject_id", "subject", ForeignKeyAction::Cascade)
            .refers("source_id", "source", ForeignKeyAction::Restrict)
            .refers("source_record_id", "source_record", ForeignKeyAction::Cascade)
            .index(&["person_id", "superseded_at"])
            .index(&["subject_id"])
            .index(&["source_record_id"])
    }

    /// The columns of a period in the world, with its precision.
    pub fn period(self) -> Self {
        self.col(date_null("period_from"))
            .col(date_null("period_to"))
            .col(text_null("period_precision"))
    }

    /// `column` holds the id of a row of table `to`; `on_delete` says what becomes of the row here when that one goes.
    pub fn refers(self, column: &'static str, to: &'static str, on_delete: ForeignKeyAction) -> Self {
        self.refers_by(&[column], to, &["id"], on_delete)
    }

    /// As [`NewTable::refers`], by several columns that are unique together in `to`.
    pub fn refers_by(
        mut self,
        columns: &[&'static str],
        to: &'static str,
        keys: &[&'static str],
        on_delete: ForeignKeyAction,
    ) -> Self {
        let mut foreign_key = ForeignKey::create();
        for (column, key) in columns.iter().zip(keys) {
            foreign_key.from(self.name, *column).to(to, *key);
        }
        self.table.foreign_key(foreign_key.on_delete(on_delete));
        self
    }

    /// Rows are found by `columns`.
    pub fn index(self, columns: &[&'static str]) -> Self {
        self.add("idx", columns, None)
    }

    /// Rows that satisfy `only` are found by `columns`.
    pub fn index_where(self, columns: &[&'static str], only: Expr) -> Self {
        self.add("idx", columns, Some(only))
    }

    /// Rows that have a value in `column` are found by it; for columns that are mostly empty.
    pub fn index_present(self, column: &'static str) -> Self {
        self.index_where(&[column], Expr::col(column).is_not_null())
    }

    /// No two rows have the same `columns`; a row with an empty one is like no other.
    pub fn unique(self, columns: &[&'static str]) -> Self {
        self.add("unq", columns, None)
    }

    /// No two rows that satisfy `only` have the same `columns`.
    pub fn unique_where(self, columns: &[&'static str], only: Expr) -> Self {
        self.add("unq", columns, Some(only))
    }

    fn add(mut self, prefix: &str, columns: &[&'static str], only: Option<Expr>) -> Self {
        let mut index = Index::create();
        index
            .name(format!("{prefix}_{}_{}", self.name, columns.join("_")))
            .table(self.name);
        if prefix == "unq" {
            index.unique();
        }
        for column in columns {
            index.col(*column);
        }
        if let Some(only) = only {
            index.and_where(only);
        }
        self.indexes.push(index);
        self
    }
}

//! Which process a run is at work in, and why a run failed, as a code.

use sea_orm_migration::sea_orm::DatabaseBackend;
use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct RunProcess;

fn columns() -> [ColumnDef; 2] {
    [text_null("process"), text_null("error_code")]
}

/// Until now the code stood before the first colon of the reason.
fn backfill(database: DatabaseBackend) -> String {
    let code = match database {
        DatabaseBackend::Postgres => "split_part(error, ':', 1)",
        _ => "substr(error, 1, instr(error, ':') - 1)",
    };
    format!("UPDATE import_run SET error_code = {code} WHERE error LIKE '%:%'")
}

impl MigrationName for RunProcess {
    fn name(&self) -> &str {
        "m0026_run_process"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for RunProcess {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in columns() {
            let change = Table::alter().table("import_run").add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        let backfill = backfill(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&backfill).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let name = column.get_column_name();
            let change = Table::alter().table("import_run").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

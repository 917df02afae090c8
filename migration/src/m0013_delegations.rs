//! Who may decide for a holder: where a delegate is named, what for, what became of it, and under which delegation a
//! version of a consent was made.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct Delegations;

const DELEGATION: [&str; 6] = [
    "purposes",
    "address_kind",
    "address_hash",
    "accepted_at",
    "ended_by",
    "of_age_after",
];

fn column(name: &'static str) -> ColumnDef {
    match name {
        "purposes" => json_binary_null(name),
        "accepted_at" => timestamp_with_time_zone_null(name),
        "of_age_after" => boolean(name).default(false).take(),
        _ => text_null(name),
    }
}

/// Found by where a delegate is named, and by the delegation under which a consent was given.
const INDEXES: [(&str, &str, &str); 2] = [
    ("idx_delegation_address_hash", "delegation", "address_hash"),
    ("idx_consent_delegation_id", "consent", "delegation_id"),
];

impl MigrationName for Delegations {
    fn name(&self) -> &str {
        "m0013_delegations"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for Delegations {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for name in DELEGATION {
            let change = Table::alter().table("delegation").add_column(column(name)).take();
            manager.alter_table(change).await?;
        }
        // No foreign key: a consent outlives the delegation as proof.
        let change = Table::alter()
            .table("consent")
            .add_column(uuid_null("delegation_id"))
            .take();
        manager.alter_table(change).await?;
        for (name, table, of) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table).col(of);
            index.and_where(Expr::col(of).is_not_null());
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, _) in INDEXES {
            let index = Index::drop().name(name).table(table).to_owned();
            manager.drop_index(index).await?;
        }
        let change = Table::alter().table("consent").drop_column("delegation_id").take();
        manager.alter_table(change).await?;
        for name in DELEGATION {
            let change = Table::alter().table("delegation").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

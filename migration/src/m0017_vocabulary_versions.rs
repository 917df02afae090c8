//! Vocabularies in versions: one row for each vocabulary and concept through all of them, and marks of which versions hold
//! what. What concepts are said to be in words.

use crate::table::{NewTable, NewTables};
use sea_orm_migration::{
    prelude::{ForeignKeyAction::Cascade, *},
    schema::*,
};

/// The change.
pub struct VocabularyVersions;

/// The tables that it makes.
pub const MADE: NewTables = NewTables::of("m0017_vocabulary_versions", tables);

fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("vocabulary_version")
            .col(uuid("vocabulary_id"))
            .col(integer("number"))
            .col(text("version"))
            .col(text("name"))
            .col(text_null("publisher"))
            .col(text_null("licence"))
            .col(text_null("attribution"))
            .col(text_null("url"))
            .col(json_binary("languages"))
            .col(json_binary("changes"))
            .col(timestamp_with_time_zone("loaded_at"))
            .refers("vocabulary_id", "vocabulary", Cascade)
            .unique(&["vocabulary_id", "number"])
            .unique(&["vocabulary_id", "version"]),
        NewTable::new("concept_text")
            .col(uuid("concept_id"))
            .col(text("language"))
            .col(text("kind"))
            .col(text("text"))
            .col(integer("since"))
            .col(integer_null("until"))
            .refers("concept_id", "concept", Cascade)
            .index(&["concept_id"]),
    ]
}

/// Tables whose rows belong to some versions.
const VERSIONED: [&str; 3] = ["concept", "concept_label", "concept_relation"];

/// Until now each vocabulary had one version: a selection, which must not go by the name of the whole.
const RENAME: &str = "UPDATE vocabulary SET version = version || '-starter' WHERE name LIKE '%, starter selection'";
const BACKFILL: &str = "
    INSERT INTO vocabulary_version
        (id, vocabulary_id, number, version, name, publisher, licence, attribution, url, languages, changes, loaded_at)
    SELECT id, id, 1, version, name, publisher, licence, attribution, url, '[\"en\"]', '{}', created_at
    FROM vocabulary";

/// No two relations of one kind between two concepts stand at once; one may come back that was gone.
const RELATIONS: &str = "unq_concept_relation_from_id_to_id_kind";
const CURRENT_RELATIONS: &str = "unq_concept_relation_current";

impl MigrationName for VocabularyVersions {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for VocabularyVersions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        for table in VERSIONED {
            add(manager, table, integer("since").default(1)).await?;
            add(manager, table, &mut integer_null("until")).await?;
        }
        add(manager, "concept", &mut integer_null("deprecated_since")).await?;
        manager
            .drop_index(Index::drop().name(RELATIONS).table("concept_relation").to_owned())
            .await?;
        manager
            .create_index(
                relations(CURRENT_RELATIONS)
                    .and_where(Expr::col("until").is_null())
                    .take(),
            )
            .await?;
        manager.get_connection().execute_unprepared(RENAME).await?;
        manager.get_connection().execute_unprepared(BACKFILL).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name(CURRENT_RELATIONS)
                    .table("concept_relation")
                    .to_owned(),
            )
            .await?;
        manager.create_index(relations(RELATIONS)).await?;
        drop(manager, "concept", "deprecated_since").await?;
        for table in VERSIONED {
            drop(manager, table, "until").await?;
            drop(manager, table, "since").await?;
        }
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: &mut ColumnDef) -> Result<(), DbErr> {
    manager
        .alter_table(Table::alter().table(table).add_column(column).take())
        .await
}

async fn drop(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager
        .alter_table(Table::alter().table(table).drop_column(column).take())
        .await
}

fn relations(name: &str) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table("concept_relation")
        .col("from_id")
        .col("to_id")
        .col("kind")
        .unique()
        .take()
}

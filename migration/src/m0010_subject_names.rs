//! Each subject keeps the whole name that its source gives, and of its active links only the latest stays active.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct SubjectNames;

const COLUMNS: [&str; 3] = ["given_name", "family_name", "language"];

/// Who said the names that a person has was not kept. It is certain where the person has one subject, and as good as
/// certain where a subject is shown by the same two names.
const BACKFILL: &str = "
    UPDATE subject SET
        given_name = (SELECT given_name FROM person WHERE person.id = subject.person_id),
        family_name = (SELECT family_name FROM person WHERE person.id = subject.person_id),
        language = (SELECT language FROM person WHERE person.id = subject.person_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM subject AS other WHERE other.person_id = subject.person_id AND other.id <> subject.id
    ) OR display_name = (
        SELECT given_name || ' ' || family_name FROM person WHERE person.id = subject.person_id
    )";

/// A subject that was linked twice stands where the later link put it.
const SUPERSEDE: &str = "
    UPDATE person_link SET state = 'superseded'
    WHERE state = 'active' AND EXISTS (
        SELECT 1 FROM person_link AS later
        WHERE later.subject_id = person_link.subject_id AND later.state = 'active'
            AND later.decided_at > person_link.decided_at
    )";

/// Before, a link that was superseded stayed active.
const REVIVE: &str = "UPDATE person_link SET state = 'active' WHERE state = 'superseded'";

impl MigrationName for SubjectNames {
    fn name(&self) -> &str {
        "m0010_subject_names"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for SubjectNames {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in COLUMNS {
            let change = Table::alter().table("subject").add_column(text_null(column)).take();
            manager.alter_table(change).await?;
        }
        for update in [BACKFILL, SUPERSEDE] {
            manager.get_connection().execute_unprepared(update).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(REVIVE).await?;
        for column in COLUMNS {
            let change = Table::alter().table("subject").drop_column(column).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

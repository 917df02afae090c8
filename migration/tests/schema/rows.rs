//! Whatever is put in comes out again, to the microsecond and the byte.

use crate::{database, samples::Sample, tables::each_table};
use sea_orm::{ActiveModelBehavior, DatabaseConnection, IntoActiveModel, Iterable, prelude::*};
use std::fmt::Debug;

#[tokio::test]
async fn rows_come_back_as_they_were_put_in() {
    database::on_each_migrated(async |db| {
        for sample in [Sample::full(), Sample::bare()] {
            put_in_all(&db, sample).await;
        }
    })
    .await;
}

/// Puts the sample into every table and reads it back.
pub async fn put_in_all(db: &DatabaseConnection, sample: Sample) {
    macro_rules! put {
        ($table:ident) => {
            put_in::<entity::$table::Entity>(db, sample).await
        };
    }
    each_table!(put);
}

async fn put_in<E>(db: &DatabaseConnection, sample: Sample)
where
    E: EntityTrait<Model: IntoActiveModel<E::ActiveModel> + Debug + PartialEq>,
    E::ActiveModel: ActiveModelBehavior + Send,
    E::PrimaryKey: PrimaryKeyTrait<ValueType = Uuid>,
{
    let table = E::default().table_name().to_owned();
    let added = sample.row::<E>().insert(db).await;
    let added = added.unwrap_or_else(|error| panic!("{table}: {error}"));
    let found = E::find_by_id(sample.id).one(db).await.unwrap().unwrap();
    assert_eq!(added, found, "{table}");
    for column in E::Column::iter() {
        assert_eq!(found.get(column), sample.value(column), "{table}.{}", column.as_str());
    }
}

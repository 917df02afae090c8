//! What is held of learning, for deliveries that leave a part of it open.

use crate::store::batch::LIST;
use crate::store::{StoreError, Tx};
use chrono::NaiveDate;
use entity::{learning, organization, source_record};
use passport::record::{Organization, OrganizationKind, PartialDate, Period, Precision, Told};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// What these records told, each with its payload. Those that told of no learning are left out.
pub async fn told(tx: &Tx, records: &[Uuid]) -> Result<HashMap<Uuid, (Told, serde_json::Value)>, StoreError> {
    let mut payloads = HashMap::new();
    let mut found = HashMap::new();
    for batch in records.chunks(LIST) {
        let rows = source_record::Entity::find().filter(source_record::Column::Id.is_in(batch.iter().copied()));
        payloads.extend(rows.all(tx.conn()).await?.into_iter().map(|row| (row.id, row.payload)));
        let rows = learning::Entity::find()
            .find_also_related(organization::Entity)
            .filter(learning::Column::SourceRecordId.is_in(batch.iter().copied()))
            .filter(learning::Column::SupersededAt.is_null());
        for (row, provider) in rows.all(tx.conn()).await? {
            let record = row.source_record_id.unwrap_or_default();
            if let Some(payload) = payloads.remove(&record) {
                found.insert(record, (told_by(row, provider), payload));
            }
        }
    }
    Ok(found)
}

fn told_by(row: learning::Model, provider: Option<organization::Model>) -> Told {
    let precision = row.period_precision.as_deref().and_then(Precision::from_word);
    let date = |day: Option<NaiveDate>| {
        let precision = precision.unwrap_or(Precision::Day);
        day.map(|day| PartialDate::holding(day, precision))
    };
    Told {
        provider: row.provider_name.map(|name| school(name, provider)),
        period: Period::new(date(row.period_from), date(row.period_to)),
        title: row.title,
        code: row.code,
    }
}

/// Who teaches, as the source named them: what is known by its name alone has no identifier.
fn school(name: String, row: Option<organization::Model>) -> Organization {
    let row = row.filter(|row| {
        row.identifier_system
            .as_deref()
            .is_some_and(|system| !system.starts_with("name:"))
    });
    Organization {
        role: OrganizationKind::School,
        name,
        url: row.as_ref().and_then(|row| row.url.clone()),
        identifier: row.and_then(|row| row.identifier_value),
    }
}

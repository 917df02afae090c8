//! Consents: immutable versions, the newest of each in force; rows to rule shape and back.

use super::{Db, StoreError, Tx};
use crate::caller::{HolderPass, Partner};
use chrono::{DateTime, Utc};
use entity::{consent, consent_receipt, consent_use};
use passport::consent::{ConsentState, Purpose as Reason, Scope, Terms};
use passport::hole;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// What the decision needs of one consent.
#[derive(Debug, FromQueryResult)]
struct TermsRow {
    consent_id: Uuid,
    version: i32,
    person_id: Uuid,
    partner_organization_id: Uuid,
    client_id: Option<Uuid>,
    purpose: String,
    state: String,
    scopes: serde_json::Value,
    denies: serde_json::Value,
    starts_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    use_limit: Option<i32>,
    uses: Option<i64>,
}

/// The consents in force between these holders and a partner, in their newest versions; one statement.
pub async fn between(db: &Db, partner: Partner, holders: &[Uuid]) -> Result<Vec<Terms>, StoreError> {
    use consent::Column::*;
    let select = consent::Entity::find()
        .select_only()
        .columns([
            ConsentId,
            Version,
            PersonId,
            PartnerOrganizationId,
            ClientId,
            Purpose,
            State,
            Scopes,
            Denies,
        ])
        .columns([StartsAt, ExpiresAt, UseLimit])
        .column_as(uses_of(), "uses")
        .filter(hole!(
            EarlierVersionsHold,
            PersonId.is_not_null(),
            SupersededAt.is_null()
        ))
        .filter(hole!(
            StateIgnored,
            PersonId.is_not_null(),
            State.eq(ConsentState::Granted.as_str())
        ))
        .filter(hole!(
            PartnerIgnored,
            PersonId.is_not_null(),
            PartnerOrganizationId.eq(partner.organization)
        ))
        .filter(match holders {
            [holder] => PersonId.eq(*holder),
            holders => PersonId.is_in(holders.to_vec()),
        });
    let rows = select.into_model::<TermsRow>().all(db.conn()).await?;
    rows.into_iter().map(TermsRow::into_terms).collect()
}

/// How often a limited consent was used; only asked where there is a limit.
fn uses_of() -> Expr {
    let uses = Query::select()
        .column(consent_use::Column::Uses)
        .from(consent_use::Entity)
        .and_where(
            Expr::col((consent_use::Entity, consent_use::Column::ConsentId))
                .equals((consent::Entity, consent::Column::ConsentId)),
        )
        .to_owned();
    Expr::case(
        consent::Column::UseLimit.is_not_null(),
        Expr::SubQuery(None, Box::new(uses.into())),
    )
    .into()
}

/// A page of the holders who have a consent granted to this partner for its purpose, in the order of their ids. Whether
/// it lets anything be seen is not said here: that is decided.
pub async fn holders_page(
    db: &Db,
    partner: Partner,
    now: DateTime<Utc>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    use consent::Column::*;
    let mut select = consent::Entity::find()
        .select_only()
        .column(PersonId)
        .distinct()
        .filter(SupersededAt.is_null())
        .filter(State.eq(ConsentState::Granted.as_str()))
        .filter(PartnerOrganizationId.eq(partner.organization))
        .filter(consent::Column::Purpose.eq(partner.purpose.as_str()))
        .filter(ExpiresAt.gt(now))
        .order_by_asc(PersonId)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(PersonId.gt(after));
    }
    Ok(select.into_tuple().all(db.conn()).await?)
}

/// The newest version of every consent of a holder, newest first.
pub async fn of_holder(db: &Db, pass: HolderPass) -> Result<Vec<consent::Model>, StoreError> {
    let own = consent::Entity::find().filter(consent::Column::PersonId.eq(pass.person()));
    let newest = own
        .filter(consent::Column::SupersededAt.is_null())
        .order_by_desc(consent::Column::ConsentId);
    Ok(newest.all(db.conn()).await?)
}

/// The newest version of one consent of a holder, inside a transaction.
pub async fn newest(tx: &Tx, pass: HolderPass, consent_id: Uuid) -> Result<Option<consent::Model>, StoreError> {
    let own = consent::Entity::find().filter(consent::Column::PersonId.eq(pass.person()));
    let one = own
        .filter(consent::Column::ConsentId.eq(consent_id))
        .filter(consent::Column::SupersededAt.is_null());
    Ok(one.one(tx.conn()).await?)
}

/// Writes a version; the one before it, if any, is superseded in the same transaction.
pub async fn write_version(tx: &Tx, row: consent::Model) -> Result<(), StoreError> {
    let before = consent::Entity::update_many()
        .col_expr(consent::Column::SupersededAt, Expr::value(row.recorded_at))
        .filter(consent::Column::ConsentId.eq(row.consent_id))
        .filter(consent::Column::SupersededAt.is_null());
    if row.version > 1 {
        before.exec(tx.conn()).await?;
    }
    consent::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Writes the receipt of a version.
pub async fn write_receipt(tx: &Tx, row: consent_receipt::Model) -> Result<(), StoreError> {
    consent_receipt::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// The receipts of one consent, the newest first. Whoever has the consent's row may read them.
pub async fn receipts_of(db: &Db, consent: &consent::Model) -> Result<Vec<consent_receipt::Model>, StoreError> {
    let of_it = consent_receipt::Entity::find()
        .filter(consent_receipt::Column::ConsentId.eq(consent.consent_id))
        .order_by_desc(consent_receipt::Column::Version);
    Ok(of_it.all(db.conn()).await?)
}

/// Counts one use of each limited consent; false when one of them was used up meanwhile.
pub async fn count_uses(tx: &Tx, consents: &[(Uuid, i32)]) -> Result<bool, StoreError> {
    for (consent, limit) in consents {
        let fresh = consent_use::Model {
            id: Uuid::now_v7(),
            consent_id: *consent,
            uses: 0,
        };
        consent_use::Entity::insert(fresh.into_active_model())
            .on_conflict_do_nothing_on([consent_use::Column::ConsentId])
            .exec_without_returning(tx.conn())
            .await?;
        let update = Query::update()
            .table(consent_use::Entity)
            .value(consent_use::Column::Uses, Expr::col(consent_use::Column::Uses).add(1))
            .and_where(consent_use::Column::ConsentId.eq(*consent))
            .and_where(consent_use::Column::Uses.lt(*limit))
            .to_owned();
        if tx.conn().execute(&update).await?.rows_affected() == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

impl TermsRow {
    fn into_terms(self) -> Result<Terms, StoreError> {
        Ok(Terms {
            consent: self.consent_id,
            version: self.version,
            holder: self.person_id,
            partner: self.partner_organization_id,
            client: self.client_id,
            purpose: Reason::from_word(&self.purpose).ok_or(StoreError::Corrupt("a consent's purpose"))?,
            state: ConsentState::from_word(&self.state).ok_or(StoreError::Corrupt("a consent's state"))?,
            permits: scopes(&self.scopes)?,
            denies: scopes(&self.denies)?,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
            use_limit: self.use_limit,
            uses: self.uses.unwrap_or(0),
        })
    }
}

/// The scopes that a stored array of texts holds. One that cannot be read makes the consent unreadable, never wider.
pub fn scopes(stored: &serde_json::Value) -> Result<Vec<Scope>, StoreError> {
    let texts = stored.as_array().ok_or(StoreError::Corrupt("a consent's scopes"))?;
    let scope = |text: &serde_json::Value| text.as_str()?.parse::<Scope>().ok();
    texts
        .iter()
        .map(|text| scope(text).ok_or(StoreError::Corrupt("a consent's scope")))
        .collect()
}

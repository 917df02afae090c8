//! Consents: immutable versions, the newest of each in force; rows to rule shape and back.

use super::connections::{Writers, written_by};
use super::events::Change;
use super::scope::held;
use super::{Db, StoreError, Tx, disclosures};
use crate::caller::{Decider, HolderPass, Partner};
use chrono::{DateTime, Utc};
use entity::{consent, consent_receipt, consent_use};
use passport::consent::{ConsentState, Purpose as Reason, Scope, Terms};
use passport::hole;
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, LockType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
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
    writers: Option<String>,
}

/// What stands between some holders and a partner.
#[derive(Debug, Clone, Default)]
pub struct Between {
    /// The consents.
    pub terms: Vec<Terms>,
    /// The sources that those who gave one let write.
    pub writers: Writers,
}

impl Between {
    /// The same for some of the holders.
    pub(super) fn of(&self, holders: &[Uuid]) -> Between {
        let terms = self.terms.iter().filter(|terms| holders.contains(&terms.holder));
        Between {
            terms: terms.cloned().collect(),
            writers: self.writers.of_some(holders),
        }
    }
}

/// The consents granted between these holders and a partner for its purpose, in their newest versions, and the sources
/// that these holders let write; one statement. Paused consents too: what they deny stays denied. At a moment of the past,
/// as they were then.
pub async fn between(
    db: &Db,
    partner: Partner,
    holders: &[Uuid],
    past: Option<DateTime<Utc>>,
) -> Result<Between, StoreError> {
    let standing = terms_between(db, partner.organization, holders, past);
    let held = [ConsentState::Granted, ConsentState::Paused].map(ConsentState::as_str);
    let held = consent::Column::State.is_in(held);
    let standing = standing.filter(hole!(StateIgnored, Condition::all(), held.into_condition()));
    let purpose = consent::Column::Purpose.eq(partner.purpose.as_str());
    let standing = standing.filter(hole!(PurposeIgnored, Condition::all(), purpose.into_condition()));
    read_terms(db, standing, partner.organization, holders, past).await
}

/// Every consent between a holder and a partner, wherever it stands, for any purpose: in its newest version, or in the one
/// of a moment of the past.
pub async fn all_between(
    db: &Db,
    pass: HolderPass,
    partner: Uuid,
    past: Option<DateTime<Utc>>,
) -> Result<Between, StoreError> {
    let holders = [pass.person()];
    let all = terms_between(db, partner, &holders, past).order_by_asc(consent::Column::ConsentId);
    read_terms(db, all, partner, &holders, past).await
}

fn terms_between(db: &Db, partner: Uuid, holders: &[Uuid], past: Option<DateTime<Utc>>) -> Select<consent::Entity> {
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
        .column_as(writers_of(db, past), "writers");
    let standing = select.filter(hole!(
        EarlierVersionsHold,
        Condition::all(),
        held(&RecordedAt, &SupersededAt, past)
    ));
    standing
        .filter(hole!(
            PartnerIgnored,
            Condition::all(),
            PartnerOrganizationId.eq(partner).into_condition()
        ))
        .filter(match holders {
            [holder] => PersonId.eq(*holder),
            holders => PersonId.is_in(padded(holders)),
        })
}

/// What the rows say. Of a holder with a consent that cannot be read nothing stands: that one may deny, and others must not
/// be met by it.
fn readable(rows: Vec<TermsRow>) -> Vec<Terms> {
    let (mut terms, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let (consent, holder) = (row.consent_id, row.person_id);
        match row.into_terms() {
            Ok(read) => terms.push(read),
            Err(error) => {
                tracing::error!(%consent, %error, "a consent cannot be read; its holder's passport stays shut");
                unreadable.push(holder);
            }
        }
    }
    terms.retain(|terms: &Terms| !unreadable.contains(&terms.holder));
    terms
}

/// The sources that the holder of a row lets write, with the first of the holder's rows.
fn writers_of(db: &Db, past: Option<DateTime<Utc>>) -> Expr {
    let writers = written_by(db, (consent::Entity, consent::Column::PersonId), past);
    Expr::case(Expr::cust(FIRST_OF_HOLDER).eq(1), writers).into()
}

/// Which of the rows that were found of one holder a row is: what is of the holder is read with the first alone.
const FIRST_OF_HOLDER: &str = r#"ROW_NUMBER() OVER (PARTITION BY "consent"."person_id" ORDER BY "consent"."id")"#;

/// A list in one of a few lengths, its last member repeated: databases prepare a statement for each length.
fn padded(ids: &[Uuid]) -> Vec<Uuid> {
    let more = ids.len().next_power_of_two() - ids.len();
    let last = ids.last().into_iter().cycle().take(more);
    ids.iter().chain(last).copied().collect()
}

async fn read_terms(
    db: &Db,
    select: Select<consent::Entity>,
    partner: Uuid,
    holders: &[Uuid],
    past: Option<DateTime<Utc>>,
) -> Result<Between, StoreError> {
    let rows = select.into_model::<TermsRow>().all(db.conn()).await?;
    let mut writers = Writers::default();
    for row in rows.iter().filter(|row| row.writers.is_some()) {
        writers.read(row.person_id, row.writers.as_deref())?;
    }
    let mut terms = readable(rows);
    if let Some(moment) = past {
        count_uses_before(db, partner, holders, moment, &mut terms).await?;
    }
    Ok(Between { terms, writers })
}

/// The counter says how often a consent was used until now; how often until a moment of the past, the disclosures say.
async fn count_uses_before(
    db: &Db,
    partner: Uuid,
    holders: &[Uuid],
    moment: DateTime<Utc>,
    terms: &mut [Terms],
) -> Result<(), StoreError> {
    if terms.iter().all(|terms| terms.use_limit.is_none()) {
        return Ok(());
    }
    let uses = disclosures::uses_before(db, partner, holders, moment).await?;
    for terms in terms.iter_mut().filter(|terms| terms.use_limit.is_some()) {
        terms.uses = uses.get(&terms.consent).copied().unwrap_or(0);
    }
    Ok(())
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
    (now, past): (DateTime<Utc>, Option<DateTime<Utc>>),
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    use consent::Column::*;
    let mut select = consent::Entity::find()
        .select_only()
        .column(PersonId)
        .distinct()
        .filter(held(&RecordedAt, &SupersededAt, past))
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

/// Those that are theirs to decide on: all of a holder, for the holder and a guardian; for a delegate, those whose version
/// was made under their delegation.
pub(super) fn decided_by(who: &Decider) -> Condition {
    let of_holder = Condition::all().add(consent::Column::PersonId.eq(who.person()));
    match who.mandate() {
        None => of_holder,
        Some(mandate) if mandate.guardianship().is_some() => of_holder,
        Some(mandate) => of_holder.add(consent::Column::DelegationId.is_in(mandate.delegations())),
    }
}

/// The newest version of every consent of a holder, or of those that somebody who acts for them gave, newest first.
pub async fn of_decider(db: &Db, who: &Decider) -> Result<Vec<consent::Model>, StoreError> {
    let own = consent::Entity::find().filter(decided_by(who));
    let newest = own
        .filter(consent::Column::SupersededAt.is_null())
        .order_by_desc(consent::Column::ConsentId);
    Ok(newest.all(db.conn()).await?)
}

/// Whose consents: a holder's, or a partner's.
#[derive(Debug, Clone)]
pub enum Side {
    /// All of a holder, or those that somebody gave who acts for them.
    Decider(Decider),
    /// Those for a partner, its purpose and its client.
    Partner(Partner),
}

/// The consents for a partner that were given or refused at some time.
fn answered(partner: Uuid) -> SelectStatement {
    let said = [ConsentState::Granted, ConsentState::Refused].map(ConsentState::as_str);
    Query::select()
        .column(consent::Column::ConsentId)
        .from(consent::Entity)
        .and_where(consent::Column::PartnerOrganizationId.eq(partner))
        .and_where(consent::Column::State.is_in(said))
        .to_owned()
}

impl Side {
    fn newest(&self) -> Select<consent::Entity> {
        use consent::Column::{ClientId, PartnerOrganizationId, Purpose, SupersededAt};
        let newest = consent::Entity::find().filter(SupersededAt.is_null());
        match self {
            Side::Decider(who) => newest.filter(decided_by(who)),
            // What nobody has given yet is not theirs to hear of.
            Side::Partner(partner) => newest
                .filter(consent::Column::State.ne(ConsentState::Requested.as_str()))
                .filter(consent::Column::ConsentId.in_subquery(answered(partner.organization)))
                .filter(PartnerOrganizationId.eq(partner.organization))
                .filter(Purpose.eq(partner.purpose.as_str()))
                .filter(match partner.client {
                    Some(client) => Condition::any().add(ClientId.is_null()).add(ClientId.eq(client)),
                    None => Condition::all().add(ClientId.is_null()),
                }),
        }
    }
}

/// These consents in their newest versions, as far as they are on this side.
pub async fn newest_of(db: &Db, side: &Side, consents: &[Uuid]) -> Result<Vec<consent::Model>, StoreError> {
    if consents.is_empty() {
        return Ok(Vec::new());
    }
    let these = consent::Column::ConsentId.is_in(consents.iter().copied());
    let newest = side.newest().filter(these).order_by_asc(consent::Column::Id);
    Ok(newest.all(db.conn()).await?)
}

/// The consents of this side that have a version since then, in their newest.
pub async fn changed_since(db: &Db, side: &Side, since: DateTime<Utc>) -> Result<Vec<consent::Model>, StoreError> {
    let recent = consent::Column::RecordedAt.gte(since);
    let newest = side.newest().filter(recent).order_by_asc(consent::Column::Id);
    Ok(newest.all(db.conn()).await?)
}

/// Every version of these consents that is theirs to decide on, the latest first.
pub async fn versions(db: &Db, who: &Decider, consents: &[Uuid]) -> Result<Vec<consent::Model>, StoreError> {
    let own = consent::Entity::find().filter(decided_by(who));
    let of_these = own.filter(consent::Column::ConsentId.is_in(consents.to_vec()));
    Ok(of_these.order_by_desc(consent::Column::Version).all(db.conn()).await?)
}

/// How often these consents of this side were used; those that never were, or have no limit, are missing.
pub async fn uses(db: &Db, side: &Side, consents: &[Uuid]) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let own = side
        .newest()
        .select_only()
        .column(consent::Column::ConsentId)
        .into_query();
    Ok(consent_use::Entity::find()
        .select_only()
        .columns([consent_use::Column::ConsentId, consent_use::Column::Uses])
        .filter(consent_use::Column::ConsentId.is_in(consents.to_vec()))
        .filter(consent_use::Column::ConsentId.in_subquery(own))
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// The newest version of one consent, if it is theirs to decide on. Whoever else changes it waits for the end.
pub async fn newest(tx: &Tx, who: &Decider, consent_id: Uuid) -> Result<Option<consent::Model>, StoreError> {
    newest_where(tx, decided_by(who), consent_id).await
}

/// The consents that were given under a delegation and are not at an end, in their newest versions, to be ended with it.
pub async fn open_under(tx: &Tx, delegation: Uuid) -> Result<Vec<consent::Model>, StoreError> {
    let under = || Condition::all().add(consent::Column::DelegationId.eq(delegation));
    let open = || under().add(consent::Column::State.is_not_in(["withdrawn", "refused"]));
    let found = consent::Entity::find()
        .select_only()
        .column(consent::Column::ConsentId)
        .filter(open())
        .filter(consent::Column::SupersededAt.is_null())
        .order_by_asc(consent::Column::ConsentId);
    let mut held = Vec::new();
    for consent in found.into_tuple::<Uuid>().all(tx.conn()).await? {
        held.extend(newest_where(tx, open(), consent).await?);
    }
    Ok(held)
}

async fn newest_where(tx: &Tx, only: Condition, consent_id: Uuid) -> Result<Option<consent::Model>, StoreError> {
    // The first version is never superseded anew: a lock on the newest one would find it gone after the wait.
    let first = consent::Entity::find()
        .select_only()
        .column(consent::Column::Id)
        .filter(consent::Column::ConsentId.eq(consent_id))
        .filter(consent::Column::Version.eq(1))
        .lock(LockType::NoKeyUpdate);
    first.into_tuple::<Uuid>().one(tx.conn()).await?;
    let own = consent::Entity::find().filter(only);
    let one = own
        .filter(consent::Column::ConsentId.eq(consent_id))
        .filter(consent::Column::SupersededAt.is_null());
    Ok(one.one(tx.conn()).await?)
}

/// Writes a version; the one before it, if any, is superseded in the same transaction, and the change is announced.
pub async fn write_version(tx: &Tx, row: consent::Model) -> Result<(), StoreError> {
    tx.announce(Change::Consent {
        consent: row.consent_id,
        person: row.person_id,
        partner: row.partner_organization_id,
    });
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

/// Counts one use of each limited consent, and gives those that this was the last use of; none when one of them was used
/// up meanwhile.
pub async fn count_uses(tx: &Tx, consents: &[(Uuid, i32)]) -> Result<Option<Vec<Uuid>>, StoreError> {
    let mut used_up = Vec::new();
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
            .returning_col(consent_use::Column::Uses)
            .to_owned();
        let Some(row) = tx.conn().query_one(&update).await? else {
            return Ok(None);
        };
        if row.try_get_by_index::<i64>(0)? >= i64::from(*limit) {
            used_up.push(*consent);
        }
    }
    Ok(Some(used_up))
}

/// What a version says, as the rules read it; how often it was used is not among it.
pub fn terms_of(row: &consent::Model) -> Result<Terms, StoreError> {
    let row = row.clone();
    TermsRow {
        consent_id: row.consent_id,
        version: row.version,
        person_id: row.person_id,
        partner_organization_id: row.partner_organization_id,
        client_id: row.client_id,
        purpose: row.purpose,
        state: row.state,
        scopes: row.scopes,
        denies: row.denies,
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        use_limit: row.use_limit,
        uses: None,
        writers: None,
    }
    .into_terms()
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

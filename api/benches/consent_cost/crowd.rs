//! Many consents, of holders and of a partner.

use super::support::seed::PARTNER;
use passport_hub::hub::Hub;
use passport_hub::store::sources::ensure_partner;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// These holders have so many consents each from now on, half of them for other partners and half for other purposes of
/// this one; and the partner has so many for its purpose, from people of whom nothing else is known.
pub async fn crowd(hub: &Hub, asked: &[Uuid], holders: &[Uuid], of_a_holder: usize, of_the_partner: usize) {
    let other = ensure_partner(&hub.db, "Elsewhere", hub.clock.now()).await.unwrap();
    let own = ensure_partner(&hub.db, PARTNER, hub.clock.now()).await.unwrap();
    let more = |select: String| async move { hub.db.conn().execute_unprepared(&select).await.unwrap() };
    for holder in holders {
        for number in 1..of_a_holder {
            let (partner, purpose) = if number % 2 == 0 {
                (other, "hiring")
            } else {
                (own, "admission")
            };
            let changes = format!("'{holder}'::uuid, '{partner}'::uuid, '{purpose}'");
            more(copies(*holder, &format!("'{holder}{number}'"), &changes, "")).await;
        }
    }
    let people = format!("generate_series(1, {}) AS number", of_the_partner - asked.len());
    let person = "md5('crowd' || number)::uuid";
    let names = "id, display_name, created_at";
    more(format!(
        "INSERT INTO person ({names}) SELECT {person}, 'Somebody', now() FROM {people}"
    ))
    .await;
    let changes = format!("{person}, '{own}'::uuid, 'hiring'");
    more(copies(asked[0], "'crowd' || number", &changes, &format!(", {people}"))).await;
    more("ANALYZE".into()).await;
}

/// Copies a holder's consent for the partner, under ids made of `seed`, for another person, partner and purpose.
fn copies(holder: Uuid, seed: &str, changes: &str, and_from: &str) -> String {
    let kept =
        "version, state, scopes, denies, starts_at, expires_at, use_limit, retention, redisclosure, notice_version,
        notice_language, given_by_kind, given_by, reason, recorded_at, superseded_at";
    format!(
        "INSERT INTO consent (id, consent_id, person_id, partner_organization_id, purpose, {kept})
         SELECT md5('id' || {seed})::uuid, md5({seed})::uuid, {changes}, {kept} FROM
             (SELECT * FROM consent WHERE person_id = '{holder}' ORDER BY id LIMIT 1) AS given {and_from}"
    )
}

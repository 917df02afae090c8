//! Opening passports: who asks decides what is seen, once per request and passport, from the database.

use super::access::Access;
use crate::caller::{Caller, Contributor, HolderPass, Partner};
use crate::store::consents::{self, Between};
#[cfg(feature = "holes")]
use crate::store::people_lookup::holder_of;
use crate::store::{StoreError, people};
use crate::view::View;
use passport::consent::{Asked, Decision, Terms, decide};
use passport::hole;
use std::sync::Arc;
use uuid::Uuid;

/// Why a passport is not shown. A partner cannot tell whether it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// No token was sent.
    Stranger,
    /// Not the caller's own, or not there.
    NotFound,
    /// No consent in force lets this partner see it, or it is not there.
    ConsentRequired,
    /// Stewards run the hub without reading passports.
    Steward,
    /// Analysts count, and read no passport.
    Analyst,
}

/// Opens one passport.
pub async fn view_passport(access: &Access, person: Uuid) -> Result<Result<Arc<View>, Closed>, StoreError> {
    let mut opened = view_passports(access, &[person]).await?;
    let view = opened.pop().flatten();
    Ok(view.ok_or(match access.caller {
        Caller::Stranger => Closed::Stranger,
        Caller::Holder(_) | Caller::Source(_) | Caller::Integrator(_) => Closed::NotFound,
        Caller::Partner(_) => hole!(
            UnknownIsTold,
            if holder_of(&access.hub.db, person).await?.is_none() {
                Closed::NotFound
            } else {
                Closed::ConsentRequired
            },
            Closed::ConsentRequired
        ),
        Caller::Steward(_) | Caller::OrganizationSteward(_) => Closed::Steward,
        Caller::Analyst(_) | Caller::Member(_) => Closed::Analyst,
    }))
}

/// Opens several passports with one statement; what was decided in this request before is not asked again.
pub async fn view_passports(access: &Access, persons: &[Uuid]) -> Result<Vec<Option<Arc<View>>>, StoreError> {
    decide_on(access, persons).await?;
    persons.iter().for_each(|person| access.asked(*person));
    Ok(persons.iter().map(|person| access.view(*person)).collect())
}

/// Decides on passports that nothing was decided on yet.
async fn decide_on(access: &Access, persons: &[Uuid]) -> Result<(), StoreError> {
    let undecided = |person: &Uuid| access.decided(*person).is_none();
    let unknown: Vec<Uuid> = persons.iter().copied().filter(undecided).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    match &access.caller {
        Caller::Holder(pass) => open_own(access, *pass, &unknown).await,
        Caller::Partner(partner) => open_granted(access, *partner, &unknown).await,
        Caller::Source(pass) => open_contributed(access, (*pass).into(), &unknown).await,
        Caller::Integrator(pass) => open_contributed(access, (*pass).into(), &unknown).await,
        Caller::Stranger
        | Caller::Steward(_)
        | Caller::OrganizationSteward(_)
        | Caller::Analyst(_)
        | Caller::Member(_) => Ok(()),
    }
}

/// Opens the holder's own passport, by the id of the person whom the token names or of the one who stands for them now.
async fn open_own(access: &Access, named: HolderPass, asked: &[Uuid]) -> Result<(), StoreError> {
    let standing = access.holder().await?;
    for person in asked {
        let own = standing.filter(|pass| [pass.person(), named.person()].contains(person));
        let opened = hole!(HoldersSeeOthers, own.or(Some(named.standing_as(*person))), own);
        access.decide(*person, opened.map(View::own), vec![]);
    }
    Ok(())
}

async fn open_granted(access: &Access, partner: Partner, asked: &[Uuid]) -> Result<(), StoreError> {
    let pseudonyms = || access.hub.keys.pseudonyms(partner.organization);
    let pseudonyms = access.pseudonyms.clone().unwrap_or_else(pseudonyms);
    #[cfg(feature = "bench")]
    if crate::bare::consent_is_off() {
        for person in asked {
            let open = View::without_consent(*person, pseudonyms.clone());
            access.decide(*person, Some(open), vec![]);
        }
        return Ok(());
    }
    access.will_be_disclosed();
    let between = between(access, partner, asked).await?;
    let now = access.moment();
    for &holder in asked {
        let of_holder: Vec<Terms> = between
            .terms
            .iter()
            .filter(|terms| terms.holder == holder)
            .cloned()
            .collect();
        let Partner {
            organization,
            client,
            purpose,
        } = partner;
        match decide(
            Asked {
                holder,
                partner: organization,
                client,
                purpose,
                at: now,
            },
            &of_holder,
        ) {
            Decision::Granted(grant) => {
                let limited = limited(grant.consents(), &of_holder);
                let view = View::granted(grant, between.writers.of(holder), pseudonyms.clone());
                access.decide(holder, Some(view), limited);
            }
            Decision::Refused(_) => {
                hole!(
                    OneStatementMore =>
                    if !of_holder.is_empty() {
                        holder_of(&access.hub.db, holder).await?;
                    }
                );
                access.decide(holder, None, vec![]);
            }
        }
        let moments = of_holder.iter().flat_map(|terms| [terms.starts_at, terms.expires_at]);
        access.decided_until(holder, moments.filter(|moment| *moment > now).min());
    }
    Ok(())
}

/// The consents between a partner and holders, now or at the moment of the past that is looked at.
pub(super) async fn between(access: &Access, partner: Partner, holders: &[Uuid]) -> Result<Between, StoreError> {
    let hub = &access.hub;
    match access.past() {
        None => hub.together.between(&hub.db, partner, holders).await,
        past => consents::between(&hub.db, partner, holders, past).await,
    }
}

/// Of the consents that something rests on those whose uses are limited, each with its limit.
pub(super) fn limited(rests_on: &[(Uuid, i32)], held: &[Terms]) -> Vec<(Uuid, i32)> {
    let used = held
        .iter()
        .filter(|terms| rests_on.contains(&(terms.consent, terms.version)));
    let limited = used.filter_map(|terms| Some((terms.consent, terms.use_limit?)));
    limited.filter(|_| !hole!(UsesNotCounted)).collect()
}

async fn open_contributed(access: &Access, by: Contributor, asked: &[Uuid]) -> Result<(), StoreError> {
    let own = people::contributed_to(&access.hub.db, by, asked, access.past()).await?;
    for &person in asked {
        let view = own.contains(&person).then(|| View::contributed(by, person));
        access.decide(person, view, vec![]);
    }
    Ok(())
}

/// A page of the passports that the caller may see something of, after a person's id: those opened, and whether more
/// may follow. Passports that are refused, and the one that tells whether more follow, are passed over: nothing of them
/// leaves, so they are neither counted nor disclosed.
pub async fn view_page(
    access: &Access,
    after: Option<Uuid>,
    limit: usize,
) -> Result<(Vec<Arc<View>>, bool), StoreError> {
    let mut views = Vec::with_capacity(limit + 1);
    let mut after = after;
    while views.len() <= limit {
        let page = candidates(access, after, limit + 1).await?;
        let more = page.len() > limit;
        after = page.last().copied().or(after);
        decide_on(access, &page).await?;
        views.extend(page.iter().filter_map(|person| access.view(*person)));
        if !more {
            break;
        }
    }
    let follows = views.len() > limit;
    let more = hole!(
        PageTellsOfRefused,
        follows || after > views.last().map(|view| view.person()),
        follows
    );
    views.truncate(limit);
    views.iter().for_each(|view| access.asked(view.person()));
    Ok((views, more))
}

async fn candidates(access: &Access, after: Option<Uuid>, limit: usize) -> Result<Vec<Uuid>, StoreError> {
    let db = &access.hub.db;
    let limit = limit as u64;
    match &access.caller {
        Caller::Holder(_) => Ok(access
            .holder()
            .await?
            .map(|pass| pass.person())
            .filter(|own| after.is_none_or(|after| *own > after))
            .into_iter()
            .collect()),
        Caller::Partner(partner) => {
            let moment = (access.moment(), access.past());
            consents::holders_page(db, *partner, moment, after, limit).await
        }
        Caller::Source(pass) => people::contributed_page(db, (*pass).into(), access.past(), after, limit).await,
        Caller::Integrator(pass) => people::contributed_page(db, (*pass).into(), access.past(), after, limit).await,
        Caller::Stranger
        | Caller::Steward(_)
        | Caller::OrganizationSteward(_)
        | Caller::Analyst(_)
        | Caller::Member(_) => Ok(vec![]),
    }
}

//! A steward records who stands for a minor, and ends it.

use crate::flows::consent::{Guarding, NotRecorded, end_guardianship, record_guardian};
use crate::graphql::errors::store;
use crate::graphql::ids::{Kind, expect, id};
use crate::graphql::load::access;
use crate::graphql::review::steward;
use crate::graphql::words::AgeBand;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, SecondsFormat, Utc};
use passport::consent::BadDelegation;

/// Who stands for a minor. No birth date is kept: the band of age is enough.
#[derive(InputObject)]
pub struct RecordGuardianInput {
    /// The id of the minor's passport, as they told you.
    passport: ID,
    /// The id of the guardian's passport, as they told you.
    guardian: ID,
    /// In which band of age the minor is.
    age_band: AgeBand,
    /// Until when; at most twelve months from now, and not after the minor is of age.
    until: DateTime<Utc>,
    /// Whether the minor is of age from then on, and decides alone. Where it is left out, nobody decides once it has run
    /// out, until you record again.
    #[graphql(default_with = "Some(false)")]
    of_age_after: Option<bool>,
}

/// It is recorded.
#[derive(SimpleObject)]
pub struct GuardianRecorded {
    /// Global id of the guardianship, as its two sides see it among `delegations`.
    guardianship: ID,
    /// Until when.
    until: DateTime<Utc>,
}

/// It is not recorded.
#[derive(SimpleObject)]
pub struct GuardianNotRecorded {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of recording a guardian.
#[derive(Union)]
pub enum RecordGuardianPayload {
    /// It is recorded.
    Recorded(GuardianRecorded),
    /// It is not.
    NotRecorded(GuardianNotRecorded),
}

/// A steward records a guardian.
pub async fn record(ctx: &Context<'_>, input: RecordGuardianInput) -> Result<RecordGuardianPayload> {
    let pass = steward(ctx)?;
    let wish = Guarding {
        holder: expect(Kind::Passport, &input.passport)?,
        guardian: expect(Kind::Passport, &input.guardian)?,
        band: input.age_band.into(),
        until: input.until,
        of_age_after: input.of_age_after.unwrap_or(false),
    };
    let recorded = record_guardian(&access(ctx)?.hub, pass, wish).await;
    Ok(match recorded.map_err(store)? {
        Ok(row) => RecordGuardianPayload::Recorded(GuardianRecorded {
            guardianship: id(Kind::Delegation, row.id),
            until: row.expires_at,
        }),
        Err(why) => {
            let (field, reason) = fault(why);
            RecordGuardianPayload::NotRecorded(GuardianNotRecorded {
                field: field.into(),
                reason,
            })
        }
    })
}

fn fault(why: NotRecorded) -> (&'static str, String) {
    let (field, reason) = match why {
        NotRecorded::NoHolder => (
            "passport",
            "there is no such passport; me { passport { id } } of the minor names it",
        ),
        NotRecorded::NoGuardian => (
            "guardian",
            "there is no such passport; me { passport { id } } of the guardian names it",
        ),
        NotRecorded::Same => ("guardian", "nobody is their own guardian"),
        NotRecorded::MinorGuardian => ("guardian", "a guardian is of age"),
        NotRecorded::OfAge => ("ageBand", "who is of age has no guardian; endGuardianship hands over"),
        NotRecorded::TooYoung => (
            "ofAgeAfter",
            "within twelve months only who is sixteen or seventeen comes of age",
        ),
        NotRecorded::Until(BadDelegation::TooLong) => (
            "until",
            "a guardianship ends at most twelve months from now; record it anew then",
        ),
        NotRecorded::Until(_) => ("until", "a guardianship must end in the future"),
        NotRecorded::Longer(end) => {
            let end = end.to_rfc3339_opts(SecondsFormat::Secs, true);
            let reason =
                format!("one between the two stands until {end}; endGuardianship ends it, then record this one");
            return ("until", reason);
        }
    };
    (field, reason.to_owned())
}

/// Between whom a guardianship ends.
#[derive(InputObject)]
pub struct EndGuardianshipInput {
    /// The id of the minor's passport.
    passport: ID,
    /// The id of the guardian's passport.
    guardian: ID,
    /// In which band of age the minor is now, if it is another: `ADULT` hands over, and the holder decides alone.
    age_band: Option<AgeBand>,
}

/// It is at an end.
#[derive(SimpleObject)]
pub struct GuardianshipEnded {
    /// How many consents that were given under it ended with it.
    consents: usize,
}

/// Nothing ever stood between the two.
#[derive(SimpleObject)]
pub struct GuardianshipNotFound {
    /// What to do.
    reason: String,
}

/// What comes of ending a guardianship.
#[derive(Union)]
pub enum EndGuardianshipPayload {
    /// It is at an end.
    Ended(GuardianshipEnded),
    /// It is not there.
    NotFound(GuardianshipNotFound),
}

/// A steward ends a guardianship.
pub async fn end(ctx: &Context<'_>, input: EndGuardianshipInput) -> Result<EndGuardianshipPayload> {
    let pass = steward(ctx)?;
    let between = (
        expect(Kind::Passport, &input.passport)?,
        expect(Kind::Passport, &input.guardian)?,
    );
    let ended = end_guardianship(&access(ctx)?.hub, pass, between, input.age_band.map(Into::into)).await;
    Ok(match ended.map_err(store)? {
        Some(consents) => EndGuardianshipPayload::Ended(GuardianshipEnded { consents }),
        None => EndGuardianshipPayload::NotFound(GuardianshipNotFound {
            reason: "No guardianship is recorded between these two.".into(),
        }),
    })
}

//! Delegations: a holder names who may decide for them, whoever is named accepts, either ends it.

use super::words::words_of_delegation;
use super::{holder, texts};
use crate::caller::Caller;
use crate::flows::consent::{self as flow, Accepted, Address, Delegating, Ended, Named, NotDelegated};
use crate::flows::view_passport::Closed;
use crate::graphql::errors::{closed, store};
use crate::graphql::ids::{Kind, expect, id, meant};
use crate::graphql::load::access;
use crate::graphql::node::Node;
use crate::graphql::page::{Stretch, Window, cursor, cut};
use crate::graphql::words::{DelegationState, GivenBy, Purpose};
use crate::store::delegations::of_rules;
use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{BadDelegation, DelegationStanding, MOST_OPEN};

/// Somebody who may decide for a holder which partners see what, within scopes and until a day.
#[derive(Description)]
pub struct Delegation(Box<Named>);

/// Which side of a delegation somebody is.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
pub enum DelegationRole {
    /// Who is acted for.
    Holder,
    /// Who acts, or is asked to.
    Delegate,
}

#[Object(use_type_description)]
impl Delegation {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Delegation, self.0.row.id)
    }

    /// Which side of it you are.
    async fn your_role(&self) -> DelegationRole {
        if self.0.own {
            DelegationRole::Holder
        } else {
            DelegationRole::Delegate
        }
    }

    /// As what they decide: as a delegate, or as a guardian.
    async fn kind(&self) -> GivenBy {
        given_by(&self.0.row.kind)
    }

    /// The passport that is decided for, by its id: give it as `onBehalfOf`. It opens nothing.
    async fn passport(&self) -> ID {
        id(Kind::Passport, self.0.row.person_id)
    }

    /// What the holder is called, as far as it is known.
    async fn holder(&self) -> Option<&str> {
        self.0.holder.as_deref()
    }

    /// What the delegate is called; none while nobody has accepted it.
    async fn delegate(&self) -> Option<&str> {
        self.0.delegate.as_deref()
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<DelegationState> {
        let rules = of_rules(&self.0.row).map_err(store)?;
        Ok(rules.standing(access(ctx)?.hub.clock.now()).into())
    }

    /// The most that the delegate may give, in the scope grammar.
    async fn scopes(&self) -> Vec<String> {
        texts(&self.0.row.scopes)
    }

    /// What for; none for any purpose.
    async fn purposes(&self) -> Result<Option<Vec<Purpose>>> {
        let rules = of_rules(&self.0.row).map_err(store)?;
        let purposes = rules.purposes.map(|all| all.into_iter().map(Into::into).collect());
        Ok(purposes)
    }

    /// From when.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.row.starts_at
    }

    /// Until when; what is given under it ends then at the latest.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.row.expires_at
    }

    /// When it was given.
    async fn given_at(&self) -> DateTime<Utc> {
        self.0.row.recorded_at
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.accepted_at
    }

    /// When it was ended before its time.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.superseded_at
    }

    /// The whole delegation in plain words, line by line, as the holder reads it.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "BCP 47, such as \"de\"; English if left out, or where there are no words in it.")]
        language: Option<String>,
    ) -> Result<String> {
        words_of_delegation(ctx, &self.0, language.as_deref())
    }
}

/// Who decided, by the word that is stored.
pub(super) fn given_by(word: &str) -> GivenBy {
    passport::consent::GivenBy::from_word(word).map_or(GivenBy::Holder, Into::into)
}

fn shown(named: Box<Named>) -> Delegation {
    Delegation(named)
}

/// A page of the delegations that a holder gave, holds or is offered.
pub async fn delegations(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Stretch<Delegation>> {
    let pass = holder(ctx).await?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let found = flow::delegations(&access(ctx)?.hub, pass, start, limit as u64 + 1).await;
    let with_cursor = |named: Named| (named.row.id.simple().to_string(), shown(Box::new(named)));
    Ok(cut(found.map_err(store)?, limit, start.is_some(), with_cursor))
}

/// A delegation by its id, for those whom it binds.
pub async fn delegation_node(ctx: &Context<'_>, wanted: uuid::Uuid) -> Result<Option<Node>> {
    let Caller::Holder(pass) = &access(ctx)?.caller else {
        return Ok(None);
    };
    let found = flow::one_delegation(&access(ctx)?.hub, *pass, wanted).await;
    let found = found.map_err(store)?.map(Box::new);
    Ok(found.map(shown).map(Node::Delegation))
}

/// Whom you name, and how far they may go. Give one of `email` and `passport`.
#[derive(InputObject)]
pub struct GiveDelegationInput {
    /// Their e-mail address, as they told you.
    email: Option<String>,
    /// The id of their passport, as they told you.
    passport: Option<ID>,
    /// The most that they may give: `passport/<Section>.<ops>[?filter&filter]`, 1 to 20.
    scopes: Vec<String>,
    /// What for; any purpose if left out.
    purposes: Option<Vec<Purpose>>,
    /// From when; now if left out.
    starts_at: Option<DateTime<Utc>>,
    /// Until when; at most twelve months from now.
    expires_at: DateTime<Utc>,
}

/// It is given, and waits to be accepted. Whether anybody is reached is not known to you until they accept.
#[derive(SimpleObject)]
pub struct DelegationGiven {
    /// The delegation.
    delegation: Delegation,
}

/// It cannot be given so.
#[derive(SimpleObject)]
pub struct DelegationNotGiven {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of giving a delegation.
#[derive(Union)]
pub enum GiveDelegationPayload {
    /// It is given.
    Given(DelegationGiven),
    /// It is not.
    NotGiven(DelegationNotGiven),
}

/// A holder names a delegate.
pub async fn give(ctx: &Context<'_>, input: GiveDelegationInput) -> Result<GiveDelegationPayload> {
    let pass = holder(ctx).await?;
    let not = |(field, reason)| GiveDelegationPayload::NotGiven(DelegationNotGiven { field, reason });
    let address = match (input.email, input.passport) {
        (Some(email), None) => Address::Email(email.trim().to_owned()),
        (None, Some(passport)) => Address::Passport(meant(Kind::Passport, &passport, None)),
        _ => {
            let reason = "give one of email and passport, as they told you";
            return Ok(not(("email".into(), reason.into())));
        }
    };
    let wish = Delegating {
        address,
        scopes: input.scopes,
        purposes: input.purposes.map(|all| all.into_iter().map(Into::into).collect()),
        starts_at: input.starts_at,
        expires_at: input.expires_at,
    };
    let given = flow::give_delegation(&access(ctx)?.hub, pass, wish).await;
    Ok(match given.map_err(store)? {
        None => return Err(closed(Closed::NotFound)),
        Some(Ok(named)) => GiveDelegationPayload::Given(DelegationGiven {
            delegation: shown(Box::new(named)),
        }),
        Some(Err(why)) => not(fault(why)),
    })
}

fn fault(why: NotDelegated) -> (String, String) {
    match why {
        NotDelegated::BadScope { index, reason } => (format!("scopes.{index}"), reason.to_string()),
        NotDelegated::UnknownName { index, what } => (format!("scopes.{index}"), what.to_string()),
        NotDelegated::Bad(bad) => (bad_field(bad).into(), bad.to_string()),
        NotDelegated::Email => ("email".into(), "this is not an e-mail address".into()),
        NotDelegated::Yourself => (
            "passport".into(),
            "you decide for yourself anyway; name somebody else".into(),
        ),
        NotDelegated::Minor => (
            "email".into(),
            "for a minor the guardian decides, and nobody else can be named".into(),
        ),
        NotDelegated::TooMany => (
            "email".into(),
            format!("{MOST_OPEN} delegations of yours are open; end one first, see delegations"),
        ),
    }
}

fn bad_field(bad: BadDelegation) -> &'static str {
    match bad {
        BadDelegation::Scopes => "scopes",
        BadDelegation::Purposes => "purposes",
        BadDelegation::LateStart => "startsAt",
        BadDelegation::Ended | BadDelegation::TooLong => "expiresAt",
    }
}

/// Which delegation to accept.
#[derive(InputObject)]
pub struct AcceptDelegationInput {
    /// The delegation; see `delegations`.
    delegation: ID,
}

/// You may decide for the holder.
#[derive(SimpleObject)]
pub struct DelegationAccepted {
    /// The delegation.
    delegation: Delegation,
}

/// It can no longer be accepted.
#[derive(SimpleObject)]
pub struct DelegationClosed {
    /// Why.
    reason: String,
}

/// There is no such delegation for you.
#[derive(SimpleObject)]
pub struct DelegationNotFound {
    /// What to do.
    reason: String,
}

/// What comes of accepting a delegation.
#[derive(Union)]
pub enum AcceptDelegationPayload {
    /// It is accepted.
    Accepted(DelegationAccepted),
    /// It was accepted before, is over or ended.
    Closed(DelegationClosed),
    /// It is not there.
    NotFound(DelegationNotFound),
}

/// Whoever is named accepts.
pub async fn accept(ctx: &Context<'_>, input: AcceptDelegationInput) -> Result<AcceptDelegationPayload> {
    use AcceptDelegationPayload as Payload;
    let pass = holder(ctx).await?;
    let wanted = expect(Kind::Delegation, &input.delegation)?;
    let accepted = flow::accept_delegation(&access(ctx)?.hub, pass, wanted).await;
    Ok(match accepted.map_err(store)? {
        Accepted::Accepted(named) => Payload::Accepted(DelegationAccepted {
            delegation: shown(named),
        }),
        Accepted::Closed(standing) => Payload::Closed(DelegationClosed {
            reason: closed_for(standing).into(),
        }),
        Accepted::Minor => Payload::Closed(DelegationClosed {
            reason: "a minor decides for nobody else".into(),
        }),
        Accepted::NotFound => Payload::NotFound(not_found()),
    })
}

fn closed_for(standing: DelegationStanding) -> &'static str {
    match standing {
        DelegationStanding::Ended => "it was ended",
        DelegationStanding::Lapsed | DelegationStanding::Over => "its time is over",
        DelegationStanding::Pending | DelegationStanding::NotBegun | DelegationStanding::InForce => {
            "you accepted it before"
        }
    }
}

fn not_found() -> DelegationNotFound {
    DelegationNotFound {
        reason: "There is no delegation with this id for you; see delegations.".into(),
    }
}

/// Which delegation to end.
#[derive(InputObject)]
pub struct EndDelegationInput {
    /// The delegation; see `delegations`.
    delegation: ID,
}

/// It is at an end.
#[derive(SimpleObject)]
pub struct DelegationEnded {
    /// The delegation.
    delegation: Delegation,
    /// How many consents that were given under it ended with it.
    consents: usize,
    /// Whether it was at an end before.
    already_ended: bool,
}

/// It goes on.
#[derive(SimpleObject)]
pub struct DelegationNotEnded {
    /// Why, and what to do.
    reason: String,
}

/// What comes of ending a delegation.
#[derive(Union)]
pub enum EndDelegationPayload {
    /// It is at an end.
    Ended(DelegationEnded),
    /// It is not theirs to end.
    NotEnded(DelegationNotEnded),
    /// It is not there.
    NotFound(DelegationNotFound),
}

/// A holder revokes a delegation, or the delegate gives it back.
pub async fn end(ctx: &Context<'_>, input: EndDelegationInput) -> Result<EndDelegationPayload> {
    let pass = holder(ctx).await?;
    let wanted = expect(Kind::Delegation, &input.delegation)?;
    let ended = flow::end_delegation(&access(ctx)?.hub, pass, wanted).await;
    Ok(match ended.map_err(store)? {
        Ended::Ended {
            named,
            consents,
            before,
        } => EndDelegationPayload::Ended(DelegationEnded {
            delegation: shown(named),
            consents,
            already_ended: before,
        }),
        Ended::Guardianship => EndDelegationPayload::NotEnded(DelegationNotEnded {
            reason: "This is a guardianship: stewards record and end it. Either of you may withdraw what was given."
                .into(),
        }),
        Ended::NotFound => EndDelegationPayload::NotFound(not_found()),
    })
}

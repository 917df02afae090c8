//! Consents and disclosures: who may look, and who did.

pub mod alter;
pub mod delegation;
pub mod guardian;
pub mod load;
pub mod preview;
pub mod request;
mod words;

use super::errors::{Code, closed, forbidden, store};
use super::ids::{Kind, consent_id, expect, holders_id, id, meant};
use super::load::{access, loaders};
use super::page::{Stretch, Window, stretch};
use super::query::Node;
use super::words::{ConsentState, GivenBy, Purpose, Redisclosure};
use crate::caller::{Caller, Decider, HolderPass};
use crate::flows::consent::{self, Given, Withdrawn};
use crate::flows::view_passport::Closed;
use crate::receipts::Signed;
use crate::store::consent_requests::Answerable;
use crate::store::reference::Reference;
use crate::store::{StoreError, consents as rows, disclosures as log};
use alter::ConsentNotChanged;
use async_graphql::{Context, Description, Enum, Error, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{BadTerms, Exceeds, LONGEST_TEXT, Lifetime, Standing};
use request::ConsentRequest;
use std::sync::Arc;
use uuid::Uuid;
use words::words_of_consent;

/// What a holder lets a partner see, in its newest version.
#[derive(Description)]
pub struct Consent(pub entity::consent::Model);

/// An organization that consent can be given to.
#[derive(SimpleObject)]
pub struct Partner {
    /// Global id.
    id: ID,
    /// Its name.
    name: String,
}

#[Object(use_type_description)]
impl Consent {
    /// Global id; the same for all versions.
    pub async fn id(&self, ctx: &Context<'_>) -> Result<ID> {
        let pseudonyms = access(ctx)?.pseudonyms.as_ref();
        Ok(consent_id(pseudonyms, self.0.person_id, self.0.consent_id))
    }

    /// Which version this is; each change is a new one.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Who may look.
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        partner(ctx, self.0.partner_organization_id).await
    }

    /// What for.
    async fn purpose(&self) -> Option<Purpose> {
        passport::consent::Purpose::from_word(&self.0.purpose).map(Into::into)
    }

    /// Where it stands.
    async fn state(&self) -> Option<ConsentState> {
        passport::consent::ConsentState::from_word(&self.0.state).map(Into::into)
    }

    /// Whether it lets the partner see anything at this moment, by its state, dates and use limit. A version that another
    /// took the place of does not.
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = access(ctx)?.hub.clock.now();
        let lifetime = self.lifetime(ctx).await?;
        Ok(self.0.superseded_at.is_none() && lifetime.standing(now) == Standing::InForce)
    }

    /// What is permitted, in the scope grammar.
    async fn scopes(&self) -> Vec<String> {
        texts(&self.0.scopes)
    }

    /// What is denied whatever else is permitted.
    async fn denies(&self) -> Vec<String> {
        texts(&self.0.denies)
    }

    /// From when.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// Until when.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// How often it may be used; none means any number of times within its dates.
    async fn use_limit(&self) -> Option<i32> {
        self.0.use_limit
    }

    /// How often it may still be used; none without a limit.
    async fn uses_left(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.lifetime(ctx).await?.uses_left())
    }

    /// How long the partner may keep what it saw, in words.
    async fn retention(&self) -> Option<&str> {
        self.0.retention.as_deref()
    }

    /// Whether the partner may pass on what it saw.
    async fn redisclosure(&self) -> Option<Redisclosure> {
        passport::consent::Redisclosure::from_word(self.0.redisclosure.as_deref()?).map(Into::into)
    }

    /// Who made this version.
    async fn given_by(&self) -> GivenBy {
        delegation::given_by(&self.0.given_by_kind)
    }

    /// The delegation under which this version was made; none where the holder made it. See `delegations`.
    async fn delegation(&self) -> Option<ID> {
        Some(id(Kind::Delegation, self.0.delegation_id?))
    }

    /// Why it was refused or withdrawn, in the words of who did it. They and the holder see it; the partner does not.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let own = access(ctx)?.holder().await.map_err(store)?;
        let theirs = |person: Uuid| person == self.0.person_id || Some(person) == self.0.given_by;
        let shown = own.is_some_and(|pass| theirs(pass.person()));
        Ok(self.0.reason.as_deref().filter(|_| shown))
    }

    /// The request that it answers; none where it was given unasked.
    async fn request(&self, ctx: &Context<'_>) -> Result<Option<ConsentRequest>> {
        let request = loaders(ctx)?.consents.requests.load_one(self.0.consent_id).await;
        Ok(request.map_err(shared)?.map(|request| {
            let answer = Some(self.0.clone());
            Answerable { request, answer }.into()
        }))
    }

    /// Every version, this one and all others, the latest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<Consent>> {
        let versions = loaders(ctx)?.consents.versions.load_one(self.0.consent_id).await;
        let versions = versions.map_err(shared)?.unwrap_or_default();
        Ok(versions.into_iter().map(Consent).collect())
    }

    /// The whole consent in plain words, line by line.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "BCP 47, such as \"de\"; that of the notice if left out. English where there are no words in it."
        )]
        language: Option<String>,
    ) -> Result<String> {
        let lifetime = self.lifetime(ctx).await?;
        words_of_consent(ctx, &self.0, lifetime, language.as_deref()).await
    }

    /// When this version was made.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// As the holder: a signed receipt of every version, the newest first. Keep them: `passport-hub receipt verify` checks one with the
    /// hub's published keys.
    async fn receipts(&self, ctx: &Context<'_>) -> Result<Vec<ConsentReceipt>> {
        // A receipt tells what is denied, which may say what there is to hide. Holders hand them to whom they like.
        if !matches!(access(ctx)?.caller, Caller::Holder(_)) {
            return Ok(vec![]);
        }
        let rows = rows::receipts_of(&access(ctx)?.hub.db, &self.0).await.map_err(store)?;
        rows.into_iter().map(receipt).collect()
    }
}

/// The signed proof of one version of a consent.
#[derive(SimpleObject)]
pub struct ConsentReceipt {
    /// The version it is the proof of.
    version: i32,
    /// When it was signed.
    issued_at: DateTime<Utc>,
    /// The receipt and its signature as one JSON document, to be kept as it is.
    document: String,
}

fn receipt(row: entity::consent_receipt::Model) -> Result<ConsentReceipt> {
    let unreadable = |_| store(StoreError::Corrupt("a consent's receipt"));
    let signed = Signed {
        receipt: serde_json::from_value(row.body).map_err(unreadable)?,
        jws: row.signature,
    };
    Ok(ConsentReceipt {
        version: row.version,
        issued_at: row.issued_at,
        document: serde_json::to_string_pretty(&signed).map_err(unreadable)?,
    })
}

impl Consent {
    /// What of it decides where it stands; uses are only looked up where they are limited.
    async fn lifetime(&self, ctx: &Context<'_>) -> Result<Lifetime> {
        let row = &self.0;
        let uses = match row.use_limit {
            None => None,
            Some(_) => {
                let uses = loaders(ctx)?.consents.uses.load_one(row.consent_id).await;
                uses.map_err(shared)?
            }
        };
        let state = passport::consent::ConsentState::from_word(&row.state);
        Ok(Lifetime {
            state: state.ok_or_else(|| store(StoreError::Corrupt("a consent's state")))?,
            starts_at: row.starts_at,
            expires_at: row.expires_at,
            use_limit: row.use_limit,
            uses: uses.unwrap_or(0),
        })
    }
}

/// A failed store, of which several fields hear.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn shared(error: Arc<StoreError>) -> Error {
    Error::new(error.to_string())
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

async fn partner_name(ctx: &Context<'_>, organization: Uuid) -> Result<Option<String>> {
    let name = |reference: &Reference| Some(reference.organizations.get(&organization)?.name.clone());
    access(ctx)?.hub.find_reference(name).await.map_err(store)
}

async fn partner(ctx: &Context<'_>, organization: Uuid) -> Result<Option<Partner>> {
    Ok(partner_name(ctx, organization).await?.map(|name| Partner {
        id: id(Kind::Organization, organization),
        name,
    }))
}

/// One look at the holder's passport.
#[derive(Description)]
pub struct Disclosure(pub entity::disclosure::Model);

/// Rows of one section that were returned.
#[derive(SimpleObject)]
pub struct DisclosedSection {
    /// Which section.
    section: String,
    /// How many rows.
    rows: i64,
}

/// A consent under which something was shown.
#[derive(SimpleObject, Debug, PartialEq)]
pub struct DisclosedConsent {
    /// Global id of the consent, the same as `Consent.id`.
    id: ID,
    /// The version that was in force.
    version: i32,
}

impl DisclosedConsent {
    /// Reads `id@version`, as a disclosure keeps it.
    fn read(holder: Uuid, text: &str) -> Option<Self> {
        let (consent, version) = text.split_once('@')?;
        Some(DisclosedConsent {
            id: holders_id(Kind::Consent, holder, consent.parse().ok()?),
            version: version.parse().ok()?,
        })
    }
}

/// What was decided.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum DisclosureDecision {
    /// Something was shown.
    Granted,
    /// Nothing was shown.
    Refused,
}

#[Object(use_type_description)]
impl Disclosure {
    /// Global id.
    pub async fn id(&self) -> ID {
        holders_id(Kind::Disclosure, self.0.person_id, self.0.id)
    }

    /// Its number in the chain of this passport's disclosures.
    async fn number(&self) -> i64 {
        self.0.seq
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// partner, source, integrator or steward; the last two of an organization where `who` names one.
    async fn caller(&self) -> &str {
        &self.0.caller_kind
    }

    /// Which organization or source, by name.
    async fn who(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let (organization, source) = (self.0.organization_id, self.0.source_id);
        let name = |reference: &Reference| {
            let organization = organization.and_then(|id| Some(reference.organizations.get(&id)?.name.clone()));
            organization.or_else(|| Some(reference.sources.get(&source?)?.name.clone()))
        };
        if organization.or(source).is_none() {
            return Ok(None);
        }
        access(ctx)?.hub.find_reference(name).await.map_err(store)
    }

    /// What for.
    async fn purpose(&self) -> Option<Purpose> {
        passport::consent::Purpose::from_word(self.0.purpose.as_deref()?).map(Into::into)
    }

    /// Under which consents; see `consents` for what each permits.
    async fn consents(&self) -> Vec<DisclosedConsent> {
        let under = texts(&self.0.consents);
        under
            .iter()
            .filter_map(|text| DisclosedConsent::read(self.0.person_id, text))
            .collect()
    }

    /// What was decided.
    async fn decision(&self) -> DisclosureDecision {
        if self.0.decision == "granted" {
            DisclosureDecision::Granted
        } else {
            DisclosureDecision::Refused
        }
    }

    /// What was returned, by section.
    async fn sections(&self) -> Vec<DisclosedSection> {
        let counts = self.0.types.as_object().into_iter().flatten();
        counts
            .map(|(name, n)| DisclosedSection {
                section: name.clone(),
                rows: n.as_i64().unwrap_or(0),
            })
            .collect()
    }

    /// The look in plain words: who, what for, what was shown, when, and under which consent.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "In which language, BCP 47: en or de; the nearest of them is taken.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Result<String> {
        let who = self.who(ctx).await?;
        Ok(super::told::look(
            &self.0,
            who.as_deref(),
            language.as_deref().unwrap_or("en"),
        ))
    }

    /// The hash of the answer as it left, in hex: `docs/CONSENT.md` says how it is made, so that whoever kept an answer can
    /// compare. None for looks from before it was kept.
    async fn answer_hash(&self) -> Option<&str> {
        self.0.answer_hash.as_deref()
    }

    /// Its link in the hash chain, in hex: HMAC-SHA-256 under a key of the hub's.
    async fn hash(&self) -> &str {
        &self.0.hash
    }

    /// The link before; none for the first.
    async fn previous_hash(&self) -> Option<&str> {
        self.0.previous_hash.as_deref()
    }
}

/// The caller as a holder, by the person who stands for them now.
pub async fn holder(ctx: &Context<'_>) -> Result<HolderPass, Error> {
    let access = access(ctx)?;
    match &access.caller {
        Caller::Holder(_) => {
            let standing = access.holder().await.map_err(store)?;
            standing.ok_or_else(|| closed(Closed::NotFound))
        }
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("holders")),
    }
}

/// Who decides: the holder who asks, or they for the passport that they name, where a delegation lets them. None where
/// nothing does; whether there is such a passport makes no difference.
pub async fn decider(ctx: &Context<'_>, on_behalf_of: Option<&ID>) -> Result<Option<Decider>, Error> {
    let own = holder(ctx).await?;
    let Some(passport) = on_behalf_of else {
        return Ok(Some(own.into()));
    };
    let person = meant(Kind::Passport, passport, None);
    access(ctx)?.decider(person).await.map_err(store)
}

/// The same, where nothing can be answered without it.
pub async fn decider_or_none(ctx: &Context<'_>, on_behalf_of: Option<&ID>) -> Result<Decider, Error> {
    decider(ctx, on_behalf_of)
        .await?
        .ok_or_else(|| closed(Closed::NotFound))
}

/// The field that names for whom somebody acts, and what is wrong with it.
fn no_mandate() -> (String, String) {
    (
        "onBehalfOf".into(),
        "No delegation in force lets you decide for this passport; see delegations.".into(),
    )
}

/// The holder's consents, or those that the caller gave for a holder.
pub async fn consents(ctx: &Context<'_>, on_behalf_of: Option<ID>) -> Result<Vec<Consent>> {
    let who = decider_or_none(ctx, on_behalf_of.as_ref()).await?;
    let rows = rows::of_decider(&access(ctx)?.hub.db, &who).await.map_err(store)?;
    Ok(rows.into_iter().map(Consent).collect())
}

/// A page of the holder's disclosures.
pub async fn disclosures(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Stretch<Disclosure>> {
    let pass = holder(ctx).await?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let bad = || Code::BadUserInput.error("This cursor does not belong to this list.");
    let start = window
        .after()
        .map(|text| text.parse::<log::Place>().map_err(|_| bad()))
        .transpose()?;
    let begun = start.is_some();
    let rows = log::of_holder(&access(ctx)?.hub.db, pass, start, limit as u64 + 1)
        .await
        .map_err(store)?;
    let mut rows = rows.ok_or_else(bad)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let rows = rows
        .into_iter()
        .map(|(place, row)| (place.to_string(), Disclosure(row)))
        .collect();
    Ok(stretch(rows, begun, more))
}

/// A consent by its id, for its holder.
pub async fn consent_node(ctx: &Context<'_>, person: Uuid, consent: Uuid) -> Result<Option<Node>> {
    let own = access(ctx)?.holder().await.map_err(store)?;
    let Some(pass) = own.filter(|pass| pass.person() == person) else {
        return Ok(None);
    };
    let rows = rows::of_decider(&access(ctx)?.hub.db, &pass.into())
        .await
        .map_err(store)?;
    Ok(rows
        .into_iter()
        .find(|row| row.consent_id == consent)
        .map(|row| Node::Consent(Consent(row))))
}

/// A disclosure by its id, for its holder.
pub async fn disclosure_node(ctx: &Context<'_>, person: Uuid, disclosure: Uuid) -> Result<Option<Node>> {
    let own = access(ctx)?.holder().await.map_err(store)?;
    let Some(pass) = own else {
        return Ok(None);
    };
    let row = log::one_of_holder(&access(ctx)?.hub.db, pass, person, disclosure)
        .await
        .map_err(store)?;
    Ok(row.map(|row| Node::Disclosure(Disclosure(row))))
}

/// The partners, for a holder who is about to consent.
pub async fn partners(ctx: &Context<'_>) -> Result<Vec<Partner>> {
    let access = access(ctx)?;
    match access.caller {
        Caller::Holder(_) | Caller::Steward(_) => {}
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("holders and the hub's stewards")),
    }
    let reference = access.hub.fresh_reference().await.map_err(store)?;
    let of_kind = reference.organizations.values().filter(|row| row.kind == "partner");
    let mut partners: Vec<Partner> = of_kind
        .map(|row| Partner {
            id: id(Kind::Organization, row.id),
            name: row.name.clone(),
        })
        .collect();
    partners.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(partners)
}

/// What a holder consents to.
#[derive(InputObject)]
pub struct GrantConsentInput {
    /// The partner; see `partners`.
    partner: ID,
    /// What for.
    purpose: Purpose,
    /// What is permitted: `passport/<Section>.<ops>[?filter&filter]`, for example `passport/Skill.r?minBand=competent`.
    /// Sources, vocabularies and concepts that a scope names must be known here.
    scopes: Vec<String>,
    /// What is denied whatever else is permitted.
    #[graphql(default_with = "Some(vec![])")]
    denies: Option<Vec<String>>,
    /// From when; now where none is given, and before `expiresAt` in any case.
    starts_at: Option<DateTime<Utc>>,
    /// Until when; at most twelve months from now.
    expires_at: DateTime<Utc>,
    /// How often it may be used; at least once.
    use_limit: Option<i32>,
    /// How long the partner may keep what it saw, in words.
    retention: Option<String>,
    /// Language of the notice you were shown.
    #[graphql(default_with = "Some(\"en\".to_owned())")]
    language: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Consent was given.
#[derive(SimpleObject)]
pub struct ConsentGranted {
    /// The consent.
    consent: Consent,
}

/// One of two has said yes. Nothing is shown until the other approves it with `approveConsent`.
#[derive(SimpleObject)]
pub struct ConsentProposed {
    /// What waits for the other's yes.
    consent: Consent,
}

/// Consent could not be given as asked.
#[derive(SimpleObject)]
pub struct ConsentNotGranted {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of giving consent.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum GrantConsentPayload {
    /// It was given.
    Granted(ConsentGranted),
    /// It waits for a second yes.
    Proposed(ConsentProposed),
    /// It was not.
    NotGranted(ConsentNotGranted),
}

/// Gives consent.
pub async fn grant(ctx: &Context<'_>, input: GrantConsentInput) -> Result<GrantConsentPayload> {
    let permits = input.scopes.len();
    let given = match decider(ctx, input.on_behalf_of.as_ref()).await? {
        None => Given::NoMandate,
        Some(who) => consent::give_consent(&access(ctx)?.hub, who, wish(input)?)
            .await
            .map_err(store)?,
    };
    Ok(match given {
        Given::Granted(row) if waits(&row) => GrantConsentPayload::Proposed(ConsentProposed { consent: Consent(*row) }),
        Given::Granted(row) => GrantConsentPayload::Granted(ConsentGranted { consent: Consent(*row) }),
        not => GrantConsentPayload::NotGranted(not_granted(not, permits)?),
    })
}

/// Whether a consent waits for a second yes.
fn waits(row: &entity::consent::Model) -> bool {
    row.state == passport::consent::ConsentState::Requested.as_str()
}

fn wish(input: GrantConsentInput) -> Result<consent::Consent> {
    Ok(consent::Consent {
        partner: expect(Kind::Organization, &input.partner)?,
        client: None,
        purpose: input.purpose.into(),
        scopes: input.scopes,
        denies: input.denies.unwrap_or_default(),
        starts_at: input.starts_at,
        expires_at: input.expires_at,
        use_limit: input.use_limit,
        retention: input.retention,
        language: input.language.unwrap_or_else(|| "en".to_owned()),
    })
}

/// Why consent is not given, and which field of the input is at fault.
fn not_granted(given: Given, permits: usize) -> Result<ConsentNotGranted> {
    let (field, reason) = match given {
        Given::BadScope { index, reason } => (scope_field(index, permits), reason.to_string()),
        Given::UnknownName { index, what } => (scope_field(index, permits), what.to_string()),
        Given::BadTerms(reason) => (terms_field(reason).to_owned(), reason.to_string()),
        Given::Exceeds(exceeds) => (exceeds_field(exceeds), exceeds.to_string()),
        Given::NoSay(why) => ("onBehalfOf".into(), why.to_string()),
        Given::NoMandate => no_mandate(),
        Given::NoPartner => ("partner".into(), "there is no such partner here; see partners".into()),
        Given::NoPassport | Given::Granted(_) => return Err(closed(Closed::NotFound)),
    };
    Ok(ConsentNotGranted { field, reason })
}

/// Which field goes beyond a delegation.
fn exceeds_field(exceeds: Exceeds) -> String {
    match exceeds {
        Exceeds::Purpose => "purpose".into(),
        Exceeds::Permit { index } => format!("scopes.{index}"),
        Exceeds::Deny { index } => format!("denies.{index}"),
        Exceeds::End => terms_field(BadTerms::TooLong).into(),
    }
}

fn reason_too_long() -> String {
    format!("is longer than {LONGEST_TEXT} characters")
}

fn no_consent() -> ConsentNotFound {
    ConsentNotFound {
        reason: "You gave no consent with this id; see consents.".into(),
    }
}

/// Where a scope stands in the input: denies are counted after the permits.
fn scope_field(index: usize, permits: usize) -> String {
    match index.checked_sub(permits) {
        None => format!("scopes.{index}"),
        Some(index) => format!("denies.{index}"),
    }
}

/// Which field of the input is at fault.
fn terms_field(reason: BadTerms) -> &'static str {
    match reason {
        BadTerms::NoScope => "scopes",
        BadTerms::LateStart => "startsAt",
        BadTerms::Ended | BadTerms::TooLong => "expiresAt",
        BadTerms::NoUse => "useLimit",
    }
}

/// Which consent to withdraw.
#[derive(InputObject)]
pub struct WithdrawConsentInput {
    /// The consent.
    consent: ID,
    /// Why, if you like. It is kept for you; the partner does not see it.
    reason: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// The consent is at an end.
#[derive(SimpleObject)]
pub struct ConsentWithdrawn {
    /// The consent, in its last version.
    consent: Consent,
    /// Whether it had ended before.
    already_ended: bool,
}

/// There is no such consent of this holder.
#[derive(SimpleObject)]
pub struct ConsentNotFound {
    /// What to do.
    reason: String,
}

/// What comes of withdrawing.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum WithdrawConsentPayload {
    /// It is at an end.
    Withdrawn(ConsentWithdrawn),
    /// It cannot be ended so.
    NotChanged(ConsentNotChanged),
    /// It is not there.
    NotFound(ConsentNotFound),
}

/// Withdraws consent.
pub async fn withdraw(ctx: &Context<'_>, input: WithdrawConsentInput) -> Result<WithdrawConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let done = |row: Box<entity::consent::Model>, already_ended| {
        WithdrawConsentPayload::Withdrawn(ConsentWithdrawn {
            consent: Consent(*row),
            already_ended,
        })
    };
    let not = |field: String, reason: String| WithdrawConsentPayload::NotChanged(ConsentNotChanged::new(field, reason));
    let withdrawn = match decider(ctx, input.on_behalf_of.as_ref()).await? {
        None => Withdrawn::NoMandate,
        Some(who) => consent::end_consent(&access(ctx)?.hub, who, wanted, input.reason)
            .await
            .map_err(store)?,
    };
    Ok(match withdrawn {
        Withdrawn::Withdrawn(row) => done(row, false),
        Withdrawn::AlreadyEnded(row) => done(row, true),
        Withdrawn::NotFound => WithdrawConsentPayload::NotFound(no_consent()),
        Withdrawn::ReasonTooLong => not("reason".into(), reason_too_long()),
        Withdrawn::NoMandate => {
            let (field, reason) = no_mandate();
            not(field, reason)
        }
    })
}

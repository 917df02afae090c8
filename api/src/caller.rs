//! Who calls, and the passes that a caller may hold.
//!
//! No read of a person's data works without a pass. Passes have private fields; they are made here, from a token that
//! was verified, or by `passport::consent::decide`, from consents that are in force.

mod members;
mod vocabularies;

pub use members::{
    Among, AnalystPass, Contributor, IntegratorPass, Member, MemberRole, OrganizationStewardPass, ReportPass, Reviewer,
    Whose,
};
pub use vocabularies::NoReader;

use crate::clock::Clock;
use crate::keys::{KeyError, Keys};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use passport::consent::{Mandate, Purpose};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody we know: no token was sent.
    Stranger,
    /// The person a passport is about.
    Holder(HolderPass),
    /// An organization that asks with consent.
    Partner(Partner),
    /// A connected system that contributes.
    Source(SourcePass),
    /// Who runs the hub; sees its working, never a passport.
    Steward(StewardPass),
    /// A member of an organization whose role was not looked up yet: may do nothing.
    Member(Member),
    /// A member who speaks for the sources of their organization.
    Integrator(IntegratorPass),
    /// A member who counts, and sees nobody.
    Analyst(AnalystPass),
    /// A member who settles whose records of their organization's sources are whose; never sees a passport.
    OrganizationSteward(OrganizationStewardPass),
}

/// Lets a holder see their own passport, whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolderPass {
    person: Uuid,
}

/// Lets a source see what it contributed, and contribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourcePass {
    source: Uuid,
}

/// Lets a steward of the hub run it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StewardPass {
    steward: Uuid,
}

/// Who decides on a holder's consents: the holder, or somebody who acts for them. It is no way to the passport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decider {
    /// The holder.
    Holder(HolderPass),
    /// A delegate or guardian, within what was delegated.
    Acting(Mandate),
}

impl Decider {
    /// Whose consents.
    pub fn person(&self) -> Uuid {
        match self {
            Decider::Holder(pass) => pass.person(),
            Decider::Acting(mandate) => mandate.holder(),
        }
    }

    /// Whether a version of a consent is theirs to see and to change: of the holder's any, for them and a guardian; else
    /// one made under what lets them act.
    pub fn decides_on(&self, row: &entity::consent::Model) -> bool {
        let under = |mandate: &Mandate| {
            mandate.guardianship().is_some() || row.delegation_id.is_some_and(|id| mandate.delegation(id).is_some())
        };
        row.person_id == self.person() && self.mandate().is_none_or(under)
    }

    /// What lets another than the holder decide.
    pub fn mandate(&self) -> Option<&Mandate> {
        match self {
            Decider::Holder(_) => None,
            Decider::Acting(mandate) => Some(mandate),
        }
    }
}

impl From<HolderPass> for Decider {
    fn from(pass: HolderPass) -> Self {
        Decider::Holder(pass)
    }
}

/// A partner by its token. This is no pass: only a consent in force makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partner {
    /// Which organization.
    pub organization: Uuid,
    /// Through which client.
    pub client: Option<Uuid>,
    /// What it asks for.
    pub purpose: Purpose,
}

impl HolderPass {
    /// Whose passport.
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// The pass of the same holder, for whom this person stands since two were linked.
    pub(crate) fn standing_as(self, person: Uuid) -> Self {
        HolderPass { person }
    }
}

impl SourcePass {
    /// Which source.
    pub fn source(&self) -> Uuid {
        self.source
    }

    /// A pass for the operator at the console, who acts for the source by holding the hub's own keys.
    pub(crate) fn at_the_console(source: Uuid) -> Self {
        SourcePass { source }
    }
}

impl StewardPass {
    /// Who it is.
    pub fn steward(&self) -> Uuid {
        self.steward
    }
}

/// Whom a token is made out to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// A holder, by person.
    Holder(Uuid),
    /// A partner: organization, client and purpose.
    Partner(Partner),
    /// A source.
    Source(Uuid),
    /// A steward of the hub.
    Steward(Uuid),
    /// A member of an organization.
    Member(Uuid),
}

/// What a token of the hub says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<Purpose>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Holder,
    Partner,
    Source,
    Steward,
    Member,
}

/// Who signs the hub's tokens.
pub const ISSUER: &str = "passport-hub";
/// Whom they are for.
pub const AUDIENCE: &str = "passport-hub";

/// Makes and verifies tokens.
#[derive(Clone)]
pub struct Tokens {
    encoding: Arc<EncodingKey>,
    decoding: Arc<DecodingKey>,
    validation: Arc<Validation>,
    kid: String,
    clock: Clock,
}

/// Why a token was not accepted; says no more than a stranger may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// Its time is over.
    #[error("the token has expired; get a new one")]
    Expired,
    /// Anything else.
    #[error("the token is not accepted: it must be a current token of this hub")]
    Invalid,
}

impl Tokens {
    /// Tokens signed and verified with the hub's own key: EdDSA and nothing else.
    pub fn new(keys: &Keys, clock: Clock) -> Result<Self, KeyError> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The times are compared below, with the hub's own clock.
        validation.validate_exp = false;
        Ok(Tokens {
            encoding: Arc::new(EncodingKey::from_ed_der(&keys.signing_der()?)),
            decoding: Arc::new(DecodingKey::from_ed_der(&keys.public())),
            validation: Arc::new(validation),
            kid: keys.kid(),
            clock,
        })
    }

    /// A token for `bearer`, valid for `lifetime` from now.
    pub fn issue(&self, bearer: Bearer, lifetime: Duration) -> Result<String, KeyError> {
        let now = self.clock.now();
        let (role, sub) = match bearer {
            Bearer::Holder(person) => (Role::Holder, person),
            Bearer::Partner(partner) => (Role::Partner, partner.organization),
            Bearer::Source(source) => (Role::Source, source),
            Bearer::Steward(steward) => (Role::Steward, steward),
            Bearer::Member(member) => (Role::Member, member),
        };
        let partner = if let Bearer::Partner(partner) = bearer {
            Some(partner)
        } else {
            None
        };
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub,
            role,
            client: partner.and_then(|partner| partner.client),
            purpose: partner.map(|partner| partner.purpose),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + lifetime).timestamp(),
            jti: Uuid::new_v4(),
        };
        let header = Header {
            kid: Some(self.kid.clone()),
            typ: Some("JWT".into()),
            ..Header::new(Algorithm::EdDSA)
        };
        jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(|_| KeyError::Encoding)
    }

    /// Who calls with this token; no token makes a stranger, a bad one is an error.
    pub fn caller(&self, token: Option<&str>) -> Result<Caller, BadToken> {
        let Some(token) = token else {
            return Ok(Caller::Stranger);
        };
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| BadToken::Invalid)?
            .claims;
        in_time(&claims, self.clock.now())?;
        match (claims.role, claims.purpose) {
            (Role::Holder, _) => Ok(Caller::Holder(HolderPass { person: claims.sub })),
            (Role::Source, _) => Ok(Caller::Source(SourcePass { source: claims.sub })),
            (Role::Steward, _) => Ok(Caller::Steward(StewardPass { steward: claims.sub })),
            (Role::Member, _) => Ok(Caller::Member(Member::named(claims.sub))),
            (Role::Partner, Some(purpose)) => Ok(Caller::Partner(Partner {
                organization: claims.sub,
                client: claims.client,
                purpose,
            })),
            (Role::Partner, None) => Err(BadToken::Invalid),
        }
    }
}

/// Clocks of different machines differ: half a minute is forgiven.
const LEEWAY: i64 = 30;

fn in_time(claims: &Claims, now: DateTime<Utc>) -> Result<(), BadToken> {
    let now = now.timestamp();
    if now >= claims.exp.saturating_add(LEEWAY) {
        return Err(BadToken::Expired);
    }
    if claims.nbf.saturating_sub(LEEWAY) > now {
        return Err(BadToken::Invalid);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn tokens(secret: u8, clock: &Clock) -> Tokens {
        Tokens::new(&Keys::derive(&[secret; 32]), clock.clone()).unwrap()
    }

    #[test]
    fn a_token_makes_its_caller_until_it_expires() {
        let clock = Clock::default();
        let tokens = tokens(1, &clock);
        let partner = Partner {
            organization: Uuid::from_u128(7),
            client: None,
            purpose: Purpose::Hiring,
        };
        let token = tokens.issue(Bearer::Partner(partner), Duration::hours(1)).unwrap();
        assert_eq!(tokens.caller(Some(&token)), Ok(Caller::Partner(partner)));
        assert_eq!(tokens.caller(None), Ok(Caller::Stranger));
        clock.advance(Duration::minutes(61));
        assert_eq!(tokens.caller(Some(&token)), Err(BadToken::Expired));
    }

    #[test]
    fn forged_tokens_are_not_accepted() {
        let clock = Clock::default();
        let tokens = tokens(1, &clock);
        let good = tokens.issue(Bearer::Steward(Uuid::nil()), Duration::hours(1)).unwrap();
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        let hs256 = jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            &serde_json::json!({"iss": ISSUER, "aud": AUDIENCE, "sub": Uuid::nil(), "role": "steward", "exp": 9_999_999_999i64}),
            &EncodingKey::from_secret(&Keys::derive(&[1; 32]).public()),
        )
        .unwrap();
        let swapped = URL_SAFE_NO_PAD.encode(
            String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap())
                .unwrap()
                .replace("steward", "holder"),
        );
        for (name, forged) in [
            (
                "another hub's key",
                self::tokens(2, &clock)
                    .issue(Bearer::Steward(Uuid::nil()), Duration::hours(1))
                    .unwrap(),
            ),
            ("algorithm none", format!("{none}.{}.", parts[1])),
            ("public key as HMAC secret", hs256),
            ("altered claims", format!("{}.{swapped}.{}", parts[0], parts[2])),
            ("no signature", format!("{}.{}.", parts[0], parts[1])),
            ("nonsense", "nonsense".into()),
            ("empty", String::new()),
        ] {
            assert_eq!(tokens.caller(Some(&forged)), Err(BadToken::Invalid), "{name}");
        }
    }
}

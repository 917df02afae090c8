//! Members of an organization: their passes, and what a pass lets somebody look at or speak for.
//!
//! A member's token names the member and nothing else. What they are, and whose, is read from the database at each
//! request; only that makes a pass.

use super::{Caller, SourcePass, StewardPass};
use entity::{member, source};
use uuid::Uuid;

/// A member by their token. This is no pass: only a role that stands makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    id: Uuid,
}

/// What a member may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberRole {
    /// Delivers for the sources of the organization, and sees what they contributed.
    Integrator,
    /// Sees counts, and nobody.
    Analyst,
    /// Settles whose records of the organization's sources are whose.
    Steward,
}

impl MemberRole {
    /// All of them.
    pub const ALL: [MemberRole; 3] = [MemberRole::Integrator, MemberRole::Analyst, MemberRole::Steward];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            MemberRole::Integrator => "integrator",
            MemberRole::Analyst => "analyst",
            MemberRole::Steward => "steward",
        }
    }

    /// The role that a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// Lets a member do for each source of their organization what that source may do itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntegratorPass {
    member: Uuid,
    organization: Uuid,
}

/// Lets a member count what their organization contributed and was granted; it is no way to anybody's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnalystPass {
    member: Uuid,
    organization: Uuid,
}

/// Lets a member settle whose records are whose, among the subjects of their organization's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganizationStewardPass {
    member: Uuid,
    organization: Uuid,
}

impl Member {
    pub(super) fn named(id: Uuid) -> Self {
        Member { id }
    }

    /// Which member.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The caller that this member is by what the database says of them; none where the role has ended.
    pub fn standing(self, row: &member::Model) -> Option<Caller> {
        if row.id != self.id || row.ended_at.is_some() {
            return None;
        }
        let (member, organization) = (row.id, row.organization_id);
        Some(match MemberRole::from_word(&row.role)? {
            MemberRole::Integrator => Caller::Integrator(IntegratorPass { member, organization }),
            MemberRole::Analyst => Caller::Analyst(AnalystPass { member, organization }),
            MemberRole::Steward => Caller::OrganizationSteward(OrganizationStewardPass { member, organization }),
        })
    }
}

impl Caller {
    /// The member who calls, whether or not the role was looked up yet.
    pub fn member(&self) -> Option<Member> {
        match self {
            Caller::Member(member) => Some(*member),
            Caller::Integrator(IntegratorPass { member, .. })
            | Caller::Analyst(AnalystPass { member, .. })
            | Caller::OrganizationSteward(OrganizationStewardPass { member, .. }) => Some(Member::named(*member)),
            Caller::Stranger | Caller::Holder(_) | Caller::Partner(_) | Caller::Source(_) | Caller::Steward(_) => None,
        }
    }

    /// The organization whose member calls, once the role was looked up.
    pub fn organization(&self) -> Option<Uuid> {
        match self {
            Caller::Integrator(IntegratorPass { organization, .. })
            | Caller::Analyst(AnalystPass { organization, .. })
            | Caller::OrganizationSteward(OrganizationStewardPass { organization, .. }) => Some(*organization),
            _ => None,
        }
    }
}

impl IntegratorPass {
    /// Of which organization.
    pub fn organization(&self) -> Uuid {
        self.organization
    }

    /// The pass of one of the organization's sources; none where the source is another's.
    pub fn for_source(&self, source: &source::Model) -> Option<SourcePass> {
        let own = source.organization_id == Some(self.organization);
        own.then_some(SourcePass { source: source.id })
    }

    /// A pass for the operator at the console, who asks again what an integrator of this organization asked.
    pub(crate) fn at_the_console(organization: Uuid) -> Self {
        let member = Uuid::nil();
        IntegratorPass { member, organization }
    }
}

impl OrganizationStewardPass {
    /// Of which organization.
    pub fn organization(&self) -> Uuid {
        self.organization
    }
}

/// Which sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// One.
    One(Uuid),
    /// Those of one organization.
    Of(Uuid),
    /// All.
    All,
}

/// Who contributed to passports, and sees what that was: a source, or all sources of one organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contributor {
    sources: Among,
}

impl From<SourcePass> for Contributor {
    fn from(pass: SourcePass) -> Self {
        let sources = Among::One(pass.source);
        Contributor { sources }
    }
}

impl From<IntegratorPass> for Contributor {
    fn from(pass: IntegratorPass) -> Self {
        let sources = Among::Of(pass.organization);
        Contributor { sources }
    }
}

impl Contributor {
    /// Which sources they are.
    pub fn among(&self) -> Among {
        self.sources
    }
}

/// Whose runs and rejects a caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whose {
    sources: Among,
}

impl Whose {
    /// Of which sources.
    pub fn among(&self) -> Among {
        self.sources
    }
}

impl Whose {
    /// Those of whoever contributed.
    pub fn contributed(by: impl Into<Contributor>) -> Self {
        let sources = by.into().sources;
        Whose { sources }
    }

    /// Everybody's: the hub's stewards look after all imports.
    pub fn everybody(_: StewardPass) -> Self {
        let sources = Among::All;
        Whose { sources }
    }

    /// Those of the sources of a steward's organization.
    pub fn of_organization(pass: OrganizationStewardPass) -> Self {
        let sources = Among::Of(pass.organization);
        Whose { sources }
    }
}

/// Who settles whose records are whose: a steward of the hub everywhere, one of an organization among the subjects of
/// its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewer {
    steward: Uuid,
    sources: Among,
}

impl From<StewardPass> for Reviewer {
    fn from(pass: StewardPass) -> Self {
        Reviewer {
            steward: pass.steward,
            sources: Among::All,
        }
    }
}

impl From<&StewardPass> for Reviewer {
    fn from(pass: &StewardPass) -> Self {
        (*pass).into()
    }
}

impl From<OrganizationStewardPass> for Reviewer {
    fn from(pass: OrganizationStewardPass) -> Self {
        Reviewer {
            steward: pass.member,
            sources: Among::Of(pass.organization),
        }
    }
}

impl Reviewer {
    /// Who it is: a steward of the hub, or a member.
    pub fn steward(&self) -> Uuid {
        self.steward
    }

    /// Among whose subjects.
    pub fn among(&self) -> Among {
        self.sources
    }
}

/// Lets somebody count what an organization contributed and was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportPass {
    organization: Uuid,
}

impl ReportPass {
    /// Which organization.
    pub fn organization(&self) -> Uuid {
        self.organization
    }

    /// A member's own organization; none where the caller is no member.
    pub fn of_member(caller: &Caller) -> Option<Self> {
        let organization = caller.organization()?;
        Some(ReportPass { organization })
    }

    /// Any organization, for a steward of the hub.
    pub fn on_any(_: StewardPass, organization: Uuid) -> Self {
        ReportPass { organization }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(role: &str) -> member::Model {
        member::Model {
            id: Uuid::from_u128(1),
            organization_id: Uuid::from_u128(2),
            role: role.into(),
            name: "Data office".into(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            ended_at: None,
        }
    }

    #[test]
    fn only_a_role_that_stands_makes_a_pass() {
        let (member, another) = (Member::named(Uuid::from_u128(1)), Member::named(Uuid::from_u128(9)));
        for role in MemberRole::ALL {
            let held = row(role.as_str());
            let caller = member.standing(&held).unwrap();
            assert_eq!(
                (caller.member(), caller.organization()),
                (Some(member), Some(held.organization_id))
            );
            assert_eq!(another.standing(&held), None, "another's row");
            let ended = member::Model {
                ended_at: Some(held.created_at),
                ..held
            };
            assert_eq!(member.standing(&ended), None, "it ended");
        }
        assert_eq!(member.standing(&row("owner")), None, "no role");
    }
}

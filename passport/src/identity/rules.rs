//! The table of identity rules; `docs/ARCHITECTURE.md` shows the same rows.
//!
//! What stands before them all is no comparison: the same key of the same source *is* the same subject
//! ([`SAME_SOURCE_ID`]). Whoever keeps subjects looks them up by it, and asks the rules only whose a subject is that was
//! never met, or of which more is known than before.

use super::Candidate;
use crate::record::IdentifierSystem::{self, *};
use Verdict::{Possible, Same};

/// By what a subject is met again; the first row of the table in the documentation, applied by the import flow.
pub const SAME_SOURCE_ID: &str = "same-source-id";

/// Something that a subject and a known person have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same identifier, and both sides have it from sources trusted to verify it.
    Verified(IdentifierSystem),
    /// The same identifier, at least one side unverified.
    Shared(IdentifierSystem),
    /// The same name.
    Name,
}

impl Agreement {
    /// The field that agreed, as stored and shown to a steward; never its value.
    pub fn field(self) -> &'static str {
        match self {
            Agreement::Verified(system) | Agreement::Shared(system) => system.as_str(),
            Agreement::Name => "name",
        }
    }
}

/// What a rule concludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The same person, unless another person matches as well.
    Same,
    /// Possibly the same: a steward decides.
    Possible,
}

/// How the names on both sides must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Whatever they are.
    Any,
    /// They do not contradict each other.
    Fits,
    /// They contradict each other.
    Contradicts,
}

/// One rule: when all its needs are met, its verdict holds.
#[derive(Debug)]
pub struct Rule {
    /// Its name, kept with every link it made.
    pub name: &'static str,
    /// What must agree; a verified identifier also counts as a shared one.
    pub needs: &'static [Agreement],
    /// How the names must stand.
    pub naming: Naming,
    /// What follows.
    pub verdict: Verdict,
}

/// Every rule, strongest first. A DID is one key in one hand; a mailbox or a number may be a household's, or mistyped, so
/// that the names are heard as well.
pub const RULES: &[Rule] = &[
    rule("verified-did", &[Agreement::Verified(Did)], Naming::Any, Same),
    rule("verified-email", &[Agreement::Verified(Email)], Naming::Fits, Same),
    rule("verified-pirl-id", &[Agreement::Verified(PirlId)], Naming::Fits, Same),
    rule(
        "verified-email-other-name",
        &[Agreement::Verified(Email)],
        Naming::Contradicts,
        Possible,
    ),
    rule(
        "verified-pirl-id-other-name",
        &[Agreement::Verified(PirlId)],
        Naming::Contradicts,
        Possible,
    ),
    rule("shared-did", &[Agreement::Shared(Did)], Naming::Any, Possible),
    rule("shared-email", &[Agreement::Shared(Email)], Naming::Any, Possible),
    rule("shared-pirl-id", &[Agreement::Shared(PirlId)], Naming::Any, Possible),
    rule(
        "name-and-phone",
        &[Agreement::Name, Agreement::Shared(Phone)],
        Naming::Any,
        Possible,
    ),
    rule(
        "name-and-student-number",
        &[Agreement::Name, Agreement::Shared(StudentNumber)],
        Naming::Any,
        Possible,
    ),
];

const fn rule(name: &'static str, needs: &'static [Agreement], naming: Naming, verdict: Verdict) -> Rule {
    Rule {
        name,
        needs,
        naming,
        verdict,
    }
}

impl Rule {
    /// Whether everything it needs agrees, and the names stand as it wants them.
    pub fn holds(&self, candidate: &Candidate) -> bool {
        let agreements = &candidate.agreements;
        let named = match self.naming {
            Naming::Any => true,
            Naming::Fits => !candidate.names_contradict,
            Naming::Contradicts => candidate.names_contradict,
        };
        named
            && self.needs.iter().all(|need| match need {
                Agreement::Shared(system) => agreements
                    .iter()
                    .any(|a| matches!(a, Agreement::Shared(s) | Agreement::Verified(s) if s == system)),
                need => agreements.contains(need),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules that the documentation shows in its table, in order.
    fn shown() -> Vec<String> {
        let page = include_str!("../../../docs/ARCHITECTURE.md");
        let table = page.lines().skip_while(|line| !line.starts_with("| rule | needs |"));
        let rows = table.skip(2).take_while(|line| line.starts_with('|'));
        let names = rows.filter_map(|row| row.split('|').nth(1));
        let names = names.flat_map(|cell| cell.split(',')).map(|name| name.trim());
        names
            .filter_map(|name| Some(name.strip_prefix('`')?.strip_suffix('`')?.to_owned()))
            .collect()
    }

    #[test]
    fn the_documentation_shows_the_same_rows() {
        let rules = RULES.iter().map(|rule| rule.name);
        let all: Vec<&str> = std::iter::once(SAME_SOURCE_ID).chain(rules).collect();
        assert_eq!(shown(), all);
    }
}

//! The table of identity rules; `docs/ARCHITECTURE.md` shows the same rows.
//!
//! What stands before them all is no comparison: the same key of the same source *is* the same subject
//! ([`SAME_SOURCE_ID`]). Whoever keeps subjects looks them up by it, and asks the rules only whose a subject is that was
//! never met, or of which more is known than before.

use crate::record::IdentifierSystem::{self, *};

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

/// One rule: when all its needs are met, its verdict holds.
#[derive(Debug)]
pub struct Rule {
    /// Its name, kept with every link it made.
    pub name: &'static str,
    /// What must agree; a verified identifier also counts as a shared one.
    pub needs: &'static [Agreement],
    /// What follows.
    pub verdict: Verdict,
}

/// Every rule, strongest first.
pub const RULES: &[Rule] = &[
    Rule {
        name: "verified-did",
        needs: &[Agreement::Verified(Did)],
        verdict: Verdict::Same,
    },
    Rule {
        name: "verified-email",
        needs: &[Agreement::Verified(Email)],
        verdict: Verdict::Same,
    },
    Rule {
        name: "verified-pirl-id",
        needs: &[Agreement::Verified(PirlId)],
        verdict: Verdict::Same,
    },
    Rule {
        name: "shared-did",
        needs: &[Agreement::Shared(Did)],
        verdict: Verdict::Possible,
    },
    Rule {
        name: "shared-email",
        needs: &[Agreement::Shared(Email)],
        verdict: Verdict::Possible,
    },
    Rule {
        name: "shared-pirl-id",
        needs: &[Agreement::Shared(PirlId)],
        verdict: Verdict::Possible,
    },
    Rule {
        name: "name-and-phone",
        needs: &[Agreement::Name, Agreement::Shared(Phone)],
        verdict: Verdict::Possible,
    },
    Rule {
        name: "name-and-student-number",
        needs: &[Agreement::Name, Agreement::Shared(StudentNumber)],
        verdict: Verdict::Possible,
    },
];

impl Rule {
    /// Whether everything it needs agrees.
    pub fn holds(&self, agreements: &[Agreement]) -> bool {
        self.needs.iter().all(|need| match need {
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

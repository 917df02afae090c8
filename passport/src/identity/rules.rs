//! The table of identity rules; `docs/ARCHITECTURE.md` shows the same rows.

use crate::record::IdentifierSystem::{self, *};

/// Something that a subject and a known person have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same source knows them by the same key.
    SourceId,
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
            Agreement::SourceId => "source_id",
            Agreement::Verified(system) | Agreement::Shared(system) => system.as_str(),
            Agreement::Name => "name",
        }
    }
}

/// What a rule concludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The same person, whatever else agrees elsewhere.
    Decisive,
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
        name: "same-source-id",
        needs: &[Agreement::SourceId],
        verdict: Verdict::Decisive,
    },
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

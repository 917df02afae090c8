//! Why a partner asks: a closed list, so that "for any reason" cannot be consented to.

use serde::{Deserialize, Serialize};

/// Why a partner asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Deciding on a job.
    Hiring,
    /// Deciding on a place to study.
    Admission,
    /// Recognising earlier learning.
    CreditTransfer,
    /// Advising the holder.
    Advising,
    /// Deciding whether a programme is open to the holder.
    ProgrammeEligibility,
    /// Reporting on a programme to those who pay for it.
    ProgrammeReporting,
    /// Checking a licence.
    LicensingCheck,
    /// Research over many, with no single person shown.
    ResearchAggregate,
    /// A service that the holder asked for.
    ServiceToHolder,
}

crate::record::words!(Purpose {
    Hiring => "hiring", Admission => "admission", CreditTransfer => "credit_transfer", Advising => "advising",
    ProgrammeEligibility => "programme_eligibility", ProgrammeReporting => "programme_reporting",
    LicensingCheck => "licensing_check", ResearchAggregate => "research_aggregate",
    ServiceToHolder => "service_to_holder",
});

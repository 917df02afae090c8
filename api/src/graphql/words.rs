//! The closed lists of words in the graph, each the same as in the rules.

use async_graphql::Enum;

/// The hub's level bands, lowest first.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::level::Band")]
pub enum Band {
    /// Nothing is known.
    Unknown,
    /// Knows that it exists.
    Aware,
    /// Does it with help.
    Beginner,
    /// Does it alone.
    Competent,
    /// Does it well, in unfamiliar cases too.
    Proficient,
    /// Is asked by others.
    Expert,
}

/// What is lost when a level is told as bands; some say why it gives none.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::level::Loss")]
pub enum LevelLoss {
    /// The scale tells more levels apart than there are bands.
    FinerScale,
    /// The scale tells fewer levels apart than there are bands.
    CoarserScale,
    /// The scale describes whole qualifications, or responsibility at work.
    OtherMeasure,
    /// A grade of one outcome; graders differ.
    Grade,
    /// A place between two bands, or a scale of the source's own.
    RoundedOutwards,
    /// A value between two levels of its scale.
    BetweenSteps,
    /// Several levels, or a name that several levels share.
    SeveralLevels,
    /// A share such as 4/5, whose lowest value is not known.
    LowestUnknown,
    /// A word without a scale.
    WordAlone,
    /// Nothing but that a declared requirement was met.
    RequirementAlone,
    /// No band: a value on no scale that is known.
    ScaleNotDeclared,
    /// No band: not a level of the scale it was given on.
    NotOnScale,
    /// No band: beyond the ends of its scale.
    OutOfRange,
    /// A place within a group, which says little of itself or nothing.
    RelativeToClass,
    /// No band: a grade where no outcome was assessed.
    CourseGrade,
    /// No band: the scale measures something else than how well.
    NotALevel,
    /// No band: the level says that nothing was seen.
    NoEvidence,
    /// No band: below what its issuer required, and not low by itself.
    BelowRequirement,
}

/// Kinds of statements about a skill, weakest first.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::Assertion")]
pub enum Assertion {
    /// Concluded by a system from something else.
    Inferred,
    /// The holder says so.
    #[graphql(name = "SELF")]
    SelfAsserted,
    /// Somebody vouches for it.
    Endorsed,
    /// Somebody saw it done.
    Observed,
    /// It was tested.
    Assessed,
    /// A credential says so.
    Certified,
    /// An authority licensed it.
    Licensed,
}

/// What the holder has to do with a skill.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::Role")]
pub enum SkillRole {
    /// Has it.
    Holds,
    /// Is developing it.
    Develops,
    /// Was taught it.
    Taught,
    /// Needed it.
    Required,
}

/// Kinds of parties that state claims.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::AsserterKind")]
pub enum AsserterKind {
    /// The holder.
    #[graphql(name = "SELF")]
    Holder,
    /// Another person.
    Peer,
    /// A system, with nobody behind it named.
    System,
    /// An organization.
    Organization,
    /// A public authority.
    Authority,
    /// The source does not say.
    Unknown,
}

/// How a level moved over time.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Trend")]
pub enum Trend {
    /// The last level lies wholly above the first.
    Rising,
    /// Neither lies wholly above the other.
    Steady,
    /// The last level lies wholly below the first.
    Falling,
    /// Fewer than two dated levels.
    Unknown,
}

/// How long before the day that is looked at a skill was last seen.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Freshness")]
pub enum Freshness {
    /// Within the two years before.
    Recent,
    /// Two to five years before.
    Ageing,
    /// More than five years before.
    Old,
    /// Nobody said when.
    Undated,
}

/// A part of what a skill adds up to.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Part")]
pub enum SkillPart {
    /// The band.
    Band,
    /// The strongest kind of statement.
    Kind,
    /// The number of independent sources.
    Sources,
    /// The trend.
    Trend,
    /// When it was last seen.
    LastSeen,
}

/// Why a level that a statement gives does not decide the band.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Unused")]
pub enum LevelUnused {
    /// Being taught a skill says nothing of its level.
    Taught,
    /// On the day that is looked at it was not told yet.
    NotYet,
    /// A stronger kind of statement gives a level.
    WeakerKind,
    /// The same source gave a level of the same kind later.
    Earlier,
}

/// Why a statement counts for nothing on the day that is looked at.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Aside")]
pub enum SetAside {
    /// It is what a job requires, not what somebody can do.
    Required,
    /// It had run out.
    RanOut,
    /// It did not hold yet, or the hub did not know of it yet and it speaks of later days or of none.
    NotYet,
}

/// How a skill changed between two days; what says most comes first.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Change")]
pub enum SkillChangeKind {
    /// It was not there before.
    Gained,
    /// Its band lies wholly above the one before.
    Risen,
    /// A stronger kind of statement, more independent sources, or a level where none was known.
    Strengthened,
    /// It was seen again, with nothing else new.
    SeenAgain,
    /// Nothing changed.
    Unchanged,
    /// A weaker kind of statement, fewer independent sources, or its level is no longer known.
    Weakened,
    /// Its band lies wholly below the one before.
    Fallen,
    /// It is no longer there: what stated it ran out or was withdrawn.
    Lapsed,
}

/// How a term relates to the concept it met (SKOS).
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Relation")]
pub enum MappingRelation {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The concept is broader.
    Broad,
    /// The concept is narrower.
    Narrow,
    /// They have to do with each other.
    Related,
}

/// How a term met its concept.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::skill::Method")]
pub enum MappingMethod {
    /// By the concept's URI.
    Uri,
    /// By the concept's code.
    Code,
    /// Somebody decided it.
    Reviewed,
    /// By the preferred label.
    PreferredLabel,
    /// By an alternative label.
    AlternativeLabel,
}

/// What can be checked about a credential.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::trust::Check")]
pub enum Check {
    /// The bytes are those that were signed.
    Integrity,
    /// The key belongs to the issuer.
    IssuerKey,
    /// The operator trusts the issuer.
    IssuerTrust,
    /// It was not revoked.
    Revocation,
    /// Today lies within its dates.
    Validity,
    /// It was issued to this holder.
    HolderBinding,
    /// It has the shape its format demands.
    Schema,
}

/// What a check came to. UNKNOWN means that it was not or could not be checked, which is not a failure.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::trust::CheckOutcome")]
pub enum CheckOutcome {
    /// Checked and right.
    Pass,
    /// Checked and wrong.
    Fail,
    /// Not checked, or could not be.
    Unknown,
    /// Has no meaning here.
    NotApplicable,
}

/// What the source says of a credential's standing.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::CredentialStatus")]
pub enum CredentialStatus {
    /// Nothing speaks against it.
    Active,
    /// The source says that it was revoked.
    Revoked,
    /// The source does not say.
    Unknown,
}

/// Kinds of experience.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::ExperienceKind")]
pub enum ExperienceKind {
    /// Paid work.
    Job,
    /// School or study.
    Education,
    /// A project.
    Project,
    /// Unpaid work for others.
    Volunteering,
    /// Caring for somebody.
    Care,
    /// Work by the task.
    Gig,
    /// Service in the forces.
    Military,
    /// Learning on the job, under contract.
    Apprenticeship,
    /// Anything else that life taught.
    Life,
}

/// Kinds of learning.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::LearningKind")]
pub enum LearningKind {
    /// A course, or one run of it.
    Course,
    /// A programme of several courses.
    Programme,
    /// One graded piece of a course.
    Assessment,
}

/// How a piece of learning stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::LearningStatus")]
pub enum LearningStatus {
    /// Enrolled, not begun or running.
    Enrolled,
    /// Brought to its end.
    Completed,
    /// Brought to its end without success.
    Failed,
    /// Broken off.
    Withdrawn,
    /// The source does not say.
    Unknown,
}

/// How exact a date is.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::record::Precision")]
pub enum Precision {
    /// Only the year is known.
    Year,
    /// Year and month are known.
    Month,
    /// The day is known.
    Day,
}

/// Why a partner asks; a closed list.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::Purpose")]
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

/// Where a consent stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::ConsentState")]
pub enum ConsentState {
    /// Of a minor: one of the two has said yes, and it waits for the other.
    Requested,
    /// In force within its dates.
    Granted,
    /// The holder said no.
    Refused,
    /// Suspended by the holder.
    Paused,
    /// Ended by the holder.
    Withdrawn,
}

/// Whether and to whom a partner may pass on what it saw.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::Redisclosure")]
pub enum Redisclosure {
    /// To nobody.
    None,
    /// Only to those who process it on its behalf.
    Processors,
    /// As its notice says.
    Notice,
}

/// How old somebody is, as far as it matters here. No birth date is kept.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::AgeBand")]
pub enum AgeBand {
    /// Below thirteen.
    #[graphql(name = "UNDER_13")]
    Under13,
    /// Thirteen to fifteen.
    #[graphql(name = "FROM_13_TO_15")]
    From13To15,
    /// Sixteen and seventeen.
    #[graphql(name = "FROM_16_TO_17")]
    From16To17,
    /// Of age.
    Adult,
}

/// Where a delegation stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::DelegationStanding")]
pub enum DelegationState {
    /// Nobody has accepted it. It stays so too where nobody is reached.
    Pending,
    /// Nobody accepted it in time.
    Lapsed,
    /// Accepted, and not begun.
    NotBegun,
    /// The delegate may decide.
    InForce,
    /// Its time is over.
    Over,
    /// Ended before its time.
    Ended,
}

/// Who decided on a consent.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::consent::GivenBy")]
pub enum GivenBy {
    /// The holder.
    Holder,
    /// Who has custody of the holder.
    Guardian,
    /// Whom the holder let decide.
    Delegate,
}

/// Which way a list is ordered.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
pub enum Direction {
    /// Smallest, weakest or oldest first.
    Asc,
    /// Largest, strongest or newest first.
    Desc,
}

/// Where a link between a subject and a person stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq, Debug)]
#[graphql(remote = "passport::identity::LinkState")]
pub enum LinkState {
    /// Waits for a steward.
    Proposed,
    /// The subject is that person. Of a subject's links one at most is active.
    Active,
    /// It was active until a later link of the same subject took its place; active again when that one is undone.
    Superseded,
    /// A steward decided that they are two.
    Rejected,
    /// A steward undid it.
    Unlinked,
}

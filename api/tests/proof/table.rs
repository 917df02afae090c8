//! What every field of the schema stands for.
//!
//! One line for each field of each type that a query or a subscription reaches. A field that is not here fails the
//! proof, so whoever adds one says what it shows; one that shows a person's data is then compared with what the reference
//! decision says, by every path that leads to it.

/// What a field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// A way into passports: a field of `Query`. `ask.rs` knows how to ask it.
    WayIn,
    /// Leads to rows of a section, or is `null` where it is not granted.
    Section(&'static str),
    /// Made of the columns of a row of this section.
    Row(&'static str),
    /// Computed from the visible rows of this section.
    Derived(&'static str),
    /// The id of something that is shown.
    Name,
    /// About no person, and says which thing it is.
    Public,
    /// About no person.
    Reference,
    /// Says what was decided, and nothing of what a passport holds.
    Decided,
    /// For these roles alone, whatever was consented to.
    For(&'static [&'static str]),
    /// Part of something that is for some roles alone.
    Beside,
    /// Proved by the story of this name, because this proof cannot ask for it.
    ProvedBy(&'static str),
}

use Stands::{Beside, Decided, Derived, For, Name, ProvedBy, Public, Reference, Row, Section, WayIn};

/// Type, what these fields of it stand for, the fields.
#[rustfmt::skip]
pub const TABLE: &[(&str, Stands, &[&str])] = &[
    ("Query", WayIn, &["explainAccess", "me", "node", "passport", "passports", "previewGrant", "verify"]),
    ("Query", For(&["holder"]), &["connections", "consents", "delegations", "disclosures", "exportPassport"]),
    ("Query", For(&["steward"]), &["links", "mappings", "possibleMatches"]),
    ("Query", ProvedBy("an_analyst_counts_and_sees_nobody"), &["organizationReport"]),
    ("Query", For(&["steward", "source", "integrator"]), &["importRuns", "rejectGroups", "rejects", "skillTerms"]),
    ("Query", For(&["steward", "source", "integrator", "holder"]), &["sources"]),
    ("Query", For(&["steward", "holder"]), &["partners"]),
    ("Query", Reference, &["concept", "concepts", "extractSkills", "linkSkills", "skills", "vocabularies"]),
    ("Query", For(&["holder", "partner"]), &["consentRequests"]),
    ("Query", ProvedBy("a_partner_asks_and_the_holder_gives_less"), &["consentRequest"]),
    ("Subscription", WayIn, &["passportChanged"]),
    ("Subscription", For(&["holder", "partner"]), &["consentChanged"]),
    ("Subscription", ProvedBy("nobody_else_learns_of_a_run"), &["importProgress"]),
    ("PassportChange", WayIn, &["passport"]),
    ("PassportChange", Reference, &["at"]),
    ("ConsentChange", Beside, &["at", "consent"]),
    ("GrantPreview", WayIn, &["passport"]),
    ("Delegation", Beside, &["acceptedAt", "delegate", "endedAt", "expiresAt", "givenAt", "holder", "id", "inWords"]),
    ("Delegation", Beside, &["kind", "passport", "purposes", "scopes", "startsAt", "state", "yourRole"]),
    ("SourceConnection", Beside, &["decidedAt", "records", "since", "source", "state"]),
    ("NothingShown", Beside, &["reason"]),
    ("ConsentNotGranted", Beside, &["field", "reason"]),
    ("OwnAccessExplained", Decided, &["inWords", "sections", "until"]),
    ("GrantedSection", Decided, &["scopes", "section"]),
    ("AccessExplained", Decided, &["at", "client", "consents", "inWords", "sections"]),
    ("AccessExplained", Derived("every section"), &["entries", "shown", "visible", "waiting"]),
    ("AccessNotExplained", Beside, &["field", "reason"]),
    ("ConsideredConsent", Name, &["id"]),
    ("ConsideredConsent", Decided, &["checks", "denies", "inWords", "permits", "version"]),
    ("AccessCheck", Decided, &["check", "holds"]),
    ("ExplainedSection", Decided, &["denies", "granted", "permits", "section"]),
    ("AppliedScope", Name, &["consent"]),
    ("AppliedScope", Decided, &["scope", "version"]),
    ("AppliedScope", Derived("every section"), &["names"]),
    ("Verified", Derived("every section"), &["holds"]),
    ("Verified", Decided, &["statement"]),
    ("NotVerified", Beside, &["field", "reason"]),
    ("Me", WayIn, &["passport"]),
    ("Me", Reference, &["organization", "purpose", "role", "source"]),
    ("Passport", Name, &["id", "pseudonym"]),
    ("Passport", Section("Profile"), &["holder"]),
    ("Passport", Section("Skill"), &["skills"]),
    ("Passport", Section("Credential"), &["credentials"]),
    ("Passport", Section("Experience"), &["experiences"]),
    ("Passport", Section("Learning"), &["learning"]),
    ("Passport", Section("Programme"), &["programmes"]),
    ("Passport", Section("Goal"), &["goals"]),
    ("Passport", Section("Endorsement"), &["endorsements"]),
    ("Holder", Row("Profile"), &["displayName", "familyName", "givenName", "language"]),
    ("Skill", Name, &["id"]),
    ("Skill", Section("Skill"), &["claims"]),
    ("Skill", Derived("Skill"), &["band", "concept", "independentSources", "lastObserved"]),
    ("Skill", Derived("Skill"), &["freshness", "strongestAssertion", "term", "trend"]),
    ("BandInterval", Derived("Skill"), &["high", "low"]),
    ("Claim", Name, &["id"]),
    ("Claim", Section("Evidence"), &["evidence"]),
    ("Claim", Row("Skill"), &["asReceived", "assertedBy", "assertion", "concept", "mapping", "observed", "placement"]),
    ("Claim", Row("Skill"), &["noBand", "provenance", "role", "source", "validFrom", "validUntil", "verified"]),
    ("AsReceived", Row("Skill"), &["code", "framework", "label", "level", "scale"]),
    ("AssertedBy", Row("Skill"), &["kind", "name"]),
    ("MappingUsed", Row("Skill"), &["confidence", "method", "relation"]),
    ("Placement", Row("Skill"), &["band", "basis", "loss", "losses"]),
    ("Provenance", Name, &["record"]),
    ("Provenance", Row("every section"), &["adapter", "pointer", "recordedAt"]),
    ("Period", Row("every section"), &["from", "precision", "to"]),
    ("NamedOrganization", Row("every section"), &["identifier", "name"]),
    ("Credential", Name, &["id"]),
    ("Credential", Section("Evidence"), &["evidence"]),
    ("Credential", Row("Credential"), &["achievementType", "checks", "description", "expiresOn", "format", "image"]),
    ("Credential", Row("Credential"), &["issuedOn", "issuer", "name", "provenance", "source", "status", "verified"]),
    ("CredentialCheck", Row("Credential"), &["check", "outcome"]),
    ("Evidence", Row("Evidence"), &["description", "kind", "title", "url"]),
    ("Experience", Name, &["id"]),
    ("Experience", Section("Evidence"), &["evidence"]),
    ("Experience", Section("Skill"), &["skills"]),
    ("Experience", Row("Experience"), &["kind", "narrative", "occupation", "occupationCode", "organization", "period"]),
    ("Experience", Row("Experience"), &["provenance", "role", "source", "title"]),
    ("Learning", Name, &["id"]),
    ("Learning", Section("Skill"), &["skills"]),
    ("Learning", Row("Learning"), &["code", "credits", "kind", "period", "provenance", "provider", "result", "source"]),
    ("Learning", Row("Learning"), &["status", "title"]),
    ("LearningResult", Row("Learning"), &["scale", "value"]),
    ("ProgrammeParticipation", Name, &["id"]),
    ("ProgrammeParticipation", Row("Programme"), &["credentialsAttained", "outcomes", "period", "programme"]),
    ("ProgrammeParticipation", Row("Programme"), &["provenance", "provider", "services", "skillGains", "source"]),
    ("ProgrammeEvent", Row("Programme"), &["code", "name", "on"]),
    ("ProgrammeService", Row("Programme"), &["code", "completed", "from", "name", "occupationCode", "provider", "to"]),
    ("Goal", Name, &["id"]),
    ("Goal", Row("Goal"), &["concept", "dueOn", "note", "targetBand", "title"]),
    ("Endorsement", Name, &["id"]),
    ("Endorsement", Row("Endorsement"), &["endorser", "issuedOn", "text"]),
    ("Concept", Public, &["uri"]),
    ("Concept", Reference, &["code", "id", "kind", "label", "labels", "localizedLabel", "vocabulary"]),
    ("Concept", Reference, &["broader", "description", "narrower", "needs", "occupations", "related"]),
    ("Concept", Reference, &["replacedBy", "reuseLevel", "status"]),
    ("LocalizedText", Reference, &["fallback", "language", "text"]),
    ("Concept", Reference, &["level"]),
    ("ConceptLevel", Reference, &["key", "label", "scale", "value"]),
    ("Requirement", Reference, &["concept", "essential", "importance", "level"]),
    ("SkillTerm", Beside, &["claimCount", "code", "concept", "confidence", "decision", "examples", "firstSeenAt"]),
    ("SkillTerm", Beside, &["candidates", "framework", "id", "label", "language", "method", "relation", "source"]),
    ("SkillTerm", Beside, &["standing", "uri"]),
    ("TermDecision", Beside, &["concept", "decidedAt", "note", "relation"]),
    ("FoundSkill", Reference, &["candidate", "end", "start", "text"]),
    ("Passport", ProvedBy("a_partner_sees_a_passport_in_onets_words_as_far_as_consent_goes"), &["translation"]),
    ("Skill", ProvedBy("a_partner_sees_a_passport_in_onets_words_as_far_as_consent_goes"), &["translation"]),
    ("Passport", ProvedBy("a_partner_looks_back_as_far_as_consent_goes"), &["claimsSetAside", "growth", "skillAreas"]),
    ("Skill", ProvedBy("a_partner_looks_back_as_far_as_consent_goes"), &["explanation"]),
    ("Claim", ProvedBy("a_partner_sees_a_claim_in_onets_words_with_its_level_as_far_as_it_holds"), &["translation"]),
    ("Concept", Reference, &["mappings", "translation"]),
    ("Mapping", Beside, &["author", "comment", "confidence", "id", "matched", "method", "noMatchIn", "object"]),
    ("Mapping", Beside, &["recordedAt", "relation", "reviewer", "set", "standing", "subject"]),
    ("ConceptMapping", Reference, &["concept", "confidence", "id", "relation", "standing"]),
    ("Translation", Reference, &["concept", "confidence", "label", "losses", "others", "outcome", "path", "relation"]),
    ("TranslationCandidate", Reference, &["concept", "confidence", "path", "proposed", "relation"]),
    ("TranslationStep", Reference, &["confidence", "from", "relation", "standing", "to", "within"]),
    ("TranslationLoss", Reference, &["code", "inWords"]),
    ("LinkedLabel", Reference, &["candidates", "decision", "label", "matchable"]),
    ("LinkCandidate", Reference, &["concept", "confidence", "matched", "method"]),
    ("Label", Reference, &["kind", "language", "text"]),
    ("Vocabulary", Public, &["key"]),
    ("Vocabulary", Reference, &["attribution", "id", "licence", "name", "publisher", "url", "version"]),
    ("Vocabulary", Reference, &["conceptCount", "languages", "learnedFrom", "pivot", "versions"]),
    ("VocabularyVersion", Reference, &["attribution", "changes", "concepts", "languages", "licence", "loadedAt"]),
    ("VocabularyVersion", Reference, &["name", "publisher", "url", "version"]),
    ("VersionChanges", Reference, &["added", "changed", "deprecated", "gone", "labels", "relations", "relationsGone"]),
    ("VersionChanges", Reference, &["labelsGone", "replaced", "returned"]),
    ("RequestGrant", Beside, &["expiresAt", "scopes", "startsAt", "useLimit"]),
    ("RequestedScope", Beside, &["inWords", "reason", "required", "scope"]),
    ("Source", Public, &["key"]),
    ("Source", Reference, &["adapter", "enabled", "id", "kind", "name"]),
    ("Client", Reference, &["key", "name", "switchedOff"]),
    ("Partner", Reference, &["clients", "id", "name"]),
    ("Consent", Beside, &["client", "denies", "expiresAt", "id", "inForce", "partner", "purpose", "recordedAt", "scopes"]),
    ("Consent", Beside, &["givenBy", "history", "inWords", "reason", "receipts", "redisclosure", "request", "retention"]),
    ("Consent", Beside, &["delegation", "startsAt", "state", "useLimit", "usesLeft", "version"]),
    ("ConsentRequest", Beside, &["answerBy", "askedAt", "consent", "expiresAt", "forDays", "granted", "id", "inWords"]),
    ("ConsentRequest", Beside, &["language", "noticeVersion", "partner", "purpose", "redisclosure", "retention"]),
    ("ConsentRequest", Beside, &["scopes", "state", "useLimit"]),
    ("ConsentReceipt", Beside, &["document", "issuedAt", "version"]),
    ("PassportExport", Beside, &["document"]),
    ("Disclosure", Beside, &["at", "caller", "consents", "decision", "hash", "id", "number", "previousHash", "purpose"]),
    ("Disclosure", Beside, &["answerHash", "client", "inWords", "sections", "who"]),
    ("DisclosedConsent", Beside, &["id", "version"]),
    ("DisclosedSection", Beside, &["rows", "section"]),
    ("ImportRun", Beside, &["adapter", "error", "errorCode", "finishedAt", "id", "passportsTouched", "recordsChanged", "recordsNew"]),
    ("ImportRun", Beside, &["recordsRead", "recordsRejected", "recordsUnchanged", "recordsWithdrawn", "rejects", "source"]),
    ("ImportRun", Beside, &["recordsPerSecond", "rejectGroups", "remainingSeconds", "skillStatesChanged", "startedAt", "state"]),
    ("Reject", Beside, &["code", "file", "id", "note", "place", "reason", "recordedAt", "resolution", "resolvedAt", "run", "source"]),
    ("RejectGroup", Beside, &["code", "count", "example"]),
    ("Link", Beside, &["agreed", "decidedAt", "decidedBy", "id", "personName", "proposedAt", "rule", "source", "state"]),
    ("Link", Beside, &["subjectName"]),
    ("PossibleMatch", Beside, &["agreed", "id", "personName", "proposedAt", "rule", "source", "subjectName"]),
];

/// The fields of pages, which are the same everywhere: of what is visible.
const PAGES: [(&str, &[&str]); 3] = [
    ("Connection", &["edges", "nodes", "pageInfo", "totalCount"]),
    ("Edge", &["cursor", "node"]),
    (
        "PageInfo",
        &["endCursor", "hasNextPage", "hasPreviousPage", "startCursor"],
    ),
];

/// Whether a field belongs to a page.
pub fn of_pages(on: &str, field: &str) -> bool {
    PAGES
        .iter()
        .any(|(ending, fields)| on.ends_with(ending) && fields.contains(&field))
}

/// What a field stands for.
pub fn stands(on: &str, field: &str) -> Option<Stands> {
    let line = TABLE
        .iter()
        .find(|(of, _, fields)| *of == on && fields.contains(&field));
    line.map(|(_, stands, _)| *stands)
}

/// Whether everything of a type is about nobody, or for some roles alone: the walk does not go through it.
pub fn is_closed(on: &str) -> bool {
    let mut lines = TABLE.iter().filter(|(of, _, _)| *of == on).peekable();
    lines.peek().is_some() && lines.all(|(_, stands, _)| matches!(stands, Public | Reference | Beside))
}

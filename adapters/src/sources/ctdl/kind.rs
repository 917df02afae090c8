//! What a thing of CTDL is: on offer, an organization, or only looked up. The table stands in README.md too.

use crate::linked::Node;

/// The stream of credentials.
pub const CREDENTIAL: &str = "credential";
/// The stream of learning opportunities.
pub const LEARNING: &str = "learning_opportunity";
/// The stream of organizations.
pub const ORGANIZATION: &str = "organization";

/// What becomes a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A credential that people can earn.
    Credential,
    /// A course, a programme, or other learning.
    Learning,
    /// An organization.
    Organization,
}

/// Classes of learning on offer.
const LEARNINGS: &[&str] = &["LearningOpportunityProfile", "LearningProgram", "Course"];

/// Classes of organizations.
const ORGANIZATIONS: &[&str] = &["CredentialOrganization", "QACredentialOrganization", "Organization"];

/// Classes of credentials that people earn; `QualityAssuranceCredential` is for organizations.
const CREDENTIALS: &[&str] = &[
    "Credential",
    "AcademicCertificate",
    "ApprenticeshipCertificate",
    "AssociateDegree",
    "AssociateOfAppliedArtsDegree",
    "AssociateOfAppliedScienceDegree",
    "AssociateOfArtsDegree",
    "AssociateOfScienceDegree",
    "BachelorDegree",
    "BachelorOfArtsDegree",
    "BachelorOfScienceDegree",
    "Badge",
    "BasicTechnicalCertificate",
    "Certificate",
    "CertificateOfCompletion",
    "CertificateOfParticipation",
    "Certification",
    "Degree",
    "DigitalBadge",
    "Diploma",
    "DoctoralDegree",
    "GeneralEducationDevelopment",
    "GeneralEducationLevel1Certificate",
    "GeneralEducationLevel2Certificate",
    "HigherEducationLevel1Certificate",
    "HigherEducationLevel2Certificate",
    "JourneymanCertificate",
    "License",
    "MasterCertificate",
    "MasterDegree",
    "MasterOfArtsDegree",
    "MasterOfScienceDegree",
    "MicroCredential",
    "OpenBadge",
    "PostBaccalaureateCertificate",
    "PostMasterCertificate",
    "PreApprenticeshipCertificate",
    "ProfessionalCertificate",
    "ProfessionalDoctorate",
    "ProficiencyCertificate",
    "ResearchDoctorate",
    "SecondaryEducationCertificate",
    "SecondarySchoolDiploma",
    "SpecialistDegree",
    "TechnicalLevel1Certificate",
    "TechnicalLevel2Certificate",
    "TechnicalLevel3Certificate",
    "WorkbasedLearningCertificate",
];

/// Statuses of what cannot be begun: no more, not yet, or not now.
const NOT_ON_OFFER: &[&str] = &[
    "Ceased",
    "Closed",
    "Suspended",
    "Developing",
    "Deprecated",
    "Superseded",
];

/// What a thing becomes; none for things that are only looked up, and for those named within the document alone, which
/// describe what somebody else offers.
pub fn of(node: &Node<'_>) -> Option<Kind> {
    if node.id().is_some_and(|id| id.starts_with("_:")) {
        return None;
    }
    let types = node.types();
    let is = |classes: &[&str]| types.iter().any(|name| classes.contains(name));
    if is(CREDENTIALS) {
        Some(Kind::Credential)
    } else if is(LEARNINGS) {
        Some(Kind::Learning)
    } else {
        is(ORGANIZATIONS).then_some(Kind::Organization)
    }
}

/// Whether a status, such as `lifeCycle:Ceased`, says that the thing is not on offer.
pub fn is_ended(status: &str) -> bool {
    let word = status.rsplit([':', '/', '#']).next().unwrap_or(status);
    NOT_ON_OFFER.contains(&word)
}

impl Kind {
    /// The stream of its records.
    pub fn stream(self) -> &'static str {
        match self {
            Kind::Credential => CREDENTIAL,
            Kind::Learning => LEARNING,
            Kind::Organization => ORGANIZATION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ctdl::wire::SPELLINGS;
    use passport::record::Place;
    use serde_json::json;

    #[test]
    fn things_become_what_their_class_says() {
        for (class, kind) in [
            ("ceterms:Course", Some(Kind::Learning)),
            ("https://purl.org/ctdl/terms/LearningProgram", Some(Kind::Learning)),
            ("ceterms:License", Some(Kind::Credential)),
            ("ceterms:QACredentialOrganization", Some(Kind::Organization)),
            ("ceterms:QualityAssuranceCredential", None),
            ("ceterms:AssessmentProfile", None),
            ("ceasn:Competency", None),
        ] {
            let value = json!({"@id": "https://example.org/1", "@type": class});
            let node = Node {
                value: &value,
                place: Place::default(),
                spellings: &SPELLINGS,
            };
            assert_eq!(of(&node), kind, "{class}");
        }
        let elsewhere = json!({"@id": "_:b1", "@type": "ceterms:Course"});
        let node = Node {
            value: &elsewhere,
            place: Place::default(),
            spellings: &SPELLINGS,
        };
        assert_eq!(of(&node), None);
    }

    #[test]
    fn a_status_says_whether_something_is_on_offer() {
        for (status, ended) in [
            ("lifeCycle:Active", false),
            ("lifeCycle:Ceased", true),
            ("https://credreg.net/ctdl/terms/credentialStat/Superseded", true),
            ("lifeCycle:Probationary", false),
            ("", false),
        ] {
            assert_eq!(is_ended(status), ended, "{status}");
        }
    }

    #[test]
    fn the_readme_names_every_class_and_status() {
        let readme = include_str!("README.md");
        let words = readme.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>();
        for name in CREDENTIALS
            .iter()
            .chain(LEARNINGS)
            .chain(ORGANIZATIONS)
            .chain(NOT_ON_OFFER)
        {
            assert!(words.contains(name), "README.md does not name {name}");
        }
    }
}

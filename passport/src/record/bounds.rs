//! How long the texts of a record may be: whatever its source, nobody is called by a book.

use super::{Body, Organization, Record, Reject};

/// The longest name of something, in bytes.
pub const LONGEST_NAME: usize = 10_000;
/// The longest description, in bytes.
pub const LONGEST_TEXT: usize = 1 << 20;

impl Record {
    /// Why it is not kept, where something in it has too long a name or description.
    pub fn too_long(&self) -> Option<Reject> {
        let own = [
            Some(&self.key),
            self.subject.as_ref().and_then(|subject| subject.name.as_ref()),
        ];
        let own = own.into_iter().chain(self.body.names()).flatten();
        let own = own.map(|name| (&self.place, name));
        let claims = self.claims.iter();
        let claimed = claims.filter_map(|claim| Some((&claim.place, claim.term.label.as_ref()?)));
        if let Some((place, name)) = own.chain(claimed).find(|(_, name)| name.len() > LONGEST_NAME) {
            return Some(Reject::new(
                place.clone(),
                "too_large",
                reason("name", name, LONGEST_NAME),
            ));
        }
        let text = self.body.text().filter(|text| text.len() > LONGEST_TEXT)?;
        Some(Reject::new(
            self.place.clone(),
            "too_large",
            reason("description", text, LONGEST_TEXT),
        ))
    }
}

fn reason(what: &str, text: &str, most: usize) -> String {
    format!(
        "a {what} of {} bytes is longer than {most}; shorten it, or see whether a quote is missing",
        text.len()
    )
}

fn name_of(organization: &Option<Organization>) -> Option<&String> {
    organization.as_ref().map(|organization| &organization.name)
}

impl Body {
    /// What it, those in it and its places are called.
    fn names(&self) -> [Option<&String>; 3] {
        match self {
            Body::Person(person) => [person.given_name.as_ref(), person.family_name.as_ref(), None],
            Body::Organization(organization) => [Some(&organization.name), None, None],
            Body::Credential(credential) => [Some(&credential.name), name_of(&credential.issuer), None],
            Body::Experience(experience) => [
                Some(&experience.title),
                name_of(&experience.organization),
                experience.role.as_ref(),
            ],
            Body::Learning(learning) => [
                Some(&learning.title),
                name_of(&learning.provider),
                learning.code.as_ref(),
            ],
            Body::Programme(programme) => [Some(&programme.programme), name_of(&programme.provider), None],
            Body::Goal(goal) => [Some(&goal.title), None, None],
            Body::Endorsement(endorsement) => [name_of(&endorsement.endorser), None, None],
            Body::Opportunity(opportunity) => [
                Some(&opportunity.title),
                name_of(&opportunity.organization),
                opportunity.location.as_ref(),
            ],
            Body::Skill | Body::Withdrawn => [None; 3],
        }
    }

    /// What is said of it in words.
    fn text(&self) -> Option<&String> {
        match self {
            Body::Credential(credential) => credential.description.as_ref(),
            Body::Experience(experience) => experience.narrative.as_ref(),
            Body::Goal(goal) => goal.note.as_ref(),
            Body::Endorsement(endorsement) => endorsement.text.as_ref(),
            _ => None,
        }
    }
}

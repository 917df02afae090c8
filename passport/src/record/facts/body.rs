//! What the body of a record says, kind by kind.

use super::super::{
    Body, Credential, Endorsement, Evidence, Experience, Goal, Learning, Opportunity, Organization, Person, Programme,
    Term,
};
use super::{Facts, with_precision};

/// How many entries of one list are told one by one.
const MOST: usize = 20;

impl Facts {
    pub(super) fn body(&mut self, body: &Body) {
        match body {
            Body::Person(person) => self.person(person),
            Body::Organization(organization) => self.named(organization),
            Body::Credential(credential) => self.credential(credential),
            Body::Experience(experience) => self.experience(experience),
            Body::Learning(learning) => self.learning(learning),
            Body::Programme(programme) => self.programme(programme),
            Body::Goal(goal) => self.goal(goal),
            Body::Endorsement(endorsement) => self.endorsement(endorsement),
            Body::Opportunity(opportunity) => self.opportunity(opportunity),
            Body::Skill => {}
            Body::Withdrawn => self.made("state", "withdrawn by the source".to_owned()),
        }
    }

    fn person(&mut self, person: &Person) {
        self.maybe("given name", person.given_name.as_ref());
        self.maybe("family name", person.family_name.as_ref());
        self.maybe("language", person.language.as_ref());
    }

    fn named(&mut self, organization: &Organization) {
        self.say("name", &organization.name);
        self.say("kind", organization.role.as_str());
        self.maybe("identifier", organization.identifier.as_ref());
        self.maybe("url", organization.url.as_ref());
    }

    fn credential(&mut self, credential: &Credential) {
        self.say("title", &credential.name);
        self.maybe("kind", credential.achievement_type.as_ref());
        self.organization("issuer", credential.issuer.as_ref());
        self.date("issued", credential.issued);
        self.date("expires", credential.expires);
        self.say("status", credential.status.as_str());
        self.maybe("description", credential.description.as_ref());
        self.maybe("identifier", credential.achievement_id.as_ref());
        for result in credential.results.iter().take(MOST) {
            let told = [&result.value, &result.status].into_iter().flatten();
            let words: Vec<&str> = told.map(String::as_str).collect();
            let value = format!("{}: {}", result.name, words.join(", "));
            self.told("result", value, std::iter::once(result.name.as_str()).chain(words));
        }
        self.evidence(&credential.evidence);
        self.maybe("picture", credential.image.as_ref());
    }

    fn experience(&mut self, experience: &Experience) {
        self.say("title", &experience.title);
        self.say("kind", experience.kind.as_str());
        self.organization("where", experience.organization.as_ref());
        self.maybe("role", experience.role.as_ref());
        self.terms("occupation", experience.occupation.as_ref());
        self.period("when", experience.period);
        self.maybe("in words", experience.narrative.as_ref());
        self.evidence(&experience.evidence);
    }

    fn learning(&mut self, learning: &Learning) {
        self.say("title", &learning.title);
        self.say("kind", learning.kind.as_str());
        self.maybe("code", learning.code.as_ref());
        self.organization("taught by", learning.provider.as_ref());
        self.say("status", learning.status.as_str());
        if let Some(level) = &learning.result {
            self.level("result", level);
        }
        self.maybe("credits", learning.credits.as_ref());
        self.period("when", learning.period);
        self.terms("teaches", &learning.outcomes);
    }

    fn programme(&mut self, programme: &Programme) {
        self.say("title", &programme.programme);
        self.organization("run by", programme.provider.as_ref());
        self.period("when", programme.period);
        for service in programme.services.iter().take(MOST) {
            self.told(
                "service",
                service.name.clone(),
                [service.name.as_str(), service.code.as_str()],
            );
            self.maybe("service of", service.provider.as_ref());
            self.terms("trained for", service.occupation.as_ref());
            self.terms("field", service.instruction.as_ref());
            self.period("service when", service.period);
            if let Some(completed) = service.completed {
                self.made("service done", if completed { "yes" } else { "no" }.to_owned());
            }
        }
        for gain in programme.skill_gains.iter().take(MOST) {
            let (on, value) = (
                gain.on.to_string(),
                format!("{}, {}", gain.kind, with_precision(gain.on)),
            );
            self.told("skill gain", value, [gain.kind.as_str(), on.as_str()]);
        }
        for attained in programme.credentials_attained.iter().take(MOST) {
            self.told(
                "attained",
                attained.kind.clone(),
                [attained.kind.as_str(), attained.code.as_str()],
            );
            self.date("attained on", attained.on);
        }
        for outcome in programme.outcomes.iter().take(MOST) {
            self.say("outcome", &outcome.name);
            self.terms("as", outcome.occupation.as_ref());
            self.date("since", outcome.on);
        }
    }

    fn goal(&mut self, goal: &Goal) {
        self.say("title", &goal.title);
        self.terms("aims for", goal.target.as_ref());
        if let Some(band) = goal.band {
            self.say("how well", band.as_str());
        }
        self.date("by", goal.due);
        self.maybe("in words", goal.note.as_ref());
    }

    fn endorsement(&mut self, endorsement: &Endorsement) {
        self.organization("endorsed by", endorsement.endorser.as_ref());
        self.maybe("in words", endorsement.text.as_ref());
        self.maybe("about", endorsement.about.as_ref());
        self.date("issued", endorsement.issued);
    }

    fn opportunity(&mut self, opportunity: &Opportunity) {
        self.say("title", &opportunity.title);
        self.say("kind", opportunity.kind);
        self.organization("offered by", opportunity.organization.as_ref());
        self.maybe("location", opportunity.location.as_ref());
        self.maybe("url", opportunity.url.as_ref());
        self.period("open", opportunity.valid);
        self.terms("requires", &opportunity.requires);
    }

    pub(super) fn evidence(&mut self, evidence: &[Evidence]) {
        for one in evidence.iter().take(MOST) {
            let told = [&one.title, &one.description, &one.url].into_iter().flatten();
            let words: Vec<&str> = std::iter::once(&one.kind).chain(told).map(String::as_str).collect();
            let value = words.join(", ");
            // What backs a credential backs each of its skills.
            if !self
                .0
                .iter()
                .any(|fact| fact.label == "evidence" && fact.value == value)
            {
                self.told("evidence", value, words);
            }
        }
    }

    /// Several of one sort; of many the first, and how many more.
    fn terms<'t>(&mut self, label: &'static str, terms: impl IntoIterator<Item = &'t Term>) {
        let mut terms = terms.into_iter();
        for term in terms.by_ref().take(MOST) {
            self.term(label, term);
        }
        let more = terms.count();
        if more > 0 {
            self.made(label, format!("and {more} more"));
        }
    }
}

//! What a scope permits or denies, with its filters.

use super::Words;
use crate::consent::{Filters, Op, Scope, Section};
use chrono::NaiveDate;

/// The key of the source by which holders speak for themselves.
const SELF: &str = "self";

impl Words<'_> {
    /// What a scope permits or denies.
    pub fn scope(&self, scope: &Scope) -> String {
        let section = self.word("section", scope.section.as_str());
        let ops = Op::LETTERS.iter().filter(|(_, op)| scope.ops.allow(*op));
        let ops = ops.map(|(letter, _)| self.say(&format!("op-{letter}"), &[("section", &section)]));
        let mut parts = vec![self.list("list-and", ops.collect())];
        parts.extend(self.filters(scope.section, &scope.filters));
        parts.join(", ")
    }

    fn filters(&self, section: Section, filters: &Filters) -> Vec<String> {
        let quoted = |name: String| self.say("quoted", &[("text", &name)]);
        let concept = |uri: &String| quoted(self.names.concept(uri, self.language()).unwrap_or_else(|| uri.clone()));
        let vocabulary = |key: &String| quoted(self.names.vocabulary(key).unwrap_or_else(|| key.clone()));
        let source = |key: &String| match key.as_str() {
            SELF => self.say("source-self", &[]),
            _ => quoted(self.names.source(key).unwrap_or_else(|| key.clone())),
        };
        // Kinds are words of ours in these sections; elsewhere they are the sources' own.
        let kind = |word: &String| match section {
            Section::Experience | Section::Learning => self.word("kind", word),
            _ => quoted(word.clone()),
        };
        let verified = filters
            .verified
            .map(|yes| self.say(&format!("filter-verified-{yes}"), &[]));
        let since = |day: NaiveDate| self.say("filter-since", &[("date", &self.date(day))]);
        let band = |word: &str| self.say("filter-minBand", &[("band", &self.word("band", word))]);
        [
            self.any_of("concept", filters.concept.iter().map(concept).collect()),
            self.any_of("vocabulary", filters.vocabulary.iter().map(vocabulary).collect()),
            self.any_of("source", filters.source.iter().map(source).collect()),
            self.any_of("kind", filters.kind.iter().map(kind).collect()),
            self.any_of(
                "assertion",
                filters
                    .assertion
                    .iter()
                    .map(|a| self.word("assertion", a.as_str()))
                    .collect(),
            ),
            verified,
            filters.since.map(since),
            filters.min_band.map(|minimum| band(minimum.as_str())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn any_of(&self, filter: &str, values: Vec<String>) -> Option<String> {
        if values.is_empty() {
            return None;
        }
        let values = self.list("list-or", values);
        Some(self.say(&format!("filter-{filter}"), &[("values", &values)]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::locale::LANGUAGES;
    use super::super::samples::{Few, complete, scope};
    use super::*;
    use crate::level::Band;
    use crate::record::{Assertion, ExperienceKind, LearningKind};

    #[test]
    fn scopes_read_as_people_speak() {
        for (text, en, de) in [
            (
                "passport/Profile.r",
                "see your name and language",
                "Ihren Namen und Ihre Sprache sehen",
            ),
            (
                "passport/Skill.rs?minBand=competent",
                "see your skills and what they rest on and find you by your skills and what they rest on (has no effect yet), only from the level “competent” upwards",
                "Ihre Fähigkeiten und worauf sie beruhen sehen und Sie über Ihre Fähigkeiten und worauf sie beruhen finden (noch ohne Wirkung), nur ab der Stufe „sicher“",
            ),
            (
                "passport/Skill.r?concept=http://esco/python&source=hr,self,mill",
                "see your skills and what they rest on, only about “use Python”, only from “Harbour Works”, yourself or “mill”",
                "Ihre Fähigkeiten und worauf sie beruhen sehen, nur zu „Python programmieren“, nur von „Harbour Works“, Ihnen selbst oder „mill“",
            ),
            (
                "passport/Experience.r?kind=care,life&since=2024-03-01",
                "see your experiences, only of the kind care or life experience, only from 1 March 2024 on, and what goes on",
                "Ihre Erfahrungen sehen, nur von der Art Pflege und Betreuung oder Lebenserfahrung, nur ab dem 1. März 2024 und was andauert",
            ),
            (
                "passport/Credential.r?kind=Badge&verified=true",
                "see your credentials, only of the kind “Badge”, only what was verified",
                "Ihre Nachweise sehen, nur von der Art „Badge“, nur, was überprüft wurde",
            ),
        ] {
            assert_eq!(Words::new(None, &Few).scope(&scope(text)), en);
            assert_eq!(Words::new(Some("de-AT"), &Few).scope(&scope(text)), de);
        }
    }

    /// One scope for every word that can stand in one.
    fn every_form() -> Vec<String> {
        let mut all = Vec::new();
        for section in Section::ALL {
            for ops in 1u8..16 {
                let letters: String = (0..4)
                    .filter(|bit| ops & (1 << bit) != 0)
                    .map(|bit| Op::LETTERS[bit].0)
                    .collect();
                all.push(format!("passport/{}.{letters}", section.as_str()));
            }
        }
        let words = |section: &str, filter: &str, words: Vec<&str>| -> Vec<String> {
            words
                .iter()
                .map(|word| format!("passport/{section}.r?{filter}={word}"))
                .collect()
        };
        all.extend(words(
            "Experience",
            "kind",
            ExperienceKind::ALL.iter().map(|k| k.as_str()).collect(),
        ));
        all.extend(words(
            "Learning",
            "kind",
            LearningKind::ALL.iter().map(|k| k.as_str()).collect(),
        ));
        all.extend(words(
            "Skill",
            "assertion",
            Assertion::ALL.iter().map(|a| a.as_str()).collect(),
        ));
        all.extend(words(
            "Skill",
            "minBand",
            Band::ALL.iter().skip(1).map(|b| b.as_str()).collect(),
        ));
        all.extend(words("Skill", "verified", vec!["true", "false"]));
        all.extend(words("Skill", "vocabulary", vec!["esco", "esco,onet"]));
        all.extend(words("Skill", "source", vec!["hr", "self", "hr,self,x"]));
        all.extend(words(
            "Goal",
            "concept",
            vec!["http://esco/python", "http://no.example/x"],
        ));
        all.extend((1..13).map(|month| format!("passport/Goal.r?since=2026-{month:02}-28")));
        all
    }

    #[test]
    fn every_form_is_said_in_every_language() {
        for tag in LANGUAGES
            .iter()
            .filter(|files| files.consent.is_some())
            .map(|files| files.tag)
        {
            let (words, english) = (Words::new(Some(tag), &Few), Words::new(None, &Few));
            assert_eq!(words.language(), tag);
            for form in every_form() {
                let said = words.scope(&scope(&form));
                complete(&said);
                assert_eq!(said == english.scope(&scope(&form)), tag == "en", "{said}");
            }
        }
    }
}

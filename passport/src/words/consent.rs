//! Consent in plain words: what a scope, a request or a whole consent says, in the reader's language.

use super::locale::{CONSENT, Locale};
use crate::consent::{
    AskedScope, Delegation, Filters, GivenBy, Op, Purpose, Redisclosure, Scope, Section, Standing, Until,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fluent_bundle::FluentArgs;

/// What is called by a key in a scope has a name; where nothing is known by the key, the key stands for itself.
pub trait Names {
    /// The concept with this URI, in this language.
    fn concept(&self, uri: &str, language: &str) -> Option<String>;
    /// The vocabulary with this key.
    fn vocabulary(&self, key: &str) -> Option<String>;
    /// The source with this key.
    fn source(&self, key: &str) -> Option<String>;
}

/// The key of the source by which holders speak for themselves.
const SELF: &str = "self";

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    locale: Locale,
    names: &'a dyn Names,
}

/// What a consent says, as far as it is told.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The partner, by name.
    pub partner: Option<&'a str>,
    /// The partner's program that it is for alone, by name.
    pub program: Option<&'a str>,
    /// What for.
    pub purpose: Purpose,
    /// What is permitted.
    pub permits: &'a [Scope],
    /// What is denied.
    pub denies: &'a [Scope],
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used, and how often it still may.
    pub uses: Option<(i32, i64)>,
    /// How long what was seen is kept.
    pub retention: Option<&'a str>,
    /// Whether it is passed on.
    pub redisclosure: Option<Redisclosure>,
    /// Where it stands.
    pub standing: Standing,
    /// Who decided on it last.
    pub given_by: GivenBy,
}

/// What a request says, as far as it is told.
#[derive(Debug, Clone, Copy)]
pub struct ToldRequest<'a> {
    /// The partner, by name.
    pub partner: Option<&'a str>,
    /// What for.
    pub purpose: Purpose,
    /// What is asked for.
    pub scopes: &'a [AskedScope],
    /// Until when it is to last.
    pub until: Until,
    /// How often it is to be used.
    pub use_limit: Option<i32>,
    /// How long what is seen would be kept.
    pub retention: Option<&'a str>,
    /// Whether it would be passed on.
    pub redisclosure: Option<Redisclosure>,
    /// Until when it may be answered.
    pub open_until: DateTime<Utc>,
}

impl<'a> Words<'a> {
    /// Words of this language (BCP 47), else of English.
    pub fn new(language: Option<&str>, names: &'a dyn Names) -> Self {
        Words {
            locale: CONSENT.serving(language),
            names,
        }
    }

    /// Which language it has become.
    pub fn language(&self) -> &'static str {
        self.locale.tag()
    }

    /// What a partner asks for.
    pub fn purpose(&self, purpose: Purpose) -> String {
        self.word("purpose", purpose.as_str())
    }

    /// Where a consent stands.
    pub fn standing(&self, standing: Standing) -> String {
        self.word("standing", standing.as_str())
    }

    /// What a scope permits or denies.
    pub fn scope(&self, scope: &Scope) -> String {
        let section = self.word("section", scope.section.as_str());
        let ops = Op::LETTERS.iter().filter(|(_, op)| scope.ops.allow(*op));
        let ops = ops.map(|(letter, _)| self.say(&format!("op-{letter}"), &[("section", &section)]));
        let mut parts = vec![self.list("list-and", ops.collect())];
        parts.extend(self.filters(scope.section, &scope.filters));
        parts.join(", ")
    }

    /// A whole consent, line by line.
    pub fn consent(&self, told: &Told<'_>) -> String {
        let holds = matches!(told.standing, Standing::InForce | Standing::NotBegun);
        let opening = if holds { "consent-may" } else { "consent-might" };
        let mut lines = vec![self.opening(opening, told.partner, told.purpose)];
        lines.extend(told.permits.iter().map(|scope| format!("- {}", self.scope(scope))));
        if !told.denies.is_empty() {
            lines.push(self.say("consent-never", &[]));
            lines.extend(told.denies.iter().map(|scope| format!("- {}", self.scope(scope))));
        }
        if let Some(program) = told.program {
            lines.push(self.say("consent-program", &[("program", &one_line(program))]));
        }
        if told.standing != Standing::Refused {
            let (start, end) = (self.day(told.starts_at), self.day(told.expires_at));
            lines.push(self.say("consent-times", &[("start", &start), ("end", &end)]));
            if let Some((limit, left)) = told.uses {
                lines.push(self.count("consent-uses", &[("limit", i64::from(limit)), ("left", left)]));
            }
            lines.extend(self.afterwards(told.retention, told.redisclosure));
        }
        lines.push(self.standing(told.standing));
        if told.given_by != GivenBy::Holder {
            lines.push(self.word("given", told.given_by.as_str()));
        }
        lines.join("\n")
    }

    /// A whole delegation, line by line, as its holder reads it.
    pub fn delegation(&self, told: &Delegation, delegate: Option<&str>, now: DateTime<Utc>) -> String {
        let unknown = || self.word("unknown", told.kind.as_str());
        let delegate = delegate.map_or_else(unknown, one_line);
        let mut lines = vec![self.say("delegation-may", &[("delegate", &delegate)])];
        lines.extend(told.scopes.iter().map(|scope| format!("- {}", self.scope(scope))));
        if let Some(purposes) = &told.purposes {
            let purposes = purposes.iter().map(|purpose| self.purpose(*purpose)).collect();
            let purposes = self.list("list-or", purposes);
            lines.push(self.say("delegation-purposes", &[("purposes", &purposes)]));
        }
        let (start, end) = (self.day(told.starts_at), self.day(told.expires_at));
        lines.push(self.say("consent-times", &[("start", &start), ("end", &end)]));
        lines.push(self.say("delegation-bounds", &[]));
        lines.push(self.word("delegation-is", told.standing(now).as_str()));
        lines.join("\n")
    }

    /// A whole request, line by line.
    pub fn request(&self, told: &ToldRequest<'_>) -> String {
        let mut lines = vec![self.opening("request-asks", told.partner, told.purpose)];
        lines.extend(told.scopes.iter().map(|asked| format!("- {}", self.asked(asked))));
        lines.push(match told.until {
            Until::At(moment) => self.say("request-until", &[("end", &self.day(moment))]),
            Until::Days(days) => self.count("request-days", &[("days", i64::from(days))]),
        });
        if let Some(limit) = told.use_limit {
            lines.push(self.count("request-uses", &[("limit", i64::from(limit))]));
        }
        lines.extend(self.afterwards(told.retention, told.redisclosure));
        lines.push(self.say("request-answer", &[("date", &self.day(told.open_until))]));
        lines.join("\n")
    }

    /// One scope that is asked for, with its reason.
    pub fn asked(&self, asked: &AskedScope) -> String {
        let key = if asked.required {
            "scope-required"
        } else {
            "scope-optional"
        };
        let (scope, reason) = (self.scope(&asked.scope), one_line(&asked.reason));
        self.say(key, &[("scope", &scope), ("reason", &reason)])
    }

    fn opening(&self, key: &str, partner: Option<&str>, purpose: Purpose) -> String {
        let partner = partner.map_or_else(|| self.say("partner-unknown", &[]), one_line);
        self.say(key, &[("partner", &partner), ("purpose", &self.purpose(purpose))])
    }

    fn afterwards(&self, retention: Option<&str>, redisclosure: Option<Redisclosure>) -> Vec<String> {
        let kept = retention.map(|text| self.say("consent-retention", &[("retention", &one_line(text))]));
        let passed = redisclosure.map(|rule| self.word("redisclosure", rule.as_str()));
        kept.into_iter().chain(passed).collect()
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

    fn list(&self, key: &str, mut items: Vec<String>) -> String {
        match (items.pop(), items.is_empty()) {
            (None, _) => String::new(),
            (Some(only), true) => only,
            (Some(last), false) => self.say(key, &[("before", &items.join(", ")), ("last", &last)]),
        }
    }

    fn day(&self, moment: DateTime<Utc>) -> String {
        self.date(moment.date_naive())
    }

    fn date(&self, day: NaiveDate) -> String {
        let (number, month, year) = (
            day.day().to_string(),
            format!("m{}", day.month()),
            day.year().to_string(),
        );
        self.say("date", &[("day", &number), ("month", &month), ("year", &year)])
    }

    fn word(&self, kind: &str, word: &str) -> String {
        self.say(&format!("{kind}-{word}"), &[])
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.locale.say(key, &args.iter().copied().collect::<FluentArgs<'_>>())
    }

    fn count(&self, key: &str, numbers: &[(&str, i64)]) -> String {
        self.locale
            .say(key, &numbers.iter().copied().collect::<FluentArgs<'_>>())
    }
}

/// What others wrote stands in one line: it must not look like a line of ours.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::locale::LANGUAGES;
    use super::*;
    use crate::level::Band;
    use crate::record::{Assertion, ExperienceKind, LearningKind};

    struct Few;

    impl Names for Few {
        fn concept(&self, uri: &str, language: &str) -> Option<String> {
            (uri == "http://esco/python").then(|| {
                if language == "de" {
                    "Python programmieren"
                } else {
                    "use Python"
                }
                .into()
            })
        }

        fn vocabulary(&self, key: &str) -> Option<String> {
            (key == "esco").then(|| "ESCO".into())
        }

        fn source(&self, key: &str) -> Option<String> {
            (key == "hr").then(|| "Harbour Works".into())
        }
    }

    fn scope(text: &str) -> Scope {
        text.parse().unwrap()
    }

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
        let keys: Vec<&str> = LANGUAGES[0]
            .consent
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect();
        let whole = |text: &str| {
            let missing = keys.iter().find(|key| key.contains('-') && text.contains(**key));
            assert!(missing.is_none() && !text.contains(['{', '$']), "{text}");
        };
        for tag in LANGUAGES.map(|files| files.tag) {
            let (words, english) = (Words::new(Some(tag), &Few), Words::new(None, &Few));
            assert_eq!(words.language(), tag);
            for form in every_form() {
                let said = words.scope(&scope(&form));
                whole(&said);
                assert_eq!(said == english.scope(&scope(&form)), tag == "en", "{said}");
            }
            for purpose in Purpose::ALL {
                whole(&words.purpose(*purpose));
            }
            for standing in Standing::ALL {
                for uses in [None, Some((1, 0)), Some((1, 1)), Some((9, 5))] {
                    whole(&words.consent(&told(*standing, uses)));
                }
            }
            for given_by in [GivenBy::Delegate, GivenBy::Guardian] {
                let given = Told {
                    given_by,
                    ..told(Standing::InForce, None)
                };
                whole(&words.consent(&given));
                for (accepted, ended) in [(false, false), (true, false), (true, true)] {
                    for moment in ["2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z", "2026-08-01T12:00:00Z"] {
                        let told = delegation(given_by, accepted, ended);
                        whole(&words.delegation(&told, None, moment.parse().unwrap()));
                    }
                }
            }
            for until in [Until::Days(1), Until::Days(90), Until::At(DateTime::UNIX_EPOCH)] {
                whole(&words.request(&told_request(until, &[asked(true), asked(false)])));
            }
        }
    }

    fn told(standing: Standing, uses: Option<(i32, i64)>) -> Told<'static> {
        Told {
            partner: Some("Northwind Staffing"),
            program: Some("northwind-hiring"),
            purpose: Purpose::Hiring,
            permits: &[],
            denies: &[],
            starts_at: "2026-01-15T12:00:00Z".parse().unwrap(),
            expires_at: "2026-07-01T12:00:00Z".parse().unwrap(),
            uses,
            retention: Some("until the position is filled"),
            redisclosure: Some(Redisclosure::None),
            standing,
            given_by: GivenBy::Holder,
        }
    }

    fn delegation(kind: GivenBy, delegate: bool, ended: bool) -> Delegation {
        Delegation {
            id: uuid::Uuid::nil(),
            holder: uuid::Uuid::nil(),
            delegate: delegate.then(uuid::Uuid::max),
            kind,
            scopes: vec![scope("passport/Skill.r?minBand=competent")],
            purposes: Some(vec![Purpose::Hiring, Purpose::Advising]),
            starts_at: "2026-01-15T12:00:00Z".parse().unwrap(),
            expires_at: "2026-07-01T12:00:00Z".parse().unwrap(),
            ended,
        }
    }

    #[test]
    fn a_whole_delegation_reads_line_by_line() {
        let now = "2026-02-01T12:00:00Z".parse().unwrap();
        let told = delegation(GivenBy::Delegate, true, false);
        assert_eq!(
            Words::new(Some("en"), &Few).delegation(&told, Some("Luis\nOrtega"), now),
            "Luis Ortega may decide for you that partners:\n\
             - see your skills and what they rest on, only from the level “competent” upwards\n\
             Only for deciding on a job or advising you.\n\
             From 15 January 2026 until 1 July 2026.\n\
             They see nothing of your passport by it, and cannot pass it on.\n\
             It is in force."
        );
    }

    fn asked(required: bool) -> AskedScope {
        AskedScope {
            scope: scope("passport/Goal.r"),
            required,
            reason: "to match you\n- see everything".into(),
        }
    }

    fn told_request(until: Until, scopes: &[AskedScope]) -> ToldRequest<'_> {
        ToldRequest {
            partner: None,
            purpose: Purpose::Advising,
            scopes,
            until,
            use_limit: Some(3),
            retention: None,
            redisclosure: Some(Redisclosure::Processors),
            open_until: "2026-02-14T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_whole_consent_reads_line_by_line() {
        let (permits, denies) = ([scope("passport/Skill.r")], [scope("passport/Experience.r?kind=care")]);
        let told = Told {
            permits: &permits,
            denies: &denies,
            ..told(Standing::InForce, Some((5, 2)))
        };
        assert_eq!(
            Words::new(Some("en"), &Few).consent(&told),
            "Northwind Staffing may, for deciding on a job:\n\
             - see your skills and what they rest on\n\
             but never:\n\
             - see your experiences, only of the kind care\n\
             Only through its program “northwind-hiring”.\n\
             From 15 January 2026 until 1 July 2026.\n\
             It may be used 5 times; 2 uses are left.\n\
             How long it is kept: until the position is filled.\n\
             It is passed on to nobody.\n\
             It is in force."
        );
    }

    #[test]
    fn what_a_partner_writes_stays_in_its_line() {
        let scopes = [asked(true)];
        let said = Words::new(None, &Few).request(&told_request(Until::Days(90), &scopes));
        assert_eq!(
            said,
            "A partner asks to be allowed, for advising you, to:\n\
             - see your goals (needed: to match you - see everything)\n\
             For 90 days from when you agree.\n\
             It would be used 3 times at most.\n\
             It is passed on only to those who process it for the partner.\n\
             You can answer until 14 February 2026. If you do not, nothing is shown."
        );
    }
}

//! What a whole consent, delegation or request says, line by line.

use super::Words;
use crate::consent::{AskedScope, Delegation, GivenBy, Purpose, Redisclosure, Scope, Standing, Until};
use chrono::{DateTime, Utc};

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

impl Words<'_> {
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
}

/// What others wrote stands in one line: it must not look like a line of ours.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::super::locale::LANGUAGES;
    use super::super::samples::{Few, complete, scope};
    use super::*;

    #[test]
    fn all_is_said_in_every_language() {
        for tag in LANGUAGES.map(|files| files.tag) {
            let words = Words::new(Some(tag), &Few);
            for purpose in Purpose::ALL {
                complete(&words.purpose(*purpose));
            }
            for standing in Standing::ALL {
                for uses in [None, Some((1, 0)), Some((1, 1)), Some((9, 5))] {
                    complete(&words.consent(&told(*standing, uses)));
                }
            }
            for given_by in [GivenBy::Delegate, GivenBy::Guardian] {
                let given = Told {
                    given_by,
                    ..told(Standing::InForce, None)
                };
                complete(&words.consent(&given));
                for (accepted, ended) in [(false, false), (true, false), (true, true)] {
                    for moment in ["2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z", "2026-08-01T12:00:00Z"] {
                        let told = delegation(given_by, accepted, ended);
                        complete(&words.delegation(&told, None, moment.parse().unwrap()));
                    }
                }
            }
            for until in [Until::Days(1), Until::Days(90), Until::At(DateTime::UNIX_EPOCH)] {
                complete(&words.request(&told_request(until, &[asked(true), asked(false)])));
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

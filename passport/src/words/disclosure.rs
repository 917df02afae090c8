//! A look at a passport, told to its holder.

use super::Language;
use crate::consent::{Purpose, Section};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fluent_bundle::FluentValue;

/// Who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looker {
    /// A partner, for a purpose.
    Partner(Option<Purpose>),
    /// A source, or an organization by its sources, at what it contributed.
    Source,
    /// A steward of the hub, to settle a match.
    Steward,
    /// A steward of an organization, to settle a match.
    StewardOf,
}

/// One look at a passport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look<'a> {
    /// Who looked.
    pub looker: Looker,
    /// What they are called; none where that is not known any more.
    pub who: Option<&'a str>,
    /// Through which program of a partner, by name.
    pub program: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether something was shown.
    pub granted: bool,
    /// How many rows of which section.
    pub rows: &'a [(Section, i64)],
    /// How many questions about which section were answered yes or no.
    pub questions: &'a [(Section, i64)],
    /// Under which consents: when each was given, where that is known, and its version.
    pub consents: &'a [(Option<DateTime<Utc>>, i32)],
}

/// A look in plain words: who, through which program, what for, what was shown, when, and under which consent.
pub fn look(language: Language, look: &Look<'_>) -> String {
    let nobody = || language.say("disclosure-nobody", &[]);
    let mut who = look.who.map_or_else(nobody, str::to_owned);
    if let Some(program) = look.program {
        let through = [("who", who.into()), ("program", program.into())];
        who = language.say("disclosure-through", &through);
    }
    let shown = look.rows.iter().filter(|(_, rows)| *rows > 0);
    let shown = shown.map(|(section, rows)| of_section(language, *section, *rows));
    let answered = look.questions.iter();
    let answered = answered.map(|(section, times)| yes_or_no(language, *section, *times));
    let what: Vec<String> = shown.chain(answered).collect();
    let outcome = match (look.granted, what.is_empty()) {
        (false, _) => "refused",
        (true, true) => "empty",
        (true, false) => "shown",
    };
    let (message, purpose) = match look.looker {
        Looker::Partner(purpose) => (format!("disclosure-{outcome}"), purpose),
        Looker::Source => (format!("disclosure-source-{outcome}"), None),
        Looker::Steward => ("disclosure-steward".to_owned(), None),
        Looker::StewardOf => ("disclosure-steward-of".to_owned(), None),
    };
    let places = [
        ("when", moment(language, look.at).into()),
        ("who", who.into()),
        (
            "purpose",
            purpose
                .map_or_else(|| "–".to_owned(), |purpose| self::purpose(language, purpose))
                .into(),
        ),
        ("what", joined(language, &what).into()),
    ];
    let mut said = language.say(&message, &places);
    if !look.consents.is_empty() {
        let consents = joined(language, &consents_of(language, look.consents));
        said.push(' ');
        said.push_str(&language.say("disclosure-under", &[("consents", consents.into())]));
    }
    said
}

fn of_section(language: Language, section: Section, rows: i64) -> String {
    language.say(&format!("rows-{}", section.as_str()), &[("rows", rows.into())])
}

fn yes_or_no(language: Language, about: Section, times: i64) -> String {
    let about = section(language, about);
    language.say("yes-or-no", &[("times", times.into()), ("section", about.into())])
}

/// A section's name.
pub fn section(language: Language, section: Section) -> String {
    language.say(&format!("section-{}", section.as_str()), &[])
}

/// A purpose.
pub fn purpose(language: Language, purpose: Purpose) -> String {
    language.say(&format!("purpose-{}", purpose.as_str()), &[])
}

/// Consents, each by when it was given and its version: by the day, where two are of one day by the minute, and where two
/// are of one minute by the second.
pub fn consents_of(language: Language, consents: &[(Option<DateTime<Utc>>, i32)]) -> Vec<String> {
    let alike = |given: DateTime<Utc>, form: &str| {
        let same = |other: &DateTime<Utc>| other.format(form).to_string() == given.format(form).to_string();
        consents.iter().filter_map(|(given, _)| *given).filter(same).count() > 1
    };
    let name = |(given, version): &(Option<DateTime<Utc>>, i32)| {
        let version = FluentValue::from(version.to_string());
        let Some(given) = *given else {
            return language.say("consent-version", &[("version", version)]);
        };
        let date = ("date", day(language, given.date_naive()).into());
        if !alike(given, "%F") {
            return language.say("consent-of", &[date, ("version", version)]);
        }
        let time = if alike(given, "%F %H:%M") { "%H:%M:%S" } else { "%H:%M" };
        let time = ("time", given.format(time).to_string().into());
        language.say("consent-at", &[date, time, ("version", version)])
    };
    consents.iter().map(name).collect()
}

/// A moment, to the minute.
pub fn moment(language: Language, at: DateTime<Utc>) -> String {
    language.say(
        "moment",
        &[
            ("date", day(language, at.date_naive()).into()),
            ("time", at.format("%H:%M").to_string().into()),
        ],
    )
}

fn day(language: Language, day: NaiveDate) -> String {
    // As text: a number would be written in groups of thousands.
    language.say(
        "date",
        &[
            ("day", day.day().to_string().into()),
            ("month", day.month().into()),
            ("year", day.year().to_string().into()),
        ],
    )
}

/// Several things as one list.
pub fn joined(language: Language, things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => language.say(
            "list-and",
            &[("first", first.join(", ").into()), ("last", last.as_str().into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consents_of_one_day_are_told_apart_by_their_time() {
        let given = |text: &str| (Some(text.parse().unwrap()), 1);
        let (early, noon) = (given("2026-11-26T08:05:01Z"), given("2026-11-26T12:00:59Z"));
        let (same_minute, other_day) = (given("2026-11-26T12:00:07Z"), given("2026-11-25T12:00:00Z"));
        for (language, consents, said) in [
            (
                "en",
                vec![noon, other_day],
                vec![
                    "your consent of 26 November 2026 (version 1)",
                    "your consent of 25 November 2026 (version 1)",
                ],
            ),
            (
                "en",
                vec![early, noon],
                vec![
                    "your consent of 26 November 2026, 08:05 UTC (version 1)",
                    "your consent of 26 November 2026, 12:00 UTC (version 1)",
                ],
            ),
            (
                "de",
                vec![early, noon],
                vec![
                    "Ihre Einwilligung vom 26. November 2026, 08:05 Uhr UTC (Fassung 1)",
                    "Ihre Einwilligung vom 26. November 2026, 12:00 Uhr UTC (Fassung 1)",
                ],
            ),
            (
                "en",
                vec![noon, same_minute],
                vec![
                    "your consent of 26 November 2026, 12:00:59 UTC (version 1)",
                    "your consent of 26 November 2026, 12:00:07 UTC (version 1)",
                ],
            ),
            (
                "en",
                vec![(None, 2), noon],
                vec!["version 2 of a consent", "your consent of 26 November 2026 (version 1)"],
            ),
        ] {
            assert_eq!(consents_of(Language::nearest(language), &consents), said);
        }
    }

    #[test]
    fn a_look_is_told_in_plain_words() {
        let at: DateTime<Utc> = "2026-05-03T10:15:42Z".parse().unwrap();
        let rows = [
            (Section::Skill, 1),
            (Section::Credential, 2),
            (Section::Goal, 0),
            (Section::Profile, 1),
        ];
        let hiring = Look {
            looker: Looker::Partner(Some(Purpose::Hiring)),
            who: Some("Northwind Staffing"),
            program: None,
            at,
            granted: true,
            rows: &rows,
            questions: &[],
            consents: &[(Some(at), 2)],
        };
        let refused = Look {
            granted: false,
            rows: &[],
            consents: &[],
            ..hiring.clone()
        };
        let through = Look {
            program: Some("northwind-hiring"),
            ..refused.clone()
        };
        let asked = Look {
            rows: &[],
            questions: &[(Section::Skill, 2)],
            ..hiring.clone()
        };
        let source = Look {
            looker: Looker::Source,
            rows: &[],
            consents: &[],
            who: None,
            ..hiring.clone()
        };
        let steward = Look {
            looker: Looker::StewardOf,
            who: Some("Riverside College"),
            ..source.clone()
        };
        for (language, one, said) in [
            (
                "en",
                &steward,
                "On 3 May 2026 at 10:15 UTC, a steward of Riverside College was shown your name, to settle whose records are whose.",
            ),
            (
                "en",
                &hiring,
                "On 3 May 2026 at 10:15 UTC, Northwind Staffing looked at your passport for hiring and was shown 1 skill, \
                 2 credentials and your name and language. It rested on your consent of 3 May 2026 (version 2).",
            ),
            (
                "de",
                &hiring,
                "Am 3. Mai 2026 um 10:15 Uhr (UTC) hat Northwind Staffing Ihren Pass angesehen (Zweck: Stellenbesetzung). \
                 Gezeigt wurde: 1 Fähigkeit, 2 Nachweise und Ihr Name und Ihre Sprache. \
                 Die Grundlage: Ihre Einwilligung vom 3. Mai 2026 (Fassung 2).",
            ),
            (
                "en",
                &asked,
                "On 3 May 2026 at 10:15 UTC, Northwind Staffing looked at your passport for hiring and was shown yes or no \
                 to 2 questions about your skills. It rested on your consent of 3 May 2026 (version 2).",
            ),
            (
                "en",
                &refused,
                "On 3 May 2026 at 10:15 UTC, Northwind Staffing asked for your passport for hiring and was refused.",
            ),
            (
                "en",
                &through,
                "On 3 May 2026 at 10:15 UTC, Northwind Staffing (through its program “northwind-hiring”) asked for your \
                 passport for hiring and was refused.",
            ),
            (
                "de",
                &through,
                "Am 3. Mai 2026 um 10:15 Uhr (UTC) hat Northwind Staffing (über das Programm „northwind-hiring“) nach Ihrem \
                 Pass gefragt (Zweck: Stellenbesetzung) und wurde abgewiesen.",
            ),
            (
                "en",
                &source,
                "On 3 May 2026 at 10:15 UTC, somebody looked at what it contributed to your passport and was shown nothing of it.",
            ),
        ] {
            assert_eq!(look(Language::nearest(language), one), said);
        }
    }
}

//! Which verbs say something that belongs in a passport: the table of the README, row by row.

use passport::record::{Assertion, LearningStatus, Role};

/// What a verb makes of a statement about an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Learning that stands so, unless the result says it more exactly.
    Learning(LearningStatus),
    /// A try: how it went is the result's to say.
    Attempt,
    /// The object was awarded.
    Credential,
    /// Nothing that belongs in a passport.
    Nothing,
}

/// A row of the table.
pub struct Verb {
    /// The last segment of its identifier.
    pub word: &'static str,
    /// The vocabularies in which it has this meaning.
    pub vocabularies: &'static [&'static str],
    /// About an activity.
    pub activity: Act,
    /// About a competency or a learning objective; none where it says nothing of the actor's skill.
    pub competency: Option<(Role, Assertion)>,
}

/// Vocabularies, with the addresses that their verbs begin with.
const VOCABULARIES: &[(&str, &str)] = &[
    ("adl", "adlnet.gov/expapi/verbs/"),
    ("adl", "www.adlnet.gov/expapi/verbs/"),
    ("adl", "w3id.org/xapi/adl/verbs/"),
    ("tla", "w3id.org/xapi/tla/verbs/"),
    ("tincan", "id.tincanapi.com/verb/"),
    ("badges", "specification.openbadges.org/xapi/verbs/"),
    ("badges", "standard.openbadges.org/xapi/verbs/"),
    ("acrossx", "w3id.org/xapi/acrossx/verbs/"),
];

/// The verb that takes another statement back.
pub const VOIDED: &str = "voided";

/// The table.
pub const VERBS: &[Verb] = &[
    row(
        "registered",
        &["adl", "tla"],
        Act::Learning(LearningStatus::Enrolled),
        Some((Role::Develops, Assertion::Observed)),
    ),
    row(
        "attempted",
        &["adl"],
        Act::Attempt,
        Some((Role::Develops, Assertion::Observed)),
    ),
    row(
        "scored",
        &["adl"],
        Act::Attempt,
        Some((Role::Develops, Assertion::Assessed)),
    ),
    row(
        "evaluated",
        &["acrossx"],
        Act::Attempt,
        Some((Role::Develops, Assertion::Assessed)),
    ),
    row("attended", &["adl"], Act::Learning(LearningStatus::Unknown), None),
    row(
        "completed",
        &["adl"],
        Act::Learning(LearningStatus::Completed),
        Some((Role::Taught, Assertion::Observed)),
    ),
    row(
        "passed",
        &["adl"],
        Act::Learning(LearningStatus::Completed),
        Some((Role::Holds, Assertion::Assessed)),
    ),
    row(
        "failed",
        &["adl"],
        Act::Learning(LearningStatus::Failed),
        Some((Role::Develops, Assertion::Assessed)),
    ),
    row(
        "satisfied",
        &["adl"],
        Act::Learning(LearningStatus::Completed),
        Some((Role::Holds, Assertion::Observed)),
    ),
    row("waived", &["adl"], Act::Learning(LearningStatus::Unknown), None),
    row(
        "mastered",
        &["adl"],
        Act::Learning(LearningStatus::Completed),
        Some((Role::Holds, Assertion::Observed)),
    ),
    row(
        "achieved",
        &["tla"],
        Act::Learning(LearningStatus::Completed),
        Some((Role::Holds, Assertion::Observed)),
    ),
    row(
        "assessed",
        &["tla"],
        Act::Attempt,
        Some((Role::Develops, Assertion::Assessed)),
    ),
    row(
        "asserted",
        &["tla"],
        Act::Nothing,
        Some((Role::Holds, Assertion::Inferred)),
    ),
    row(
        "inferred",
        &["tla"],
        Act::Nothing,
        Some((Role::Holds, Assertion::Inferred)),
    ),
    row(
        "verified",
        &["tla"],
        Act::Nothing,
        Some((Role::Holds, Assertion::Endorsed)),
    ),
    row(
        "earned",
        &["tincan", "badges"],
        Act::Credential,
        Some((Role::Holds, Assertion::Certified)),
    ),
    row(
        "certified",
        &["tla"],
        Act::Credential,
        Some((Role::Holds, Assertion::Certified)),
    ),
    row(
        "conferred",
        &["tla"],
        Act::Credential,
        Some((Role::Holds, Assertion::Certified)),
    ),
    row("answered", &["adl"], Act::Nothing, None),
    row("rated", &["tincan"], Act::Nothing, None),
];

const fn row(
    word: &'static str,
    vocabularies: &'static [&'static str],
    activity: Act,
    competency: Option<(Role, Assertion)>,
) -> Verb {
    Verb {
        word,
        vocabularies,
        activity,
        competency,
    }
}

/// The row of a verb.
pub fn find(iri: &str) -> Option<&'static Verb> {
    let (vocabulary, word) = named(iri)?;
    VERBS
        .iter()
        .find(|verb| verb.word == word && verb.vocabularies.contains(&vocabulary))
}

/// Whether the verb takes another statement back.
pub fn is_voided(iri: &str) -> bool {
    named(iri) == Some(("adl", VOIDED))
}

/// Vocabulary and word. Systems write both `http` and `https`.
fn named(iri: &str) -> Option<(&'static str, &str)> {
    let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
    let (vocabulary, word) = VOCABULARIES
        .iter()
        .find_map(|(name, start)| Some((*name, rest.strip_prefix(start)?)))?;
    Some((vocabulary, word.strip_suffix(".json").unwrap_or(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(verb: &Verb) -> String {
        let act = match verb.activity {
            Act::Learning(status) => format!("learning, {}", status.as_str()),
            Act::Attempt => "attempt".to_owned(),
            Act::Credential => "credential".to_owned(),
            Act::Nothing => "nothing".to_owned(),
        };
        let skill = verb.competency.map_or("nothing".to_owned(), |(role, assertion)| {
            format!("{}, {}", role.as_str(), assertion.as_str())
        });
        let vocabularies = verb.vocabularies.join(", ");
        format!("| `{}` | {vocabularies} | {act} | {skill} |", verb.word)
    }

    #[test]
    fn the_table_is_the_readmes() {
        let rows: Vec<_> = include_str!("README.md")
            .lines()
            .skip_while(|line| !line.starts_with("| verb |"))
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .collect();
        let expected: Vec<_> = VERBS.iter().map(shown).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_verb_is_known_by_its_vocabulary_and_not_by_its_word_alone() {
        for (iri, word) in [
            ("http://adlnet.gov/expapi/verbs/passed", Some("passed")),
            ("https://w3id.org/xapi/adl/verbs/satisfied", Some("satisfied")),
            (
                "http://specification.openbadges.org/xapi/verbs/earned.json",
                Some("earned"),
            ),
            ("https://w3id.org/xapi/acrossx/verbs/evaluated", Some("evaluated")),
            ("https://w3id.org/xapi/tla/verbs/evaluated", None),
            ("http://example.org/verbs/passed", None),
            ("http://adlnet.gov/expapi/verbs/", None),
            ("passed", None),
        ] {
            assert_eq!(find(iri).map(|verb| verb.word), word, "{iri}");
        }
        assert!(is_voided("http://adlnet.gov/expapi/verbs/voided"));
        assert!(!is_voided("http://example.org/voided"));
    }
}

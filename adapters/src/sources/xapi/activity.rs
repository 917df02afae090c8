//! What kind of thing an activity is, told by its type.

use super::wire::{Definition, LanguageMap};
use passport::record::LearningKind;

/// Kinds of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that is learned from or tested by.
    Learning(LearningKind),
    /// A competency or a learning objective.
    Competency,
    /// A badge or another credential.
    Credential,
    /// A single question.
    Question,
}

/// Types by the last segment of their identifier, in the vocabularies below. What is not listed is a course: the widest word.
const TYPES: &[(&str, Kind)] = &[
    ("assessment", Kind::Learning(LearningKind::Assessment)),
    ("performance", Kind::Learning(LearningKind::Assessment)),
    ("simulation", Kind::Learning(LearningKind::Assessment)),
    ("school-assignment", Kind::Learning(LearningKind::Assessment)),
    ("content_set", Kind::Learning(LearningKind::Programme)),
    ("competency", Kind::Competency),
    ("objective", Kind::Competency),
    ("badge", Kind::Credential),
    ("credential", Kind::Credential),
    ("question", Kind::Question),
    ("interaction", Kind::Question),
    ("cmi.interaction", Kind::Question),
];

/// Addresses that types of known vocabularies begin with.
const VOCABULARIES: &[&str] = &[
    "adlnet.gov/expapi/activities/",
    "www.adlnet.gov/expapi/activities/",
    "w3id.org/xapi/adl/activities/",
    "w3id.org/xapi/tla/activity-types/",
    "id.tincanapi.com/activitytype/",
    "activitystrea.ms/schema/1.0/",
    "activitystrea.ms/",
];

/// Competencies of other vocabularies.
const COMPETENCIES: &[&str] = &["purl.org/ctdlasn/terms/Competency", "data.europa.eu/esco/model#Skill"];

/// What an activity of this type is.
pub fn kind(definition: &Definition) -> Kind {
    let known = definition.kind.as_deref().and_then(|iri| {
        let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
        if COMPETENCIES.contains(&rest) {
            return Some(Kind::Competency);
        }
        let word = VOCABULARIES.iter().find_map(|start| rest.strip_prefix(start))?;
        TYPES.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
    });
    known.unwrap_or(Kind::Learning(LearningKind::Course))
}

/// Longest text, in bytes.
const LONGEST: usize = 10_000;

/// A text in one language with its tag: English where there is any, else the first; none where all are blank or too long.
pub fn words(map: Option<&LanguageMap>) -> Option<(&str, &str)> {
    let filled = || {
        let texts = map.into_iter().flatten().filter(|(_, text)| text.len() <= LONGEST);
        texts.filter_map(|(language, text)| Some((crate::text::filled(text)?, language.as_str())))
    };
    let is_english = |language: &str| language == "en" || language.starts_with("en-");
    filled()
        .find(|(_, language)| is_english(language))
        .or_else(|| filled().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_its_whole_identifier() {
        for (iri, expected) in [
            (
                "http://adlnet.gov/expapi/activities/course",
                Kind::Learning(LearningKind::Course),
            ),
            (
                "http://adlnet.gov/expapi/activities/assessment",
                Kind::Learning(LearningKind::Assessment),
            ),
            ("http://adlnet.gov/expapi/activities/objective", Kind::Competency),
            ("https://w3id.org/xapi/tla/activity-types/competency", Kind::Competency),
            ("https://purl.org/ctdlasn/terms/Competency", Kind::Competency),
            ("http://activitystrea.ms/schema/1.0/badge", Kind::Credential),
            ("http://adlnet.gov/expapi/activities/cmi.interaction", Kind::Question),
            ("http://example.org/competency", Kind::Learning(LearningKind::Course)),
        ] {
            let definition = Definition {
                kind: Some(iri.to_owned()),
                ..Definition::default()
            };
            assert_eq!(kind(&definition), expected, "{iri}");
        }
    }

    #[test]
    fn english_is_taken_where_it_is_there() {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(l, t)| ((*l).to_owned(), (*t).to_owned())).collect();
        for (pairs, expected) in [
            (
                &[("de", "Erste Hilfe"), ("en-US", "First aid")][..],
                Some(("First aid", "en-US")),
            ),
            (&[("de", "Erste Hilfe"), ("en", " ")], Some(("Erste Hilfe", "de"))),
            (&[("en", "")], None),
        ] {
            let texts: LanguageMap = map(pairs);
            assert_eq!(words(Some(&texts)), expected, "{pairs:?}");
        }
    }
}

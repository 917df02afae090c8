//! What is the person called? Every subject keeps the name that its source gives; the person's is derived from theirs.
//!
//! Nothing is ever filled into a person, so a name goes where its subject goes, and leaves with it.

/// What somebody is called, and the language they prefer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The name to show.
    pub display: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Preferred language, BCP 47.
    pub language: Option<String>,
}

/// What one subject of a person is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called {
    /// Whether the holder says so.
    pub by_holder: bool,
    /// The names.
    pub names: Names,
}

/// How little a name may say to lead: the holder's own word, a name in its parts, any name; the earliest subject of each.
const LEADERS: &[fn(&Called) -> bool] = &[
    |called| called.by_holder && called.names.names_somebody(),
    |called| called.names.in_parts(),
    |called| called.names.names_somebody(),
];

/// The names of a person whose subjects are called so, the earliest made first. One subject leads, and gives all it has;
/// what it leaves open, the earliest that says it gives. Given and family name never come from two subjects.
pub fn person_names(subjects: &[Called]) -> Names {
    let leader = LEADERS.iter().find_map(|leads| subjects.iter().find(|one| leads(one)));
    let in_order = || leader.into_iter().chain(subjects).map(|called| &called.names);
    let parts = in_order().find(|names| names.in_parts());
    Names {
        display: in_order().find_map(|names| names.display.clone()),
        given: parts.and_then(|names| names.given.clone()),
        family: parts.and_then(|names| names.family.clone()),
        language: in_order().find_map(|names| names.language.clone()),
    }
}

impl Names {
    /// The names after a source spoke again. A person's own record replaces a name; other records only name the nameless.
    #[must_use]
    pub fn told(&self, news: &Names, own_record: bool) -> Names {
        let replaces = |news: bool, held: bool| news && (own_record || !held);
        let display = replaces(news.display.is_some(), self.display.is_some());
        let parts = replaces(news.in_parts(), self.in_parts());
        let pick = |newer: bool| if newer { news } else { self };
        Names {
            display: pick(display).display.clone(),
            given: pick(parts).given.clone(),
            family: pick(parts).family.clone(),
            // Only a person's own record says it.
            language: news.language.clone().or_else(|| self.language.clone()),
        }
    }

    fn in_parts(&self) -> bool {
        self.given.is_some() || self.family.is_some()
    }

    fn names_somebody(&self) -> bool {
        self.display.is_some() || self.in_parts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `display/given/family/language`, empty where nothing is said.
    fn names(text: &str) -> Names {
        let mut parts = text.split('/').map(|part| (!part.is_empty()).then(|| part.to_owned()));
        let mut next = || parts.next().flatten();
        Names {
            display: next(),
            given: next(),
            family: next(),
            language: next(),
        }
    }

    #[test]
    fn a_person_is_called_as_the_table_says() {
        for (subjects, expected) in [
            (&[][..], ""),
            (&[("", false)], ""),
            (&[("Amara", false)], "Amara"),
            (&[("Amara", false), ("Luis", false)], "Amara"),
            (&[("", false), ("Luis", false)], "Luis"),
            // A name in its parts leads, so that what is shown and its parts agree.
            (
                &[("A. O.", false), ("Amara Okafor/Amara/Okafor", false)],
                "Amara Okafor/Amara/Okafor",
            ),
            (
                &[("Amara Okafor/Amara/Okafor", false), ("Luis Ortega/Luis/Ortega", false)],
                "Amara Okafor/Amara/Okafor",
            ),
            // What the leader leaves open is given by the earliest that says it.
            (
                &[("A. O.///pt", false), ("Amara Okafor/Amara/Okafor", false)],
                "Amara Okafor/Amara/Okafor/pt",
            ),
            (&[("/Amara/Okafor", false), ("A. O.", false)], "A. O./Amara/Okafor"),
            // Parts are never mixed.
            (
                &[("Amara/Amara", false), ("Luis Ortega/Luis/Ortega", false)],
                "Amara/Amara",
            ),
            // The holder's own word comes before all.
            (
                &[("Amara Okafor/Amara/Okafor", false), ("Ama", true)],
                "Ama/Amara/Okafor",
            ),
            (
                &[("Amara Okafor/Amara/Okafor", false), ("///pt", true)],
                "Amara Okafor/Amara/Okafor/pt",
            ),
        ] {
            let called: Vec<Called> = subjects
                .iter()
                .map(|(text, by_holder)| Called {
                    by_holder: *by_holder,
                    names: names(text),
                })
                .collect();
            assert_eq!(person_names(&called), names(expected), "{subjects:?}");
        }
    }

    #[test]
    fn only_a_persons_own_record_changes_a_name() {
        for (held, news, own_record, expected) in [
            ("", "Amara", false, "Amara"),
            ("Amara", "Luis", false, "Amara"),
            ("Amara", "Luis", true, "Luis"),
            ("Amara", "", true, "Amara"),
            ("A O/A/O", "A P/A/P", true, "A P/A/P"),
            ("A O/A/O", "A/A", true, "A/A"),
            ("A O/A/O/pt", "A O", true, "A O/A/O/pt"),
            ("A O/A/O/pt", "///en", false, "A O/A/O/en"),
        ] {
            let told = names(held).told(&names(news), own_record);
            assert_eq!(told, names(expected), "{held} then {news}");
        }
    }
}

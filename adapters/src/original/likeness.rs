//! How much the name of a field is like what a fact is called, where a word could not be tried.

use super::leaves::steps;

/// The facts, each with the names that fields with its words have.
const NAMES: &[(&str, &[&str])] = &[
    ("given name", &["given", "first"]),
    ("family name", &["family", "last", "surname"]),
    ("who", &["name", "full", "display", "formatted"]),
    ("language", &["language", "lang", "locale"]),
    (
        "title",
        &["title", "name", "course", "program", "programme", "position", "job"],
    ),
    ("name", &["name", "organization", "company", "employer", "provider"]),
    ("kind", &["type", "kind", "category"]),
    ("issuer", &["issuer"]),
    ("issued", &["issued", "issuance", "awarded", "valid", "from", "date"]),
    ("expires", &["expires", "expiration", "until", "end"]),
    ("status", &["status", "state", "progress", "completion", "verb"]),
    ("description", &["description"]),
    ("identifier", &["id", "identifier"]),
    ("url", &["url", "website", "link"]),
    ("result", &["result", "score", "grade", "mark", "value", "status"]),
    ("picture", &["image", "picture", "photo"]),
    (
        "where",
        &[
            "company",
            "organization",
            "employer",
            "institution",
            "school",
            "entity",
            "department",
            "name",
        ],
    ),
    ("role", &["role", "position", "job"]),
    ("occupation", &["occupation", "occupational", "soc", "onet"]),
    (
        "when",
        &[
            "date",
            "start",
            "end",
            "from",
            "to",
            "begin",
            "completed",
            "completion",
            "timestamp",
        ],
    ),
    (
        "in words",
        &["description", "summary", "narrative", "comment", "text", "note"],
    ),
    ("code", &["code", "number"]),
    ("taught by", &["provider", "school", "org", "institution", "name"]),
    ("credits", &["credit", "credits", "units"]),
    (
        "teaches",
        &[
            "outcome",
            "outcomes",
            "objective",
            "skill",
            "competency",
            "target",
            "alignment",
        ],
    ),
    ("run by", &["provider", "office", "board", "agency"]),
    ("service", &["service", "training"]),
    ("service when", &["date", "service", "training"]),
    (
        "skill",
        &[
            "skill",
            "competency",
            "outcome",
            "target",
            "alignment",
            "name",
            "language",
        ],
    ),
    (
        "level",
        &[
            "level",
            "proficiency",
            "rating",
            "score",
            "grade",
            "mastery",
            "value",
            "fluency",
        ],
    ),
    ("stated as", &["date", "at", "time", "timestamp", "issuer"]),
    ("evidence", &["evidence", "url", "link"]),
    ("known there as", &["id", "identifier", "key", "user", "login"]),
    (
        "known by",
        &[
            "email",
            "mail",
            "mbox",
            "id",
            "identifier",
            "user",
            "login",
            "username",
            "phone",
        ],
    ),
    (
        "offered by",
        &["organization", "provider", "employer", "hiring", "name"],
    ),
    (
        "location",
        &["location", "address", "city", "state", "locality", "region"],
    ),
    ("open", &["date", "posted", "valid", "through"]),
    (
        "requires",
        &[
            "skill",
            "skills",
            "requirement",
            "requirements",
            "qualification",
            "qualifications",
        ],
    ),
    ("aims for", &["target", "occupation"]),
    ("by", &["due", "date"]),
];

/// How many steps of a way name what the fact is called, the last two of them being looked at.
pub(super) fn likeness(label: &str, path: &str) -> usize {
    let names = NAMES
        .iter()
        .find(|(of, _)| *of == label)
        .map(|(_, names)| *names)
        .unwrap_or_default();
    let steps = steps(path);
    let tokens = steps.iter().rev().take(2).flat_map(|step| tokens(step));
    tokens.filter(|token| names.contains(&token.as_str())).count()
}

/// The words that a name is put together of: `givenName`, `given_name`, `Given Name`.
pub(super) fn tokens(name: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut was_small = false;
    for sign in name.chars() {
        if !sign.is_alphabetic() || (sign.is_uppercase() && was_small) {
            tokens.push(String::new());
        }
        if let Some(last) = tokens.last_mut().filter(|_| sign.is_alphabetic()) {
            last.extend(sign.to_lowercase());
        }
        was_small = sign.is_lowercase();
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_like_the_fact_that_it_is_named_for() {
        for (path, most, least) in [
            ("givenName", "given name", "family name"),
            ("users[0].last_name", "family name", "given name"),
            ("username", "known by", "given name"),
            ("Approval Date", "open", "code"),
            ("proficiencyLevel.scoresNumeric[0].value", "level", "title"),
            ("credentialSubject.achievement.name", "title", "status"),
        ] {
            assert!(likeness(most, path) > likeness(least, path), "{path}");
        }
    }
}

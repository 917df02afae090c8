//! Words of small deliveries, and the facts beside which they stand.

use adapters::original::{Beside, Comparison, Fate};
use adapters::read;

/// The first record at a place, beside its words.
pub fn first(adapter: &str, files: &[(&str, &str)], place: &str) -> Beside {
    let adapter = adapters::by_key(adapter).unwrap();
    let part = |(name, text): &(&str, &str)| adapters::Part {
        name: name.to_string().into(),
        bytes: text.as_bytes().to_vec().into(),
    };
    let delivery = adapters::Delivery::several("all", files.iter().map(part).collect());
    let batch = adapters::read_all(adapter, &delivery).unwrap();
    let records = batch
        .records
        .into_iter()
        .filter(|record| record.place.to_string() == place);
    let mut comparison = Comparison::of(adapter, &delivery, records.take(1).collect());
    read(adapter, &delivery, &mut comparison).unwrap();
    comparison.finish().remove(0)
}

/// What the words of the first record become: its way, and the label of the fact that says it.
fn paired(adapter: &str, files: &[(&str, &str)], place: &str) -> Vec<(String, Option<&'static str>)> {
    let beside = first(adapter, files, place);
    let label = |fate: &Fate| match fate {
        Fate::Carried(facts) => facts.first().map(|at| beside.facts[*at].label),
        _ => None,
    };
    let words = beside.words.as_ref().unwrap();
    words
        .iter()
        .map(|word| (word.path.clone(), label(&word.fate)))
        .collect()
}

#[test]
fn words_that_are_the_same_by_chance_are_told_apart() {
    let users = "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n";
    let resume = r#"{"basics":{"name":"Nia Park","label":"Nia Park"},
        "work":[{"name":"2021","position":"Nurse","summary":"Nurse","startDate":"2021"}]}"#;
    let pirl = "100,900,901,903,904,1300\nAB1,20230101,20230601,1,0,1\n";
    for (adapter, file, text, place, expected) in [
        (
            "oneroster_csv",
            "users.csv",
            users,
            "users.csv: row 2",
            vec![
                ("username", Some("known by")),
                ("givenName", Some("given name")),
                ("familyName", Some("family name")),
            ],
        ),
        (
            "json_resume",
            "r.json",
            resume,
            "r.json: /work/0",
            vec![
                ("name", Some("where")),
                ("position", Some("title")),
                ("summary", Some("in words")),
                ("startDate", Some("when")),
            ],
        ),
        (
            "pirl",
            "p.csv",
            pirl,
            "p.csv: row 2",
            vec![
                ("900", Some("when")),
                ("901", Some("when")),
                ("903", Some("title")),
                ("904", None),
            ],
        ),
    ] {
        let words = paired(adapter, &[(file, text)], place);
        for (path, label) in expected {
            let found = words.iter().find(|(way, _)| way == path);
            assert_eq!(found, Some(&(path.to_owned(), label)), "{adapter}: {words:?}");
        }
    }
}

#[test]
fn what_is_told_of_by_other_files_is_paired_with_them_there() {
    let users = "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n";
    let orgs = "sourcedId,name,type\no-1,Riverside,school\n";
    let courses = "sourcedId,title,courseCode,orgSourcedId\nc-1,Welding I,1,o-1\n";
    let classes = "sourcedId,title,courseSourcedId,classType,schoolSourcedId\nk-1,Welding I,c-1,scheduled,o-1\n";
    let enrollments =
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate\n1,k-1,o-1,u-1,student,2025-01-10\n";
    let files = [
        ("users.csv", users),
        ("orgs.csv", orgs),
        ("courses.csv", courses),
        ("classes.csv", classes),
        ("enrollments.csv", enrollments),
    ];
    let words = paired("oneroster_csv", &files, "enrollments.csv: row 2");
    for (path, label) in [("beginDate", Some("when")), ("sourcedId", None)] {
        let found = words.iter().find(|(way, _)| way == path);
        assert_eq!(found, Some(&(path.to_owned(), label)), "{words:?}");
    }
}

#[test]
fn what_a_field_of_the_same_name_says_too_is_not_paired() {
    let named = r#"{
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:a", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Welding in Steel",
        "issuer": { "id": "did:web:badges.example", "type": ["Profile"], "name": "Badges" },
        "validFrom": "2025-03-14T10:00:00Z",
        "credentialSubject": { "id": "urn:person:amara", "type": ["AchievementSubject"], "achievement": {
            "id": "https://badges.example/a", "type": ["Achievement"], "name": "Welding in Steel",
            "description": "As awarded.", "criteria": { "narrative": "Do it." } } } }"#;
    let words = paired("open_badges", &[("b.json", named)], "b.json");
    for (path, label) in [("name", None), ("credentialSubject.achievement.name", Some("title"))] {
        let found = words.iter().find(|(way, _)| way == path);
        assert_eq!(found, Some(&(path.to_owned(), label)), "{words:?}");
    }
}

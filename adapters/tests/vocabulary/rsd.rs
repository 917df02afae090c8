//! Rich Skill Descriptors as a table and as JSON.

use crate::files::{fault, plain, told, whole};
use adapters::vocabulary::Format;

pub const TABLE: &str = "\
Canonical URL,RSD Name,Author,Skill Statement,Category,Keywords,Standards,Alignment Name,Alignment URL,Alignment Framework
https://osmt.example/api/skills/1,Active Listening,Riverside,Listen to what a patient says.,Communication,listening; attention,,Listening,https://other.example/1; https://other.example/2,Other
,Data Entry,Riverside,Key in records.,,,,,,
";
pub const JSON: &str = r#"[
  {"@context": "https://rsd.openskillsnetwork.org/context-v1.json", "type": "RichSkillDescriptor",
   "id": "https://osmt.example/api/skills/1", "skillName": "Active Listening", "skillStatement": "Listen to what a patient says.",
   "category": "Communication", "keywords": ["listening", "attention"],
   "alignments": [{"id": "https://other.example/1", "skillName": "Listening"}, {"id": "https://other.example/2"}]},
  {"id": "https://osmt.example/api/skills/2", "skillName": "Telex", "skillStatement": "Send.", "status": "archived"}
]
"#;

const LISTENING: &str = "
        1: released skill
          en preferred Active Listening
          en description Listen to what a patient says.
          en keywords Communication; listening; attention
        ";

#[test]
fn a_table_and_its_json_say_the_same() {
    let table = told(&whole(&[("collection.csv", TABLE)]).unwrap());
    let json = told(&whole(&[("skills.json", JSON)]).unwrap());
    let collection = format!(r#"{{"name": "Care", "skills": {JSON}}}"#);
    let in_collection = whole(&[("collection.json", &collection)]).unwrap();
    assert_eq!(in_collection.about.name.as_deref(), Some("Care"));
    assert_eq!(told(&in_collection), json);
    let matches = "1 related match https://other.example/1\n1 related match https://other.example/2";
    let listening = plain(LISTENING);
    assert_eq!(
        table,
        format!(
            "{listening}\ndata-entry: released skill\n  en preferred Data Entry\n  en description Key in records.\n{matches}"
        )
    );
    assert_eq!(
        json,
        format!("{listening}\n2: deprecated skill\n  en preferred Telex\n  en description Send.\n{matches}")
    );
}

#[test]
fn a_fault_is_named() {
    let two = TABLE.replacen(",Data Entry", "https://osmt.example/api/skills/1,Data Entry", 1);
    let nameless = JSON.replacen("\"Telex\"", "\" \"", 1);
    let only_named = r#"{"skillStatement": "", "skills": ["https://osmt.example/api/skills/1"]}"#;
    for (name, text, code, says) in [
        (
            "a.csv",
            two.as_str(),
            "duplicate_concept",
            "a.csv: row 3: this concept is described twice, first at a.csv: row 2; leave one of the two out",
        ),
        (
            "a.json",
            &nameless,
            "missing_field",
            "a.json: /1: line 6: the skill has no name; give it a skillName",
        ),
        (
            "a.json",
            only_named,
            "unsupported",
            "a.json: /skills/0: line 1: the skill is only named; export the collection with its skills",
        ),
    ] {
        assert_eq!(fault(Format::Rsd, &[(name, text)]), (code, says.to_owned()));
    }
}

//! Files as they come, files as they are written, and that the one gives the other.

use super::*;
use crate::delivery::{Delivery, Part};
use chrono::NaiveDate;
use passport::record::Place;
use passport::skill::Relation;
use proptest::prelude::*;

const EXAMPLE: &str = "\
#curie_map:
#  orcid: https://orcid.org/
#  COL: https://college.example/skills/
#mapping_set_id: https://college.example/mappings
#mapping_set_version: 1.10
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_tool: linker
#mapping_date: 2026-01-31
#object_source: local:esco
#mapping_set_confidence: 0.9
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\treviewer_label\tconfidence\tcomment\tmood
COL:1\tcare\tskos:exactMatch\t\thttp://data.europa.eu/esco/skill/a\tsemapv:LexicalMatching\torcid:1|jane\t\t0.75\t\"so \"\"much\"\"\"\tgood
COL:2\t\tskos:broadMatch\tNot\thttp://data.europa.eu/esco/skill/b\tsemapv:ManualMappingCuration\t\tAda L.\t\t\t
COL:3\t\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\t1\t\t
COL:4\t\towl:sameAs\t\thttp://data.europa.eu/esco/skill/d\thttps://w3id.org/semapv/vocab/MappingReview\t\t\t\t\t
";

fn read_text(text: &str) -> Result<MappingSet, passport::record::Unreadable> {
    read(&Delivery::single("m.sssom.tsv", text.as_bytes().to_vec()))
}

fn with_rows(rows: &str) -> MappingSet {
    let head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tmapping_date\tpredicate_modifier\tsubject_type\n";
    read_text(&format!("#curie_map:\n#  A: https://a.example/\n{head}{rows}\n")).unwrap()
}

#[test]
fn a_set_is_read_with_its_head() {
    let set = read_text(EXAMPLE).unwrap();
    assert_eq!(set.rejects, []);
    assert_eq!(set.about.id.as_deref(), Some("https://college.example/mappings"));
    assert_eq!(set.about.version.as_deref(), Some("1.10"), "a version is no number");
    let [one, two, three, four] = &set.mappings[..] else {
        panic!("{:?}", set.mappings)
    };
    assert_eq!(one.place, Place::row("m.sssom.tsv", 12));
    assert_eq!(one.subject.uri, "https://college.example/skills/1");
    assert_eq!(one.subject.label.as_deref(), Some("care"));
    assert_eq!(one.confidence, Some(0.75));
    assert_eq!(one.comment.as_deref(), Some("so \"much\""));
    assert_eq!(one.made.authors.ids, ["https://orcid.org/1"]);
    assert_eq!(
        one.made.authors.names,
        ["jane"],
        "an identifier that nobody knows is a name"
    );
    assert_eq!(one.made.tool.as_deref(), Some("linker"), "the head speaks for all");
    assert_eq!(one.made.on, NaiveDate::from_ymd_opt(2026, 1, 31));
    assert_eq!(one.object_source.source.as_deref(), Some("local:esco"));
    assert!(matches!(
        &two.says,
        Says::Relates {
            relation: Relation::Broad,
            denied: true,
            ..
        }
    ));
    assert_eq!(two.made.reviewers.names, ["Ada L."]);
    assert_eq!(three.says, Says::NoMatch);
    assert!(matches!(
        &four.says,
        Says::Relates {
            relation: Relation::Exact,
            denied: false,
            ..
        }
    ));
    assert_eq!(four.justification, "semapv:MappingReview");
    let notes: Vec<_> = set.notes.iter().map(|note| (note.code, note.count)).collect();
    assert_eq!(notes, [("not_carried", 1), ("unknown_column", 1), ("read_as_skos", 1)]);
}

#[test]
fn a_bad_row_is_a_reject_and_the_others_stand() {
    for (row, column, code) in [
        (
            "B:1\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\t\t",
            Some("subject_id"),
            "bad_uri",
        ),
        (
            "word\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\t\t",
            Some("subject_id"),
            "bad_uri",
        ),
        (
            "A:1\tskos:exactMatch\t\tsemapv:LexicalMatching\t\t\t\t",
            Some("object_id"),
            "missing_field",
        ),
        (
            "A:1\tskos:exactMatch\tA:2\t\t\t\t\t",
            Some("mapping_justification"),
            "missing_field",
        ),
        (
            "A:1\tskos:likes\tA:2\tsemapv:LexicalMatching\t\t\t\t",
            Some("predicate_id"),
            "unknown_predicate",
        ),
        (
            "A:1\tskos:exactMatch\tA:1\tsemapv:LexicalMatching\t\t\t\t",
            Some("object_id"),
            "same_concept",
        ),
        (
            "A:1\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t1.2\t\t\t",
            Some("confidence"),
            "bad_number",
        ),
        (
            "A:1\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\tNaN\t\t\t",
            Some("confidence"),
            "bad_number",
        ),
        (
            "A:1\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t31.1.2026\t\t",
            Some("mapping_date"),
            "bad_date",
        ),
        (
            "A:1\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\tMaybe\t",
            Some("predicate_modifier"),
            "unknown_code",
        ),
        (
            "A:1\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\t\t\tNot\t",
            Some("predicate_modifier"),
            "unsupported",
        ),
        (
            "sssom:NoTermFound\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\t\t\t\t",
            Some("subject_id"),
            "missing_field",
        ),
        (
            "\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\t\trdfs literal",
            Some("subject_type"),
            "unsupported",
        ),
        (
            "A:1\u{1}\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\t\t",
            None,
            "bad_character",
        ),
        ("A:1\tskos:exactMatch", None, "wrong_column_count"),
    ] {
        let good = "A:8\tskos:exactMatch\tA:9\tsemapv:LexicalMatching\t\t\t\t";
        let set = with_rows(&format!("{row}\n{good}"));
        let [reject] = &set.rejects[..] else {
            panic!("{row}: {:?}", set.rejects)
        };
        assert_eq!(
            (reject.place.row, reject.place.column.as_deref(), reject.code),
            (Some(4), column, code),
            "{row}"
        );
        assert_eq!(set.mappings.len(), 1, "{row}");
        assert_eq!(set.mappings[0].place.row, Some(5));
    }
}

#[test]
fn a_set_that_is_cut_off_says_so() {
    let head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment\n";
    let row = "https://a.example/1\tskos:exactMatch\thttps://a.example/2\tsemapv:LexicalMatching\tgood";
    for (cut, mappings, rejects, notes) in [
        (format!("{row}\n"), 2, vec![], vec![]),
        (row.to_owned(), 2, vec![], vec!["no_line_end"]),
        (row.replace("good", "go"), 2, vec![], vec!["no_line_end"]),
        (row.replace("\tgood", ""), 1, vec!["cut_off"], vec![]),
        ("https://a.ex".to_owned(), 1, vec!["cut_off"], vec![]),
        ("https://a.ex\n".to_owned(), 1, vec!["wrong_column_count"], vec![]),
        (row.replace("good", "\"go"), 1, vec!["bad_quoting"], vec!["no_line_end"]),
    ] {
        let set = read_text(&format!("{head}{row}\n{cut}")).unwrap();
        let codes: Vec<_> = set.rejects.iter().map(|reject| reject.code).collect();
        let noted: Vec<_> = set.notes.iter().map(|note| note.code).collect();
        assert_eq!((set.mappings.len(), codes, noted), (mappings, rejects, notes), "{cut}");
        assert!(set.rejects.iter().all(|reject| reject.place.row == Some(3)), "{cut}");
    }
}

#[test]
fn nothing_found_for_the_object_is_said_of_the_object() {
    let set = with_rows("sssom:NoTermFound\tskos:exactMatch\tA:2\tsemapv:LexicalMatching\t\t\t\t");
    assert_eq!(set.mappings[0].subject.uri, "https://a.example/2");
    assert_eq!(set.mappings[0].says, Says::NoMatch);
}

#[test]
fn a_bad_head_is_unreadable_and_says_where() {
    let table = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n";
    for (head, table, row, code) in [
        ("#license: [\n", table, Some(2), "not_yaml"),
        ("#license: x\n#license: y\n", table, Some(2), "not_yaml"),
        ("#a: &x [1]\n#b: *x\n", table, Some(1), "not_yaml"),
        ("#- a\n", table, Some(1), "not_yaml"),
        ("#mapping_date: yesterday\n", table, None, "bad_date"),
        ("#license: x\n", "subject_id\tpredicate_id\n", Some(2), "missing_column"),
        ("", "subject_id\tpredicate_id\tobject_id\n", Some(1), "missing_column"),
        (
            "",
            "subject_id\tpredicate_id\tobject_id\tmatch_type\tSubject_ID\n",
            Some(1),
            "second_column",
        ),
        ("#license: x\n", "", Some(2), "empty"),
        ("", "\"subject_id\tpredicate_id\n", Some(1), "bad_quoting"),
    ] {
        let fault = read_text(&format!("{head}{table}")).expect_err(head);
        assert_eq!((fault.place.row, fault.code), (row, code), "{head}{table}: {fault}");
    }
    let latin = read(&Delivery::single("m.tsv", b"subject_id\xEB".to_vec()));
    assert_eq!(latin.map_err(|fault| fault.code), Err("not_utf8"));
}

#[test]
fn the_head_may_be_a_file_of_its_own() {
    let part = |name: &'static str, text: String| Part {
        name: name.into(),
        bytes: text.into_bytes().into(),
    };
    let (head, table) = EXAMPLE.split_at(EXAMPLE.find("subject_id").unwrap());
    let head: String = head.lines().map(|line| format!("{}\n", &line[1..])).collect();
    let apart = |table: &str| {
        let parts = vec![part("m.sssom.tsv", table.to_owned()), part("m.sssom.yml", head.clone())];
        read(&Delivery::several("m", parts))
    };
    let (one, two) = (read_text(EXAMPLE).unwrap(), apart(table).unwrap());
    assert_eq!(one.about, two.about);
    assert_eq!(write(&one), write(&two));
    assert_eq!(apart(EXAMPLE).map_err(|fault| fault.code), Err("second_head"));
}

#[test]
fn a_set_is_written_in_the_canonical_form() {
    let written = write(&read_text(EXAMPLE).unwrap());
    let expected = "\
#curie_map:
#  esco: http://data.europa.eu/esco/
#  local: \"local:\"
#  ns1: https://college.example/skills/
#  orcid: https://orcid.org/
#mapping_set_id: https://college.example/mappings
#mapping_set_version: \"1.10\"
#license: https://creativecommons.org/licenses/by/4.0/
#object_source: local:esco
#mapping_tool: linker
#mapping_date: 2026-01-31
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\tauthor_label\treviewer_label\tconfidence\tcomment
ns1:1\tcare\tskos:exactMatch\t\tesco:skill/a\tsemapv:LexicalMatching\torcid:1\tjane\t\t0.75\t\"so \"\"much\"\"\"
ns1:2\t\tskos:broadMatch\tNot\tesco:skill/b\tsemapv:ManualMappingCuration\t\t\tAda L.\t\t
ns1:3\t\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\t\t1\t
ns1:4\t\tskos:exactMatch\t\tesco:skill/d\tsemapv:MappingReview\t\t\t\t\t
";
    assert_eq!(written, expected);
}

/// A text without blanks at its ends and without what no cell holds.
fn text() -> impl Strategy<Value = String> {
    "[^\\p{C}\\p{Z}]([^\\p{C}\\p{Zl}\\p{Zp}]{0,12}[^\\p{C}\\p{Z}])?"
}

fn uri() -> impl Strategy<Value = String> {
    let part = "[^\\p{C}\\p{Z}<>/][^\\p{C}\\p{Z}<>]{0,12}";
    prop_oneof![
        part.prop_map(|part: String| format!("http://data.europa.eu/esco/skill/{part}")),
        part.prop_map(|part: String| format!("https://a.example/x#{part}")),
        part.prop_map(|part: String| format!("urn:unspsc:{part}")),
        "[a-z]{1,5}/?".prop_map(|host: String| format!("https://{host}")),
        part.prop_map(|part: String| format!("local:college/{part}")),
    ]
}

fn named() -> impl Strategy<Value = Named> {
    (uri(), proptest::option::of(text())).prop_map(|(uri, label)| Named { uri, label })
}

fn says() -> impl Strategy<Value = Says> {
    let relates = (named(), proptest::sample::select(Relation::ALL), any::<bool>());
    let relates = relates.prop_map(|(object, relation, denied)| Says::Relates {
        object,
        relation,
        denied,
    });
    prop_oneof![4 => relates, 1 => Just(Says::NoMatch)]
}

fn day() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of((0..40_000_i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(700_000 + day).unwrap()))
}

fn people() -> impl Strategy<Value = People> {
    let some = |one| proptest::collection::vec(one, 0..3);
    (some(uri().boxed()), some(text().boxed())).prop_map(|(ids, names)| People { ids, names })
}

fn made() -> impl Strategy<Value = Made> {
    let tool = (
        proptest::option::of(text()),
        proptest::option::of(text()),
        proptest::option::of(uri()),
    );
    (people(), people(), tool, day(), day()).prop_map(|(authors, reviewers, tool, on, reviewed_on)| Made {
        authors,
        reviewers,
        tool: tool.0,
        tool_version: tool.1,
        first_told_in: tool.2,
        on,
        reviewed_on,
    })
}

fn found() -> impl Strategy<Value = Found> {
    (proptest::option::of(uri()), proptest::option::of(text())).prop_map(|(source, version)| Found { source, version })
}

fn share() -> impl Strategy<Value = Option<f64>> {
    proptest::option::of((0..=1000_u32).prop_map(|thousandths| f64::from(thousandths) / 1000.0))
}

fn met() -> impl Strategy<Value = Met> {
    let some = || proptest::collection::vec(text(), 0..3);
    (some(), some(), some(), share(), proptest::option::of(text())).prop_map(
        |(subject_fields, object_fields, strings, score, measure)| Met {
            subject_fields,
            object_fields,
            strings,
            score,
            measure,
        },
    )
}

fn mapping() -> impl Strategy<Value = Mapping> {
    let whole = (named(), says(), made(), found(), found());
    let rest = (
        share(),
        met(),
        proptest::collection::vec(text(), 0..3),
        proptest::option::of(text()),
    );
    let mapping = (whole, rest).prop_map(|((subject, says, made, subject_source, object_source), rest)| Mapping {
        place: Place::default(),
        subject,
        says,
        justification: "semapv:LexicalMatching".into(),
        made,
        subject_source,
        object_source,
        confidence: rest.0,
        met: rest.1,
        see_also: rest.2,
        comment: rest.3,
    });
    mapping.prop_filter(
        "a concept is not mapped to itself",
        |mapping| !matches!(&mapping.says, Says::Relates { object, .. } if object.uri == mapping.subject.uri),
    )
}

fn set() -> impl Strategy<Value = MappingSet> {
    let about = (uri(), text(), text(), text());
    (about, proptest::collection::vec(mapping(), 0..8)).prop_map(|((id, version, title, licence), mappings)| {
        MappingSet {
            about: About {
                id: Some(id),
                version: Some(version),
                title: Some(title),
                description: None,
                licence: Some(licence),
            },
            mappings,
            ..MappingSet::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_again(mut set in set()) {
        let written = write(&set);
        let mut again = read_text(&written).unwrap();
        prop_assert_eq!(&again.rejects, &vec![], "{}", written);
        prop_assert_eq!(&again.notes, &vec![]);
        for mapping in &mut again.mappings {
            mapping.place = Place::default();
        }
        let sorted = |set: &mut MappingSet| {
            let key = |mapping: &Mapping| write(&MappingSet { mappings: vec![mapping.clone()], ..MappingSet::default() });
            set.mappings.sort_by_key(key);
        };
        sorted(&mut set);
        sorted(&mut again);
        prop_assert_eq!(again.about, set.about);
        prop_assert_eq!(again.mappings, set.mappings);
    }
}

proptest! {
    #[test]
    fn any_text_is_a_set_or_an_error(head in "(#[ -~\u{a0}-\u{ff}]{0,40}\n){0,6}", body in "[ -~\t\n]{0,200}") {
        let header = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n";
        let _ = read_text(&format!("{head}{body}"));
        let _ = read_text(&format!("{head}{header}{body}"));
    }

    #[test]
    fn any_head_is_read_or_refused(text in "[ \\[\\]{}:,?&*!|>'\"%@`#a-c0-9~\n\t-]{0,120}") {
        let _ = metadata::Metadata::read("m.yml", &text);
    }
}

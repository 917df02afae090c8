//! Local lists: a plain table.

use crate::files::{delivery, fault, plain, told, whole};
use adapters::vocabulary::{Format, Given, read};

pub const LIST: &str = "\
uri,code,label,language,alternative_labels,hidden_labels,description,kind,status,replaced_by,broader,related,essential_for,exact_match,price
,W,Warehouse,,,,,group,,,,,,,9
,W1,Forklift driving,en,Lift truck driving | FLT,forklfit,Moving pallets.,,,,Warehouse,Order picking,urn:jobs:1,urn:esco:forklift,
,W1,Gabelstapler fahren,de,,,,,,,,,,,
,,Order picking,,,,,Skill,,,W,,,,
urn:jobs:1,,Warehouse worker,,,,,occupation,deprecated,urn:jobs:2,,,,,
";

#[test]
fn rows_add_up_to_concepts_that_name_each_other() {
    let given = Given {
        key: "acme",
        language: "en",
    };
    let contents = read(&delivery(&[("acme.csv", LIST)]), Format::List, &given).unwrap();
    let expected = plain(
        "
        w: released group [W]
          en preferred Warehouse
        w1: released skill [W1]
          en preferred Forklift driving
          en alternative Lift truck driving
          en alternative FLT
          en hidden forklfit
          de preferred Gabelstapler fahren
          en description Moving pallets.
        order-picking: released skill
          en preferred Order picking
        1: deprecated occupation replaced by urn:jobs:2
          en preferred Warehouse worker
        w1 broader w
        w1 related order-picking
        w1 essential_for 1
        order-picking broader w
        w1 exact match urn:esco:forklift
        note unknown_column x1 acme.csv: row 1
        ",
    );
    assert_eq!(told(&contents), expected);
    assert_eq!(contents.concepts[2].uri, "local:acme/order-picking");
}

#[test]
fn only_the_label_is_needed() {
    let contents = whole(&[("skills.csv", "Label\nC\nC#\n\"C++\"")]).unwrap();
    let uris: Vec<_> = contents.concepts.iter().map(|concept| concept.uri.as_str()).collect();
    assert_eq!(uris, ["local:local/c", "local:local/c%23", "local:local/c%2B%2B"]);
    assert_eq!(contents.noted("no_line_end"), 1);
}

#[test]
fn a_fault_is_named_with_file_row_and_column() {
    for (text, code, says) in [
        (
            "label\nC\nC\n",
            "duplicate_concept",
            "a.csv: row 3: this concept is described twice, first at a.csv: row 2; leave one of the two out",
        ),
        (
            "label,code\n,1\n",
            "missing_field",
            "a.csv: row 2, column label: the cell is empty; fill it, or leave the row out",
        ),
        (
            "label,kind\nC,hobby\n",
            "unknown_kind",
            "a.csv: row 2, column kind: no such kind is known; skill, knowledge, language, ability, work_style, activity, technology, occupation, group, occupation_group are",
        ),
        (
            "label,status\nC,old\n",
            "unknown_code",
            "a.csv: row 2, column status: no such status is known; released and deprecated are",
        ),
        (
            "label,language\nC,English\n",
            "bad_language",
            "a.csv: row 2: this names no language; write a tag such as en or pt-BR (BCP 47)",
        ),
        (
            "label,broader\nC,D\n",
            "missing_concept",
            "a.csv: row 2, column broader: the list holds no D; add a row for it, or take it out",
        ),
        (
            "label,replaced_by\nC,D\n",
            "missing_concept",
            "a.csv: row 2, column replaced_by: the list holds no D; add a row for it, write its uri, or take it out",
        ),
        (
            "label,replaced_by\nC,https://a.example/a b\n",
            "bad_uri",
            "a.csv: row 2, column replaced_by: https://a.example/a b is no URI; write one without spaces",
        ),
        (
            "label,code,broader\nC,1,\nC,2,\nD,3,C\n",
            "ambiguous_concept",
            "a.csv: row 4, column broader: several concepts are called C; name the one by its uri",
        ),
        (
            "label,broader\nC,D\nD,E\nE,C\n",
            "cycle",
            "a.csv: row 4: going from narrower to broader leads in a circle through local:local/e and local:local/c; take one out",
        ),
        (
            "label,broader\nC,C\n",
            "cycle",
            "a.csv: row 2: the concept is broader than itself; take the relation out",
        ),
        (
            "label\n\"C\n\nD\n",
            "bad_quoting",
            "a.csv: row 2: a quoted cell does not end, or goes on after its closing quote; double the quotes inside it",
        ),
        (
            "label,code\n\"C\nC\",1\nD,1,2\n",
            "wrong_column_count",
            "a.csv: row 3: line 4: the row has 3 cells, the header 2; check its delimiters and quotes",
        ),
        (
            "label\n",
            "empty",
            "vocabulary: the files hold no concepts; add the file with the concepts",
        ),
        (
            "name\nC\n",
            "unknown_file",
            "a.csv: this is no file of a list with the column label that is known, or its first row is damaged; leave it out, or download it again",
        ),
    ] {
        assert_eq!(fault(Format::List, &[("a.csv", text)]), (code, says.to_owned()));
    }
}

#[test]
fn what_takes_the_place_of_a_concept_is_named_by_uri_code_or_label() {
    let table = "code,label,replaced_by\n1,One,2\n2,Two,Three\n3,Three,local:local/1\n4,Four,https://a.example/4\n";
    let contents = whole(&[("a.csv", table)]).unwrap();
    let by: Vec<_> = contents
        .concepts
        .iter()
        .map(|concept| concept.replaced_by.as_deref().unwrap())
        .collect();
    assert_eq!(
        by,
        ["local:local/2", "local:local/3", "local:local/1", "https://a.example/4"]
    );
}

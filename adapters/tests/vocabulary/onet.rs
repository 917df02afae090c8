//! The O*NET database in small.

use crate::files::{delivery, fault, plain, told, whole};
use adapters::vocabulary::{Format, Given, read};

pub const ELEMENTS: &str = "Element ID\tElement Name\tDescription\r\n1.B\tInterests\tNot carried.\r\n2.A\tBasic Skills\tThey help learning.\r\n\
         2.A.1\tContent\tBackground.\r\n2.A.1.b\tActive Listening\tGiving full attention.\r\n2.C\tForeign Language\tKnowing \"words\".\r\n";

const FILES: &[(&str, &str)] = &[
    ("Read Me.txt", "O*NET 29.0 Database\nAugust 2024 Release\n"),
    ("Content Model Reference.txt", ELEMENTS),
    (
        "Scales Reference.txt",
        "Scale ID\tScale Name\tMinimum\tMaximum\r\nAO\tAutomation\t1\t5\r\nIM\tImportance\t1\t5\r\nLV\tLevel\t0\t7\r\n",
    ),
    (
        "Level Scale Anchors.txt",
        "Element ID\tElement Name\tScale ID\tAnchor Value\tAnchor Description\r\n2.A.1.b\tActive Listening\tLV\t2\tTake a customer's order\r\n\
         2.C\tForeign Language\tLV\t1\t\"Please\" and \"thank you\"\r\n",
    ),
    (
        "Occupation Data.txt",
        "O*NET-SOC Code\tTitle\tDescription\r\n29-1141.00\tRegistered Nurses\tAssess patients.\r\n51-4121.00\tWelders\tWeld.\r\n",
    ),
    (
        "Alternate Titles.txt",
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\r\n29-1141.00\tRegistered Nurse (RN)\tRN\t01\r\n29-1141.00\tWard Nurse\tn/a\t01\r\n",
    ),
    (
        "Task Statements.txt",
        "O*NET-SOC Code\tTask ID\tTask\tTask Type\r\n51-4121.00\t1\tExamine workpieces.\tCore\r\n",
    ),
    (
        "Technology Skills.txt",
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\r\n\
         51-4121.00\tC# & Co\t43232402\tDevelopment environment software\tY\tN\r\n29-1141.00\tc# & co\t43232402\tDevelopment environment software\tY\tN\r\n",
    ),
    (
        "Job Zone Reference.txt",
        "Job Zone\tName\tExperience\r\n3\tMedium Preparation Needed\tSome is required.\r\n",
    ),
    (
        "Job Zones.txt",
        "O*NET-SOC Code\tJob Zone\tDate\r\n29-1141.00\t3\t08/2023\r\n",
    ),
    (
        "Skills.txt",
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\r\n\
         29-1141.00\t2.A.1.b\tActive Listening\tIM\t4.12\tN\t\r\n29-1141.00\t2.A.1.b\tActive Listening\tLV\t4.5\tN\tN\r\n\
         29-1141.00\t2.C\tForeign Language\tIM\t2.5\tN\t\r\n29-1141.00\t2.C\tForeign Language\tLV\t1\tY\tN\r\n\
         51-4121.00\t2.A.1.b\tActive Listening\tIM\t1.9\tN\t\r\n51-4121.00\t2.A.1.b\tActive Listening\tLV\t0.5\tN\tY\r\n\
         51-4121.00\t2.C\tForeign Language\tIM\t3\tY\t\r\n",
    ),
    (
        "Interests.txt",
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\r\n29-1141.00\t1.B.1.a\tRealistic\tOI\t1.3\r\n",
    ),
    (
        "Work Context Categories.txt",
        "Element ID\tElement Name\tScale ID\tCategory\r\n4.C.1\tMail\tCX\t1\r\n",
    ),
];

#[test]
fn ratings_stay_on_their_scales_and_what_is_suppressed_is_counted() {
    let contents = whole(FILES).unwrap();
    assert_eq!(contents.about.version.as_deref(), Some("29.0"));
    let expected = plain(
        r#"
        2.A: released group [2.A]
          en preferred Basic Skills
          en description They help learning.
        2.A.1: released group [2.A.1]
          en preferred Content
          en description Background.
        2.A.1.b: released skill [2.A.1.b]
          en preferred Active Listening
          en description Giving full attention.
        2.C: released knowledge [2.C]
          en preferred Foreign Language
          en description Knowing "words".
        29-1141.00: released occupation [29-1141.00] level 3
          en preferred Registered Nurses
          en alternative Registered Nurse (RN)
          en alternative RN
          en alternative Ward Nurse
          en description Assess patients.
        51-4121.00: released occupation [51-4121.00]
          en preferred Welders
          en description Weld.
          en task Examine workpieces.
        43232402: released group [43232402]
          en preferred Development environment software
        example?e=C%23%20%26%20Co: released technology
          en preferred C# & Co
        2.A.1 broader 2.A
        2.A.1.b broader 2.A.1
        example?e=C%23%20%26%20Co broader 43232402
        example?e=C%23%20%26%20Co optional_for 51-4121.00
        example?e=C%23%20%26%20Co optional_for 29-1141.00
        2.A.1.b essential_for 29-1141.00 importance 4.12 on IM level 4.5 on LV
        2.C optional_for 29-1141.00 importance 2.5 on IM
        scale IM Some(1.0)..Some(5.0) Importance
        scale LV Some(0.0)..Some(7.0) Level
          Some(2.0) None Some("Take a customer's order") of 2.A.1.b
          Some(1.0) None Some("\"Please\" and \"thank you\"") of 2.C
        scale JZ Some(1.0)..Some(5.0) Job Zone
          Some(3.0) Some("Medium Preparation Needed") Some("Some is required.")
        note not_carried_element x1 Content Model Reference.txt: row 2
        note not_carried_rating x1 Interests.txt: row 2
        note suppressed x2 Skills.txt: row 5
        note not_relevant x1 Skills.txt: row 7
        note not_important x1 Skills.txt: row 6
        note no_importance x1 Skills.txt: row 8
        note not_carried x1 Work Context Categories.txt: row 1
        "#,
    );
    assert_eq!(told(&contents), expected);
}

#[test]
fn a_fault_is_named_with_file_and_row() {
    for (file, from, to, code, says) in [
        (
            "Skills.txt",
            "4.12",
            "5.12",
            "bad_number",
            "Skills.txt: row 2, column Data Value: the number is not on its scale; download the file again",
        ),
        (
            "Skills.txt",
            "4.12",
            "high",
            "bad_number",
            "Skills.txt: row 2, column Data Value: this is no number; write one such as 4.25",
        ),
        (
            "Skills.txt",
            "2.C\tForeign Language\tIM\t2.5",
            "2.A.1.b\tActive Listening\tIM\t2.5",
            "duplicate_rating",
            "Skills.txt: row 4, column Scale ID: the element is rated twice for the occupation on this scale; download the file again",
        ),
        (
            "Skills.txt",
            "2.A.1.b",
            "2.A.1.c",
            "missing_concept",
            "Skills.txt: row 2, column Element ID: no file holds 2.A.1.c; add Content Model Reference.txt of the same release",
        ),
        (
            "Job Zones.txt",
            "29-1141.00",
            "29-1141.09",
            "missing_concept",
            "Job Zones.txt: row 2, column O*NET-SOC Code: no file holds 29-1141.09; add Occupation Data.txt of the same release",
        ),
        (
            "Occupation Data.txt",
            "51-4121.00",
            "29-1141.00",
            "duplicate_concept",
            "Occupation Data.txt: row 3: this concept is described twice, first at Occupation Data.txt: row 2; leave one of the two out",
        ),
        (
            "Content Model Reference.txt",
            "2.A.1\t",
            "2.A.2\t",
            "missing_concept",
            "Content Model Reference.txt: row 5: the element above it, 2.A.1, does not come before it; download the file again",
        ),
        (
            "Job Zones.txt",
            "08/2023\r\n",
            "08/2",
            "truncated",
            "Job Zones.txt: line 2: the last row has no end, the file was cut off; download it again",
        ),
        (
            "Job Zones.txt",
            "O*NET-SOC Code\tJob Zone\tDate",
            "O*NET-",
            "unknown_file",
            "Job Zones.txt: this is no file of the O*NET database that is known, or its first row is damaged; leave it out, or download it again",
        ),
    ] {
        let changed = FILES.iter().map(|(name, text)| match *name == file {
            true => (*name, text.replacen(from, to, 1)),
            false => (*name, (*text).to_owned()),
        });
        let changed: Vec<_> = changed.collect();
        let files: Vec<_> = changed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(fault(Format::Onet, &files), (code, says.to_owned()));
    }
}

#[test]
fn no_file_cut_off_within_a_row_is_taken_for_whole() {
    for (at, (name, text)) in FILES.iter().enumerate().filter(|(_, (name, _))| *name != "Read Me.txt") {
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let mut files = FILES.to_vec();
            files[at].1 = &text[..cut];
            let passed = read(&delivery(&files), Format::Onet, &Given::default()).is_ok();
            let at_row_end = text[..cut].ends_with(['\r', '\n']);
            assert!(!passed || at_row_end, "{name} cut off after {cut} bytes");
        }
    }
}

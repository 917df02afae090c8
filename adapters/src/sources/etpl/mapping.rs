//! The mapping of a list as a table: what is read, its element of ETA-9171, and what its column is called.

/// What a column says of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Provider,
    ProviderId,
    City,
    State,
    Zip,
    EntityType,
    Program,
    ProgramId,
    Url,
    PotentialOutcome,
    Credential,
    Cip,
    Tuition,
    Supplies,
    TotalCost,
    Hours,
    Weeks,
    Prerequisites,
    Format,
    Soc1,
    Soc2,
    Soc3,
    Status,
    Listed,
    Ends,
}

/// One line of the mapping: the field, its name in payloads, its element of ETA-9171, and what its column is called.
pub type Line = (Field, &'static str, Option<&'static str>, &'static [&'static str]);

/// The mapping. Names are compared in lower case, words alone; of several columns for one field the name that stands
/// first here is read. README.md holds the same lines, and a test compares them.
pub const MAPPING: &[Line] = &[
    (
        Field::Provider,
        "provider",
        Some("101"),
        &[
            "name of eligible training provider",
            "eligible training provider name",
            "eligible training provider",
            "training provider name",
            "training provider",
            "provider name",
            "providername",
            "program provider",
            "program organization",
            "institution name",
            "school name",
            "provider",
            "institution",
            "school",
            "etp",
        ],
    ),
    (
        Field::ProviderId,
        "provider_id",
        None,
        &[
            "provider id",
            "providerid",
            "training provider id",
            "etp id",
            "institution id",
        ],
    ),
    (
        Field::City,
        "city",
        Some("103B"),
        &["address city", "provider city", "program city", "training city", "city"],
    ),
    (
        Field::State,
        "state",
        Some("103C"),
        &["address state", "provider state", "program state", "state"],
    ),
    (
        Field::Zip,
        "zip",
        Some("103D"),
        &["address zip code", "provider zip", "zip code", "zipcode", "zip"],
    ),
    (
        Field::EntityType,
        "entity_type",
        Some("104"),
        &["type of entity", "entity type", "provider type"],
    ),
    (
        Field::Program,
        "program",
        Some("105"),
        &[
            "program of study name",
            "name of program of study",
            "training program name",
            "program name",
            "program title",
            "officialname",
            "official name",
            "program of study",
            "training program",
            "program",
        ],
    ),
    (
        Field::ProgramId,
        "program_id",
        None,
        &[
            "program id",
            "programid",
            "training program id",
            "program number",
            "program key",
        ],
    ),
    (
        Field::Url,
        "url",
        Some("107"),
        &[
            "url of training program",
            "program url",
            "program website",
            "program web site",
            "website",
            "url",
        ],
    ),
    (
        Field::PotentialOutcome,
        "potential_outcome",
        Some("108"),
        &[
            "program of study by potential outcome",
            "program potential outcome",
            "potential outcome",
        ],
    ),
    (
        Field::Credential,
        "credential",
        Some("109"),
        &[
            "name of associated credential",
            "associated credential",
            "credential name",
            "credential earned",
            "credential",
        ],
    ),
    (
        Field::Cip,
        "cip",
        Some("110"),
        &[
            "program of study cip code",
            "program cip code",
            "cip code",
            "cipcode",
            "cip",
        ],
    ),
    (
        Field::Tuition,
        "tuition",
        Some("111"),
        &[
            "non wioa tuition cost",
            "tuition and fees",
            "tuition cost",
            "in state tuition",
            "tuition",
            "program fees",
        ],
    ),
    (
        Field::Supplies,
        "supplies",
        Some("112"),
        &[
            "non wioa supplies cost",
            "books and supplies",
            "supplies cost",
            "supplies",
        ],
    ),
    (
        Field::TotalCost,
        "total_cost",
        None,
        &["total program cost", "total cost", "totalcost", "program cost", "cost"],
    ),
    (
        Field::Hours,
        "hours",
        Some("113"),
        &[
            "program length hours",
            "program length clock hours",
            "total clock hours",
            "clock hours",
            "totalclockhours",
            "hours",
        ],
    ),
    (
        Field::Weeks,
        "weeks",
        Some("114"),
        &["program length weeks", "number of weeks", "weeks"],
    ),
    (
        Field::Prerequisites,
        "prerequisites",
        Some("115"),
        &["program prerequisites", "prerequisites", "pre requisites"],
    ),
    (
        Field::Format,
        "format",
        Some("116"),
        &["program format", "program offering model", "delivery method"],
    ),
    (
        Field::Soc1,
        "soc_1",
        Some("117"),
        &[
            "program soc occupation 1",
            "onet soc code 1",
            "onet code 1",
            "soc code 1",
            "onet soc code",
            "onet code",
            "onet soc",
            "soc code",
            "soc codes",
            "program soc",
            "onet",
            "soc",
        ],
    ),
    (
        Field::Soc2,
        "soc_2",
        Some("118"),
        &[
            "program soc occupation 2",
            "onet soc code 2",
            "onet code 2",
            "soc code 2",
        ],
    ),
    (
        Field::Soc3,
        "soc_3",
        Some("119"),
        &[
            "program soc occupation 3",
            "onet soc code 3",
            "onet code 3",
            "soc code 3",
        ],
    ),
    (
        Field::Status,
        "status",
        None,
        &["program status", "approval status", "statusname", "status"],
    ),
    (
        Field::Listed,
        "listed",
        Some("172"),
        &["date listed", "approval date", "date approved", "approved date"],
    ),
    (
        Field::Ends,
        "ends",
        None,
        &["approval end date", "eligibility end date", "expiration date"],
    ),
];

/// What tells a list from other tables with providers and programmes; three are enough, or one of the first three.
pub const TELLING: &[Field] = &[
    Field::Cip,
    Field::Soc1,
    Field::PotentialOutcome,
    Field::EntityType,
    Field::Credential,
    Field::Tuition,
    Field::TotalCost,
    Field::Hours,
    Field::Weeks,
    Field::Prerequisites,
    Field::Format,
];

#[cfg(test)]
mod tests {
    use super::MAPPING;

    #[test]
    fn the_readme_holds_the_same_mapping() {
        let readme = include_str!("README.md");
        for (_, key, element, names) in MAPPING {
            let line = format!("| {} | `{key}` | {} |", element.unwrap_or("none"), names.join(", "));
            assert!(readme.contains(&line), "README.md lacks the line\n{line}");
        }
        let lines = readme
            .lines()
            .filter(|line| line.starts_with("| ") && line.matches('|').count() == 4);
        assert_eq!(
            lines.count(),
            MAPPING.len() + 1,
            "README.md has lines that the mapping has not"
        );
    }
}

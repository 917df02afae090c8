//! `docs/PROFILES.md` says what the profiles say. `UPDATE_EXPECTED=1` writes it anew.

use adapters::{Profile, Stream};
use std::fs;
use std::path::Path;

const BEGINNING: &str = "# Profiles

What each adapter reads, what its records become, and what a source may declare that is not carried. Written by
`UPDATE_EXPECTED=1 cargo test -p passport-hub-adapters` from the profiles in `adapters/src/sources`; a test compares the two.
[ADAPTERS.md](ADAPTERS.md) explains the words.

| adapter | family | reads | streams: kinds of records |
|--|--|--|--|
";

#[test]
fn the_page_of_profiles_says_what_the_profiles_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PROFILES.md");
    let page = page();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = page.lines().zip(found.lines()).find(|(page, found)| page != found);
    assert!(
        page == found,
        "docs/PROFILES.md is not what the profiles say; write it with UPDATE_EXPECTED=1. First difference: {differs:?}"
    );
}

fn page() -> String {
    let profiles: Vec<_> = adapters::sources::all()
        .iter()
        .map(|adapter| adapter.profile())
        .collect();
    let overview: String = profiles.iter().map(|profile| overview(profile)).collect();
    let sections: String = profiles.iter().map(|profile| section(profile)).collect();
    format!("{BEGINNING}{overview}{sections}")
}

fn overview(profile: &Profile) -> String {
    let kinds = |stream: &Stream| format!("`{}`: {}", stream.name, stream.kinds.join(", "));
    let streams: Vec<_> = profile.streams.iter().map(kinds).collect();
    format!(
        "| [`{key}`](#{key}) | {} | {} | {} |\n",
        profile.family.as_str(),
        cell(&profile.formats.join("; ")),
        streams.join("; "),
        key = profile.key,
    )
}

fn section(profile: &Profile) -> String {
    let streams = profile.streams.iter().map(|stream| {
        let kinds = stream.kinds.join(", ");
        format!("| `{}` | {kinds} | {} |\n", stream.name, cell(stream.about))
    });
    let not_carried = profile
        .not_carried
        .iter()
        .map(|(what, why)| format!("| {} | {} |\n", cell(what), cell(why)));
    format!(
        "\n## {key}\n{} ({}), version {}, after <{}>. [README](../adapters/src/sources/{key}/README.md)\n\n\
         | stream | kinds | holds |\n|--|--|--|\n{}\n| not carried | because |\n|--|--|\n{}",
        profile.name,
        profile.family.as_str(),
        profile.version,
        profile.specification,
        streams.collect::<String>(),
        not_carried.collect::<String>(),
        key = profile.key,
    )
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

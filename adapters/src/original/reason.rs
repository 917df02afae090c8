//! Why a field is not carried, where the adapter's profile names it.

use super::leaves::{Leaf, steps};
use crate::Profile;
use passport::record::Place;

/// The profile's reason for leaving out this word: its entry names the field, or the number of the element.
pub(super) fn named(profile: &Profile, place: &Place, leaf: &Leaf) -> Option<&'static str> {
    let above = place.pointer.iter().flat_map(|pointer| pointer.split('/').skip(1));
    let names: Vec<&str> = above
        .filter(|name| !is_index(name))
        .chain(steps(&leaf.path).into_iter().map(name_of))
        .collect();
    let element = element(&leaf.path);
    let mut entries = profile.not_carried.iter();
    let entry = entries.find(|(what, _)| {
        let (of_file, what) = of_file(what);
        of_file.is_none_or(|of_file| place.file.as_ref().is_some_and(|file| file.ends_with(of_file)))
            && (what.split([',', ';']).any(|name| is_named(name.trim(), &names))
                || element.as_deref().is_some_and(|element| is_numbered(what, element)))
    });
    entry.map(|(_, why)| *why)
}

/// What the profile says of all fields that it does not name.
pub(super) fn of_all_others(profile: &Profile) -> Option<&'static str> {
    let mut entries = profile.not_carried.iter();
    entries
        .find(|(what, _)| what.starts_with("every other"))
        .map(|(_, why)| *why)
}

fn is_index(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

/// A step without its dot and numbers; what stands in brackets is no name of a profile.
fn name_of(step: &str) -> &str {
    step.trim_start_matches('.').split('[').next().unwrap_or(step)
}

/// `users.csv: password, grades` speaks of one file.
fn of_file(what: &str) -> (Option<&str>, &str) {
    match what.split_once(": ") {
        Some((file, rest)) if file.ends_with(".csv") => (Some(file), rest),
        _ => (None, what),
    }
}

/// Whether a name of a profile, `basics.location` or `metadata.*`, is on the way to a word. Several words are prose.
fn is_named(name: &str, way: &[&str]) -> bool {
    let name: Vec<&str> = name.strip_suffix(".*").unwrap_or(name).split('.').collect();
    let is_name =
        |part: &&str| !part.is_empty() && part.chars().all(|sign| sign.is_alphanumeric() || "_@:-".contains(sign));
    name.iter().all(is_name) && way.windows(name.len()).any(|part| part == name)
}

/// The number of an element in a header, with the letter of its part: `1800 Type of …`, `PIRL1800`, `103A Address`.
fn element(header: &str) -> Option<String> {
    let digits = header.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let before = header.len() - digits.len();
    let run: String = digits.chars().take_while(char::is_ascii_alphanumeric).collect();
    let numbers = run.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (3..=4).contains(&numbers) && run.len() <= numbers + 1;
    (is_number && before <= "Element ".len()).then_some(run)
}

/// Whether a text names the element: `(111, 112)`, `elements 200-413 except 403`, `elements 1500s and 1700s`.
fn is_numbered(what: &str, element: &str) -> bool {
    let (what, except) = what.split_once(" except ").unwrap_or((what, ""));
    let mut runs = what.split(|sign: char| !sign.is_alphanumeric() && sign != '-');
    runs.any(|run| covers(run, element)) && !except.split(' ').any(|run| covers(run, element))
}

fn covers(run: &str, element: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number >= 100);
    let Some(wanted) = number(element) else {
        return run.eq_ignore_ascii_case(element);
    };
    if let Some(hundred) = run.strip_suffix('s').and_then(number) {
        return wanted / 100 == hundred / 100;
    }
    match run.split_once('-') {
        Some((from, to)) => number(from)
            .zip(number(to))
            .is_some_and(|(from, to)| (from..=to).contains(&wanted)),
        None => number(run) == Some(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_key;

    #[test]
    fn a_field_is_left_out_for_the_reason_that_the_profile_gives() {
        for (adapter, file, path, reason) in [
            ("oneroster_csv", "users.csv", "password", Some("secrets")),
            ("oneroster_csv", "users.csv", "metadata.shoeSize", Some("secrets")),
            ("oneroster_csv", "results.csv", "comment", Some("free text")),
            ("oneroster_csv", "users.csv", "comment", None),
            ("json_resume", "r.json", "basics.location.city", Some("an address")),
            ("json_resume", "r.json", "location.city", Some("an address")),
            ("json_resume", "r.json", "work[0].location", None),
            ("xapi", "x.json", "context.platform", Some("other people")),
            ("horilla", "e.json", "notes.address", Some("nobody's")),
            ("horilla", "e.json", r#"notes["my.address.book"]"#, None),
            ("xapi", "x.json", "result.extensions.http://x", Some("their meaning")),
            ("horilla", "e.json", "gender", Some("nobody's")),
            ("pirl", "p.csv", "200 Date of Birth (WIOA)", Some("demographics")),
            ("pirl", "p.csv", "PIRL403", Some("state and")),
            ("pirl", "p.csv", "1704 Wages", Some("employment by quarter")),
            ("pirl", "p.csv", "900 Date of Program Entry (WIOA)", None),
            ("etpl", "e.csv", "112", Some("no place")),
            ("etpl", "e.csv", "d110_cip_code", Some("an opportunity")),
            ("etpl", "e.csv", "103A Address", Some("prose")),
            ("etpl", "e.csv", "103C Address: State", None),
            ("etpl", "e.csv", "Provider Name", None),
            ("open_badges", "b.json", "achievement.tag[1]", Some("keywords")),
        ] {
            let leaf = Leaf {
                path: path.to_owned(),
                text: "x".to_owned(),
                pointer: String::new(),
                is_text: true,
            };
            let place = match file.ends_with(".csv") {
                true => Place::row(file, 2),
                false => Place::pointer(file, if path.starts_with("location") { "/1/basics" } else { "" }),
            };
            let found = named(by_key(adapter).unwrap().profile(), &place, &leaf);
            let fits = match (found, reason) {
                (Some(found), Some(reason)) => found.contains(reason) || found.starts_with(reason),
                (found, reason) => found.is_none() && reason.is_none(),
            };
            assert!(fits, "{adapter} {path}: {found:?}");
        }
    }
}

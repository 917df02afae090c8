//! Labels and URIs in the form in which two are compared.

use unicode_normalization::UnicodeNormalization;

/// A label in comparable form: NFKC, lower case, everything but letters, digits, `+` and `#` as one space.
/// `+` and `#` stay because they tell C, C++ and C# apart.
pub fn normalise(label: &str) -> String {
    if label.is_ascii() {
        // NFKC leaves ASCII as it is.
        return spaced(label.chars().map(|c| c.to_ascii_lowercase()), label.len());
    }
    spaced(label.nfkc().flat_map(char::to_lowercase), label.len())
}

fn spaced(letters: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    for c in letters {
        if c.is_alphanumeric() || c == '+' || c == '#' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A URI in comparable form: without scheme, `www.` and trailing slash, as these differ between copies of the same name.
pub fn comparable_uri(uri: &str) -> &str {
    let uri = uri.trim();
    let uri = uri
        .strip_prefix("https://")
        .or_else(|| uri.strip_prefix("http://"))
        .unwrap_or(uri);
    uri.strip_prefix("www.").unwrap_or(uri).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_meet_in_one_form() {
        for (label, form) in [
            ("Python (computer programming)", "python computer programming"),
            ("  Patient-centred   care ", "patient centred care"),
            ("C#", "c#"),
            ("C++", "c++"),
            ("Ｄａｔａ", "data"),
            ("ZOË", "zoë"),
            ("—", ""),
        ] {
            assert_eq!(normalise(label), form, "{label:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn normalising_twice_changes_nothing(label in "\\PC*") {
            let once = normalise(&label);
            let twice = normalise(&once);
            proptest::prop_assert_eq!(twice, once);
        }

        #[test]
        fn ascii_is_read_as_any_text(label in "[\\x00-\\x7f]*") {
            let whole = spaced(label.nfkc().flat_map(char::to_lowercase), label.len());
            proptest::prop_assert_eq!(normalise(&label), whole);
        }
    }
}

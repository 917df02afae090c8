//! Language tags (BCP 47).

/// A language tag as BCP 47 recommends to write it: `en`, `pt-BR`, `zh-Hant`.
pub(super) fn canonical(tag: &str) -> Option<String> {
    let segments: Vec<_> = tag.trim().split(['-', '_']).collect();
    let alphanumeric =
        |segment: &&str| (1..=8).contains(&segment.len()) && segment.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = segments.first()?;
    let named = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !named || segments.len() > 6 || !segments.iter().all(alphanumeric) {
        return None;
    }
    let written = segments.iter().enumerate().map(|(at, segment)| match segment.len() {
        2 if at > 0 => segment.to_ascii_uppercase(),
        4 if at > 0 && segment.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            segment[..1].to_ascii_uppercase() + &segment[1..].to_ascii_lowercase()
        }
        _ => segment.to_ascii_lowercase(),
    });
    Some(written.collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn languages_are_written_in_one_form() {
        for (tag, form) in [
            ("en", Some("en")),
            ("EN", Some("en")),
            ("pt_br", Some("pt-BR")),
            ("zh-hant", Some("zh-Hant")),
            ("es-419", Some("es-419")),
            ("english", None),
            ("", None),
            ("e", None),
            ("en us", None),
        ] {
            assert_eq!(canonical(tag).as_deref(), form, "{tag}");
        }
    }
}

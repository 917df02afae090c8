//! Numbers in received levels: decimal commas, percent signs, shares and spans.

/// Longer texts are no levels.
pub(super) const LONGEST: usize = 120;

/// A number, with a point or a comma before the decimals. A comma before three digits may part thousands: no number.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    if text.is_empty() || !text.chars().all(plain) || parts_thousands(text) {
        return None;
    }
    text.replacen(',', ".", 1)
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn parts_thousands(text: &str) -> bool {
    let Some((whole, rest)) = text.split_once(',') else {
        return false;
    };
    rest.len() == 3 && whole.trim_start_matches(['-', '+', '0']).len() == whole.len() && !whole.is_empty()
}

/// A number with a percent sign: `85 %` is 85.
pub(super) fn percent(text: &str) -> Option<f64> {
    number(text.trim().strip_suffix(['%', '％'])?)
}

/// Words between what was reached and the most there is.
const OF: &[&str] = &[" out of ", " of ", " von ", " sur ", " de "];

/// More than this is no most: `06/2025` is a month.
const MOST: f64 = 1000.0;

/// What was reached of how much: `8 of 10`; `4/5` too, where `slash` says that a slash may mean so.
pub(super) fn share(text: &str, slash: bool) -> Option<(f64, f64)> {
    let text = text.trim();
    let words = || OF.iter().find_map(|of| split_caseless(text, of));
    let (reached, most) = words().or_else(|| if slash { text.split_once('/') } else { None })?;
    let within = |(reached, most): &(f64, f64)| *reached >= 0.0 && *most > 0.0 && *most <= MOST;
    Some((number(reached)?, number(most)?)).filter(within)
}

/// Both ends of a span of numbers: `80-89`, `90 – 100 %`.
pub(super) fn ends(text: &str) -> Option<(f64, f64)> {
    let text = text.trim().trim_end_matches('%');
    let (low, high) = spans(text).find_map(|(low, high)| {
        let low = number(low.trim().trim_end_matches('%'))?;
        Some((low, number(high)?))
    })?;
    (low <= high).then_some((low, high))
}

/// Signs and words between the two ends of a span.
const DASHES: [char; 5] = ['-', '–', '—', '−', '/'];
const TO: &[&str] = &[" to ", " bis ", " à ", " a ", " or ", " oder ", " ou ", " o "];

/// Every way of reading a text as two ends, none of them empty: `B1-B2`, `A2 to B1`, `pre-A1 – A2`.
pub(super) fn spans(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let dashes = text.char_indices().filter(|(_, c)| DASHES.contains(c));
    let by_sign = dashes.filter_map(|(at, c)| Some((text.get(..at)?, text.get(at + c.len_utf8()..)?)));
    let by_word = TO.iter().filter_map(move |to| split_caseless(text, to));
    by_sign
        .chain(by_word)
        .map(|(low, high)| (low.trim(), high.trim()))
        .filter(|(low, high)| !low.is_empty() && !high.is_empty())
}

fn split_caseless<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = text.char_indices().map(|(at, _)| at).find(|at| {
        let here = text.get(*at..at + mark.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(mark))
    })?;
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("3", Some(3.0)),
            (" 3.5 ", Some(3.5)),
            ("3,5", Some(3.5)),
            ("1,234", None),
            ("0,125", Some(0.125)),
            ("1.234,5", None),
            ("-1", Some(-1.0)),
            ("inf", None),
            ("1e9", None),
            ("", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(
            (percent("85 %"), percent("85,5%"), percent("85")),
            (Some(85.0), Some(85.5), None)
        );
        assert_eq!((share("4/5", true), share("4/5", false)), (Some((4.0, 5.0)), None));
        assert_eq!(
            (share("8 OF 10", false), share("3,5 von 4", false)),
            (Some((8.0, 10.0)), Some((3.5, 4.0)))
        );
        assert_eq!((share("4/0", true), share("A/B", true)), (None, None));
        assert_eq!(
            (ends("80-89"), ends("90 – 100 %"), ends("90% - 100%")),
            (Some((80.0, 89.0)), Some((90.0, 100.0)), Some((90.0, 100.0)))
        );
        assert_eq!((ends("89-80"), ends("A-B")), (None, None));
        assert!(spans("pre-A1 – A2").any(|span| span == ("pre-A1", "A2")));
        assert!(spans("A2 bis B1").any(|span| span == ("A2", "B1")));
        assert!(spans("A-").next().is_none());
    }
}

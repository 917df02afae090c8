//! Coded values: what a status says of a programme, and what an occupation's or a field's code looks like.

/// Words of states for programmes that can be begun.
const ON_OFFER: &[&str] = &[
    "approved",
    "active",
    "open",
    "eligible",
    "current",
    "listed",
    "conditional",
];

/// Words of states for programmes that cannot: no more, not yet, or not now.
const NOT_ON_OFFER: &[&str] = &[
    "discontinued",
    "suspended",
    "suspend",
    "denied",
    "removed",
    "inactive",
    "closed",
    "expired",
    "pending",
    "deferred",
    "withdrawn",
    "ineligible",
    "not approved",
    "revoked",
];

/// Whether the status says that the programme is on offer; none where the word is not on the list.
pub fn is_on_offer(status: &str) -> Option<bool> {
    let status = status.trim().to_lowercase();
    match status {
        status if ON_OFFER.contains(&status.as_str()) => Some(true),
        status if NOT_ON_OFFER.contains(&status.as_str()) => Some(false),
        _ => None,
    }
}

/// How lists say that there is nothing: blank aside, by a word, or by the number for suppressed values.
pub fn says_nothing(value: &str) -> bool {
    let value = value.trim();
    let nothing = ["-1", "-1.0", "n/a", "na", "none", "null", "-", "--", "."];
    nothing.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// How lists write, in the place of a code or a date, that there is none: noughts or nines. Of a price a nought is a price.
pub fn is_no_code(value: &str) -> bool {
    let digits = |digit: u8| value.bytes().all(|byte| byte == digit || byte == b'.' || byte == b'-');
    digits(b'0') || (value.len() >= 6 && digits(b'9'))
}

/// Whether all codes of a cell are written as codes of SOC or O*NET-SOC: `15-1252`, `15-1252.00`, `15125200`, `15-125200`.
pub fn are_occupations(cell: &str) -> bool {
    codes(cell).all(|code| {
        let digits = code.bytes().filter(u8::is_ascii_digit).count();
        (digits == 6 || digits == 8) && code.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.')
    })
}

/// Whether a cell is a CIP code, also one that lost its zeros to a spreadsheet: `48.0508`, `480508`, `1.05`, `51`.
pub fn is_instruction(cell: &str) -> bool {
    let (series, detail) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let dotted = (1..=2).contains(&series.len()) && detail.len() <= 4;
    let plain = detail.is_empty() && (5..=6).contains(&series.len());
    digits(series) && digits(detail) && (dotted || plain)
}

fn codes(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([',', ';', '|', ' ', '\n'])
        .map(str::trim)
        .filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_a_programme_is_on_offer() {
        for (status, offered) in [
            ("Approved", Some(true)),
            (" ACTIVE ", Some(true)),
            ("Suspend", Some(false)),
            ("Pending", Some(false)),
            ("Not Approved", Some(false)),
            ("Y", None),
        ] {
            assert_eq!(is_on_offer(status), offered, "{status}");
        }
        assert!(!ON_OFFER.iter().any(|word| NOT_ON_OFFER.contains(word)));
    }

    #[test]
    fn codes_are_told_from_other_text() {
        for (cell, occupation, instruction) in [
            ("15-1252", true, false),
            ("15-1252.00", true, false),
            ("15-125200", true, false),
            ("15-1252; 15-1251.00", true, false),
            ("15125200", true, false),
            ("48.0508", true, true),
            ("480508", true, true),
            ("1.05", false, true),
            ("51", false, true),
            ("Welders", false, false),
            ("15-12", false, false),
            ("123-45-6789", false, false),
            ("48.05.08", true, false),
        ] {
            assert_eq!(
                (are_occupations(cell), is_instruction(cell)),
                (occupation, instruction),
                "{cell}"
            );
        }
    }

    #[test]
    fn what_says_nothing_is_no_value() {
        for (value, nothing, no_code) in [
            ("-1", true, false),
            ("N/A", true, false),
            ("99999999", false, true),
            ("99-999999", false, true),
            ("0", false, true),
            ("00-0000.00", false, true),
            ("10", false, false),
            ("99", false, false),
        ] {
            assert_eq!((says_nothing(value), is_no_code(value)), (nothing, no_code), "{value}");
        }
    }
}

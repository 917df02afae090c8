//! E-mail addresses as they identify people. What is no address is shared by strangers: `n/a`, `none@none`.

use std::fmt;

/// Domains under which nobody has a mailbox (RFC 6761, and what machines call themselves).
const NOBODYS: [&str; 3] = ["invalid", "localhost", "localdomain"];
/// Longest local part, longest label and longest domain, in bytes (RFC 5321, RFC 1035).
const LONGEST: (usize, usize, usize) = (64, 63, 253);

/// A text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAddress;

impl NoAddress {
    /// Code of the reject that tells it.
    pub const CODE: &'static str = "bad_email";
}

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is no e-mail address; write a name, an at sign and a domain with a dot, or leave it empty. It identifies nobody")
    }
}

/// Whether a text is an e-mail address at which a person can be reached, spaces around it aside.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.trim().split_once('@') else {
        return false;
    };
    is_local(local) && is_domain(domain)
}

/// Words of RFC 5322 with dots between; letters of every script (RFC 6531). Quoted ones are not read.
fn is_local(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || is_mark(c);
    local.len() <= LONGEST.0
        && local
            .split('.')
            .all(|word| !word.is_empty() && word.chars().all(allowed))
}

/// Two labels or more, the last of which is no number; `@` is in none of them.
fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let nobodys = NOBODYS.iter().any(|name| last.eq_ignore_ascii_case(name));
    let named = last.chars().any(char::is_alphabetic);
    domain.len() <= LONGEST.2 && labels.len() > 1 && named && !nobodys && labels.into_iter().all(is_label)
}

fn is_label(label: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || is_mark(c);
    let bounded = !label.is_empty() && label.len() <= LONGEST.1;
    bounded && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(allowed)
}

/// Marks that scripts beyond ASCII set on their letters, as Devanagari and decomposed accents do.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_names_a_mailbox_of_somebody() {
        for (text, address) in [
            ("amara@example.org", true),
            (" Amara.Okafor+hub@Mail.Example.org ", true),
            ("amara@riverside.example", true),
            ("o'neil@example.com", true),
            ("zoë@bücher.example", true),
            ("a@b.co", true),
            ("1234@qq.com", true),
            ("", false),
            ("-", false),
            ("n/a", false),
            ("none", false),
            ("x@y", false),
            ("none@none", false),
            ("@example.org", false),
            ("amara@", false),
            ("amara@@example.org", false),
            ("amara@example@org", false),
            ("amara@.org", false),
            ("amara@example.", false),
            ("amara@example..org", false),
            ("amara@-example.org", false),
            ("amara@exa mple.org", false),
            ("amara okafor@example.org", false),
            (".amara@example.org", false),
            ("amara..okafor@example.org", false),
            ("amara@exam_ple.org", false),
            ("amara@192.168.0.1", false),
            ("amara@example.org, luis@example.org", false),
            ("Amara <amara@example.org>", false),
            ("amara@localhost", false),
            ("root@localhost.localdomain", false),
            ("nobody@mail.Localhost", false),
            ("none@none.invalid", false),
        ] {
            assert_eq!(is_address(text), address, "{text:?}");
        }
        assert!(!is_address(&format!("{}@example.org", "a".repeat(65))));
        assert!(!is_address(&format!("a@{}.org", "a".repeat(64))));
        assert!(!is_address(&format!("a@{}org", "a.".repeat(126))));
    }

    proptest::proptest! {
        #[test]
        fn an_address_has_one_at_sign_and_a_dot_behind_it(text in "[a@. -]{0,12}") {
            if is_address(&text) {
                proptest::prop_assert_eq!(text.matches('@').count(), 1);
                proptest::prop_assert!(text.split('@').nth(1).is_some_and(|domain| domain.contains('.')));
            }
        }
    }
}

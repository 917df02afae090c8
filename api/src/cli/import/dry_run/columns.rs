//! Text in columns: as wide as the terminal, wrapped, and cut where it is long.

use super::super::super::output::plain;
use console::{Term, measure_text_width};

/// How far records stand from the edge, and how far what is said of them.
pub(super) const INDENT: usize = 4;
/// The width of a page that is no terminal.
const USUAL: usize = 80;
/// The bounds of a page's width.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=140;
/// Most lines of a cell.
const MOST_LINES: usize = 4;
/// Most characters of a text that are looked at.
const MOST: usize = 1_000;

/// How wide the page is.
pub(super) fn width() -> usize {
    let columns = Term::stdout()
        .size_checked()
        .map_or(USUAL, |(_, columns)| columns.into());
    columns.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Two cells side by side, each wrapped in its column.
pub(super) fn side_by_side((left, right): (&str, &str), indent: usize, width: usize) -> Vec<String> {
    let column = (width - indent - 2) / 2;
    let (left, right) = (wrapped(left, column, MOST_LINES), wrapped(right, column, MOST_LINES));
    let lines = (0..left.len().max(right.len())).map(|at| {
        let cell = |cells: &[String]| cells.get(at).cloned().unwrap_or_default();
        let left = cell(&left);
        let gap = column.saturating_sub(measure_text_width(&left)) + 2;
        format!("{:indent$}{left}{:gap$}{}", "", "", cell(&right))
            .trim_end()
            .to_owned()
    });
    lines.collect()
}

/// A heading and a text beside it, its lines one below the other.
pub(super) fn hanging(heading: &str, text: &str, (indent, by): (usize, usize), width: usize) -> Vec<String> {
    let lines = wrapped(text, width.saturating_sub(indent + by), MOST_LINES);
    let lines = lines.iter().enumerate().map(|(at, line)| match at {
        0 => format!("{:indent$}{heading:<by$}{line}", ""),
        _ => format!("{:1$}{line}", "", indent + by),
    });
    lines.collect()
}

/// A text in lines of this width; what is too much for them is cut.
pub(super) fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = vec![String::new()];
    for word in plain(text, MOST).split_whitespace() {
        for piece in pieces(word, width) {
            let line = lines.last_mut().filter(|line| {
                let gap = usize::from(!line.is_empty());
                measure_text_width(line) + gap + measure_text_width(&piece) <= width
            });
            match line {
                Some(line) if line.is_empty() => line.push_str(&piece),
                Some(line) => line.extend([" ", &piece]),
                None => lines.push(piece),
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while measure_text_width(last) + 1 > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// A word that fits on a line, or the pieces of one that does not.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sign in word.chars() {
        let mut longer = pieces.pop().unwrap_or_default();
        longer.push(sign);
        if measure_text_width(&longer) > width {
            longer.pop();
            pieces.extend([longer, sign.to_string()]);
        } else {
            pieces.push(longer);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_within_the_page_whatever_stands_in_them() {
        let long = "x".repeat(300);
        for (left, right) in [
            ("issuer.name: Badges", "issuer: Badges"),
            (long.as_str(), "a\nb\u{1b}[31mc"),
            ("王小明王小明王小明王小明王小明王小明王小明王小明", "who: 王 小明"),
            ("", "kind: course"),
        ] {
            let lines = side_by_side((left, right), 4, 80);
            assert!((1..=MOST_LINES).contains(&lines.len()), "{lines:?}");
            assert!(lines.iter().all(|line| measure_text_width(line) <= 80), "{lines:?}");
            assert!(lines.iter().all(|line| !line.contains('\u{1b}')), "{lines:?}");
        }
        assert_eq!(
            hanging("left out", &"word ".repeat(40), (4, 12), 60),
            [
                "    left out    word word word word word word word word word",
                "                word word word word word word word word word",
                "                word word word word word word word word word",
                "                word word word word word word word word wor…",
            ]
        );
    }
}

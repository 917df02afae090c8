//! Pages: Relay connections over lists that are already cut to what the caller may see.

use super::errors::Code;
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Error, OutputType, SimpleObject};
use passport::hole;
use uuid::Uuid;

/// Rows on a page when the caller does not say.
pub const DEFAULT_PAGE: usize = 20;
/// Most rows on a page.
pub const LARGEST_PAGE: usize = 100;

/// What a connection says of the whole list.
#[derive(SimpleObject, Debug, Clone, Copy)]
pub struct Total {
    /// How many there are in all, of those the caller may see.
    pub total_count: usize,
}

/// A connection with its total.
pub type Page<T> = Connection<String, T, Total, EmptyFields>;

/// A connection without a total.
pub type Stretch<T> = Connection<String, T, EmptyFields, EmptyFields>;

/// The paging arguments of one field.
#[derive(Debug, Clone, Default)]
pub struct Window {
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

/// What a field with pages costs, before anything runs: its rows times what each row costs.
pub fn cost(first: Option<i32>, last: Option<i32>, each: usize) -> usize {
    let rows = first
        .or(last)
        .map_or(DEFAULT_PAGE, |rows| usize::try_from(rows).unwrap_or(0));
    rows.min(LARGEST_PAGE).saturating_mul(each).saturating_add(1)
}

impl Window {
    /// The arguments as given.
    pub fn new(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Self {
        Window {
            first,
            after,
            last,
            before,
        }
    }

    /// How many rows, and whether they are counted from the end.
    pub fn size(&self) -> Result<(usize, bool), Error> {
        let (rows, from_end) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(Code::BadUserInput.error("Ask for first or for last, not for both.")),
            (Some(first), None) => (first, false),
            (None, Some(last)) => (last, true),
            (None, None) => return Ok((DEFAULT_PAGE, false)),
        };
        let rows = usize::try_from(rows).map_err(|_| Code::BadUserInput.error("A page has at least 0 rows."))?;
        if rows > LARGEST_PAGE {
            return Err(Code::PageTooLarge.error(format!(
                "A page has at most {LARGEST_PAGE} rows; ask for the next page with after."
            )));
        }
        Ok((rows, from_end))
    }

    /// The cursor to go on after.
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// One page of a list in memory, in its order. A cursor is the id of a row; one that the list does not hold (any
    /// more) is an error.
    pub fn page<T, U: OutputType>(
        self,
        items: Vec<T>,
        cursor: impl Fn(&T) -> String,
        node: impl FnMut(T) -> U,
    ) -> Result<Page<U>, Error> {
        let (rows, from_end) = self.size()?;
        let find = |wanted: &Option<String>| match wanted {
            None => Ok(None),
            Some(wanted) => items
                .iter()
                .position(|item| cursor(item) == *wanted)
                .map(Some)
                .or(hole!(HiddenCursorTaken, Some(None), None))
                .ok_or_else(|| Code::BadUserInput.error("This cursor does not belong to this list.")),
        };
        let total = items.len();
        let start = find(&self.after)?.map_or(0, |at| at + 1);
        let end = find(&self.before)?.unwrap_or(total).max(start);
        let (from, to) = if from_end {
            (end.saturating_sub(rows).max(start), end)
        } else {
            (start, end.min(start + rows))
        };
        let mut connection = Connection::with_additional_fields(from > 0, to < total, Total { total_count: total });
        let mut node = node;
        let page = items.into_iter().skip(from).take(to - from);
        connection
            .edges
            .extend(page.map(|item| Edge::new(cursor(&item), node(item))));
        Ok(connection)
    }
}

/// A page that the store has cut already.
pub fn stretch<T: OutputType>(rows: Vec<(String, T)>, before: bool, more: bool) -> Stretch<T> {
    let mut connection = Connection::new(before, more);
    connection
        .edges
        .extend(rows.into_iter().map(|(cursor, node)| Edge::new(cursor, node)));
    connection
}

/// A page of what the store gave when it was asked for one row more than the page holds.
pub fn cut<R, T: OutputType>(
    mut rows: Vec<R>,
    most: usize,
    before: bool,
    edge: impl FnMut(R) -> (String, T),
) -> Stretch<T> {
    let more = rows.len() > most;
    rows.truncate(most);
    stretch(rows.into_iter().map(edge).collect(), before, more)
}

/// The id that a cursor of a list from the store holds.
pub fn cursor(text: Option<&str>) -> Result<Option<Uuid>, Error> {
    let bad = |_| Code::BadUserInput.error("This cursor does not belong to this list.");
    text.map(|text| Uuid::try_parse(text).map_err(bad)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(window: Window) -> Result<(Vec<i32>, bool, bool), String> {
        let page = window
            .page((1..=5).collect(), |n| n.to_string(), |n: i32| n)
            .map_err(|error| error.message)?;
        let nodes = page.edges.iter().map(|edge| edge.node).collect();
        Ok((nodes, page.has_previous_page, page.has_next_page))
    }

    #[test]
    fn one_row_more_than_fits_says_that_there_are_more() {
        for (rows, most, shown, more) in [(0, 2, 0, false), (2, 2, 2, false), (3, 2, 2, true), (1, 0, 0, true)] {
            let page = cut((0..rows).collect(), most, true, |n: i32| (n.to_string(), n));
            let told = (page.edges.len(), page.has_next_page, page.has_previous_page);
            assert_eq!(told, (shown, more, true), "{rows} of {most}");
        }
    }

    #[test]
    fn pages_are_cut_by_the_table() {
        let text = |s: &str| Some(s.to_owned());
        for (window, expected) in [
            (
                Window::new(None, None, None, None),
                Ok((vec![1, 2, 3, 4, 5], false, false)),
            ),
            (Window::new(Some(2), None, None, None), Ok((vec![1, 2], false, true))),
            (
                Window::new(Some(2), text("2"), None, None),
                Ok((vec![3, 4], true, true)),
            ),
            (Window::new(Some(2), text("4"), None, None), Ok((vec![5], true, false))),
            (Window::new(None, None, Some(2), None), Ok((vec![4, 5], true, false))),
            (
                Window::new(None, None, Some(2), text("4")),
                Ok((vec![2, 3], true, true)),
            ),
            (Window::new(Some(0), None, None, None), Ok((vec![], false, true))),
            (
                Window::new(Some(3), text("5"), None, text("1")),
                Ok((vec![], true, false)),
            ),
        ] {
            assert_eq!(shown(window.clone()), expected, "{window:?}");
        }
        assert!(
            shown(Window::new(Some(101), None, None, None))
                .unwrap_err()
                .contains("at most 100")
        );
        assert!(shown(Window::new(Some(-1), None, None, None)).is_err());
        assert!(shown(Window::new(Some(1), None, Some(1), None)).is_err());
        assert!(
            shown(Window::new(None, text("9"), None, None))
                .unwrap_err()
                .contains("cursor")
        );
    }
}

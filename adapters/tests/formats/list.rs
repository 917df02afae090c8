//! The list of what files of real systems should become: a line a file, its columns parted by tabs.
//!
//! `path  is  adapter  told  records  rejects  note`. A line that begins with `#` says something to people.

/// What a file is, judged by its name and by what was written beside it, never by what the hub makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Well-formed: nothing of it may be rejected. A bad signature, status or date alone is well-formed.
    Good,
    /// Ill-formed, or an error where rows should stand: something must be rejected.
    Bad,
    /// No delivery, such as a README or a schema: no adapter may take it for its own.
    NoDelivery,
}

/// What one file should become, or all files that a pattern covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Path inside the folder; in that of a file that is no delivery, `*` stands for any run of characters.
    pub path: String,
    /// What it is.
    pub sort: Sort,
    /// The adapter that reads it; none where nothing in the file names a format.
    pub adapter: Option<String>,
    /// Whether the adapter must be named, because the file holds nothing that says whose it is.
    pub named: bool,
    /// How many records it gives.
    pub records: usize,
    /// How many rejects it gives; a file that cannot be read is one.
    pub rejects: usize,
}

impl Expected {
    /// Whether the line is about this file.
    pub fn covers(&self, path: &str) -> bool {
        match self.sort {
            Sort::NoDelivery => matches(&self.path, path),
            Sort::Good | Sort::Bad => self.path == path,
        }
    }
}

/// Reads the list. A line that contradicts itself, such as a good file with rejects, is a fault.
pub fn read(text: &str) -> Result<Vec<Expected>, String> {
    let lines = text.lines().enumerate();
    let told = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    told.map(|(at, line)| expected(line).map_err(|fault| format!("line {} of the list: {fault}", at + 1)))
        .collect()
}

fn expected(line: &str) -> Result<Expected, &'static str> {
    let mut cells = line.split('\t').map(str::trim);
    let mut cell = || cells.next().unwrap_or_default();
    let (path, sort, adapter, told) = (cell(), cell(), cell(), cell());
    let (records, rejects) = (cell(), cell());
    let sort = sort_of(sort).ok_or("the second column is good, bad or none")?;
    if sort == Sort::NoDelivery {
        return Ok(no_delivery(path));
    }
    let count = |cell: &str| cell.parse().map_err(|_| "records and rejects are whole numbers");
    let expected = Expected {
        path: path.to_owned(),
        sort,
        adapter: Some(adapter.to_owned()).filter(|key| key != "-"),
        named: told == "named",
        records: count(records)?,
        rejects: count(rejects)?,
    };
    agrees_with_itself(&expected).map(|()| expected)
}

fn agrees_with_itself(expected: &Expected) -> Result<(), &'static str> {
    let unread = (expected.records, expected.rejects) == (0, 1);
    match (expected.sort, &expected.adapter) {
        (Sort::Good, _) if expected.rejects > 0 => Err("a good file gives no reject"),
        (Sort::Bad, _) if expected.rejects == 0 => Err("a bad file gives a reject"),
        (_, None) if expected.named || !unread => Err("what no adapter reads is one reject, and no record"),
        _ => Ok(()),
    }
}

fn sort_of(word: &str) -> Option<Sort> {
    match word {
        "good" => Some(Sort::Good),
        "bad" => Some(Sort::Bad),
        "none" => Some(Sort::NoDelivery),
        _ => None,
    }
}

fn no_delivery(path: &str) -> Expected {
    Expected {
        path: path.to_owned(),
        sort: Sort::NoDelivery,
        adapter: None,
        named: false,
        records: 0,
        rejects: 1,
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.filter_map(|at| rest.get(at..)).any(|tail| matches(after, tail))
        }),
    }
}

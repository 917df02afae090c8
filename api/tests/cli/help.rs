//! `--help`: every command explains itself, with examples.

use crate::console::Console;

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let named = listed.take_while(|line| line.starts_with("  "));
    let names = named.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_shows_examples() {
    let console = Console::new();
    let mut waiting: Vec<Vec<String>> = vec![vec![]];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        let said = console.runs(&[&words[..], &["--help"]].concat()).well();
        let examples = said
            .out
            .split("Examples:\n")
            .nth(1)
            .unwrap_or_else(|| panic!("{path:?}: {}", said.out));
        let own = format!("passport-hub {}", path.join(" "));
        assert!(examples.contains(own.trim()), "no example of {own}: {examples}");
        waiting.extend(
            commands(&said.out)
                .into_iter()
                .map(|name| [&path[..], &[name]].concat()),
        );
        seen.push(path.join(" "));
    }
    for command in [
        "demo",
        "serve",
        "import",
        "source add",
        "partner add",
        "token",
        "vocabulary list",
        "migrate down",
    ] {
        assert!(
            seen.iter().any(|path| path == command),
            "{command} is not among {seen:?}"
        );
    }
    assert!(console.files().is_empty());
}

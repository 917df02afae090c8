//! HTML in fields as plain text: tags out, entities resolved, the words as they are.

/// The text of a html field, one line per block; none when nothing is left.
pub fn text_of(html: &str) -> Option<String> {
    let text = resolved(&without_tags(html));
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "section",
];

fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag, after)) = next_tag(rest) {
        text.push_str(before);
        let name = tag_name(tag);
        if BLOCKS.contains(&name.as_str()) {
            text.push('\n');
        }
        rest = if matches!(name.as_str(), "script" | "style") && !tag.starts_with('/') {
            after_closing(after, &name)
        } else {
            after
        };
    }
    text.push_str(rest);
    text
}

/// Text before the next tag, the tag's inside, the rest. A `<` that begins no tag is text.
fn next_tag(html: &str) -> Option<(&str, &str, &str)> {
    let begins_tag = |c: char| c.is_ascii_alphabetic() || c == '/' || c == '!';
    let (at, _) = html
        .match_indices('<')
        .find(|(at, _)| html[at + 1..].starts_with(begins_tag))?;
    let (tag, after) = html[at + 1..].split_once('>')?;
    Some((&html[..at], tag, after))
}

fn tag_name(tag: &str) -> String {
    tag.trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn after_closing<'a>(html: &'a str, name: &str) -> &'a str {
    html.find(&format!("</{name}")).map_or("", |at| &html[at..])
}

fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((character, length)) => {
                out.push(character);
                rest = &after[length..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Longest entity looked for, with its semicolon.
const LONGEST: usize = 10;

/// The character of the entity that the text begins with, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = text.get(..end)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => numbered(name.strip_prefix('#')?)?,
    };
    Some((character, end + 1))
}

fn numbered(number: &str) -> Option<char> {
    let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
    char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn words_stay_and_markup_goes() {
        for (html, text) in [
            ("Registered nurse", Some("Registered nurse")),
            ("<p>Details &amp; more</p>", Some("Details & more")),
            ("<ul><li>one</li><li>two<br/>three</li></ul>", Some("one\ntwo\nthree")),
            ("<p><br></p>", None),
            ("under 5 < 7 & so on", Some("under 5 < 7 & so on")),
            ("&lt;b&gt; &#233;&#xe9; &nope; &", Some("<b> éé &nope; &")),
            ("<style>p{}</style><b>bold</b> <i>text", Some("bold text")),
            ("<script>x", None),
            ("cut <p", Some("cut <p")),
            ("日本<br>語", Some("日本\n語")),
        ] {
            assert_eq!(text_of(html).as_deref(), text, "{html}");
        }
    }
}

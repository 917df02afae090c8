//! SVG: the badge stands in an element of its own, as text or in its `verify` attribute.

use super::{MOST_BADGES, MOST_BYTES};
use crate::text;
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

/// How far into a file its `svg` element is looked for.
const LOOKED_AT: usize = 4 << 10;
/// The elements of Open Badges 2.0 and of 3.0.
const ELEMENTS: [&[u8]; 2] = [b"assertion", b"credential"];

type Fault = (&'static str, String);

/// Whether the bytes begin as an SVG.
pub fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"<") && head.windows(4).any(|window| window == b"<svg")
}

/// The texts in elements of Open Badges, in the order of the file.
pub fn texts(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    let svg = text::decode(bytes);
    let mut reader = NsReader::from_str(svg.strip_prefix('\u{feff}').unwrap_or(&svg));
    let mut texts = Vec::new();
    let mut open: Option<Badge> = None;
    let mut depth = 0_usize;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| damaged())?;
        let is_badge = |element: &BytesStart<'_>| is_ours(&namespace, element);
        match event {
            Event::Start(element) => {
                depth += 1;
                if open.is_none() && is_badge(&element) {
                    open = Some(Badge::of(&element)?);
                }
            }
            Event::Empty(element) if open.is_none() && is_badge(&element) => texts.extend(Badge::of(&element)?.text()),
            Event::End(element) => {
                depth = depth.checked_sub(1).ok_or_else(damaged)?;
                if ELEMENTS.contains(&element.local_name().as_ref()) {
                    texts.extend(open.take().and_then(Badge::text));
                }
            }
            Event::Eof if depth > 0 => return Err(damaged()),
            Event::Eof => return Ok(texts),
            other => {
                if let Some(badge) = &mut open {
                    badge.take(&other)?;
                }
            }
        }
        if texts.len() > MOST_BADGES {
            return Ok(texts);
        }
    }
}

fn damaged() -> Fault {
    ("truncated", "the SVG is damaged or cut off; send it again whole".into())
}

/// Whether an element is one of Open Badges: by its namespace, or by the usual prefix where that is bound to nothing.
fn is_ours(namespace: &ResolveResult<'_>, element: &BytesStart<'_>) -> bool {
    let ours = match namespace {
        ResolveResult::Bound(bound) => {
            let uri = String::from_utf8_lossy(bound.0);
            uri.contains("openbadges") || uri.contains("/ob/v3p0")
        }
        ResolveResult::Unknown(prefix) => prefix == b"openbadges",
        ResolveResult::Unbound => false,
    };
    ours && ELEMENTS.contains(&element.local_name().as_ref())
}

/// What stands in one element.
struct Badge {
    verify: Option<String>,
    content: String,
}

impl Badge {
    fn of(element: &BytesStart<'_>) -> Result<Self, Fault> {
        let verify = element.try_get_attribute("verify").map_err(|_| damaged())?;
        let verify = verify.map(|verify| verify.unescape_value().map(|value| value.into_owned()));
        Ok(Badge {
            verify: verify.transpose().map_err(|_| damaged())?,
            content: String::new(),
        })
    }

    /// Adds a piece of the element's content. Entities that a file declares itself are not resolved.
    fn take(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Text(text) => self.content.push_str(&text.decode().map_err(|_| damaged())?),
            Event::CData(text) => self.content.push_str(&text.decode().map_err(|_| damaged())?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|_| damaged())?;
                match reference.resolve_char_ref().map_err(|_| damaged())? {
                    Some(sign) => self.content.push(sign),
                    None => self
                        .content
                        .push_str(resolve_predefined_entity(&name).ok_or_else(damaged)?),
                }
            }
            _ => {}
        }
        if self.content.len() > MOST_BYTES {
            let reason = format!("the badge in the picture is larger than {} MiB", MOST_BYTES >> 20);
            return Err(("too_large", reason));
        }
        Ok(())
    }

    /// The badge itself where it stands in the element, else what `verify` holds: a token, or an address.
    fn text(self) -> Option<String> {
        let verify = || self.verify.as_deref().and_then(text::filled);
        text::filled(&self.content).or_else(verify).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn a_badge_is_taken_out_of_its_element() {
        const TWO: &str = "xmlns:openbadges=\"http://openbadges.org\"";
        const THREE: &str = "xmlns:b=\"https://purl.imsglobal.org/ob/v3p0\"";
        for (svg, expected) in [
            (
                format!("<svg {TWO}><openbadges:assertion verify='a.b.c'/></svg>"),
                Ok(vec!["a.b.c"]),
            ),
            (
                format!(
                    "<svg {TWO}><openbadges:assertion verify='https://example.org'><![CDATA[ {{\"a\":1}} ]]></openbadges:assertion></svg>"
                ),
                Ok(vec!["{\"a\":1}"]),
            ),
            (
                format!("<svg {THREE}><g/><b:credential>{{&quot;a&#34;:1}}</b:credential></svg>"),
                Ok(vec!["{\"a\":1}"]),
            ),
            (
                "<svg><openbadges:credential verify=' x '></openbadges:credential></svg>".into(),
                Ok(vec!["x"]),
            ),
            (format!("<svg {THREE}><b:credential/></svg>"), Ok(vec![])),
            ("<svg><credential>x</credential></svg>".into(), Ok(vec![])),
            (
                format!("<!DOCTYPE svg [<!ENTITY e \"x\">]><svg {THREE}><b:credential>&e;</b:credential></svg>"),
                Err("truncated"),
            ),
            (format!("<svg {THREE}><b:credential>{{"), Err("truncated")),
            (format!("<svg {THREE}></g>"), Err("truncated")),
        ] {
            let found = texts(svg.as_bytes()).map_err(|(code, _)| code);
            assert_eq!(
                found,
                expected.map(|texts| texts.into_iter().map(str::to_owned).collect()),
                "{svg}"
            );
        }
    }
}

//! What a value says: texts in their languages, days, addresses.

use super::node::{MOST, Node, is_web};
use crate::text::filled;
use passport::record::{PartialDate, Place, Reject};
use serde_json::{Map, Value};

/// Longest language tag that is taken for one.
const TAG: usize = 35;

/// A text, with its language where the source says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words, as received.
    pub words: String,
    /// BCP 47.
    pub language: Option<String>,
}

impl<'a> Node<'a> {
    /// The texts of a value in one of the ways JSON-LD writes them: plain, `{"@value", "@language"}`, by language, or
    /// several of these. Of a value by language, English, else the first. Blank ones are none.
    pub fn texts(&self) -> Result<Vec<Text>, Reject> {
        let mut found = Vec::new();
        for item in self.items()? {
            item.spoken(&mut found)?;
        }
        Ok(found)
    }

    fn spoken(&self, found: &mut Vec<Text>) -> Result<(), Reject> {
        match self.value {
            Value::String(words) => found.extend(text(words, None)),
            Value::Number(number) => found.extend(text(&number.to_string(), None)),
            Value::Object(fields) => match fields.get("@value") {
                Some(Value::String(words)) => {
                    found.extend(text(words, fields.get("@language").and_then(Value::as_str)));
                }
                Some(Value::Number(number)) => found.extend(text(&number.to_string(), None)),
                Some(_) => return Err(self.wrong("a text")),
                None => found.extend(self.by_language(fields)?),
            },
            Value::Null => {}
            _ => return Err(self.wrong("a text")),
        }
        Ok(())
    }

    fn by_language(&self, fields: &'a Map<String, Value>) -> Result<Vec<Text>, Reject> {
        if fields.is_empty() || !fields.keys().all(|name| is_language(name) || name == "@none") {
            return Err(self.wrong("a text, alone or by language"));
        }
        let english = fields.iter().find(|(tag, _)| *tag == "en" || tag.starts_with("en-"));
        let Some((tag, value)) = english.or_else(|| fields.iter().next()) else {
            return Ok(Vec::new());
        };
        let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let words = several
            .iter()
            .take(MOST)
            .map(|value| value.as_str().ok_or_else(|| self.wrong("a text by language")));
        let words = words.collect::<Result<Vec<_>, _>>()?;
        Ok(words.into_iter().filter_map(|words| text(words, Some(tag))).collect())
    }

    /// The first of its texts.
    pub fn text(&self) -> Result<Option<Text>, Reject> {
        Ok(self.texts()?.into_iter().next())
    }

    /// The first text of a field.
    pub fn text_of(&self, name: &str) -> Result<Option<Text>, Reject> {
        self.get(name).map_or(Ok(None), |node| node.text())
    }

    /// The words of the first text of a field.
    pub fn words(&self, name: &str) -> Result<Option<String>, Reject> {
        Ok(self.text_of(name)?.map(|text| text.words))
    }

    /// The words of a field that must be there and say something.
    pub fn need(&self, name: &str) -> Result<String, Reject> {
        self.words(name)?.ok_or_else(|| {
            let reason = format!("`{name}` is missing or empty; give the thing a name");
            Reject::new(self.place_of(name), "missing_field", reason)
        })
    }

    /// Where a field stands; of one that is not there, where it would stand.
    pub fn place_of(&self, name: &str) -> Place {
        let usual = self.spellings.0.first().copied().unwrap_or_default();
        let absent = || self.place.child(format!("{usual}{name}"));
        self.get(name).map_or_else(absent, |node| node.place)
    }

    /// The web address of a field, as a text or as `{"@id"}`; anything else is none.
    pub fn web(&self, name: &str) -> Option<String> {
        let node = self.get(name)?;
        let first = node.items().ok()?.into_iter().next()?;
        let address = first.value.as_str().or_else(|| first.id())?.trim();
        is_web(address).then(|| address.to_owned())
    }

    /// The date of a field. Times without seconds or with an odd zone are common on the web: the day counts.
    pub fn date(&self, name: &str) -> Result<Option<PartialDate>, Reject> {
        let Some(node) = self.get(name) else { return Ok(None) };
        let Some(found) = node.text()? else { return Ok(None) };
        let day = || {
            let (day, time) = found.words.split_at_checked(10)?;
            let clock = |c: char| c.is_ascii_digit() || ":.+-Zz ".contains(c);
            let time = time.strip_prefix(['T', 't', ' '])?;
            time.chars().all(clock).then(|| PartialDate::parse(day).ok())?
        };
        let date = PartialDate::parse(&found.words).or_else(|bad| day().ok_or(bad));
        date.map(Some)
            .map_err(|bad| Reject::new(node.place, "bad_date", format!("`{name}` is {bad}")))
    }
}

fn text(words: &str, language: Option<&str>) -> Option<Text> {
    Some(Text {
        words: filled(words)?.to_owned(),
        language: language.filter(|tag| is_language(tag)).map(str::to_owned),
    })
}

/// Whether a name is a language tag and no field: `en`, `en-US`, `zh-Hant`.
pub fn is_language(name: &str) -> bool {
    let mut segments = name.split('-');
    let primary = segments.next().unwrap_or_default();
    name.len() <= TAG
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && segments.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::linked::{Node, Spellings};
    use passport::record::Place;
    use serde_json::{Value, json};

    static SPELLINGS: Spellings = Spellings(&[""]);

    fn node(value: &Value) -> Node<'_> {
        Node {
            value,
            place: Place::pointer("f", ""),
            spellings: &SPELLINGS,
        }
    }

    #[test]
    fn texts_are_read_in_every_way_they_are_written() {
        for (value, expected) in [
            (json!("a"), Ok(vec![("a", None)])),
            (json!(" "), Ok(vec![])),
            (json!(7), Ok(vec![("7", None)])),
            (json!({"@value": "a", "@language": "de"}), Ok(vec![("a", Some("de"))])),
            (json!({"de": "ja", "en-US": "yes"}), Ok(vec![("yes", Some("en-US"))])),
            (
                json!({"fr": ["un", "deux"]}),
                Ok(vec![("un", Some("fr")), ("deux", Some("fr"))]),
            ),
            (json!(["a", {"@value": "b"}]), Ok(vec![("a", None), ("b", None)])),
            (json!({"@list": ["a", "b"]}), Ok(vec![("a", None), ("b", None)])),
            (json!({"name": "a"}), Err("wrong_type")),
            (json!(true), Err("wrong_type")),
            (json!({"en": {"x": 1}}), Err("wrong_type")),
        ] {
            let read = node(&value).texts().map_err(|reject| reject.code);
            let pair = |text: Text| (text.words, text.language);
            let read = read.map(|texts| texts.into_iter().map(pair).collect::<Vec<_>>());
            let owned = |(words, tag): (&str, Option<&str>)| (words.to_owned(), tag.map(str::to_owned));
            let expected = expected.map(|texts| texts.into_iter().map(owned).collect::<Vec<_>>());
            assert_eq!(read, expected, "{value}");
        }
    }

    #[test]
    fn days_are_read_of_times_as_the_web_writes_them() {
        for (text, day) in [
            ("2026-03-01", Ok(Some("2026-03-01"))),
            ("2026-03", Ok(Some("2026-03"))),
            ("2026-03-01T00:00", Ok(Some("2026-03-01"))),
            ("2026-03-01T23:59Z", Ok(Some("2026-03-01"))),
            ("2026-03-01T23:59+0200", Ok(Some("2026-03-01"))),
            ("", Ok(None)),
            ("2026-02-30T00:00Z", Err("bad_date")),
            ("2026-03-01Tsoon", Err("bad_date")),
            ("01/03/2026", Err("bad_date")),
        ] {
            let value = json!({"day": text});
            let read = node(&value).date("day").map_err(|reject| reject.code);
            let read = read.map(|date| date.map(|date| date.to_string()));
            assert_eq!(read, day.map(|day| day.map(str::to_owned)), "{text}");
        }
    }
}

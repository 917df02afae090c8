//! A value of linked data that knows its place.

use crate::text::filled;
use passport::record::{PartialDate, Place, Reject};
use serde_json::{Map, Value};

/// How many values one field of one thing may have.
const MOST: usize = 1_000;
/// Longest language tag that is taken for one.
const TAG: usize = 35;

/// The ways in which the names of a vocabulary are written before the plain name: ``, `schema:`, `https://schema.org/`.
#[derive(Debug)]
pub struct Spellings(pub &'static [&'static str]);

impl Spellings {
    /// A name without what is written before it.
    pub fn plain<'n>(&self, name: &'n str) -> &'n str {
        let longest = self.0.iter().filter_map(|before| name.strip_prefix(before));
        longest.min_by_key(|rest| rest.len()).unwrap_or(name)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Where it stands.
    pub place: Place,
    /// How its vocabulary is spelt.
    pub spellings: &'static Spellings,
}

/// A text, with its language where the source says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words, as received.
    pub words: String,
    /// BCP 47.
    pub language: Option<String>,
}

impl<'a> Node<'a> {
    /// What was looked up for this value, in its place; else itself.
    pub fn follow<'v>(&self, referred: Option<&'v Value>) -> Node<'v>
    where
        'a: 'v,
    {
        Node {
            value: referred.unwrap_or(self.value),
            ..self.clone()
        }
    }

    fn within(&self, value: &'a Value, step: impl std::fmt::Display) -> Node<'a> {
        Node {
            value,
            place: self.place.child(step),
            spellings: self.spellings,
        }
    }

    /// The field in any spelling, unless it is absent or null.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        let fields = self.value.as_object()?;
        let spelt = |before: &&str| fields.get_key_value(&format!("{before}{name}"));
        let (name, value) = self.spellings.0.iter().find_map(spelt)?;
        (!value.is_null()).then(|| self.within(value, name))
    }

    /// A keyword of JSON-LD: `@id`, `@type`.
    pub fn keyword(&self, name: &str) -> Option<Node<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(self.within(value, name))
    }

    /// The elements of an array or of an explicit list, or itself as the only one; far too many are a fault.
    pub fn items(&self) -> Result<Vec<Node<'a>>, Reject> {
        let items = self.elements();
        if items.len() > MOST {
            let reason = format!(
                "here stand {} values; at most {MOST} are read in one field",
                items.len()
            );
            return Err(Reject::new(self.place.clone(), "too_many", reason));
        }
        Ok(items)
    }

    /// The same, however many there are.
    pub fn elements(&self) -> Vec<Node<'a>> {
        let listed = self.keyword("@list").or_else(|| self.keyword("@set"));
        let node = listed.as_ref().unwrap_or(self);
        match node.value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(at, value)| node.within(value, at))
                .collect(),
            _ => vec![node.clone()],
        }
    }

    /// The values of a field that may hold none, one or many; nulls are none.
    pub fn all(&self, name: &str) -> Result<Vec<Node<'a>>, Reject> {
        let mut found = self.get(name).map_or(Ok(Vec::new()), |node| node.items())?;
        found.retain(|node| !node.value.is_null());
        Ok(found)
    }

    /// Its types, plain; what is no text is none.
    pub fn types(&self) -> Vec<&'a str> {
        let types = self.keyword("@type").map(|node| node.value);
        let types = types.map_or(&[][..], |types| match types {
            Value::Array(types) => types.as_slice(),
            one => std::slice::from_ref(one),
        });
        types
            .iter()
            .filter_map(Value::as_str)
            .map(|name| self.spellings.plain(name))
            .collect()
    }

    /// Its identifier as written; an address, or only a name within the document.
    pub fn id(&self) -> Option<&'a str> {
        self.keyword("@id").and_then(|node| filled(node.value.as_str()?))
    }

    /// Its identifier, where the world knows it: an address that is no name within the document.
    pub fn iri(&self) -> Option<&'a str> {
        self.id().filter(|id| is_iri(id))
    }

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

    /// A reject for a value of the wrong JSON type.
    pub fn wrong(&self, wanted: &str) -> Reject {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        let reason = format!("here stands {found}; it must be {wanted}");
        Reject::new(self.place.clone(), "wrong_type", reason)
    }
}

fn text(words: &str, language: Option<&str>) -> Option<Text> {
    Some(Text {
        words: filled(words)?.to_owned(),
        language: language.filter(|tag| is_language(tag)).map(str::to_owned),
    })
}

/// Whether an address names something in the web.
pub fn is_web(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && !address.contains(char::is_whitespace)
}

/// Whether a text is an absolute address: `https://…`, `urn:…`, `did:…`; `_:b0` and `#it` are names within a document.
fn is_iri(id: &str) -> bool {
    let scheme = id.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(letters)
        && !id.contains(char::is_whitespace)
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
    use super::{Node, Spellings, Text};
    use passport::record::Place;
    use serde_json::{Value, json};

    static SPELLINGS: Spellings = Spellings(&["", "ex:", "https://example.org/"]);

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
    fn names_are_found_in_every_spelling() {
        for (value, place) in [
            (json!({"name": 1}), "/name"),
            (json!({"ex:name": 1}), "/ex:name"),
            (json!({"https://example.org/name": 1}), "/https:~1~1example.org~1name"),
        ] {
            let found = node(&value).get("name").map(|found| found.place.inside());
            assert_eq!(found.as_deref(), Some(place));
        }
        let typed = json!({"@type": ["ex:A", "https://example.org/B", "other:C", 4]});
        assert_eq!(node(&typed).types(), ["A", "B", "other:C"]);
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

    #[test]
    fn what_the_world_knows_is_told_from_names_within_a_document() {
        for (id, known) in [
            ("https://example.org/1", true),
            ("urn:ctid:1", true),
            ("_:b0", false),
            ("#acme", false),
            ("acme", false),
            ("a b:c", false),
        ] {
            let value = json!({"@id": id});
            assert_eq!(node(&value).iri().is_some(), known, "{id}");
        }
    }
}

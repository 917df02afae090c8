//! Files with a word changed.

use crate::fixtures::Fixture;
use passport::record::Place;
use serde_json::Value;

/// Where a word is changed.
#[derive(Clone, Copy, PartialEq)]
pub enum Spread {
    /// Where it stands.
    Here,
    /// Wherever files say it in the same field.
    Everywhere,
}

/// The fixture's files with a word changed; none where it stands in a token, a picture or an archive.
pub fn edited(
    fixture: &Fixture,
    place: &Place,
    (pointer, header): (&str, &str),
    (to, spread): (Other, Spread),
) -> Option<Vec<(String, Vec<u8>)>> {
    let mut parts = fixture.parts.clone();
    let file = place.file.as_deref().unwrap_or_default();
    let (_, bytes) = parts.iter().find(|(name, _)| name == file)?;
    if let Some(row) = place.row {
        let text = cell(bytes, row, header)?;
        let only = (spread == Spread::Here).then_some(row);
        for (name, bytes) in &mut parts {
            if spread == Spread::Everywhere || name == file {
                *bytes = in_table(bytes, (header, &text), (to, only))?;
            }
        }
        return Some(parts);
    }
    let pointer = format!("{}{pointer}", place.pointer.as_deref()?);
    let value = document(bytes)?.pointer(&pointer)?.clone();
    for (name, bytes) in &mut parts {
        let Some(mut document) = document(bytes) else { continue };
        if spread == Spread::Everywhere {
            change(&mut document, (&[], &field(&pointer)), (&value, to));
        } else if name == file {
            *document.pointer_mut(&pointer)? = other_value(&value, to);
        }
        *bytes = written(&document, bytes);
    }
    Some(parts)
}

fn document(bytes: &[u8]) -> Option<Value> {
    let text = adapters::text::utf8(bytes)?;
    let lines = || text.lines().map(serde_json::from_str).collect::<Result<_, _>>();
    serde_json::from_str(text)
        .ok()
        .or_else(|| Some(Value::Array(lines().ok()?)))
}

fn written(document: &Value, as_it_was: &[u8]) -> Vec<u8> {
    match (serde_json::from_slice::<Value>(as_it_was), document) {
        (Err(_), Value::Array(lines)) => lines.iter().map(|line| format!("{line}\n")).collect::<String>().into(),
        _ => document.to_string().into_bytes(),
    }
}

/// The steps to a word from the last named one.
fn field(pointer: &str) -> Vec<String> {
    let steps: Vec<&str> = pointer.split('/').collect();
    let is_number = |step: &str| step.bytes().all(|byte| byte.is_ascii_digit());
    let named = steps.iter().rposition(|step| !is_number(step)).unwrap_or_default();
    let steps = steps.iter().skip(named);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Changes each value that is the same and stands in the same field.
fn change(at: &mut Value, (way, field): (&[String], &[String]), (from, to): (&Value, Other)) {
    let further = |step: String| [way, &[step]].concat();
    match at {
        Value::Object(fields) => {
            let fields = fields.iter_mut();
            fields.for_each(|(key, value)| change(value, (&further(key.clone()), field), (from, to)));
        }
        Value::Array(items) => {
            let items = items.iter_mut().enumerate();
            items.for_each(|(key, value)| change(value, (&further(key.to_string()), field), (from, to)));
        }
        word if *word == *from && (way.ends_with(field) || field == [""]) => *word = other_value(word, to),
        _ => {}
    }
}

fn reader(bytes: &[u8]) -> Option<(u8, Vec<csv::StringRecord>)> {
    let text = adapters::text::decode(bytes);
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| text.lines().next().map(|line| line.matches(*sign).count()));
    let delimiter = u8::try_from(delimiter?).ok()?;
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter);
    let rows = reader.from_reader(text.as_bytes()).records().collect::<Result<_, _>>();
    Some((delimiter, rows.ok()?))
}

fn column(rows: &[csv::StringRecord], header: &str) -> Option<usize> {
    rows.first()?.iter().position(|name| name.trim() == header)
}

fn cell(bytes: &[u8], row: u64, header: &str) -> Option<String> {
    let (_, rows) = reader(bytes)?;
    let row = rows.get(usize::try_from(row).ok()?.checked_sub(1)?)?;
    Some(row.get(column(&rows, header)?)?.to_owned())
}

/// The table with each cell of the column changed that says this, or only that of a row.
fn in_table(bytes: &[u8], (header, text): (&str, &str), (to, only): (Other, Option<u64>)) -> Option<Vec<u8>> {
    let (delimiter, rows) = reader(bytes)?;
    let Some(column) = column(&rows, header) else {
        return Some(bytes.to_vec());
    };
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer.flexible(true).delimiter(delimiter).from_writer(Vec::new());
    for (number, cells) in rows.iter().enumerate() {
        let cells = cells.iter().enumerate().map(|(at, cell)| {
            match number > 0 && at == column && cell == text && only.is_none_or(|only| only == number as u64 + 1) {
                true => other(cell, to),
                false => cell.to_owned(),
            }
        });
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

/// What a word is changed to.
#[derive(Clone, Copy)]
pub enum Other {
    /// Another of the same form.
    Word,
    /// The same but for its last letter or digit.
    Last,
    /// None.
    Nothing,
    /// A day of another century, another code.
    Digits,
    /// No for yes.
    Opposite,
}

fn other_value(value: &Value, to: Other) -> Value {
    match (value, to) {
        (Value::String(text), to) => Value::String(other(text, to)),
        (Value::Bool(yes), _) => Value::Bool(!yes),
        (Value::Number(number), Other::Word) => Value::from(number.as_f64().unwrap_or_default() + 1.0),
        (Value::Number(_), _) => Value::from(0),
        (same, _) => same.clone(),
    }
}

/// Another text of the same form, or none.
fn other(text: &str, to: Other) -> String {
    let next = |sign: char| match sign {
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(sign as u32 + 1).unwrap(),
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        sign if sign.is_alphabetic() => 'é',
        same => same,
    };
    match to {
        Other::Word => text.chars().map(next).collect(),
        Other::Last => {
            let last = text.char_indices().rfind(|(_, sign)| sign.is_alphanumeric());
            let changed =
                last.map(|(at, sign)| format!("{}{}{}", &text[..at], next(sign), &text[at + sign.len_utf8()..]));
            changed.unwrap_or_default()
        }
        Other::Nothing => String::new(),
        Other::Opposite => match text {
            "false" => "true".to_owned(),
            "true" => "false".to_owned(),
            "0" => "1".to_owned(),
            same => same.to_owned(),
        },
        Other::Digits if text.len() == 1 => text.replace('1', "0"),
        Other::Digits => text.replace("20", "19"),
    }
}

//! Attachments to evidence: what they are and where they lie. Their contents are not read.

use super::super::activity::words;
use super::super::read::part;
use super::super::wire::Attachment;
use super::around::items;
use super::last_segment;
use passport::record::{Evidence, Place, Sink};
use serde_json::value::RawValue;

/// The evidence that a statement brings. A signature of the statement itself is none.
pub fn evidence(raw: Option<&RawValue>, place: &Place, sink: &mut dyn Sink) -> Vec<Evidence> {
    let found = items(raw, place, sink);
    let read = found
        .into_iter()
        .filter_map(|(raw, place)| part::<Attachment>(raw, &place, sink));
    read.filter_map(|attachment| piece(&attachment)).collect()
}

fn piece(attachment: &Attachment) -> Option<Evidence> {
    let kind = attachment
        .usage_type
        .as_deref()
        .map(last_segment)
        .unwrap_or("attachment");
    let text = |map| words(map).map(|(text, _)| text.to_owned());
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    (kind != "signature").then(|| Evidence {
        kind: kind.to_owned(),
        title: text(attachment.display.as_ref()),
        url: attachment.file_url.clone().filter(is_web),
        description: text(attachment.description.as_ref()),
    })
}

//! Scales of published vocabularies, such as the criteria of a rubric: a source names one, and need not list its steps.

use crate::record::{Level, Scale};
use std::borrow::Cow;
use std::sync::Arc;

/// Where the scales of published vocabularies are found.
pub trait PublishedScales {
    /// The scale of this URI or identifier; none where nobody published it, or several did, and not the same.
    fn scale(&self, name: &str) -> Option<&Arc<Scale>>;
}

/// Where nothing is published.
impl PublishedScales for () {
    fn scale(&self, _: &str) -> Option<&Arc<Scale>> {
        None
    }
}

/// A level on the published scale that its source names. Steps that the source lists itself are believed.
pub(super) fn on_published<'l>(level: &'l Level, scales: &dyn PublishedScales) -> Cow<'l, Level> {
    let scale = &level.scale;
    if !scale.steps.is_empty() {
        return Cow::Borrowed(level);
    }
    let mut names = [
        scale.published.as_deref(),
        Some(&*scale.key),
        scale.kind.as_deref(),
        Some(&*scale.name),
    ]
    .into_iter()
    .flatten();
    match names.find_map(|name| scales.scale(name)) {
        Some(published) => Cow::Owned(Level {
            scale: Arc::clone(published),
            ..level.clone()
        }),
        None => Cow::Borrowed(level),
    }
}

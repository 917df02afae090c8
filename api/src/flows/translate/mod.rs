//! Skills in another vocabulary: the rules translate (`passport/src/skill/translate/`), here they get what they work with.

mod said;

use crate::store::reference::Vocabularies;
use passport::skill::translate::Translator;
pub use said::said;

/// Translates into the vocabulary with this key, over the mappings that hold now; none where there is none. Labels are
/// wanted in this language.
pub fn translator<'t>(all: &'t Vocabularies, key: &str, language: &'t str) -> Option<Translator<'t, Vocabularies>> {
    Some(Translator {
        graph: all.mappings.graph(),
        vocabularies: all,
        to: all.by_key(key)?.id,
        language,
    })
}

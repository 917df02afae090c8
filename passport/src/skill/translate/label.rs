//! In which language a label is told, where the one asked for has none.

/// A label and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The label.
    pub text: String,
    /// Its language, BCP 47.
    pub language: String,
}

/// Of several labels the one nearest to a language: in that language, in another form of it (`pt` for `pt-BR`), in the
/// language that the vocabulary is kept in, in English, else the first. Each label is its language and its text.
pub fn choose<'l>(labels: impl Iterator<Item = (&'l str, &'l str)>, wanted: &str, own: &str) -> Option<Label> {
    let nearness = |language: &str| {
        let nearer = [
            language.eq_ignore_ascii_case(wanted),
            same_language(language, wanted),
            language == own,
            language == "en",
        ];
        nearer.iter().position(|yes| *yes).unwrap_or(nearer.len())
    };
    let (language, text) = labels.min_by_key(|(language, _)| nearness(language))?;
    Some(Label {
        text: text.to_owned(),
        language: language.to_owned(),
    })
}

/// Whether two tags are of one language: `pt` and `pt-BR` are.
pub fn same_language(one: &str, other: &str) -> bool {
    language_alone(one) == language_alone(other)
}

/// The language of a tag without its script and country: `pt` of `pt-BR`.
pub fn language_alone(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

//! What is known of each language: how its words are stemmed, and which of them say nothing.

use std::borrow::Cow;
use tantivy_stemmers::algorithms as snowball;

/// A stemmer of one language.
pub(super) type Stem = fn(&str) -> Cow<'_, str>;

/// The primary subtag of a BCP 47 tag, in lower case: `pt` of `pt-BR`.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase()
}

/// The stemmer of a language by its primary subtag. Words of other languages are compared as they are.
pub(super) fn stemmer(primary: &str) -> Stem {
    match primary {
        "ar" => snowball::arabic,
        "ca" => snowball::catalan,
        "cs" => snowball::czech_dolamic_light,
        "da" => snowball::danish,
        "de" => snowball::german,
        "el" => snowball::greek,
        "en" => english,
        "es" => snowball::spanish,
        "et" => snowball::estonian_freienthal,
        "eu" => snowball::basque,
        "fi" => snowball::finnish,
        "fr" => snowball::french,
        "ga" => snowball::irish_gaelic,
        "hu" => snowball::hungarian,
        "hy" => snowball::armenian_mkrtchyan,
        "it" => snowball::italian,
        "lt" => snowball::lithuanian_jocas,
        "nb" | "nn" | "no" => snowball::norwegian_bokmal,
        "nl" => snowball::dutch,
        "pl" => snowball::polish_yarovoy,
        "pt" => snowball::portuguese,
        "ro" => snowball::romanian,
        "ru" => snowball::russian,
        "sv" => snowball::swedish,
        "tr" => snowball::turkish_cilden,
        _ => |word| Cow::Borrowed(word),
    }
}

/// English stems, alike for British and American spelling.
fn english(word: &str) -> Cow<'_, str> {
    let mut stem = snowball::english_porter_2(&one_spelling(word)).into_owned();
    if stem.ends_with("ll") {
        stem.pop();
    }
    stem.into()
}

/// *organize* as *organise*, *behavior* as *behaviour*, *center* as *centre*, *program* as *programme*.
fn one_spelling(word: &str) -> String {
    const ENDS: [&str; 7] = ["", "s", "ed", "ing", "al", "able", "ful"];
    let mut word = word.replace("yze", "yse").replace("yzing", "ysing");
    for (place, _) in word.clone().match_indices("iz") {
        let goes_on = matches!(word.as_bytes().get(place + 2), Some(b'e' | b'i' | b'a'));
        if place >= 3 && goes_on {
            word.replace_range(place..place + 2, "is");
        }
    }
    if let Some(place) = word.rfind("our").filter(|place| *place >= 2 && word.len() > 5)
        && ENDS.contains(&&word[place + 3..])
    {
        word.replace_range(place..place + 3, "or");
    }
    for (british, american) in [
        ("tre", "ter"),
        ("tres", "ters"),
        ("gramme", "gram"),
        ("grammes", "grams"),
        ("logue", "log"),
        ("logues", "logs"),
    ] {
        if word.len() > 5 && word.ends_with(british) {
            word.truncate(word.len() - british.len());
            word.push_str(american);
        }
    }
    word
}

/// Phrases that frame a skill without naming it, as normalised words. The longest that fits is removed first.
pub(super) const FRAMES: &[&str] = &[
    "ability to",
    "able to",
    "capable of",
    "capacity to",
    "experience in",
    "experience of",
    "experience with",
    "experienced in",
    "experienced with",
    "expertise in",
    "familiar with",
    "familiarity with",
    "hands on experience",
    "knowledge of",
    "knowledge in",
    "must have",
    "proficiency in",
    "proficiency with",
    "proficient in",
    "proficient with",
    "skilled in",
    "strong background in",
    "understanding of",
    "willingness to",
    "years of",
    "capacité à",
    "connaissance de",
    "connaissances en",
    "maîtrise de",
    "fähigkeit zu",
    "erfahrung in",
    "erfahrung mit",
    "kenntnisse in",
    "capacidad de",
    "conocimiento de",
    "capacità di",
    "conoscenza di",
    "kennis van",
    "ervaring met",
];

/// Words that say nothing of a skill, in the languages of most deliveries. Elsewhere their frequency gives them away.
pub(super) const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "as",
    "at",
    "be",
    "both",
    "by",
    "for",
    "from",
    "in",
    "into",
    "is",
    "its",
    "my",
    "of",
    "on",
    "or",
    "our",
    "such",
    "s",
    "that",
    "the",
    "their",
    "them",
    "these",
    "this",
    "to",
    "via",
    "we",
    "with",
    "within",
    "you",
    "your",
    "ability",
    "skill",
    "skills",
    "strong",
    "good",
    "excellent",
    "great",
    "solid",
    "proven",
    "etc",
    "various",
    "other",
    "au",
    "aux",
    "avec",
    "dans",
    "de",
    "des",
    "du",
    "en",
    "et",
    "la",
    "le",
    "les",
    "leur",
    "ou",
    "par",
    "pour",
    "sur",
    "un",
    "une",
    "das",
    "dem",
    "den",
    "der",
    "die",
    "ein",
    "eine",
    "im",
    "mit",
    "oder",
    "und",
    "von",
    "zu",
    "zum",
    "zur",
    "con",
    "del",
    "el",
    "los",
    "las",
    "para",
    "por",
    "una",
    "di",
    "il",
    "della",
    "dei",
    "per",
    "het",
    "een",
    "van",
    "voor",
    "da",
    "do",
    "dos",
    "das",
    "em",
    "com",
];

//! What is lost when a level is told as bands, and why a level gives no band at all: codes, with words for people beside.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Something lost on the way from a received level to bands, or from bands to a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// The scale tells more levels apart than there are bands.
    FinerScale,
    /// The scale tells fewer levels apart than there are bands.
    CoarserScale,
    /// The scale describes whole qualifications, or responsibility at work.
    OtherMeasure,
    /// A grade of one outcome; graders differ.
    Grade,
    /// A place between two bands, or a scale of the source's own.
    RoundedOutwards,
    /// A value between two levels of its scale.
    BetweenSteps,
    /// Several levels, or a name that several levels share.
    SeveralLevels,
    /// A share such as 4/5, whose lowest value is not known.
    LowestUnknown,
    /// A word without a scale.
    WordAlone,
    /// Nothing but that a declared requirement was met.
    RequirementAlone,
    /// No band: a value on no scale that is known.
    ScaleNotDeclared,
    /// No band: not a level of the scale it was given on.
    NotOnScale,
    /// No band: beyond the ends of its scale.
    OutOfRange,
    /// A place within a group, which says little of itself or nothing.
    RelativeToClass,
    /// No band: a grade where no outcome was assessed.
    CourseGrade,
    /// No band: the scale measures something else than how well.
    NotALevel,
    /// No band: the level says that nothing was seen.
    NoEvidence,
    /// No band: below what its issuer required, and not low by itself.
    BelowRequirement,
}

crate::record::words!(Loss {
    FinerScale => "finer_scale", CoarserScale => "coarser_scale", OtherMeasure => "other_measure", Grade => "grade",
    RoundedOutwards => "rounded_outwards", BetweenSteps => "between_steps", SeveralLevels => "several_levels",
    LowestUnknown => "lowest_unknown", WordAlone => "word_alone", RequirementAlone => "requirement_alone",
    ScaleNotDeclared => "scale_not_declared", NotOnScale => "not_on_scale", OutOfRange => "out_of_range",
    RelativeToClass => "relative_to_class", CourseGrade => "course_grade", NotALevel => "not_a_level",
    NoEvidence => "no_evidence", BelowRequirement => "below_requirement",
});

impl Loss {
    /// What was lost, for people, in a language that is spoken here or the nearest to it.
    pub fn in_words(self, language: &str) -> String {
        crate::words::level_loss(self, language)
    }
}

/// Codes in the order of their weight, each once.
pub type Losses = BTreeSet<Loss>;

/// Losses as they are stored: codes with a space between; none where nothing was lost.
pub fn stored(losses: &Losses) -> Option<String> {
    let codes: Vec<_> = losses.iter().map(|loss| loss.as_str()).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// The codes of stored losses; none where the text was stored before there were codes.
pub fn codes(stored: &str) -> Vec<Loss> {
    let codes: Option<Vec<_>> = stored.split_whitespace().map(Loss::from_word).collect();
    codes.unwrap_or_default()
}

/// Stored losses in words of a language. Text that was stored before there were codes is words already.
pub fn in_words<'s>(stored: &'s str, language: &str) -> Cow<'s, str> {
    let codes = codes(stored);
    if codes.is_empty() {
        return Cow::Borrowed(stored);
    }
    let words: Vec<_> = codes.into_iter().map(|loss| loss.in_words(language)).collect();
    Cow::Owned(words.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_stored_as_codes_and_told_in_words() {
        let losses = Losses::from([Loss::BetweenSteps, Loss::FinerScale]);
        let kept = stored(&losses).unwrap();
        assert_eq!(kept, "finer_scale between_steps");
        assert_eq!(codes(&kept), [Loss::FinerScale, Loss::BetweenSteps]);
        assert!(in_words(&kept, "en").ends_with("; between two levels of its scale; both are meant"));
        assert_eq!(
            in_words(&kept, "de-AT"),
            "die Skala hat mehr Stufen, als es Bänder gibt; zwischen zwei Stufen der Skala; beide sind gemeint"
        );
        assert_eq!(stored(&Losses::new()), None);
        for before in ["six CEFR levels on five bands", "grade or so", ""] {
            assert_eq!((in_words(before, "fr").as_ref(), codes(before)), (before, vec![]));
        }
    }
}

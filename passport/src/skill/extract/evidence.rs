//! What speaks for a find, in numbers.

/// How many there are.
pub const EVIDENCE: usize = 20;

/// Their names, in the order in which they are kept.
pub const EVIDENCE_NAMES: [&str; EVIDENCE] = [
    "constant",
    "preferred",
    "other",
    "same_words",
    "turned",
    "apart",
    "asked",
    "right",
    "matchable",
    "words",
    "lone",
    "rarest",
    "lone_rarity",
    "capital",
    "shrunk",
    "framed",
    "bounded",
    "rivals",
    "demand",
    "lone_demand",
];

/// The numbers for one find.
pub type Evidence = [f32; EVIDENCE];

/// In which way the words of the text are those of a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Likeness {
    /// The same, and it is a preferred label.
    Preferred,
    /// The same, and it is another label.
    Other,
    /// In other forms.
    Words,
    /// In another order.
    Turned,
    /// With one other word between.
    Apart,
    /// By what the linker says.
    Asked {
        /// The chance that it is right.
        right: f32,
        /// The chance that any concept is.
        matchable: f32,
    },
}

/// What is known of a find.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) likeness: Likeness,
    /// How many telling words it has.
    pub(super) words: usize,
    /// How much the word tells that tells most, 0 to 1.
    pub(super) rarest: f32,
    /// Whether it has a capital.
    pub(super) is_capital: bool,
    /// Whether the label is an abbreviation and was not written as one.
    pub(super) is_shrunk: bool,
    /// Whether a phrase that frames a skill stands before it.
    pub(super) is_framed: bool,
    /// At how many of its ends a phrase ends as well.
    pub(super) bounds: usize,
    /// How many concepts have a label of these words.
    pub(super) rivals: usize,
    /// How many occupations require the concept, 0 to 1.
    pub(super) demand: f32,
}

impl Sign {
    /// In numbers.
    pub(super) fn evidence(&self) -> Evidence {
        let flag = |is: bool| f32::from(u8::from(is));
        let (right, matchable) = match self.likeness {
            Likeness::Asked { right, matchable } => (right, matchable),
            _ => (0.0, 0.0),
        };
        let lone = flag(self.words == 1);
        [
            1.0,
            flag(self.likeness == Likeness::Preferred),
            flag(self.likeness == Likeness::Other),
            flag(self.likeness == Likeness::Words),
            flag(self.likeness == Likeness::Turned),
            flag(self.likeness == Likeness::Apart),
            flag(matches!(self.likeness, Likeness::Asked { .. })),
            logit(right),
            logit(matchable),
            (self.words as f32).ln(),
            lone,
            self.rarest,
            lone * self.rarest,
            flag(self.is_capital),
            flag(self.is_shrunk),
            flag(self.is_framed),
            self.bounds as f32 / 2.0,
            (self.rivals.max(1) as f32).ln(),
            self.demand,
            lone * self.demand,
        ]
    }
}

fn logit(chance: f32) -> f32 {
    if chance <= 0.0 {
        return 0.0;
    }
    let chance = chance.clamp(0.01, 0.99);
    (chance / (1.0 - chance)).ln()
}

//! Deliberate holes in consent, to show that the proof finds each of them (docs/CONSENT.md, “How it is proved”).
//!
//! They are behind the feature `holes`, which no binary that is shipped has: without it `hole!` leaves nothing behind.

/// A hole at the place where it is named: `hole!(Name)` is whether it is open, `hole!(Name, leaking, tight)` one of both,
/// `hole!(Name => leaking)` what is done while it is open.
#[cfg(feature = "holes")]
#[macro_export]
macro_rules! hole {
    ($name:ident) => {
        $crate::holes::is_open($crate::holes::Hole::$name)
    };
    ($name:ident, $leaking:expr, $tight:expr) => {
        if $crate::holes::is_open($crate::holes::Hole::$name) {
            $leaking
        } else {
            $tight
        }
    };
    ($name:ident => $leaking:expr) => {
        if $crate::holes::is_open($crate::holes::Hole::$name) {
            $leaking;
        }
    };
}

/// Without the feature every hole is shut, and what would leak is not compiled.
#[cfg(not(feature = "holes"))]
#[macro_export]
macro_rules! hole {
    ($name:ident) => {
        false
    };
    ($name:ident, $leaking:expr, ()) => {};
    ($name:ident, $leaking:expr, $tight:expr) => {
        $tight
    };
    ($name:ident => $leaking:expr) => {};
}

#[cfg(feature = "holes")]
pub use open::{Hole, is_open, open};

#[cfg(feature = "holes")]
mod open {
    use std::sync::atomic::{AtomicUsize, Ordering};

    macro_rules! holes {
        ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
            /// A deliberate hole.
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum Hole { $($(#[$doc])* $name),+ }

            impl Hole {
                /// All of them.
                pub const ALL: &[Hole] = &[$(Hole::$name),+];

                /// Whether it is seen in what is said of passports alone, not in passports themselves.
                pub fn is_in_what_is_said(self) -> bool {
                    matches!(self, Hole::PreviewForgetsHeld | Hole::DeniesAreTold)
                }
            }
        };
    }

    holes! {
        /// A consent holds for other partners too.
        PartnerIgnored,
        /// A consent holds for every client.
        ClientIgnored,
        /// A consent holds for every purpose.
        PurposeIgnored,
        /// A consent holds before it begins.
        StartIgnored,
        /// A consent holds after its end.
        ExpiryIgnored,
        /// Refused, paused and withdrawn consents hold.
        StateIgnored,
        /// Versions that were replaced hold too.
        EarlierVersionsHold,
        /// A use limit is no limit.
        UseLimitIgnored,
        /// Uses are not counted.
        UsesNotCounted,
        /// A deny ends when its consent is used up.
        DenyEndsWithUse,
        /// A deny ends while its consent is paused.
        DenyEndsWithPause,
        /// A deny of a whole section is ignored.
        WholeDenyIgnored,
        /// Denies of some rows are ignored.
        RowDenyIgnored,
        /// Every letter lets records be read.
        LettersIgnored,
        /// The filter `concept` is dropped.
        ConceptDropped,
        /// The filter `vocabulary` is dropped.
        VocabularyDropped,
        /// The filter `source` is dropped.
        SourceDropped,
        /// The filter `kind` is dropped.
        KindDropped,
        /// The filter `assertion` is dropped.
        AssertionDropped,
        /// The filter `verified` is dropped.
        VerifiedDropped,
        /// The filter `since` is dropped.
        SinceDropped,
        /// The filter `minBand` is dropped.
        MinBandDropped,
        /// What replaced rows said is shown.
        SupersededShown,
        /// Partners see what waits for the holder's word.
        WaitingShown,
        /// A source sees what others sent.
        SourceSeesOthers,
        /// A source sees the name that others gave.
        SourceSeesName,
        /// Evidence is shown without its section.
        EvidenceAlways,
        /// Skills of experiences and courses count hidden claims.
        SkillsOfRowsUnscoped,
        /// Skills add up from hidden claims too.
        StatesOfHiddenClaims,
        /// A total counts hidden rows.
        TotalOfAllRows,
        /// A cursor of something hidden is taken.
        HiddenCursorTaken,
        /// `node` shows every part of a passport of which something is granted.
        NodeSkipsView,
        /// A page of passports tells that refused ones follow.
        PageTellsOfRefused,
        /// Refused and unknown passports have different errors.
        UnknownIsTold,
        /// A refused passport costs one statement more.
        OneStatementMore,
        /// Partners get everybody's ids.
        IdsOfEverybody,
        /// Every holder sees the passport they ask for.
        HoldersSeeOthers,
        /// A statement goes beyond what was consented to.
        StatementNotCovered,
        /// A statement is answered from what is denied too.
        StatementDenyIgnored,
        /// A preview forgets the consents that there are.
        PreviewForgetsHeld,
        /// A partner is told of the denies.
        DeniesAreTold,
    }

    static OPEN: AtomicUsize = AtomicUsize::new(usize::MAX);

    /// Opens one hole, for the whole process, and shuts the others.
    pub fn open(hole: Option<Hole>) {
        OPEN.store(hole.map_or(usize::MAX, |hole| hole as usize), Ordering::SeqCst);
    }

    /// Whether a hole is open.
    pub fn is_open(hole: Hole) -> bool {
        OPEN.load(Ordering::SeqCst) == hole as usize
    }
}

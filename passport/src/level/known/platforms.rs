//! Scales that learning platforms come with. The comment before each says what its facts were checked against.

use super::{BLANK, KnownScale, ToldBy, level, nothing_seen};
use crate::level::Loss;

pub(super) const SCALES: &[KnownScale] = &[
    // Databases of Moodle sites hold it so, in English; its names in other languages could not be checked.
    KnownScale {
        key: "moodle-competence",
        name: "Moodle: Default competence scale",
        names: &[
            "Default competence scale",
            "Moodle competence scale",
            "Standard-Kompetenzskala",
            "Barème de compétence par défaut",
            "Escala de competencias por defecto",
        ],
        source: "Moodle, Moodle Pty Ltd (GPL)",
        told_by: ToldBy::AllSteps,
        losses: &[Loss::CoarserScale],
        levels: &[
            level("Not yet competent", 1, 2).also(&[
                "Noch nicht kompetent",
                "Pas encore compétent",
                "Aún no competente",
                "Todavía no competente",
            ]),
            level("Competent", 3, 5).also(&["Kompetent", "Compétent", "Competente"]),
        ],
        ..BLANK
    },
    // The University of Massachusetts Amherst documents it as standard scale of its Moodle; Moodle itself has it not.
    KnownScale {
        key: "moodle-satisfactory",
        name: "Moodle: Satisfactory",
        names: &["Moodle satisfactory scale"],
        source: "A scale of Moodle sites",
        told_by: ToldBy::AllSteps,
        losses: &[Loss::CoarserScale],
        levels: &[
            level("Not satisfactory", 1, 2).also(&["Not yet satisfactory"]),
            level("Satisfactory", 3, 4),
            level("Outstanding", 4, 5),
        ],
        ..BLANK
    },
    // Canvas, `OutcomeProficiency.default_ratings`, and its Admin Guide: the mastery scale of an account, 4 to 0 points.
    KnownScale {
        key: "canvas-mastery",
        name: "Canvas mastery ratings",
        names: &["Canvas mastery", "Canvas learning mastery"],
        source: "Canvas LMS, Instructure (AGPL)",
        told_by: ToldBy::AllSteps,
        losses: &[Loss::RoundedOutwards],
        levels: &[
            nothing_seen("No Evidence").at(0.0),
            level("Below Mastery", 1, 2).at(1.0),
            level("Near Mastery", 2, 3).at(2.0),
            level("Mastery", 3, 4).at(3.0).also(&["Meets Mastery"]),
            level("Exceeds Mastery", 4, 5).at(4.0),
        ],
        ..BLANK
    },
    // Canvas, the ratings of a single outcome, 4 to 0 points. Its gradebook calls all below half of mastery *well below*,
    // and has no *below*.
    KnownScale {
        key: "canvas-ratings",
        name: "Canvas outcome ratings",
        source: "Canvas LMS, Instructure (AGPL)",
        told_by: ToldBy::AnySteps,
        losses: &[Loss::RoundedOutwards],
        levels: &[
            level("Well Below Mastery", 1, 2).at(0.0),
            level("Below Mastery", 1, 2).at(1.0),
            level("Near Mastery", 2, 3).at(2.0),
            level("Mastery", 3, 4).at(3.0).also(&["Meets Mastery"]),
            level("Exceeds Mastery", 4, 5).at(4.0),
        ],
        ..BLANK
    },
    // Canvas, `LearningOutcome.default_rubric_criterion`: 0, 3 and 5 points.
    KnownScale {
        key: "canvas-expectations",
        name: "Canvas outcome criterion",
        names: &["Canvas expectations"],
        source: "Canvas LMS, Instructure (AGPL)",
        told_by: ToldBy::AllSteps,
        losses: &[Loss::CoarserScale],
        levels: &[
            level("Does Not Meet Expectations", 1, 2).at(0.0),
            level("Meets Expectations", 3, 4).at(3.0),
            level("Exceeds Expectations", 4, 5).at(5.0),
        ],
        ..BLANK
    },
    KnownScale {
        key: "percent",
        name: "Percent",
        names: &["Percentage", "%", "Prozent", "Pourcentage", "Porcentaje"],
        source: "Arithmetic: a fifth a band",
        continuous: true,
        losses: &[Loss::RoundedOutwards],
        levels: &[
            level("0", 1, 1).at(0.0),
            level("20", 1, 1).at(20.0),
            level("40", 2, 2).at(40.0),
            level("60", 3, 3).at(60.0),
            level("80", 4, 4).at(80.0),
            level("100", 5, 5).at(100.0),
        ],
        ..BLANK
    },
];

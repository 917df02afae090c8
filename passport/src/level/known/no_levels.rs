//! Scales that look like levels and are none. The comment before each says what its facts were checked against.

use super::{BLANK, KnownScale, Measures, ToldBy, nothing_seen};
use crate::level::Loss;

/// A scale of places within a group.
const RELATIVE: KnownScale = KnownScale {
    measures: Measures::Else(Loss::RelativeToClass),
    ..BLANK
};
/// A scale that says something else than how well.
const OTHER: KnownScale = KnownScale {
    measures: Measures::Else(Loss::NotALevel),
    ..BLANK
};

pub(super) const SCALES: &[KnownScale] = &[
    KnownScale {
        key: "ranks",
        name: "Percentiles, stanines, standard scores and ranks",
        names: &[
            "Percentile",
            "Percentile rank",
            "Stanine",
            "Sten",
            "T-score",
            "Z-score",
            "Normal curve equivalent",
            "NormalCurve",
            "Rank",
            "Class rank",
            "Intelligence quotient",
            "IntelligenceQuotient",
        ],
        source: "Statistics",
        ..RELATIVE
    },
    // Scales Reference of the database, 29.0: from 1 to 5.
    KnownScale {
        key: "onet-im",
        name: "O*NET Importance (IM)",
        names: &["O*NET IM", "O*NET importance", "IM", "Importance"],
        source: "O*NET Database, US Department of Labor/ETA (CC BY 4.0)",
        ..OTHER
    },
    KnownScale {
        key: "gpa",
        name: "Grade point average",
        names: &["GPA", "GradePointAverage", "Cumulative GPA", "Notendurchschnitt"],
        source: "An average over courses",
        ..OTHER
    },
    // Article 4 of the directive: categories AM, A1, A2, A, B1, B, C1, C, D1, D, those with trailers, and no levels.
    KnownScale {
        key: "driving-licence",
        name: "Categories of driving licences",
        names: &[
            "Driving licence",
            "Driving license",
            "Driver's license",
            "Führerschein",
            "Führerscheinklasse",
            "Fahrerlaubnisklasse",
            "Permis de conduire",
            "Permiso de conducir",
            "Carnet de conducir",
        ],
        source: "Directive 2006/126/EC, European Union: A1, A2, B1 and C1 are vehicles, not levels",
        ..OTHER
    },
    // Moodle's language strings `postrating1` to `postrating3`.
    KnownScale {
        key: "moodle-ways-of-knowing",
        name: "Moodle: Separate and Connected ways of knowing",
        names: &["Separate and Connected ways of knowing"],
        source: "Moodle, Moodle Pty Ltd (GPL)",
        told_by: ToldBy::AllSteps,
        levels: &[
            nothing_seen("Mostly separate knowing"),
            nothing_seen("Separate and connected"),
            nothing_seen("Mostly connected knowing"),
        ],
        ..OTHER
    },
];

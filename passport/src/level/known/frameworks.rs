//! Scales of public and professional frameworks. The comment before each says what its facts were checked against.

use super::{BLANK, KnownScale, ToldBy, level, nothing_seen};
use crate::level::Loss;

pub(super) const SCALES: &[KnownScale] = &[
    KnownScale {
        key: "passport-hub-bands",
        name: "Passport Hub bands",
        source: "This hub's own",
        told_by: ToldBy::Name,
        levels: &[
            level("aware", 1, 1),
            level("beginner", 2, 2),
            level("competent", 3, 3),
            level("proficient", 4, 4),
            level("expert", 5, 5),
        ],
        ..BLANK
    },
    // The Recommendation in the Official Journal of 15.6.2017, C 189/15: eight levels. Level URIs: EU Vocabularies.
    KnownScale {
        key: "eqf",
        name: "European Qualifications Framework",
        names: &[
            "EQF",
            "EQR",
            "Europäischer Qualifikationsrahmen",
            "Cadre européen des certifications",
            "Marco europeo de cualificaciones",
        ],
        uris: &["data.europa.eu/snb/eqf"],
        source: "Council Recommendation of 22 May 2017 (2017/C 189/03), European Union",
        losses: &[Loss::FinerScale, Loss::OtherMeasure],
        levels: &[
            level("1", 1, 1).at(1.0),
            level("2", 1, 2).at(2.0),
            level("3", 2, 3).at(3.0),
            level("4", 3, 3).at(4.0),
            level("5", 3, 4).at(5.0),
            level("6", 4, 4).at(6.0),
            level("7", 4, 5).at(7.0),
            level("8", 5, 5).at(8.0),
        ],
        ..BLANK
    },
    // DigComp 2.1, with its table of four levels by two. The list at data.europa.eu/snb/dcf holds its competences, and no
    // levels, so that it names no scale. DigComp 3.0 has revised levels of its own.
    KnownScale {
        key: "digcomp",
        name: "DigComp proficiency levels",
        names: &[
            "DigComp",
            "DigComp 2.1",
            "DigComp 2.2",
            "Digital Competence Framework for Citizens",
        ],
        source: "DigComp 2.1 and 2.2, Joint Research Centre, European Union (2.2: CC BY 4.0)",
        losses: &[Loss::FinerScale],
        levels: &[
            level("1", 1, 1).at(1.0).also(&["Foundation 1"]),
            level("2", 1, 2).at(2.0).also(&["Foundation 2"]),
            level("3", 2, 3).at(3.0).also(&["Intermediate 3"]),
            level("4", 3, 3).at(4.0).also(&["Intermediate 4"]),
            level("5", 3, 4).at(5.0).also(&["Advanced 5"]),
            level("6", 4, 4).at(6.0).also(&["Advanced 6"]),
            level("7", 4, 5).at(7.0).also(&["Highly specialised 7"]),
            level("8", 5, 5).at(8.0).also(&["Highly specialised 8"]),
        ],
        ..BLANK
    },
    // sfia-online.org, levels of responsibility in SFIA 6, 8 and 9, which are called the same; URIs: its RDF of SFIA 9.
    KnownScale {
        key: "sfia",
        name: "SFIA levels of responsibility",
        names: &[
            "SFIA",
            "SFIA 6",
            "SFIA 7",
            "SFIA 8",
            "SFIA 9",
            "Skills Framework for the Information Age",
        ],
        uris: &["sfia-online.org/", "rdf.sfia-online.org/"],
        source: "Skills Framework for the Information Age, SFIA Foundation",
        told_by: ToldBy::AllSteps,
        losses: &[Loss::FinerScale, Loss::OtherMeasure],
        levels: &[
            level("1", 1, 2).at(1.0).also(&["Follow"]),
            level("2", 2, 2).at(2.0).also(&["Assist"]),
            level("3", 3, 3).at(3.0).also(&["Apply"]),
            level("4", 3, 4).at(4.0).also(&["Enable"]),
            level("5", 4, 4).at(5.0).also(&["Ensure, advise", "Ensure and advise"]),
            level("6", 4, 5)
                .at(6.0)
                .also(&["Initiate, influence", "Initiate and influence"]),
            level("7", 5, 5)
                .at(7.0)
                .also(&["Set strategy, inspire, mobilise", "Set strategy, inspire and mobilise"]),
        ],
        ..BLANK
    },
    // Scales Reference and Level Scale Anchors of the database, 29.0: from 0, not relevant, to 7.
    KnownScale {
        key: "onet-lv",
        name: "O*NET Level (LV)",
        names: &["O*NET LV", "O*NET level", "O*NET level scale", "LV"],
        source: "O*NET Database, US Department of Labor/ETA (CC BY 4.0)",
        continuous: true,
        losses: &[Loss::RoundedOutwards],
        levels: &[
            nothing_seen("0").at(0.0),
            level("1", 1, 1).at(1.0),
            level("2", 1, 2).at(2.0),
            level("3", 2, 3).at(3.0),
            level("4", 2, 3).at(4.0),
            level("5", 3, 4).at(5.0),
            level("6", 4, 5).at(6.0),
            level("7", 5, 5).at(7.0),
        ],
        ..BLANK
    },
    // Five stages as in the book of 1986; the report of 1980 (ADA084551) calls them otherwise: novice, competence,
    // proficiency, expertise, mastery. Names in other languages are in use, and nobody's standard.
    KnownScale {
        key: "dreyfus",
        name: "Dreyfus model of skill acquisition",
        names: &[
            "Dreyfus",
            "Dreyfus model",
            "Dreyfus scale",
            "Novice to expert",
            "Benner",
            "From novice to expert",
        ],
        source: "H. L. and S. E. Dreyfus, Mind over Machine, 1986",
        told_by: ToldBy::AllSteps,
        levels: &[
            level("1", 1, 2)
                .at(1.0)
                .also(&["Novice", "Novize", "Neuling", "Novato"]),
            level("2", 2, 2).at(2.0).also(&[
                "Advanced beginner",
                "Fortgeschrittener Anfänger",
                "Débutant avancé",
                "Principiante avanzado",
            ]),
            level("3", 3, 3)
                .at(3.0)
                .also(&["Competent", "Kompetent", "Compétent", "Competente"]),
            level("4", 4, 4)
                .at(4.0)
                .also(&["Proficient", "Gewandt", "Performant", "Eficiente"]),
            level("5", 5, 5).at(5.0).also(&["Expert", "Experte", "Experto"]),
        ],
        ..BLANK
    },
];

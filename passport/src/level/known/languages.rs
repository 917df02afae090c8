//! Scales of languages. The comment before each says what its facts were checked against.

use super::{BLANK, KnownScale, ToldBy, level};
use crate::level::Loss;

pub(super) const SCALES: &[KnownScale] = &[
    // The six levels on many schools' pages; its Companion Volume, which has Pre-A1, A2+, B1+ and B2+ beside them, could
    // not be opened. A1+, A0 and numbers after a point are schools' own. Other documents at rm.coe.int are about other
    // things than languages.
    KnownScale {
        key: "cefr",
        name: "Common European Framework of Reference for Languages",
        names: &[
            "CEFR",
            "CEF",
            "CECR",
            "CECRL",
            "GER",
            "GeR",
            "MCER",
            "European language levels",
            "Europass language levels",
        ],
        uris: &[
            "coe.int/en/web/common-european-framework-reference-languages",
            "rm.coe.int/common-european-framework-of-reference-for-languages",
            "rm.coe.int/cefr-companion-volume",
        ],
        source: "CEFR and its Companion Volume (2020), Council of Europe",
        told_by: ToldBy::ValueOrSteps,
        losses: &[Loss::FinerScale],
        levels: &[
            level("Pre-A1", 1, 1).also(&["A0", "PreA1"]),
            level("A1", 1, 2).also(&["A1.2", "A1+"]),
            level("A2", 2, 2).also(&["A2.1"]),
            level("A2+", 2, 3).also(&["A2.2"]),
            level("B1", 3, 3).also(&["B1.1"]),
            level("B1+", 3, 4).also(&["B1.2"]),
            level("B2", 3, 4).also(&["B2.1"]),
            level("B2+", 3, 4).also(&["B2.2"]),
            level("C1", 4, 5),
            level("C2", 5, 5),
        ],
        ..BLANK
    },
    // Skill level descriptions as the Defense Language Institute and the DLNSEO show them: six base levels, five plus
    // levels, coded 00, 06, 10 to 46, 50. Professional networks call 3 to 5 otherwise.
    KnownScale {
        key: "ilr",
        name: "Interagency Language Roundtable scale",
        names: &["ILR", "ILR scale", "Interagency Language Roundtable"],
        source: "ILR Skill Level Descriptions, US Government (public domain)",
        losses: &[Loss::RoundedOutwards],
        levels: &[
            level("0", 1, 1).at(0.0).also(&["No proficiency"]),
            level("0+", 1, 1).at(0.6).also(&["Memorized proficiency"]),
            level("1", 2, 2).at(1.0).also(&["Elementary proficiency"]),
            level("1+", 2, 3).at(1.6).also(&["Elementary proficiency, plus"]),
            level("2", 3, 3).at(2.0).also(&["Limited working proficiency"]),
            level("2+", 3, 4).at(2.6).also(&["Limited working proficiency, plus"]),
            level("3", 4, 4)
                .at(3.0)
                .also(&["General professional proficiency", "Professional working proficiency"]),
            level("3+", 4, 5)
                .at(3.6)
                .also(&["General professional proficiency, plus"]),
            level("4", 5, 5)
                .at(4.0)
                .also(&["Advanced professional proficiency", "Full professional proficiency"]),
            level("4+", 5, 5)
                .at(4.6)
                .also(&["Advanced professional proficiency, plus"]),
            level("5", 5, 5)
                .at(5.0)
                .also(&["Functionally native proficiency", "Native or bilingual proficiency"]),
        ],
        ..BLANK
    },
    // The five proficiencies are those that LinkedIn offers; the other words are in use, and nobody's standard.
    KnownScale {
        key: "language-words",
        name: "Words for languages",
        names: &["Fluency", "Language fluency"],
        source: "Words as résumés have them; professional networks use those of the ILR scale",
        told_by: ToldBy::Value,
        levels: &[
            level("Elementary proficiency", 2, 2),
            level("Conversational", 2, 3).also(&["Konversationssicher", "Conversationnel", "Conversacional"]),
            level("Limited working proficiency", 3, 3),
            level("Professional working proficiency", 4, 4).also(&["Verhandlungssicher"]),
            level("Fluent", 4, 5).also(&[
                "Fließend",
                "Fliessend",
                "Courant",
                "Couramment",
                "Fluido",
                "Con fluidez",
            ]),
            level("Full professional proficiency", 5, 5),
            level("Native or bilingual proficiency", 5, 5).also(&[
                "Native",
                "Native speaker",
                "Mother tongue",
                "Bilingual",
                "Muttersprache",
                "Muttersprachler",
                "Muttersprachlerin",
                "Langue maternelle",
                "Bilingue",
                "Lengua materna",
                "Nativo",
                "Nativa",
                "Bilingüe",
            ]),
        ],
        ..BLANK
    },
];

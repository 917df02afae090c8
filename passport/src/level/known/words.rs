//! Words for levels that mean the same wherever they are used.

use super::{BLANK, KnownScale, ToldBy, level};

pub(super) const SCALES: &[KnownScale] = &[KnownScale {
    key: "words",
    name: "Words alone",
    source: "Words in use, in English, German, French and Spanish",
    told_by: ToldBy::Value,
    levels: &[
        level("Awareness", 1, 1).also(&[
            "Aware",
            "Basic awareness",
            "Sensibilisation",
            "Sensibilisé",
            "Sensibilisée",
        ]),
        level("Novice", 1, 2).also(&[
            "Novize",
            "Neuling",
            "Novato",
            "Novata",
            "Notions",
            "Nociones",
            "Einsteiger",
            "Einsteigerin",
        ]),
        level("Beginner", 2, 2).also(&["Anfänger", "Anfängerin", "Débutant", "Débutante", "Principiante"]),
        level("Basic", 2, 2).also(&[
            "Basics",
            "Fundamental",
            "Foundational",
            "Grundlegend",
            "Grundkenntnisse",
            "Basiskenntnisse",
            "Basique",
            "Notions de base",
            "Básico",
            "Básica",
            "Nociones básicas",
        ]),
        level("Elementary", 2, 2).also(&["Elementar", "Élémentaire", "Elemental"]),
        level("Intermediate", 3, 3).also(&["Mittelstufe", "Intermédiaire", "Intermedio", "Intermedia"]),
        level("Competent", 3, 3).also(&["Kompetent", "Compétent", "Compétente", "Competente"]),
        level("Fortgeschritten", 3, 4).also(&[
            "Fortgeschrittene",
            "Fortgeschrittener",
            "Upper intermediate",
            "Confirmé",
            "Confirmée",
        ]),
        level("Advanced", 4, 4).also(&["Weit fortgeschritten", "Avancé", "Avancée", "Avanzado", "Avanzada"]),
        level("Proficient", 4, 4).also(&["Versiert", "Gewandt"]),
        level("Expert", 5, 5).also(&["Experte", "Expertin", "Experte/Expertin", "Experto", "Experta"]),
        level("Master", 5, 5),
    ],
    ..BLANK
}];

//! Grades: how an outcome was graded. Only letters are recognised by themselves; national scales must be named. The
//! comment before each says what its facts were checked against.

use super::{BLANK, KnownScale, Measures, ToldBy, level};
use crate::level::Loss;

/// A scale of grades of which nothing is said yet.
const GRADES: KnownScale = KnownScale {
    measures: Measures::Grade,
    losses: &[Loss::Grade],
    ..BLANK
};

pub(super) const SCALES: &[KnownScale] = &[
    // Descriptions of schools and colleges: A to D and F, with plus and minus; E stands for F in some.
    KnownScale {
        key: "letter-grades",
        name: "Letter grades",
        names: &["Letter grade", "LetterGrade", "A-F", "US letter grades"],
        source: "Custom of schools and colleges in the United States",
        told_by: ToldBy::AnySteps,
        levels: &[
            level("F", 1, 1),
            level("E", 1, 2),
            level("D-", 1, 2),
            level("D", 1, 2),
            level("D+", 1, 2),
            level("C-", 2, 3),
            level("C", 2, 3),
            level("C+", 2, 3),
            level("B-", 3, 4),
            level("B", 3, 4),
            level("B+", 3, 4),
            level("A-", 4, 5),
            level("A", 4, 5),
            level("A+", 4, 5),
        ],
        ..GRADES
    },
    // Universities' pages (Brussels, Siedlce) and the Estonian examination centre: A for the best 10 % of those who
    // passed, then 25, 30, 25, 10; FX and F failed. Guides since 2009 have tables of grades in its place.
    KnownScale {
        key: "ects-grades",
        name: "ECTS grading scale",
        names: &["ECTS", "ECTS grade", "ECTS grades", "ECTS grading", "ECTS-Note"],
        source: "ECTS Users' Guide, European Commission, until 2009: the best tenth of those who passed is A, the next quarter B",
        losses: &[Loss::Grade, Loss::RelativeToClass],
        levels: &[
            level("F", 1, 2),
            level("FX", 1, 2),
            level("E", 2, 4),
            level("D", 2, 4),
            level("C", 2, 4),
            level("B", 3, 5),
            level("A", 3, 5),
        ],
        ..GRADES
    },
    // The definitions of 3 October 1968, as school laws and the Bibu examination rules carry them.
    KnownScale {
        key: "german-grades",
        name: "German grades, 1 is best",
        names: &[
            "German grades",
            "German grade",
            "Deutsche Schulnoten",
            "Schulnoten",
            "Schulnote",
            "Deutsche Noten",
        ],
        source: "KMK agreement of 1968, Germany",
        continuous: true,
        levels: &[
            level("6", 1, 1).at(6.0).also(&["Ungenügend"]),
            level("5", 1, 2).at(5.0).also(&["Mangelhaft"]),
            level("4", 2, 2).at(4.0).also(&["Ausreichend"]),
            level("3", 2, 3).at(3.0).also(&["Befriedigend"]),
            level("2", 3, 4).at(2.0).also(&["Gut"]),
            level("1", 4, 5).at(1.0).also(&["Sehr gut"]),
        ],
        ..GRADES
    },
    // Section 14 of the ordinance: five grades with their numbers.
    KnownScale {
        key: "austrian-grades",
        name: "Austrian grades, 1 is best",
        names: &[
            "Austrian grades",
            "Austrian grade",
            "Österreichische Noten",
            "Österreichische Schulnoten",
        ],
        source: "Leistungsbeurteilungsverordnung, section 14, Austria",
        continuous: true,
        levels: &[
            level("5", 1, 1).at(5.0).also(&["Nicht genügend"]),
            level("4", 2, 2).at(4.0).also(&["Genügend"]),
            level("3", 2, 3).at(3.0).also(&["Befriedigend"]),
            level("2", 3, 4).at(2.0).also(&["Gut"]),
            level("1", 4, 5).at(1.0).also(&["Sehr gut"]),
        ],
        ..GRADES
    },
    // Cantons' and schools' pages: 1 to 6 in halves, 4 is sufficient, below it is not. The words differ by canton.
    KnownScale {
        key: "swiss-grades",
        name: "Swiss grades, 6 is best",
        names: &["Swiss grades", "Swiss grade", "Schweizer Noten"],
        source: "Custom of schools in Switzerland",
        continuous: true,
        levels: &[
            level("1", 1, 1).at(1.0),
            level("3", 1, 2).at(3.0),
            level("4", 2, 2).at(4.0),
            level("5", 3, 4).at(5.0),
            level("6", 4, 5).at(6.0),
        ],
        ..GRADES
    },
    // The mentions of the baccalauréat: from 12, 14 and 16, with congratulations from 18.
    KnownScale {
        key: "french-grades",
        name: "French grades, 0 to 20",
        names: &[
            "French grades",
            "French grade",
            "Note sur 20",
            "Notes sur 20",
            "Notation française",
        ],
        source: "Custom of schools in France: pass at 10, mentions at 12, 14 and 16",
        continuous: true,
        levels: &[
            level("0", 1, 1).at(0.0),
            level("8", 1, 2).at(8.0),
            level("10", 2, 2).at(10.0),
            level("12", 2, 3).at(12.0).also(&["Assez bien"]),
            level("14", 3, 4).at(14.0).also(&["Bien"]),
            level("16", 4, 5).at(16.0).also(&["Très bien"]),
            level("20", 5, 5).at(20.0),
        ],
        ..GRADES
    },
    // Article 5 of the decree, as universities cite it: to 4.9, to 6.9, to 8.9, to 10. Honours go to a twentieth of a
    // class, from 9 on, so that they are no number of their own.
    KnownScale {
        key: "spanish-grades",
        name: "Spanish grades, 0 to 10",
        names: &["Spanish grades", "Spanish grade", "Calificaciones españolas"],
        source: "Real Decreto 1125/2003, Spain",
        continuous: true,
        levels: &[
            level("0", 1, 1).at(0.0),
            level("4.9", 1, 2).at(4.9).also(&["Suspenso"]),
            level("5", 2, 3).at(5.0).also(&["Aprobado"]),
            level("7", 3, 4).at(7.0).also(&["Notable"]),
            level("9", 4, 5).at(9.0).also(&["Sobresaliente", "Matrícula de honor"]),
            level("10", 4, 5).at(10.0),
        ],
        ..GRADES
    },
];

//! What kind of line it is. Odoo's line types are a list that every company names as it likes, in its own language.

use crate::sources::odoo::wire::ResumeLine;
use passport::record::ExperienceKind;

/// What a résumé line becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Experience(ExperienceKind),
    Learning,
    Credential,
}

use LineKind::{Credential, Experience, Learning};

const JOB: LineKind = Experience(ExperienceKind::Job);
const EDUCATION: LineKind = Experience(ExperienceKind::Education);

/// Words of type names, in lower case; the first that the name holds decides. Special kinds stand before `experience`,
/// so that "volunteer experience" is no job, and "internal certification" no training.
const WORDS: &[(LineKind, &str)] = &[
    (
        Experience(ExperienceKind::Volunteering),
        "volunt|ehrenamt|bénévol|benevol|волонт|志愿|ボランティア",
    ),
    (
        Experience(ExperienceKind::Military),
        "military|militär|militair|militar|військов|военн",
    ),
    (
        Experience(ExperienceKind::Apprenticeship),
        "apprentice|apprentissage|lehrzeit|aprendizaje",
    ),
    (
        Experience(ExperienceKind::Project),
        "project|projekt|projet|proyecto|progett|projeto|проєкт|проект",
    ),
    (Credential, "certif|zertifi|license|сертиф|资格|資格|証明|شهادة"),
    (
        Learning,
        "training|course|weiterbildung|schulung|kurs|formation interne|curso|cursus",
    ),
    (Learning, "тренінг|курс|培训|研修|تدريب"),
    (
        EDUCATION,
        "education|bildung|studium|éducation|études|formation|educación|formación|estudios",
    ),
    (
        EDUCATION,
        "istruzione|formazione|educação|formação|onderwijs|opleiding|edukacja|wykształcenie|utbildning",
    ),
    (EDUCATION, "освіта|образование|教育|学歴|學歷|التعليم"),
    (
        JOB,
        "experience|employment|work|job|career|erfahrung|beruf|expérience|emploi|experiencia|empleo",
    ),
    (JOB, "esperienz|experiência|ervaring|doświadczenie|erfarenhet"),
    (JOB, "досвід|опыт|经验|經驗|工作|経験|職歴|경력|خبرة"),
];

impl LineKind {
    /// By Odoo's own marks, then by the type's name; a type nobody knows is still something that life taught.
    pub fn of(line: &ResumeLine) -> Self {
        match (line.display_type.get(), line.is_course.0) {
            (Some("certification"), _) => Credential,
            (Some("course"), _) | (_, Some(true)) => Learning,
            _ => line
                .line_type_id
                .name()
                .map_or(Experience(ExperienceKind::Life), Self::by_name),
        }
    }

    fn by_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let holds = |words: &str| words.split('|').any(|word| name.contains(word));
        WORDS
            .iter()
            .find(|(_, words)| holds(words))
            .map_or(Experience(ExperienceKind::Life), |(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_types_name_says_what_its_lines_are() {
        for (name, kind) in [
            ("Experience", JOB),
            ("Expérience professionnelle", JOB),
            ("Berufserfahrung", JOB),
            ("Досвід роботи", JOB),
            ("Education", EDUCATION),
            ("Ausbildung", EDUCATION),
            ("学歴", EDUCATION),
            ("Side Projects", Experience(ExperienceKind::Project)),
            ("Volunteer experience", Experience(ExperienceKind::Volunteering)),
            ("Training", Learning),
            ("Weiterbildung", Learning),
            ("Completed Internal Training", Learning),
            ("Internal Certification", Credential),
            ("Zertifizierungen", Credential),
            ("Hobbies", Experience(ExperienceKind::Life)),
        ] {
            assert_eq!(LineKind::by_name(name), kind, "{name}");
        }
    }
}

//! Levels and the scales they are given on, as the source declares them.

use serde::Serialize;
use std::sync::Arc;

/// A level exactly as received, with the scale it was given on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// The level in the source's words: `B2`, `Expert`, `93`.
    pub value: String,
    /// Where the source itself places it on its scale, 0 (lowest) to 1 (highest); none where it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    /// Whether an assessment met the requirement that its issuer declared; none where none was declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_requirement: Option<bool>,
    /// The scale, as declared.
    pub scale: Arc<Scale>,
}

/// A scale as the source declares it. Which bands it means is the rules' to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scale {
    /// The source's key for it, unique in the source.
    pub key: String,
    /// Its name: `Languages`, `GPA`.
    pub name: String,
    /// What kind of scale the source says that it is: `LetterGrade`, `CEFR`; none where it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The URI or identifier of the published scale that the source says it is, such as a criterion of a rubric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Which end is better.
    pub direction: Direction,
    /// Lowest value of a numeric scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Highest value of a numeric scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Its steps in order, lowest first, where the source lists them; empty where it does not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ScaleStep>,
}

/// One step of an ordered scale.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ScaleStep {
    /// Its code: what [`Level::value`] holds.
    pub code: String,
    /// Its label in the source's language.
    pub label: String,
    /// Where the source places it, 0 to 1, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    /// The lowest number it covers, where the source gives it numbers: 80 of 80 to 89.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The highest number it covers; the lowest again where it stands for one number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// Which end of a scale is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    Ascending,
    /// Less is better, as in German grades.
    Descending,
}

impl Direction {
    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

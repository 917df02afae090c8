//! Results, and the scales that their descriptions declare.

use super::alignment::Alignment;
use crate::sources::open_badges::node::Node;
use passport::record::Reject;

/// One result of the holder.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The description it refers to.
    pub description: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// The rubric level reached, by its id.
    pub achieved: Option<String>,
    /// The status: `Completed`, `Failed`, …
    pub status: Option<String>,
    /// What it is aligned with.
    pub alignments: Vec<Alignment>,
}

/// What a result means: the scale it is given on.
#[derive(Debug, Clone)]
pub struct ResultDescription {
    /// Its id, by which results refer to it.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its kind: `LetterGrade`, `Percent`, `RubricCriterionLevel`, …
    pub kind: Option<String>,
    /// Allowed values, lowest first.
    pub allowed: Vec<String>,
    /// Lowest value.
    pub min: Option<String>,
    /// Highest value.
    pub max: Option<String>,
    /// Rubric levels, lowest first.
    pub rubric: Vec<RubricLevel>,
    /// The rubric level that must be reached, by its id.
    pub required_level: Option<String>,
    /// The value that must be reached.
    pub required_value: Option<String>,
    /// What it is aligned with.
    pub alignments: Vec<Alignment>,
}

/// One level of a rubric.
#[derive(Debug, Clone)]
pub struct RubricLevel {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The level in the rubric's words.
    pub level: Option<String>,
    /// Points.
    pub points: Option<String>,
    /// What it is aligned with.
    pub alignments: Vec<Alignment>,
}

impl Outcome {
    /// Reads the results of a subject.
    pub fn all(node: &Node<'_>) -> Result<Vec<Self>, Reject> {
        node.several("result")?
            .into_iter()
            .map(|result| Self::read(&result.object()?))
            .collect()
    }

    fn read(node: &Node<'_>) -> Result<Self, Reject> {
        node.must_be(&["Result"])?;
        Ok(Outcome {
            description: node.words("resultDescription")?,
            value: node.value_of("value")?,
            achieved: node.words("achievedLevel")?,
            status: node.words("status")?,
            alignments: Alignment::all(node)?,
        })
    }
}

impl ResultDescription {
    /// Reads the result descriptions of an achievement.
    pub fn all(node: &Node<'_>) -> Result<Vec<Self>, Reject> {
        node.several("resultDescription")?
            .into_iter()
            .map(|description| Self::read(&description.object()?))
            .collect()
    }

    fn read(node: &Node<'_>) -> Result<Self, Reject> {
        node.must_be(&["ResultDescription"])?;
        let allowed: Result<Vec<_>, _> = node.all("allowedValue").iter().map(Node::short).collect();
        Ok(ResultDescription {
            id: node.words("id")?,
            name: node.words("name")?,
            kind: node.words("resultType")?,
            allowed: allowed?.into_iter().flatten().collect(),
            min: node.value_of("valueMin")?,
            max: node.value_of("valueMax")?,
            rubric: RubricLevel::all(node)?,
            required_level: node.words("requiredLevel")?,
            required_value: node.value_of("requiredValue")?,
            alignments: Alignment::all(node)?,
        })
    }
}

impl RubricLevel {
    fn all(node: &Node<'_>) -> Result<Vec<Self>, Reject> {
        node.several("rubricCriterionLevel")?
            .into_iter()
            .map(|level| Self::read(&level.object()?))
            .collect()
    }

    fn read(node: &Node<'_>) -> Result<Self, Reject> {
        node.must_be(&["RubricCriterionLevel"])?;
        Ok(RubricLevel {
            id: node.words("id")?,
            name: node.words("name")?,
            level: node.value_of("level")?,
            points: node.value_of("points")?,
            alignments: Alignment::all(node)?,
        })
    }

    /// The level in words.
    pub fn label(&self) -> Option<&str> {
        self.level.as_deref().or(self.name.as_deref()).or(self.id.as_deref())
    }
}

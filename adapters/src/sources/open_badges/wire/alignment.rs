//! Alignments: what an achievement or a result is said to correspond to.

use crate::sources::open_badges::node::Node;
use passport::record::{Place, Reject};

/// One alignment.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// Where it stands.
    pub place: Place,
    /// Name of the target.
    pub name: Option<String>,
    /// Language of the name.
    pub language: Option<String>,
    /// Address of the target.
    pub url: Option<String>,
    /// Code of the target in its framework.
    pub code: Option<String>,
    /// Name of the framework.
    pub framework: Option<String>,
    /// What the target is: `CFItem`, `ceasn:Competency`, `CTDL`, …
    pub target_type: Option<String>,
}

impl Alignment {
    /// Reads the alignments of an object; Moodle writes the field `alignments`.
    pub fn all(node: &Node<'_>) -> Result<Vec<Self>, Reject> {
        let found = node
            .several("alignment")?
            .into_iter()
            .chain(node.several("alignments")?);
        found.map(|alignment| Self::read(&alignment.object()?)).collect()
    }

    fn read(node: &Node<'_>) -> Result<Self, Reject> {
        node.must_be(&["Alignment", "AlignmentObject"])?;
        let name = node.get("targetName").map_or(Ok(None), |name| name.text())?;
        let alignment = Alignment {
            place: node.place.clone(),
            language: name.as_ref().and_then(|name| name.language.clone()),
            name: name.map(|name| name.words),
            url: node.words("targetUrl")?,
            code: node.value_of("targetCode")?,
            framework: node.words("targetFramework")?,
            target_type: node.words("targetType")?,
        };
        if alignment.name.is_none() && alignment.url.is_none() && alignment.code.is_none() {
            let reason = "the alignment names nothing; give `targetName` and `targetUrl`";
            return Err(Reject::new(node.place.child("targetName"), "missing_field", reason));
        }
        Ok(alignment)
    }

    /// Whether the target is, or may be, a skill. Of the target types that Open Badges lists, rubrics and their criteria
    /// say how something is judged, and `ceterms:` classes are credentials, courses and organizations; whole frameworks
    /// name no single skill. `CTDL` and types of others may be anything: they are kept, and stay untranslated unless a
    /// vocabulary knows them.
    pub fn is_skill(&self) -> bool {
        let target = self.target_type.as_deref().unwrap_or_default();
        let never = [
            "CFRubric",
            "CFRubricCriterion",
            "CFRubricCriterionLevel",
            "CFDocument",
            "ceasn:CompetencyFramework",
        ];
        !never.contains(&target) && !target.starts_with("ceterms:")
    }

    /// Whether both name the very same target.
    pub fn same(&self, other: &Alignment) -> bool {
        let equal = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        equal(&self.url, &other.url) || (equal(&self.code, &other.code) && self.framework == other.framework)
    }
}

#[cfg(test)]
mod tests {
    use super::Alignment;
    use crate::sources::open_badges::node::Node;
    use passport::record::Place;
    use serde_json::json;

    #[test]
    fn what_is_no_skill_makes_no_claim() {
        for (target, skill) in [
            ("CFItem", true),
            ("ceasn:Competency", true),
            ("CTDL", true),
            ("ext:LocalSkill", true),
            ("", true),
            ("CFRubric", false),
            ("CFRubricCriterion", false),
            ("CFRubricCriterionLevel", false),
            ("ceterms:Credential", false),
            ("ceterms:Course", false),
            ("ceasn:CompetencyFramework", false),
        ] {
            let value = json!({"alignment": {"targetName": "x", "targetType": target}});
            let read = Alignment::all(&Node {
                value: &value,
                place: Place::default(),
            })
            .unwrap_or_default();
            assert_eq!(
                read.iter().map(Alignment::is_skill).collect::<Vec<_>>(),
                [skill],
                "{target}"
            );
        }
    }
}

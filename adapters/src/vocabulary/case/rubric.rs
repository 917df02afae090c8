//! Rubrics: how well somebody does what an item asks.

use super::wire::{Criterion, Level, Package, Rubric};
use super::{Network, filled};
use crate::vocabulary::contents::{Scale, Step};
use crate::vocabulary::document::Document;
use passport::record::Unreadable;
use std::sync::Arc;

impl Network {
    /// Each criterion of a rubric is a scale of its own. A rubric of one criterion is that scale by its own name too.
    pub(super) fn rubrics(&mut self, document: &Document<'_>, package: &Package<'_>) -> Result<(), Unreadable> {
        for (spot, raw) in document.list("/CFRubrics", package.rubrics.as_ref().unwrap_or(&Vec::new())) {
            let rubric: Rubric = document.element(spot, raw)?;
            let mut criteria = rubric.criteria.unwrap_or_default();
            let alone = criteria.len() == 1;
            for criterion in criteria.drain(..) {
                let item = criterion
                    .item
                    .as_ref()
                    .map(|link| self.needed(spot, "CFRubricCriteria", link))
                    .transpose()?;
                let scale = scale(rubric.title.as_deref(), criterion, item, &self.language);
                if let Some(identifier) = rubric.identifier.as_ref().filter(|_| alone) {
                    self.gather.scale(Scale {
                        key: identifier.clone(),
                        uri: rubric.uri.clone(),
                        ..scale.clone()
                    });
                }
                self.gather.scale(scale);
            }
        }
        Ok(())
    }
}

fn scale(rubric: Option<&str>, criterion: Criterion, item: Option<u32>, language: &Arc<str>) -> Scale {
    let words = [rubric, criterion.category.as_deref(), criterion.description.as_deref()];
    let name: Vec<_> = words.into_iter().filter_map(filled).collect();
    let mut levels = criterion.levels.unwrap_or_default();
    let place = |level: &Level| level.position.unwrap_or(f64::INFINITY);
    levels.sort_by(|a, b| place(a).total_cmp(&place(b)));
    let scores = || levels.iter().filter_map(|level| level.score);
    Scale {
        key: criterion.identifier,
        uri: criterion.uri,
        concept: item,
        name: (!name.is_empty()).then(|| name.join(": ")),
        lowest: scores().reduce(f64::min),
        highest: scores().reduce(f64::max),
        steps: levels
            .into_iter()
            .map(|level| Step {
                value: level.score,
                label: level.quality,
                text: level.description,
                language: language.clone(),
                concept: None,
            })
            .collect(),
    }
}

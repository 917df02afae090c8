//! What backs claims, credentials and experiences.

use super::direct::Direct;
use super::load::{access, loaders, rows};
use crate::store::sections::EvidenceRow;
use crate::view::View;
use async_graphql::{Context, Result, SimpleObject};
use passport::consent::Section;

/// Something that backs a claim, a credential or an experience.
#[derive(SimpleObject)]
pub struct Evidence {
    /// What it is, in the source's words.
    kind: String,
    /// Its title.
    title: Option<String>,
    /// Where it can be seen.
    url: Option<String>,
    /// What it shows.
    description: Option<String>,
}

/// The evidence that the view shows and that belongs to one thing; none where the view shows no evidence at all.
pub async fn evidence_of(
    ctx: &Context<'_>,
    view: &View,
    belongs: impl Fn(&EvidenceRow) -> bool,
) -> Result<Option<Vec<Direct<Evidence>>>> {
    if !view.shows(Section::Evidence) {
        return Ok(None);
    }
    let rows = rows(&loaders(ctx)?.evidence, view.person()).await?;
    let shown: Vec<Direct<Evidence>> = rows
        .iter()
        .filter(|row| belongs(row))
        .map(|row| Direct(evidence(row)))
        .collect();
    access(ctx)?.returned(view.person(), Section::Evidence, shown.len());
    Ok(Some(shown))
}

fn evidence(row: &EvidenceRow) -> Evidence {
    Evidence {
        kind: row.kind.clone(),
        title: row.title.clone(),
        url: row.url.clone(),
        description: row.description.clone(),
    }
}

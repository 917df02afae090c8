//! What a view shows at this moment, as one hash: of the rows of every section, by their ids, and of the profile. Rows are
//! never overwritten, so what shows the same ids shows the same.

use super::reference::Reference;
use super::scope::shown;
use super::sections::{self, SectionTable};
use super::{Db, StoreError};
use crate::view::View;
use passport::consent::Section;
use sea_orm::sea_query::{SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter, QuerySelect, QueryTrait};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a view shows, as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown([u8; 32]);

/// What this view shows now; one statement, and one for the profile.
pub async fn shown_by(db: &Db, view: &View, reference: &Reference) -> Result<Shown, StoreError> {
    let mut hash = Sha256::new();
    hash.update(view.person().as_bytes());
    for section in Section::ALL.iter().filter(|section| view.shows(**section)) {
        hash.update(section.as_str());
        hash.update([0]);
    }
    for row in rows(db, view, reference).await? {
        hash.update(row.as_bytes());
    }
    if view.shows(Section::Profile) {
        for row in sections::profiles(db, &[view]).await? {
            let words = [row.display_name, row.given_name, row.family_name, row.language];
            // With their lengths, so that no two profiles come to one text.
            for word in words {
                hash.update(word.as_ref().map_or(u64::MAX, |word| word.len() as u64).to_be_bytes());
                hash.update(word.unwrap_or_default());
            }
        }
    }
    Ok(Shown(hash.finalize().into()))
}

/// The ids of the rows of all sections, in their order.
async fn rows(db: &Db, view: &View, reference: &Reference) -> Result<Vec<Uuid>, StoreError> {
    let sections = [
        ids::<sections::Claims>(view, reference),
        ids::<sections::Evidences>(view, reference),
        ids::<sections::Credentials>(view, reference),
        ids::<sections::Experiences>(view, reference),
        ids::<sections::Learnings>(view, reference),
        ids::<sections::Programmes>(view, reference),
        ids::<sections::Goals>(view, reference),
        ids::<sections::Endorsements>(view, reference),
    ];
    let mut selects = sections.into_iter().flatten();
    let Some(mut all) = selects.next() else {
        return Ok(Vec::new());
    };
    for select in selects {
        all.union(UnionType::All, select);
    }
    let found = db.conn().query_all(&all).await?;
    let ids = found.iter().map(|row| row.try_get_by_index(0));
    let mut ids = ids.collect::<Result<Vec<Uuid>, _>>()?;
    ids.sort_unstable();
    Ok(ids)
}

fn ids<S: SectionTable>(view: &View, reference: &Reference) -> Option<SelectStatement>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    let condition = shown(&S::scoped(), &[view], reference)?;
    let id = <S::Table as EntityTrait>::PrimaryKey::iter().next()?.into_column();
    Some(S::Table::find().select_only().column(id).filter(condition).into_query())
}

//! Loading sections: one statement a section and request, for all passports opened in it.
//!
//! The DataLoader gathers what resolvers ask for. Which passports were opened is known before any section is read, so
//! the first batch reads for all of them and later ones find their rows here: the number of statements depends neither
//! on timing nor on how many rows or passports a page has.

use super::skill::SkillBook;
use crate::flows::access::Access;
use crate::store::StoreError;
use crate::store::sections::{self, Owned, SectionTable};
use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error};
use sea_orm::{EntityTrait, Iterable};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;
use uuid::Uuid;

/// Rows of one section of one passport, in the section's order.
pub type Rows<R> = Arc<Vec<Arc<R>>>;

/// Loads one section.
pub struct SectionLoader<S: SectionTable> {
    access: Arc<Access>,
    held: Mutex<HashMap<Uuid, Rows<S::Row>>>,
    section: PhantomData<fn() -> S>,
}

impl<S: SectionTable + 'static> SectionLoader<S> {
    fn start(access: &Arc<Access>) -> DataLoader<Self> {
        let loader = SectionLoader {
            access: Arc::clone(access),
            held: Mutex::default(),
            section: PhantomData,
        };
        DataLoader::new(loader, tokio::spawn).delay(Duration::ZERO)
    }
}

impl<S> Loader<Uuid> for SectionLoader<S>
where
    S: SectionTable + 'static,
    <S::Table as EntityTrait>::Column: Iterable,
{
    type Value = Rows<S::Row>;
    type Error = Arc<StoreError>;

    async fn load(&self, persons: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        let mut held = self.held.lock().await;
        if persons.iter().any(|person| !held.contains_key(person)) {
            let views = self.access.views();
            let fresh: Vec<_> = views
                .iter()
                .map(|v| &**v)
                .filter(|v| !held.contains_key(&v.person()))
                .collect();
            let reference = self.access.hub.reference();
            let rows = sections::read::<S>(&self.access.hub.db, &fresh, &reference).await?;
            let mut by_person: HashMap<Uuid, Vec<Arc<S::Row>>> = fresh.iter().map(|v| (v.person(), vec![])).collect();
            for row in rows {
                by_person.entry(row.person()).or_default().push(Arc::new(row));
            }
            held.extend(by_person.into_iter().map(|(person, rows)| (person, Arc::new(rows))));
        }
        Ok(persons
            .iter()
            .filter_map(|person| Some((*person, Arc::clone(held.get(person)?))))
            .collect())
    }
}

/// The holders' profiles.
pub struct ProfileLoader {
    access: Arc<Access>,
    held: Mutex<HashMap<Uuid, Option<Arc<sections::ProfileRow>>>>,
}

impl ProfileLoader {
    fn start(access: &Arc<Access>) -> DataLoader<Self> {
        let loader = ProfileLoader {
            access: Arc::clone(access),
            held: Mutex::default(),
        };
        DataLoader::new(loader, tokio::spawn).delay(Duration::ZERO)
    }
}

impl Loader<Uuid> for ProfileLoader {
    type Value = Arc<sections::ProfileRow>;
    type Error = Arc<StoreError>;

    async fn load(&self, persons: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        let mut held = self.held.lock().await;
        if persons.iter().any(|person| !held.contains_key(person)) {
            let views = self.access.views();
            let fresh: Vec<_> = views
                .iter()
                .map(|v| &**v)
                .filter(|v| !held.contains_key(&v.person()))
                .collect();
            let rows = sections::profiles(&self.access.hub.db, &fresh).await?;
            held.extend(fresh.iter().map(|view| (view.person(), None)));
            held.extend(rows.into_iter().map(|row| (row.id, Some(Arc::new(row)))));
        }
        Ok(persons
            .iter()
            .filter_map(|person| Some((*person, held.get(person)?.clone()?)))
            .collect())
    }
}

/// The loaders of one request.
pub struct Loaders {
    /// Claims.
    pub claims: DataLoader<SectionLoader<sections::Claims>>,
    /// Evidence.
    pub evidence: DataLoader<SectionLoader<sections::Evidences>>,
    /// Credentials.
    pub credentials: DataLoader<SectionLoader<sections::Credentials>>,
    /// Experiences.
    pub experiences: DataLoader<SectionLoader<sections::Experiences>>,
    /// Learning.
    pub learning: DataLoader<SectionLoader<sections::Learnings>>,
    /// Programmes.
    pub programmes: DataLoader<SectionLoader<sections::Programmes>>,
    /// Goals.
    pub goals: DataLoader<SectionLoader<sections::Goals>>,
    /// Endorsements.
    pub endorsements: DataLoader<SectionLoader<sections::Endorsements>>,
    /// Profiles.
    pub profiles: DataLoader<ProfileLoader>,
    /// The skills of each passport.
    pub books: Books,
}

/// The skills of each passport that was asked for them: states are computed once per request.
#[derive(Default)]
pub struct Books(std::sync::Mutex<HashMap<Uuid, Arc<SkillBook>>>);

impl Books {
    /// The skills of one passport.
    pub fn get_or_make(&self, person: Uuid, make: impl FnOnce() -> SkillBook) -> Arc<SkillBook> {
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(books.entry(person).or_insert_with(|| Arc::new(make())))
    }
}

impl Loaders {
    /// Fresh loaders for one request: nothing is kept between requests, because consent may change between them.
    pub fn start(access: &Arc<Access>) -> Self {
        Loaders {
            claims: SectionLoader::start(access),
            evidence: SectionLoader::start(access),
            credentials: SectionLoader::start(access),
            experiences: SectionLoader::start(access),
            learning: SectionLoader::start(access),
            programmes: SectionLoader::start(access),
            goals: SectionLoader::start(access),
            endorsements: SectionLoader::start(access),
            profiles: ProfileLoader::start(access),
            books: Books::default(),
        }
    }
}

/// The rows of a section of one passport that its view shows.
pub async fn rows<S>(loader: &DataLoader<SectionLoader<S>>, person: Uuid) -> Result<Rows<S::Row>, Error>
where
    S: SectionTable + 'static,
    <S::Table as EntityTrait>::Column: Iterable,
{
    let rows = loader
        .load_one(person)
        .await
        .map_err(|error| Error::new(error.to_string()))?;
    Ok(rows.unwrap_or_default())
}

/// The request's access.
pub fn access<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Access>, Error> {
    ctx.data::<Arc<Access>>()
}

/// The request's loaders.
pub fn loaders<'a>(ctx: &Context<'a>) -> Result<&'a Loaders, Error> {
    ctx.data::<Loaders>()
}

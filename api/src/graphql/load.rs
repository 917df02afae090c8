//! Loading sections: one statement a section and request, for all passports opened in it.
//!
//! Which passports were opened is known before any section is read, so whoever asks for a section first reads it for all
//! of them, and the rest find their rows here: the number of statements depends neither on timing nor on how many rows or
//! passports a page has. When a passport is opened, the sections that the document speaks of are read side by side.

use super::answer::Shape;
use super::consent::load::ConsentLoaders;
use super::errors::Code;
use super::skill::{Areas, Look, SkillBook};
use super::terms::{DecisionLoader, ExampleLoader};
use super::vocabulary::TextLoader;
use crate::flows::access::Access;
use crate::store::StoreError;
use crate::store::sections::{self, Owned, SectionTable};
use crate::view::View;
use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error};
use chrono::{DateTime, Utc};
use passport::consent::Section;
use sea_orm::{EntityTrait, Iterable};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

/// Rows of one section of one passport, in the section's order.
pub type Rows<R> = Arc<Vec<Arc<R>>>;

/// What was read in this request, by person; read by one at a time.
struct Held<T> {
    rows: std::sync::Mutex<HashMap<Uuid, T>>,
    turn: tokio::sync::Mutex<()>,
}

impl<T: Clone> Held<T> {
    fn new() -> Self {
        Held {
            rows: std::sync::Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, T>> {
        // Nothing in here panics while it holds the lock.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, person: Uuid) -> Option<T> {
        self.lock().get(&person).cloned()
    }

    /// What is held of these people, after reading for every view opened that nothing is held of yet.
    async fn of(
        &self,
        persons: &[Uuid],
        access: &Access,
        read: impl AsyncFnOnce(&[&View]) -> Result<HashMap<Uuid, T>, StoreError>,
    ) -> Result<HashMap<Uuid, T>, Arc<StoreError>> {
        let _turn = self.turn.lock().await;
        if persons.iter().any(|person| !self.lock().contains_key(person)) {
            let views = access.views();
            let mut fresh: Vec<&View> = views.iter().map(|view| &**view).collect();
            fresh.retain(|view| !self.lock().contains_key(&view.person()));
            let read = read(&fresh).await?;
            self.lock().extend(read);
        }
        Ok(persons
            .iter()
            .filter_map(|person| Some((*person, self.get(*person)?)))
            .collect())
    }
}

/// Loads one section.
pub struct SectionLoader<S: SectionTable> {
    access: Arc<Access>,
    /// As the hub knew it at this moment; as it is held now where there is none.
    known_at: Option<DateTime<Utc>>,
    held: Held<Rows<S::Row>>,
}

impl<S> Loader<Uuid> for SectionLoader<S>
where
    S: SectionTable + 'static,
    <S::Table as EntityTrait>::Column: Iterable,
{
    type Value = Rows<S::Row>;
    type Error = Arc<StoreError>;

    async fn load(&self, persons: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        let read = async |views: &[&View]| {
            let mut by_person: HashMap<Uuid, Vec<Arc<S::Row>>> = views.iter().map(|v| (v.person(), vec![])).collect();
            for row in self.rows(views).await? {
                by_person.entry(row.person()).or_default().push(Arc::new(row));
            }
            Ok(by_person
                .into_iter()
                .map(|(person, rows)| (person, Arc::new(rows)))
                .collect())
        };
        self.held.of(persons, &self.access, read).await
    }
}

impl<S: SectionTable> SectionLoader<S>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    async fn rows(&self, views: &[&View]) -> Result<Vec<S::Row>, StoreError> {
        let hub = &self.access.hub;
        if self.known_at.is_none() {
            return sections::read::<S>(&hub.db, views, &hub.reference()).await;
        }
        let back: Vec<View> = views
            .iter()
            .map(|view| (*view).clone().looking_at(self.known_at))
            .collect();
        sections::read::<S>(&hub.db, &back.iter().collect::<Vec<_>>(), &hub.reference()).await
    }
}

/// Loads the holders' profiles.
pub struct ProfileLoader {
    access: Arc<Access>,
    held: Held<Option<Arc<sections::ProfileRow>>>,
}

impl Loader<Uuid> for ProfileLoader {
    type Value = Option<Arc<sections::ProfileRow>>;
    type Error = Arc<StoreError>;

    async fn load(&self, persons: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        let read = async |views: &[&View]| {
            let mut by_person: HashMap<Uuid, Self::Value> = views.iter().map(|view| (view.person(), None)).collect();
            let hub = &self.access.hub;
            let rows = sections::profiles(&hub.db, views, &hub.reference()).await?;
            by_person.extend(rows.into_iter().map(|row| (row.id, Some(Arc::new(row)))));
            Ok(by_person)
        };
        self.held.of(persons, &self.access, read).await
    }
}

/// Whoever asks first reads for everybody, so that nothing is gained by waiting for others to ask.
fn loader<L>(loader: L) -> DataLoader<L> {
    DataLoader::new(loader, tokio::spawn).max_batch_size(1)
}

fn section<S: SectionTable>(access: &Arc<Access>) -> DataLoader<SectionLoader<S>> {
    loader(SectionLoader {
        access: Arc::clone(access),
        known_at: None,
        held: Held::new(),
    })
}

/// The claims as the hub knew them at moments of the past, a loader for each.
struct PastClaims {
    access: Arc<Access>,
    loaders: std::sync::Mutex<HashMap<DateTime<Utc>, PastLoader>>,
}

type PastLoader = Arc<DataLoader<SectionLoader<sections::Claims>>>;

/// How many different moments one request may look back to: each is a statement.
const MOMENTS: usize = 8;

impl PastClaims {
    fn at(&self, moment: DateTime<Utc>) -> Result<PastLoader, Error> {
        let mut loaders = self.loaders.lock().unwrap_or_else(PoisonError::into_inner);
        if loaders.len() >= MOMENTS && !loaders.contains_key(&moment) {
            return Err(
                Code::BadUserInput.error(format!("knownAt: one request looks back to at most {MOMENTS} moments."))
            );
        }
        let past = loaders.entry(moment).or_insert_with(|| {
            Arc::new(loader(SectionLoader {
                access: Arc::clone(&self.access),
                known_at: Some(moment),
                held: Held::new(),
            }))
        });
        Ok(Arc::clone(past))
    }
}

/// The sections that a document speaks of, wherever.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mentioned {
    claims: bool,
    evidence: bool,
    credentials: bool,
    experiences: bool,
    learning: bool,
    programmes: bool,
    goals: bool,
    endorsements: bool,
    profiles: bool,
}

impl Mentioned {
    fn in_shape(shape: &Shape) -> Self {
        let mut mentioned = Mentioned::default();
        shape.each_field(&mut |field| match field {
            "skills" | "skillAreas" | "growth" | "claimsSetAside" | "claims" | "translation" => mentioned.claims = true,
            "evidence" => mentioned.evidence = true,
            "credentials" => mentioned.credentials = true,
            "experiences" => mentioned.experiences = true,
            "learning" => mentioned.learning = true,
            "programmes" => mentioned.programmes = true,
            "goals" => mentioned.goals = true,
            "endorsements" => mentioned.endorsements = true,
            "holder" => mentioned.profiles = true,
            _ => {}
        });
        mentioned
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
    past_claims: PastClaims,
    /// The skills of each passport.
    pub books: Made<(Uuid, Look), SkillBook>,
    /// The areas that they lie in, of one vocabulary or of all.
    pub areas: Made<(Uuid, Look, Option<String>), Areas>,
    /// What belongs to consents.
    pub consents: ConsentLoaders,
    /// What concepts are in words.
    pub texts: DataLoader<TextLoader>,
    /// What was decided of terms.
    pub term_decisions: DataLoader<DecisionLoader>,
    /// What terms came with.
    pub term_examples: DataLoader<ExampleLoader>,
    /// Whether the operation asks for one thing alone.
    pub one_thing: bool,
    mentioned: Mentioned,
}

/// What is made of what was read, once for each key of a request: states, and the areas of skills.
pub struct Made<K, V>(std::sync::Mutex<HashMap<K, Arc<V>>>);

impl<K, V> Default for Made<K, V> {
    fn default() -> Self {
        Made(std::sync::Mutex::default())
    }
}

impl<K: Eq + Hash, V> Made<K, V> {
    /// What was made for this key. Nothing else waits while it is made; where two make it at once, one of them is kept.
    pub fn get_or_make(&self, of: K, make: impl FnOnce() -> V) -> Arc<V> {
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let there = held().get(&of).cloned();
        there.unwrap_or_else(|| {
            let made = Arc::new(make());
            Arc::clone(held().entry(of).or_insert(made))
        })
    }
}

impl Loaders {
    /// Fresh loaders for one request: nothing is kept between requests, because consent may change between them.
    pub fn start(access: &Arc<Access>, shape: &Shape) -> Self {
        Loaders {
            one_thing: shape.is_one_field(),
            ..Loaders::fresh(access, Mentioned::in_shape(shape))
        }
    }

    /// The sections that the document speaks of.
    pub fn mentioned(&self) -> Mentioned {
        self.mentioned
    }

    /// Fresh loaders for one event of a subscription, whose document speaks of these sections.
    pub fn fresh(access: &Arc<Access>, mentioned: Mentioned) -> Self {
        Loaders {
            claims: section(access),
            evidence: section(access),
            credentials: section(access),
            experiences: section(access),
            learning: section(access),
            programmes: section(access),
            goals: section(access),
            endorsements: section(access),
            profiles: loader(ProfileLoader {
                access: Arc::clone(access),
                held: Held::new(),
            }),
            past_claims: PastClaims {
                access: Arc::clone(access),
                loaders: std::sync::Mutex::default(),
            },
            books: Made::default(),
            areas: Made::default(),
            consents: ConsentLoaders::start(access),
            texts: DataLoader::new(TextLoader(access.hub.clone()), tokio::spawn),
            term_decisions: DataLoader::new(DecisionLoader(access.hub.clone()), tokio::spawn),
            term_examples: DataLoader::new(ExampleLoader(access.hub.clone()), tokio::spawn),
            one_thing: false,
            mentioned,
        }
    }

    /// Reads what the document speaks of, side by side, for the passports opened so far.
    pub async fn read_ahead(&self, view: &View) {
        let person = view.person();
        let shows = |mentioned: bool, section: Section| mentioned && view.shows(section);
        macro_rules! ahead {
            ($loader:ident, $section:ident) => {
                async {
                    if shows(self.mentioned.$loader, Section::$section) {
                        // Whoever needs it asks again, and is told what went wrong.
                        let _ = self.$loader.load_one(person).await;
                    }
                }
            };
        }
        tokio::join!(
            ahead!(claims, Skill),
            ahead!(evidence, Evidence),
            ahead!(credentials, Credential),
            ahead!(experiences, Experience),
            ahead!(learning, Learning),
            ahead!(programmes, Programme),
            ahead!(goals, Goal),
            ahead!(endorsements, Endorsement),
            ahead!(profiles, Profile),
        );
    }
}

/// The rows of a section of one passport that its view shows.
pub async fn rows<S>(loader: &DataLoader<SectionLoader<S>>, person: Uuid) -> Result<Rows<S::Row>, Error>
where
    S: SectionTable + 'static,
    <S::Table as EntityTrait>::Column: Iterable,
{
    if let Some(rows) = loader.loader().held.get(person) {
        return Ok(rows);
    }
    let rows = loader.load_one(person).await.map_err(failed)?;
    Ok(rows.unwrap_or_default())
}

/// The claims of one passport that its view shows, as the hub knew them at a moment of the past.
pub async fn claims_known_at(
    ctx: &Context<'_>,
    person: Uuid,
    moment: DateTime<Utc>,
) -> Result<Rows<sections::ClaimRow>, Error> {
    let past = loaders(ctx)?.past_claims.at(moment)?;
    rows(&past, person).await
}

/// What the view shows of the holder's profile.
pub async fn profile(
    loader: &DataLoader<ProfileLoader>,
    person: Uuid,
) -> Result<Option<Arc<sections::ProfileRow>>, Error> {
    if let Some(row) = loader.loader().held.get(person) {
        return Ok(row);
    }
    Ok(loader.load_one(person).await.map_err(failed)?.flatten())
}

/// A failed store, of which several fields hear.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub fn failed(error: Arc<StoreError>) -> Error {
    Error::new(error.to_string())
}

/// The request's access.
pub fn access<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Access>, Error> {
    ctx.data::<Arc<Access>>()
}

/// The request's loaders.
pub fn loaders<'a>(ctx: &Context<'a>) -> Result<&'a Loaders, Error> {
    ctx.data::<Loaders>()
}

//! The sections of passports, read under views: one statement a section, for any number of passports at once.

use super::connections;
use super::names::called_by;
use super::reference::Reference;
use super::scope::{Scoped, sent_by, shown};
use super::{Db, StoreError};
use crate::caller::{Among, Contributor};
use crate::view::{Rows, View};
use entity::{
    claim, credential, endorsement, evidence, experience, goal, learning, person, programme_participation, subject,
};
use passport::consent::Section;
use passport::hole;
use passport::identity::{Called, person_names};
use sea_orm::prelude::{Date, DateTimeUtc, Json};
use sea_orm::sea_query::{Condition, NullOrdering};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, Iterable, Order, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A row that belongs to one person.
pub trait Owned {
    /// Whose.
    fn person(&self) -> Uuid;
}

/// A section: which table, which of its columns are read, and which of them scopes speak of.
pub trait SectionTable {
    /// The table.
    type Table: EntityTrait;
    /// What is read of it, in the order of [`SectionTable::columns`].
    type Row: FromQueryResult + Owned + Clone + Send + Sync + 'static;
    /// The columns that scopes speak of.
    fn scoped() -> Scoped<<Self::Table as EntityTrait>::Column>;
    /// The columns that are read.
    fn columns() -> Vec<<Self::Table as EntityTrait>::Column>;
    /// The order they are read in.
    fn order(select: Select<Self::Table>) -> Select<Self::Table>;
}

/// The current rows of one section that the views show, of all their passports together.
pub async fn read<S: SectionTable>(db: &Db, views: &[&View], reference: &Reference) -> Result<Vec<S::Row>, StoreError>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    let Some(condition) = shown(&S::scoped(), views, reference) else {
        return Ok(Vec::new());
    };
    let select = S::Table::find().select_only().columns(S::columns()).filter(condition);
    Ok(S::order(select).into_model::<S::Row>().all(db.conn()).await?)
}

/// Every row of one person, whoever asks: what a hole in the proof reads, and nothing else could.
#[cfg(feature = "holes")]
pub async fn unscoped<S: SectionTable>(db: &Db, person: Uuid) -> Result<Vec<S::Row>, StoreError>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    let all = S::Table::find().select_only().columns(S::columns());
    let all = all.filter(S::scoped().person.eq(person));
    Ok(S::order(all).into_model::<S::Row>().all(db.conn()).await?)
}

macro_rules! section {
    (
        $(#[$doc:meta])* $name:ident of $table:ident as $row:ident in $section:ident,
        order $order:ident,
        scopes { $($scope:ident: $column:ident),* $(,)? },
        row { $($(#[$field_doc:meta])* $field:ident $field_column:ident: $type:ty),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $row {
            /// Its id.
            pub id: Uuid,
            /// Whose.
            pub person_id: Uuid,
            /// Which source sent it.
            pub source_id: Uuid,
            /// Which record of the source it was read from.
            pub source_record_id: Option<Uuid>,
            /// Where in the delivery it stood.
            pub pointer: String,
            /// Which adapter read it.
            pub adapter: String,
            /// When the hub took it in.
            pub recorded_at: DateTimeUtc,
            $($(#[$field_doc])* pub $field: $type,)+
        }

        /// By position: looking columns up by name costs more than everything else about a row.
        impl FromQueryResult for $row {
            fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
                let mut columns = 0..;
                let mut next = || columns.next().unwrap_or_default();
                Ok($row {
                    id: row.try_get_by_index(next())?,
                    person_id: row.try_get_by_index(next())?,
                    source_id: row.try_get_by_index(next())?,
                    source_record_id: row.try_get_by_index(next())?,
                    pointer: row.try_get_by_index(next())?,
                    adapter: row.try_get_by_index(next())?,
                    recorded_at: row.try_get_by_index(next())?,
                    $($field: row.try_get_by_index(next())?,)+
                })
            }
        }

        impl Owned for $row {
            fn person(&self) -> Uuid {
                self.person_id
            }
        }

        $(#[$doc])*
        pub struct $name;

        impl SectionTable for $name {
            type Table = $table::Entity;
            type Row = $row;

            fn scoped() -> Scoped<$table::Column> {
                #[allow(clippy::needless_update, reason = "some sections name every column")]
                Scoped {
                    $($scope: Some($table::Column::$column),)*
                    ..Scoped {
                        section: Section::$section,
                        person: $table::Column::PersonId,
                        source: $table::Column::SourceId,
                        recorded: $table::Column::RecordedAt,
                        superseded: $table::Column::SupersededAt,
                        concept: None, kind: None, assertion: None, verified: None, band: None, day: None, begun: None,
                    }
                }
            }

            fn columns() -> Vec<$table::Column> {
                vec![
                    $table::Column::Id, $table::Column::PersonId, $table::Column::SourceId,
                    $table::Column::SourceRecordId, $table::Column::Pointer, $table::Column::Adapter,
                    $table::Column::RecordedAt, $($table::Column::$field_column),+
                ]
            }

            fn order(select: Select<$table::Entity>) -> Select<$table::Entity> {
                // PostgreSQL would put rows without a date first.
                let newest = select.order_by_with_nulls($table::Column::$order, Order::Desc, NullOrdering::Last);
                newest.order_by_desc($table::Column::Id)
            }
        }
    };
}

section! {
    /// Claims about skills.
    Claims of claim as ClaimRow in Skill,
    order Id,
    scopes { concept: ConceptId, assertion: Assertion, verified: Verified, band: BandLow, day: ObservedTo, begun: ObservedFrom },
    row {
        /// The concept it means, where one was met.
        concept_id ConceptId: Option<Uuid>,
        /// The label as received.
        raw_label RawLabel: Option<String>,
        /// The code or URI as received.
        raw_code RawCode: Option<String>,
        /// The framework as received.
        raw_framework RawFramework: Option<String>,
        /// The level as received.
        raw_level RawLevel: Option<String>,
        /// The scale as received.
        raw_scale RawScale: Option<String>,
        /// Lower end of the band, 0 to 5.
        band_low BandLow: Option<i16>,
        /// Upper end of the band, 0 to 5.
        band_high BandHigh: Option<i16>,
        /// How the band was found.
        band_basis BandBasis: Option<String>,
        /// What was lost on the way.
        band_loss BandLoss: Option<String>,
        /// Holds, develops, taught or required.
        role Role: String,
        /// Kind of assertion.
        assertion Assertion: String,
        /// Kind of party that asserts.
        asserted_by_kind AssertedByKind: String,
        /// Its name.
        asserted_by_name AssertedByName: Option<String>,
        /// First day observed.
        observed_from ObservedFrom: Option<Date>,
        /// Last day observed.
        observed_to ObservedTo: Option<Date>,
        /// How exact the days are.
        observed_precision ObservedPrecision: Option<String>,
        /// Since when it holds.
        valid_from ValidFrom: Option<Date>,
        /// Until when it holds.
        valid_to ValidTo: Option<Date>,
        /// Since when the hub held it before, in other rows.
        known_since KnownSince: Option<DateTimeUtc>,
        /// Since when it held its level before.
        level_since LevelSince: Option<DateTimeUtc>,
        /// The mapping that led to the concept.
        mapping_id MappingId: Option<Uuid>,
        /// How the term relates to the concept.
        mapping_relation MappingRelation: Option<String>,
        /// How it met the concept.
        mapping_method MappingMethod: Option<String>,
        /// How sure, 0 to 1.
        mapping_confidence MappingConfidence: Option<f64>,
        /// Whether what it rests on was verified.
        verified Verified: bool,
        /// The credential it stands in.
        credential_id CredentialId: Option<Uuid>,
        /// The experience it stands in.
        experience_id ExperienceId: Option<Uuid>,
        /// The learning it stands in.
        learning_id LearningId: Option<Uuid>,
    }
}

section! {
    /// Evidence for claims, credentials and experiences.
    Evidences of evidence as EvidenceRow in Evidence,
    order Id,
    scopes { kind: Kind, day: RecordedAt },
    row {
        /// The claim it backs.
        claim_id ClaimId: Option<Uuid>,
        /// The credential it backs.
        credential_id CredentialId: Option<Uuid>,
        /// The experience it backs.
        experience_id ExperienceId: Option<Uuid>,
        /// What it is.
        kind Kind: String,
        /// Its title.
        title Title: Option<String>,
        /// Where it can be seen.
        url Url: Option<String>,
        /// What it shows.
        description Description: Option<String>,
    }
}

section! {
    /// Credentials.
    Credentials of credential as CredentialRow in Credential,
    order IssuedOn,
    scopes { kind: AchievementType, verified: Verified, day: IssuedOn },
    row {
        /// What it is called.
        name Name: String,
        /// What it stands for.
        description Description: Option<String>,
        /// Kind in the source's words.
        achievement_type AchievementType: Option<String>,
        /// Identifier of what was achieved.
        achievement_id AchievementId: Option<String>,
        /// Who issued it.
        issuer_organization_id IssuerOrganizationId: Option<Uuid>,
        /// Its name as received.
        issuer_name IssuerName: Option<String>,
        /// When it was issued.
        issued_on IssuedOn: Option<Date>,
        /// When it expires.
        expires_on ExpiresOn: Option<Date>,
        /// Its standing as the source says.
        status Status: String,
        /// Its format.
        format Format: String,
        /// Its checks.
        checks Checks: Json,
        /// Whether it was verified.
        verified Verified: bool,
        /// Picture of it.
        image Image: Option<String>,
    }
}

section! {
    /// Experiences.
    Experiences of experience as ExperienceRow in Experience,
    order PeriodFrom,
    scopes { kind: Kind, day: PeriodTo, begun: PeriodFrom },
    row {
        /// What kind.
        kind Kind: String,
        /// What it is called.
        title Title: String,
        /// Where.
        organization_id OrganizationId: Option<Uuid>,
        /// Its name as received.
        organization_name OrganizationName: Option<String>,
        /// In which role.
        role_title RoleTitle: Option<String>,
        /// Code of the occupation.
        occupation_code OccupationCode: Option<String>,
        /// Concept of the occupation.
        occupation_concept_id OccupationConceptId: Option<Uuid>,
        /// First day.
        period_from PeriodFrom: Option<Date>,
        /// Last day.
        period_to PeriodTo: Option<Date>,
        /// How exact the days are.
        period_precision PeriodPrecision: Option<String>,
        /// In the holder's or source's words.
        narrative Narrative: Option<String>,
    }
}

section! {
    /// Courses and their results.
    Learnings of learning as LearningRow in Learning,
    order PeriodFrom,
    scopes { kind: Kind, day: PeriodTo, begun: PeriodFrom },
    row {
        /// What kind.
        kind Kind: String,
        /// Its title.
        title Title: String,
        /// Its code.
        code Code: Option<String>,
        /// Who taught it.
        provider_organization_id ProviderOrganizationId: Option<Uuid>,
        /// Its name as received.
        provider_name ProviderName: Option<String>,
        /// How it stands.
        status Status: String,
        /// The result as received.
        result_value ResultValue: Option<String>,
        /// The scale of the result.
        result_scale ResultScale: Option<String>,
        /// Credits as received.
        credits Credits: Option<String>,
        /// First day.
        period_from PeriodFrom: Option<Date>,
        /// Last day.
        period_to PeriodTo: Option<Date>,
        /// How exact the days are.
        period_precision PeriodPrecision: Option<String>,
    }
}

section! {
    /// Participation in workforce programmes.
    Programmes of programme_participation as ProgrammeRow in Programme,
    order PeriodFrom,
    scopes { day: PeriodTo, begun: PeriodFrom },
    row {
        /// The programme.
        programme Programme: String,
        /// Who ran it.
        provider_organization_id ProviderOrganizationId: Option<Uuid>,
        /// Its name as received.
        provider_name ProviderName: Option<String>,
        /// What was done.
        services Services: Json,
        /// Measurable skill gains.
        skill_gains SkillGains: Json,
        /// Credentials attained, by type.
        credentials_attained CredentialsAttained: Json,
        /// What came of it.
        outcomes Outcomes: Json,
        /// First day.
        period_from PeriodFrom: Option<Date>,
        /// Last day.
        period_to PeriodTo: Option<Date>,
        /// How exact the days are.
        period_precision PeriodPrecision: Option<String>,
    }
}

section! {
    /// Goals.
    Goals of goal as GoalRow in Goal,
    order Id,
    scopes { concept: ConceptId, day: RecordedAt },
    row {
        /// What it is called.
        title Title: String,
        /// The skill or occupation aimed for.
        concept_id ConceptId: Option<Uuid>,
        /// The band aimed for.
        target_band TargetBand: Option<i16>,
        /// By when.
        due_on DueOn: Option<Date>,
        /// In the holder's words.
        note Note: Option<String>,
    }
}

section! {
    /// Others vouching.
    Endorsements of endorsement as EndorsementRow in Endorsement,
    order Id,
    scopes { day: IssuedOn },
    row {
        /// Who vouches, by name.
        endorser_name EndorserName: Option<String>,
        /// Who vouches, as an organization.
        endorser_organization_id EndorserOrganizationId: Option<Uuid>,
        /// In which words.
        text Text: Option<String>,
        /// When.
        issued_on IssuedOn: Option<Date>,
    }
}

/// What a passport says of its holder.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct ProfileRow {
    /// Whose.
    pub id: Uuid,
    /// Name as shown.
    pub display_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Preferred language.
    pub language: Option<String>,
}

/// The holders' profiles that the views show: whole, what the sources that they let write call them, or what one source,
/// or those of one organization, call them.
pub async fn profiles(db: &Db, views: &[&View], reference: &Reference) -> Result<Vec<ProfileRow>, StoreError> {
    let (mut whole, mut granted, mut own) = (Vec::new(), Vec::new(), Vec::new());
    for view in views {
        match view.rows(Section::Profile) {
            Rows::None => {}
            Rows::Of(by) if !hole!(SourceSeesName) => own.push((by, view.person())),
            Rows::All | Rows::Scoped(_) if view.grant().is_some() => granted.push(*view),
            Rows::Of(_) | Rows::All | Rows::Scoped(_) => whole.push(view.person()),
        }
    }
    let mut found = whole_profiles(db, whole).await?;
    found.extend(granted_profiles(db, &granted, reference).await?);
    found.extend(contributed_profiles(db, own).await?);
    Ok(found)
}

async fn contributed_profiles(db: &Db, of: Vec<(Contributor, Uuid)>) -> Result<Vec<ProfileRow>, StoreError> {
    let Some((by, _)) = of.first().copied() else {
        return Ok(Vec::new());
    };
    // One request is of one contributor.
    let of = of.into_iter().filter(|(whose, _)| *whose == by);
    let persons: Vec<Uuid> = of.map(|(_, person)| person).collect();
    match by.among() {
        Among::One(source) => as_one_source_calls_them(db, source, persons).await,
        among => {
            let theirs = sent_by(&subject::Column::SourceId, among);
            derived_profiles(db, persons, Condition::all().add_option(theirs)).await
        }
    }
}

async fn as_one_source_calls_them(db: &Db, source: Uuid, persons: Vec<Uuid>) -> Result<Vec<ProfileRow>, StoreError> {
    use subject::Column::{DisplayName, FamilyName, GivenName, Id, Language, PersonId, SourceId};
    let select = subject::Entity::find()
        .select_only()
        .column_as(PersonId, "id")
        .columns([DisplayName, GivenName, FamilyName, Language]);
    // Where a source knows somebody by several keys, the first it gave is the last here, and stays.
    let rows = select
        .filter(SourceId.eq(source))
        .filter(PersonId.is_in(persons))
        .order_by_desc(Id);
    Ok(rows.into_model().all(db.conn()).await?)
}

/// As the rules derive it from the subjects of those sources that the holders let write; one statement.
async fn granted_profiles(db: &Db, views: &[&View], reference: &Reference) -> Result<Vec<ProfileRow>, StoreError> {
    if views.is_empty() {
        return Ok(Vec::new());
    }
    let persons: Vec<Uuid> = views.iter().map(|view| view.person()).collect();
    let which = views.iter().fold(Condition::any(), |any, view| {
        let writers = view.writers().unwrap_or_default();
        let of = Condition::all().add(subject::Column::PersonId.eq(view.person()));
        any.add(of.add(connections::from(&subject::Column::SourceId, writers, reference)))
    });
    derived_profiles(db, persons, which).await
}

/// As the rules derive it from those subjects that a condition names; one statement.
async fn derived_profiles(db: &Db, persons: Vec<Uuid>, which: Condition) -> Result<Vec<ProfileRow>, StoreError> {
    let mut called: HashMap<Uuid, Vec<Called>> = HashMap::new();
    for (person, one) in called_by(db.conn(), &persons, which).await? {
        called.entry(person).or_default().push(one);
    }
    let profile = |id: Uuid| {
        let names = person_names(called.get(&id).map_or(&[], Vec::as_slice));
        ProfileRow {
            id,
            display_name: names.display,
            given_name: names.given,
            family_name: names.family,
            language: names.language,
        }
    };
    Ok(persons.into_iter().map(profile).collect())
}

async fn whole_profiles(db: &Db, shown: Vec<Uuid>) -> Result<Vec<ProfileRow>, StoreError> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    use person::Column::{DisplayName, FamilyName, GivenName, Id, Language};
    let select = person::Entity::find()
        .select_only()
        .columns([Id, DisplayName, GivenName, FamilyName, Language]);
    Ok(select.filter(Id.is_in(shown)).into_model().all(db.conn()).await?)
}

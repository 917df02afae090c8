//! A world put into the database of a hub, and the callers who live in it.

use crate::expected::{CREDENTIAL_STATUS, LEARNING_STATUS, called, say, title};
use crate::reference::{ConceptFacts, Facts};
use crate::scopes;
use crate::support::Stage;
use crate::world::{
    ASSERTIONS, INSTITUTIONS, MERGED, PURPOSES, ROLES, SECTIONS, SOURCES, STATES, Who, World, code, has_names, kind_of,
    label,
};
use chrono::{DateTime, Utc};
use entity::{
    claim, client, connection, consent, consent_use, credential, endorsement, evidence, experience, goal, learning,
    organization, person, programme_participation, source_record, subject,
};
use passport::consent::Purpose;
use passport::skill::normalise;
use passport_hub::caller::{Bearer, Caller, MemberRole, Partner};
use passport_hub::keys::Keys;
use passport_hub::store::Tx;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A world in a database.
pub struct Scene<'a> {
    pub world: &'a World,
    pub facts: Facts,
    pub ids: Ids,
}

/// The ids of one world; later things have larger ones.
#[derive(Debug, Clone, Copy)]
pub struct Ids {
    world: u128,
    callers: Callers,
}

/// Those who are the same in all worlds.
#[derive(Debug, Clone, Copy)]
pub struct Callers {
    /// The sources.
    pub sources: [Uuid; 4],
    /// An integrator of each institution.
    pub integrators: [Bearer; 2],
}

impl Ids {
    /// The ids of the world of this number.
    pub fn new(world: u64, callers: Callers) -> Self {
        let version = 0x7000_8000_0000_0000_0000_u128;
        Ids {
            world: (0x0199_u128 << 112) | version | (u128::from(world) << 16),
            callers,
        }
    }

    fn id(self, kind: u128, at: usize) -> Uuid {
        Uuid::from_u128(self.world | (kind << 8) | at as u128)
    }

    /// What comes before everything in this world.
    pub fn floor(self) -> Uuid {
        self.id(0, 0)
    }

    pub fn person(self, at: usize) -> Uuid {
        self.id(1, at)
    }

    pub fn row(self, at: usize) -> Uuid {
        self.id(2, at)
    }

    pub fn record(self, at: usize) -> Uuid {
        self.id(3, at)
    }

    pub fn consent(self, at: usize) -> Uuid {
        self.id(4, at)
    }

    pub fn organization(self, at: usize) -> Uuid {
        self.id(5, at)
    }

    pub fn client(self, of: usize, at: usize) -> Uuid {
        self.id(6, of * 2 + at)
    }

    fn subject(self, person: usize, source: usize) -> Uuid {
        self.id(7, person * 8 + source)
    }

    pub fn source(self, at: usize) -> Uuid {
        self.callers.sources[at]
    }
}

impl<'a> Scene<'a> {
    /// Puts a world into the hub's database.
    pub async fn set(stage: &Stage, world: &'a World, ids: Ids, concepts: &[ConceptFacts]) -> Scene<'a> {
        let began = stage.hub.clock.now();
        let texts = |list: &[crate::world::Scope]| {
            list.iter()
                .map(|s| scopes::text(s, concepts, began.date_naive()))
                .collect()
        };
        let scopes = world
            .consents
            .iter()
            .map(|one| (texts(&one.permits), texts(&one.denies)))
            .collect();
        let scene = Scene {
            world,
            facts: Facts {
                began,
                concepts: concepts.to_vec(),
                scopes,
            },
            ids,
        };
        let tx = stage.hub.db.begin().await.unwrap();
        scene.put_people(&tx, &stage.hub.keys).await;
        scene.put_parties(&tx).await;
        scene.put_rows(&tx).await;
        scene.put_consents(&tx).await;
        tx.commit().await.unwrap();
        scene
    }

    /// Who it is to the hub.
    pub fn caller(&self, stage: &Stage, who: Who) -> Caller {
        stage.caller(match who {
            Who::Stranger => return Caller::Stranger,
            Who::Steward => Bearer::Steward(Uuid::from_u128(1)),
            Who::Holder(at) => Bearer::Holder(self.ids.person(at)),
            Who::Source(at) => Bearer::Source(self.ids.source(at)),
            Who::Integrator(at) => self.ids.callers.integrators[at],
            Who::Partner(at, client, purpose) => Bearer::Partner(Partner {
                organization: self.ids.organization(at),
                client: client.map(|client| self.ids.client(at, client)),
                purpose: Purpose::from_word(PURPOSES[purpose]).unwrap(),
            }),
        })
    }

    fn subjects(&self) -> BTreeSet<(usize, usize)> {
        self.world.rows.iter().map(|row| (row.holder, row.source)).collect()
    }

    async fn put_people(&self, tx: &Tx, keys: &Keys) {
        let (ids, at) = (self.ids, self.facts.began);
        let named =
            |person: usize, what: &str, source| has_names(person).then(|| format!("{what} {}", called(person, source)));
        let merged = self.world.merged.then_some(MERGED);
        let people = (0..self.world.holders).chain(merged).map(|person| person::Model {
            id: ids.person(person),
            display_name: named(person, "Name", None),
            given_name: named(person, "Given", None),
            family_name: named(person, "Family", None),
            language: has_names(person).then(|| "pt".to_owned()),
            age_band: None,
            merged_into: (person == MERGED).then(|| ids.person(0)),
            created_at: at,
            erased_at: None,
        });
        put::<person::Entity>(tx, people.collect()).await;
        let subjects = self.subjects().into_iter().map(|(person, source)| subject::Model {
            id: ids.subject(person, source),
            source_id: ids.source(source),
            key_hash: ids.subject(person, source).to_string(),
            key_sealed: keys.seal(&format!("key {}", called(person, Some(source)))),
            person_id: ids.person(person),
            home_person_id: None,
            display_name: named(person, "Name", Some(source)),
            given_name: named(person, "Given", Some(source)),
            family_name: named(person, "Family", Some(source)),
            language: Some("pt".to_owned()),
            named_at: None,
            created_at: at,
        });
        put::<subject::Entity>(tx, subjects.collect()).await;
        self.put_connections(tx).await;
    }

    /// Everybody lets everybody write, but for whom the world says otherwise: of those some were never asked, some refused,
    /// and some let write before.
    async fn put_connections(&self, tx: &Tx) {
        let mut connections = Vec::new();
        for (person, source) in self.subjects() {
            let said = |number: usize, state: &str, ended: bool| connection::Model {
                id: self.ids.id(12, (person * 8 + source) * 2 + number),
                subject_id: self.ids.subject(person, source),
                state: state.into(),
                decided_by: None,
                recorded_at: self.facts.began,
                superseded_at: ended.then_some(self.facts.began),
            };
            match (self.world.waiting.contains(&(person, source)), (person + source) % 3) {
                (false, _) => connections.push(said(0, "accepted", false)),
                (true, 0) => {}
                (true, 1) => connections.push(said(0, "refused", false)),
                (true, _) => connections.extend([said(0, "accepted", true), said(1, "ended", false)]),
            }
        }
        put::<connection::Entity>(tx, connections).await;
    }

    async fn put_parties(&self, tx: &Tx) {
        let (ids, at) = (self.ids, self.facts.began);
        let organizations = (0..2).map(|number| organization::Model {
            id: ids.organization(number),
            kind: "partner".into(),
            name: format!("Partner {number}"),
            identifier_system: None,
            identifier_value: None,
            url: None,
            created_at: at,
        });
        put::<organization::Entity>(tx, organizations.collect()).await;
        let clients = (0..4).map(|number| client::Model {
            id: ids.client(number / 2, number % 2),
            organization_id: ids.organization(number / 2),
            key: ids.client(number / 2, number % 2).to_string(),
            name: format!("Client {number}"),
            kind: "partner".into(),
            secret_hash: None,
            created_at: at,
            disabled_at: None,
        });
        put::<client::Entity>(tx, clients.collect()).await;
    }

    async fn put_rows(&self, tx: &Tx) {
        let records = self.world.rows.iter().enumerate().filter(|(_, row)| row.record);
        let records = records.map(|(at, row)| source_record::Model {
            id: self.ids.record(at),
            source_id: self.ids.source(row.source),
            stream: "proof".into(),
            key: self.ids.record(at).to_string(),
            content_hash: at.to_string(),
            payload: json!({}),
            subject_id: Some(self.ids.subject(row.holder, row.source)),
            import_run_id: None,
            tombstone: false,
            received_at: self.facts.recorded(row),
            superseded_at: None,
        });
        put::<source_record::Entity>(tx, records.collect()).await;
        put::<credential::Entity>(tx, self.rows("Credential", |at| self.credential(at))).await;
        put::<experience::Entity>(tx, self.rows("Experience", |at| self.experience(at))).await;
        put::<learning::Entity>(tx, self.rows("Learning", |at| self.learning(at))).await;
        put::<programme_participation::Entity>(tx, self.rows("Programme", |at| self.programme(at))).await;
        put::<goal::Entity>(tx, self.rows("Goal", |at| self.goal(at))).await;
        put::<claim::Entity>(tx, self.rows("Skill", |at| self.claim(at))).await;
        put::<evidence::Entity>(tx, self.rows("Evidence", |at| self.evidence(at))).await;
        put::<endorsement::Entity>(tx, self.rows("Endorsement", |at| self.endorsement(at))).await;
    }

    fn rows<M>(&self, section: &str, row: impl Fn(usize) -> M) -> Vec<M> {
        let of = (0..self.world.rows.len()).filter(|at| SECTIONS[self.world.rows[*at].section] == section);
        of.map(row).collect()
    }

    async fn put_consents(&self, tx: &Tx) {
        let versions = (0..self.world.consents.len()).flat_map(|at| {
            let now = self.consent(at);
            let before = self.world.consents[at].wider_before.then(|| self.before(now.clone()));
            before.into_iter().chain([now])
        });
        put::<consent::Entity>(tx, versions.collect()).await;
        let used = self
            .world
            .consents
            .iter()
            .enumerate()
            .filter(|(_, consent)| consent.used > 0);
        let used = used.map(|(at, consent)| consent_use::Model {
            id: Uuid::now_v7(),
            consent_id: self.ids.consent(at),
            uses: consent.used,
        });
        put::<consent_use::Entity>(tx, used.collect()).await;
    }

    fn consent(&self, at: usize) -> consent::Model {
        let (told, scopes) = (&self.world.consents[at], &self.facts.scopes[at]);
        consent::Model {
            id: Uuid::now_v7(),
            consent_id: self.ids.consent(at),
            version: 1 + i32::from(told.wider_before),
            person_id: self.ids.person(told.holder),
            partner_organization_id: self.ids.organization(told.partner),
            client_id: told.client.map(|client| self.ids.client(told.partner, client)),
            delegation_id: None,
            purpose: PURPOSES[told.purpose].into(),
            state: STATES[told.state].into(),
            scopes: json!(scopes.0),
            denies: json!(scopes.1),
            starts_at: self.facts.hour(told.starts),
            expires_at: self.facts.hour(told.ends),
            use_limit: told.limit,
            retention: None,
            redisclosure: None,
            notice_version: "proof".into(),
            notice_language: "en".into(),
            given_by_kind: "holder".into(),
            given_by: Some(self.ids.person(told.holder)),
            reason: None,
            recorded_at: self.facts.began,
            superseded_at: None,
        }
    }

    /// The version before, which permitted everything.
    fn before(&self, now: consent::Model) -> consent::Model {
        let everything: Vec<String> = SECTIONS
            .iter()
            .chain(&["Profile"])
            .map(|section| format!("passport/{section}.r"))
            .collect();
        consent::Model {
            id: Uuid::now_v7(),
            version: 1,
            state: "granted".into(),
            scopes: json!(everything),
            denies: json!([]),
            starts_at: self.facts.hour(-100),
            expires_at: self.facts.hour(4000),
            use_limit: None,
            client_id: None,
            superseded_at: Some(self.facts.began),
            ..now
        }
    }

    fn parent(&self, at: usize, of: &[&str], section: &str) -> Option<Uuid> {
        let parent = self.world.parent(&self.world.rows[at], of)?;
        (SECTIONS[self.world.rows[parent].section] == section).then(|| self.ids.row(parent))
    }

    fn concept(&self, at: usize) -> Option<Uuid> {
        self.world.rows[at]
            .concept
            .map(|concept| self.facts.concepts[concept].id)
    }

    fn claim(&self, at: usize) -> claim::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        let within = |section| self.parent(at, &World::HOLD_CLAIMS, section);
        let mapped = row.concept.is_some();
        claim::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            known_since: self.facts.known_since(row),
            level_since: self.facts.known_since(row),
            superseded_at: owned.superseded_at,
            superseded_by: None,
            concept_id: self.concept(at),
            term_id: None,
            raw_label: label(row).map(Into::into),
            raw_code: code(row, at),
            raw_framework: Some(say("Framework", at)),
            raw_level: Some(say("Level", at)),
            raw_scale: Some(say("Scale", at)),
            band_low: row.band.map(|(low, _)| low),
            band_high: row.band.map(|(_, high)| high),
            band_basis: Some(say("Basis", at)),
            band_loss: Some(say("Loss", at)),
            role: ROLES[row.role].into(),
            assertion: ASSERTIONS[row.assertion].into(),
            asserted_by_kind: if row.own { "self" } else { "organization" }.into(),
            asserted_by_name: Some(say("By", at)),
            asserted_by_organization_id: None,
            observed_from: owned.from,
            observed_to: owned.to,
            observed_precision: Some("day".into()),
            valid_from: None,
            valid_to: row.valid_to.map(|day| self.facts.day(day)),
            extraction: "stated".into(),
            mapping_id: None,
            mapping_relation: mapped.then(|| "exact".into()),
            mapping_method: mapped.then(|| "code".into()),
            mapping_confidence: mapped.then_some(0.5),
            verified: row.verified,
            checks: None,
            credential_id: within("Credential"),
            experience_id: within("Experience"),
            learning_id: within("Learning"),
        }
    }

    fn evidence(&self, at: usize) -> evidence::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        let backs = |section| self.parent(at, &World::HAVE_EVIDENCE, section);
        evidence::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            claim_id: backs("Skill"),
            credential_id: backs("Credential"),
            experience_id: backs("Experience"),
            kind: kind_of("Evidence", row.kind).unwrap().into(),
            title: Some(say("Title", at)),
            url: Some(say("Url", at)),
            description: Some(say("Description", at)),
        }
    }

    fn credential(&self, at: usize) -> credential::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        credential::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            name: owned.title,
            description: Some(say("Description", at)),
            achievement_type: kind_of("Credential", row.kind).map(Into::into),
            achievement_id: None,
            issuer_organization_id: None,
            issuer_name: Some(say("Issuer", at)),
            issued_on: owned.from,
            expires_on: owned.to,
            status: CREDENTIAL_STATUS[row.role % CREDENTIAL_STATUS.len()].into(),
            format: say("format", at),
            media_type: "application/json".into(),
            signed_bytes: None,
            checks: json!([{ "check": "integrity", "outcome": "unknown" }]),
            verified: row.verified,
            image: Some(say("image", at)),
        }
    }

    fn experience(&self, at: usize) -> experience::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        experience::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            kind: kind_of("Experience", row.kind).unwrap().into(),
            title: owned.title,
            organization_id: None,
            organization_name: Some(say("Organization", at)),
            role_title: Some(say("Role", at)),
            occupation_code: Some(say("Occupation", at)),
            occupation_concept_id: self.concept(at),
            period_from: owned.from,
            period_to: owned.to,
            period_precision: Some("day".into()),
            narrative: Some(say("Narrative", at)),
        }
    }

    fn learning(&self, at: usize) -> learning::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        learning::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            kind: kind_of("Learning", row.kind).unwrap().into(),
            title: owned.title,
            code: Some(say("Code", at)),
            provider_organization_id: None,
            provider_name: Some(say("Provider", at)),
            status: LEARNING_STATUS[row.assertion % LEARNING_STATUS.len()].into(),
            result_value: Some(say("Value", at)),
            result_scale: Some(say("Scale", at)),
            credits: Some(say("Credits", at)),
            outcomes: None,
            period_from: owned.from,
            period_to: owned.to,
            period_precision: Some("day".into()),
        }
    }

    fn programme(&self, at: usize) -> programme_participation::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        let service = json!([{
            "name": say("Service", at), "code": say("Code", at), "provider": say("Provider", at),
            "occupation": { "code": say("Occupation", at) },
            "period": { "from": say("From", at), "to": say("To", at) }, "completed": row.verified,
        }]);
        programme_participation::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            programme: owned.title,
            provider_name: Some(say("Provider", at)),
            provider_organization_id: None,
            services: service,
            skill_gains: json!([{ "kind": say("Gain", at), "element": say("Code", at), "on": say("On", at) }]),
            credentials_attained: json!([{ "kind": say("Attained", at), "code": say("Code", at), "on": say("On", at) }]),
            outcomes: json!([{ "name": say("Outcome", at), "occupation": { "code": say("Code", at) }, "on": say("On", at) }]),
            period_from: owned.from,
            period_to: owned.to,
            period_precision: Some("day".into()),
        }
    }

    fn goal(&self, at: usize) -> goal::Model {
        let (row, owned) = (&self.world.rows[at], self.owned(at));
        goal::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            kind: "skill".into(),
            title: owned.title,
            concept_id: self.concept(at),
            target_band: row.band.map(|(low, _)| low),
            due_on: owned.to,
            note: Some(say("Note", at)),
        }
    }

    fn endorsement(&self, at: usize) -> endorsement::Model {
        let owned = self.owned(at);
        endorsement::Model {
            id: owned.id,
            person_id: owned.person_id,
            subject_id: owned.subject_id,
            source_id: owned.source_id,
            source_record_id: owned.source_record_id,
            pointer: owned.pointer,
            adapter: owned.adapter,
            recorded_at: owned.recorded_at,
            superseded_at: owned.superseded_at,
            superseded_by: None,
            endorser_name: Some(owned.title),
            endorser_organization_id: None,
            text: Some(say("Text", at)),
            issued_on: owned.from,
            claim_id: None,
            credential_id: None,
            experience_id: None,
        }
    }

    fn owned(&self, at: usize) -> Owned {
        let row = &self.world.rows[at];
        Owned {
            id: self.ids.row(at),
            person_id: self.ids.person(row.holder),
            subject_id: Some(self.ids.subject(row.holder, row.source)),
            source_id: self.ids.source(row.source),
            source_record_id: row.record.then(|| self.ids.record(at)),
            pointer: say("pointer", at),
            adapter: say("adapter", at),
            recorded_at: self.facts.recorded(row),
            superseded_at: row.superseded.then_some(self.facts.began),
            title: title(row, at),
            from: row.from.map(|day| self.facts.day(day)),
            to: row.to.map(|day| self.facts.day(day)),
        }
    }
}

/// What rows of all sections have.
struct Owned {
    id: Uuid,
    person_id: Uuid,
    subject_id: Option<Uuid>,
    source_id: Uuid,
    source_record_id: Option<Uuid>,
    pointer: String,
    adapter: String,
    recorded_at: DateTime<Utc>,
    superseded_at: Option<DateTime<Utc>>,
    title: String,
    from: Option<chrono::NaiveDate>,
    to: Option<chrono::NaiveDate>,
}

async fn put<E>(tx: &Tx, rows: Vec<E::Model>)
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(tx.conn()).await.unwrap();
    }
}

/// The sources of the proof with their institutions, and the concepts that its rows may mean.
pub async fn furnish(stage: &Stage) -> (Callers, Vec<ConceptFacts>) {
    let mut integrators = [Bearer::Member(Uuid::nil()); INSTITUTIONS.len()];
    for (number, sources) in INSTITUTIONS.iter().enumerate() {
        let institution = stage.institution(&institution_name(number)).await;
        for source in *sources {
            stage.source_of(Some(institution), SOURCES[*source], "hris", &[]).await;
        }
        integrators[number] = stage.member(institution, MemberRole::Integrator).await;
    }
    let reference = stage.hub.reference();
    let sources = SOURCES.map(|key| reference.source_by_key(key).unwrap().id);
    let plain = |text: &str| text.is_ascii();
    let mut concepts: Vec<_> = reference
        .vocabularies
        .concepts
        .values()
        .filter(|concept| plain(concept.label("en")))
        .collect();
    concepts.sort_by_key(|concept| (concept.row.uri.clone(), concept.row.id));
    let of = |key: &str, many: usize| {
        let of = concepts.iter().filter(|concept| *concept.vocabulary_key == *key);
        of.take(many).map(|concept| (*concept).clone()).collect::<Vec<_>>()
    };
    let chosen = of("esco", 3).into_iter().chain(of("onet", 2));
    let facts = chosen.map(|concept| ConceptFacts {
        id: concept.row.id,
        uri: concept.row.uri.clone(),
        vocabulary: concept.vocabulary_key.to_string(),
        label: concept.label("en").to_owned(),
        labels: concept.labels.iter().map(|label| normalise(&label.text)).collect(),
    });
    let facts: Vec<ConceptFacts> = facts.collect();
    assert_eq!(facts.len(), 5, "the starter vocabulary has too few concepts");
    let callers = Callers { sources, integrators };
    (callers, facts)
}

/// What an institution is called.
pub fn institution_name(number: usize) -> String {
    format!("Institution {number}")
}

//! Sources of the stories, and what they send.

use super::Stage;
use adapters::{Delivery, Part};
use passport_hub::caller::{Bearer, Caller, SourcePass};
use passport_hub::flows::import_delivery::{ImportRequest, ImportSummary, Unwatched, import_delivery};
use passport_hub::store::sources::{NewSource, ensure_source_of};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

/// A connected system.
pub struct Source<'a> {
    stage: &'a Stage,
    pub id: Uuid,
}

impl Stage {
    /// Everybody lets every source write that knows them.
    pub async fn everybody_accepts(&self) {
        let accept = "INSERT INTO connection (id, subject_id, state, recorded_at)
            SELECT id, id, 'accepted', created_at FROM subject
            WHERE id NOT IN (SELECT subject_id FROM connection)";
        self.hub.db.conn().execute_unprepared(accept).await.unwrap();
    }

    /// A source of this kind that is trusted to have verified these identifiers.
    pub async fn source(&self, key: &str, kind: &str, trusted: &[&str]) -> Source<'_> {
        self.source_of(None, key, kind, trusted).await
    }

    /// A source of an institution.
    pub async fn source_of(&self, of: Option<Uuid>, key: &str, kind: &str, trusted: &[&str]) -> Source<'_> {
        let new = NewSource {
            key: key.into(),
            name: key.into(),
            kind: kind.into(),
            adapter: None,
            trusted_identifiers: trusted.iter().map(|word| (*word).into()).collect(),
        };
        let made = ensure_source_of(&self.hub.db, new, of, self.hub.clock.now()).await;
        let id = made.unwrap().id;
        self.hub.shelf.reload_parties(&self.hub.db).await.unwrap();
        Source { stage: self, id }
    }
}

impl Source<'_> {
    /// The source's own pass.
    pub fn pass(&self) -> SourcePass {
        match self.stage.caller(Bearer::Source(self.id)) {
            Caller::Source(pass) => pass,
            other => panic!("no source: {other:?}"),
        }
    }

    /// Sends a delivery.
    pub async fn sends(&self, delivery: Delivery<'static>) -> ImportSummary {
        let summary = self.sends_unasked(delivery).await;
        self.stage.everybody_accepts().await;
        summary
    }

    /// Sends a delivery about people who have not said yet whether this source may write.
    pub async fn sends_unasked(&self, delivery: Delivery<'static>) -> ImportSummary {
        let request = self.request(delivery);
        Box::pin(import_delivery(&self.stage.hub, request, &Unwatched))
            .await
            .unwrap()
    }

    /// Sends JSON documents as one delivery.
    pub async fn sends_json(&self, document: &Value) -> ImportSummary {
        self.sends(Delivery::single("delivery.json", document.to_string().into_bytes()))
            .await
    }

    /// What sending takes.
    pub fn request(&self, delivery: Delivery<'static>) -> ImportRequest {
        ImportRequest {
            source: self.pass(),
            adapter: None,
            delivery,
            files: vec![],
            extent: Default::default(),
            on_behalf_of: None,
            replays: None,
        }
    }
}

/// A delivery of several files.
pub fn folder(files: &[(&str, &str)]) -> Delivery<'static> {
    let part = |(name, text): &(&str, &str)| Part {
        name: (*name).to_owned().into(),
        bytes: text.as_bytes().to_vec().into(),
    };
    Delivery::several("folder", files.iter().map(part).collect())
}

/// A school's users: id, given name, family name, e-mail address.
pub fn users(people: &[(u32, &str, &str, &str)]) -> Delivery<'static> {
    folder(&[("users.csv", &users_text(people))])
}

/// The same as a file.
pub fn users_text(people: &[(u32, &str, &str, &str)]) -> String {
    let mut text = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n".to_owned();
    for (id, given, family, email) in people {
        text += &format!("u-{id},,,true,o-1,student,u{id},,{given},{family},,S-{id},{email},,,,,\n");
    }
    text
}

/// An Open Badges 3.0 credential for a person with this e-mail address, aligned with these skills.
pub fn badge(id: &str, email: &str, name: &str, skills: &[&str]) -> Value {
    let subject = json!({
        "id": format!("urn:person:{email}"),
        "type": ["AchievementSubject"],
        "name": name,
        "identifier": [
            { "type": "IdentityObject", "hashed": false, "identityHash": email, "identityType": "emailAddress" }
        ],
    });
    badge_with(id, subject, skills)
}

/// An Open Badges 3.0 credential for this subject.
pub fn badge_with(id: &str, mut subject: Value, skills: &[&str]) -> Value {
    let alignment = |skill: &&str| json!({ "type": ["Alignment"], "targetName": skill, "targetUrl": format!("https://skills.example/{skill}") });
    subject["achievement"] = json!({
        "id": format!("https://badges.example/achievements/{id}"),
        "type": ["Achievement"],
        "name": id,
        "description": "As awarded.",
        "criteria": { "narrative": "Do it." },
        "alignment": skills.iter().map(alignment).collect::<Vec<_>>(),
    });
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": format!("https://badges.example/{id}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": id,
        "issuer": { "id": "did:web:badges.example", "type": ["Profile"], "name": "Open Skills Badges" },
        "validFrom": "2025-03-14T10:00:00Z",
        "credentialSubject": subject,
    })
}

/// One skill of one employee as Odoo answers.
pub fn skills_of(employee: u32, name: &str, skill: &str) -> Delivery<'static> {
    let row = json!([{
        "id": 1, "employee_id": [employee, name], "skill_id": [50, skill], "skill_level_id": [52, "Expert"],
        "skill_type_id": [5, "Electrics"], "level_progress": 100, "valid_from": "2024-09-01", "valid_to": false,
        "write_date": "2025-03-04 09:15:00",
    }]);
    Delivery::single("hr.employee.skill.json", row.to_string().into_bytes())
}

/// Employees as Odoo answers: id, name, e-mail address.
pub fn employees(people: &[(u32, &str, &str)]) -> Delivery<'static> {
    let rows: Vec<Value> = people
        .iter()
        .map(|(id, name, email)| employee(*id, name, email))
        .collect();
    Delivery::single("hr.employee.json", Value::from(rows).to_string().into_bytes())
}

fn employee(id: u32, name: &str, email: &str) -> Value {
    json!({
        "id": id, "name": name, "work_email": email, "work_phone": false, "mobile_phone": false,
        "job_id": [4, "Data analyst"], "job_title": "Data analyst", "company_id": [1, "Harbour Works"],
        "department_id": false, "barcode": false, "active": true, "contract_date_start": "2023-06-01",
        "contract_date_end": false, "departure_date": false, "write_date": "2025-03-04 09:15:00",
    })
}

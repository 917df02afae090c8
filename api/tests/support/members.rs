//! Institutions of the stories, and their members.

use super::Stage;
use passport_hub::caller::{Bearer, MemberRole};
use passport_hub::store::members;
use passport_hub::store::sources::{change_source, ensure_institution, switch_client};
use uuid::Uuid;

impl Stage {
    /// An institution that takes part.
    pub async fn institution(&self, name: &str) -> Uuid {
        let made = ensure_institution(&self.hub.db, name, self.hub.clock.now()).await;
        self.hub.shelf.reload_parties(&self.hub.db).await.unwrap();
        made.unwrap()
    }

    /// A member of an institution, by their token.
    pub async fn member(&self, of: Uuid, role: MemberRole) -> Bearer {
        let made = members::add(&self.hub.db, of, role, "Data office", self.hub.clock.now()).await;
        Bearer::Member(made.unwrap().id)
    }

    /// Ends the member's role.
    pub async fn ends_role(&self, member: Bearer) {
        let Bearer::Member(id) = member else {
            panic!("no member: {member:?}")
        };
        members::end(&self.hub.db, id, self.hub.clock.now()).await.unwrap();
    }

    /// Makes a source an institution's.
    pub async fn belongs(&self, source: Uuid, to: Uuid) {
        let mut row = entity::source::Model::clone(self.hub.reference().sources.get(&source).unwrap());
        row.organization_id = Some(to);
        change_source(&self.hub.db, row).await.unwrap();
    }

    /// Switches a source off or on, as another process does: nothing in this one hears of it.
    pub async fn switches(&self, source: Uuid, on: bool) {
        let mut row = entity::source::Model::clone(self.hub.reference().sources.get(&source).unwrap());
        row.disabled_at = (!on).then(|| self.hub.clock.now());
        change_source(&self.hub.db, row).await.unwrap();
    }

    /// Switches a partner's program off or on, as another process does: this one learns of it when it looks.
    pub async fn switches_program(&self, key: &str, on: bool) {
        let switched = switch_client(&self.hub.db, key, on, self.hub.clock.now()).await;
        assert!(switched.unwrap().is_some(), "there is no {key}");
    }

    /// Learns what other processes changed of parties, as a hub that serves does every few seconds.
    pub async fn learns(&self) {
        self.hub.shelf.refresh(&self.hub.db).await.unwrap();
    }
}

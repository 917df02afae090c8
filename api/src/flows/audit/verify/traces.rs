//! What is only there because there was a disclosure: what was asked, and how often a consent was used. Both are written
//! in the disclosure's own transaction and outlive retention and erasure, as it does. So whoever takes disclosures out
//! has to think of them too.

use super::{Verified, Wrong, of_nobody};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::disclosures::proof;
use entity::disclosure;
use std::collections::HashMap;
use uuid::Uuid;

/// How often limited consents were used, and how often disclosures name them. A disclosure names a consent once for each
/// use, and also where it is looked at without one.
pub(super) struct Uses(HashMap<Uuid, Counted>);

#[derive(Default)]
struct Counted {
    used: i64,
    named: i64,
}

impl Uses {
    /// How often each was used so far. Read before the disclosures: those that come meanwhile only add to what is named.
    pub(super) async fn so_far(hub: &Hub) -> Result<Self, StoreError> {
        let used = proof::uses(&hub.db).await?;
        let counted = |(consent, used)| (consent, Counted { used, named: 0 });
        Ok(Uses(used.into_iter().map(counted).collect()))
    }

    /// Counts what these disclosures name.
    pub(super) fn find_in(&mut self, page: &[disclosure::Model]) {
        if self.0.is_empty() {
            return;
        }
        let named = page.iter().filter_map(|row| row.consents.as_array()).flatten();
        for consent in named.filter_map(|named| named.as_str()?.split_once('@')?.0.parse().ok()) {
            if let Some(counted) = self.0.get_mut(&consent) {
                counted.named += 1;
            }
        }
    }

    pub(super) fn hold(self, verified: &mut Verified) {
        let more = self.0.into_values().filter(|counted| counted.used > counted.named);
        for counted in more {
            verified.add(of_nobody(Wrong::Uses, (counted.named + 1, counted.used), (None, None)));
        }
    }
}

/// Whether some disclosure names each request that is kept.
pub(super) async fn look_at_requests(hub: &Hub, verified: &mut Verified) -> Result<(), StoreError> {
    if let Some(unnamed) = proof::unnamed_requests(&hub.db).await? {
        let between = (unnamed.first, unnamed.last);
        verified.add(of_nobody(Wrong::Unnamed, (1, unnamed.count), between));
    }
    Ok(())
}

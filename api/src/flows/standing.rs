//! Whether what a token names still stands. Asked at each request, and at each look of a subscription: what a token said
//! when it was made may have ended since. Members and sources are looked up in the database; a partner's client in what the
//! hub holds in memory of parties, for partners ask most, and theirs is a look-up more.

use crate::caller::{Caller, Partner};
use crate::hub::Hub;
use crate::store::reference::Reference;
use crate::store::{StoreError, members};

/// What has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The member's role.
    Role,
    /// The source's connection.
    Source,
    /// The partner's client: it is switched off.
    Client,
}

/// The caller as things stand now: a member with the pass of their role. One statement for a member and a source; none for
/// a partner, nor for anybody else, whose standing is decided with what they ask for.
pub async fn standing(hub: &Hub, caller: Caller) -> Result<Result<Caller, Ended>, StoreError> {
    let db = &hub.db;
    if let Some(ended) = ended_in_memory(&hub.reference(), &caller) {
        return Ok(Err(ended));
    }
    if let Caller::Source(pass) = &caller {
        let connected = members::is_connected(db, *pass).await?;
        return Ok(if connected { Ok(caller) } else { Err(Ended::Source) });
    }
    let Some(member) = caller.member() else {
        return Ok(Ok(caller));
    };
    let row = members::named(db, member).await?;
    Ok(row.and_then(|row| member.standing(&row)).ok_or(Ended::Role))
}

/// What has ended for this caller as far as the reference data tells: it learns of what other processes change within
/// seconds. A client that it does not know yet stands: it was made just now, and only one that is known is switched off.
pub fn ended_in_memory(reference: &Reference, caller: &Caller) -> Option<Ended> {
    let Caller::Partner(Partner { client, .. }) = caller else {
        return None;
    };
    let client = reference.clients.get(client.as_ref()?)?;
    client.disabled_at.map(|_| Ended::Client)
}

//! Whether what a token names still stands. Asked of the database at each request, and at each look of a subscription:
//! what a token said when it was made may have ended since.

use crate::caller::Caller;
use crate::store::{Db, StoreError, members};

/// What has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The member's role.
    Role,
    /// The source's connection.
    Source,
}

/// The caller as things stand now: a member with the pass of their role. One statement for a member and a source; none for
/// anybody else, whose standing is decided with what they ask for.
pub async fn standing(db: &Db, caller: Caller) -> Result<Result<Caller, Ended>, StoreError> {
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

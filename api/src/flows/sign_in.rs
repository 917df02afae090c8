//! A caller comes in: a holder whose passport was united with another one opens the passport that stands for both.

use crate::caller::Caller;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::people_lookup::holder_of;

/// The caller as things stand now. A token outlives the linking of two passports, and works again after it is undone.
pub async fn sign_in(hub: &Hub, caller: Caller) -> Result<Caller, StoreError> {
    let Caller::Holder(pass) = caller else {
        return Ok(caller);
    };
    let standing = holder_of(&hub.db, pass.person()).await?;
    Ok(Caller::Holder(standing.map_or(pass, |person| pass.standing_as(person))))
}

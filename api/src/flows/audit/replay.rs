//! What did somebody see on that day? The request is asked again as of then, and the hash of what comes is held against
//! the hash that was logged. The answer itself goes to nobody.

use crate::caller::{Caller, IntegratorPass, Partner, SourcePass};
use crate::flows::access::Access;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::disclosures::{self as log, Answered, Asked, Kept, UNKEPT, chain};
use crate::store::since::{Since, since};
use entity::disclosure;
use passport::consent::{Purpose, Section};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What asking again came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The disclosure.
    pub disclosure: disclosure::Model,
    /// Whether its row is what was written.
    pub intact: bool,
    /// The parts of the answer that are not compared, by path: they are of no passport, and may have changed since.
    pub not_compared: Vec<String>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The same answer.
    Equal,
    /// Another answer.
    Differs {
        /// The parts that differ, by path; empty where parts were not kept.
        parts: Vec<String>,
        /// What may be behind it.
        reasons: Vec<Reason>,
    },
    /// It cannot be asked again.
    Impossible(Impossible),
}

/// What may be behind another answer: what the hub knows to have changed and does not keep as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The passport was erased since.
    Erased,
    /// Records were linked to the passport or unlinked from it since.
    Linked,
    /// A delivery was being taken in at that very moment.
    Importing,
    /// A source names the holder otherwise since, or one came that names them; names are kept as they are now.
    Names,
    /// Vocabularies were added since.
    Vocabularies,
    /// Mappings were added or replaced since.
    Mappings,
    /// Organizations or sources were added since.
    Parties,
    /// The hub's schema is another one now.
    Schema,
}

impl Reason {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Erased => "erased",
            Reason::Linked => "linked",
            Reason::Importing => "importing",
            Reason::Names => "names",
            Reason::Vocabularies => "vocabularies",
            Reason::Mappings => "mappings",
            Reason::Parties => "parties",
            Reason::Schema => "schema",
        }
    }
}

/// Why it cannot be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// It is from before requests were kept.
    TooOld,
    /// The request was too long to be kept.
    TooLong,
    /// The request was erased.
    RequestErased,
    /// The request is gone.
    RequestMissing,
    /// The request is not what was asked.
    RequestChanged,
    /// Only looks of partners and sources can be asked again.
    Caller,
    /// It was no query: asking again would change something, or never end.
    NoQuery,
    /// The request can no longer be read.
    Unreadable,
    /// What was asked beside passports may have changed, and of what is left nothing was kept to compare.
    Beside,
}

impl Impossible {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Impossible::TooOld => "too_old",
            Impossible::TooLong => "too_long",
            Impossible::RequestErased => "request_erased",
            Impossible::RequestMissing => "request_missing",
            Impossible::RequestChanged => "request_changed",
            Impossible::Caller => "caller",
            Impossible::NoQuery => "no_query",
            Impossible::Unreadable => "unreadable",
            Impossible::Beside => "beside",
        }
    }
}

/// What the graph makes of a request that is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// An answer.
    Answered {
        /// What it is, in hashes.
        answered: Answered,
        /// Whether the schema is the one that answered then.
        same_schema: bool,
        /// By which root each part begins that is not of a passport.
        beside: BTreeSet<String>,
    },
    /// It is no query.
    NoQuery,
    /// It cannot be read.
    Unreadable,
}

/// Asks again what a disclosure answered, by `ask`; none where there is no such disclosure.
pub async fn replay(
    hub: &Hub,
    disclosure: Uuid,
    ask: impl AsyncFnOnce(Access, &Asked) -> Again,
) -> Result<Option<Replay>, StoreError> {
    let Some(row) = log::by_id(&hub.db, disclosure).await? else {
        return Ok(None);
    };
    let (outcome, not_compared) = match question(hub, &row).await? {
        Err(why) => impossible(why),
        Ok((caller, asked)) => {
            let access = Access::new(hub.clone(), caller, row.request_id.clone(), row.operation.clone());
            match ask(access.in_the_past(row.occurred_at), &asked).await {
                Again::NoQuery => impossible(Impossible::NoQuery),
                Again::Unreadable => impossible(Impossible::Unreadable),
                Again::Answered {
                    answered,
                    same_schema,
                    beside,
                } => match compared(&row, &answered, &beside) {
                    Compared::Same(not_compared) => (Outcome::Equal, not_compared),
                    Compared::Nothing => impossible(Impossible::Beside),
                    Compared::Differs(parts, not_compared) => {
                        let changed = since(&hub.db, row.person_id, row.occurred_at).await?;
                        let reasons = reasons(&row, changed, same_schema);
                        (Outcome::Differs { parts, reasons }, not_compared)
                    }
                },
            }
        }
    };
    Ok(Some(Replay {
        intact: chain::hash(&hub.keys, &row).as_ref() == Some(&row.hash),
        disclosure: row,
        not_compared,
        outcome,
    }))
}

/// Who asked, and what; or why nobody can ask it again.
async fn question(hub: &Hub, row: &disclosure::Model) -> Result<Result<(Caller, Asked), Impossible>, StoreError> {
    let Some(hash) = &row.request_hash else {
        return Ok(Err(match row.form {
            chain::FORM => Impossible::Caller,
            _ => Impossible::TooOld,
        }));
    };
    if hash.starts_with(UNKEPT) {
        return Ok(Err(Impossible::TooLong));
    }
    let kept = log::kept(&hub.db, &hub.keys, std::slice::from_ref(hash)).await?;
    Ok(match kept.into_values().next() {
        Some(Kept::Whole(asked)) => caller(row).map(|caller| (caller, asked)).ok_or(Impossible::Caller),
        Some(Kept::Erased) => Err(Impossible::RequestErased),
        Some(Kept::Changed) => Err(Impossible::RequestChanged),
        Some(Kept::Missing) | None => Err(Impossible::RequestMissing),
    })
}

/// Whoever asked then.
fn caller(row: &disclosure::Model) -> Option<Caller> {
    match row.caller_kind.as_str() {
        "partner" => Some(Caller::Partner(Partner {
            organization: row.organization_id?,
            client: row.client_id,
            purpose: Purpose::from_word(row.purpose.as_deref()?)?,
        })),
        "source" => Some(Caller::Source(SourcePass::at_the_console(row.source_id?))),
        // Which sources are the organization's, is read as it is now.
        "integrator" => Some(Caller::Integrator(IntegratorPass::at_the_console(row.organization_id?))),
        _ => None,
    }
}

fn impossible(why: Impossible) -> (Outcome, Vec<String>) {
    (Outcome::Impossible(why), vec![])
}

/// Two answers held against each other.
enum Compared {
    /// What was compared is the same; the parts that were not.
    Same(Vec<String>),
    /// The parts that differ, where they are known, and those that were not compared.
    Differs(Vec<String>, Vec<String>),
    /// Nothing could be compared.
    Nothing,
}

/// Holds the answer against what was logged. What is not of a passport is left out: it changes without the passport.
fn compared(row: &disclosure::Model, answered: &Answered, beside: &BTreeSet<String>) -> Compared {
    if row.answer_hash.as_ref() == Some(&answered.hash) {
        return Compared::Same(vec![]);
    }
    let nothing = serde_json::Map::new();
    let logged = row.answer_parts.as_ref().and_then(serde_json::Value::as_object);
    if !beside.is_empty() && (logged.is_none() || answered.parts.is_empty()) {
        return Compared::Nothing;
    }
    let now = logged.map(|_| answered.parts.keys()).into_iter().flatten();
    let logged = logged.unwrap_or(&nothing);
    let names: BTreeSet<&String> = logged.keys().chain(now).collect();
    let root = |name: &String| name.split_once('.').map_or(name.clone(), |(root, _)| root.to_owned());
    let (left_out, held): (Vec<&String>, Vec<&String>) =
        names.into_iter().partition(|name| beside.contains(&root(name)));
    let differs = |name: &&String| {
        let then = logged.get(*name).and_then(serde_json::Value::as_str);
        then != answered.parts.get(*name).map(String::as_str)
    };
    let left_out = left_out.into_iter().cloned().collect();
    let parts: Vec<String> = held.iter().copied().filter(differs).cloned().collect();
    match (beside.is_empty(), held.is_empty(), parts.is_empty()) {
        (false, true, _) => Compared::Nothing,
        (false, false, true) => Compared::Same(left_out),
        _ => Compared::Differs(parts, left_out),
    }
}

fn reasons(row: &disclosure::Model, changed: Since, same_schema: bool) -> Vec<Reason> {
    let names = changed.names && row.types.get(Section::Profile.as_str()).is_some();
    let all = [
        (changed.erased, Reason::Erased),
        (changed.linked, Reason::Linked),
        (changed.importing, Reason::Importing),
        (names, Reason::Names),
        (changed.vocabularies, Reason::Vocabularies),
        (changed.mappings, Reason::Mappings),
        (changed.parties, Reason::Parties),
        (!same_schema, Reason::Schema),
    ];
    all.into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, reason)| reason)
        .collect()
}

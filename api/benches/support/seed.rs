//! Passports to ask for: the demo's deliveries brought in by the real adapters, and the fullest passport copied to as
//! many holders as are wanted, each with consents of their own.

use adapters::{Delivery, Part};
use chrono::Duration;
use passport::consent::Purpose;
use passport_hub::caller::{Bearer, Caller, HolderPass, Partner, SourcePass};
use passport_hub::flows::connections::{accept_connection, connections};
use passport_hub::flows::consent::{Consent, Given, give_consent};
use passport_hub::flows::import_delivery::{ImportRequest, Unwatched, import_delivery};
use passport_hub::hub::Hub;
use passport_hub::store::sources::{NewSource, ensure_partner, ensure_source};
use sea_orm::{ConnectionTrait, Statement, TryGetable};
use std::path::Path;
use uuid::Uuid;

/// Passports, and tokens of those who may ask for them.
pub struct Passports {
    pub holders: Vec<Uuid>,
    /// Rows of one passport.
    pub rows: i64,
    pub partner: String,
    /// Of the first holder.
    pub holder: String,
}

const SOURCES: [(&str, &str); 4] = [
    ("oneroster", "lms"),
    ("odoo", "hris"),
    ("pirl", "workforce"),
    ("badges", "badge"),
];
const SECTIONS: [&str; 5] = ["credential", "experience", "learning", "claim", "evidence"];
/// Columns that name a person or what was said of one, and columns that name a row of theirs.
const PERSONS: [&str; 2] = ["person_id", "subject_id"];
const ROWS: [&str; 5] = ["id", "claim_id", "credential_id", "experience_id", "learning_id"];
/// The partner that everybody lets see everything.
pub const PARTNER: &str = "Northwind Staffing";
const SCOPES: [&str; 6] = [
    "passport/Profile.r",
    "passport/Skill.r",
    "passport/Credential.r",
    "passport/Experience.r",
    "passport/Learning.r",
    "passport/Evidence.r",
];

pub async fn passports(hub: &Hub, count: usize) -> Passports {
    for (folder, kind) in SOURCES {
        bring_in(hub, folder, kind).await;
    }
    let first = fullest(hub).await;
    copies(hub, first, count).await
}

/// As many passports as there are of these, of twice as many rows each, so often doubled.
pub async fn thicker(hub: &Hub, than: &Passports, doublings: usize) -> Passports {
    let first = copy(hub, than.holders[0], &format!("{doublings} times doubled")).await;
    for number in 0..doublings {
        for table in SECTIONS {
            copy_rows(hub, (table, "person_id"), first, &ROWS, &format!("again {number}")).await;
        }
    }
    copies(hub, first, than.holders.len()).await
}

/// A person's passport and copies of it, so many together; each lets the partner see everything.
async fn copies(hub: &Hub, first: Uuid, count: usize) -> Passports {
    let mut holders = vec![first];
    for number in 1..count {
        holders.push(copy(hub, first, &number.to_string()).await);
    }
    hub.db.conn().execute_unprepared("ANALYZE").await.unwrap();
    let partner = consents(hub, &holders).await;
    let token = |bearer| hub.tokens.issue(bearer, Duration::hours(2)).unwrap();
    let (partner, holder) = (token(Bearer::Partner(partner)), token(Bearer::Holder(first)));
    Passports {
        rows: rows(hub, first).await,
        holders,
        partner,
        holder,
    }
}

async fn bring_in(hub: &Hub, folder: &'static str, kind: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo").join(folder);
    let mut parts: Vec<Part<'_>> = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|file| Part {
            name: file.file_name().unwrap().to_string_lossy().into_owned().into(),
            bytes: std::fs::read(&file).unwrap().into(),
        })
        .collect();
    let delivery = match parts.len() {
        1 => Delivery::single(parts[0].name.clone(), parts.remove(0).bytes),
        _ => Delivery::several(folder, parts),
    };
    let trusted_identifiers = ["email", "did", "pirl_id"].map(Into::into).to_vec();
    let source = NewSource {
        key: folder.into(),
        name: folder.into(),
        kind: kind.into(),
        adapter: None,
        trusted_identifiers,
    };
    let source = ensure_source(&hub.db, source, hub.clock.now()).await.unwrap().id;
    hub.shelf.reload_parties(&hub.db).await.unwrap();
    let request = ImportRequest {
        source: source_pass(hub, source),
        adapter: None,
        delivery,
        files: vec![],
        extent: Default::default(),
        on_behalf_of: None,
        replays: None,
    };
    import_delivery(hub, request, &Unwatched).await.unwrap();
}

fn caller(hub: &Hub, bearer: Bearer) -> Caller {
    let token = hub.tokens.issue(bearer, Duration::hours(2)).unwrap();
    hub.tokens.caller(Some(&token)).unwrap()
}

/// The pass of a source.
pub fn source_pass(hub: &Hub, source: Uuid) -> SourcePass {
    match caller(hub, Bearer::Source(source)) {
        Caller::Source(pass) => pass,
        other => panic!("no source: {other:?}"),
    }
}

fn holder_pass(hub: &Hub, person: Uuid) -> HolderPass {
    match caller(hub, Bearer::Holder(person)) {
        Caller::Holder(pass) => pass,
        other => panic!("no holder: {other:?}"),
    }
}

/// Who has the most rows.
async fn fullest(hub: &Hub) -> Uuid {
    let rows = SECTIONS
        .map(|table| format!("SELECT person_id FROM {table} WHERE superseded_at IS NULL"))
        .join(" UNION ALL ");
    first(
        hub,
        format!("SELECT person_id FROM ({rows}) AS rows GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
    )
    .await
}

/// How many rows a person has, the profile included.
async fn rows(hub: &Hub, person: Uuid) -> i64 {
    let of_table = |table| format!("SELECT 1 FROM {table} WHERE superseded_at IS NULL AND person_id = '{person}'");
    let rows = SECTIONS.map(of_table).join(" UNION ALL ");
    first(hub, format!("SELECT count(*) + 1 FROM ({rows}) AS rows")).await
}

/// What a statement answers first.
async fn first<T: TryGetable>(hub: &Hub, sql: String) -> T {
    let backend = hub.db.conn().get_database_backend();
    let row = hub.db.conn().query_one_raw(Statement::from_string(backend, sql)).await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Copies a person and their current rows. New ids are made from the old ones, so that references stay whole.
async fn copy(hub: &Hub, person: Uuid, mark: &str) -> Uuid {
    let anew = [ROWS.as_slice(), PERSONS.as_slice()].concat();
    let sections = SECTIONS
        .iter()
        .chain([&"skill_state"])
        .map(|table| (*table, "person_id"));
    for whose in [("person", "id"), ("subject", "person_id")].into_iter().chain(sections) {
        copy_rows(hub, whose, person, &anew, mark).await;
    }
    first(hub, format!("SELECT {}", new_id(&format!("'{person}'::uuid"), mark))).await
}

/// Copies a person's rows of a table, with new ids in these columns.
async fn copy_rows(hub: &Hub, (table, whose): (&str, &str), person: Uuid, anew: &[&str], mark: &str) {
    let columns = columns(hub, table).await;
    let values: Vec<String> = columns
        .iter()
        .map(|column| match column.as_str() {
            "key_hash" => format!("md5(key_hash || '{mark}')"),
            column if anew.contains(&column) => new_id(column, mark),
            column => format!("\"{column}\""),
        })
        .collect();
    let (columns, values) = (format!("\"{}\"", columns.join("\", \"")), values.join(", "));
    let sql = format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {whose} = '{person}'");
    hub.db.conn().execute_unprepared(&sql).await.unwrap();
}

fn new_id(column: &str, mark: &str) -> String {
    format!("md5({column}::text || '{mark}')::uuid")
}

async fn columns(hub: &Hub, table: &str) -> Vec<String> {
    let sql = format!("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}'");
    let backend = hub.db.conn().get_database_backend();
    let rows = hub
        .db
        .conn()
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Every holder lets one partner see everything.
async fn consents(hub: &Hub, holders: &[Uuid]) -> Partner {
    let now = hub.clock.now();
    let organization = ensure_partner(&hub.db, PARTNER, now).await.unwrap();
    hub.shelf.reload_parties(&hub.db).await.unwrap();
    let partner = Partner {
        organization,
        client: None,
        purpose: Purpose::Hiring,
    };
    for holder in holders {
        let wish = Consent {
            partner: organization,
            client: None,
            purpose: partner.purpose,
            scopes: SCOPES.map(str::to_owned).to_vec(),
            denies: vec![],
            starts_at: None,
            expires_at: now + Duration::days(30),
            use_limit: None,
            retention: None,
            language: "en".into(),
        };
        let holder = holder_pass(hub, *holder);
        for known in connections(hub, holder).await.unwrap() {
            accept_connection(hub, holder, known.source).await.unwrap();
        }
        let given = give_consent(hub, holder, wish).await.unwrap();
        assert!(matches!(given, Given::Granted(_)), "{given:?}");
    }
    partner
}

//! `passport-hub vocabulary list`: what the hub translates between.

use crate::cli::output::{Ended, OK, plain, print, print_json, print_table};
use crate::cli::{General, open};

/// Lists the vocabularies.
pub async fn run(general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let reference = hub.reference();
    let mut rows: Vec<_> = reference.vocabularies.by_id.values().collect();
    rows.sort_by(|a, b| (&a.key, &a.version).cmp(&(&b.key, &b.version)));
    let size = |id: &uuid::Uuid| reference.vocabularies.size(*id);
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({
                "key": row.key, "version": row.version, "name": row.name, "concepts": size(&row.id), "pivot": row.pivot,
                "publisher": row.publisher, "licence": row.licence, "attribution": row.attribution, "url": row.url,
            }))?;
        }
        return Ok(OK);
    }
    let cells = rows.iter().map(|row| {
        [
            row.key.clone(),
            row.version.clone(),
            size(&row.id).to_string(),
            plain(&row.name, 50),
            licence(row),
        ]
    });
    print_table(
        ["KEY", "VERSION", "CONCEPTS", "NAME", "LICENCE"],
        &cells.collect::<Vec<_>>(),
    )?;
    for words in rows.iter().filter_map(|row| row.attribution.as_deref()) {
        print(format_args!("\n{words}"))?;
    }
    Ok(OK)
}

fn licence(row: &entity::vocabulary::Model) -> String {
    plain(row.licence.as_deref().unwrap_or("not stated"), 60)
}

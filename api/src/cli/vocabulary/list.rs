//! `passport-hub vocabulary list`: what the hub translates between.

use crate::cli::output::{Ended, OK, plain, print, print_json, print_table};
use crate::cli::{General, open};
use crate::store::reference::Vocabularies;

/// Lists the vocabularies.
pub async fn run(general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let reference = hub.reference();
    let mut rows: Vec<_> = reference.vocabularies.by_id.values().collect();
    rows.sort_by(|a, b| (&a.key, &a.version).cmp(&(&b.key, &b.version)));
    let all = &reference.vocabularies;
    let size = |id: &uuid::Uuid| all.size(*id);
    let learned_from = |id: &uuid::Uuid| all.encoders.get(id).map(|encoder| encoder.version.as_str());
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({
                "key": row.key, "version": row.version, "name": row.name, "concepts": size(&row.id), "pivot": row.pivot,
                "languages": languages(all, row.id), "learnedFrom": learned_from(&row.id),
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
            plain(&languages(all, row.id).join(" "), 40),
            learned_from(&row.id).map_or_else(|| "no".to_owned(), |version| plain(version, 20)),
            plain(&row.name, 50),
            licence(row),
        ]
    });
    print_table(
        ["KEY", "VERSION", "CONCEPTS", "LANGUAGES", "TRAINED", "NAME", "LICENCE"],
        &cells.collect::<Vec<_>>(),
    )?;
    for words in rows.iter().filter_map(|row| row.attribution.as_deref()) {
        print(format_args!("\n{words}"))?;
    }
    Ok(OK)
}

/// The languages that its newest version has labels in.
fn languages(all: &Vocabularies, id: uuid::Uuid) -> Vec<String> {
    let newest = all.newest(id).map(|version| version.languages.clone());
    let languages = newest.and_then(|languages| serde_json::from_value(languages).ok());
    languages.unwrap_or_default()
}

fn licence(row: &entity::vocabulary::Model) -> String {
    plain(row.licence.as_deref().unwrap_or("not stated"), 60)
}

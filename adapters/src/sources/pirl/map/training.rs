//! Trainings as services.

use super::super::codes;
use super::super::wire::Entry;
use super::occupation;
use passport::record::{Period, Service, Term};

/// The elements of one training.
struct Training {
    entered: u16,
    kind: u16,
    occupation: u16,
    completed: u16,
    left: u16,
    provider: Option<u16>,
    instruction: Option<u16>,
}

/// Trainings #1 to #3. Provider and field of instruction are reported for the first alone.
const TRAININGS: [Training; 3] = [
    Training {
        entered: 1302,
        kind: 1303,
        occupation: 1306,
        completed: 1307,
        left: 1308,
        provider: Some(1301),
        instruction: Some(1305),
    },
    Training {
        entered: 1309,
        kind: 1310,
        occupation: 1311,
        completed: 1312,
        left: 1313,
        provider: None,
        instruction: None,
    },
    Training {
        entered: 1314,
        kind: 1315,
        occupation: 1316,
        completed: 1317,
        left: 1318,
        provider: None,
        instruction: None,
    },
];

/// What was done for the participant.
pub fn services(entry: &Entry<'_>) -> Vec<Service> {
    let mut services: Vec<_> = TRAININGS
        .iter()
        .filter_map(|training| service(entry, training))
        .collect();
    if services.is_empty() && entry.get(1300) == Some("1") {
        services.push(plain("training, not described", "1300", Period::default()));
    }
    services.extend(education(entry));
    services
}

fn service(entry: &Entry<'_>, training: &Training) -> Option<Service> {
    let code = entry.get(training.kind).filter(|code| !codes::is_none(code));
    let period = Period::new(entry.date(training.entered), entry.date(training.left));
    let occupation = occupation(entry, training.occupation);
    if code.is_none() && occupation.is_none() && period == Period::default() {
        return None;
    }
    Some(Service {
        provider: training
            .provider
            .and_then(|element| entry.get(element))
            .map(str::to_owned),
        instruction: training.instruction.and_then(|element| instruction(entry, element)),
        occupation,
        completed: completed(entry, training),
        ..plain(
            &code.map_or("training, type not given".to_owned(), codes::training),
            code.unwrap_or_default(),
            period,
        )
    })
}

fn plain(name: &str, code: &str, period: Period) -> Service {
    Service {
        name: name.to_owned(),
        code: code.to_owned(),
        provider: None,
        occupation: None,
        instruction: None,
        period,
        completed: None,
    }
}

/// Elements 1811 and 1813: a programme that leads to a credential.
fn education(entry: &Entry<'_>) -> Option<Service> {
    let period = Period::new(entry.date(1811), entry.date(1813));
    let name = "education or training programme leading to a credential";
    let completed = period.to.map(|_| true);
    (period != Period::default()).then(|| Service {
        completed,
        ..plain(name, "1811", period)
    })
}

fn instruction(entry: &Entry<'_>, element: u16) -> Option<Term> {
    let code = entry.get(element).filter(|code| !codes::is_none(code))?;
    Some(Term {
        code: Some(code.to_owned()),
        framework: Some("CIP".to_owned()),
        ..Term::default()
    })
}

fn completed(entry: &Entry<'_>, training: &Training) -> Option<bool> {
    match entry.get(training.completed) {
        Some("1") => Some(true),
        Some("0") => Some(false),
        _ => None,
    }
}

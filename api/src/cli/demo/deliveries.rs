//! The sample deliveries, as four systems would send them. They are part of the binary.

use crate::store::sources::NewSource;
use adapters::{Delivery, Part};

/// A source of the demo and what it sends.
pub struct Sample {
    /// Its key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its family.
    pub kind: &'static str,
    /// The adapter that reads it.
    pub adapter: &'static str,
    trusts: &'static [&'static str],
    folder: &'static str,
    files: &'static [(&'static str, &'static [u8])],
}

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../assets/demo/", $folder, "/", $name)))),+]
    };
}

/// All samples, in the order in which they are brought in.
pub const ALL: &[Sample] = &[
    Sample {
        key: "riverside-college",
        name: "Riverside College",
        kind: "lms",
        adapter: "oneroster_csv",
        trusts: &["email", "pirl_id"],
        folder: "oneroster",
        files: files!("oneroster":
            "academicSessions.csv", "categories.csv", "classes.csv", "courses.csv", "enrollments.csv",
            "lineItemLearningObjectiveIds.csv", "lineItemScoreScales.csv", "lineItems.csv", "manifest.csv", "orgs.csv",
            "resultLearningObjectiveIds.csv", "results.csv", "roles.csv", "scoreScales.csv", "users.csv"),
    },
    Sample {
        key: "harbour-hospital",
        name: "Harbour Hospital",
        kind: "hris",
        adapter: "odoo",
        trusts: &["email"],
        folder: "odoo",
        files: files!("odoo":
            "departments.json", "employee_skills.json", "employees.json", "resume_lines.json", "skill_levels.json",
            "skill_types.json", "skills.json"),
    },
    Sample {
        key: "lakeshore-workforce",
        name: "Lakeshore Workforce Board",
        kind: "workforce",
        adapter: "pirl",
        trusts: &["pirl_id"],
        folder: "pirl",
        files: files!("pirl": "lakeshore.csv"),
    },
    Sample {
        key: "open-skills-badges",
        name: "Open Skills Badges",
        kind: "badge",
        adapter: "open_badges",
        trusts: &["email", "did"],
        folder: "badges",
        files: files!("badges":
            "amara-python.json", "amara-teamwork.json", "luis-first-aid.json", "luis-hygiene-without-issuer.json",
            "mei-data-stories.json", "mei-languages.json"),
    },
];

impl Sample {
    /// The source to connect.
    pub fn source(&self) -> NewSource {
        NewSource {
            key: self.key.into(),
            name: self.name.into(),
            kind: self.kind.into(),
            adapter: Some(self.adapter.into()),
            trusted_identifiers: self.trusts.iter().map(|&system| system.into()).collect(),
        }
    }

    /// What it sends.
    pub fn delivery(&self) -> Delivery<'static> {
        match self.files {
            [(name, bytes)] => Delivery::single(*name, *bytes),
            files => {
                let parts = files.iter().map(|&(name, bytes)| Part {
                    name: name.into(),
                    bytes: bytes.into(),
                });
                Delivery::several(self.folder, parts.collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_sample_folders_is_sent() {
        for sample in ALL {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("assets/demo")
                .join(sample.folder);
            let listed = std::fs::read_dir(folder).unwrap();
            let mut there: Vec<String> = listed.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
            there.sort();
            let mut sent: Vec<&str> = sample.files.iter().map(|(name, _)| *name).collect();
            sent.sort_unstable();
            assert_eq!(there, sent, "{}", sample.key);
        }
    }

    #[test]
    fn each_is_recognised_by_its_content_as_what_it_is() {
        for sample in ALL {
            let found = adapters::detect(&sample.delivery()).unwrap();
            assert_eq!(found.profile().key, sample.adapter);
            assert_eq!(found.profile().family.as_str(), sample.kind);
        }
    }
}

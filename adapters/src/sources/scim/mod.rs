//! SCIM 2.0: the people of a directory, as its server answers or as a bulk request sends them. A directory knows who
//! somebody is; it says nothing of skills.
//!
//! An answer is told by its `schemas` ([`answer`]); what is in it is read resource by resource ([`map`]).

mod answer;
mod bulk;
mod known;
mod map;
mod recognise;
mod wire;

use crate::json::each_file;
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};
use known::Known;

/// Reads SCIM 2.0.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "scim",
    name: "SCIM 2.0",
    version: 1,
    family: Family::Hris,
    formats: &[
        "a list of users or groups (ListResponse, JSON)",
        "one user or group (JSON), or an array of them",
        "bulk requests and responses (JSON)",
    ],
    specification: "https://www.rfc-editor.org/rfc/rfc7643",
    streams: &[
        Stream {
            name: map::USER,
            kinds: &["person", "withdrawn"],
            about: "Users, inactive ones too; deleted ones are withdrawn.",
        },
        Stream {
            name: map::ORGANIZATION,
            kinds: &["organization"],
            about: "Organizations and departments that users are in (enterprise extension).",
        },
    ],
    not_carried: &[
        (
            "groups and their members",
            "what somebody may use; a group is no organization and no skill",
        ),
        (
            "title, userType",
            "a title in a directory says neither since when nor where the work is done; it stands in the payload",
        ),
        (
            "active",
            "an account that is switched off is still of a person; it stands in the payload",
        ),
        (
            "externalId",
            "a key of another system, without saying which; it stands in the payload",
        ),
        (
            "addresses, photos, ims, x509Certificates, password",
            "nobody's but the holder's; they are not even read",
        ),
        ("roles, entitlements", "what somebody may do in a program"),
        ("manager", "another person, named beside the row's own"),
        (
            "division, costCenter",
            "no place in the common schema; they stand in the payload",
        ),
        (
            "resources of other types",
            "a server may define any; they are nobody or nothing known",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognise::recognises)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut next = 0;
        let answers = delivery.parts().iter().map(|part| answer::open(part, &mut next));
        let answers: Vec<_> = answers.collect();
        let mut known = Known::of(&answers);
        each_file(delivery, &answers, sink, |answer, sink| match answer {
            Ok(answer) => answer.read(&mut known, sink),
            Err(fault) => Err(fault.clone()),
        })
    }
}

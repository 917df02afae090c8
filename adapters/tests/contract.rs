//! The contract of all adapters, run over [`adapters::sources::all`] by itself: a new source is covered by being listed.
//!
//! `UPDATE_EXPECTED=1 cargo test -p passport-hub-adapters` rewrites the `*.expected.json` beside the fixtures; read what
//! was written before trusting it. A check may be left out for one adapter only in [`left_out::LEFT_OUT`], with a reason.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic here is a failed test, with its place"
)]

#[path = "contract/apart.rs"]
mod apart;
#[path = "contract/cut.rs"]
mod cut;
#[path = "contract/fixtures.rs"]
mod fixtures;
#[path = "contract/hostile.rs"]
mod hostile;
#[path = "contract/left_out.rs"]
mod left_out;
#[path = "contract/original.rs"]
mod original;
#[path = "contract/outcomes.rs"]
mod outcomes;
#[path = "contract/page.rs"]
mod page;
#[path = "contract/profiles.rs"]
mod profiles;
#[path = "contract/records.rs"]
mod records;
#[path = "contract/twice.rs"]
mod twice;
#[path = "contract/variants.rs"]
mod variants;

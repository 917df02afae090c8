//! Stories of the graph as it is served: over HTTP, sockets and event streams, with tokens.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

mod support;

#[path = "gateway/institutions.rs"]
mod institutions;
#[path = "gateway/lists.rs"]
mod lists;
#[path = "gateway/live.rs"]
mod live;
#[path = "gateway/looking_back.rs"]
mod looking_back;
#[path = "gateway/members.rs"]
mod members;
#[path = "gateway/own.rs"]
mod own;
#[path = "gateway/previews.rs"]
mod previews;
#[path = "gateway/progress.rs"]
mod progress;
#[path = "gateway/rejects.rs"]
mod rejects;
#[path = "gateway/report.rs"]
mod report;
#[path = "gateway/review.rs"]
mod review;
#[path = "gateway/served.rs"]
mod served;
#[path = "gateway/stewards.rs"]
mod stewards;
#[path = "gateway/terms.rs"]
mod terms;
#[path = "gateway/translations.rs"]
mod translations;
#[path = "gateway/upload.rs"]
mod upload;
#[path = "gateway/vocabularies.rs"]
mod vocabularies;

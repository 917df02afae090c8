//! A delivery is previewed: an integrator sees what it would become before it is sent, and nothing is written.

use super::delivery::{DeliveryNotTaken, delivery, kept, not_taken, source};
use super::errors::Code;
use super::load::access;
use super::previewed_record::PreviewedRecord;
use crate::flows::preview_delivery::{Preview, PreviewRequest, RejectGroup, preview_delivery as preview};
use adapters::original::Nothing;
use adapters::{Reject, Unreadable};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union, Upload};
use passport::record::Place;

/// Most records that are shown.
const MOST: usize = 50;
/// Records that are shown when the caller does not say.
const USUAL: usize = 10;

/// What would be delivered.
#[derive(InputObject)]
pub struct PreviewDeliveryInput {
    /// The files that belong together, as `importDelivery` takes them.
    files: Vec<Upload>,
    /// The adapter to read them with; left out, the source's own, or the one that recognises the content.
    adapter: Option<String>,
    /// As an integrator: for which source of your organization; it may be left out where there is one alone.
    source: Option<ID>,
}

/// What a delivery would become. Nothing of it was kept.
#[derive(SimpleObject)]
pub struct DeliveryPreviewed {
    /// Key of the adapter that reads it; none where no adapter recognises it.
    adapter: Option<&'static str>,
    /// How many records it holds, repeated ones included, as an import of it would take them.
    records: u64,
    /// The same by kind.
    kinds: Vec<KindCount>,
    /// How many rejects its run would have, but for those that depend on what the hub holds (`missing_context`, `not_withdrawn`).
    rejected: u64,
    /// The same by code, those with the most first.
    rejects: Vec<PreviewedRejects>,
    /// Rows and elements that became neither: teachers' enrolments, statements that tell of no learning.
    without_record: WithoutRecord,
    /// Some records beside the words that they are made of: of each stream and kind in turn while there is room, in the order
    /// of the delivery.
    sample: Vec<PreviewedRecord>,
    /// Why it cannot be read, or not to its end.
    unreadable: Option<RejectExample>,
}

/// How many records there are of a kind.
#[derive(SimpleObject)]
pub struct KindCount {
    /// The kind: `credential`, `learning`, `person`, …
    kind: &'static str,
    /// How many.
    count: u64,
}

/// Rows and elements that became no record of their own, and no reject. Only those of tables and lists that a record came
/// from are counted, for the rows of others, such as courses, are there to be referred to; where nothing at all came of a
/// single file, all of its rows or elements are.
#[derive(SimpleObject)]
pub struct WithoutRecord {
    /// How many.
    count: u64,
    /// Where some of them stand, at most two.
    examples: Vec<DeliveryPlace>,
}

/// A place in a delivery.
#[derive(SimpleObject)]
pub struct DeliveryPlace {
    /// In which file.
    file: Option<String>,
    /// Where in it: a JSON pointer, or a row.
    place: String,
}

/// What would be rejected with the same code.
#[derive(SimpleObject)]
pub struct PreviewedRejects {
    /// Stable code.
    code: &'static str,
    /// How many.
    count: u64,
    /// The first of them, at most three, each reason once before one comes again.
    examples: Vec<RejectExample>,
}

/// Something that could not be read.
#[derive(SimpleObject)]
pub struct RejectExample {
    /// Stable code.
    code: &'static str,
    /// In which file of the delivery.
    file: Option<String>,
    /// Where in it: a JSON pointer, or row and column.
    place: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of a preview.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum PreviewDeliveryPayload {
    /// It was looked at.
    Previewed(DeliveryPreviewed),
    /// It was not.
    NotTaken(DeliveryNotTaken),
}

/// What the preview costs before anything runs: it reads the delivery three times, and shows so many records.
pub fn cost(first: Option<i32>, each: usize) -> usize {
    let records = first
        .map_or(USUAL, |first| usize::try_from(first).unwrap_or(0))
        .min(MOST);
    records.saturating_mul(each).saturating_add(100)
}

/// Looks at a delivery as `importDelivery` would take it.
pub async fn preview_delivery(
    ctx: &Context<'_>,
    input: PreviewDeliveryInput,
    first: Option<i32>,
) -> Result<PreviewDeliveryPayload> {
    let access = access(ctx)?;
    let most = how_many(first)?;
    let pass = match source(access, input.source.as_ref()).await? {
        Ok(pass) => pass,
        Err(not) => return Ok(PreviewDeliveryPayload::NotTaken(not)),
    };
    let delivery = match delivery(ctx, &input.files)? {
        Ok(delivery) => delivery,
        Err(not) => return Ok(PreviewDeliveryPayload::NotTaken(not)),
    };
    let request = PreviewRequest {
        place: kept(access, &delivery)?,
        source: pass,
        adapter: input.adapter,
        delivery,
        most,
    };
    match preview(&access.hub, request).await {
        Ok(preview) => Ok(PreviewDeliveryPayload::Previewed(preview.into())),
        Err(error) => not_taken(error).map(PreviewDeliveryPayload::NotTaken),
    }
}

fn how_many(first: Option<i32>) -> Result<usize> {
    let Some(first) = first else { return Ok(USUAL) };
    let first = usize::try_from(first).map_err(|_| Code::BadUserInput.error("A preview shows at least 0 records."))?;
    if first > MOST {
        return Err(Code::PageTooLarge.error(format!("A preview shows at most {MOST} records.")));
    }
    Ok(first)
}

impl From<Preview> for DeliveryPreviewed {
    fn from(preview: Preview) -> Self {
        let kinds = preview.kinds.iter();
        DeliveryPreviewed {
            adapter: preview.profile.map(|profile| profile.key),
            records: preview.records(),
            kinds: kinds.map(|(kind, count)| KindCount { kind, count: *count }).collect(),
            rejected: preview.rejected,
            rejects: preview.rejects.into_iter().map(Into::into).collect(),
            without_record: preview.nothing.into(),
            sample: preview.sample.into_iter().map(Into::into).collect(),
            unreadable: preview
                .fault
                .map(|Unreadable { place, code, reason }| Reject::new(place, code, reason).into()),
        }
    }
}

impl From<Nothing> for WithoutRecord {
    fn from(nothing: Nothing) -> Self {
        let place = |place: Place| DeliveryPlace {
            place: place.inside(),
            file: place.file,
        };
        WithoutRecord {
            count: nothing.count,
            examples: nothing.examples.into_iter().map(place).collect(),
        }
    }
}

impl From<RejectGroup> for PreviewedRejects {
    fn from(group: RejectGroup) -> Self {
        PreviewedRejects {
            code: group.code,
            count: group.count,
            examples: group.examples.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Reject> for RejectExample {
    fn from(reject: Reject) -> Self {
        RejectExample {
            code: reject.code,
            place: reject.place.inside(),
            file: reject.place.file,
            reason: reject.reason,
        }
    }
}

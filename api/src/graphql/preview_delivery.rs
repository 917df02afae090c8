//! A delivery is previewed: an integrator sees what it would become before it is sent, and nothing is written.

use super::delivery::{DeliveryNotTaken, delivery, kept, not_taken, source};
use super::errors::Code;
use super::load::access;
use crate::flows::preview_delivery::{Preview, PreviewRequest, RejectGroup, preview_delivery as preview};
use adapters::original::{Beside, Fate, Nothing};
use adapters::{Reject, Unreadable};
use async_graphql::{Context, Enum, ID, InputObject, Result, SimpleObject, Union, Upload};
use passport::record::Place;

/// Most records that are shown.
const MOST: usize = 50;
/// Records that are shown when the caller does not say.
const USUAL: usize = 10;
/// The longest text that is shown whole, in characters.
const LONGEST: usize = 500;

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

/// A record as it would be kept, beside the source's own words.
#[derive(SimpleObject)]
pub struct PreviewedRecord {
    /// The kind: `credential`, `learning`, `person`, …
    kind: &'static str,
    /// The stream of the source that it comes in.
    stream: &'static str,
    /// In which file of the delivery it stands.
    file: Option<String>,
    /// Where in it: a JSON pointer, or a row.
    place: String,
    /// What it becomes, in the terms of a passport.
    becomes: Vec<PreviewedFact>,
    /// The source's own words at this place, at most 120; none where they stand too far into a long file to be shown.
    words: Option<Vec<SourceWord>>,
    /// How many words more stand there.
    more_words: u64,
}

/// One thing that a record says.
#[derive(SimpleObject)]
pub struct PreviewedFact {
    /// What it is: `title`, `issued`, `skill`.
    label: &'static str,
    /// What it says: a date with its precision, a level with its scale.
    value: String,
}

/// A word of the source, and what becomes of it.
#[derive(SimpleObject)]
pub struct SourceWord {
    /// The way to it from the record's place: `issuer.name`, `alignment[0].targetName`, the header of a cell.
    path: String,
    /// What it says; none where it is left out or unclear, or decides something and is not kept, for it may be nobody's to
    /// read.
    text: Option<String>,
    /// What becomes of it.
    fate: WordFate,
    /// The label of the first of `facts`; where another record says it or hangs on it, that record's kind.
    becomes: Option<&'static str>,
    /// The facts beside which it stands, or which it decides: their numbers in the record's `becomes`, from 0.
    facts: Vec<u64>,
    /// Why it is left out, where the adapter's profile gives a reason.
    reason: Option<&'static str>,
}

/// What becomes of a word, as far as it can be told: words are tried, one by one, by reading the record again with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum WordFate {
    /// The record says it: in `facts`, which hang on it; where there are none, beside its facts.
    Carried,
    /// No fact says it, and `facts` hang on it; where there are none, something beside the facts does.
    Decides,
    /// It decides whether the record is read: with another word, or none, it is none, or something is rejected.
    DecidesRecord,
    /// Another record of the delivery says it, or hangs on it.
    Elsewhere,
    /// No record says it, and nothing is decided by it.
    LeftOut,
    /// It was tried, and nothing hangs on it; it is kept with the payload or the signed document, and no passport shows it.
    Kept,
    /// No record says it word for word, and it could not be tried, or not enough, or is not kept; it may have decided something.
    Unclear,
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

impl From<Fate> for WordFate {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Carried(_) => WordFate::Carried,
            Fate::Decides(_) => WordFate::Decides,
            Fate::DecidesRecord => WordFate::DecidesRecord,
            Fate::Elsewhere(_) => WordFate::Elsewhere,
            Fate::LeftOut(_) => WordFate::LeftOut,
            Fate::Kept => WordFate::Kept,
            Fate::Unclear => WordFate::Unclear,
        }
    }
}

impl From<Beside> for PreviewedRecord {
    fn from(mut beside: Beside) -> Self {
        let words = beside.words.take();
        let word = |word: adapters::original::Word| SourceWord {
            becomes: beside.becomes(&word.fate),
            facts: word.fate.facts().iter().map(|at| *at as u64).collect(),
            reason: word.fate.reason(),
            fate: word.fate.into(),
            path: short(word.path),
            text: word.text.map(short),
        };
        let words = words.map(|words| words.into_iter().map(word).collect());
        let facts = beside.facts.into_iter();
        PreviewedRecord {
            kind: beside.record.body.kind(),
            stream: beside.record.stream,
            place: beside.record.place.inside(),
            file: beside.record.place.file,
            words,
            more_words: beside.more as u64,
            becomes: facts
                .map(|fact| PreviewedFact {
                    label: fact.label,
                    value: short(fact.value),
                })
                .collect(),
        }
    }
}

/// A text, cut where it is long.
fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((at, _)) => text.get(..at).map(|text| format!("{text}…")).unwrap_or_default(),
    }
}

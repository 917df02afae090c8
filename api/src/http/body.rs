//! Bodies on their way in: never more than allowed in memory, neither for one caller nor for all together, and never
//! for longer than allowed.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures::{Stream, stream};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};

use super::{
    errors::{Fault, code},
    settings::Limits,
};

/// The first bytes of a body are free, so that small requests are served while others send large ones.
const FREE_BYTES: usize = 16 * 1024;
const KIB: usize = 1024;

/// Room for bodies, shared by all callers and counted in KiB.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<Semaphore>);

/// A share of the room, given back when dropped.
#[derive(Debug, Default)]
pub(super) struct Share {
    permit: Option<OwnedSemaphorePermit>,
    bytes: usize,
}

impl Room {
    pub(super) fn new(limits: &Limits) -> Self {
        Self(Arc::new(Semaphore::new(limits.bytes_in_flight / KIB)))
    }

    /// Makes the share large enough for so many bytes more.
    fn grow(&self, share: &mut Share, bytes: usize) -> Result<(), Fault> {
        share.bytes += bytes;
        let held = share.permit.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = (share.bytes.saturating_sub(FREE_BYTES))
            .div_ceil(KIB)
            .saturating_sub(held);
        if more == 0 {
            return Ok(());
        }
        let more = u32::try_from(more).map_err(|_| overloaded())?;
        let permit = self.0.clone().try_acquire_many_owned(more).map_err(|_| overloaded())?;
        match &mut share.permit {
            Some(held) => held.merge(permit),
            None => share.permit = Some(permit),
        }
        Ok(())
    }
}

/// Reads a whole JSON body.
pub(super) async fn read(mut body: Body, limits: &Limits, room: &Room) -> Result<(Bytes, Share), Fault> {
    let collected = match body.size_hint().lower() > limits.body_bytes as u64 {
        true => Err(too_large(limits.body_bytes)),
        false => timeout(limits.body_time(), collect(&mut body, limits, room))
            .await
            .map_err(|_| too_slow())?,
    };
    if collected
        .as_ref()
        .is_err_and(|fault| fault.code == code::PAYLOAD_TOO_LARGE)
    {
        drain(body);
    }
    collected
}

async fn collect(body: &mut Body, limits: &Limits, room: &Room) -> Result<(Bytes, Share), Fault> {
    let mut share = Share::default();
    let first = next(body).await?.unwrap_or_default();
    check_size(first.len(), limits.body_bytes)?;
    room.grow(&mut share, first.len())?;
    if body.is_end_stream() {
        return Ok((first, share));
    }
    let mut all = BytesMut::from(first);
    while let Some(piece) = next(body).await? {
        check_size(all.len() + piece.len(), limits.body_bytes)?;
        room.grow(&mut share, piece.len())?;
        all.extend_from_slice(&piece);
    }
    Ok((all.freeze(), share))
}

/// The next piece of data; trailers are of no interest.
async fn next(body: &mut Body) -> Result<Option<Bytes>, Fault> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Fault::bad_request("The body broke off. Send it again."))?;
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// What became of a body that is read piece by piece.
#[derive(Debug, Default)]
pub(super) struct Intake {
    stopped: OnceLock<Fault>,
    share: Mutex<Share>,
}

impl Intake {
    /// Why the body was not read to its end, if it was not.
    pub(super) fn stopped(&self) -> Option<Fault> {
        self.stopped.get().cloned()
    }

    /// Takes room for so many bytes more: a piece of the body, or one more copy of what it held.
    pub(super) fn hold(&self, bytes: usize, limit: usize, room: &Room) -> Result<(), Fault> {
        let mut share = self.share.lock().unwrap_or_else(PoisonError::into_inner);
        check_size(share.bytes.saturating_add(bytes), limit)?;
        room.grow(&mut share, bytes)
    }
}

/// A body as a stream that stops where the limits do; the intake says why, and holds the room the pieces take.
pub(super) fn pieces(
    body: Body,
    limit: usize,
    limits: &Limits,
    room: &Room,
) -> (Arc<Intake>, impl Stream<Item = Result<Bytes, std::io::Error>> + use<>) {
    let intake = Arc::new(Intake::default());
    let (idle, end) = (
        limits.body_time(),
        Instant::now() + Duration::from_secs(limits.upload_seconds),
    );
    let start = (body, intake.clone(), room.clone());
    let pieces = stream::try_unfold(start, move |(mut body, intake, room)| async move {
        let by = end.min(Instant::now() + idle);
        let piece = timeout_at(by, next(&mut body))
            .await
            .unwrap_or_else(|_| Err(too_slow()));
        let admitted = piece.and_then(|piece| {
            let Some(piece) = piece else { return Ok(None) };
            intake.hold(piece.len(), limit, &room)?;
            Ok(Some(piece))
        });
        match admitted {
            Ok(piece) => Ok(piece.map(|piece| (piece, (body, intake, room)))),
            Err(fault) => {
                if fault.code == code::PAYLOAD_TOO_LARGE {
                    drain(body);
                }
                let _ = intake.stopped.set(fault);
                Err(std::io::Error::other("stopped"))
            }
        }
    });
    (intake, pieces)
}

/// A caller still sending would see a broken connection instead of the answer, so a little more is read and forgotten.
fn drain(mut body: Body) {
    const BYTES: usize = 16 * 1024 * 1024;
    const TIME: Duration = Duration::from_secs(2);
    tokio::spawn(timeout(TIME, async move {
        let mut read = 0;
        while let Ok(Some(piece)) = next(&mut body).await {
            read += piece.len();
            if read > BYTES {
                return;
            }
        }
    }));
}

fn check_size(bytes: usize, limit: usize) -> Result<(), Fault> {
    if bytes > limit { Err(too_large(limit)) } else { Ok(()) }
}

fn too_large(limit: usize) -> Fault {
    let message = format!("The body is larger than {limit} bytes. Send less at a time.");
    Fault::new(code::PAYLOAD_TOO_LARGE, message)
}

fn too_slow() -> Fault {
    Fault::new(
        code::REQUEST_TIMEOUT,
        "The body did not arrive in time. Send it faster, or in parts.",
    )
}

fn overloaded() -> Fault {
    Fault::new(
        code::OVERLOADED,
        "The hub has no room for more large bodies now. Try again in a few seconds.",
    )
}

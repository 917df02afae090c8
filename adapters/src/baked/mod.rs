//! Badges baked into pictures: PNG and SVG files that carry the badge as text beside the picture.
//!
//! Only the text is taken out, as it stands. The picture itself is never decoded.

mod png;
mod svg;

use crate::Part;
use passport::record::{Place, Unreadable};

/// Most bytes of text that are taken out of one picture, unpacked: a badge, with pictures of its own written out in it.
const MOST_BYTES: usize = 16 << 20;
/// How many badges one picture may carry: a version 2.0 and a version 3.0 of the same, and room beside.
const MOST_BADGES: usize = 8;

/// What is said of a picture without a badge in it.
pub const NOT_BAKED: &str = "the picture carries no badge; send the PNG or SVG exactly as its issuer baked it (a screenshot, \
                             a resized copy or a QR code is not enough), or the badge as JSON";

/// Whether the bytes are a picture that a badge can be baked into.
pub fn is_picture(bytes: &[u8]) -> bool {
    png::is_png(bytes) || svg::is_svg(bytes)
}

/// Whether the bytes are a picture with a badge in it, however damaged.
pub fn is_baked(bytes: &[u8]) -> bool {
    let words: &[&[u8]] = match bytes {
        png if png::is_png(png) => &[b"openbadge"],
        svg if svg::is_svg(svg) => &[b"openbadges", b"/ob/v3p0"],
        _ => &[],
    };
    let mut words = words.iter();
    words.any(|word| bytes.windows(word.len()).any(|window| window == *word))
}

/// The texts baked into a picture, as they stand; none where the part is no picture.
pub fn texts(part: &Part<'_>) -> Result<Option<Vec<String>>, Unreadable> {
    let fault = |(code, reason): (&'static str, String)| Unreadable::new(Place::file(&part.name), code, reason);
    let texts = if png::is_png(&part.bytes) {
        png::texts(&part.bytes).map_err(fault)?
    } else if svg::is_svg(&part.bytes) {
        svg::texts(&part.bytes).map_err(fault)?
    } else {
        return Ok(None);
    };
    match texts.len() {
        0 => Err(fault(("not_baked", NOT_BAKED.to_owned()))),
        1..=MOST_BADGES => Ok(Some(texts)),
        many => {
            let reason = format!("the picture carries {many} badges; at most {MOST_BADGES} are read");
            Err(Unreadable::new(Place::pointer(&part.name, ""), "too_many", reason))
        }
    }
}

//! PNG: the badge stands in a text chunk with a keyword of its own.

use super::{MOST_BADGES, MOST_BYTES};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// What every PNG begins with.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Keywords of Open Badges 1.0 and 2.0, and of 3.0.
const KEYWORDS: [&[u8]; 2] = [b"openbadges", b"openbadgecredential"];

type Fault = (&'static str, String);

/// Whether the bytes begin as a PNG.
pub fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The texts under the keywords of Open Badges, in the order of the file.
pub fn texts(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    let mut rest = bytes.strip_prefix(SIGNATURE).unwrap_or_default();
    let mut texts = Vec::new();
    let mut left = MOST_BYTES;
    while !rest.is_empty() {
        let (kind, data, after) = chunk(rest)?;
        if kind == b"IEND" {
            return Ok(texts);
        }
        if let Some(text) = text(kind, data, left)? {
            left = left.saturating_sub(text.len());
            texts.push(text);
        }
        if texts.len() > MOST_BADGES {
            return Ok(texts);
        }
        rest = after;
    }
    Err(cut())
}

fn cut() -> Fault {
    ("truncated", "the PNG is damaged or cut off; send it again whole".into())
}

type Chunk<'a> = (&'a [u8], &'a [u8], &'a [u8]);

/// The kind and data of the first chunk, and what stands behind it.
fn chunk(bytes: &[u8]) -> Result<Chunk<'_>, Fault> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(cut)?;
    let length = u32::from_be_bytes(*length) as usize;
    let (named, rest) = length
        .checked_add(4)
        .and_then(|length| rest.split_at_checked(length))
        .ok_or_else(cut)?;
    let (kind, data) = named.split_at_checked(4).ok_or_else(cut)?;
    let (sum, rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
    // Only text is used, so only text need be sound.
    if matches!(kind, b"tEXt" | b"zTXt" | b"iTXt") && crc32fast::hash(named) != u32::from_be_bytes(*sum) {
        return Err(cut());
    }
    Ok((kind, data, rest))
}

/// The text of a chunk, if it is a badge's.
fn text(kind: &[u8], data: &[u8], left: usize) -> Result<Option<String>, Fault> {
    let Some((keyword, rest)) = split_at_nul(data).filter(|(keyword, _)| KEYWORDS.contains(keyword)) else {
        return Ok(None);
    };
    let bytes = match kind {
        b"tEXt" => within(rest, left)?,
        b"zTXt" => inflated(rest.strip_prefix(b"\0").ok_or_else(|| packed(keyword))?, left)?,
        b"iTXt" => international(rest, keyword, left)?,
        _ => return Ok(None),
    };
    // `tEXt` is Latin-1 by its specification; what bakers put there is JSON in ASCII or UTF-8.
    String::from_utf8(bytes).map(Some).map_err(|_| {
        (
            "bad_encoding",
            "the badge in the picture is not UTF-8, as JSON must be".into(),
        )
    })
}

/// Behind an `iTXt` keyword: whether it is packed, how, its language, the keyword translated, and the text.
fn international(rest: &[u8], keyword: &[u8], left: usize) -> Result<Vec<u8>, Fault> {
    let (flags, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
    let (_, rest) = split_at_nul(rest).ok_or_else(cut)?;
    let (_, text) = split_at_nul(rest).ok_or_else(cut)?;
    match flags {
        [0, _] => within(text, left),
        [1, 0] => inflated(text, left),
        _ => Err(packed(keyword)),
    }
}

fn packed(keyword: &[u8]) -> Fault {
    let keyword = String::from_utf8_lossy(keyword);
    let reason = format!("the text under `{keyword}` is packed in a way that PNG does not know");
    ("unsupported", reason)
}

fn within(text: &[u8], left: usize) -> Result<Vec<u8>, Fault> {
    if text.len() > left {
        Err(too_large())
    } else {
        Ok(text.to_vec())
    }
}

fn too_large() -> Fault {
    let reason = format!("the badge in the picture is larger than {} MiB", MOST_BYTES >> 20);
    ("too_large", reason)
}

/// Unpacks no more than is left, whatever the packed text promises.
fn inflated(packed: &[u8], left: usize) -> Result<Vec<u8>, Fault> {
    let mut text = Vec::new();
    let mut reader = ZlibDecoder::new(packed).take(left as u64 + 1);
    reader.read_to_end(&mut text).map_err(|_| cut())?;
    if text.len() > left { Err(too_large()) } else { Ok(text) }
}

fn split_at_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == 0)?;
    let (before, rest) = bytes.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, SIGNATURE, texts};
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let end: (&[u8; 4], Vec<u8>) = (b"IEND", Vec::new());
        let mut bytes = SIGNATURE.to_vec();
        for (kind, data) in chunks.iter().chain([&end]) {
            let named = [&kind[..], data].concat();
            bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            bytes.extend(&named);
            bytes.extend(crc32fast::hash(&named).to_be_bytes());
        }
        bytes
    }

    fn zipped(text: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn a_badge_is_taken_out_of_every_sort_of_text_chunk() {
        let packed = zipped("{\"ë\": 1}".as_bytes());
        let bomb = zipped(&vec![b' '; MOST_BYTES + 1]);
        for (kind, data, expected) in [
            (b"tEXt", b"openbadges\0{}".to_vec(), Ok(vec!["{}"])),
            (b"iTXt", b"openbadges\0\0\0\0\0{}".to_vec(), Ok(vec!["{}"])),
            (
                b"iTXt",
                b"openbadgecredential\0\0\0en\0name\0{}".to_vec(),
                Ok(vec!["{}"]),
            ),
            (
                b"iTXt",
                [&b"openbadges\0\x01\0\0\0"[..], &packed].concat(),
                Ok(vec!["{\"ë\": 1}"]),
            ),
            (
                b"zTXt",
                [&b"openbadges\0\0"[..], &packed].concat(),
                Ok(vec!["{\"ë\": 1}"]),
            ),
            (b"tEXt", b"comment\0{}".to_vec(), Ok(vec![])),
            (b"IDAT", b"openbadges\0{}".to_vec(), Ok(vec![])),
            (b"zTXt", [&b"openbadges\0\0"[..], &bomb].concat(), Err("too_large")),
            (b"zTXt", b"openbadges\0\0{}".to_vec(), Err("truncated")),
            (b"zTXt", b"openbadges\0\x07{}".to_vec(), Err("unsupported")),
            (b"iTXt", b"openbadges\0\x01\x07\0\0{}".to_vec(), Err("unsupported")),
            (b"iTXt", b"openbadges\0\0".to_vec(), Err("truncated")),
            (b"tEXt", b"openbadges\0\xFF".to_vec(), Err("bad_encoding")),
        ] {
            let found = texts(&png(&[(b"IHDR", vec![0; 13]), (kind, data)]));
            let found = found.map_err(|(code, _)| code);
            assert_eq!(
                found,
                expected.map(|texts| texts.into_iter().map(str::to_owned).collect())
            );
        }
    }

    #[test]
    fn a_damaged_picture_is_no_badge() {
        let whole = png(&[(b"tEXt", b"openbadges\0{}".to_vec())]);
        for length in SIGNATURE.len()..whole.len() {
            assert_eq!(texts(&whole[..length]).unwrap_err().0, "truncated", "{length}");
        }
        let mut changed = whole;
        changed[SIGNATURE.len() + 19] ^= 1;
        assert_eq!(texts(&changed).unwrap_err().0, "truncated");
    }
}

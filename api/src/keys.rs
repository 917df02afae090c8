//! The hub's keys, all derived from one secret: signing tokens, sealing identifiers, and looking them up blind.

use crate::private_file;
use crate::pseudonyms::Pseudonyms;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The hub's keys. They never appear in logs: `Debug` shows nothing of them.
#[derive(Clone)]
pub struct Keys {
    signing: SigningKey,
    lookup: [u8; 32],
    sealing: [u8; 32],
    pairwise: [u8; 32],
    chaining: [u8; 32],
}

/// What proofs say.
const PROOF: &str = "passport-hub";

/// Why the secret could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes of base64 or hex.
    #[error("{0} does not hold a secret of 32 bytes in base64 or hex; make one with: openssl rand -base64 32")]
    NotASecret(String),
    /// The key file cannot be read or written.
    #[error("the key file {path} cannot be {what}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// `read` or `written`.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// Not the secret that the database was filled under.
    #[error(
        "the database was filled under another secret: what it seals cannot be opened, and nobody in it would be found again"
    )]
    Another,
    /// The signing key could not be put into the form that tokens need.
    #[error("the signing key cannot be encoded")]
    Encoding,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("kid", &self.kid()).finish_non_exhaustive()
    }
}

impl Keys {
    /// Derives every key from the hub's one secret.
    pub fn derive(secret: &[u8; 32]) -> Self {
        let derived = |purpose: &[u8]| {
            let mut key = [0u8; 32];
            // 32 bytes is far below HKDF's limit of 255 blocks, the only way in which it fails.
            let _ = Hkdf::<Sha256>::new(Some(b"passport-hub"), secret).expand(purpose, &mut key);
            key
        };
        Keys {
            signing: SigningKey::from_bytes(&derived(b"sign tokens, ed25519, 1")),
            lookup: derived(b"look up identifiers, hmac-sha256, 1"),
            sealing: derived(b"seal identifiers, xchacha20poly1305, 1"),
            pairwise: derived(b"pairwise pseudonyms, hkdf-sha256, 1"),
            chaining: derived(b"chain disclosures, hmac-sha256, 1"),
        }
    }

    /// Reads a secret from text: base64 or hex.
    pub fn from_text(text: &str, whence: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let bytes = hex::decode(text)
            .ok()
            .or_else(|| STANDARD.decode(text).ok())
            .or_else(|| URL_SAFE_NO_PAD.decode(text).ok());
        let secret = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        secret
            .map(|secret| Keys::derive(&secret))
            .ok_or_else(|| KeyError::NotASecret(whence.to_owned()))
    }

    /// Reads the key file, or makes one that only its owner can read.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let failed = |what| {
            move |source| KeyError::File {
                path: path.to_owned(),
                what,
                source,
            }
        };
        match std::fs::read_to_string(path) {
            Ok(text) => Keys::from_text(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0u8; 32];
                rand::rng().fill_bytes(&mut secret);
                write_private(path, &STANDARD.encode(secret)).map_err(failed("written"))?;
                Ok(Keys::derive(&secret))
            }
            Err(error) => Err(failed("read")(error)),
        }
    }

    /// The id of the signing key, as tokens and the key set name it.
    pub fn kid(&self) -> String {
        URL_SAFE_NO_PAD.encode(&Sha256::digest(self.signing.verifying_key().as_bytes())[..12])
    }

    /// The public key, raw.
    pub fn public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// The private key in PKCS #8 DER, for the token signer alone.
    pub(crate) fn signing_der(&self) -> Result<Vec<u8>, KeyError> {
        Ok(self
            .signing
            .to_pkcs8_der()
            .map_err(|_| KeyError::Encoding)?
            .as_bytes()
            .to_vec())
    }

    /// A signature by the hub: Ed25519, 64 bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The public key as a JSON Web Key.
    pub fn jwk(&self) -> serde_json::Value {
        serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "kid": self.kid(), "x": URL_SAFE_NO_PAD.encode(self.public()),
        })
    }

    /// A keyed hash by which a value is found again without being kept: 64 hex digits. `kind` keeps equal values of
    /// different kinds apart.
    pub fn blind(&self, kind: &str, value: &str) -> String {
        // HMAC takes keys of any length: this cannot fail, and an empty hash would match nothing.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&self.lookup) else {
            return String::new();
        };
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// The ids by which one partner knows holders and what their passports hold.
    pub fn pseudonyms(&self, partner: Uuid) -> Pseudonyms {
        let mut key = [0u8; 32];
        let _ =
            Hkdf::<Sha256>::new(Some(partner.as_bytes()), &self.pairwise).expand(b"pseudonyms, aes-256, 1", &mut key);
        Pseudonyms::new(&key)
    }

    /// A link of a chain that nobody can make without the hub's secret, over these parts in their order: 64 hex digits.
    pub fn chained(&self, parts: &[&[u8]]) -> String {
        // As in `blind`, this cannot fail.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&self.chaining) else {
            return String::new();
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        hex::encode(mac.finalize().into_bytes())
    }

    /// Seals a value so that only the hub can read it: nonce, then ciphertext.
    pub fn seal(&self, value: &str) -> Vec<u8> {
        let mut nonce = [0u8; 24];
        rand::rng().fill_bytes(&mut nonce);
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), value.as_bytes())
            .unwrap_or_default();
        [&nonce[..], &sealed].concat()
    }

    /// Something sealed by which these keys are known again.
    pub fn proof(&self) -> Vec<u8> {
        self.seal(PROOF)
    }

    /// Whether this proof was made by these keys.
    pub fn made(&self, proof: &[u8]) -> bool {
        self.open(proof).as_deref() == Some(PROOF)
    }

    /// Opens what was sealed; none when it was sealed with another key or altered.
    pub fn open(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_at_checked(24)?;
        String::from_utf8(self.cipher().decrypt(XNonce::from_slice(nonce), sealed).ok()?).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.sealing).into())
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    private_file::make(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_with_the_same_secret() {
        let (ours, theirs) = (Keys::derive(&[1; 32]), Keys::derive(&[2; 32]));
        let sealed = ours.seal("amara@example.org");
        assert_eq!(ours.open(&sealed).as_deref(), Some("amara@example.org"));
        assert_eq!(theirs.open(&sealed), None);
        assert_eq!(ours.open(&sealed[..30]), None);
        assert_eq!(ours.open(b"short"), None);
        assert_ne!(ours.seal("x"), ours.seal("x"), "equal values must not look equal");
        assert_eq!(ours.blind("email", "x"), ours.blind("email", "x"));
        assert_ne!(ours.blind("email", "x"), ours.blind("did", "x"));
    }
}

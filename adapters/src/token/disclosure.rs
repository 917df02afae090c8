//! Selective disclosure (SD-JWT, RFC 9901): what the holder disclosed is put back where its digest stands.

use super::{BASE64, Fault};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::collections::{HashMap, HashSet};

/// How many disclosures one token may bring.
const MOST: usize = 1_000;
/// How many disclosures may stand in each other, and how deep objects and arrays may.
const DEEPEST: usize = 120;

/// One disclosure: the value, and its name where it is a field of an object.
struct Disclosed {
    name: Option<String>,
    value: Value,
}

/// Disclosures on their way to their places.
struct Open {
    /// Those that were not put back yet, by their digest.
    waiting: HashMap<String, Disclosed>,
    /// Digests that were met.
    met: HashSet<String>,
}

/// The payload with every disclosure in its place, and without the digests of what was kept back.
pub fn put_back(mut value: Value, disclosures: &[&str]) -> Result<Value, Fault> {
    let mut open = Open::of(disclosures, &hash_of(&value)?)?;
    open.fill(&mut value, 0)?;
    if let Some(object) = value.as_object_mut() {
        object.remove("_sd_alg");
    }
    if open.waiting.is_empty() {
        return Ok(value);
    }
    let reason = format!(
        "{} disclosures of the token belong nowhere in it; send those that were issued with it",
        open.waiting.len()
    );
    Err(bad(reason))
}

fn bad(reason: impl Into<String>) -> Fault {
    Fault::new("bad_disclosure", reason)
}

/// The hash that digests are made with: SHA-256 unless the token says otherwise.
fn hash_of(payload: &Value) -> Result<fn(&str) -> String, Fault> {
    fn hashed<D: Digest>(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(D::digest(text.as_bytes()))
    }
    match payload.get("_sd_alg").map(Value::as_str) {
        None | Some(Some("sha-256")) => Ok(hashed::<Sha256>),
        Some(Some("sha-384")) => Ok(hashed::<Sha384>),
        Some(Some("sha-512")) => Ok(hashed::<Sha512>),
        Some(_) => Err(Fault::new(
            "unsupported",
            "`_sd_alg` names a hash that is not read; sha-256, sha-384 and sha-512 are",
        )),
    }
}

impl Open {
    fn of(disclosures: &[&str], hash: &fn(&str) -> String) -> Result<Self, Fault> {
        if disclosures.len() > MOST {
            let reason = format!(
                "the token brings {} disclosures; at most {MOST} are read",
                disclosures.len()
            );
            return Err(Fault::new("too_many", reason));
        }
        let mut waiting = HashMap::new();
        for text in disclosures {
            if waiting.insert(hash(text), Disclosed::read(text)?).is_some() {
                return Err(bad("a disclosure of the token stands in it twice"));
            }
        }
        Ok(Open {
            waiting,
            met: HashSet::new(),
        })
    }

    /// The disclosure that a digest stands for, unless the holder kept it back. A digest stands in one place only.
    fn of_digest(&mut self, digest: &str) -> Result<Option<Disclosed>, Fault> {
        if !self.met.insert(digest.to_owned()) {
            return Err(bad("a digest stands in the token twice"));
        }
        Ok(self.waiting.remove(digest))
    }

    /// Fills a value and everything in it.
    fn fill(&mut self, value: &mut Value, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST {
            return Err(Fault::new("too_deep", "objects, arrays or disclosures stand too deep"));
        }
        match value {
            Value::Object(object) => self.fill_object(object, depth),
            Value::Array(items) => self.fill_array(items, depth),
            _ => Ok(()),
        }
    }

    fn fill_object(&mut self, object: &mut Map<String, Value>, depth: usize) -> Result<(), Fault> {
        for value in object.values_mut() {
            self.fill(value, depth + 1)?;
        }
        let digests = match object.remove("_sd") {
            None => return Ok(()),
            Some(Value::Array(digests)) => digests,
            Some(_) => return Err(bad("`_sd` must be an array of digests")),
        };
        for digest in &digests {
            let digest = digest
                .as_str()
                .ok_or_else(|| bad("`_sd` must be an array of digests"))?;
            let Some(Disclosed { name, mut value }) = self.of_digest(digest)? else {
                continue;
            };
            let name = name.ok_or_else(|| bad("a disclosure of an array's element stands for a field"))?;
            if name == "_sd" || name == "..." || object.contains_key(&name) {
                let reason = "a disclosure gives a field that stands there already, or a name that no field may have";
                return Err(bad(reason));
            }
            self.fill(&mut value, depth + 1)?;
            object.insert(name, value);
        }
        Ok(())
    }

    /// Elements that were kept back leave no gap.
    fn fill_array(&mut self, items: &mut Vec<Value>, depth: usize) -> Result<(), Fault> {
        let mut filled = Vec::with_capacity(items.len());
        for mut item in items.drain(..) {
            match placeholder(&item).map(str::to_owned) {
                None => self.fill(&mut item, depth + 1)?,
                Some(digest) => match self.of_digest(&digest)? {
                    None => continue,
                    Some(Disclosed { name: Some(_), .. }) => {
                        return Err(bad("a disclosure of a field stands for an array's element"));
                    }
                    Some(Disclosed { mut value, .. }) => {
                        self.fill(&mut value, depth + 1)?;
                        item = value;
                    }
                },
            }
            filled.push(item);
        }
        *items = filled;
        Ok(())
    }
}

/// The digest that stands for an element of an array.
fn placeholder(item: &Value) -> Option<&str> {
    let object = item.as_object().filter(|object| object.len() == 1)?;
    object.get("...")?.as_str()
}

impl Disclosed {
    /// `[salt, name, value]`, or `[salt, value]` for an element of an array.
    fn read(text: &str) -> Result<Self, Fault> {
        let wrong = || bad("a disclosure of the token is no JSON array of salt, name and value in base64url");
        let bytes = BASE64.decode(text).map_err(|_| wrong())?;
        let items: Vec<Value> = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
        let (salt, name, value) = match <[Value; 3]>::try_from(items) {
            Ok([salt, Value::String(name), value]) => (salt, Some(name), value),
            Ok(_) => return Err(wrong()),
            Err(items) => match <[Value; 2]>::try_from(items) {
                Ok([salt, value]) => (salt, None, value),
                Err(_) => return Err(wrong()),
            },
        };
        if salt.is_string() {
            Ok(Disclosed { name, value })
        } else {
            Err(wrong())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{URL_SAFE_NO_PAD, put_back};
    use base64::Engine;
    use serde_json::{Value, json};
    use sha2::{Digest, Sha256};

    fn disclosure(value: &Value) -> (String, String) {
        let text = URL_SAFE_NO_PAD.encode(value.to_string());
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()));
        (text, digest)
    }

    fn put(payload: &Value, disclosures: &[&str]) -> Result<Value, &'static str> {
        put_back(payload.clone(), disclosures).map_err(|fault| fault.code)
    }

    #[test]
    fn disclosures_go_where_their_digests_stand() {
        let (inner, inner_digest) = disclosure(&json!(["s1", "name", "Zoë"]));
        let (outer, outer_digest) =
            disclosure(&json!(["s2", "subject", {"_sd": [inner_digest], "id": "did:example:z"}]));
        let (element, element_digest) = disclosure(&json!(["s3", "second"]));
        let payload = json!({
            "_sd_alg": "sha-256", "_sd": [outer_digest, "kept back"], "list": ["first", {"...": element_digest}, {"...": "kept"}],
        });
        let all = [inner.as_str(), &outer, &element];
        let whole = json!({"subject": {"id": "did:example:z", "name": "Zoë"}, "list": ["first", "second"]});
        assert_eq!(put(&payload, &all), Ok(whole));
        let part = json!({"subject": {"id": "did:example:z"}, "list": ["first"]});
        assert_eq!(put(&payload, &[&outer]), Ok(part));
        assert_eq!(put(&payload, &[]), Ok(json!({"list": ["first"]})));
    }

    #[test]
    fn what_fits_nowhere_is_refused() {
        let (field, digest) = disclosure(&json!(["s", "name", "Zoë"]));
        let (element, element_digest) = disclosure(&json!(["s", "x"]));
        for (payload, disclosures, code) in [
            (json!({}), vec![field.as_str()], "bad_disclosure"),
            (json!({"_sd": [digest]}), vec![&field, &field], "bad_disclosure"),
            (json!({"_sd": [digest], "name": "Ada"}), vec![&field], "bad_disclosure"),
            (json!({"_sd": [element_digest]}), vec![&element], "bad_disclosure"),
            (json!({"a": [{"...": digest}]}), vec![&field], "bad_disclosure"),
            (json!({"_sd": [digest, digest]}), vec![&field], "bad_disclosure"),
            (json!({"_sd": "x"}), vec![], "bad_disclosure"),
            (json!({"_sd": []}), vec!["%"], "bad_disclosure"),
            (json!({"_sd": []}), vec!["W10"], "bad_disclosure"),
            (json!({"_sd_alg": "md5"}), vec![], "unsupported"),
        ] {
            assert_eq!(put(&payload, &disclosures), Err(code), "{payload}");
        }
    }
}

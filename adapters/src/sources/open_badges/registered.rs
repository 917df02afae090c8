//! Claims of a token that say the same as fields of the credential in it: issuer, holder, id and dates.
//!
//! Version 1.1 of the data model lets a token leave such a field out of the credential. Where both stand, they must agree:
//! the signature is checked by the one, the passport shows the other.

use chrono::DateTime;
use passport::record::{Place, Reject};
use serde_json::{Map, Value, json};

/// The registered claims of a token.
#[derive(Debug)]
pub struct Registered {
    claims: Map<String, Value>,
    place: Place,
    /// Whether the credential stands under `vc`: only then do the claims stand in for its fields.
    nested: bool,
}

/// What is said of a claim that contradicts the credential.
const CONTRADICTION: &str = "contradiction";

impl Registered {
    /// The claims of a payload that stands at `place`.
    pub fn of(payload: &Value, place: &Place) -> Self {
        let claim = |key: &str| {
            Some((
                key.to_owned(),
                payload.get(key).filter(|value| !value.is_null())?.clone(),
            ))
        };
        Registered {
            claims: ["iss", "sub", "jti", "nbf", "exp"]
                .into_iter()
                .filter_map(claim)
                .collect(),
            place: place.clone(),
            nested: payload.get("vc").is_some_and(Value::is_object),
        }
    }

    /// Fills fields that the credential leaves to its token, and refuses a token that contradicts its credential.
    pub fn fill(&self, credential: &mut Value, place: &Place) -> Result<(), Reject> {
        let Some(object) = credential.as_object_mut() else {
            return Ok(());
        };
        if !object.contains_key("credentialSubject") {
            return Ok(());
        }
        self.settle(object, "jti", "id", &place.child("id"))?;
        self.issuer(object, place)?;
        let subject = object.get_mut("credentialSubject").and_then(Value::as_object_mut);
        if let Some(subject) = subject {
            self.settle(subject, "sub", "id", &place.child("credentialSubject").child("id"))?;
        }
        if self.nested {
            self.date(object, "nbf", &["issuanceDate", "validFrom"])?;
            self.date(object, "exp", &["expirationDate", "validUntil"])?;
        }
        Ok(())
    }

    fn issuer(&self, object: &mut Map<String, Value>, place: &Place) -> Result<(), Reject> {
        match object.get_mut("issuer").and_then(Value::as_object_mut) {
            Some(issuer) => self.settle(issuer, "iss", "id", &place.child("issuer").child("id")),
            None => self.settle(object, "iss", "issuer", &place.child("issuer")),
        }
    }

    /// One field with the claim that says the same.
    fn settle(&self, object: &mut Map<String, Value>, claim: &str, field: &str, place: &Place) -> Result<(), Reject> {
        let Some(claimed) = self.claims.get(claim) else {
            return Ok(());
        };
        let Value::String(_) = claimed else {
            let reason = format!("the token's claim `{claim}` must be a text");
            return Err(Reject::new(self.place.child(claim), "wrong_type", reason));
        };
        match object.get(field).filter(|value| !value.is_null()) {
            Some(value) if value == claimed => Ok(()),
            Some(_) => {
                let reason =
                    format!("`{field}` is another one than the token's claim `{claim}`; both must be the same");
                Err(Reject::new(place.clone(), CONTRADICTION, reason))
            }
            None => {
                if self.nested {
                    object.insert(field.to_owned(), claimed.clone());
                }
                Ok(())
            }
        }
    }

    /// A date that the credential leaves to its token, as seconds since 1970. A date of its own stands.
    fn date(&self, object: &mut Map<String, Value>, claim: &str, fields: &[&str]) -> Result<(), Reject> {
        let Some(claimed) = self.claims.get(claim) else {
            return Ok(());
        };
        let seconds = claimed.as_f64().filter(|seconds| seconds.abs() < 1e12);
        let time = seconds.and_then(|seconds| DateTime::from_timestamp(seconds as i64, 0));
        let Some(time) = time else {
            let reason = format!("the token's claim `{claim}` must be a date as seconds since 1970");
            return Err(Reject::new(self.place.child(claim), "bad_date", reason));
        };
        let told = |field: &&str| object.get(*field).is_some_and(|value| !value.is_null());
        if let (false, Some(field)) = (fields.iter().any(told), fields.first()) {
            object.insert((*field).to_owned(), json!(time.to_rfc3339()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Registered;
    use passport::record::Place;
    use serde_json::{Value, json};

    fn filled(payload: &Value, mut credential: Value) -> Result<Value, (String, &'static str)> {
        let place = Place::pointer("", "/vc");
        let registered = Registered::of(payload, &Place::pointer("", ""));
        registered
            .fill(&mut credential, &place)
            .map(|()| credential)
            .map_err(|reject| (reject.place.inside(), reject.code))
    }

    #[test]
    fn claims_stand_in_for_what_the_credential_leaves_out() {
        let payload = json!({"iss": "did:example:i", "sub": "did:example:s", "jti": "urn:1", "nbf": 1262304000, "exp": 1577836800.5, "vc": {}});
        let whole = json!({
            "id": "urn:1", "issuer": "did:example:i", "credentialSubject": {"id": "did:example:s"},
            "issuanceDate": "2010-01-01T00:00:00+00:00", "expirationDate": "2020-01-01T00:00:00+00:00",
        });
        assert_eq!(filled(&payload, json!({"credentialSubject": {}})), Ok(whole.clone()));
        assert_eq!(filled(&payload, whole.clone()), Ok(whole));
        let own = json!({"issuer": {"name": "I"}, "credentialSubject": [{}], "validFrom": "2011-01-01", "validUntil": "2012-01-01"});
        let with_id = json!({"id": "urn:1", "issuer": {"id": "did:example:i", "name": "I"}, "credentialSubject": [{}], "validFrom": "2011-01-01", "validUntil": "2012-01-01"});
        assert_eq!(filled(&payload, own), Ok(with_id));
        let newer = json!({"iss": "did:example:i", "nbf": 1262304000});
        assert_eq!(
            filled(&newer, json!({"credentialSubject": {}})),
            Ok(json!({"credentialSubject": {}}))
        );
    }

    #[test]
    fn a_token_must_not_contradict_its_credential() {
        let credential =
            json!({"id": "urn:1", "issuer": {"id": "did:example:i"}, "credentialSubject": {"id": "did:example:s"}});
        for (payload, place, code) in [
            (json!({"iss": "did:example:evil"}), "/vc/issuer/id", "contradiction"),
            (
                json!({"sub": "did:example:other"}),
                "/vc/credentialSubject/id",
                "contradiction",
            ),
            (json!({"jti": "urn:2", "vc": {}}), "/vc/id", "contradiction"),
            (json!({"jti": 5}), "/jti", "wrong_type"),
            (json!({"nbf": "soon", "vc": {}}), "/nbf", "bad_date"),
            (json!({"exp": 1e300, "vc": {}}), "/exp", "bad_date"),
        ] {
            assert_eq!(
                filled(&payload, credential.clone()),
                Err((place.to_owned(), code)),
                "{payload}"
            );
        }
    }
}

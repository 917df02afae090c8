//! Files, sent as the GraphQL multipart request specification says: `operations`, then `map`, then the files.
//! <https://github.com/jaydenseric/graphql-multipart-request-spec>

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Request, UploadValue, Variables};
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, multipart::Field},
};
use http::HeaderMap;

use super::{
    body::{self, Intake, Room},
    errors::{Fault, code},
    request::{self, Asked, Asking},
    settings::Limits,
};

/// Headers that no web page can send to another site unasked.
const PREFLIGHT: [&str; 2] = ["graphql-require-preflight", "apollo-require-preflight"];

/// A web form can send multipart bodies to any site; a header it cannot set proves that the sender is no such form.
pub(super) fn require_preflight(headers: &HeaderMap) -> Result<(), Fault> {
    if PREFLIGHT
        .iter()
        .any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()))
    {
        return Ok(());
    }
    let message = "A multipart request needs the header `GraphQL-Require-Preflight: 1`. Add it.";
    Err(Fault::new(code::PREFLIGHT_REQUIRED, message))
}

/// Reads an upload. The intake holds room for the files and is to be kept as long as they are.
pub(super) async fn read(
    request: http::Request<Body>,
    most_bytes: usize,
    limits: &Limits,
    room: &Room,
) -> Result<(Asked, Arc<Intake>), Fault> {
    let (parts, body) = request.into_parts();
    let (intake, pieces) = body::pieces(body, most_bytes, limits, room);
    let metered = http::Request::from_parts(parts, Body::from_stream(pieces));
    let form = Multipart::from_request(metered, &()).await;
    let mut form = form.map_err(|_| malformed("The content type needs a `boundary`."))?;
    // A file may stand in several places, and each place costs its bytes anew.
    let hold = |bytes| intake.hold(bytes, most_bytes, room);
    match read_form(&mut form, limits, &hold).await {
        Ok(asked) => Ok((asked, intake)),
        Err(fault) => Err(intake.stopped().unwrap_or(fault)),
    }
}

/// Takes room for so many bytes more, or says that there is none.
type Hold<'a> = &'a (dyn Fn(usize) -> Result<(), Fault> + Sync);

async fn read_form(form: &mut Multipart, limits: &Limits, hold: Hold<'_>) -> Result<Asked, Fault> {
    let operations = text(form, "operations", limits).await?;
    let mut asked = match request::from_json(&operations, 0, limits)? {
        Asking::One(asked) => asked,
        Asking::Many(_) => {
            return Err(Fault::new(
                code::BATCH_REFUSED,
                "Send the files of one operation a request.",
            ));
        }
    };
    let map = text(form, "map", limits).await?;
    let map: BTreeMap<String, Vec<String>> = serde_json::from_slice(&map)
        .map_err(|_| malformed("`map` must be a JSON object from file names to lists of paths."))?;
    if map.len() > limits.upload_files {
        let message = format!(
            "The upload has {} files; the limit is {}. Send fewer at a time, or send them as one zip where their format allows it.",
            map.len(),
            limits.upload_files
        );
        return Err(Fault::new(code::PAYLOAD_TOO_LARGE, message));
    }
    attach(form, map, &mut asked, hold).await?;
    Ok(*asked)
}

/// The next part, which must have this name and be small.
async fn text(form: &mut Multipart, name: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let expected = || malformed(&format!("The part `{name}` is missing or out of order."));
    let field = form.next_field().await.map_err(|_| broken())?;
    let mut field = field.filter(|field| field.name() == Some(name)).ok_or_else(expected)?;
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| broken())? {
        if text.len() + piece.len() > limits.body_bytes {
            let message = format!(
                "The part `{name}` is larger than {} bytes. Send less.",
                limits.body_bytes
            );
            return Err(Fault::new(code::PAYLOAD_TOO_LARGE, message));
        }
        text.extend_from_slice(&piece);
    }
    Ok(text)
}

/// Puts each file where the map says.
async fn attach(
    form: &mut Multipart,
    mut map: BTreeMap<String, Vec<String>>,
    asked: &mut Asked,
    hold: Hold<'_>,
) -> Result<(), Fault> {
    // The engine's own request knows how to follow a path; it is borrowed for that.
    let mut holder = Request::new("").variables(std::mem::take(&mut asked.variables));
    refuse_marks(&holder.variables)?;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let paths = field.name().and_then(|name| map.remove(name));
        let paths = paths.ok_or_else(|| malformed("A file is not named in `map`, or is sent twice."))?;
        let file = file(field).await?;
        hold(file.content.len().saturating_mul(paths.len().saturating_sub(1)))?;
        for path in paths {
            let copy = file.try_clone().map_err(|_| broken())?;
            set(&mut holder, &path, copy)?;
        }
    }
    if let Some(missing) = map.keys().next() {
        return Err(malformed(&format!(
            "The file `{}` is named in `map` but not sent.",
            short(missing)
        )));
    }
    (asked.variables, asked.uploads) = (holder.variables, holder.uploads);
    Ok(())
}

async fn file(field: Field<'_>) -> Result<UploadValue, Fault> {
    let filename = field.file_name().unwrap_or_default().to_owned();
    let content_type = field.content_type().map(ToOwned::to_owned);
    let content = field.bytes().await.map_err(|_| broken())?;
    Ok(UploadValue {
        filename,
        content_type,
        content,
    })
}

fn set(holder: &mut Request, path: &str, file: UploadValue) -> Result<(), Fault> {
    let before = holder.uploads.len();
    holder.set_upload(path, file);
    match holder.uploads.len() > before {
        true => Ok(()),
        false => Err(malformed(&format!(
            "`map` names `{}`, which is not in `variables`.",
            short(path)
        ))),
    }
}

/// From here on marks are put into the variables by us; those the caller wrote must be found before.
fn refuse_marks(variables: &Variables) -> Result<(), Fault> {
    super::guard::check_variables_text(variables)
}

fn short(text: &str) -> String {
    text.chars().take(64).collect()
}

fn malformed(message: &str) -> Fault {
    Fault::bad_request(message)
}

fn broken() -> Fault {
    malformed("The multipart body is malformed or broke off. Send it again.")
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http_body_util::BodyExt;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;
    use crate::http::{Closing, HttpSettings, router, test_graph::TestGraph};

    const OPERATIONS: &str = r#"{"query":"mutation($f:[Upload!]!){upload(files:$f)}","variables":{"f":[null,null]}}"#;

    /// A form of these parts: name, file name, content.
    fn form(parts: &[(&str, Option<&str>, &str)]) -> String {
        let mut body = String::new();
        for (name, file, content) in parts {
            let file = file
                .map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/csv"))
                .unwrap_or_default();
            body += &format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n");
        }
        body + "--X--\r\n"
    }

    async fn send(limits: Limits, token: Option<&str>, preflight: bool, body: String) -> (StatusCode, Value) {
        let settings = HttpSettings {
            limits,
            ..HttpSettings::default()
        };
        let hub = router(TestGraph::new(), settings, String::new, Closing::default());
        let mut request = http::Request::post("/graphql").header("content-type", "multipart/form-data; boundary=X");
        if preflight {
            request = request.header("Apollo-Require-Preflight", "true");
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let response = hub.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn files_arrive_where_the_map_says() {
        let map = r#"{"b":["variables.f.1"],"a":["variables.f.0"]}"#;
        let body = form(&[
            ("operations", None, OPERATIONS),
            ("map", None, map),
            ("a", Some("a.csv"), "12"),
            ("b", Some("b.csv"), "123"),
        ]);
        let (status, answer) = send(Limits::default(), None, true, body).await;
        assert_eq!(status, 200);
        assert_eq!(
            answer["data"]["upload"],
            serde_json::json!(["a.csv text/csv 2", "b.csv text/csv 3"])
        );
    }

    #[tokio::test]
    async fn forms_that_are_wrong_or_too_large_are_refused() {
        let (ops, map) = (
            ("operations", None, OPERATIONS),
            ("map", None, r#"{"a":["variables.f.0"]}"#),
        );
        let large = "x".repeat(4_000_000);
        let forged =
            r##"{"query":"mutation($f:[Upload!]!){upload(files:$f)}","variables":{"f":["#__graphql_file__:7",null]}}"##;
        let file = ("a", Some("a.csv"), "1");
        let limits = || Limits {
            upload_bytes: 2_000_000,
            upload_files: 1,
            ..Limits::default()
        };
        let twice = r#"{"a":["variables.f.0","variables.f.1"]}"#;
        let many = r#"{"a":["variables.f.0"],"b":["variables.f.1"]}"#;
        for (parts, token, preflight, status, code_) in [
            (vec![ops, map, file], None, false, 400, code::PREFLIGHT_REQUIRED),
            (vec![map, ops, file], None, true, 400, code::BAD_REQUEST),
            (vec![ops, map], None, true, 400, code::BAD_REQUEST),
            (
                vec![ops, map, ("c", Some("c"), "1")],
                None,
                true,
                400,
                code::BAD_REQUEST,
            ),
            (
                vec![ops, ("map", None, r#"{"a":["variables.f.9"]}"#), file],
                None,
                true,
                400,
                code::BAD_REQUEST,
            ),
            (vec![ops, ("map", None, "[]"), file], None, true, 400, code::BAD_REQUEST),
            (
                vec![ops, ("map", None, many), file],
                None,
                true,
                413,
                code::PAYLOAD_TOO_LARGE,
            ),
            (
                vec![("operations", None, forged), map, file],
                None,
                true,
                400,
                code::BAD_USER_INPUT,
            ),
            (
                vec![ops, map, ("a", Some("a"), &large[..1_500_000])],
                None,
                true,
                413,
                code::PAYLOAD_TOO_LARGE,
            ),
            (
                vec![ops, map, ("a", Some("a"), &large[..1_500_000])],
                Some("ann"),
                true,
                200,
                code::BAD_USER_INPUT,
            ),
            (
                vec![ops, ("map", None, twice), ("a", Some("a"), &large[..1_000_000])],
                Some("ann"),
                true,
                200,
                "",
            ),
            (
                vec![ops, ("map", None, twice), ("a", Some("a"), &large[..1_900_000])],
                Some("ann"),
                true,
                413,
                code::PAYLOAD_TOO_LARGE,
            ),
            (
                vec![ops, map, ("a", Some("a"), &large)],
                Some("ann"),
                true,
                413,
                code::PAYLOAD_TOO_LARGE,
            ),
        ] {
            let names: Vec<_> = parts.iter().map(|part| part.0).collect();
            let (got, answer) = send(limits(), token, preflight, form(&parts)).await;
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("");
            let message = answer["errors"][0]["message"].as_str().unwrap_or("");
            assert!(
                !message.contains("2 files") || message.contains("or send them as one zip"),
                "{message}"
            );
            assert_eq!((got.as_u16(), code), (status, code_), "{names:?}: {answer}");
        }
    }
}

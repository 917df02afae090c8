//! `demo --json`: one line, four tokens, one query, and everybody sees what is theirs to see.

use crate::console::{Console, keys};
use crate::running::Running;
use serde_json::{Value, json};

const DEMO: [&str; 6] = ["demo", "--json", "--dir", "hub", "--listen", "127.0.0.1:0"];

impl Running {
    /// The answer to the printed query, asked as the demo's `role`; nobody's token makes a stranger.
    async fn shows(&self, role: &str) -> Value {
        let token = self.ready["tokens"][role].as_str();
        self.asks(token, self.ready["query"].as_str().unwrap(), json!({}))
            .await
            .1
    }

    /// How many skills of the one passport this role counts, whatever their level.
    async fn counts(&self, role: &str) -> u64 {
        let token = self.ready["tokens"][role].as_str();
        let document = "{ passports(first: 2) { nodes { skills { totalCount } } } }";
        let (_, answer) = self.asks(token, document, json!({})).await;
        let passports = answer["data"]["passports"]["nodes"].as_array().unwrap();
        assert_eq!(passports.len(), 1, "{answer}");
        passports[0]["skills"]["totalCount"].as_u64().unwrap()
    }
}

fn nodes<'a>(answer: &'a Value, section: &str) -> &'a [Value] {
    answer["data"]["passport"][section]["nodes"]
        .as_array()
        .map_or(&[], Vec::as_slice)
}

/// Code and last step of the path of each error.
fn errors(answer: &Value) -> Vec<(&str, &str)> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    let mut errors: Vec<_> = errors
        .map(|error| {
            let path = error["path"].as_array().and_then(|path| path.last());
            (
                error["extensions"]["code"].as_str().unwrap_or_default(),
                path.and_then(Value::as_str).unwrap_or_default(),
            )
        })
        .collect();
    errors.sort_unstable();
    errors
}

#[tokio::test]
async fn everybody_sees_what_is_theirs_to_see() {
    let console = Console::new();
    let hub = console.starts(&DEMO);
    assert_eq!(keys(&hub.ready), ["graphql", "query", "tokens", "url"]);
    assert_eq!(keys(&hub.ready["tokens"]), ["holder", "partner", "source", "steward"]);

    let holder = hub.shows("holder").await;
    assert_eq!(errors(&holder), []);
    assert!(
        nodes(&holder, "skills")
            .iter()
            .any(|skill| skill["independentSources"].as_u64() >= Some(3)),
        "{holder}"
    );
    for section in ["credentials", "experiences", "learning"] {
        assert!(!nodes(&holder, section).is_empty(), "{section}");
    }

    let partner = hub.shows("partner").await;
    assert_eq!(
        errors(&partner),
        [("CONSENT_REQUIRED", "experiences"), ("CONSENT_REQUIRED", "learning")]
    );
    assert_eq!(
        nodes(&partner, "credentials").len(),
        nodes(&holder, "credentials").len()
    );
    assert!(!nodes(&partner, "skills").is_empty());
    let (all, covered) = (hub.counts("holder").await, hub.counts("partner").await);
    assert!(
        covered < all,
        "the consent covers certain competence only: {covered} of {all}"
    );

    let source = hub.shows("source").await;
    assert_eq!((errors(&source), nodes(&source, "credentials")), (vec![], &[][..]));
    assert!(!nodes(&source, "learning").is_empty());
    for skill in nodes(&source, "skills") {
        for claim in skill["claims"]["nodes"].as_array().unwrap() {
            assert_eq!(claim["source"]["name"], "Riverside College");
        }
    }

    assert_eq!(errors(&hub.shows("steward").await), [("FORBIDDEN", "passport")]);
    assert_eq!(errors(&hub.shows("nobody").await), [("UNAUTHENTICATED", "passport")]);
    let forged = hub.ready["tokens"]["holder"].as_str().unwrap().to_owned() + "x";
    let (status, refused) = hub.asks(Some(&forged), "{ me { role } }", json!({})).await;
    assert_eq!((status, errors(&refused)), (401, vec![("UNAUTHENTICATED", "")]));
}

/// What the hub has come to, for those who may know.
const STANDING: &str = "{
    importRuns(first: 20) { nodes { state recordsNew recordsChanged recordsUnchanged recordsRejected } }
    rejects(first: 100) { nodes { place code } }
    possibleMatches(first: 20) { nodes { id rule agreed } }
    sources { key }
}";

#[cfg(unix)]
#[tokio::test]
async fn starting_it_again_changes_nothing_and_it_stops_when_told() {
    let console = Console::new();
    let (mut seen, mut runs) = (Vec::new(), Vec::new());
    for signal in ["TERM", "INT"] {
        let mut hub = console.starts(&DEMO);
        let mut shown = Vec::new();
        for role in ["holder", "partner", "source"] {
            shown.push(hub.shows(role).await);
        }
        let (_, standing) = hub
            .asks(hub.ready["tokens"]["steward"].as_str(), STANDING, json!({}))
            .await;
        assert_eq!(errors(&standing), [], "{standing}");
        let data = &standing["data"];
        shown.extend([
            data["possibleMatches"].clone(),
            data["sources"].clone(),
            hub.ready["query"].clone(),
        ]);
        seen.push(shown);
        runs.push(data["importRuns"]["nodes"].as_array().unwrap().clone());
        let (ended, rest) = hub.stops(signal);
        assert_eq!(
            (ended.code(), rest.as_str()),
            (Some(0), ""),
            "one line and a clean end: {}",
            hub.log()
        );
    }
    assert_eq!(seen[0], seen[1], "everybody sees the same as before");
    assert_eq!(
        seen[0][3]["nodes"].as_array().unwrap().len(),
        1,
        "one match is uncertain"
    );
    assert_eq!((runs[0].len(), runs[1].len()), (4, 8));
    for (again, first) in runs[1].iter().zip(&runs[0]) {
        assert_eq!(
            (&again["recordsNew"], &again["recordsChanged"]),
            (&json!(0), &json!(0)),
            "{again}"
        );
        assert_eq!(again["recordsRejected"], first["recordsRejected"], "{again}");
        let sum = first["recordsNew"].as_u64().unwrap() + first["recordsUnchanged"].as_u64().unwrap();
        assert_eq!(again["recordsUnchanged"], sum, "{again}");
    }
}

#[tokio::test]
async fn the_pages_beside_the_graph_are_there() {
    let console = Console::new();
    let hub = console.starts(&DEMO);
    hub.shows("holder").await;
    for (path, holds) in [
        ("/", "graphiql"),
        ("/healthz", ""),
        ("/readyz", ""),
        ("/metrics", "# TYPE "),
        ("/.well-known/jwks.json", "\"kty\":\"OKP\""),
    ] {
        let (status, text) = hub.gets(path).await;
        assert_eq!(status, 200, "{path}: {text}");
        assert!(text.to_lowercase().contains(&holds.to_lowercase()), "{path}: {text}");
    }
    assert_eq!(hub.gets("/nowhere").await.0, 404);
    let taken = hub.ready["url"]
        .as_str()
        .unwrap()
        .trim_start_matches("http://")
        .to_owned();
    let second = console.runs(&["serve", "--listen", &taken]);
    assert_eq!(second.code, 69, "{second:?}");
    assert!(second.err.contains("--listen"), "{second:?}");
}

//! `source`, `partner`, `token`: who takes part, and the tokens by which a hub knows them.

use crate::console::{Console, keys, sample};
use serde_json::{Value, json};

/// A college that sent its roster, and an employer who asks.
fn told() -> Console {
    let console = Console::new();
    let college = [
        "source",
        "add",
        "college",
        "--name",
        "Riverside College",
        "--kind",
        "lms",
        "--trusts",
        "email",
    ];
    console.runs(&college).well();
    let roster = console.runs(&["import", "--json", "--source", "college", &sample("oneroster")]);
    assert!(roster.line()["new"].as_u64().unwrap() > 0, "{roster:?}");
    console
        .runs(&["partner", "add", "Acme", "--client", "acme-hiring"])
        .well();
    console
}

#[test]
fn what_is_added_is_listed_and_adding_it_again_leaves_it() {
    let console = told();
    let list = console.runs(&["source", "list", "--json"]).well().lines();
    let [college, own] = <[Value; 2]>::try_from(list).unwrap();
    assert_eq!(
        keys(&college),
        [
            "adapter",
            "disabled",
            "id",
            "key",
            "kind",
            "name",
            "organization",
            "trusts"
        ]
    );
    assert_eq!(
        (&college["key"], &college["trusts"]),
        (&json!("college"), &json!(["email"]))
    );
    assert_eq!(own["key"], "self");
    let same = "source add college --kind lms --trusts email --json --name".split(' ');
    let same: Vec<&str> = same.chain(["Riverside College"]).collect();
    assert_eq!(console.runs(&same).well().line(), college, "it may run again");
    let other = "source add college --name Another --kind hris --trusts email";
    let refused = console.runs(&other.split(' ').collect::<Vec<_>>());
    assert!(
        refused.code == 1 && refused.err.contains("--name, --kind"),
        "{refused:?}"
    );
    let set = "source set college --name Another --adapter oneroster_csv --trusts none --json";
    let set = console.runs(&set.split(' ').collect::<Vec<_>>()).well().line();
    assert_eq!(
        [&set["name"], &set["kind"], &set["adapter"], &set["trusts"]],
        [&json!("Another"), &json!("lms"), &json!("oneroster_csv"), &json!([])]
    );
    for wrong in [
        "college",
        "nobody --name A",
        "self --name A",
        "college --adapter fax",
        "college --trusts shoe",
    ] {
        let words: Vec<&str> = ["source", "set"].into_iter().chain(wrong.split(' ')).collect();
        assert_eq!(console.runs(&words).code, 64, "{wrong}");
    }

    let partner = console.runs(&["partner", "list", "--json"]).well().line();
    assert_eq!(
        (keys(&partner), &partner["clients"]),
        (
            vec!["clients", "disabledClients", "id", "name"],
            &json!(["acme-hiring"])
        )
    );
    let more = console
        .runs(&["partner", "add", "ACME ", "--client", "acme-board", "--json"])
        .well()
        .line();
    assert_eq!(
        (&more["id"], &more["clients"]),
        (&partner["id"], &json!(["acme-board", "acme-hiring"]))
    );
    let switch = |word: &str| console.runs(&["partner", "client", word, "acme-board", "--json"]);
    let token = "token --role partner --partner Acme --client acme-board --purpose hiring";
    let token = || console.runs(&token.split(' ').collect::<Vec<_>>());
    for _ in 0..2 {
        let off = switch("disable").well().line();
        assert_eq!(
            (&off["id"], &off["disabledClients"]),
            (&partner["id"], &json!(["acme-board"]))
        );
    }
    assert!(
        token().code == 64
            && console
                .runs(&["partner", "list"])
                .well()
                .out
                .contains("acme-board (off), acme-hiring")
    );
    assert_eq!(switch("enable").well().line()["disabledClients"], json!([]));
    token().well();
    assert_eq!(console.runs(&["partner", "client", "disable", "nobody"]).code, 64);
    for table in [["source", "list"], ["partner", "list"]] {
        let said = console.runs(&table).well();
        assert!(
            said.out.lines().next().unwrap().contains("NAME") && !said.out.contains('{'),
            "{said:?}"
        );
    }
}

#[tokio::test]
async fn each_token_opens_its_role_on_the_served_hub() {
    let console = told();
    let token = |arguments: &[&str]| {
        let line = console.runs(&[&["token", "--json"], arguments].concat()).well().line();
        assert_eq!(keys(&line), ["expires", "expiresIn", "token", "type"]);
        line["token"].as_str().unwrap().to_owned()
    };
    let amara = token(&["--role", "holder", "--email", " Amara.Okafor@example.org "]);
    let hub = console.starts(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    let me = "{ me { role organization purpose source { key } passport { id holder { displayName } } } }";
    let own = hub.asks(Some(&amara), me, json!({})).await.1["data"]["me"].clone();
    assert_eq!(
        (&own["role"], &own["passport"]["holder"]["displayName"]),
        (&json!("holder"), &json!("Amara Okafor"))
    );

    let id = own["passport"]["id"].as_str().unwrap();
    let by_id = token(&["--role", "holder", "--holder", id]);
    let partner = [
        "--role",
        "partner",
        "--partner",
        "Acme",
        "--client",
        "acme-hiring",
        "--purpose",
        "hiring",
    ];
    for (token, field, value) in [
        (by_id, "passport", own["passport"].clone()),
        (token(&partner), "organization", json!("Acme")),
        (token(&partner), "purpose", json!("HIRING")),
        (
            token(&["--role", "source", "--source", "college"]),
            "source",
            json!({ "key": "college" }),
        ),
        (token(&["--role", "steward"]), "role", json!("steward")),
    ] {
        let (status, answer) = hub.asks(Some(&token), me, json!({})).await;
        assert_eq!((status, &answer["data"]["me"][field]), (200, &value), "{answer}");
    }
    let plain = console
        .runs(&["token", "--role", "steward", "--lifetime", "30m"])
        .well();
    assert_eq!(
        (plain.out.lines().count(), plain.err.contains("valid until")),
        (1, true),
        "{plain:?}"
    );
}

#[test]
fn tokens_are_made_only_for_those_who_are_known() {
    let console = told();
    for (arguments, says) in [
        (vec!["--role", "holder"], "--email"),
        (vec!["--role", "holder", "--email", "nobody@example.org"], "no passport"),
        (vec!["--role", "holder", "--holder", "college"], "id of a passport"),
        (vec!["--role", "source", "--source", "nobody"], "source list"),
        (vec!["--role", "source"], "--source"),
        (vec!["--role", "partner", "--partner", "Acme"], "--purpose"),
        (
            vec!["--role", "partner", "--partner", "Acme", "--purpose", "fun"],
            "hiring",
        ),
        (
            vec!["--role", "partner", "--partner", "Nobody", "--purpose", "hiring"],
            "partner add",
        ),
        (
            vec![
                "--role",
                "partner",
                "--partner",
                "Acme",
                "--client",
                "x",
                "--purpose",
                "hiring",
            ],
            "no client",
        ),
        (vec!["--role", "steward", "--source", "college"], "does not go with"),
        (vec!["--role", "steward", "--lifetime", "91d"], "90 days"),
        (vec!["--role", "king"], "steward"),
    ] {
        let said = console.runs(&[&["token"][..], &arguments].concat());
        assert_eq!((said.code, said.out.as_str()), (64, ""), "{arguments:?}: {said:?}");
        assert!(said.err.contains(says), "{arguments:?}: {said:?}");
    }
}

#[test]
fn a_source_that_is_not_well_described_is_not_connected() {
    let console = Console::new();
    for (arguments, says) in [
        (vec!["Riverside College", "--name", "x", "--kind", "lms"], "lower-case"),
        (vec!["self", "--name", "x", "--kind", "lms"], "self"),
        (vec!["college", "--name", "x", "--kind", "school"], "workforce"),
        (
            vec!["college", "--name", "x", "--kind", "lms", "--adapter", "scrolls"],
            "oneroster_csv",
        ),
        (
            vec!["college", "--name", "x", "--kind", "lms", "--trusts", "face"],
            "pirl_id",
        ),
        (vec!["college", "--kind", "lms"], "--name"),
        (vec!["college", "--name", " ", "--kind", "lms"], "name"),
    ] {
        let said = console.runs(&[&["source", "add"][..], &arguments].concat());
        assert_eq!(said.code, 64, "{arguments:?}: {said:?}");
        assert!(said.err.contains(says), "{arguments:?}: {said:?}");
    }
    assert!(
        console.files().is_empty(),
        "wrong usage makes no database: {:?}",
        console.files()
    );
}

#[test]
fn what_only_looks_makes_no_hub() {
    let console = Console::new();
    for arguments in [
        "source list",
        "partner list",
        "vocabulary list",
        "source set college --name A",
        "token --role steward",
        "import --source college nothing.csv",
        "migrate down --steps 1 --yes",
    ] {
        let said = console.runs(&arguments.split(' ').collect::<Vec<_>>());
        assert!(
            said.code != 0 && said.err.contains("there is no hub"),
            "{arguments}: {said:?}"
        );
    }
    assert!(console.files().is_empty(), "{:?}", console.files());
}

#[tokio::test]
async fn a_receipt_is_checked_with_the_published_keys_alone() {
    let console = told();
    let token = [
        "token",
        "--json",
        "--role",
        "holder",
        "--email",
        "amara.okafor@example.org",
    ];
    let amara = console.runs(&token).well().line()["token"].as_str().unwrap().to_owned();
    let hub = console.starts(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    let ask = async |document: &str, variables: Value| hub.asks(Some(&amara), document, variables).await.1;
    let partners = ask("{ partners { id } }", json!({})).await;
    let input = json!({ "partner": partners["data"]["partners"][0]["id"], "purpose": "HIRING",
        "scopes": ["passport/Skill.r"], "expiresAt": passport_hub::clock::Clock::default().now() + chrono::Duration::days(30) });
    let grant = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { __typename } }";
    ask(grant, json!({ "input": input })).await;
    let consents = ask("{ consents { receipts { document } } }", json!({})).await;
    let receipt = consents
        .pointer("/data/consents/0/receipts/0/document")
        .and_then(Value::as_str);
    let receipt = receipt.unwrap_or_else(|| panic!("no receipt: {consents}"));
    let keys = hub.gets("/.well-known/jwks.json").await.1;

    let elsewhere = Console::new();
    elsewhere.write("keys.json", keys);
    elsewhere.write("receipt.json", receipt);
    elsewhere.write("forged.json", receipt.replace("hiring", "admission"));
    let said = elsewhere
        .runs(&["receipt", "verify", "--keys", "keys.json", "receipt.json"])
        .well();
    assert!(
        said.out.contains("the signature holds") && said.out.contains("Acme"),
        "{said:?}"
    );
    let both = [
        "receipt",
        "verify",
        "--json",
        "--keys",
        "keys.json",
        "receipt.json",
        "forged.json",
    ];
    let said = elsewhere.runs(&both);
    let holds: Vec<_> = said.lines().iter().map(|line| line["holds"].clone()).collect();
    assert_eq!((said.code, holds), (1, vec![json!(true), json!(false)]));
    assert_eq!(
        elsewhere.runs(&["receipt", "verify", "receipt.json"]).code,
        78,
        "no keys here"
    );
    assert_eq!(console.runs(&["receipt", "verify", "nowhere.json"]).code, 2);
}

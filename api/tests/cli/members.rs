//! `member`, and the sources of an organization: who acts for it, and how that ends.

use crate::console::{Console, keys, sample};
use serde_json::{Value, json};

/// A college with a source that sent its roster.
fn college() -> Console {
    let console = Console::new();
    let add = "source add college --kind lms --trusts email --name Riverside --organization";
    let add: Vec<&str> = add.split(' ').chain(["Riverside College"]).collect();
    console.runs(&add).well();
    console.runs(&["import", "--json", "--source", "college", &sample("oneroster")]);
    console
}

fn member(console: &Console, role: &str) -> Value {
    let add = [
        "member",
        "add",
        "--json",
        "--organization",
        "riverside COLLEGE",
        "--role",
        role,
        "--name",
        "Data office",
    ];
    console.runs(&add).well().line()
}

fn token(console: &Console, role: &str, member: &Value) -> String {
    let id = member["id"].as_str().unwrap();
    let made = console
        .runs(&["token", "--json", "--role", role, "--member", id])
        .well();
    made.line()["token"].as_str().unwrap().to_owned()
}

#[test]
fn members_are_added_listed_and_ended() {
    let console = college();
    let added = member(&console, "integrator");
    assert_eq!(
        keys(&added),
        ["ended", "id", "name", "organization", "organizationId", "role", "since"]
    );
    assert_eq!(
        (&added["organization"], &added["role"], &added["name"]),
        (&json!("Riverside College"), &json!("integrator"), &json!("Data office"))
    );
    let list = console.runs(&["member", "list"]).well();
    assert!(
        list.out.contains("ORGANIZATION") && list.out.contains("Data office"),
        "{list:?}"
    );
    let id = added["id"].as_str().unwrap();
    for role in ["analyst", "steward"] {
        let said = console.runs(&["token", "--role", role, "--member", id]);
        assert!(said.code == 64 && said.err.contains("is no "), "{said:?}");
    }
    let ended = console.runs(&["member", "end", "--json", id]).well().line();
    assert!(ended["ended"].is_string(), "{ended}");
    assert_eq!(
        console.runs(&["member", "end", "--json", id]).well().line(),
        ended,
        "it may run again"
    );
    let said = console.runs(&["token", "--role", "integrator", "--member", id]);
    assert!(said.code == 64 && said.err.contains("has ended"), "{said:?}");

    let nowhere = "member add --role analyst --name Planning --organization";
    for name in ["Nowhere", "Open Skills Badges", " "] {
        let words: Vec<&str> = nowhere.split(' ').chain([name]).collect();
        let said = console.runs(&words);
        assert_eq!(said.code, 64, "{said:?}");
        assert!(name == " " || said.err.contains("passport-hub partner add"), "{said:?}");
    }
    for wrong in [
        "member end 01890a5d-ac96-774b-bcce-b302099a8057",
        "member end x",
        "token --role integrator",
        "token --role analyst --member 01890a5d-ac96-774b-bcce-b302099a8057",
        "token --role holder --member 01890a5d-ac96-774b-bcce-b302099a8057",
        "source disable nowhere",
        "source disable self",
        "source set college",
    ] {
        let said = console.runs(&wrong.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 64, "{wrong}: {said:?}");
    }
}

#[test]
fn a_source_is_somebodys_until_it_is_said_otherwise() {
    let console = college();
    let set = |organization: &str| {
        let set = ["source", "set", "college", "--json", "--organization", organization];
        console.runs(&set).well().line()["organization"].clone()
    };
    assert_eq!(set("Harbour Works"), "Harbour Works");
    assert_eq!(set("none"), Value::Null);
    assert_eq!(set("riverside college"), "Riverside College", "one and the same");
    let partners = console.runs(&["partner", "list", "--json"]).well();
    assert_eq!(
        partners.lines(),
        Vec::<Value>::new(),
        "an institution asks for no consent"
    );
    let token = "token --role partner --purpose hiring --partner";
    let token: Vec<&str> = token.split(' ').chain(["Riverside College"]).collect();
    let said = console.runs(&token);
    assert!(said.code == 64 && said.err.contains("there is no partner"), "{said:?}");
    let partner = console
        .runs(&["partner", "add", "Riverside College", "--json"])
        .well()
        .line();
    assert_eq!(partner["name"], "Riverside College");
    let other = "source add college --kind lms --trusts email --name Riverside --organization Harbour";
    let said = console.runs(&other.split(' ').collect::<Vec<_>>());
    assert!(said.code == 1 && said.err.contains("--organization"), "{said:?}");
}

#[tokio::test]
async fn a_members_token_works_until_the_role_ends_and_a_sources_until_it_is_switched_off() {
    let console = college();
    let members = ["integrator", "analyst", "steward"].map(|role| (role, member(&console, role)));
    let source = console
        .runs(&["token", "--json", "--role", "source", "--source", "college"])
        .well();
    let source = source.line()["token"].as_str().unwrap().to_owned();
    let hub = console.starts(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    let me = async |token: &str| hub.asks(Some(token), "{ me { role organization } }", json!({})).await.1;
    for (role, member) in &members {
        let token = token(&console, role, member);
        let answer = me(&token).await;
        assert_eq!(
            answer["data"]["me"],
            json!({ "role": role, "organization": "Riverside College" }),
            "{answer}"
        );
        console.runs(&["member", "end", member["id"].as_str().unwrap()]).well();
        let refused = me(&token).await;
        assert_eq!(
            refused["errors"][0]["extensions"]["code"], "STANDING_ENDED",
            "{refused}"
        );
    }
    for (switch, code) in [("disable", json!("STANDING_ENDED")), ("enable", Value::Null)] {
        let said = console.runs(&["source", switch, "college", "--json"]).well().line();
        assert_eq!(said["disabled"], json!(switch == "disable"));
        let answer = me(&source).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    }
    console.runs(&["source", "disable", "college"]).well();
    let import = console.runs(&["import", "--source", "college", &sample("oneroster")]);
    assert!(import.code != 0, "nothing is taken in from it: {import:?}");
}

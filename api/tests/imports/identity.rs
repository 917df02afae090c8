//! Whose records are these?

use crate::support::sources::{badge, employees, folder, skills_of};
use crate::support::{Stage, on_both};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_a_course_and_an_hr_record_make_one_passport() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        let school = stage.source("school", "lms", &["email"]).await;
        badges.sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"])).await;
        hr.sends(employees(&[(31, "Amara N. Okafor", "Amara@Example.org")])).await;
        let users = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n\
                     u-1,,,true,o-1,student,amara,,Amara,Okafor,,S-1,amara@example.org,,,,,\n";
        let course = school.sends(folder(&[("users.csv", users)])).await;
        assert_eq!((course.state, course.new), ("finished", 1), "{course:?}");
        assert_eq!(stage.count("person").await, 1);
        assert_eq!(stage.count("subject").await, 3);
        assert_eq!(stage.count("person_link WHERE state = 'active' AND rule = 'verified-email'").await, 2);
        let names = stage.texts("SELECT display_name || '/' || given_name || '/' || family_name FROM person").await;
        assert_eq!(names, ["Amara Okafor/Amara/Okafor"], "the first name stays, what was empty is filled");
        assert_eq!(stage.count("experience JOIN person ON person.id = person_id").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_side_has_not_verified_only_may_be_the_same() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &[]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
        assert_eq!(stage.count("person").await, 2);
        let links = stage
            .texts("SELECT state || ' ' || rule || ' ' || CAST(agreed AS TEXT) FROM person_link")
            .await;
        assert_eq!(links.len(), 1);
        assert!(
            links[0].starts_with("proposed shared-email") && links[0].contains("name"),
            "{links:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_twice_in_one_chunk_is_one_person() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut second = badge("sql", "amara@example.org", "Amara Okafor", &["SQL"]);
        second["credentialSubject"]["id"] = "did:example:amara".into();
        let summary = badges
            .sends_json(&json!([
                badge("python", "amara@example.org", "Amara Okafor", &["Python"]),
                second
            ]))
            .await;
        assert_eq!((summary.new, summary.passports_touched), (2, 1), "{summary:?}");
        assert_eq!((stage.count("person").await, stage.count("subject").await), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_employees_who_share_a_mailbox_are_two() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[
            (1, "Amara Okafor", "desk@example.org"),
            (2, "Luis Ortega", "desk@example.org"),
        ]))
        .await;
        assert_eq!(stage.count("person").await, 2);
        assert_eq!(stage.count("person_link WHERE state = 'proposed'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn placeholders_identify_nobody() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut one = badge("a", "n/a", "Amara Okafor", &["SQL"]);
        one["credentialSubject"]["id"] = "urn:one".into();
        let mut two = badge("b", "n/a", "Luis Ortega", &["SQL"]);
        two["credentialSubject"]["id"] = "urn:two".into();
        badges.sends_json(&json!([one, two])).await;
        assert_eq!(stage.count("person").await, 2);
        assert_eq!(stage.count("person_link").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_somebody_is_may_turn_out_later() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        let skills = hr.sends(skills_of(31, "Amara Okafor", "wire switchboards")).await;
        assert_eq!((skills.state, skills.new), ("finished", 1), "{skills:?}");
        assert_eq!(
            stage.count("person").await,
            2,
            "an employee number says nothing to a badge platform"
        );
        let told = hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
        assert_eq!(told.passports_touched, 2, "{told:?}");
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);
        let standing = "person_id IN (SELECT id FROM person WHERE merged_into IS NULL)";
        for table in [
            "claim",
            "credential",
            "experience",
            "person_identifier",
            "subject",
            "skill_state",
        ] {
            assert_eq!(
                stage.count(&format!("{table} WHERE NOT {standing}")).await,
                0,
                "{table}"
            );
        }
        assert_eq!(stage.count("skill_state").await, 2);
        assert_eq!(
            stage
                .count("person_link WHERE state = 'active' AND previous_person_id IS NOT NULL")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_the_same_subject_whatever_else_agrees() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[
            (31, "Amara Okafor", "amara@example.org"),
            (32, "Luis Ortega", "luis@example.org"),
        ]))
        .await;
        let subjects = "SELECT person_id FROM subject ORDER BY id";
        let before = stage.ids(subjects).await;
        hr.sends(employees(&[(31, "Luis Ortega", "luis@example.org")])).await;
        assert_eq!(stage.ids(subjects).await, before, "number 31 is who it was");
        assert_eq!(stage.count("person_link WHERE state = 'active'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_share_what_is_no_address_stay_strangers() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        let school = stage.source("school", "lms", &["email"]).await;
        let mut other = badge("b", "none@none", "Rosa Lind", &["SQL"]);
        other["credentialSubject"]["id"] = "urn:rosa".into();
        let awards = json!([badge("a", "none@none", "Amara Okafor", &["SQL"]), other]);
        assert_eq!(badges.sends_json(&awards).await.rejected, 2);
        let work = hr
            .sends(employees(&[(1, "Luis Ortega", "none@none"), (2, "Noor Haddad", "x@y")]))
            .await;
        assert_eq!((work.state, work.rejected), ("finished", 2), "{work:?}");
        let users =
            "sourcedId,givenName,familyName,email\nu-1,Tae,Kim,none@none\nu-2,Ines,Marsh,x@y\nu-3,Mei,Tanaka,n/a\n";
        let course = school.sends(folder(&[("users.csv", users)])).await;
        assert_eq!((course.new, course.rejected), (3, 3), "the people are kept: {course:?}");
        assert_eq!((stage.count("person").await, stage.count("person_link").await), (7, 0));
        assert_eq!(stage.count("person_identifier WHERE system = 'email'").await, 0);
        let told = stage
            .texts("SELECT code || ' ' || place || ' ' || reason FROM reject")
            .await;
        assert!(
            told.iter()
                .all(|text| text.starts_with("bad_email ") && !text.contains("none") && !text.contains("x@y"))
        );
        for place in [
            "row 2, column email",
            "/1/work_email",
            "/1/credentialSubject/identifier/0/identityHash",
        ] {
            assert!(told.iter().any(|text| text.contains(place)), "{place}: {told:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_of_two_who_share_no_name_is_for_a_steward() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email", "did"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        badges
            .sends_json(&badge("python", "desk@example.org", "Amara Okafor", &["SQL"]))
            .await;
        hr.sends(employees(&[(31, "Luis Ortega", "desk@example.org")])).await;
        assert_eq!(stage.count("person").await, 2);
        let links = "SELECT state || ' ' || rule || ' ' || CAST(agreed AS TEXT) FROM person_link";
        assert_eq!(
            stage.texts(links).await,
            [r#"proposed verified-email-other-name ["email"]"#]
        );
        // A name that agrees, in whatever case and order, is somebody's own.
        hr.sends(employees(&[(32, "OKAFÓR Amara", "desk@example.org")])).await;
        let linked = "person_link WHERE state = 'active' AND rule = 'verified-email'";
        assert_eq!((stage.count("person").await, stage.count(linked).await), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_platform_does_not_merge_two_who_share_no_name() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email", "did"]).await;
        let award = |id: &str, holder: &str, name: &str| {
            let mut award = badge(id, "desk@example.org", name, &["SQL"]);
            award["credentialSubject"]["id"] = holder.into();
            award
        };
        badges
            .sends_json(&json!([
                award("a", "urn:one", "Amara Okafor"),
                award("b", "urn:two", "Luis Ortega"),
                award("c", "urn:three", "A. Okafor"),
            ]))
            .await;
        let links = "SELECT state || ' ' || rule FROM person_link ORDER BY 1";
        assert_eq!(
            stage.texts(links).await,
            ["active verified-email", "proposed verified-email-other-name"]
        );
        assert_eq!(stage.count("person").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_did_is_one_persons_whatever_they_are_called() {
    on_both(async |stage: &Stage| {
        let award = |name: &str| {
            let mut award = badge("python", "", name, &["SQL"]);
            award["credentialSubject"]["id"] = "did:example:amara".into();
            award["credentialSubject"]["identifier"] = json!([]);
            award
        };
        for (key, name) in [("badges", "Amara Okafor"), ("guild", "Luis Ortega")] {
            let source = stage.source(key, "badge", &["did"]).await;
            source.sends_json(&award(name)).await;
        }
        assert_eq!(stage.count("person").await, 1);
        assert_eq!(stage.count("person_link WHERE rule = 'verified-did'").await, 1);
    })
    .await;
}

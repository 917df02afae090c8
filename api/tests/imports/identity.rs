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

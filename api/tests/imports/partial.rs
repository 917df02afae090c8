//! Deliveries that come without the files that their rows refer to.

use crate::support::sources::folder;
use crate::support::{Stage, on_both};

const ORGS: &str = "sourcedId,name,type\no1,Hill School,school\n";
const COURSES: &str = "sourcedId,title,courseCode,orgSourcedId\nk1,Welding I,WEL1,o1\nk2,Pottery,POT1,o1\n";
const CLASSES: &str = "sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds\n\
                       c1,,k1,WEL1-3,scheduled,o1,t1\nc2,,k2,POT1-1,scheduled,o1,t1\n";
const TERMS: &str = "sourcedId,title,type,startDate,endDate\nt1,Term 1,term,2025-08-18,2025-12-19\n";
const ENROLLMENTS: &str = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n";
const LINE_ITEMS: &str = "sourcedId,title,assignDate,dueDate,classSourcedId,categorySourcedId\n\
                          l1,First weld,2025-09-01,2025-09-30,c1,x\n";
const RESULTS: &str = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate\n";

/// Title, code, provider and period of what holds, and the provider's organization.
async fn learning(stage: &Stage) -> Vec<String> {
    let parts = [
        "title",
        "code",
        "provider_name",
        "name",
        "CAST(period_from AS TEXT)",
        "CAST(period_to AS TEXT)",
    ];
    let parts = parts.map(|part| format!("COALESCE({part}, '-')")).join(" || ' ' || ");
    stage
        .texts(&format!(
            "SELECT {parts} FROM learning LEFT JOIN organization o ON o.id = provider_organization_id \
             WHERE superseded_at IS NULL ORDER BY 1"
        ))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn enrolments_without_their_courses_keep_what_is_known_of_them() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let enrolled = format!("{ENROLLMENTS}e1,c1,o1,u1,student,,\ne2,c1,,u2,student,2025-09-01,\n");
        let whole = [
            ("orgs.csv", ORGS),
            ("courses.csv", COURSES),
            ("classes.csv", CLASSES),
            ("academicSessions.csv", TERMS),
            ("enrollments.csv", enrolled.as_str()),
        ];
        school.sends(folder(&whole)).await;
        let held = learning(stage).await;
        assert_eq!(
            held,
            [
                "Welding I WEL1 Hill School Hill School 2025-08-18 2025-12-19",
                "Welding I WEL1 Hill School Hill School 2025-09-01 2025-12-19",
            ]
        );

        for files in [&whole[4..], &whole[3..], &whole[2..], &whole] {
            let again = school.sends(folder(files)).await;
            assert_eq!((again.changed, again.rejected), (0, 0), "says nothing new: {again:?}");
            assert_eq!(learning(stage).await, held);
        }

        let left = format!("{ENROLLMENTS}e1,c1,o1,u1,student,,2025-10-31\ne2,c2,,u2,student,2025-09-01,\n");
        let changed = school.sends(folder(&[("enrollments.csv", &left)])).await;
        assert_eq!((changed.changed, changed.rejected), (2, 1), "{changed:?}");
        assert_eq!(
            learning(stage).await,
            [
                "Welding I WEL1 Hill School Hill School 2025-08-18 2025-10-31",
                "c2 - - - 2025-09-01 -",
            ],
            "another class is another title"
        );
        let told = stage.texts("SELECT code || ' ' || place FROM reject").await;
        assert_eq!(told, ["missing_context row 3"]);

        let again = school.sends(folder(&[("enrollments.csv", &left)])).await;
        assert_eq!((again.unchanged, again.rejected), (2, 0), "{again:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_that_never_came_are_missed_once_and_filled_in_later() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let enrolled = format!("{ENROLLMENTS}e1,c1,o1,u1,student,,\ne2,c1,o1,u2,student,,\n");
        let alone = school.sends(folder(&[("enrollments.csv", &enrolled)])).await;
        assert_eq!((alone.new, alone.rejected), (2, 1), "{alone:?}");
        let whole = school
            .sends(folder(&[
                ("orgs.csv", ORGS),
                ("courses.csv", COURSES),
                ("classes.csv", CLASSES),
                ("academicSessions.csv", TERMS),
                ("enrollments.csv", &enrolled),
            ]))
            .await;
        assert_eq!((whole.changed, whole.rejected), (2, 0), "{whole:?}");
        let welding = "Welding I WEL1 Hill School Hill School 2025-08-18 2025-12-19";
        assert_eq!(learning(stage).await, [welding, welding]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_without_their_line_items_keep_title_and_school() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let graded = |score: &str| format!("{RESULTS}r1,l1,u1,fully graded,{score},2025-10-01\n");
        school
            .sends(folder(&[
                ("orgs.csv", ORGS),
                ("courses.csv", COURSES),
                ("classes.csv", CLASSES),
                ("academicSessions.csv", TERMS),
                ("lineItems.csv", LINE_ITEMS),
                ("results.csv", &graded("17")),
            ]))
            .await;
        let held = learning(stage).await;
        assert_eq!(held, ["First weld - Hill School Hill School 2025-10-01 2025-10-01"]);
        let again = school.sends(folder(&[("results.csv", &graded("17"))])).await;
        assert_eq!((again.unchanged, again.rejected), (1, 0), "{again:?}");
        let regraded = school.sends(folder(&[("results.csv", &graded("18"))])).await;
        assert_eq!((regraded.changed, regraded.rejected), (1, 0), "{regraded:?}");
        assert_eq!(learning(stage).await, held);
        assert_eq!(
            stage
                .count("learning WHERE superseded_at IS NULL AND result_value = '18'")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_again_is_unchanged() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let orgs = |status: &str| format!("sourcedId,status,name,type\no1,{status},Hill School,school\n");
        let never = school.sends(folder(&[("orgs.csv", &orgs("tobedeleted"))])).await;
        assert_eq!((never.withdrawn, never.unchanged), (0, 1), "never held: {never:?}");
        school.sends(folder(&[("orgs.csv", &orgs("active"))])).await;
        for (withdrawn, unchanged) in [(1, 0), (0, 1)] {
            let gone = school.sends(folder(&[("orgs.csv", &orgs("tobedeleted"))])).await;
            assert_eq!((gone.withdrawn, gone.unchanged), (withdrawn, unchanged), "{gone:?}");
        }
    })
    .await;
}

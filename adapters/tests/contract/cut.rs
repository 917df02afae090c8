//! Long answers: they are recognised by their beginning, and what stands before a break is read.

use adapters::delivery::{Content, HEAD, Opens};
use adapters::{Batch, Delivery, Part};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// An adapter, what stands before its rows, a row with `§` for its number, and what stands behind them.
type Answer = (&'static str, &'static str, &'static str, &'static str);

const ANSWERS: &[Answer] = &[
    (
        "scim",
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":["#,
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"5f§","userName":"nia.§"}"#,
        r#"],"totalResults":3}"#,
    ),
    (
        "scim",
        r#"{"totalResults":3,"Resources":["#,
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"5f§","userName":"nia.§"}"#,
        r#"],"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]}"#,
    ),
    (
        "horilla",
        r#"{"count":3,"next":null,"results":["#,
        r#"{"id":§,"employee_first_name":"Nia","employee_last_name":"Park","employee_work_info_id":"§"}"#,
        r#"],"previous":null}"#,
    ),
    (
        "odoo",
        r#"{"jsonrpc":"2.0","id":1,"result":["#,
        r#"{"id":§,"name":"Ifeoma Bright","work_email":"p§@example.net","job_id":[4,"Electrician"]}"#,
        r#"],"context":{}}"#,
    ),
    (
        "odoo",
        r#"{"jsonrpc":"2.0","result":{"length":3,"records":["#,
        r#"{"id":§,"name":"Ifeoma Bright","work_email":"p§@example.net","job_id":{"id":4,"display_name":"Electrician"}}"#,
        r#"]},"id":1}"#,
    ),
    (
        "odoo",
        "[",
        r#"{"id":§,"name":"Ifeoma Bright","work_email":"p§@example.net","job_id":[4,"Electrician"],"write_date":"2025-03-04 09:15:00"}"#,
        "]",
    ),
    (
        "canvas",
        "[",
        r#"{"id":§,"course_id":7,"user_id":§,"type":"StudentEnrollment","enrollment_state":"active"}"#,
        "]",
    ),
    (
        "canvas",
        r#"{"outcome_results":["#,
        r#"{"id":§,"mastery":true,"score":3,"links":{"user":"7","learning_outcome":"9"}}"#,
        r#"],"linked":{"outcomes":[]}}"#,
    ),
    (
        "canvas",
        r#"{"list_users":{"method":"GET","endpoint":"courses/1/users","data":["#,
        r#"{"id":§,"name":"Mia Lund"}"#,
        r#"],"status_code":200}}"#,
    ),
    (
        "moodle",
        r#"{"users":["#,
        r#"{"id":§,"username":"u§","fullname":"Mia Lund","email":"p§@example.org","auth":"manual","profileimageurlsmall":"https://moodle.example.org/s"}"#,
        r#"],"warnings":[]}"#,
    ),
    (
        "moodle",
        r#"{"usergrades":["#,
        r#"{"courseid":1,"userid":§,"gradeitems":[{"id":5,"itemname":"Box","itemtype":"mod","graderaw":7,"grademin":0,"grademax":10}]}"#,
        r#"],"warnings":[]}"#,
    ),
    (
        "moodle",
        "[",
        r#"{"id":§,"fullname":"Mia Lund","profileimageurlsmall":"https://moodle.example.org/s","roles":[]}"#,
        "]",
    ),
];

#[derive(Debug)]
struct Long(Vec<u8>);

impl Opens for Long {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

fn delivery(text: String) -> Delivery<'static> {
    let length = text.len() as u64;
    let bytes = Content::elsewhere(Arc::new(Long(text.into_bytes())), length).unwrap();
    let name = "answer.json".into();
    Delivery::several("answer.json", vec![Part { name, bytes }])
}

#[test]
fn what_stands_before_a_break_is_read() {
    for (key, before, row, behind) in ANSWERS {
        let adapter = adapters::by_key(key).unwrap();
        let rows = [1, 2, 3].map(|number| row.replace('§', &number.to_string()));
        let whole = format!("{before}{}{behind}", rows.join(","));
        let read = |text: String| {
            let mut batch = Batch::default();
            let fault = adapters::read(adapter, &delivery(text), &mut batch).err();
            (batch.records, batch.rejects.len(), fault.map(|fault| fault.code))
        };
        let (records, rejects, fault) = read(whole.clone());
        assert_eq!((records.len() % 3, rejects, fault), (0, 0, None), "{key}: {whole}");
        let each = records.len() / 3;
        assert!(each > 0, "{key}: {whole}");
        // In the third row, behind it, and behind the list.
        let third = whole.rfind(&rows[2]).unwrap();
        for (cut, rows) in [
            (third + 9, 2),
            (third + rows[2].len(), 3),
            (whole.len() - behind.len() + 1, 3),
            (whole.len() - 1, 3),
        ] {
            if cut == whole.len() {
                continue;
            }
            let (found, rejects, fault) = read(whole[..cut].to_owned());
            assert_eq!((rejects, fault), (0, Some("truncated")), "{key}: {}", &whole[..cut]);
            assert_eq!(found, records[..rows * each], "{key}: {}", &whole[..cut]);
        }
    }
}

#[test]
fn a_long_answer_is_recognised_by_its_beginning() {
    for (key, before, row, behind) in ANSWERS {
        let rows: Vec<_> = (1..)
            .map(|number: u64| row.replace('§', &number.to_string()))
            .take(HEAD / row.len() + 100)
            .collect();
        let delivery = delivery(format!("{before}{}{behind}", rows.join(",\n")));
        assert!(delivery.parts()[0].bytes.len() <= HEAD && !delivery.parts()[0].bytes.is_whole());
        let all = adapters::sources::all().iter();
        let by: Vec<_> = all
            .filter(|adapter| adapter.recognises(&delivery))
            .map(|adapter| adapter.profile().key)
            .collect();
        assert_eq!(by, [*key]);
        let mut batch = Batch::default();
        adapters::read(adapters::by_key(key).unwrap(), &delivery, &mut batch).unwrap();
        assert!(batch.rejects.is_empty() && batch.records.len() >= rows.len(), "{key}");
    }
}

//! Made-up deliveries of every adapter, of any size: a beginning, records that vary, an end.

use adapters::delivery::{Content, Opens};
use adapters::{Delivery, Part};
use std::io::{self, Read};
use std::sync::Arc;

/// A file: its name, what stands before its records, a record, what stands between two, and what behind them. In a record
/// `§n` is its number, `§p` that of the person it is about, `§c` one of 200, `§h` the number in twelve hexadecimal digits,
/// `§s` one of a hundred scores, `§d` a day of 2024, `§w` a word, `§v` one that stays with the person.
pub struct File {
    name: &'static str,
    before: &'static str,
    record: &'static str,
    between: &'static str,
    behind: &'static str,
    /// Whether there is one record alone, however many the delivery has.
    once: bool,
}

/// What an adapter reads: its key, and the files of a delivery.
pub struct Kind {
    pub key: &'static str,
    pub files: &'static [File],
}

/// An array of these.
const fn array(name: &'static str, record: &'static str) -> File {
    wrapped(name, "[", record, "]")
}

/// These within an object.
const fn wrapped(name: &'static str, before: &'static str, record: &'static str, behind: &'static str) -> File {
    File {
        name,
        before,
        record,
        between: ",\n",
        behind,
        once: false,
    }
}

/// A table with this header.
const fn table(name: &'static str, header: &'static str, record: &'static str) -> File {
    File {
        name,
        before: header,
        record,
        between: "\n",
        behind: "\n",
        once: false,
    }
}

const fn once(file: File) -> File {
    File { once: true, ..file }
}

pub const ALL: &[Kind] = &[
    Kind {
        key: "canvas",
        files: &[array(
            "enrollments.json",
            r#"{"id":§n,"course_id":§c,"user_id":§p,"type":"StudentEnrollment","role":"StudentEnrollment","enrollment_state":"completed","course_section_id":1,"grades":{"final_grade":"B+","final_score":§s},"user":{"id":§p,"name":"§v Park","sortable_name":"Park, §v","short_name":"§v","login_id":"l§p","sis_user_id":"S-§p"}}"#,
        )],
    },
    Kind {
        key: "clr",
        files: &[array(
            "records.json",
            r#"{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"],"id":"urn:uuid:00000000-0000-4000-8000-§h","type":["VerifiableCredential","ClrCredential"],"name":"Transcript","issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Harbour College"},"validFrom":"§dT00:00:00Z","credentialSubject":{"id":"did:example:p§p","type":["ClrSubject"],"verifiableCredential":[{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:00000000-0000-4000-9000-§h","type":["VerifiableCredential","AchievementCredential"],"issuer":{"id":"did:web:example.org","type":["Profile"],"name":"Harbour College"},"validFrom":"§dT09:00:00Z","name":"§w","credentialSubject":{"id":"did:example:p§p","type":["AchievementSubject"],"achievement":{"id":"https://example.org/achievements/§c","type":["Achievement"],"name":"§w §c","description":"Learning §w.","achievementType":"Course","criteria":{"narrative":"Pass."},"alignment":[{"type":["Alignment"],"targetName":"§w","targetUrl":"https://example.org/skills/§c","targetType":"CFItem"}]}}}]}}"#,
        )],
    },
    Kind {
        key: "ctdl",
        files: &[
            array(
                "courses.json",
                r#"{"@context":"https://credreg.net/ctdl/schema/context/json","@id":"https://registry.example.org/resources/ce-§n","@type":"ceterms:LearningProgram","ceterms:ctid":"ce-§n","ceterms:name":{"en-US":"§w for drivers §n"},"ceterms:subjectWebpage":"https://trucks.example.org/§n","ceterms:offeredBy":["https://registry.example.org/resources/ce-school"],"ceterms:availableAt":[{"@type":"ceterms:Place","ceterms:addressLocality":{"en-US":"Elmville"},"ceterms:addressRegion":{"en-US":"New Jersey"}}],"ceterms:lifeCycleStatusType":{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNode":"lifeCycle:Active"},"ceterms:entryCondition":[{"@type":"ceterms:ConditionProfile","ceterms:targetCompetency":["https://vocabulary.example.org/skill/§c"]}],"ceterms:estimatedDuration":[{"@type":"ceterms:DurationProfile","ceterms:exactDuration":"P10W"}]}"#,
            ),
            once(array(
                "organizations.json",
                r#"{"@id":"https://registry.example.org/resources/ce-school","@type":"ceterms:CredentialOrganization","ceterms:ctid":"ce-school","ceterms:name":{"en-US":"School of Elmville"},"ceterms:subjectWebpage":"https://elmville.example.org"}"#,
            )),
        ],
    },
    Kind {
        key: "etpl",
        files: &[table(
            "list.csv",
            "d101_eligible_training_provider,address,city,state,zip,d105_program_name,d106_program_description,d107_program_url,d108_program,d109_associated_credential,d110_cip_code,d113_program_length_hours,d116_program_format,d117_program_soc_occupation_1,d120_total_served,d123_total_employed_q2,de172\n",
            "College §c,1 Oak Road,Oak Town,VA,22900,§w §n,\"Become good at §w, and more\",https://oak.example.org/§n,3,Licence §c,51.3901,1200,In-person,29-206100,112,80,§d",
        )],
    },
    Kind {
        key: "horilla",
        files: &[wrapped(
            "employees.json",
            r#"{"count":3,"next":null,"previous":null,"results":["#,
            r#"{"id":§n,"employee_first_name":"§w","employee_last_name":"Park","email":"p§n@example.org","job_position_name":"Nurse","employee_work_info_id":"§n","employee_profile":null,"employee_bank_details_id":null}"#,
            "]}",
        )],
    },
    Kind {
        key: "job_posting",
        files: &[array(
            "postings.json",
            r#"{"@context":"https://schema.org/","@type":"JobPosting","title":"§w assistant","description":"<p>Work with §w every day, with care and with others.</p>","identifier":{"@type":"PropertyValue","name":"Elm Street Care","value":"CA-§n"},"url":"https://elm.example.org/jobs/§n","inLanguage":"en","datePosted":"§d","hiringOrganization":{"@type":"Organization","name":"Elm Street §c"},"jobLocation":[{"@type":"Place","address":"Shelbyville, IL"}],"occupationalCategory":[{"@type":"CategoryCode","codeValue":"31-1122.00","name":"Personal Care Aides","inCodeSet":{"@type":"CategoryCodeSet","name":"O*NET-SOC"}}],"skills":["§w",{"@type":"DefinedTerm","@id":"https://vocabulary.example.org/skill/§c","name":"empathise","termCode":"S1.7","inDefinedTermSet":"Skills of care"}]}"#,
        )],
    },
    Kind {
        key: "json_resume",
        files: &[array(
            "resumes.json",
            r#"{"basics":{"name":"§w Park","email":"p§n@example.org","profiles":[{"network":"x","username":"p§n","url":"https://x.example.org/p§n"}]},"work":[{"name":"Dock Logistics §c","position":"Driver","startDate":"§d","summary":"Drove, and §w."}],"education":[{"institution":"Harbour School","area":"§w","studyType":"Diploma","startDate":"2019-01-01","endDate":"2021-01-01"}],"skills":[{"name":"§w","level":"Master","keywords":["Forklift driving"]}],"languages":[{"language":"English","fluency":"Native"}]}"#,
        )],
    },
    Kind {
        key: "ler_rs",
        files: &[array(
            "resumes.json",
            r#"{"type":"http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json","documentId":{"value":"cv-§n"},"person":{"name":{"formattedName":"§w Müller"}},"skills":[{"name":"§w"},{"name":"Triage §c"}],"employmentHistories":[{"organization":{"name":"Hospital §c"},"positionHistories":[{"title":"Nurse","start":"§d"}]}]}"#,
        )],
    },
    Kind {
        key: "moodle",
        files: &[wrapped(
            "users.json",
            r#"{"users":["#,
            r#"{"id":§n,"username":"u§n","firstname":"§w","lastname":"Park","fullname":"§w Park","email":"p§n@example.org","department":"","idnumber":"S-§n","auth":"manual","suspended":false,"lang":"en_us","description":"<p>likes §w</p>","profileimageurlsmall":"https://moodle.example.org/s/§n","profileimageurl":"https://moodle.example.org/§n"}"#,
            r#"],"warnings":[]}"#,
        )],
    },
    Kind {
        key: "odoo",
        files: &[wrapped(
            "employees.json",
            r#"{"jsonrpc":"2.0","id":1,"result":["#,
            r#"{"id":§n,"name":"§w Bright","work_email":"p§n@example.net","work_phone":"+234 555 0131","mobile_phone":false,"job_id":[4,"Electrician"],"job_title":"Electrician","company_id":[1,"Bright Grid"],"department_id":[3,"Field"],"barcode":"BG-§n","active":true,"contract_date_start":"§d","contract_date_end":false,"departure_date":false,"write_date":"2025-03-04 09:15:00"}"#,
            "]}",
        )],
    },
    Kind {
        key: "oneroster_csv",
        files: &[
            once(table(
                "classes.csv",
                "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,schoolSourcedId,termSourcedIds\n",
                "c1,,,Joinery,,,J-1,,",
            )),
            once(table(
                "lineItems.csv",
                "sourcedId,status,dateLastModified,title,assignDate,dueDate,classSourcedId,resultValueMin,resultValueMax\n",
                "l1,,,\"A dovetail box, by hand\",2026-01-10,2026-02-10,c1,0,100",
            )),
            table(
                "resultLearningObjectiveIds.csv",
                "sourcedId,status,dateLastModified,resultSourcedId,source,learningObjectiveId,score,textScore\n",
                "ro§n,,,r§n,case,urn:uuid:5b0e6a2e-3b5e-4d2b-9f0d-§c,§s,mastered",
            ),
            table(
                "results.csv",
                "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId\n",
                "r§n,active,2025-08-20T07:00:00Z,l1,student-§p,fully graded,§s,§d,\"Lovely §w, well done\",,c1",
            ),
        ],
    },
    Kind {
        key: "open_badges",
        files: &[array(
            "badges.json",
            r#"{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:00000000-0000-4000-8000-§h","type":["VerifiableCredential","OpenBadgeCredential"],"name":"§w","issuer":{"id":"did:web:badges.example.org","type":["Profile"],"name":"Open Skills Badges","url":"https://badges.example.org"},"validFrom":"§dT10:00:00Z","credentialSubject":{"id":"did:example:p§p","type":["AchievementSubject"],"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"p§p@example.org","identityType":"emailAddress"}],"achievement":{"id":"https://badges.example.org/achievements/§c","type":["Achievement"],"achievementType":"Certificate","name":"§w","description":"Writes tested programs for §w.","criteria":{"narrative":"Complete the project."},"alignment":[{"type":["Alignment"],"targetName":"§w","targetUrl":"https://skills.example.org/§c","targetFramework":"House","targetType":"ceasn:Competency"}]}}}"#,
        )],
    },
    Kind {
        key: "pirl",
        files: &[table(
            "pirl.csv",
            "PIRL100,PIRL200,PIRL201,PIRL801,PIRL900,PIRL901,PIRL903,PIRL904,PIRL1300,PIRL1301,PIRL1302,PIRL1303,PIRL1306,PIRL1307,PIRL1308,PIRL1610,PIRL1704,PIRL1800,PIRL1801,PIRL1806\n",
            "P§n,19900101,1,0,20240102,20240601,1,0,1,\"Riverside §w, Inc.\",20240110,01,15125200,1,20240401,31113100,5000,1,20240501,20240301",
        )],
    },
    Kind {
        key: "scim",
        files: &[wrapped(
            "users.json",
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":4,"Resources":["#,
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":"5f§n","externalId":"E-§n","meta":{"resourceType":"User","created":"2025-01-02T10:00:00Z","lastModified":"2025-02-02T10:00:00Z"},"userName":"nia.§n","name":{"formatted":"§w Park","familyName":"Park","givenName":"§w"},"displayName":"§w Park","title":"Nurse","preferredLanguage":"en-GB","active":true,"emails":[{"value":"p§n@example.org","type":"work","primary":true}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E-§n","organization":"Hill Hospital","department":"Ward §c"}}"#,
            "]}",
        )],
    },
    Kind {
        key: "xapi",
        files: &[array(
            "statements.json",
            r#"{"id":"00000000-0000-4000-8000-§h","actor":{"objectType":"Agent","name":"§w Park","mbox":"mailto:p§p@example.org"},"verb":{"id":"http://adlnet.gov/expapi/verbs/mastered","display":{"en-US":"mastered"}},"object":{"id":"https://lms.example.org/competencies/§c","definition":{"name":{"en":"§w"},"type":"https://w3id.org/xapi/tla/activity-types/competency"}},"result":{"success":true,"score":{"raw":§s,"min":0,"max":100},"duration":"PT4H"},"timestamp":"§dT10:00:00.000Z","authority":{"objectType":"Agent","account":{"homePage":"https://lrs.example.org","name":"lms-sender"}},"version":"1.0.3","stored":"2025-03-14T10:00:01Z"}"#,
        )],
    },
];

const WORDS: [&str; 8] = [
    "welding",
    "Schweißen",
    "first aid",
    "data analysis",
    "Zuhören",
    "navigation",
    "seamanship",
    "taille des arbres",
];

impl Kind {
    /// A delivery of so many records, in memory.
    pub fn in_memory(&'static self, records: u64) -> Delivery<'static> {
        let bytes = |file| {
            let mut bytes = Vec::new();
            let made = Made { file, records }
                .open()
                .and_then(|mut made| made.read_to_end(&mut bytes));
            made.expect("made in memory");
            Content::from(bytes)
        };
        self.delivery(bytes)
    }

    /// The same that is nowhere: it is made while it is read.
    pub fn made(&'static self, records: u64) -> Delivery<'static> {
        self.delivery(|file| {
            let length = records.saturating_mul(file.record.len() as u64);
            Content::elsewhere(Arc::new(Made { file, records }), length.max(1 << 21)).expect("made in memory")
        })
    }

    fn delivery(&'static self, content: impl Fn(&'static File) -> Content<'static>) -> Delivery<'static> {
        let part = |file: &'static File| Part {
            name: file.name.into(),
            bytes: content(file),
        };
        match self.files {
            [file] => Delivery::single(file.name, content(file)),
            files => Delivery::several("set", files.iter().map(part).collect()),
        }
    }

    pub fn is_table(&self) -> bool {
        self.files.iter().all(|file| file.name.ends_with(".csv"))
    }
}

#[derive(Clone, Copy)]
struct Made {
    file: &'static File,
    records: u64,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.file.name)
    }
}

impl Opens for Made {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Making {
            made: *self,
            next: 0,
            ready: self.file.before.as_bytes().to_vec(),
            given: 0,
        }))
    }
}

struct Making {
    made: Made,
    next: u64,
    ready: Vec<u8>,
    given: usize,
}

impl Read for Making {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let File {
            once, between, behind, ..
        } = *self.made.file;
        let records = if once { 1 } else { self.made.records };
        while self.given == self.ready.len() && self.next <= records {
            self.ready.clear();
            self.given = 0;
            if self.next == records {
                self.ready.extend_from_slice(behind.as_bytes());
            } else {
                let between = if self.next == 0 { "" } else { between };
                self.ready.extend_from_slice(between.as_bytes());
                fill(&mut self.ready, self.made.file.record, self.next);
            }
            self.next += 1;
        }
        let mut rest = self.ready.get(self.given..).unwrap_or_default();
        let length = rest.read(into)?;
        self.given += length;
        Ok(length)
    }
}

fn fill(into: &mut Vec<u8>, record: &str, number: u64) {
    let mut pieces = record.split('§');
    into.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let (sign, rest) = piece.split_at(1);
        let filled = match sign {
            "n" => (number + 1).to_string(),
            "p" => (number / 20 + 1).to_string(),
            "c" => (number * 7 % 200 + 1).to_string(),
            "h" => format!("{number:012x}"),
            "s" => (number * 13 % 100).to_string(),
            "d" => format!("2024-{:02}-{:02}", number % 12 + 1, number * 5 % 28 + 1),
            "v" => WORDS[(number / 20 % 8) as usize].to_owned(),
            _ => WORDS[(number * 11 % 8) as usize].to_owned(),
        };
        into.extend_from_slice(filled.as_bytes());
        into.extend_from_slice(rest.as_bytes());
    }
}

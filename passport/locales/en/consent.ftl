# What holders read about consent, in English. Every language has the same messages; docs/CONSENT.md says how to add one.

### Lists

list-and = { $before } and { $last }
list-or = { $before } or { $last }
quoted = “{ $text }”

### Time

date = { $month ->
    [m1] { $day } January { $year }
    [m2] { $day } February { $year }
    [m3] { $day } March { $year }
    [m4] { $day } April { $year }
    [m5] { $day } May { $year }
    [m6] { $day } June { $year }
    [m7] { $day } July { $year }
    [m8] { $day } August { $year }
    [m9] { $day } September { $year }
    [m10] { $day } October { $year }
    [m11] { $day } November { $year }
   *[m12] { $day } December { $year }
}

### What a partner asks for: “for …”

purpose-hiring = deciding on a job
purpose-admission = deciding on a place to study
purpose-credit_transfer = recognising what you learned elsewhere
purpose-advising = advising you
purpose-programme_eligibility = finding out whether a programme is open to you
purpose-programme_reporting = reporting on a programme to those who pay for it
purpose-licensing_check = checking a licence
purpose-research_aggregate = research over many people, with no single person shown
purpose-service_to_holder = a service that you asked for

### Parts of a passport: “see …”

section-Profile = your name and language
section-Skill = your skills and what they rest on
section-Credential = your credentials
section-Experience = your experiences
section-Learning = your courses and results
section-Programme = your participation in programmes
section-Goal = your goals
section-Evidence = the evidence you have
section-Endorsement = what others vouch for

### What may be done: “may …”

op-r = see { $section }
op-s = find you by { $section } (has no effect yet)
op-w = add to { $section } (has no effect: see your connections)
op-v = check { $section } with yes or no, without seeing the records

### What it is narrowed to: “see your skills, only …”

filter-concept = only about { $values }
filter-vocabulary = only in the words of { $values }
filter-source = only from { $values }
filter-kind = only of the kind { $values }
filter-assertion = only what was { $values }
filter-verified-true = only what was verified
filter-verified-false = only what was not verified
filter-since = only from { $date } on, and what goes on
filter-minBand = only from the level “{ $band }” upwards

source-self = yourself

kind-job = job
kind-education = education
kind-project = project
kind-volunteering = volunteering
kind-care = care
kind-gig = gig work
kind-military = military service
kind-apprenticeship = apprenticeship
kind-life = life experience
kind-course = course
kind-programme = programme
kind-assessment = assessment

assertion-self = stated by you
assertion-inferred = concluded by a system
assertion-endorsed = vouched for by others
assertion-observed = observed
assertion-assessed = tested
assertion-certified = certified
assertion-licensed = licensed

band-unknown = unknown
band-aware = aware
band-beginner = beginner
band-competent = competent
band-proficient = proficient
band-expert = expert

### Whole consents and requests

partner-unknown = A partner
consent-may = { $partner } may, for { $purpose }:
consent-might = { $partner } could, for { $purpose }:
request-asks = { $partner } asks to be allowed, for { $purpose }, to:
consent-never = but never:
scope-required = { $scope } (needed: { $reason })
scope-optional = { $scope } (if you like: { $reason })
consent-program = Only through its program “{ $program }”.
consent-times = From { $start } until { $end }.
request-until = Until { $end }.
request-days = For { $days ->
    [one] one day
   *[other] { $days } days
} from when you agree.
request-answer = You can answer until { $date }. If you do not, nothing is shown.
consent-uses = { $limit ->
    [one] It may be used once
   *[other] It may be used { $limit } times
}; { $left ->
    [0] no use is left.
    [one] one use is left.
   *[other] { $left } uses are left.
}
request-uses = { $limit ->
    [one] It would be used once at most.
   *[other] It would be used { $limit } times at most.
}
consent-retention = How long it is kept: { $retention }.
redisclosure-none = It is passed on to nobody.
redisclosure-processors = It is passed on only to those who process it for the partner.
redisclosure-notice = It is passed on as the partner’s notice says.

### Where a consent stands

standing-pending = It waits for a second yes. Nothing is shown until then.
standing-unanswered = The second yes did not come in time. Nothing is shown.
standing-not-begun = It has not begun yet. Nothing is shown until then.
standing-in-force = It is in force.
standing-used-up = It is used up. Nothing is shown any more.
standing-over = Its time is over. Nothing is shown any more.
standing-refused = You refused. Nothing is shown.
standing-paused = You paused it. Nothing is shown until you resume it.
standing-withdrawn = You withdrew it. Nothing is shown any more.

### Who decided, where it was not the holder

given-delegate = Your delegate decided this for you.
given-guardian = Your guardian decided this for you.

### Who may decide for the holder: “… may decide for you that partners: see your skills”

unknown-delegate = Your delegate
unknown-guardian = Your guardian
delegation-may = { $delegate } may decide for you that partners:
delegation-purposes = Only for { $purposes }.
delegation-bounds = They see nothing of your passport by it, and cannot pass it on.
delegation-is-pending = Nobody has accepted it yet.
delegation-is-lapsed = Nobody accepted it in time.
delegation-is-not-begun = It has not begun yet.
delegation-is-in-force = It is in force.
delegation-is-over = Its time is over.
delegation-is-ended = It was ended.

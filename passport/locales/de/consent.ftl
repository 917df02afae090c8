# Was Inhaberinnen und Inhaber über Einwilligungen lesen, auf Deutsch. Jede Sprache hat dieselben Nachrichten.

### Aufzählungen

list-and = { $before } und { $last }
list-or = { $before } oder { $last }
quoted = „{ $text }“

### Zeit

date = { $month ->
    [m1] { $day }. Januar { $year }
    [m2] { $day }. Februar { $year }
    [m3] { $day }. März { $year }
    [m4] { $day }. April { $year }
    [m5] { $day }. Mai { $year }
    [m6] { $day }. Juni { $year }
    [m7] { $day }. Juli { $year }
    [m8] { $day }. August { $year }
    [m9] { $day }. September { $year }
    [m10] { $day }. Oktober { $year }
    [m11] { $day }. November { $year }
   *[m12] { $day }. Dezember { $year }
}

### Wozu gefragt wird: „für …“, also im Akkusativ

purpose-hiring = die Entscheidung über eine Stelle
purpose-admission = die Entscheidung über einen Studien- oder Ausbildungsplatz
purpose-credit_transfer = die Anerkennung von anderswo Gelerntem
purpose-advising = Ihre Beratung
purpose-programme_eligibility = die Klärung, ob Ihnen ein Programm offensteht
purpose-programme_reporting = den Bericht über ein Programm an die, die es bezahlen
purpose-licensing_check = die Prüfung einer Zulassung
purpose-research_aggregate = Forschung über viele Menschen, in der niemand einzeln gezeigt wird
purpose-service_to_holder = eine Leistung, um die Sie gebeten haben

### Teile eines Passes: im Akkusativ, „… sehen“

section-Profile = Ihren Namen und Ihre Sprache
section-Skill = Ihre Fähigkeiten und worauf sie beruhen
section-Credential = Ihre Nachweise
section-Experience = Ihre Erfahrungen
section-Learning = Ihre Kurse und Ergebnisse
section-Programme = Ihre Teilnahmen an Programmen
section-Goal = Ihre Ziele
section-Evidence = Ihre Belege
section-Endorsement = Empfehlungen, die andere für Sie geben

### Was getan werden darf

op-r = { $section } sehen
op-s = Sie über { $section } finden (noch ohne Wirkung)
op-w = { $section } ergänzen (ohne Wirkung: siehe Ihre Verbindungen)
op-v = { $section } mit Ja oder Nein prüfen, ohne die Einträge zu sehen

### Worauf es beschränkt ist

filter-concept = nur zu { $values }
filter-vocabulary = nur in den Begriffen von { $values }
filter-source = nur von { $values }
filter-kind = nur von der Art { $values }
filter-assertion = nur, was { $values } wurde
filter-verified-true = nur, was überprüft wurde
filter-verified-false = nur, was nicht überprüft wurde
filter-since = nur ab dem { $date } und was andauert
filter-minBand = nur ab der Stufe „{ $band }“

source-self = Ihnen selbst

kind-job = Arbeitsstelle
kind-education = Ausbildung
kind-project = Projekt
kind-volunteering = Ehrenamt
kind-care = Pflege und Betreuung
kind-gig = Gelegenheitsauftrag
kind-military = Wehrdienst
kind-apprenticeship = Lehre
kind-life = Lebenserfahrung
kind-course = Kurs
kind-programme = Programm
kind-assessment = Prüfung

assertion-self = von Ihnen selbst angegeben
assertion-inferred = von einem System geschlossen
assertion-endorsed = von anderen bestätigt
assertion-observed = beobachtet
assertion-assessed = geprüft
assertion-certified = zertifiziert
assertion-licensed = amtlich zugelassen

band-unknown = unbekannt
band-aware = bekannt
band-beginner = Anfang
band-competent = sicher
band-proficient = fortgeschritten
band-expert = Experte

### Ganze Einwilligungen und Anfragen

partner-unknown = Ein Partner
consent-may = { $partner } darf für { $purpose }:
consent-might = { $partner } könnte für { $purpose }:
request-asks = { $partner } bittet darum, für { $purpose } Folgendes zu dürfen:
consent-never = aber niemals:
scope-required = { $scope } (nötig: { $reason })
scope-optional = { $scope } (wenn Sie möchten: { $reason })
consent-program = Nur über das Programm „{ $program }“.
consent-times = Vom { $start } bis zum { $end }.
request-until = Bis zum { $end }.
request-days = { $days ->
    [one] Einen Tag
   *[other] { $days } Tage
} lang ab Ihrer Zustimmung.
request-answer = Sie können bis zum { $date } antworten. Antworten Sie nicht, wird nichts gezeigt.
consent-uses = { $limit ->
    [one] Sie darf einmal genutzt werden
   *[other] Sie darf { $limit }-mal genutzt werden
}; { $left ->
    [0] keine Nutzung ist übrig.
    [one] eine Nutzung ist übrig.
   *[other] { $left } Nutzungen sind übrig.
}
request-uses = { $limit ->
    [one] Sie würde höchstens einmal genutzt.
   *[other] Sie würde höchstens { $limit }-mal genutzt.
}
consent-retention = Wie lange es aufbewahrt wird: { $retention }.
redisclosure-none = Es wird an niemanden weitergegeben.
redisclosure-processors = Es wird nur an die weitergegeben, die es für den Partner verarbeiten.
redisclosure-notice = Es wird weitergegeben, wie es im Hinweis des Partners steht.

### Wo eine Einwilligung steht

standing-pending = Es fehlt noch eine zweite Zustimmung. Bis dahin wird nichts gezeigt.
standing-unanswered = Die zweite Zustimmung kam nicht rechtzeitig. Nichts wird gezeigt.
standing-not-begun = Sie hat noch nicht begonnen. Bis dahin wird nichts gezeigt.
standing-in-force = Sie gilt.
standing-used-up = Sie ist aufgebraucht. Es wird nichts mehr gezeigt.
standing-over = Ihre Zeit ist vorbei. Es wird nichts mehr gezeigt.
standing-refused = Sie haben abgelehnt. Nichts wird gezeigt.
standing-paused = Sie haben sie angehalten. Bis Sie sie fortsetzen, wird nichts gezeigt.
standing-withdrawn = Sie haben sie widerrufen. Es wird nichts mehr gezeigt.

### Wer entschieden hat, wenn es jemand anders war

given-delegate = Ihre Vertretung hat das für Sie entschieden.
given-guardian = Ihre sorgeberechtigte Person hat das für Sie entschieden.

### Wer für die Person entscheiden darf: „… darf für Sie entscheiden, dass Partner: Ihre Fähigkeiten sehen“

unknown-delegate = Ihre Vertretung
unknown-guardian = Ihre sorgeberechtigte Person
delegation-may = { $delegate } darf für Sie entscheiden, dass Partner:
delegation-purposes = Nur für: { $purposes }.
delegation-bounds = Von Ihrem Pass ist dadurch nichts zu sehen, und weitergegeben werden kann es nicht.
delegation-is-pending = Noch hat niemand angenommen.
delegation-is-lapsed = Niemand hat rechtzeitig angenommen.
delegation-is-not-begun = Es hat noch nicht begonnen.
delegation-is-in-force = Es gilt.
delegation-is-over = Die Zeit ist abgelaufen.
delegation-is-ended = Es wurde beendet.

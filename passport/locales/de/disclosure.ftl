## Zeitpunkte und Aufzählungen

date = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
moment = { $date } um { $time } Uhr (UTC)
list-and = { $first } und { $last }

## Zwecke, wie in: hat … angesehen; Zweck: …

purpose-hiring = Stellenbesetzung
purpose-admission = Zulassung
purpose-credit_transfer = Anrechnung von Leistungen
purpose-advising = Beratung
purpose-programme_eligibility = Prüfung, welche Programme in Frage kommen
purpose-programme_reporting = Berichte über Programme
purpose-licensing_check = Prüfung von Zulassungen zum Beruf
purpose-research_aggregate = Forschung
purpose-service_to_holder = ein Dienst für Sie

## Was gezeigt wurde, nach Abschnitt

rows-Profile = Ihr Name und Ihre Sprache
rows-Skill = { $rows ->
    [one] { $rows } Fähigkeit
   *[other] { $rows } Fähigkeiten
}
rows-Credential = { $rows ->
    [one] { $rows } Nachweis
   *[other] { $rows } Nachweise
}
rows-Experience = { $rows ->
    [one] { $rows } Erfahrung
   *[other] { $rows } Erfahrungen
}
rows-Learning = { $rows ->
    [one] { $rows } Lerneinheit
   *[other] { $rows } Lerneinheiten
}
rows-Programme = { $rows ->
    [one] { $rows } Teilnahme an einem Programm
   *[other] { $rows } Teilnahmen an Programmen
}
rows-Goal = { $rows ->
    [one] { $rows } Ziel
   *[other] { $rows } Ziele
}
rows-Evidence = { $rows ->
    [one] { $rows } Beleg
   *[other] { $rows } Belege
}
rows-Endorsement = { $rows ->
    [one] { $rows } Empfehlung
   *[other] { $rows } Empfehlungen
}

section-Profile = Name und Sprache
section-Skill = Fähigkeiten
section-Credential = Nachweise
section-Experience = Erfahrungen
section-Learning = Lerneinheiten
section-Programme = Teilnahmen an Programmen
section-Goal = Ziele
section-Evidence = Belege
section-Endorsement = Empfehlungen

## Ein Blick in einen Pass

yes-or-no = { $times ->
    [one] Ja oder Nein auf eine Frage (zu: { $section })
   *[other] Ja oder Nein auf { $times } Fragen (zu: { $section })
}
disclosure-shown = Am { $when } hat { $who } Ihren Pass angesehen (Zweck: { $purpose }). Gezeigt wurde: { $what }.
disclosure-empty = Am { $when } hat { $who } Ihren Pass angesehen (Zweck: { $purpose }). Gezeigt wurde nichts daraus.
disclosure-refused = Am { $when } hat { $who } nach Ihrem Pass gefragt (Zweck: { $purpose }) und wurde abgewiesen.
disclosure-source-shown = Am { $when } hat { $who } angesehen, was es selbst zu Ihrem Pass beigetragen hat. Gezeigt wurde: { $what }.
disclosure-source-empty = Am { $when } hat { $who } angesehen, was es selbst zu Ihrem Pass beigetragen hat. Gezeigt wurde nichts daraus.
disclosure-source-refused = Am { $when } hat { $who } nach Ihrem Pass gefragt, zu dem es nichts beigetragen hat, und wurde abgewiesen.
disclosure-steward = Am { $when } wurde Ihr Name der Verwaltung des Hubs gezeigt, um zu klären, wessen Einträge es sind.
disclosure-steward-of = Am { $when } wurde Ihr Name der Verwaltung von { $who } gezeigt, um zu klären, wessen Einträge es sind.
disclosure-under = Die Grundlage: { $consents }.
disclosure-through = { $who } (über das Programm „{ $program }“)
disclosure-nobody = jemand
consent-of = Ihre Einwilligung vom { $date } (Fassung { $version })
consent-at = Ihre Einwilligung vom { $date }, { $time } Uhr UTC (Fassung { $version })
consent-version = Fassung { $version } einer Einwilligung

## Warum etwas sichtbar ist oder nicht

access-shown = { $who } sieht dies (Zweck: { $purpose }).
access-some = { $who } sieht einen Teil davon (Zweck: { $purpose }): { $shown } von { $there }.
access-hidden = { $who } sieht dies nicht (Zweck: { $purpose }).
access-waiting = Es kommt, mindestens zum Teil, aus einer Quelle, die Sie nicht schreiben lassen: Das sieht kein Partner.
access-program-off = { $who } sieht derzeit nichts: Das Programm „{ $program }“ ist abgeschaltet. Wird es wieder eingeschaltet, gilt Folgendes.
access-program = So ist es über das Programm „{ $program }“.
access-absent = Dies steht zu diesem Zeitpunkt nicht in Ihrem Pass.
access-sections = { $who } sieht { $what } (Zweck: { $purpose }), soweit es der Umfang zulässt.
access-no-sections = { $who } sieht nichts aus Ihrem Pass (Zweck: { $purpose }).
access-no-consent = Sie haben { $who } keine Einwilligung gegeben.
access-no-consent-for = Sie haben { $who } keine Einwilligung für diesen Zweck gegeben ({ $purpose }).
access-others = { $others ->
    [one] { $others } andere Einwilligung für einen anderen Zweck zählt nicht.
   *[other] { $others } andere Einwilligungen für andere Zwecke zählen nicht.
}
access-counts = { $consent } zählt.
access-fails = { $consent } zählt nicht: { $why }.
access-permit = { $scope } lässt es durch.
access-permit-not = { $scope } nennt es nicht.
access-deny = { $scope } hält es zurück.
access-deny-not = { $scope } ist verwehrt und nennt es nicht.
access-silent = Nichts nennt { $section }, und Schweigen heißt Nein.
access-yours = Sie dürfen { $what } sehen (Zweck: { $purpose }), längstens bis { $until }, soweit es der Umfang zulässt.

check-holder = sie gehört jemand anderem
check-partner = sie gilt für jemand anderen
check-client = sie gilt für ein anderes Programm, „{ $program }“
check-client-alone = sie gilt nur für das Programm „{ $program }“
check-purpose = sie gilt für einen anderen Zweck
check-state = sie ist nicht in Kraft
check-begun = sie hat noch nicht begonnen
check-ended = sie ist abgelaufen
check-uses = sie ist aufgebraucht

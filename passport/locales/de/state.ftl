# Warum eine Fähigkeit steht, wo sie steht, auf Deutsch.

band-unknown = unbekannt
band-aware = bekannt
band-beginner = Anfang
band-competent = sicher
band-proficient = fortgeschritten
band-expert = Experte

kind-inferred = Schlüsse eines Systems
kind-self = eigene Angaben
kind-endorsed = Bestätigungen anderer
kind-observed = Beobachtungen
kind-assessed = Prüfungen
kind-certified = Zertifikate
kind-licensed = amtliche Zulassungen

date = { $day }.{ $month }.{ $year }

level-one = Stufe „{ $low }“, durch { $kind }{ $statements ->
    [one] {""}
   *[other] : { $statements } Aussagen
}.
level-span = Stufe „{ $low }“ bis „{ $high }“, durch { $kind }{ $statements ->
    [one] {""}
   *[other] : { $statements } Aussagen
}.
level-none = Keine Stufe: Nichts von dem, was zählt, nennt eine.
level-unused = { $statements ->
    [one] Eine weitere Aussage nennt eine Stufe, die nicht entscheidet.
   *[other] { $statements } weitere Aussagen nennen Stufen, die nicht entscheiden.
}
strongest = Stärkste Art von Aussage: { $kind }.
sources = { $sources ->
    [0] Keine Quelle sagt es, außer der Person selbst.
    [one] Eine Quelle außer der Person selbst sagt es.
   *[other] { $sources } Quellen außer der Person selbst sagen es.
}
seen-recent = Zuletzt gesehen am { $date }, vor höchstens zwei Jahren.
seen-ageing = Zuletzt gesehen am { $date }, vor zwei bis fünf Jahren.
seen-old = Zuletzt gesehen am { $date }, vor mehr als fünf Jahren.
seen-undated = Niemand sagt, wann es gesehen wurde.
trend-rising = Die Stufe stieg vom ersten bis zum letzten Mal, dass sie genannt wurde.
trend-steady = Die Stufe blieb vom ersten bis zum letzten Mal, dass sie genannt wurde.
trend-falling = Die Stufe sank vom ersten bis zum letzten Mal, dass sie genannt wurde.
trend-unknown = Wie sich die Stufe bewegt hat, ist nicht bekannt.
aside-required = { $statements ->
    [one] Eine Aussage zählt nicht: Sie ist, was eine Stelle verlangt.
   *[other] { $statements } Aussagen zählen nicht: Sie sind, was Stellen verlangen.
}
aside-ran_out = { $statements ->
    [one] Eine Aussage zählt nicht: Sie ist abgelaufen.
   *[other] { $statements } Aussagen zählen nicht: Sie sind abgelaufen.
}
aside-not_yet = { $statements ->
    [one] Eine Aussage zählt nicht: Sie galt da noch nicht oder war noch nicht bekannt.
   *[other] { $statements } Aussagen zählen nicht: Sie galten da noch nicht oder waren noch nicht bekannt.
}

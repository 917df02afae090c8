# Was Übersetzungen von Fähigkeiten sagen, auf Deutsch.

## Was beim Übersetzen verloren geht, wie in: „Sprechen“: …

loss-not_the_same = nur annähernd dasselbe
loss-broader_than_said = weiter gefasst als gesagt
loss-narrower_than_said = enger gefasst als gesagt und vielleicht nicht gemeint
loss-replaced = nicht mehr gebräuchlich; übersetzt ist, was an seine Stelle trat
loss-proposed_only = nur vorgeschlagen; noch von niemandem bestätigt
loss-uncertain = eher falsch als richtig
loss-several_targets = andere kommen ebenso nahe
loss-level_lost = die Stufe gilt hier nicht
loss-merged_with_another = eine andere Fähigkeit wird hier zu derselben
loss-label_in_other_language = in einer anderen Sprache benannt als gewünscht
loss-no_label = ohne Namen
loss-not_mapped = noch führt nichts dorthin
loss-only_related = nur Verwandtes wurde gefunden
loss-no_match = es hat dort keine Entsprechung
loss-no_concept = nur in den Worten der Quelle bekannt
loss-unknown_concept = aus keinem Vokabular, das geladen ist

## Was mit einer Stufe verloren geht, oder warum sie kein Band ergibt; mehrere mit „; “ dazwischen.

level-finer_scale = die Skala hat mehr Stufen, als es Bänder gibt
level-coarser_scale = die Skala hat weniger Stufen, als es Bänder gibt
level-other_measure = die Skala beschreibt Abschlüsse oder Verantwortung, keine einzelnen Fähigkeiten
level-grade = eine Note für ein einzelnes Lernergebnis; Prüfende urteilen verschieden
level-rounded_outwards = nach außen auf Bänder gerundet
level-between_steps = zwischen zwei Stufen der Skala; beide sind gemeint
level-several_levels = mehrere Stufen; alle sind gemeint
level-lowest_unknown = ein Anteil am Besten; wo die Skala beginnt, ist nicht bekannt
level-word_alone = nur das Wort; die Skala ist nicht angegeben
level-requirement_alone = bekannt ist nur, dass die angegebene Anforderung erfüllt wurde
level-scale_not_declared = kein Band: die Skala ist nicht angegeben
level-not_on_scale = kein Band: keine Stufe dieser Skala
level-out_of_range = kein Band: außerhalb der Skala
level-relative_to_class = ein Platz in einer Gruppe, der von der Gruppe abhängt
level-course_grade = kein Band: eine Note, und kein Lernergebnis wurde geprüft
level-not_a_level = kein Band: die Skala sagt nicht, wie gut
level-no_evidence = kein Band: nichts wurde gesehen
level-below_requirement = kein Band: unter der Anforderung, und wie weit, ist nicht bekannt

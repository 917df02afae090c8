# Was Übersetzungen von Fähigkeiten sagen, auf Deutsch.

## Was beim Übersetzen verloren geht, wie in: „Sprechen“: …

loss-not_the_same = nur annähernd dasselbe
loss-broader_than_said = weiter gefasst als gesagt
loss-narrower_than_said = enger gefasst als gesagt und vielleicht nicht gemeint
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

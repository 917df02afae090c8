# Ce que disent les traductions de compétences, en français.

## Ce qui se perd dans une traduction, comme dans : « Parler » : …

loss-not_the_same = presque la même seulement
loss-broader_than_said = plus large que ce qui a été dit
loss-narrower_than_said = plus étroit que ce qui a été dit, et peut-être pas visé
loss-replaced = n’est plus utilisé ; traduit par ce qui l’a remplacé
loss-proposed_only = seulement proposé ; personne ne l’a encore confirmé
loss-uncertain = plus probablement faux que juste
loss-several_targets = d’autres sont aussi proches
loss-level_lost = le niveau ne vaut pas ici
loss-merged_with_another = une autre compétence devient la même ici
loss-label_in_other_language = nommé dans une autre langue que celle demandée
loss-no_label = sans nom
loss-not_mapped = rien n’y mène encore
loss-only_related = seules des compétences apparentées ont été trouvées
loss-no_match = sans équivalent là-bas
loss-no_concept = connu seulement dans les mots de sa source
loss-unknown_concept = d’aucun vocabulaire chargé

## Ce qui se perd avec un niveau, ou pourquoi il ne donne aucun palier ; plusieurs séparés par « ; ».

level-finer_scale = l’échelle a plus de niveaux qu’il n’y a de paliers
level-coarser_scale = l’échelle a moins de niveaux qu’il n’y a de paliers
level-other_measure = l’échelle décrit des diplômes ou des responsabilités, non des compétences isolées
level-grade = une note pour un seul acquis ; les correcteurs diffèrent
level-rounded_outwards = arrondi vers l’extérieur aux paliers
level-between_steps = entre deux niveaux de son échelle ; les deux sont visés
level-several_levels = plusieurs niveaux ; tous sont visés
level-lowest_unknown = une part du meilleur ; on ignore où commence l’échelle
level-word_alone = le mot seul ; l’échelle n’est pas déclarée
level-requirement_alone = on sait seulement que l’exigence déclarée a été remplie
level-scale_not_declared = aucun palier : l’échelle n’est pas déclarée
level-not_on_scale = aucun palier : ce n’est pas un niveau de son échelle
level-out_of_range = aucun palier : hors des limites de son échelle
level-relative_to_class = un rang dans un groupe, qui dépend du groupe
level-course_grade = aucun palier : une note, et aucun acquis n’a été évalué
level-not_a_level = aucun palier : l’échelle ne dit pas à quel point
level-no_evidence = aucun palier : rien n’a été vu
level-below_requirement = aucun palier : en dessous de l’exigence, et on ignore de combien

# Pourquoi une compétence en est là où elle en est, en français.

band-unknown = inconnu
band-aware = notions
band-beginner = débutant
band-competent = autonome
band-proficient = avancé
band-expert = expert

kind-inferred = conclusions d’un système
kind-self = ce que la personne dit elle-même
kind-endorsed = recommandations
kind-observed = observations
kind-assessed = évaluations
kind-certified = certificats
kind-licensed = autorisations officielles

date = { $day }/{ $month }/{ $year }

level-one = Niveau « { $low } », selon { $kind }{ $statements ->
    [one] {""}
   *[other] {" "}: { $statements } déclarations
}.
level-span = Niveau « { $low } » à « { $high } », selon { $kind }{ $statements ->
    [one] {""}
   *[other] {" "}: { $statements } déclarations
}.
level-none = Pas de niveau : rien de ce qui compte n’en donne un.
level-unused = { $statements ->
    [one] Une autre déclaration donne un niveau qui ne décide pas.
   *[other] { $statements } autres déclarations donnent des niveaux qui ne décident pas.
}
strongest = Déclarations du type le plus fort : { $kind }.
sources = { $sources ->
    [0] Aucune source ne le dit, hormis la personne.
    [one] Une source le dit, outre la personne.
   *[other] { $sources } sources le disent, outre la personne.
}
seen-recent = Vue pour la dernière fois le { $date }, il y a deux ans au plus.
seen-ageing = Vue pour la dernière fois le { $date }, il y a deux à cinq ans.
seen-old = Vue pour la dernière fois le { $date }, il y a plus de cinq ans.
seen-undated = Personne ne dit quand elle a été vue.
trend-rising = Le niveau a monté entre la première et la dernière fois qu’il a été donné.
trend-steady = Le niveau est resté le même entre la première et la dernière fois qu’il a été donné.
trend-falling = Le niveau a baissé entre la première et la dernière fois qu’il a été donné.
trend-unknown = On ne sait pas comment le niveau a évolué.
aside-required = { $statements ->
    [one] Une déclaration ne compte pas : c’est ce qu’un poste exige.
   *[other] { $statements } déclarations ne comptent pas : c’est ce que des postes exigent.
}
aside-ran_out = { $statements ->
    [one] Une déclaration ne compte pas : elle a expiré.
   *[other] { $statements } déclarations ne comptent pas : elles ont expiré.
}
aside-not_yet = { $statements ->
    [one] Une déclaration ne compte pas : elle ne valait pas encore, ou n’était pas encore connue.
   *[other] { $statements } déclarations ne comptent pas : elles ne valaient pas encore, ou n’étaient pas encore connues.
}

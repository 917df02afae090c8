# What translations of skills say, in English. Every language has the same messages.

## What is lost in a translation, as in: “Speaking”: …

loss-not_the_same = nearly the same only
loss-broader_than_said = broader than what was said
loss-narrower_than_said = narrower than what was said, and may not be meant
loss-replaced = no longer used; told by what took its place
loss-proposed_only = only proposed; nobody has confirmed it yet
loss-uncertain = more likely wrong than right
loss-several_targets = others come as near
loss-level_lost = the level does not carry over
loss-merged_with_another = another skill becomes the same here
loss-label_in_other_language = named in another language than asked for
loss-no_label = without a name
loss-not_mapped = nothing leads there yet
loss-only_related = only related skills were found
loss-no_match = it has no counterpart there
loss-no_concept = known in the words of its source only
loss-unknown_concept = of no vocabulary that is loaded

## What is lost with a level, or why it gives no band; several with “; ” between them.

level-finer_scale = the scale has more levels than there are bands
level-coarser_scale = the scale has fewer levels than there are bands
level-other_measure = the scale describes qualifications or responsibility, not single skills
level-grade = a grade of one outcome; graders differ
level-rounded_outwards = rounded outwards to bands
level-between_steps = between two levels of its scale; both are meant
level-several_levels = several levels; all are meant
level-lowest_unknown = a share of the best; where the scale begins is not known
level-word_alone = the word alone; the scale is not declared
level-requirement_alone = only that the declared requirement was met is known
level-scale_not_declared = no band: the scale is not declared
level-not_on_scale = no band: not a level of its scale
level-out_of_range = no band: beyond the ends of its scale
level-relative_to_class = a place within a group, which depends on the group
level-course_grade = no band: a grade, and no outcome was assessed
level-not_a_level = no band: the scale does not say how well
level-no_evidence = no band: nothing was seen
level-below_requirement = no band: below what was required, and how far is not known

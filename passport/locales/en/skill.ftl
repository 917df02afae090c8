# What translations of skills say, in English. Every language has the same messages.

## What is lost in a translation, as in: “Speaking”: …

loss-not_the_same = nearly the same only
loss-broader_than_said = broader than what was said
loss-narrower_than_said = narrower than what was said, and may not be meant
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

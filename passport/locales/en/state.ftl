# Why a skill stands where it stands, in English. Every language has the same messages.

band-unknown = unknown
band-aware = aware
band-beginner = beginner
band-competent = competent
band-proficient = proficient
band-expert = expert

kind-inferred = conclusions of a system
kind-self = the holder’s own word
kind-endorsed = endorsements
kind-observed = observations
kind-assessed = assessments
kind-certified = certificates
kind-licensed = licences

date = { $year }-{ $month }-{ $day }

level-one = Level “{ $low }”, by { $kind }{ $statements ->
    [one] {""}
   *[other] : { $statements } statements
}.
level-span = Level “{ $low }” to “{ $high }”, by { $kind }{ $statements ->
    [one] {""}
   *[other] : { $statements } statements
}.
level-none = No level: nothing that counts gives one.
level-unused = { $statements ->
    [one] Another statement gives a level that does not decide.
   *[other] { $statements } other statements give levels that do not decide.
}
strongest = Strongest kind of statement: { $kind }.
sources = { $sources ->
    [0] No source but the holder states it.
    [one] One source beside the holder states it.
   *[other] { $sources } sources beside the holder state it.
}
seen-recent = Last seen on { $date }, within two years.
seen-ageing = Last seen on { $date }, two to five years before.
seen-old = Last seen on { $date }, more than five years before.
seen-undated = Nobody says when it was seen.
trend-rising = The level rose between the first and the last time it was told.
trend-steady = The level stayed between the first and the last time it was told.
trend-falling = The level fell between the first and the last time it was told.
trend-unknown = How the level moved is not known.
aside-required = { $statements ->
    [one] One statement does not count: it is what a job requires.
   *[other] { $statements } statements do not count: they are what jobs require.
}
aside-ran_out = { $statements ->
    [one] One statement does not count: it has run out.
   *[other] { $statements } statements do not count: they have run out.
}
aside-not_yet = { $statements ->
    [one] One statement does not count: it did not hold, or was not known, by then.
   *[other] { $statements } statements do not count: they did not hold, or were not known, by then.
}

## Moments and lists

date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
moment = { $date } at { $time } UTC
list-and = { $first } and { $last }

## Purposes, as in: looked at your passport for …

purpose-hiring = hiring
purpose-admission = admission
purpose-credit_transfer = the transfer of credits
purpose-advising = advising you
purpose-programme_eligibility = finding out which programmes you qualify for
purpose-programme_reporting = reporting on programmes
purpose-licensing_check = checking licences
purpose-research_aggregate = research
purpose-service_to_holder = a service to you

## What was shown, by section

rows-Profile = your name and language
rows-Skill = { $rows ->
    [one] { $rows } skill
   *[other] { $rows } skills
}
rows-Credential = { $rows ->
    [one] { $rows } credential
   *[other] { $rows } credentials
}
rows-Experience = { $rows ->
    [one] { $rows } experience
   *[other] { $rows } experiences
}
rows-Learning = { $rows ->
    [one] { $rows } piece of learning
   *[other] { $rows } pieces of learning
}
rows-Programme = { $rows ->
    [one] { $rows } participation in a programme
   *[other] { $rows } participations in programmes
}
rows-Goal = { $rows ->
    [one] { $rows } goal
   *[other] { $rows } goals
}
rows-Evidence = { $rows ->
    [one] { $rows } piece of evidence
   *[other] { $rows } pieces of evidence
}
rows-Endorsement = { $rows ->
    [one] { $rows } endorsement
   *[other] { $rows } endorsements
}

section-Profile = name and language
section-Skill = skills
section-Credential = credentials
section-Experience = experiences
section-Learning = learning
section-Programme = participation in programmes
section-Goal = goals
section-Evidence = evidence
section-Endorsement = endorsements

## A look at a passport

yes-or-no = { $times ->
    [one] yes or no to a question about your { $section }
   *[other] yes or no to { $times } questions about your { $section }
}
disclosure-shown = On { $when }, { $who } looked at your passport for { $purpose } and was shown { $what }.
disclosure-empty = On { $when }, { $who } looked at your passport for { $purpose } and was shown nothing of it.
disclosure-refused = On { $when }, { $who } asked for your passport for { $purpose } and was refused.
disclosure-source-shown = On { $when }, { $who } looked at what it contributed to your passport and was shown { $what }.
disclosure-source-empty = On { $when }, { $who } looked at what it contributed to your passport and was shown nothing of it.
disclosure-source-refused = On { $when }, { $who } asked for your passport, to which it contributed nothing, and was refused.
disclosure-steward = On { $when }, a steward of the hub was shown your name, to settle whose records are whose.
disclosure-steward-of = On { $when }, a steward of { $who } was shown your name, to settle whose records are whose.
disclosure-under = It rested on { $consents }.
disclosure-through = { $who } (through its program “{ $program }”)
disclosure-nobody = somebody
consent-of = your consent of { $date } (version { $version })
consent-at = your consent of { $date }, { $time } UTC (version { $version })
consent-version = version { $version } of a consent

## Why something is visible, or not

access-shown = { $who } sees this for { $purpose }.
access-some = { $who } sees a part of this for { $purpose }: { $shown } of { $there }.
access-hidden = { $who } does not see this for { $purpose }.
access-waiting = It comes, at least in part, from a source that you do not let write: no partner sees that.
access-program-off = { $who } sees nothing now: its program “{ $program }” is switched off. Once it is switched on again, it is as follows.
access-program = So it is through its program “{ $program }”.
access-absent = This is not in your passport at that moment.
access-sections = { $who } sees { $what } for { $purpose }, as far as the scopes let it through.
access-no-sections = { $who } sees nothing of your passport for { $purpose }.
access-no-consent = You gave { $who } no consent.
access-no-consent-for = You gave { $who } no consent for { $purpose }.
access-others = { $others ->
    [one] { $others } other consent for another purpose does not count.
   *[other] { $others } other consents for other purposes do not count.
}
access-counts = { $consent } counts.
access-fails = { $consent } does not count: { $why }.
access-permit = { $scope } lets it through.
access-permit-not = { $scope } does not name it.
access-deny = { $scope } holds it back.
access-deny-not = { $scope } is denied, and does not name it.
access-silent = No scope names { $section }, and silence refuses.
access-yours = You may see { $what } for { $purpose }, until { $until } at the latest, as far as your scopes let it through.

check-holder = it is another holder's
check-partner = it is for somebody else
check-client = it is for another program, “{ $program }”
check-client-alone = it is for the program “{ $program }” alone
check-purpose = it is for another purpose
check-state = it is not in force
check-begun = it has not begun
check-ended = it has ended
check-uses = it is used up

//! Why a skill stands where it stands, in plain words.

use super::locale::{Locale, STATE};
use crate::skill::{Aside, Contribution, Freshness, Part, SkillState};
use chrono::NaiveDate;
use fluent_bundle::{FluentArgs, FluentValue};

/// A state and what it was made of.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// The state.
    pub state: &'a SkillState,
    /// What each of its claims does for it.
    pub contributions: &'a [Contribution],
    /// Why other claims about the skill count for nothing, one for each.
    pub aside: &'a [Aside],
    /// The day that is looked at.
    pub day: NaiveDate,
}

impl Explained<'_> {
    /// Sentence by sentence, in the language spoken here that is nearest to the one asked for.
    pub fn in_words(&self, language: &str) -> Vec<String> {
        let say = Saying(STATE.serving(Some(language)));
        let state = self.state;
        let mut told = self.level(say);
        told.push(say.with("strongest", [("kind", say.kind(state.strongest.as_str()))]));
        told.push(say.with("sources", [("sources", state.independent_sources.into())]));
        let freshness = Freshness::of(state.last_observed, self.day);
        let date = state.last_observed.map(|seen| say.date(seen)).unwrap_or_default();
        told.push(say.with(&format!("seen-{}", freshness.as_str()), [("date", date.into())]));
        if state.band.is_some() {
            told.push(say.with(&format!("trend-{}", state.trend.as_str()), []));
        }
        for why in Aside::ALL {
            let count = self.aside.iter().filter(|one| *one == why).count();
            if count > 0 {
                told.push(say.with(&format!("aside-{}", why.as_str()), [("statements", count.into())]));
            }
        }
        told
    }

    fn level(&self, say: Saying) -> Vec<String> {
        let deciding = self.contributions.iter().filter(|c| c.decides.contains(&Part::Band));
        let unused = self.contributions.iter().filter(|c| c.unused.is_some()).count();
        let mut told = vec![match (self.state.band, self.state.deciding_kind) {
            (Some(band), Some(kind)) => {
                let key = if band.low == band.high {
                    "level-one"
                } else {
                    "level-span"
                };
                let places = [
                    ("low", say.word("band", band.low.as_str())),
                    ("high", say.word("band", band.high.as_str())),
                    ("kind", say.kind(kind.as_str())),
                    ("statements", deciding.count().into()),
                ];
                say.with(key, places)
            }
            _ => say.with("level-none", []),
        }];
        if unused > 0 {
            told.push(say.with("level-unused", [("statements", unused.into())]));
        }
        told
    }
}

/// Says things in one language.
#[derive(Clone, Copy)]
struct Saying(Locale);

impl Saying {
    fn with<const N: usize>(self, key: &str, places: [(&str, FluentValue<'_>); N]) -> String {
        self.0.say(key, &places.into_iter().collect::<FluentArgs<'_>>())
    }

    fn word(self, kind: &str, word: &str) -> FluentValue<'static> {
        self.with(&format!("{kind}-{word}"), []).into()
    }

    fn kind(self, word: &str) -> FluentValue<'static> {
        self.word("kind", word)
    }

    fn date(self, day: NaiveDate) -> String {
        let part = |format: &str| day.format(format).to_string().into();
        self.with(
            "date",
            [("year", part("%Y")), ("month", part("%m")), ("day", part("%d"))],
        )
    }
}

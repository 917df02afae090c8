//! What the encoder learns from: pairs of texts that name the same concept.

use crate::skill::link::buckets::{BUCKETS, Bag, Bucket};
use crate::skill::link::concept::Concept;
use crate::skill::link::hash::Dice;
use crate::skill::link::lexicon::{Lexicon, Reading};
use crate::skill::link::weighing::Tally;

/// One in so many pairs holds a sentence of a description.
const SENTENCE_EVERY: usize = 4;

/// A sentence longer than this many buckets says too much to be one thing.
const MOST_BUCKETS: usize = 400;

/// The texts of a concept as bags of buckets.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) labels: Vec<Vec<Bucket>>,
    pub(super) sentences: Vec<Vec<Bucket>>,
}

/// Two texts of one concept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) concept: u32,
    pub(super) one: &'a [Bucket],
    pub(super) other: &'a [Bucket],
}

/// The texts of all concepts.
pub(super) fn texts(concepts: &[Concept]) -> Vec<Texts> {
    let mut lexicon = Lexicon::default();
    let labels: Vec<Vec<_>> = concepts
        .iter()
        .map(|concept| {
            concept
                .labels
                .iter()
                .map(|label| bag(&lexicon.learn(&label.text, &label.language)))
                .collect()
        })
        .collect();
    let sentences = |concept: &Concept| {
        let sentences = concept
            .descriptions
            .iter()
            .flat_map(|text| text.split(super::SENTENCE_ENDS));
        let bags = sentences.map(|sentence| bag(&lexicon.read(sentence)));
        bags.filter(|bag| bag.len() > 8 && bag.len() < MOST_BUCKETS).collect()
    };
    let sentences: Vec<_> = concepts.iter().map(sentences).collect();
    labels
        .into_iter()
        .zip(sentences)
        .map(|(labels, sentences)| Texts { labels, sentences })
        .collect()
}

/// How much each bucket tells, by how few concepts have it.
pub(super) fn weights(texts: &[Texts]) -> Vec<f32> {
    let mut having = Tally::new(BUCKETS);
    for (concept, texts) in texts.iter().enumerate() {
        texts
            .labels
            .iter()
            .flatten()
            .for_each(|bucket| having.count(usize::from(*bucket), concept as u32));
    }
    let weighing = having.weighing(texts.len());
    (0..BUCKETS).map(|bucket| weighing.of(bucket)).collect()
}

/// Each label with another text of its concept. In one sweep a concept gives one label, so that neighbours in `order`
/// stand side by side and have to be told apart.
pub(super) fn pairs<'a>(texts: &'a [Texts], order: &[u32], dice: &mut Dice) -> Vec<Pair<'a>> {
    let most = texts.iter().map(|texts| texts.labels.len()).max().unwrap_or(0);
    let mut pairs = Vec::new();
    for sweep in 0..most {
        for concept in order {
            let of_one = &texts[*concept as usize];
            if let Some(label) = of_one.labels.get(sweep)
                && let Some(other) = partner(of_one, sweep, dice)
            {
                pairs.push(Pair {
                    concept: *concept,
                    one: label,
                    other,
                });
            }
        }
    }
    pairs
}

fn partner<'a>(texts: &'a Texts, label: usize, dice: &mut Dice) -> Option<&'a [Bucket]> {
    let others = texts.labels.len() - 1;
    if others == 0 || dice.below(SENTENCE_EVERY) == 0 {
        let sentence = texts.sentences.get(dice.below(texts.sentences.len()));
        if sentence.is_some() || others == 0 {
            return sentence.map(Vec::as_slice);
        }
    }
    // The preferred label stands first, and every second pair holds it: it is what the concept is called.
    if label != 0 && dice.below(2) == 0 {
        return texts.labels.first().map(Vec::as_slice);
    }
    let other = dice.below(others);
    texts.labels.get(other + usize::from(other >= label)).map(Vec::as_slice)
}

fn bag(reading: &Reading) -> Vec<Bucket> {
    Bag::of(reading).all().collect()
}

//! How near two labels are in spelling, and whether one is short for the other.

/// Longer labels are not compared letter by letter: their n-grams tell more.
const LONGEST: usize = 40;

/// One less the share of letters that would have to change (Damerau-Levenshtein, neighbours swapped count once).
pub(super) fn closeness(one: &str, other: &str) -> f32 {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let longer = one.len().max(other.len());
    let shorter = one.len().min(other.len());
    if longer > LONGEST || shorter * 2 < longer || longer == 0 {
        return 0.0;
    }
    1.0 - distance(&one, &other) as f32 / longer as f32
}

fn distance(one: &[char], other: &[char]) -> usize {
    let mut before = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut now = vec![0; other.len() + 1];
    for row in 1..=one.len() {
        now[0] = row;
        for column in 1..=other.len() {
            let differs = usize::from(one[row - 1] != other[column - 1]);
            now[column] = (last[column] + 1).min(now[column - 1] + 1).min(last[column - 1] + differs);
            let swapped = row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if swapped {
                now[column] = now[column].min(before[column - 2] + 1);
            }
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut now);
    }
    last[other.len()]
}

/// Whether a short word is made of the first letters of the words of a label, all of them or some run of them.
pub(super) fn abbreviates(short: &str, label: &str) -> bool {
    let letters = short.chars().count();
    if !(2..=6).contains(&letters) || short.contains(' ') {
        return false;
    }
    let initials: String = label.split(' ').filter_map(|word| word.chars().next()).collect();
    initials.chars().count() >= letters && initials.contains(short)
}

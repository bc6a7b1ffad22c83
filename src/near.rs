//! Which known name a written one was meant to be.

/// A name with its case, blanks and `_ - .` left aside.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        let kept = |c: &char| !matches!(c, '_' | '-' | '.' | ' ' | '\t'..='\r');
        let letters = name.bytes().map(char::from).filter(kept);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two names are the same once folded.
pub fn same(a: &str, b: &str) -> bool {
    fn folded(name: &str) -> impl Iterator<Item = char> + '_ {
        name.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.'))
            .flat_map(char::to_lowercase)
    }
    folded(a).eq(folded(b))
}

/// The one candidate that `written` is near: equal once folded, or few slips of the fingers away,
/// with every other candidate at least one slip further. Candidates that fold alike count as one.
pub fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let written = fold(written);
    let written_length = written.chars().count();
    if written.is_empty() || written_length > 200 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    let mut second = usize::MAX;
    for candidate in candidates {
        let folded = fold(candidate);
        let length = folded.chars().count();
        // Each slip changes the length by one at most, and no more than three are believable.
        if length.abs_diff(written_length) > 3 {
            continue;
        }
        let tolerance = tolerance(length);
        let distance = strsim::osa_distance(&written, &folded);
        if distance > tolerance {
            second = second.min(distance);
            continue;
        }
        match best {
            Some((_, chosen)) if same(chosen, candidate) => {}
            Some((least, _)) if distance >= least => second = second.min(distance),
            _ => {
                second = second.min(best.map_or(usize::MAX, |(least, _)| least));
                best = Some((distance, candidate));
            }
        }
    }
    best.filter(|(least, _)| second > *least)
        .map(|(_, candidate)| candidate)
}

/// How many slips are believable in a name of this many characters.
fn tolerance(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=5 => 1,
        6..=12 => 2,
        _ => 3,
    }
}

/// The up to three candidates most like `written`, nearest first: for a list in help.
pub fn ranked<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let written = fold(written);
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .map(|name| (strsim::osa_distance(&written, &fold(name)), name))
        .collect();
    ranked.sort();
    ranked.dedup_by(|a, b| a.1 == b.1);
    ranked.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_when_few_slips_away_and_alone() {
        let names = ["Host", "Port", "Password", "connectionString"];
        assert_eq!(nearest("Hsot", names), Some("Host"));
        assert_eq!(nearest("pass_word", names), Some("Password"));
        assert_eq!(nearest("conectionStrng", names), Some("connectionString"));
        assert_eq!(nearest("Hort", names), None, "one slip from two names");
        assert_eq!(nearest("secret", names), None);
        assert_eq!(
            nearest("UserId", ["User Id", "UserId"]),
            Some("User Id"),
            "two spellings of one name"
        );
    }
}

//! Which sources take a request, by a look at the catalogue that is simpler than the program's own.

use connlint::catalog::{AuthSpec, Dialect, Grammar, Source};

/// What a request says about whom it is for, apart from its id.
#[derive(Clone, Debug)]
pub(crate) struct Clues {
    pub(crate) spec_name: String,
    /// Keys of the parameters, each with its value.
    pub(crate) params: Vec<(String, String)>,
}

impl Clues {
    /// Whether a source has an auth spec of this name that knows everything in the request.
    pub(crate) fn are_taken_by(&self, source: &Source) -> bool {
        let mut variants = source.auth.iter();
        variants.any(|variant| variant.is_named(&self.spec_name) && self.fit(variant, 1.0))
    }

    /// Whether a request may be meant for a source, with a slip in it: another name of the auth spec, another word
    /// for a parameter, a few words of a connection string.
    pub(crate) fn may_be_meant_for(&self, source: &Source) -> bool {
        source.auth.is_empty() || source.auth.iter().any(|variant| self.fit(variant, 0.51))
    }

    fn fit(&self, variant: &AuthSpec, share: f64) -> bool {
        self.params.iter().all(|(key, value)| {
            let folded = fold(key);
            let other_word = |aliases: &[&str]| aliases.iter().any(|alias| fold(alias) == folded);
            match variant.param(key) {
                Some(param) => param.dialect.is_none_or(|dialect| {
                    let (known, all) = words(value, dialect);
                    all < 2 || known as f64 >= share * all as f64
                }),
                None => {
                    let mut params = variant.params.iter();
                    share < 1.0 && params.any(|param| other_word(param.aliases))
                }
            }
        })
    }
}

/// How many words of a connection string a dialect knows, and how many there are. A URL is one grammar's alone.
fn words(value: &str, dialect: &Dialect) -> (usize, usize) {
    let is_url = value.starts_with("jdbc:");
    if is_url || dialect.grammar == Grammar::JdbcUrl {
        let own = is_url && dialect.knows_every_key(value);
        return (if own { 2 } else { 0 }, 2);
    }
    let keys = value.split(';').filter_map(|pair| pair.split_once('='));
    let keys: Vec<_> = keys.map(|(key, _)| key).collect();
    let known = keys.iter().filter(|key| dialect.keyword(key).is_some());
    (known.count(), keys.len())
}

fn fold(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

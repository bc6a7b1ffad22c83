//! The words of a connection string: whose they are.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::address::Address;
use crate::catalog::{self, AuthSpec, Catalog, Dialect, Grammar, Keyword, Param, Role, Source};
use crate::connection_string::{self, Dialect as Rules};
use crate::json::Id;
use crate::notation;
use crate::placeholder;

/// A key of `auth.params`.
#[derive(Debug)]
pub struct Key<'a> {
    pub id: Id,
    pub name: Cow<'a, str>,
    /// Its value, where that could be a connection string.
    pub(super) pairs: Option<Cow<'a, str>>,
    /// The keywords in it, read when somebody asks.
    pub(super) words: OnceCell<Vec<String>>,
}

/// How much of a connection string a dialect knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Words that are its keywords, by whatever name.
    known: usize,
    /// Those that are written as the documentation of the source writes them.
    exact: usize,
}

/// Where a connection string says that the server is.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// In lower case; empty where it is not given or not all there.
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

impl Key<'_> {
    /// Where the server is, in a connection string that `owner` can read.
    pub(super) fn place(&self, owner: &'static Source) -> Option<Place> {
        let pairs = self.pairs.as_deref()?;
        let mut params = owner
            .auth
            .iter()
            .filter_map(|variant| variant.param(&self.name));
        let dialect = params.find_map(|param| param.dialect)?;
        let mut place = Place::default();
        for (name, value) in pairs.split(';').filter_map(|pair| pair.split_once('=')) {
            let Some(keyword) = dialect.keyword(name) else {
                continue;
            };
            match keyword.role {
                Some(Role::Port) => place.port = value.trim().parse().ok(),
                Some(Role::Host) if placeholder::filling(value).is_literal() => {
                    let address = Address::read(value, keyword.forms);
                    let port = address
                        .port
                        .and_then(|port| value[port].trim().parse().ok());
                    place.port = place.port.or(port);
                    place.host = value[address.host].to_lowercase();
                }
                _ => {}
            }
        }
        Some(place)
    }

    /// Whether a variant has a parameter of this name, and may take the value.
    pub(super) fn fits(&self, variant: &'static AuthSpec) -> bool {
        let Some(param) = variant.param(&self.name) else {
            return false;
        };
        let (Some(pairs), Some(dialect)) = (&self.pairs, param.dialect) else {
            return true;
        };
        // Nearly every connection string is settled here.
        if dialect.knows_every_key(pairs) {
            return true;
        }
        if let Some(own) = url_dialect(pairs) {
            return own == dialect;
        }
        // Half of the words must be its own: one misspelt keyword is not another driver's string.
        let words = self.words().len();
        words < 2 || dialect.grammar == Grammar::AdoNet && 2 * self.fit(dialect).known > words
    }

    /// How much of it a variant knows: the key itself, and the words of a connection string in it.
    pub(super) fn known_to(&self, variant: &'static AuthSpec) -> usize {
        let Some(param) = variant.param(&self.name) else {
            return 0;
        };
        let words = match (&self.pairs, param.dialect) {
            (Some(pairs), Some(dialect)) if url_dialect(pairs) == Some(dialect) => 1,
            (Some(_), Some(dialect)) => self.fit(dialect).known,
            _ => 0,
        };
        1 + words
    }

    /// Whether a variant would know every word.
    pub(super) fn is_known_to(&self, variant: &'static AuthSpec) -> bool {
        let all = |dialect| self.fit(dialect).known == self.words().len();
        self.dialect_in(variant).is_none_or(all)
    }

    /// The same, where one word may be misspelt.
    pub(super) fn is_nearly_known_to(&self, variant: &'static AuthSpec) -> bool {
        let all = |dialect| self.keywords_of(dialect).is_some();
        self.dialect_in(variant).is_none_or(all)
    }

    /// The dialect in which a variant reads the words, where there are some and it is known.
    fn dialect_in(&self, variant: &'static AuthSpec) -> Option<&'static Dialect> {
        let dialect = variant.param(&self.name)?.dialect?;
        (self.words().len() > 1).then_some(dialect)
    }

    /// Whether it is known which words a variant takes, where there are some.
    pub(super) fn words_are_known(&self, variant: &'static AuthSpec) -> bool {
        let param = variant.param(&self.name);
        self.words().len() < 2 || param.is_some_and(|param| param.dialect.is_some())
    }

    /// How much of the words a source knows in a variant of this name, where it is known what it takes.
    pub(super) fn best_fit(&self, source: &'static Source, spec_name: Option<&str>) -> Option<Fit> {
        let dialects = self.dialects(source, spec_name);
        dialects.map(|dialect| self.fit(dialect)).max()
    }

    /// The same, for a variant of whose string nothing is missing and nothing strange, but for one misspelt word.
    fn whole_fit(&self, source: &'static Source, spec_name: Option<&str>) -> Option<Fit> {
        let is_whole = |dialect: &&'static Dialect| {
            let keywords = self.keywords_of(dialect);
            keywords.is_some_and(|there| dialect.required().all(|one| there.contains(&one)))
        };
        let dialects = self.dialects(source, spec_name).filter(is_whole);
        dialects.map(|dialect| self.fit(dialect)).max()
    }

    /// The dialects in which a source reads the value, in its variants of this name.
    fn dialects(
        &self,
        source: &'static Source,
        spec_name: Option<&str>,
    ) -> impl Iterator<Item = &'static Dialect> {
        let variants = source.auth.iter();
        let named =
            variants.filter(move |variant| spec_name.is_none_or(|name| variant.is_named(name)));
        named.filter_map(|variant| variant.param(&self.name)?.dialect)
    }

    /// The keywords of a dialect that the words are, if no more than one of them is misspelt.
    fn keywords_of(&self, dialect: &'static Dialect) -> Option<Vec<&'static Keyword>> {
        let mut there = Vec::new();
        let mut strange = Vec::new();
        for word in self.words() {
            match dialect.keyword(word) {
                Some(keyword) => there.push(keyword),
                None => strange.push(word),
            }
        }
        match strange[..] {
            [] => {}
            [word] => there.push(dialect.near(word, |keyword| !there.contains(&keyword))?),
            _ => return None,
        }
        Some(there)
    }

    fn fit(&self, dialect: &'static Dialect) -> Fit {
        let mut fit = Fit::default();
        for word in self.words() {
            if let Some(keyword) = dialect.keyword(word) {
                fit.known += 1;
                fit.exact += usize::from(catalog::fold(keyword.name).eq(catalog::fold(word)));
            }
        }
        fit
    }

    fn words(&self) -> &[String] {
        let read = || self.pairs.as_deref().map(words_of).unwrap_or_default();
        self.words.get_or_init(read)
    }

    /// The one source that takes a connection string word for word as its documentation writes it, or with one of them
    /// misspelt, where `owner` knows fewer of the words and would have written others differently.
    pub(super) fn better_elsewhere(
        &self,
        catalog: &Catalog,
        owner: &'static Source,
        tagged: &[&'static Source],
        spec_name: Option<&str>,
    ) -> Option<&'static Source> {
        let params = owner
            .auth
            .iter()
            .filter_map(|variant| variant.param(&self.name));
        let pairs = self.pairs.as_deref()?;
        let own: Vec<&'static Dialect> = params.filter_map(|param: &Param| param.dialect).collect();
        if own.is_empty() || own.iter().any(|dialect| dialect.knows_every_key(pairs)) {
            return None;
        }
        let words = self.words().len();
        let own = own.iter().map(|dialect| self.fit(dialect)).max()?;
        if words < 3 || own.known == words {
            return None;
        }
        let is_better = |fit: &Fit| fit.known > own.known && fit.exact >= own.exact + 2;
        let others = catalog.sources().iter();
        let others = others.filter(|other| !tagged.iter().any(|tag| tag.slug == other.slug));
        let mut ranked: Vec<_> = others
            .filter_map(|other| Some((self.whole_fit(other, spec_name)?, other)))
            .filter(|(fit, _)| is_better(fit))
            .collect();
        ranked.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        match ranked[..] {
            [(_, only)] => Some(only),
            [(best, first), (second, _), ..] if best > second => Some(first),
            _ => None,
        }
    }
}

/// The dialect whose URL a text is.
fn url_dialect(text: &str) -> Option<&'static Dialect> {
    let mut dialects = catalog::dialects().iter();
    dialects.find(|dialect| dialect.after_scheme(text).is_some())
}

/// The keywords of a connection string, where it can be read.
fn words_of(text: &str) -> Vec<String> {
    let parsed = connection_string::parse(text, Rules::AdoNet);
    if !parsed.errors.is_empty() || notation::is_foreign(text) {
        return Vec::new();
    }
    parsed
        .pairs
        .into_iter()
        .map(|pair| pair.key)
        .filter(|key| !key.contains(';'))
        .collect()
}

//! Connection-string dialects: what the keywords mean. How a string is taken apart is `connection_string`'s business.

use std::iter;

use super::{Evidence, HostForm, Limit, Role, Values};
use crate::near;

/// The keywords that one driver takes.
#[derive(Debug)]
pub struct Dialect {
    /// The stem of its file in `schemas/dialects/`.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// How the string is taken apart.
    pub grammar: Grammar,
    /// What a URL of this dialect begins with; empty for another grammar.
    pub scheme: &'static str,
    /// The documented string with placeholders, for help.
    pub pattern: &'static str,
    /// Where the pattern was read.
    pub source: &'static str,
    pub keywords: &'static [Keyword],
    /// Folded names, synonyms and short names, sorted by length and then by letters, each with an index into
    /// `keywords`.
    pub(super) names: &'static [(&'static str, u16)],
    /// Likewise for other drivers' words. A word can stand for more than one keyword.
    pub(super) alias_names: &'static [(&'static str, u16)],
    /// Indices of the keywords that must be there.
    pub(super) required: &'static [u16],
    pub one_of: &'static [OneOf],
    /// Keywords of which at most one may be given.
    pub excludes: &'static [&'static [&'static Keyword]],
    pub tls: Option<Tls>,
    pub certificate_checks: Option<CertificateChecks>,
    /// Hosts about which more is known.
    pub clouds: &'static [Cloud],
    /// What is not settled.
    pub notes: &'static [&'static str],
}

impl Dialect {
    /// The keyword of this name, documented synonym or short name. Case and blanks do not matter.
    pub fn keyword(&self, written: &str) -> Option<&'static Keyword> {
        look_up(self.names, written)
            .map(|index| &self.keywords[index])
            .next()
    }

    /// As `keyword`, without the short names. Two letters and an equals sign occur in passwords too, so only these
    /// words show where a keyword begins in a string that does not parse.
    pub fn anchor(&self, written: &str) -> Option<&'static Keyword> {
        self.keyword(written)
            .filter(|keyword| !keyword.short.iter().any(|short| same(short, written)))
    }

    /// The keyword, of some, that a misspelt word is near.
    pub fn near(
        &self,
        written: &str,
        among: impl Fn(&'static Keyword) -> bool,
    ) -> Option<&'static Keyword> {
        let keywords = self.keywords.iter().filter(|keyword| among(keyword));
        let names = keywords
            .flat_map(|keyword| iter::once(keyword.name).chain(keyword.synonyms.iter().copied()));
        near::nearest(written, names).and_then(|name| self.keyword(name))
    }

    /// The keyword that another driver's word stands for, where there is only one.
    pub fn alias(&self, written: &str) -> Option<&'static Keyword> {
        let mut keywords = self.aliases(written);
        keywords.next().filter(|_| keywords.next().is_none())
    }

    /// What stands between two pairs.
    pub fn separator(&self) -> char {
        match self.grammar {
            Grammar::AdoNet => ';',
            Grammar::JdbcUrl => '&',
        }
    }

    /// The pair of a keyword as the documented pattern has it.
    pub fn pattern_of(&self, keyword: &Keyword) -> Option<&'static str> {
        let pairs = self.pattern.split(['?', self.separator()]);
        let mut pairs = pairs.filter(|pair| pair.contains('='));
        pairs.find(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            self.keyword(name) == Some(keyword)
        })
    }

    /// Where a URL of this dialect goes on behind its scheme.
    pub fn after_scheme(&self, text: &str) -> Option<usize> {
        let start = text.len() - text.trim_start().len();
        let end = start + self.scheme.len();
        let written = text.get(start..end).filter(|_| !self.scheme.is_empty())?;
        written.eq_ignore_ascii_case(self.scheme).then_some(end)
    }

    /// Whether a text is nothing but keywords with values, as far as a look at its `;` and `=` can tell.
    pub fn knows_every_key(&self, text: &str) -> bool {
        if self.grammar == Grammar::JdbcUrl {
            return self.after_scheme(text).is_some();
        }
        let known = |segment: &str| {
            let key = segment.split_once('=').map(|(key, _)| key);
            segment.trim().is_empty() || key.is_some_and(|key| self.keyword(key).is_some())
        };
        text.split(';').all(known)
    }

    /// The keywords that another driver's word may stand for.
    pub fn aliases(&self, written: &str) -> impl Iterator<Item = &'static Keyword> + use<> {
        let keywords = self.keywords;
        look_up(self.alias_names, written).map(move |index| &keywords[index])
    }

    /// The keywords that must be there, unless others are.
    pub fn required(&self) -> impl Iterator<Item = &'static Keyword> {
        let keywords = self.keywords;
        self.required
            .iter()
            .map(move |index| &keywords[usize::from(*index)])
    }

    /// The keywords that make one of this dialect dispensable.
    pub fn spares(&self, keyword: &Keyword) -> impl Iterator<Item = &'static Keyword> {
        let keywords = self.keywords;
        let indices = keyword.unless.iter();
        indices.map(move |index| &keywords[usize::from(*index)])
    }

    /// The keywords with this role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &'static Keyword> {
        self.keywords
            .iter()
            .filter(move |keyword| keyword.role == Some(role))
    }

    /// What is known about this host.
    pub fn cloud(&self, host: &str) -> Option<&'static Cloud> {
        self.clouds.iter().find(|cloud| cloud.holds(host))
    }
}

/// The indices of the entries that equal `written` when case and blanks are left aside.
fn look_up(
    table: &'static [(&'static str, u16)],
    written: &str,
) -> impl Iterator<Item = usize> + use<> {
    // The names are short and in ASCII; what does not fit is none of them.
    let mut buffer = [0; 48];
    let mut length = 0;
    let fits = written
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .all(|byte| {
            let room = byte.is_ascii() && length < buffer.len();
            if room {
                buffer[length] = byte.to_ascii_lowercase();
                length += 1;
            }
            room
        });
    let folded = &buffer[..if fits { length } else { 0 }];
    let below = |entry: &(&str, u16)| {
        let name = entry.0.as_bytes();
        (name.len(), name) < (folded.len(), folded)
    };
    let start = table.partition_point(below);
    let same = |entry: &&(&str, u16)| entry.0.as_bytes() == folded;
    let count = table[start..].iter().take_while(same).count();
    table[start..start + count]
        .iter()
        .map(|entry| usize::from(entry.1))
}

fn same(a: &str, b: &str) -> bool {
    fold(a).eq(fold(b))
}

/// A name as it is looked up: ASCII letters in lower case, blanks left out. `build.rs` does the same.
pub fn fold(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
}

/// One keyword of a connection string.
#[derive(Debug)]
pub struct Keyword {
    /// The documented spelling.
    pub name: &'static str,
    pub role: Option<Role>,
    /// Other names that are documented for the driver. They pass.
    pub synonyms: &'static [&'static str],
    /// Abbreviations that are documented for the driver. They pass, but mark no beginning: see `Dialect::anchor`.
    pub short: &'static [&'static str],
    /// Names that the documentation itself gives it elsewhere. They pass, with a warning.
    pub spellings: &'static [&'static str],
    /// Another driver's words for it, which this driver does not take or which nobody promises.
    pub aliases: &'static [&'static str],
    /// Must it be there, unless one of `unless` is?
    pub required: bool,
    /// Indices of the keywords that make this one dispensable.
    pub(super) unless: &'static [u16],
    /// May the value be shown?
    pub public: bool,
    /// Is the value a secret?
    pub secret: bool,
    /// May the value hold `name=` itself?
    pub nested: bool,
    /// Where the value is a host: what else may be written there with it.
    pub forms: &'static [HostForm],
    pub values: Values,
    /// Values that people write, each with the one that is meant. Case does not matter.
    pub corrections: &'static [(&'static str, &'static str)],
    /// Documented values that look like a placeholder and are none.
    pub literals: &'static [&'static str],
    pub limits: &'static [Limit],
    pub evidence: Evidence,
    /// Where it was read.
    pub source: &'static str,
    /// One line for people.
    pub doc: &'static str,
}

impl Keyword {
    /// Whether this is a name that the documentation has elsewhere.
    pub fn is_other_spelling(&self, written: &str) -> bool {
        self.spellings.iter().any(|other| same(other, written))
    }

    /// The value that is meant by one that is often written instead.
    pub fn correction(&self, value: &str) -> Option<&'static str> {
        let found = self
            .corrections
            .iter()
            .find(|(written, _)| written.eq_ignore_ascii_case(value));
        found.map(|(_, meant)| *meant)
    }
}

/// Two dialects are equal when they are the same.
impl PartialEq for Dialect {
    fn eq(&self, other: &Dialect) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Two keywords are equal when they are the same entry of the same dialect.
impl PartialEq for Keyword {
    fn eq(&self, other: &Keyword) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Keyword {}

/// How a connection string is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// Pairs with `;` between them, by the rules of ADO.NET.
    AdoNet,
    /// `jdbc:name://host/?key=value&key=value`.
    JdbcUrl,
}

/// Keywords of which exactly one is needed; two of them conflict.
#[derive(Debug)]
pub struct OneOf {
    pub keywords: &'static [&'static Keyword],
    /// Keywords that make all of them dispensable.
    pub unless: &'static [&'static Keyword],
    pub evidence: Evidence,
    pub source: &'static str,
    pub doc: &'static str,
}

/// How the line is encrypted.
#[derive(Debug)]
pub struct Tls {
    pub keyword: &'static Keyword,
    /// The values that switch encryption on, the one to write first. Case does not matter.
    pub on: &'static [&'static str],
    /// Those that switch it off.
    pub off: &'static [&'static str],
    /// Ports on which a listener expects it.
    pub ports: &'static [u16],
    pub source: &'static str,
}

/// How the check of the server's certificate is switched off.
#[derive(Debug)]
pub struct CertificateChecks {
    pub keyword: &'static Keyword,
    /// Case does not matter.
    pub off: &'static [&'static str],
}

/// A cloud whose hosts are recognised by name.
#[derive(Debug)]
pub struct Cloud {
    /// The end of the host's name.
    pub suffix: &'static str,
    /// A label that must come somewhere before it.
    pub label: Option<&'static str>,
    /// Does it take encrypted connections only?
    pub tls: bool,
    /// Does it know services only, and no SID?
    pub service_only: bool,
    pub source: &'static str,
    pub doc: &'static str,
}

impl Cloud {
    /// Is this one of its hosts?
    pub fn holds(&self, host: &str) -> bool {
        let Some(split) = host
            .len()
            .checked_sub(self.suffix.len())
            .filter(|split| host.is_char_boundary(*split))
        else {
            return false;
        };
        let (before, suffix) = host.split_at(split);
        suffix.eq_ignore_ascii_case(self.suffix)
            && before.ends_with('.')
            && self.label.is_none_or(|label| {
                before
                    .split('.')
                    .any(|part| part.eq_ignore_ascii_case(label))
            })
    }
}

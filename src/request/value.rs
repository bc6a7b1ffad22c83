//! A value of a request, and what it is for.

use std::ops::Range;

use crate::address::Address;
use crate::catalog::{self, HostForm, Param};
use crate::placeholder::{self, Filling};
use crate::text::Text;

/// A value whose meaning is known.
#[derive(Debug)]
pub struct Value<'a> {
    /// The decoded value; the inside of the quotes where it is quoted in a connection string.
    pub text: Text<'a>,
    /// The value as the connection string's grammar reads it, where that differs from `text`.
    pub written: Option<String>,
    pub meaning: Meaning,
    /// How much of it is there, found out once.
    filling: Filling,
}

#[derive(Clone, Copy, Debug)]
pub enum Meaning {
    Param(&'static Param),
    Keyword(&'static catalog::Keyword),
}

impl<'a> Value<'a> {
    pub fn new(text: Text<'a>, written: Option<String>, meaning: Meaning) -> Self {
        let whole = written.as_deref().unwrap_or(text.as_str());
        let filling = match meaning {
            Meaning::Keyword(keyword) if keyword.literals.contains(&whole) => Filling::Literal,
            _ => placeholder::filling(whole),
        };
        Value {
            text,
            written,
            meaning,
            filling,
        }
    }

    /// What the driver gets.
    pub fn as_str(&self) -> &str {
        self.written.as_deref().unwrap_or(self.text.as_str())
    }

    /// Bytes of what the driver gets, as bytes of the file; all of it where the two do not agree.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        match self.written {
            None => self.text.span(range),
            Some(_) => self.text.whole_span(),
        }
    }

    pub fn filling(&self) -> Filling {
        self.filling
    }

    /// The value, if it is all there.
    pub fn literal(&self) -> Option<&str> {
        self.filling().is_literal().then(|| self.as_str())
    }

    pub fn role(&self) -> Option<catalog::Role> {
        match self.meaning {
            Meaning::Param(param) => param.role,
            Meaning::Keyword(keyword) => keyword.role,
        }
    }

    pub fn is_secret(&self) -> bool {
        match self.meaning {
            Meaning::Param(param) => param.secret,
            Meaning::Keyword(keyword) => keyword.secret,
        }
    }

    /// The host, and the port with it, in bytes of what the driver gets; of a value that is a host.
    pub fn address(&self) -> Address {
        Address::read(self.as_str(), self.forms())
    }

    /// What else may stand in the place of a host.
    pub fn forms(&self) -> &'static [HostForm] {
        match self.meaning {
            Meaning::Param(param) => param.forms,
            Meaning::Keyword(keyword) => keyword.forms,
        }
    }

    pub fn name(&self) -> &'static str {
        match self.meaning {
            Meaning::Param(param) => param.name,
            Meaning::Keyword(keyword) => keyword.name,
        }
    }
}

//! A value of a request, and what it is for.

use crate::catalog::{self, Param};
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

    pub fn name(&self) -> &'static str {
        match self.meaning {
            Meaning::Param(param) => param.name,
            Meaning::Keyword(keyword) => keyword.name,
        }
    }
}

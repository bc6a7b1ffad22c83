//! connlint checks request files for the Adobe Experience Platform Flow Service before they are sent.
//!
//! # Architecture
//!
//! ```text
//! arguments -discover-> File -extract-> Fragment(Text) -json-> Json -recognise-> Request -rules-> Checked -report-> bytes
//! ```
//!
//! Facts about the platform are data in `schemas/`; judgements are code in [`rules`]; evidence is in
//! `fixtures/`. One pure function, [`check::check`], turns a file into what is wrong with it; the
//! command line and the tests are its callers.
//!
//! Which sources there are is a part of the settings: those that the vendor documents, and an organisation's own, which
//! [`connection_specs`] reads.
//!
//! Everything that holds a request becomes JSON whose every byte knows its place in the file: a [`text::Text`] where JSON
//! is written, in however many wrappings, and a [`text::Transcript`] where another notation is. What reads, judges and
//! mends requests knows of no other notation.
//!
//! What holds for a file is its [`config::Config`]; [`settings`] reads the `connlint.toml` that it is made of, and
//! `discover` finds that.
//!
//! The modules below are in reading order: a module uses those above it.
//!
//! # Invariants
//!
//! 1. Only `discover` and the binary touch the outside world; the rest is pure and cannot fail.
//! 2. Parsers return a value and what is wrong. A placeholder is never wrong by itself, and nothing
//!    is concluded from it.
//! 3. Every span is a range of bytes in the file. Lines and columns exist only in `file` and `report`.
//! 4. No string literal in `src/` is a GUID, a source's slug or title, or the name of an auth spec, a
//!    parameter or a keyword. Rules speak of roles that the data assign. The reader of foreign
//!    notations is the one exception.
//! 5. `Serialize` stands only in `report/`; `jsonschema` is named only in `schema`, `miette` only in
//!    `report/human`, `granit_parser` only in `yaml`.
//! 6. What is shown is an allow-list: everything that is not known to be harmless is masked.
//! 7. One mistake, one diagnostic. Where no single candidate remains, nothing under it is checked.
//! 8. Library code never prints or exits, and no input makes it panic, loop or recurse without bound.
//! 9. The same input gives the same bytes out, at any number of threads, on any day.
//! 10. What comes from a file is data: it can neither steer a terminal nor forge an annotation.

// Vocabulary.
pub mod catalog;
pub mod config;
pub mod conflict;
pub mod diagnostic;
pub mod file;
pub mod fingerprint;

// Parse.
pub mod address;
pub mod code;
pub mod connection_string;
pub mod json;
pub mod near;
pub mod notation;
pub mod placeholder;
pub mod shell;
pub mod template;
pub mod text;
pub mod yaml;

// Extract.
pub mod extract;

// Recognise.
pub mod choose;
pub mod keywords;
pub mod object;
pub mod recognise;
pub mod request;
pub mod schema;

// Learn.
pub mod connection_specs;
pub mod editor_schema;
pub mod find;
pub mod sample;
pub mod shape;

// Check.
pub mod check;
pub mod document;
pub mod ignores;
pub mod routine;
pub mod rule;
pub mod rules;
pub mod secrets;
pub mod shown;

// Settle.
pub mod baseline;
pub mod settings;

// Discover and report.
pub mod discover;
pub mod report;

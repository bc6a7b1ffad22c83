//! What `connlint.toml` can say: the one table of its keys.

/// A key, and what stands at it.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// Sentences for people.
    pub doc: &'static str,
    /// A line, or several, that say something.
    pub example: &'static str,
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Flag,
    Platform,
    /// A list of paths and globs of connection specs.
    Paths,
    /// A list of regular expressions.
    Placeholders,
    /// A list of globs.
    Globs,
    /// A table of levels by the ids of rules.
    Levels,
    /// A table for each group of files.
    Overrides,
    Source,
    Sandbox,
    Organization,
}

/// The keys at the top.
pub static KEYS: &[Key] = &[
    Key {
        name: "submission",
        kind: Kind::Flag,
        doc: "The files are about to be sent: placeholders are wrong, and secrets must be there. As --submission.",
        example: "submission = true",
    },
    Key {
        name: "platform",
        kind: Kind::Platform,
        doc: "The cloud that your Experience Platform runs on, `azure` or `aws`. As --platform.",
        example: "platform = \"azure\"",
    },
    Key {
        name: "sources",
        kind: Kind::Paths,
        doc: "Connection specs of your organisation, as GET /connectionSpecs answers them: paths and globs, relative to \
              this file. As --source.",
        example: "sources = [\"specs/*.json\"]",
    },
    Key {
        name: "placeholders",
        kind: Kind::Placeholders,
        doc: "Your own ways to write what is to be filled in later: regular expressions. One counts as a whole value \
              and as a part of one; { whole = \"…\" } counts as a whole value alone.",
        example: "placeholders = ['!\\w+!', { whole = '[A-Z_]+_TBD' }]",
    },
    Key {
        name: "include",
        kind: Kind::Globs,
        doc: "Of the files in folders, only these are read. A glob that ends in an extension also brings in files whose \
              names say nothing to connlint. Globs are read as .gitignore reads its lines.",
        example: "include = [\"requests/\", \"*.request\"]",
    },
    Key {
        name: "exclude",
        kind: Kind::Globs,
        doc: "Of the files in folders, these are not read. A file that is named on the command line is, and so is what \
              lies in an excluded folder that is named, unless with --force-exclude.",
        example: "exclude = [\"archive/\", \"*.draft.json\"]",
    },
    Key {
        name: "rules",
        kind: Kind::Levels,
        doc: "Levels of rules: `error`, `warning` or `off`. As --level.",
        example: "[rules]\nunreachable-hosts = \"off\"\nplaceholders = \"warning\"",
    },
    Key {
        name: "overrides",
        kind: Kind::Overrides,
        doc: "What holds for some of the files. Of several tables that say the same thing about a file, the last counts.",
        example: "[[overrides]]\nfiles = [\"requests/prod/\"]\nsource = \"oracle\"\nsandbox = \"prod\"\n\
                  organization = \"0A1B2C3D4E5F@AdobeOrg\"\nrules = { plaintext-secrets = \"error\" }",
    },
];

/// The keys of one of the `overrides`.
pub static OVERRIDE_KEYS: &[Key] = &[
    Key {
        name: "files",
        kind: Kind::Globs,
        doc: "The files: globs, read as .gitignore reads its lines.",
        example: "files = [\"requests/prod/\"]",
    },
    Key {
        name: "rules",
        kind: Kind::Levels,
        doc: "Levels of rules in these files.",
        example: "rules = { unreachable-hosts = \"off\" }",
    },
    Key {
        name: "platform",
        kind: Kind::Platform,
        doc: "The cloud that the Experience Platform runs on to which these files are sent.",
        example: "platform = \"aws\"",
    },
    Key {
        name: "source",
        kind: Kind::Source,
        doc: "What the requests in these files connect: a source's slug, title or connection spec id. A request whose id \
              cannot be read is taken to be for it; the id of another source is a mistake.",
        example: "source = \"oracle\"",
    },
    Key {
        name: "sandbox",
        kind: Kind::Sandbox,
        doc: "The sandbox that these files are for, by its name.",
        example: "sandbox = \"prod\"",
    },
    Key {
        name: "organization",
        kind: Kind::Organization,
        doc: "The organisation that these files are for, by its id.",
        example: "organization = \"0A1B2C3D4E5F@AdobeOrg\"",
    },
];

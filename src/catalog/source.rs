//! Sources: whom an id belongs to, and what a base connection for them takes.

use super::{Dialect, Limit};

/// Something that data is ingested from, as one or more pages of the documentation describe it, or as the service
/// itself does to one organisation.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The stem of its file in `schemas/sources/`; made of the title where it has none.
    pub slug: &'static str,
    /// The name in a connection spec.
    pub name: &'static str,
    /// The name for people, unique.
    pub title: &'static str,
    /// The vendor's category, such as `databases`.
    pub category: &'static str,
    /// Pages of the vendor's documentation, the one that was read first. Paths in its repository. Of a source that
    /// nobody documents, the file that describes it.
    pub pages: &'static [&'static str],
    /// Year and month in which the pages were read; empty where there are none.
    pub seen: &'static str,
    /// The version of the connection spec.
    pub version: &'static str,
    /// Connection spec ids, lower case, its own first. Empty where a page documents none.
    pub ids: &'static [&'static str],
    /// Ids that a page prints and that are wrong there, each with what is wrong about it.
    pub misprints: &'static [(&'static str, &'static str)],
    /// Usual ports; empty where the port tells nothing about the source.
    pub ports: &'static [u16],
    /// Where the ports were read.
    pub ports_source: &'static str,
    /// Lower-case words or phrases in a name, a description or a host that point at this source. The longest phrase
    /// that occurs decides, because the words of one source can be part of another's.
    pub words: &'static [&'static str],
    /// The clouds that the vendor's own list of sources gives; empty where it does not say.
    pub clouds: &'static [Platform],
    /// How much of a request for this source can be checked.
    pub checks: Checks,
    /// The ways to authenticate. Empty where a source takes no base connection.
    pub auth: &'static [AuthSpec],
    /// Slips on the pages that people copy.
    pub notes: &'static [&'static str],
    /// The organisation's own file that says what it takes; empty where the vendor's documentation does.
    pub file: &'static str,
}

impl Source {
    /// A source of which nothing is known.
    pub(crate) const BLANK: Source = Source {
        slug: "",
        name: "",
        title: "",
        category: "",
        pages: &[],
        seen: "",
        version: "",
        ids: &[],
        misprints: &[],
        ports: &[],
        ports_source: "",
        words: &[],
        clouds: &[],
        checks: Checks::Envelope,
        auth: &[],
        notes: &[],
        file: "",
    };

    /// The id that is documented for this source.
    pub fn id(&self) -> Option<&'static str> {
        self.ids.first().copied()
    }

    /// The page to point people to.
    pub fn page(&self) -> &'static str {
        self.pages.first().copied().unwrap_or_default()
    }

    /// Is everything under `auth` checked, and not only what surrounds it?
    pub fn is_full(&self) -> bool {
        self.checks == Checks::Full
    }
}

/// How much of a request can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
    /// Everything.
    Full,
    /// The envelope, ids, secrets and headers. The parameters were taken from a page without checking them one by one.
    Envelope,
}

/// One way to authenticate. A name can occur twice in a source, with other parameters on another cloud.
#[derive(Clone, Copy, Debug)]
pub struct AuthSpec {
    /// What goes into `auth.specName`.
    pub name: &'static str,
    /// Names that the documentation itself gives it elsewhere. They pass, with a warning.
    pub spellings: &'static [&'static str],
    /// The cloud that Experience Platform runs on.
    pub platform: Platform,
    /// Strong where the page has a section for each cloud; weak where it is silent about the other.
    pub platform_evidence: Evidence,
    /// Why it should not be used any more, with the vendor's date if there is one.
    pub deprecated: Option<&'static str>,
    /// The properties of `auth.params`, in the order of the documentation.
    pub params: &'static [Param],
    /// The draft-07 JSON Schema of `auth.params`.
    pub schema: &'static str,
    /// Does the schema say nothing but which properties there are, which are required, and what each is?
    pub flat: bool,
}

impl AuthSpec {
    /// Whether this is its name, or another spelling of it that the documentation has.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.spellings.contains(&name)
    }

    /// The parameter of exactly this name.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// The parameters with this role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &'static Param> {
        self.params
            .iter()
            .filter(move |param| param.role == Some(role))
    }
}

/// One property of `auth.params`.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    /// Must it be there?
    pub required: bool,
    /// May it be any string, if it is not empty?
    pub free: bool,
    /// Is the whole value a secret, or does it hold one?
    pub secret: bool,
    /// May the value be shown? Never true of secrets, nor of anything that is not understood.
    pub public: bool,
    pub role: Option<Role>,
    /// How to read the value, where it is a connection string that is understood.
    pub dialect: Option<&'static Dialect>,
    /// How sure it is that the parameter exists and is required or not.
    pub evidence: Evidence,
    /// How sure its form is (values, pattern, host or URL), where that differs from `evidence`.
    pub form_evidence: Option<Evidence>,
    /// Other words that people use for it, those of the documentation included.
    pub aliases: &'static [&'static str],
    /// Names that the documentation itself gives it elsewhere, so that which one is right is not settled.
    pub spellings: &'static [&'static str],
    /// Where the value is a host: what else may be written there with it.
    pub forms: &'static [HostForm],
    /// Where the value says whether the line is encrypted: one that switches it on, for help.
    pub on: &'static str,
    /// Those that switch it off. Case does not matter.
    pub off: &'static [&'static str],
    /// The limits of the value, taken over from a keyword of a dialect that means the same.
    pub limits: &'static [Limit],
    /// Where it was read; empty for the page itself.
    pub source: &'static str,
    /// One line for people.
    pub doc: &'static str,
}

impl Param {
    /// Whether nothing graver than a warning may be said about the form of its value.
    pub fn is_form_doubtful(&self) -> bool {
        self.form_evidence.unwrap_or(self.evidence) == Evidence::Weak
    }

    /// A parameter of which nothing is known.
    pub(crate) const BLANK: Param = Param {
        name: "",
        required: false,
        free: false,
        secret: false,
        public: false,
        role: None,
        dialect: None,
        evidence: Evidence::Weak,
        form_evidence: None,
        aliases: &[],
        spellings: &[],
        forms: &[],
        on: "",
        off: &[],
        limits: &[],
        source: "",
        doc: "",
    };

    /// Whether another variant's parameter of the same name is read, shown and judged in the same way.
    pub fn is_like(&self, other: &Param) -> bool {
        let dialect = |param: &Param| param.dialect.map(|dialect| dialect.name);
        (self.role, self.secret, self.public) == (other.role, other.secret, other.public)
            && dialect(self) == dialect(other)
    }
}

/// What a value is for. Rules speak of roles, because names differ between sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Host,
    Port,
    User,
    Secret,
    /// A service name, by which a listener finds a database.
    Service,
    /// A system identifier, the older way to name a database.
    Sid,
    Database,
    Schema,
    /// Whether and how the line is encrypted.
    Tls,
    /// An address that has a scheme, or of which nobody says that it has none.
    Url,
    /// A file, or its content.
    File,
    /// Whether the server is reached through a private endpoint.
    PrivateLink,
    /// Several values in one string.
    ConnectionString,
}

/// What a driver takes in the place of a host, besides a name or an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostForm {
    /// `tcp:host`.
    Protocol,
    /// `host\instance`.
    Instance,
    /// `host,port`.
    CommaPort,
    /// `host:port`.
    ColonPort,
}

/// The cloud that Experience Platform runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    Azure,
    Aws,
    Any,
}

/// How sure a fact is. Weak facts lead to warnings, strong ones can lead to errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// From one example, from a page's silence, or contradicted somewhere.
    Weak,
    /// Stated in a table, in prose or in the OpenAPI description, or in every example, and contradicted nowhere.
    Strong,
}

/// An id that is known, but is not a source's.
#[derive(Clone, Copy, Debug)]
pub struct ForeignId {
    /// A UUID in lower case.
    pub id: &'static str,
    /// What it is the id of.
    pub name: &'static str,
    /// What sort of thing that is, for a message: `destination`, `flow spec`, `provider`, ...
    pub kind: &'static str,
    /// A doubt; mostly empty.
    pub note: &'static str,
    /// Where it was read.
    pub source: &'static str,
}

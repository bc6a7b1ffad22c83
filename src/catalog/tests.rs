//! What `build.rs` cannot see in a single file: that the tables agree with each other and mean what they should.

use super::*;
use std::collections::HashSet;

fn sources() -> &'static [Source] {
    embedded().sources()
}

fn source(slug: &str) -> Option<&'static Source> {
    embedded().source(slug)
}

fn owners(id: &str) -> impl Iterator<Item = &'static Source> {
    embedded().owners(id)
}

fn foreign_id(id: &str) -> Option<&'static ForeignId> {
    embedded().foreign_id(id)
}

fn oracle() -> &'static Dialect {
    dialects()
        .iter()
        .find(|dialect| dialect.name == "oracle")
        .expect("the dialect")
}

fn name_of(keyword: Option<&'static Keyword>) -> Option<&'static str> {
    keyword.map(|keyword| keyword.name)
}

fn is_uuid(id: &str) -> bool {
    let dash = |i| matches!(i, 8 | 13 | 18 | 23);
    id.len() == 36
        && id.bytes().enumerate().all(|(i, b)| {
            if dash(i) {
                b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        })
}

fn all_unique<T: std::hash::Hash + Eq>(items: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

#[test]
fn slugs_and_titles_are_unique() {
    assert!(sources().is_sorted_by(|a, b| a.slug < b.slug));
    assert!(all_unique(
        sources().iter().map(|source| source.title.to_lowercase())
    ));
    for known in sources() {
        assert!(std::ptr::eq(
            source(known.slug).expect("it is there"),
            known
        ));
    }
    assert!(source("no-such-source").is_none());
}

#[test]
fn every_source_names_its_pages() {
    assert!(all_unique(sources().iter().map(Source::page)));
    for source in sources() {
        let is_page = |page: &&str| page.starts_with("help/sources/") && page.ends_with(".md");
        assert!(
            !source.pages.is_empty() && source.pages.iter().all(is_page),
            "{}",
            source.slug
        );
        assert!(source.seen.len() == "2026-11".len(), "{}", source.slug);
        assert!(
            !source.words.is_empty() && source.words.iter().all(|w| *w == w.to_lowercase()),
            "{}",
            source.slug
        );
        assert_eq!(
            source.ports.is_empty(),
            source.ports_source.is_empty(),
            "{}",
            source.slug
        );
    }
}

#[test]
fn ids_lead_to_their_sources() {
    for source in sources() {
        assert!(all_unique(source.ids), "{}", source.slug);
        for id in source.ids {
            assert!(is_uuid(id), "{id}");
            assert!(
                owners(&id.to_uppercase()).any(|owner| owner.slug == source.slug),
                "{id}"
            );
            assert!(foreign_id(id).is_none(), "{id}");
            assert!(
                source.misprints.iter().all(|(misprint, _)| misprint != id),
                "{id}"
            );
        }
    }
    assert_eq!(
        embedded().ids().count(),
        sources()
            .iter()
            .map(|source| source.ids.len())
            .sum::<usize>()
    );
    for foreign in embedded().foreign_ids() {
        assert!(
            is_uuid(foreign.id) && owners(foreign.id).next().is_none(),
            "{}",
            foreign.id
        );
        assert_eq!(
            foreign_id(&foreign.id.to_uppercase()).map(|found| found.id),
            Some(foreign.id)
        );
    }
    assert_eq!(
        owners("").count() + owners("00000000-0000-0000-0000-000000000000").count(),
        0
    );
    assert_eq!(owners("ffffffff-ffff-ffff-ffff-ffffffffffff").count(), 0);
}

#[test]
fn the_id_in_the_aws_example_is_mysqls() {
    let printed = "26d738e0-8963-47ea-aadf-c60de735468a";
    let slugs = |id: &str| owners(id).map(|source| source.slug).collect::<Vec<_>>();
    assert_eq!(slugs(printed), ["mysql"]);
    assert_eq!(slugs("D6B52D86-F0F8-475F-89D4-CE54C8527328"), ["oracle"]);
    assert!(
        source("oracle")
            .expect("it is there")
            .misprints
            .iter()
            .any(|(id, _)| *id == printed)
    );
    assert_eq!(
        slugs("ea1c2a08-b722-11eb-8529-0242ac130003"),
        ["pathfactory", "salesforce-marketing-cloud"]
    );
}

#[test]
fn a_name_occurs_twice_only_on_two_clouds() {
    for source in sources() {
        let tags = source.auth.iter().map(|auth| (auth.name, auth.platform));
        assert!(all_unique(tags), "{}", source.slug);
        for auth in source.auth {
            assert!(
                all_unique(auth.params.iter().map(|param| param.name)),
                "{} {}",
                source.slug,
                auth.name
            );
            for param in auth.params {
                let is_string = param.role == Some(Role::ConnectionString);
                assert!(
                    !is_string || param.secret,
                    "{}: a connection string holds a password",
                    source.slug
                );
                assert!(
                    param.dialect.is_none() || is_string,
                    "{} {}",
                    source.slug,
                    param.name
                );
                assert!(
                    !param.doc.is_empty() && !param.doc.ends_with('.'),
                    "{} {}",
                    source.slug,
                    param.name
                );
            }
        }
    }
}

#[test]
fn what_ends_has_a_date() {
    let date = regex::Regex::new(
        r"\b(January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d\b",
    );
    let date = date.expect("a pattern");
    let ended = sources().iter().flat_map(|source| source.auth);
    for reason in ended.filter_map(|variant| variant.deprecated) {
        assert!(date.is_match(reason) && !reason.ends_with('.'), "{reason}");
    }
}

#[test]
fn doubtful_spellings_lead_to_one_parameter() {
    for source in sources() {
        for variant in source.auth {
            for param in variant.params {
                for spelling in param.spellings {
                    let others = variant.params.iter().filter(|other| {
                        other.name == *spelling || other.aliases.contains(spelling)
                    });
                    let names: Vec<_> = others.map(|other| other.name).collect();
                    assert_eq!(names, [param.name], "{}: {spelling}", source.slug);
                }
            }
        }
    }
}

#[test]
fn oracle_is_checked_in_full() {
    let oracle = source("oracle").expect("it is there");
    assert!(oracle.is_full());
    let [string, basic] = oracle.auth else {
        panic!("one auth spec for each cloud")
    };
    assert_eq!(
        (string.platform, basic.platform),
        (Platform::Azure, Platform::Aws)
    );
    assert_eq!(
        string
            .with_role(Role::ConnectionString)
            .filter_map(|param| param.dialect)
            .count(),
        1
    );
    let required: Vec<_> = basic
        .params
        .iter()
        .filter(|param| param.required)
        .map(|param| param.name)
        .collect();
    assert_eq!(
        required,
        [
            "server", "port", "database", "username", "password", "schema"
        ]
    );
    let secret: Vec<_> = basic
        .params
        .iter()
        .filter(|param| param.secret)
        .map(|param| param.name)
        .collect();
    assert_eq!(secret, ["password"]);
    assert!(
        !basic
            .param("username")
            .expect("it is there")
            .limits
            .is_empty()
    );
}

#[test]
fn keywords_are_found_whatever_their_case_and_blanks() {
    let dialect = oracle();
    for written in ["User Id", "UserId", "USER  ID", "userid", "LogonID"] {
        assert_eq!(
            name_of(dialect.keyword(written)),
            Some("User Id"),
            "{written}"
        );
    }
    for written in ["ServiceName", "Service Name", "SN"] {
        assert_eq!(
            name_of(dialect.keyword(written)),
            Some("ServiceName"),
            "{written}"
        );
    }
    for written in ["Hsot", "", "Server", "Service_Name", "Uid", "ﬀ"] {
        assert_eq!(name_of(dialect.keyword(written)), None, "{written}");
    }
    assert_eq!(name_of(dialect.anchor("SN")), None);
    assert_eq!(name_of(dialect.anchor("port")), Some("Port"));
}

#[test]
fn other_drivers_words_lead_to_keywords() {
    let dialect = oracle();
    for (written, meant) in [
        ("Server", "Host"),
        ("data source", "Host"),
        ("UID", "User Id"),
        ("pwd", "Password"),
        ("Service_Name", "ServiceName"),
    ] {
        assert_eq!(name_of(dialect.alias(written)), Some(meant), "{written}");
    }
    assert_eq!(name_of(dialect.alias("Database")), None);
    assert_eq!(
        dialect
            .aliases("Database")
            .map(|k| k.name)
            .collect::<Vec<_>>(),
        ["Sid", "ServiceName"]
    );
    for dialect in dialects() {
        for alias in dialect.keywords.iter().flat_map(|keyword| keyword.aliases) {
            let name = dialect.name;
            let known = dialect.keyword(alias);
            assert!(known.is_none(), "{name}: `{alias}` is a name already");
        }
    }
}

#[test]
fn the_pattern_is_made_of_keywords_and_has_all_that_are_required() {
    for dialect in dialects() {
        let (name, pattern) = (dialect.name, dialect.pattern);
        let marks = ['?', dialect.separator()];
        let pairs = pattern.split(marks).filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs.map(|(key, _)| dialect.keyword(key)).collect();
        assert!(
            pairs.len() > 1 && pairs.iter().all(Option::is_some),
            "{name}: {pattern}"
        );
        for keyword in dialect.required() {
            let in_the_host = dialect.after_scheme(pattern).is_some();
            let written = match keyword.role {
                Some(Role::Host) if in_the_host => true,
                _ => dialect.pattern_of(keyword).is_some(),
            };
            assert!(written, "{name}: {}", keyword.name);
        }
        assert!(dialect.one_of.iter().all(|one| {
            let mut keywords = one.keywords.iter();
            keywords.any(|keyword| dialect.pattern_of(keyword).is_some())
        }));
    }
}

#[test]
fn a_spelling_leads_to_its_keyword_and_is_none_of_its_names() {
    for dialect in dialects() {
        for keyword in dialect.keywords {
            for other in keyword.spellings {
                assert_eq!(dialect.keyword(other), Some(keyword), "{other}");
                assert!(keyword.is_other_spelling(other), "{other}");
            }
            assert!(!keyword.is_other_spelling(keyword.name));
        }
    }
}

#[test]
fn corrections_lead_to_values() {
    for dialect in dialects() {
        for keyword in dialect.keywords {
            for (written, meant) in keyword.corrections {
                let (Values::Enum(values) | Values::List(values)) = keyword.values else {
                    panic!("{} has no fixed values", keyword.name)
                };
                assert!(
                    values.contains(meant) && !values.contains(written),
                    "{} {written}",
                    keyword.name
                );
            }
            for limit in keyword.limits {
                let known = |name| dialect.keyword(name).is_some();
                assert!(limit.instead.is_none_or(known), "{}", keyword.name);
            }
        }
        let Some(tls) = &dialect.tls else { continue };
        assert!(
            !tls.on.is_empty() && !tls.off.is_empty(),
            "{}",
            dialect.name
        );
        if let Values::Enum(values) = tls.keyword.values {
            let told = |value: &&str| tls.on.contains(value) || tls.off.contains(value);
            let untold: Vec<_> = values.iter().filter(|value| !told(value)).collect();
            assert!(
                tls.on
                    .iter()
                    .chain(tls.off)
                    .all(|value| values.contains(value))
            );
            // Encryption that the server may ask for is neither on nor off.
            let expected = if dialect.name == "vertica" { 1 } else { 0 };
            assert_eq!(untold.len(), expected, "{}: {untold:?}", dialect.name);
        }
    }
    let tls = oracle().tls.as_ref().expect("it is there");
    assert_eq!(tls.keyword.correction("ssl"), tls.on.first().copied());
}

#[test]
fn limits_tell_plausible_values() {
    let broken = |role, value: &str| {
        let keyword = oracle().with_role(role).next().expect("it is there");
        keyword
            .limits
            .iter()
            .find(|limit| !limit.allows(value))
            .map(|limit| (limit.level, limit.instead))
    };
    assert_eq!(broken(Role::Sid, "ORCL"), None);
    assert_eq!(broken(Role::Sid, "OR\tCL"), Some((Level::Error, None)));
    assert_eq!(
        broken(Role::Sid, "sales.example.com"),
        Some((Level::Warning, Some("ServiceName")))
    );
    assert_eq!(
        broken(Role::Sid, "PRODUCTIONDATABASE"),
        Some((Level::Warning, Some("ServiceName")))
    );
    assert_eq!(broken(Role::Service, "sales.example.com"), None);
    assert_eq!(
        broken(Role::User, "scott/tiger"),
        Some((Level::Warning, None))
    );
    assert_eq!(broken(Role::Secret, "ti;g=er"), None);
    assert_eq!(broken(Role::Secret, "ti\"ger"), Some((Level::Error, None)));
}

#[test]
fn clouds_are_recognised_by_their_hosts() {
    let known = |host| oracle().cloud(host).is_some();
    assert!(known("adb.us-ashburn-1.oraclecloud.com") && known("abc.ADB.eu-1.OracleCloud.com"));
    assert!(
        !known("diy.us-dawkins-1.oraclecloud.com") && !known("adb.oraclecloud.com.example.com")
    );
    assert!(!known("oraclecloud.com") && !known("") && !known("ädb.oraclecloud.com"));
}

#[test]
fn errors_name_rules() {
    let kebab = |rule: &&str| {
        rule.split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
            && rule.ends_with('s')
    };
    for error in errors() {
        let (number, status) = error.code.split_once('-').expect("it is there");
        assert!(number.len() == 4 && status.len() == 3, "{}", error.code);
        assert!(error.rules.iter().all(kebab), "{}", error.code);
        assert!(std::ptr::eq(
            error_code(error.code).expect("it is there"),
            error
        ));
    }
    assert!(errors().is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn headers_name_known_errors() {
    assert!(all_unique(
        headers()
            .iter()
            .flat_map(|h| h.aliases.iter().chain([&h.name]))
            .map(|n| n.to_lowercase())
    ));
    for header in headers() {
        assert!(
            header
                .missing
                .iter()
                .chain(header.invalid)
                .all(|code| error_code(code).is_some()),
            "{}",
            header.name
        );
    }
    let private: Vec<_> = headers()
        .iter()
        .filter(|header| !header.public)
        .map(|header| header.name)
        .collect();
    assert_eq!(private, ["Authorization", "x-api-key"]);
}

#[test]
fn the_envelope_knows_its_properties() {
    let required: Vec<_> = envelope()
        .properties
        .iter()
        .filter(|p| p.required)
        .map(|p| p.pointer)
        .collect();
    let expected = [
        "/name",
        "/auth",
        "/auth/specName",
        "/auth/params",
        "/connectionSpec",
        "/connectionSpec/id",
    ];
    assert_eq!(required, expected);
    assert_eq!(
        envelope()
            .property("/connectionSpec/id")
            .expect("it is there")
            .evidence,
        Evidence::Strong
    );
    assert_eq!(
        envelope().property("/auth").expect("it is there").evidence,
        Evidence::Weak
    );
    assert!(
        !envelope()
            .property("/auth/params")
            .expect("it is there")
            .public
    );
    assert!(
        envelope()
            .properties
            .iter()
            .all(|p| p.parent.is_empty() || envelope().property(p.parent).is_some())
    );
    assert!(
        envelope()
            .server_properties
            .iter()
            .all(|name| envelope().property(&format!("/{name}")).is_none())
    );
}

#[test]
fn kinds_of_request_are_tried_in_order() {
    assert!(request_kinds().is_sorted_by(|a, b| a.order < b.order));
    let unmarked = request_kinds()
        .iter()
        .filter(|kind| kind.markers.is_empty());
    let unmarked: Vec<_> = unmarked.map(|kind| kind.id).collect();
    assert_eq!(
        unmarked,
        ["look-up"],
        "only a call without a body has no markers"
    );
    for kind in request_kinds() {
        assert!(
            (kind.id == "look-up") == kind.markers.is_empty()
                && kind.markers.iter().all(|all| !all.is_empty()),
            "{}",
            kind.id
        );
        assert!(
            kind.paths
                .iter()
                .all(|path| path.starts_with("/data/") && !path.ends_with('/')),
            "{}",
            kind.id
        );
        let known = |wanted: &&str| {
            embedded()
                .foreign_ids()
                .iter()
                .any(|foreign| foreign.kind == *wanted)
        };
        assert!(kind.spec_kinds.iter().all(known), "{}", kind.id);
    }
}

#[test]
fn stages_and_regions_are_other_hosts() {
    let endpoint = endpoint();
    for host in [
        "platform-stage.adobe.io",
        "Platform-VA7.adobe.io",
        "platform-stage-va7.adobe.io",
    ] {
        assert!(endpoint.is_other_host(host), "{host}");
    }
    for host in [
        "platform.adobe.io",
        "platform-.example.com",
        "platform-a.b.adobe.io",
        "example.com",
        "platform-",
    ] {
        assert!(!endpoint.is_other_host(host), "{host}");
    }
}

#[test]
fn placeholders_are_told_from_passwords() {
    let regexes: Vec<_> = placeholder_dialects()
        .iter()
        .map(|dialect| {
            (
                dialect,
                regex::Regex::new(&format!("^(?:{})$", dialect.pattern)).expect("it is there"),
            )
        })
        .collect();
    let dialect_of = |value: &str| {
        regexes
            .iter()
            .find(|(_, regex)| regex.is_match(value))
            .map(|(dialect, _)| dialect.name)
    };
    assert!(all_unique(
        placeholder_dialects().iter().map(|dialect| dialect.name)
    ));
    for dialect in placeholder_dialects() {
        assert_eq!(
            dialect_of(dialect.example),
            Some(dialect.name),
            "{}",
            dialect.example
        );
    }
    for value in [
        "{HOST}",
        "{{oracleHost}}",
        "${HOST}",
        "${HOST:-db.example.com}",
        "$HOST",
        "$(HOST)",
        "#{HOST}#",
        "__HOST__",
        "@@HOST@@",
        "%HOST%",
        "<host>",
        "{{ lookup('env', 'PW') }}",
        "{{- .Values.pw | quote -}}",
        "***",
        "•••••",
        "XXXXXXXX",
    ] {
        assert!(dialect_of(value).is_some(), "{value}");
    }
    for value in [
        "Pa$$word", "$ecret9", "tiger", "xx", "p%40ss", "{}", "<>", "a<b>c", "$5", "__", "100%",
        "x{3}", "1521", "*",
    ] {
        assert_eq!(dialect_of(value), None, "{value}");
    }
}

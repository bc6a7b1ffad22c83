use super::*;
use crate::catalog;

fn read(text: &str) -> ConnectionKeywords<'_> {
    let params = catalog::embedded()
        .sources()
        .iter()
        .flat_map(|source| source.auth)
        .flat_map(|variant| variant.params);
    let dialect = params
        .filter_map(|param| param.dialect)
        .find(|dialect| dialect.name == "oracle")
        .expect("the dialect");
    ConnectionKeywords::read(Text::file(text), dialect)
}

/// Names and values, as they will be checked.
fn values(text: &str) -> Vec<(&'static str, String)> {
    let read = read(text);
    let values = read.values();
    values
        .map(|value| (value.name(), value.as_str().to_owned()))
        .collect()
}

#[test]
fn what_stands_in_a_placeholder_is_no_structure() {
    let text = r#"Host={{ env "A;B" }};Password="{{ lookup("x;y=z") }}";Port=1521"#;
    assert_eq!(
        values(text),
        [
            ("Host", r#"{{ env "A;B" }}"#.to_owned()),
            ("Password", r#"{{ lookup("x;y=z") }}"#.to_owned()),
            ("Port", "1521".to_owned()),
        ]
    );
    assert!(read(text).is_reliable());
}

#[test]
fn a_placeholder_beside_the_pairs_leaves_open_what_is_there() {
    for text in [
        "Host={HOST};{REST}",
        "{REST};Host={HOST}",
        "{REST}Host={HOST}",
        "Host={HOST};{NAME}={VALUE}",
        "Host={HOST}{REST}",
        "Host=db-${REST}",
        "Host=h;{% if tls %}EncryptionMethod=1{% endif %}",
        "Host=h;\u{2026}",
        "Host=${HOST}Port=1",
    ] {
        let read = read(text);
        assert!(read.incomplete, "{text}");
        assert!(
            read.has(read.dialect.keyword("Host").expect("a keyword")),
            "{text}"
        );
        assert!(
            read.errors.is_empty() && read.swallowed.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn of_a_repeated_keyword_the_last_counts() {
    assert_eq!(
        values("Port=1;Hsot=h;PortNumber=2"),
        [("Host", "h".to_owned()), ("Port", "2".to_owned())]
    );
}

#[test]
fn a_swallowed_pair_is_given_back() {
    assert_eq!(
        values("Host=h Port=1521,Sid=X;User Id=u|Password='a;b'"),
        [
            ("Host", "h".to_owned()),
            ("Port", "1521".to_owned()),
            ("Sid", "X".to_owned()),
            ("User Id", "u".to_owned()),
            ("Password", "a;b".to_owned()),
        ]
    );
}

#[test]
fn names_in_brackets_quotes_and_free_text_are_values() {
    for text in [
        "Password=a(Port=1)",
        "Password=a\"b Port=1\"c",
        "Password=x;Port=1;ApplicationName=uses Port=1",
        "Password=xsid=1;ServiceName=s",
        "Host=h;AlternateServers=(HostName=a:PortNumber=1:SID=b, HostName=c)",
    ] {
        let read = read(text);
        assert!(read.swallowed.is_empty(), "{text}: {:?}", read.swallowed);
    }
}

#[test]
fn a_secret_keeps_what_a_semicolon_cut_off() {
    let read = read("Password=a;b;c=d;Host=h");
    let [cut] = &read.swallowed[..] else {
        panic!("{:?}", read.swallowed);
    };
    assert_eq!(cut.kind, Swallowing::SeparatorInSecret);
    assert_eq!(&read.text.as_str()[cut.at.clone()], "b;c=d");
    assert_eq!(&read.text.as_str()[read.pairs[0].value.clone()], "a;b;c=d");
    assert_eq!(read.pairs.len(), 2);
}

#[test]
fn much_of_everything_is_read_in_time() {
    for unit in [
        "Host=a,",
        "a=b;",
        "xPort=",
        "Password=x;b1=c;",
        "Host=\"a\"Port=",
        "[(",
        "'=;",
    ] {
        read(&unit.repeat(2_000));
    }
}

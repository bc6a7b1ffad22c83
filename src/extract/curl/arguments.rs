//! curl's command line: which options take an argument, and how short ones are run together.

use crate::shell::{Expansion, Word};
use crate::text::{HOLE, Text};

/// Long options that take an argument, sorted. Those with a letter are listed here too.
const WITH_ARGUMENT: [&str; 140] = [
    "abstract-unix-socket",
    "alt-svc",
    "aws-sigv4",
    "cacert",
    "capath",
    "cert",
    "cert-type",
    "ciphers",
    "config",
    "connect-timeout",
    "connect-to",
    "continue-at",
    "cookie",
    "cookie-jar",
    "create-file-mode",
    "crlfile",
    "curves",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "delegation",
    "dns-interface",
    "dns-ipv4-addr",
    "dns-ipv6-addr",
    "dns-servers",
    "doh-url",
    "dump-header",
    "ech",
    "egd-file",
    "engine",
    "etag-compare",
    "etag-save",
    "expect100-timeout",
    "form",
    "form-string",
    "ftp-account",
    "ftp-alternative-to-user",
    "ftp-method",
    "ftp-port",
    "ftp-ssl-ccc-mode",
    "happy-eyeballs-timeout-ms",
    "haproxy-clientip",
    "header",
    "hostpubmd5",
    "hostpubsha256",
    "hsts",
    "interface",
    "ip-tos",
    "ipfs-gateway",
    "json",
    "keepalive-cnt",
    "keepalive-time",
    "key",
    "key-type",
    "krb",
    "libcurl",
    "limit-rate",
    "local-port",
    "login-options",
    "mail-auth",
    "mail-from",
    "mail-rcpt",
    "max-filesize",
    "max-redirs",
    "max-time",
    "netrc-file",
    "noproxy",
    "oauth2-bearer",
    "output",
    "output-dir",
    "parallel-max",
    "pass",
    "pinnedpubkey",
    "preproxy",
    "proto",
    "proto-default",
    "proto-redir",
    "proxy",
    "proxy-cacert",
    "proxy-capath",
    "proxy-cert",
    "proxy-cert-type",
    "proxy-ciphers",
    "proxy-crlfile",
    "proxy-header",
    "proxy-key",
    "proxy-key-type",
    "proxy-pass",
    "proxy-pinnedpubkey",
    "proxy-service-name",
    "proxy-tls13-ciphers",
    "proxy-tlsauthtype",
    "proxy-tlspassword",
    "proxy-tlsuser",
    "proxy-user",
    "proxy1.0",
    "pubkey",
    "quote",
    "random-file",
    "range",
    "rate",
    "referer",
    "request",
    "request-target",
    "resolve",
    "retry",
    "retry-delay",
    "retry-max-time",
    "sasl-authzid",
    "service-name",
    "socks4",
    "socks4a",
    "socks5",
    "socks5-gssapi-service",
    "socks5-hostname",
    "speed-limit",
    "speed-time",
    "stderr",
    "telnet-option",
    "tftp-blksize",
    "time-cond",
    "tls-max",
    "tls13-ciphers",
    "tlsauthtype",
    "tlspassword",
    "tlsuser",
    "trace",
    "trace-ascii",
    "trace-config",
    "unix-socket",
    "upload-file",
    "url",
    "url-query",
    "user",
    "user-agent",
    "variable",
    "vlan-priority",
    "write-out",
];

/// Letters of options that take an argument, with the long name.
const LETTERS: [(char, &str); 26] = [
    ('A', "user-agent"),
    ('b', "cookie"),
    ('c', "cookie-jar"),
    ('C', "continue-at"),
    ('d', "data"),
    ('D', "dump-header"),
    ('e', "referer"),
    ('E', "cert"),
    ('F', "form"),
    ('H', "header"),
    ('K', "config"),
    ('m', "max-time"),
    ('o', "output"),
    ('P', "ftp-port"),
    ('Q', "quote"),
    ('r', "range"),
    ('t', "telnet-option"),
    ('T', "upload-file"),
    ('u', "user"),
    ('U', "proxy-user"),
    ('w', "write-out"),
    ('x', "proxy"),
    ('X', "request"),
    ('y', "speed-time"),
    ('Y', "speed-limit"),
    ('z', "time-cond"),
];

/// Letters of options without an argument that matter here.
const FLAGS: [(char, &str); 4] = [('G', "get"), ('I', "head"), ('n', "netrc"), (':', "next")];

/// Options without an argument that a line of its own may begin with when a `\` was lost.
const COMMON_FLAGS: [&str; 17] = [
    "--compressed",
    "--fail",
    "--include",
    "--insecure",
    "--location",
    "--show-error",
    "--silent",
    "--verbose",
    "-L",
    "-S",
    "-f",
    "-i",
    "-k",
    "-s",
    "-sS",
    "-v",
    "--globoff",
];

/// One thing on the command line.
pub(super) struct Argument<'s, 't> {
    /// What it is, by its long name.
    pub(super) kind: Kind<'s>,
    /// Index of the word that names the option, or is the argument.
    pub(super) word: usize,
    /// Index of the last word of it.
    pub(super) last: usize,
    pub(super) value: Option<Value<'s, 't>>,
    /// Whether it is a long option with one dash, which curl takes for letters.
    pub(super) one_dash: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'s> {
    Option(&'s str),
    Positional,
    /// Any number of words that are not known.
    Splice,
}

/// The argument of an option.
pub(super) struct Value<'s, 't> {
    pub(super) text: Text<'t>,
    /// The word it stands in.
    pub(super) word: &'s Word<'t>,
    /// Whether the word holds the option too (`-d'{…}'`).
    pub(super) glued: bool,
}

/// Reads the words after the program's name.
pub(super) fn read<'s, 't>(words: &[&'s Word<'t>]) -> Vec<Argument<'s, 't>> {
    let mut arguments = Vec::with_capacity(words.len());
    let mut index = 0;
    while index < words.len() {
        let word = words[index];
        let text = word.text.as_str();
        let start = index;
        index += 1;
        if word.splits
            && matches!(&word.expansion, Some(Expansion::Commands(commands)) if commands.is_empty())
        {
            // A comment in back-ticks becomes no word at all.
        } else if word.splits && !is_address(word) {
            arguments.push(Argument {
                kind: Kind::Splice,
                word: start,
                last: start,
                value: None,
                one_dash: false,
            });
        } else if let Some(long) = text.strip_prefix("--") {
            let spelled = long.split('=').next().unwrap_or(long);
            // `--expand-data` is `--data` with curl's own variables.
            let name = spelled.strip_prefix("expand-").unwrap_or(spelled);
            if takes_argument(name) {
                let glued = (spelled.len() < long.len()).then_some(2 + spelled.len() + 1);
                arguments.push(with_argument(words, &mut index, name, glued));
            } else {
                let kind = if long.contains(HOLE) {
                    Kind::Splice
                } else {
                    Kind::Option(long)
                };
                arguments.push(Argument {
                    kind,
                    word: start,
                    last: start,
                    value: None,
                    one_dash: false,
                });
            }
        } else if let Some(name) = long_with_one_dash(text) {
            let argument = with_argument(words, &mut index, name, None);
            arguments.push(Argument {
                one_dash: true,
                ..argument
            });
        } else if text.starts_with('-') && text.len() > 1 {
            for (at, letter) in text.char_indices().skip(1) {
                let end = at + letter.len_utf8();
                if let Some((_, name)) = LETTERS.iter().find(|(known, _)| *known == letter) {
                    let glued = (end < text.len()).then_some(end);
                    arguments.push(with_argument(words, &mut index, name, glued));
                    break;
                }
                let flag = FLAGS
                    .iter()
                    .find(|(known, _)| *known == letter)
                    .map(|(_, name)| Kind::Option(name));
                if let Some(kind) = flag.or((letter == HOLE).then_some(Kind::Splice)) {
                    arguments.push(Argument {
                        kind,
                        word: start,
                        last: start,
                        value: None,
                        one_dash: false,
                    });
                }
            }
        } else {
            let value = Some(Value {
                text: word.text.clone(),
                word,
                glued: false,
            });
            arguments.push(Argument {
                kind: Kind::Positional,
                word: start,
                last: start,
                value,
                one_dash: false,
            });
        }
    }
    arguments
}

/// The option in the word before `index` with its argument: what is glued to it from a byte on, or the next word.
fn with_argument<'s, 't>(
    words: &[&'s Word<'t>],
    index: &mut usize,
    name: &'s str,
    glued: Option<usize>,
) -> Argument<'s, 't> {
    let start = *index - 1;
    let own = words[start];
    let value = match glued {
        Some(at) => Some(Value {
            text: own.text.slice(at..own.text.as_str().len()).into_owned(),
            word: own,
            glued: true,
        }),
        None => words.get(*index).map(|&word| Value {
            text: word.text.clone(),
            word,
            glued: false,
        }),
    };
    *index += usize::from(glued.is_none() && value.is_some());
    Argument {
        kind: Kind::Option(name),
        word: start,
        last: *index - 1,
        value,
        one_dash: false,
    }
}

/// The option that a word such as `-data` was meant to be.
fn long_with_one_dash(text: &str) -> Option<&'static str> {
    const MEANT: [&str; 6] = [
        "data",
        "data-binary",
        "data-raw",
        "header",
        "json",
        "request",
    ];
    let name = text.strip_prefix('-')?;
    MEANT.into_iter().find(|meant| *meant == name)
}

/// Whether a word that may split is a URL all the same: something with a slash, or a variable named for one.
fn is_address(word: &Word<'_>) -> bool {
    let text = word.text.as_str();
    if let Some(Expansion::Variable(name)) = word.expansion {
        let name = name.to_ascii_uppercase();
        return ["URL", "URI", "ENDPOINT"]
            .iter()
            .any(|end| name.ends_with(end));
    }
    word.expansion.is_none() && text.contains('/') && !text.starts_with('-')
}

pub(super) fn takes_argument(name: &str) -> bool {
    WITH_ARGUMENT.binary_search(&name).is_ok()
}

/// Whether a command whose first word is this can only be the rest of a curl command.
pub(super) fn is_orphan(text: &str) -> bool {
    if text.starts_with("http://") || text.starts_with("https://") {
        return true;
    }
    let long = text
        .strip_prefix("--")
        .map(|long| long.split('=').next().unwrap_or(long));
    let letter = || text.strip_prefix('-').and_then(|rest| rest.chars().next());
    COMMON_FLAGS.contains(&text)
        || long.is_some_and(takes_argument)
        || long.is_none()
            && letter().is_some_and(|letter| LETTERS.iter().any(|(known, _)| *known == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_agree() {
        assert!(WITH_ARGUMENT.is_sorted());
        assert!(LETTERS.iter().all(|(_, name)| takes_argument(name)));
    }
}

//! Which names are those of secrets, wherever somebody uses them: in an environment, in a file of variables.

use std::collections::HashSet;

use crate::catalog::{self, Catalog, Header, HeaderValue, Role};
use crate::near;
use crate::placeholder;

/// The names of secrets, folded.
#[derive(Debug)]
pub struct SecretNames {
    /// Documented names. Others put a word before them (`ORACLE_PASSWORD`).
    documented: HashSet<String>,
    /// What people and other tools call them, which is said of much else with a word before it (`page_token`).
    others: HashSet<String>,
}

impl SecretNames {
    /// The names of secret parameters and keywords, and of what the secret header holds.
    pub fn of(catalog: &Catalog) -> SecretNames {
        let (mut documented, mut others) = (HashSet::new(), HashSet::new());
        let variants = catalog.sources().iter().flat_map(|source| source.auth);
        let secret = variants.flat_map(|variant| variant.params).filter(|param| {
            // A connection string is no secret where it holds none.
            param.secret && !matches!(param.role, Some(Role::ConnectionString))
        });
        for param in secret {
            documented.insert(near::fold(param.name));
            others.extend(param.aliases.iter().map(|alias| near::fold(alias)));
        }
        let dialects = catalog::dialects().iter();
        for keyword in dialects.flat_map(|dialect| dialect.keywords) {
            if keyword.secret {
                // One that is no password may have a name like any other (`token`).
                let is_password = keyword.role == Some(Role::Secret);
                let names = if is_password {
                    &mut documented
                } else {
                    &mut others
                };
                names.insert(near::fold(keyword.name));
                others.extend(keyword.aliases.iter().map(|alias| near::fold(alias)));
            }
        }
        for header in catalog::headers() {
            if is_secret_header(header) {
                others.insert(near::fold(header.name));
                let parts = placeholder::parts(header.example).into_iter();
                documented.extend(
                    parts.map(|part| near::fold(header.example[part].trim_matches(['{', '}']))),
                );
            } else {
                // What identifies a project is sent openly, whatever another source calls its secret.
                for name in header.aliases.iter().chain([&header.name]) {
                    others.remove(&near::fold(name));
                }
            }
        }
        SecretNames { documented, others }
    }

    /// Where the part of a name begins that is a secret's; `None` where the name is none of a secret. What stands before
    /// it may be anything, and behind it the name of a stage may stand.
    pub fn find(&self, name: &str) -> Option<usize> {
        if name.len() > 80 {
            return None;
        }
        let name = without_stage(name);
        if self.others.contains(&near::fold(name)) {
            return Some(0);
        }
        let is_known = |start: &usize| self.documented.contains(&near::fold(&name[*start..]));
        starts_of_words(name).find(is_known)
    }
}

/// What stands before the secret in a value, as the scheme does in that of a header.
pub fn scheme_of(name: &str) -> Option<&'static str> {
    let mut headers = catalog::headers()
        .iter()
        .filter(|header| is_secret_header(header));
    headers.find_map(|header| match header.value {
        HeaderValue::Prefix(prefix) if near::same(header.name, name) => Some(prefix.trim_end()),
        _ => None,
    })
}

/// A header with a scheme before its value holds a secret; that others do is not documented.
fn is_secret_header(header: &Header) -> bool {
    !header.public && matches!(header.value, HeaderValue::Prefix(_))
}

/// What people call the stages that a system is kept in, and number. What has a meaning of its own behind a secret's name is
/// none: `SECRET_STAGE` is a version of a secret, `token_sandbox` whose a token is.
const STAGES: [&str; 13] = [
    "dev",
    "development",
    "integration",
    "local",
    "preprod",
    "prod",
    "production",
    "qa",
    "staging",
    "stg",
    "test",
    "tst",
    "uat",
];

/// A name without the stage at its end: `DB_PASSWORD_DEV`, `clientSecretProd`, `token2`.
fn without_stage(name: &str) -> &str {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let Some(last) = starts_of_words(name).last().filter(|&last| last > 0) else {
        return name;
    };
    let is_stage = |word: &str| STAGES.iter().any(|stage| stage.eq_ignore_ascii_case(word));
    let before = name[..last].trim_end_matches(|c: char| !c.is_alphanumeric());
    match is_stage(&name[last..]) && !before.is_empty() {
        true => before,
        false => name,
    }
}

/// Where the words of a name begin: `db_password`, `dbPassword`, `DB.PASSWORD`.
fn starts_of_words(name: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before: Option<char> = None;
    name.char_indices().filter_map(move |(at, c)| {
        let begins = before.is_none_or(|before| {
            !before.is_alphanumeric() && c.is_alphanumeric()
                || before.is_lowercase() && c.is_uppercase()
        });
        before = Some(c);
        begins.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_secrets_alone_and_behind_other_words() {
        let names = SecretNames::of(<&Catalog>::default());
        for name in [
            "password",
            "PASSWORD",
            "ORACLE_PASSWORD",
            "oraPassword",
            "db.password",
            "client_secret",
            "CLIENT_SECRET",
            "imsClientSecret",
            "Client Secret",
            "access_token",
            "ACCESS_TOKEN",
            "token",
            "pwd",
            "Authorization",
            "TrustStorePassword",
            "DB_PASSWORD_DEV",
            "clientSecretProd",
            "access_token_staging",
            "password2",
        ] {
            assert!(names.find(name).is_some(), "{name}");
        }
        for name in [
            "",
            "API_KEY",
            "x-api-key",
            "passwordPolicy",
            "next_page_token",
            "continuationToken",
            "tokenUrl",
            "username",
            "IMS_ORG",
            "SANDBOX_NAME",
            "SECRET_STAGE",
            "token_sandbox",
            "access_token_int",
            "connectionString",
            "needs_auth",
            "DEV",
            "_dev",
            "password_policy_dev",
            "userTest",
            "host",
            &"password".repeat(99),
        ] {
            assert_eq!(names.find(name), None, "{name}");
        }
    }

    #[test]
    fn what_stands_before_the_known_part_is_told_apart() {
        let names = SecretNames::of(<&Catalog>::default());
        for (name, start) in [
            ("password", 0),
            ("x9_password", 3),
            ("oraPassword", 3),
            ("my client secret", 3),
        ] {
            assert_eq!(names.find(name), Some(start), "{name}");
        }
    }

    #[test]
    fn the_scheme_of_a_header_is_no_secret() {
        assert_eq!(scheme_of("authorization"), Some("Bearer"));
        assert_eq!(scheme_of("token"), None);
    }
}

use super::unusable_files::is_path;
use crate::catalog::{Evidence, Keyword, Param, Role, Values};
use crate::json::{Id, Kind};
use crate::placeholder::{self, Filling};
use crate::request::{Meaning, Refused, Request, Value, pointer};
use crate::rule::{Check, Findings, error, listed, rule, warning};
use crate::schema::ViolationKind;

rule! {
    /// A value that is not one of those that are taken.
    ///
    /// Some parameters, and some keywords of a connection string, take a fixed set of values:
    /// `EncryptionMethod` is `0` or `1`, and `true` belongs to another driver. Numbers have ranges.
    /// Some have a form, such as that of a URL. Ports, hosts and files have rules of their own.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD};EncryptionMethod=true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD};EncryptionMethod=1"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error where the values or the form are stated in a table; a warning where they
    /// come from one example or another page of the same driver.
    ///
    /// **The service answers** when it tries the connection, not when it makes it.
    ///
    /// **Fix.** Writes the value that was meant, where that of a parameter differs in case only, or is
    /// another driver's word for it. In a connection string case does not matter.
    "invalid-values", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    for refused in &request.refused {
        let scalar = |value: &Id| {
            let kind = request.json.kind(*value);
            matches!(kind, Kind::String | Kind::Number | Kind::True | Kind::False)
        };
        if let Some(value) = refused.value.filter(scalar) {
            property(request, refused, value, findings);
        }
    }
    for value in request.values() {
        if let Meaning::Keyword(keyword) = value.meaning {
            of_keyword(request, keyword, value, findings);
        }
    }
}

fn property(request: &Request<'_>, refused: &Refused, value: Id, findings: &mut Findings) {
    let json = request.json;
    let param = request
        .choice
        .variants
        .iter()
        .find_map(|variant| variant.param(&refused.property));
    let param = param.filter(|_| refused.object == pointer::PARAMS);
    let text = json.str(value);
    let elsewhere = param.is_some_and(|param| match param.role {
        Some(Role::Port | Role::Host) => true,
        Some(Role::File) => is_path(text.trim()),
        _ => false,
    });
    if elsewhere || text.trim().is_empty() {
        return;
    }
    let name = &refused.property;
    let mut side = None;
    let (message, options) = match &refused.kind {
        ViolationKind::NotOneOf(options) => {
            let options = strings(options);
            // Whether `1` is `"1"` is for another rule to say.
            if !json.is_string(value) && options.iter().any(|option| *option == text) {
                return;
            }
            (format!("this is not a value of `{name}`"), options)
        }
        ViolationKind::Malformed => (
            format!("`{name}` does not have the documented form"),
            Vec::new(),
        ),
        ViolationKind::TooLong(most) => (
            format!("`{name}` is longer than {most} characters"),
            Vec::new(),
        ),
        ViolationKind::OutOfRange(of, limit) => {
            side = Some(format!("it is {of} {limit}"));
            (format!("`{name}` is out of range"), Vec::new())
        }
        _ => return,
    };
    let weak = param.is_some_and(Param::is_form_doubtful);
    let span = json.content_span(value);
    let mut finding = if weak {
        warning(&RULE, span, message)
    } else {
        error(&RULE, span, message)
    };
    finding = finding.pointer(format!("{}/{name}", refused.object));
    if let Some(side) = side {
        finding = finding.help(side);
    } else if !options.is_empty() {
        finding = finding.help(format!(
            "it is {}",
            list(options.iter().map(String::as_str))
        ));
    } else if let Some(param) = param {
        finding = finding.help(format!("`{name}`: {}", param.doc));
    }
    let meant = |option: &&String| option.eq_ignore_ascii_case(text.trim());
    if let Some(meant) = options.iter().find(meant).filter(|_| json.is_string(value)) {
        finding = finding.help(format!("write `{meant}`")).fix(
            format!("write `{meant}`"),
            [json.text.edit(json.content_range(value), meant)],
        );
    }
    findings.report(finding);
}

fn of_keyword(
    request: &Request<'_>,
    keyword: &'static Keyword,
    value: &Value<'_>,
    findings: &mut Findings,
) {
    if keyword.role == Some(Role::Port) {
        return;
    }
    if keyword.values == Values::Json {
        return not_json(request, keyword, value, findings);
    }
    let Some(text) = value
        .literal()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return;
    };
    let (fits, help) = match keyword.values {
        Values::Any | Values::Json => return,
        Values::Enum(options) => (
            options
                .iter()
                .any(|option| option.eq_ignore_ascii_case(text)),
            format!("it is {}", list(options.iter().copied())),
        ),
        Values::List(options) => {
            let known = |item: &str| {
                options
                    .iter()
                    .any(|option| option.eq_ignore_ascii_case(item.trim()))
            };
            (
                text.split(',').all(known),
                format!(
                    "it is a list, with commas, of {}",
                    list(options.iter().copied())
                ),
            )
        }
        Values::Integer { min, max } => {
            let inside = text
                .parse::<i64>()
                .is_ok_and(|number| (min..=max).contains(&number));
            (inside, format!("it is a whole number from {min} to {max}"))
        }
    };
    if fits {
        return;
    }
    let message = format!("this is not a value of `{}`", keyword.name);
    let span = value.text.whole_span();
    let weak = keyword.evidence == Evidence::Weak;
    let mut finding = if weak {
        warning(&RULE, span, message)
    } else {
        error(&RULE, span, message)
    };
    finding = match corrected(keyword, text) {
        Some(meant) => {
            let edit = value.text.edit(0..value.text.as_str().len(), &meant);
            let label = format!("write `{meant}`");
            finding.help(format!("{label}; {help}")).fix(label, [edit])
        }
        None => finding.help(help),
    };
    finding.pointer = request.string_pointer();
    findings.report(finding.keyword(keyword.name));
}

/// The value that is meant, where it is known; of a list, with every item that is meant.
fn corrected(keyword: &Keyword, text: &str) -> Option<String> {
    let Values::List(options) = keyword.values else {
        return keyword.correction(text).map(str::to_owned);
    };
    let item = |written: &str| {
        let mut options = options.iter();
        let known = options.find(|option| option.eq_ignore_ascii_case(written.trim()));
        known.copied().or(keyword.correction(written.trim()))
    };
    let items: Option<Vec<_>> = text.split(',').map(item).collect();
    Some(items?.join(","))
}

/// A value that has to be JSON; what is to be filled in stands for any JSON, or for a part of a string.
fn not_json(
    request: &Request<'_>,
    keyword: &'static Keyword,
    value: &Value<'_>,
    findings: &mut Findings,
) {
    let text = value.as_str();
    let mut covered = text.to_owned();
    for part in placeholder::parts(text) {
        covered.replace_range(part.clone(), &"1".repeat(part.len()));
    }
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&covered).is_ok();
    if is_json || text.trim().is_empty() || placeholder::filling(text) == Filling::Mask {
        return;
    }
    let message = format!("the value of `{}` is not JSON", keyword.name);
    let dialect = request.string.as_ref().map(|string| string.dialect);
    let pattern = dialect.and_then(|dialect| dialect.pattern_of(keyword));
    let help = match text.contains("\\\"") {
        true => "in the string itself its quotes have no backslashes".to_owned(),
        false => format!("write `{}`", pattern.unwrap_or(keyword.name)),
    };
    let mut finding = error(&RULE, value.text.whole_span(), message).help(help);
    finding.pointer = request.string_pointer();
    findings.report(finding.keyword(keyword.name));
}

/// The values as one would write them in a string, each once.
pub(super) fn strings(options: &[serde_json::Value]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for option in options {
        let text = option
            .as_str()
            .map_or_else(|| option.to_string(), str::to_owned);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// `a`, `b` or `c`.
pub(super) fn list<'a>(options: impl Iterator<Item = &'a str>) -> String {
    listed(options.map(|option| format!("`{option}`")), "or")
}

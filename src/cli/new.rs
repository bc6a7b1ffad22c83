//! Writes a request to fill in.

use connlint::catalog::{AuthSpec, Platform, Source};
use connlint::rule::listed;
use connlint::sample::{self, sample};

use super::arguments::{Form, New};
use super::{CLEAN, own, print, say, sources};

/// Writes it, and tells what else could have been meant.
pub(crate) fn new(arguments: &New) -> Result<u8, String> {
    let own = own::load(&arguments.own, &arguments.settings)?;
    let source = sources::one(own.catalog, &arguments.source)?;
    let platform = arguments.platform.map(super::arguments::Platform::cloud);
    let platform = platform.or(own.platform);
    let fitting = fitting(source, arguments.auth.as_deref(), platform)?;
    // What the vendor is about to end is taken only where there is nothing else.
    let mut lasting = fitting
        .iter()
        .filter(|variant| variant.deprecated.is_none());
    let Some(variant) = lasting.next().or(fitting.first()) else {
        return Err(format!("{} has no auth spec", source.title));
    };
    let form = match arguments.form {
        Form::Json => sample::Form::Json,
        Form::Curl => sample::Form::Curl,
        Form::Http => sample::Form::Http,
    };
    let Some(text) = sample(source, variant, form) else {
        return Err(format!(
            "no connection spec id is documented for {}; see {}",
            source.title,
            source.page()
        ));
    };
    print(&text)?;
    remark(variant, &fitting);
    Ok(own.said(CLEAN))
}

/// The auth specs that were asked for, in the order of the documentation.
fn fitting(
    source: &'static Source,
    name: Option<&str>,
    platform: Option<Platform>,
) -> Result<Vec<&'static AuthSpec>, String> {
    let title = source.title;
    if source.auth.is_empty() {
        return Err(format!(
            "{title} takes no base connection; see {}",
            source.page()
        ));
    }
    let all = || source.auth.iter();
    let called = |variant: &&AuthSpec| {
        name.is_none_or(|name| variant.name.eq_ignore_ascii_case(name.trim()))
    };
    let there = |variant: &&AuthSpec| {
        platform.is_none_or(|platform| [platform, Platform::Any].contains(&variant.platform))
    };
    let fitting: Vec<_> = all().filter(called).filter(there).collect();
    if !fitting.is_empty() {
        return Ok(fitting);
    }
    let has = listed(all().map(titled), "and");
    Err(
        match name.filter(|_| !all().any(|variant| called(&variant))) {
            Some(name) => format!("{title} has no auth spec `{name}`; it has {has}"),
            None => format!("that is not documented for this platform; {title} has {has}"),
        },
    )
}

/// Says on standard error what the other auth specs are.
fn remark(taken: &AuthSpec, fitting: &[&AuthSpec]) {
    if let Some(why) = taken.deprecated {
        say(&format!("`{}` is deprecated: {why}", taken.name));
    }
    let others: Vec<_> = fitting
        .iter()
        .filter(|other| !std::ptr::eq(**other, taken))
        .map(|other| titled(other))
        .collect();
    if !others.is_empty() {
        say(&format!(
            "this is {}; there is also {}: --auth and --platform choose",
            titled(taken),
            listed(others, "and")
        ));
    }
}

/// The name, with the cloud where it is not everywhere.
fn titled(variant: &AuthSpec) -> String {
    let place = match variant.platform {
        Platform::Azure => " on Azure",
        Platform::Aws => " on AWS",
        Platform::Any => "",
    };
    format!("`{}`{place}", variant.name)
}

use crate::catalog::{AuthSpec, Evidence, Platform};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// An auth spec of the other cloud.
    ///
    /// Experience Platform runs on Azure or on Amazon Web Services, and some sources have other
    /// auth specs on each. With `--platform` you say where yours runs; connlint then reports an
    /// auth spec that is documented for the other cloud only.
    ///
    /// ```json bad aws
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
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
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error where the page has a section for each cloud; a warning where it is
    /// merely silent about yours.
    ///
    /// **The service answers** `1415-400`.
    ///
    /// **Fix.** None: the other auth spec takes other parameters.
    "mismatched-platforms", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let (Some(platform), Some(source), Some(name)) =
        (request.platform, request.source(), request.spec_name())
    else {
        return;
    };
    let fits = request
        .choice
        .auth_name()
        .and(request.choice.variants.first());
    let Some(variant) = request.choice.told.or(fits.copied()) else {
        return;
    };
    let there =
        |variant: &&AuthSpec| variant.platform == platform || variant.platform == Platform::Any;
    if source
        .auth
        .iter()
        .filter(there)
        .any(|other| other.name == variant.name)
    {
        return;
    }
    let title = |platform: Platform| {
        if platform == Platform::Aws {
            "AWS"
        } else {
            "Azure"
        }
    };
    let message = format!(
        "`{}` is documented for Experience Platform on {}, not on {}",
        variant.name,
        title(variant.platform),
        title(platform)
    );
    let span = request.json.content_span(name);
    let strong = variant.platform_evidence == Evidence::Strong;
    let mut finding = if strong {
        error(&RULE, span, message)
    } else {
        warning(&RULE, span, message)
    };
    let stays = |other: &&AuthSpec| other.deprecated.is_none();
    let others: Vec<_> = source
        .auth
        .iter()
        .filter(there)
        .filter(stays)
        .map(|other| format!("`{}`", other.name))
        .collect();
    if !others.is_empty() {
        finding = finding.help(format!(
            "on {} {} has {}",
            title(platform),
            source.title,
            others.join(", ")
        ));
    }
    findings.report(finding.pointer(pointer::SPEC_NAME));
}

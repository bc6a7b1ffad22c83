use crate::catalog::{self, Param};
use crate::choose::is_uuid;
use crate::diagnostic::Diagnostic;
use crate::object::{Match, Member};
use crate::request::{Request, name_of, pointer, properties_in};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A property that nobody knows and that is near one that is known.
    ///
    /// The service does not read a key that it does not know. Where the property it was meant to be
    /// is required, the request is refused; where it is optional, the setting is silently not made.
    /// Names are compared with case, blanks, `_`, `-` and `.` left aside, then by slips of the
    /// fingers, and by the words that people bring from other tools (`hostname` for `server`).
    /// Where the documentation itself has two names for one parameter, the less likely one is a warning.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "pasword": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
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
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// Where the documentation itself spells a name in two ways, both are taken for it, and the
    /// doubtful one is a warning.
    ///
    /// **How sure.** An error where the property is required and absent; a warning where it is
    /// optional or stands there as well, or where a table of the documentation writes it so.
    ///
    /// **The service answers** with `400` about the absent property, or accepts the request and
    /// ignores the key.
    ///
    /// **Fix.** Renames the key, where the right one is not there already and only one is documented.
    "misspelled-properties", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC] {
        let required = |name: &str| {
            properties_in(at).any(|property| property.name == name && property.required)
        };
        for member in request.object(at).iter().flat_map(|object| &object.members) {
            if let Some(name) = misspelt(member) {
                report(request, at, member, name, required(name), findings);
            }
        }
    }
    if !request.source().is_some_and(|source| source.is_full()) {
        return;
    }
    for member in request.params.iter().flat_map(|params| &params.members) {
        let Some(name) = misspelt(member) else {
            continue;
        };
        let variants = request.choice.variants.iter();
        let param = variants.filter_map(|variant| variant.param(name)).next();
        let written = request.json.str(member.key);
        let documented = |param: &&Param| {
            member.matched == Match::Misspelled && param.spellings.contains(&&*written)
        };
        match param.filter(documented) {
            Some(param) => doubtful(request, member, param, findings),
            None => {
                let required = request.choice.is_required(name);
                report(request, pointer::PARAMS, member, name, required, findings);
            }
        }
    }
}

/// The property that a member was meant to be, where it is not written so.
fn misspelt(member: &Member) -> Option<&'static str> {
    let near = matches!(member.matched, Match::Misspelled | Match::NearPresent);
    member.name.filter(|_| near)
}

/// A key that some part of the documentation has in place of the parameter's name.
fn doubtful(request: &Request<'_>, member: &Member, param: &Param, findings: &mut Findings) {
    let json = request.json;
    let (written, name) = (json.str(member.key), param.name);
    let message = format!("`{written}` is one of two documented names; the likelier is `{name}`");
    let finding = warning(&RULE, json.span(member.key), message)
        .pointer(format!("{}/{name}", pointer::PARAMS))
        .help(format!(
            "write `{name}`, unless your own connection spec has `{written}`"
        ));
    findings.report(finding);
}

fn report(
    request: &Request<'_>,
    at: &str,
    member: &Member,
    name: &'static str,
    required: bool,
    findings: &mut Findings,
) {
    let json = request.json;
    let written = json.str(member.key);
    if at == pointer::BODY
        && catalog::envelope()
            .server_properties
            .contains(&written.as_ref())
    {
        return;
    }
    let span = json.span(member.key);
    let present = member.matched == Match::NearPresent;
    let message = match present {
        true => format!("nobody knows this property; it looks like a second `{name}`"),
        false => format!("`{written}` should be `{name}`"),
    };
    let finding = if required && !present {
        error(&RULE, span, message)
    } else {
        warning(&RULE, span, message)
    };
    let finding = finding.pointer(format!("{at}/{name}"));
    if is_id_alone(request, at, member, name) && !present {
        return id_alone(request, member, finding, findings);
    }
    findings.report(match present {
        true => finding.help("remove one of the two"),
        false => finding.help(format!("write `{name}`")).fix(
            format!("rename it to `{name}`"),
            [json.text.edit(json.content_range(member.key), name)],
        ),
    });
}

/// Whether the id of a source stands where the object that has it should be.
fn is_id_alone(request: &Request<'_>, at: &str, member: &Member, name: &str) -> bool {
    let json = request.json;
    at == pointer::BODY
        && name == name_of(pointer::SPEC)
        && json.is_string(member.value)
        && is_uuid(&json.str(member.value))
}

/// A new name for the key would be half of it.
fn id_alone(request: &Request<'_>, member: &Member, finding: Diagnostic, findings: &mut Findings) {
    let json = request.json;
    let (spec, id) = (name_of(pointer::SPEC), name_of(pointer::SPEC_ID));
    let value = json.range(member.value);
    let edits = [
        json.text.edit(json.content_range(member.key), spec),
        json.text
            .edit(value.start..value.start, &format!("{{ \"{id}\": ")),
        json.text.edit(value.end..value.end, " }"),
    ];
    let finding = finding
        .help(format!("write `\"{spec}\": {{ \"{id}\": … }}`"))
        .fix(format!("make it an object with `{id}`"), edits);
    if findings.report(finding) {
        findings.claim(json.span(member.value));
    }
}

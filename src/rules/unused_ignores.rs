use crate::diagnostic::Diagnostic;
use crate::ignores::{Ignore, Name, Named};
use crate::rule::{Check, listed, rule, warning};

rule! {
    /// A comment that is meant to silence a rule, and does not.
    ///
    /// `connlint: ignore[rule, rule] reason` in a comment silences these rules in one place: on the next command
    /// of a shell script, with all that it sends; on the request of an `.http` file before which or in which it stands; on
    /// the next block of code of a Markdown or MDX page; on the next member or value of JSON, where the text may have comments
    /// (`.jsonc`, `.json5`, the bodies in a Bruno file or a Postman collection); on the next command, call, header, member or
    /// item of YAML and of the scripts in it (`#`), of a batch file (`REM`, `::`), a Python program (`#`), a JavaScript or
    /// TypeScript program (`//`, `/* */`) and a PowerShell script (`#`). Behind something on the same
    /// line it is about that line, and about the command or call that ends there. A comment without a reason silences
    /// nothing, for nobody will know when it may go. One that silences nothing, at either stage and on any platform,
    /// hides the next mistake in its place.
    ///
    /// No comments are read in notebooks, in tests, in `.json`, in blocks of Markdown other than JSON and shell, and in a Bruno or
    /// Postman file outside its bodies. There `[[overrides]]` in `connlint.toml` switch rules
    /// off for some files; `--no-ignores` shows everything.
    ///
    /// ```jsonc bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       // connlint: ignore[plaintext-secrets] the database of the tests
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```jsonc good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       // connlint: ignore[plaintext-secrets] the database of the tests, which is made anew each night
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password=Tall-tiger-47"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```sh good
    /// # connlint: ignore[missing-headers] the gateway adds the others
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H "Authorization: Bearer $TOKEN" -d "$BODY"
    /// ```
    ///
    /// **How sure.** The file is checked for both stages and all platforms before a comment is called idle. One that
    /// names a rule that compares several files is not judged, for the others may not have been looked at.
    ///
    /// **The service answers** nothing: it does not see comments.
    ///
    /// **Fix.** Takes the comment away, or the names in it that do nothing; mends a name that is near a rule's.
    "unused-ignores", Warning, Check::Ignore(check)
}

fn check(ignore: &Ignore) -> Vec<Diagnostic> {
    let found = |message: &str| warning(&RULE, ignore.text.whole_span(), message);
    let form = "write `connlint: ignore[rule] reason`";
    let removed = |finding: Diagnostic| finding.fix("take the comment away", ignore.removed());
    let Some(rules) = ignore.rules.as_deref().filter(|rules| !rules.is_empty()) else {
        let message = "this comment silences nothing: it names no rule in brackets";
        return vec![removed(found(message).help(form))];
    };
    if !ignore.has_reason {
        let message = "this comment silences nothing: it gives no reason";
        return vec![removed(found(message).help(form))];
    }
    let stays = |named: &Named| named.name != Name::Unknown && !named.is_idle();
    let Some(kept) = rules.iter().position(stays) else {
        return vec![removed(useless(ignore, rules))];
    };
    let taken =
        |finding: Diagnostic, index| finding.fix("take the name away", ignore.without(index, kept));
    let mut all = Vec::new();
    for (index, named) in rules.iter().enumerate() {
        let span = ignore.text.span(named.at.clone());
        let finding = match named.name {
            Name::Near(near) => {
                let written = &ignore.text.as_str()[named.at.clone()];
                let title = format!("write `{near}`");
                let fix = [ignore.text.edit(named.at.clone(), near)];
                warning(&RULE, span, format!("there is no rule `{written}`"))
                    .help(title.clone())
                    .fix(title, fix)
            }
            Name::Unknown => {
                let finding = warning(&RULE, span, "there is no rule of this name");
                taken(finding.help(LISTED), index)
            }
            Name::Known(id) if named.is_idle() => {
                let message = format!("`{id}` says nothing here that this could silence");
                taken(warning(&RULE, span, message).names([id]), index)
            }
            Name::Known(_) => continue,
        };
        all.push(finding);
    }
    all
}

/// A comment of which no name does anything: it is one mistake.
fn useless(ignore: &Ignore, rules: &[Named]) -> Diagnostic {
    let mut idle = Vec::new();
    for named in rules {
        match named.name {
            Name::Known(id) if !idle.contains(&id) => idle.push(id),
            _ => {}
        }
    }
    let unknown = rules.iter().filter(|named| named.name == Name::Unknown);
    let unknown = unknown.count();
    let quoted = idle.iter().map(|id| format!("`{id}`"));
    let idle_ones = match idle.len() {
        1 => format!("{} says nothing here", listed(quoted, "and")),
        _ => format!("{} say nothing here", listed(quoted, "and")),
    };
    let why = match (idle.len(), unknown) {
        (0, 1) => {
            let span = ignore.text.span(rules[0].at.clone());
            return warning(&RULE, span, "there is no rule of this name").help(LISTED);
        }
        (0, _) => "there are no rules of these names".to_owned(),
        (_, 0) => idle_ones,
        (_, 1) => format!("{idle_ones}, and there is no rule of the other name"),
        _ => format!("{idle_ones}, and there are no rules of the other names"),
    };
    let message = format!("this comment silences nothing: {why}");
    let finding = warning(&RULE, ignore.text.whole_span(), message).names(idle);
    match unknown {
        0 => finding,
        _ => finding.help(LISTED),
    }
}

const LISTED: &str = "`connlint rules` lists them";

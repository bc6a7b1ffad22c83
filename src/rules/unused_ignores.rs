use crate::diagnostic::Diagnostic;
use crate::ignores::{Ignore, Name};
use crate::rule::{Check, listed, rule, warning};

rule! {
    /// A comment that is meant to silence a rule, and does not.
    ///
    /// `connlint: ignore[rule, rule] reason` in a comment silences these rules in one place: on the next command
    /// of a shell script, with all that it sends; on the request of an `.http` file before which or in which it stands; on
    /// the next block of code of a Markdown page; on the next member or value of JSON, where the file may have comments
    /// (`.jsonc`, `.json5`). Behind something on the same
    /// line it is about that command, or about that line of JSON. A comment without a reason silences
    /// nothing, for nobody will know when it may go. One that silences nothing, at either stage and on any platform,
    /// hides the next mistake in its place. Where a format has no comments, `[[overrides]]` in `connlint.toml` switch rules
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
    let removed = |finding: Diagnostic| finding.fix("take the comment away", ignore.without(&[]));
    let Some(rules) = ignore.rules.as_deref().filter(|rules| !rules.is_empty()) else {
        let message = "this comment silences nothing: it names no rule in brackets";
        return vec![removed(found(message).help(form))];
    };
    if !ignore.has_reason {
        let message = "this comment silences nothing: it gives no reason";
        let taken: Vec<usize> = (0..rules.len()).collect();
        let fix = ignore.without(&taken);
        return vec![found(message).help(form).fix("take the comment away", fix)];
    }
    let indexed = || rules.iter().enumerate();
    let idle: Vec<usize> = indexed()
        .filter(|(_, named)| named.is_idle())
        .map(|(index, _)| index)
        .collect();
    let mut all = Vec::new();
    if idle.len() == rules.len() {
        let names = listed(names_of(ignore, &idle), "and");
        let verb = if idle.len() == 1 { "says" } else { "say" };
        let finding = found(&format!(
            "this comment silences nothing: {names} {verb} nothing here"
        ));
        let fix = ignore.without(&idle);
        let known = rules.iter().filter_map(|named| match named.name {
            Name::Known(id) => Some(id),
            Name::Near(_) | Name::Unknown => None,
        });
        all.push(finding.names(known).fix("take the comment away", fix));
        return all;
    }
    for (index, named) in indexed() {
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
                let fix = ignore.without(&[index]);
                warning(&RULE, span, "there is no rule of this name")
                    .help("`connlint rules` lists them")
                    .fix("take the name away", fix)
            }
            Name::Known(id) if named.is_idle() => {
                let message = format!("`{id}` says nothing here that this could silence");
                warning(&RULE, span, message)
                    .names([id])
                    .fix("take the name away", ignore.without(&idle))
            }
            Name::Known(_) => continue,
        };
        all.push(finding);
    }
    all
}

fn names_of<'i>(ignore: &'i Ignore, indices: &'i [usize]) -> impl Iterator<Item = String> + 'i {
    let names = ignore.rules.iter().flatten().enumerate();
    names
        .filter(|(index, _)| indices.contains(index))
        .map(|(_, named)| format!("`{}`", &ignore.text.as_str()[named.at.clone()]))
}

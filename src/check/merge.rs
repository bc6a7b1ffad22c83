//! A file in which a merge is not finished.

use std::ops::Range;

use super::Run;
use crate::conflict;
use crate::extract;
use crate::recognise::is_base_connection;
use crate::rule::Check;
use crate::rules::{self, syntax_errors};

impl Run<'_> {
    /// Where the marks of a merge stand beside the requests, nobody can tell what comes of them and what would be wrong
    /// without: that is told, and what is secret all the same. A page may be about such marks.
    pub(super) fn merge(&mut self, contents: &str) {
        let mut requests = self.requests.iter();
        let holds_any = requests.any(|request| is_base_connection(request.kind));
        if !holds_any {
            return;
        }
        let marks: Vec<Range<usize>> = conflict::all(contents).map(|one| one.mark).collect();
        let Some(first) = marks.first() else { return };
        if extract::is_page(&self.file, contents) {
            return;
        }
        // Nor can anybody tell which comments will be of use.
        let named = self.ignores.iter_mut().flat_map(|ignore| &mut ignore.rules);
        named.flatten().for_each(|named| named.used = true);
        let list = &mut self.findings.list;
        let mut told = list.iter().filter(|one| one.rule == syntax_errors::ID);
        if told.any(|one| one.span == *first) && extract::reads_one_side(&self.file, contents) {
            return;
        }
        list.retain(|finding| {
            let rule = rules::rule(finding.rule);
            rule.is_some_and(|rule| matches!(rule.check, Check::Kept(..)))
        });
        list.push(syntax_errors::conflict(&marks));
        self.shown.extend(marks);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::check::{Files, Followed, check};
    use crate::config::Config;
    use crate::file::File;

    struct Nothing;

    impl Files for Nothing {
        fn follow(&self, _: &File, _: &str) -> Followed {
            Followed::NotFollowed
        }
    }

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let file = Arc::new(File {
            path: path.to_owned(),
            bytes: text.into(),
        });
        let checked = check(&file, &Nothing, &Config::default());
        let findings = checked[0].findings.iter();
        findings.map(|finding| finding.rule).collect()
    }

    const MERGE: &str =
        "<<<<<<< HEAD\nx-sandbox-name: prod\n=======\nx-sandbox-name: dev\n>>>>>>> x\n";

    /// A request in which headers are in conflict.
    fn request(secret: &str) -> String {
        format!(
            "POST https://platform.adobe.io/data/foundation/flowservice/connections\n\
             Authorization: Bearer {{{{TOKEN}}}}\nx-api-key: {{{{KEY}}}}\nx-gw-ims-org-id: {{{{ORG}}}}\n\
             {MERGE}Content-Type: application/json\n\n\
             {{ \"name\": \"Orders\", \"auth\": {{ \"specName\": \"ConnectionString\", \"params\": {{ \"connectionString\": \
             \"Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={secret}\" }} }},\n\
             \"connectionSpec\": {{ \"id\": \"d6b52d86-f0f8-475f-89d4-ce54c8527328\", \"version\": \"1.0\" }} }}\n"
        )
    }

    #[test]
    fn nothing_but_the_conflict_and_secrets_are_told() {
        assert_eq!(rules("a.http", &request("{{SECRET}}")), ["syntax-errors"]);
        let ignore = "# connlint: ignore[invalid-hosts] nobody knows yet\n";
        let ignoring = format!("{ignore}{}", request("{{SECRET}}"));
        assert_eq!(rules("a.http", &ignoring), ["syntax-errors"]);
        let all = rules("a.http", &request("Tall-tiger-47"));
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.contains(&"plaintext-secrets"), "{all:?}");
    }

    #[test]
    fn what_is_no_request_and_what_a_page_shows_is_left_alone() {
        assert!(rules("a.http", MERGE).is_empty());
        let body = request("{{SECRET}}");
        let body = body.split("\n\n").nth(1).unwrap_or_default();
        let page = format!("# Merging\n\n```text\n{MERGE}```\n\n```json\n{body}```\n");
        assert!(rules("a.md", &page).is_empty());
        assert_eq!(rules("a.json", body), [""; 0]);
    }
}

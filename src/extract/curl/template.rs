//! How a further header is written into a command, in the manner of the command.

use std::ops::Range;

use crate::extract::HeaderTemplate;
use crate::shell::Word;
use crate::text::Text;

/// Where and how to insert a header. `header` are the indices of the words that make up the last header that is
/// there, `url` is the index of the URL's.
pub(super) fn header_template(
    text: &Text<'_>,
    words: &[&Word<'_>],
    header: Option<Range<usize>>,
    url: Option<usize>,
) -> Option<HeaderTemplate> {
    let gap = |index: usize| words[index - 1].span.end..words[index].span.start;
    let source = text.as_str();
    let (last, gap) = match header {
        Some(header) => (header.end, Some(gap(header.start))),
        None => (
            url?,
            (1..words.len())
                .map(gap)
                .find(|gap| source[gap.clone()].contains('\n')),
        ),
    };
    let mut written = words.iter().map(|word| &source[word.span.clone()]);
    let option = written
        .find(|raw| matches!(*raw, "-H" | "--header"))
        .unwrap_or("-H");
    let blanks = match &gap {
        Some(gap) => &source[gap.clone()],
        None => " ",
    };
    if !blanks
        .trim_matches([' ', '\t', '\r', '\n', '\\'])
        .is_empty()
        || blanks.is_empty()
    {
        return None;
    }
    // Where the wrapping takes something off each line (a quote in Markdown), it is not known how to put it back.
    if gap.is_some_and(|gap| text.span(gap.clone()).len() != gap.len()) {
        return None;
    }
    let before = format!("{blanks}{option} '");
    let at = words[last].span.end;
    let edit = text.edit(at..at, &before)?;
    (edit.text == before).then(|| HeaderTemplate {
        at: edit.span.start,
        before,
        after: "'".to_owned(),
    })
}

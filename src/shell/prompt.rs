//! Prompts in front of commands, as in a transcript of a console.

/// The longest prompt that is looked for, in bytes.
const LONGEST: usize = 96;

/// Whether the first line that is not blank begins with a prompt.
pub(super) fn opens_console(source: &str) -> bool {
    source
        .lines()
        .map(str::trim_start)
        .find(|line| !line.is_empty())
        .is_some_and(|line| length(line).is_some())
}

/// The length in bytes of the prompt that `line` begins with.
pub(super) fn length(line: &str) -> Option<usize> {
    if line.starts_with("$ ") || line.starts_with("% ") {
        return Some(2);
    }
    if line.starts_with("> curl") {
        return Some(2);
    }
    let (bracket, inner) = match line.as_bytes().first()? {
        b'[' | b'(' => (true, &line[1..]),
        byte if byte.is_ascii_alphanumeric() => (false, line),
        _ => return None,
    };
    let bytes = inner.as_bytes();
    let mut named = line.starts_with('(')
        || ["bash-", "sh-", "zsh-"]
            .iter()
            .any(|shell| line.starts_with(shell));
    let mut closed = !bracket;
    for (index, byte) in bytes.iter().enumerate().take(LONGEST) {
        match byte {
            // `(cd x) # comment` is none.
            b'#' if line.starts_with('(') => return None,
            b'$' | b'#' | b'%' if bytes.get(index + 1) == Some(&b' ') => {
                return (named && closed).then_some(line.len() - inner.len() + index + 2);
            }
            b'@' => named = true,
            b']' | b')' if !closed => closed = true,
            b' ' if bracket => {}
            b'.' | b'_' | b'-' | b':' | b'~' | b'/' | b'+' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
    }
    None
}

/// Whether a line of a transcript looks like what a program printed.
pub(super) fn is_output(line: &str) -> bool {
    line.starts_with(['{', '}', '[', ']', '<', '"', '*']) || line.starts_with("HTTP/")
}

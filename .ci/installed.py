"""Uses an installed connlint as people and shells do: python3 installed.py CONNLINT"""

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

connlint = pathlib.Path(sys.argv[1]).absolute()
root = pathlib.Path(__file__).resolve().parent.parent
version = next(line for line in (root / "Cargo.toml").read_text().splitlines() if line.startswith("version = "))
said = subprocess.run([connlint, "--version"], check=True, capture_output=True, text=True).stdout
assert said == f"connlint {version.split(chr(34))[1]}\n", said

REQUEST = (root / "fixtures/readme/orders.json").read_bytes()


def code(*arguments, **more):
    run = subprocess.run([connlint, *arguments], capture_output=True, stdin=subprocess.DEVNULL, **more)
    return run.returncode


def ends_when_interrupted(folder):
    """It waits for standard input, and does so no longer when somebody presses Ctrl-C."""
    # What runs in the background of a shell ignores the signal, and so would its children.
    heeds = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    child = subprocess.Popen([connlint, "check", "-"], stdin=subprocess.PIPE, cwd=folder, preexec_fn=heeds)
    time.sleep(0.5)
    assert child.poll() is None, "it did not wait"
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=10) == -signal.SIGINT, child.returncode
    child.stdin.close()


def ends_when_nobody_reads(folder):
    """`connlint check | head -n 1`: its exit code is that of the findings, and it says nothing of the pipe."""
    child = subprocess.Popen(
        [connlint, "check", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    )
    child.stdout.read(10)
    child.stdout.close()
    errors = child.stderr.read()
    assert child.wait(timeout=30) == 1 and not errors, (child.returncode, errors)


def shows_progress(folder):
    """Half a second on a terminal, and a line says how far it is; at the end it is gone."""
    waiting, feeding = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.dup2(waiting, 0)
        os.close(feeding)
        os.chdir(folder)
        os.execv(connlint, [str(connlint), "check", ".", "-", "--threads", "1", "--skip-unrecognized", "--exit-zero"])
    os.close(waiting)

    def until(deadline):
        shown = b""
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    shown += os.read(terminal, 1 << 16)
                except OSError:
                    break
        return shown

    start = time.monotonic()
    shown = until(start + 2)
    os.close(feeding)
    rest = until(start + 7)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, status
    # What is read at once may end in the middle of a line.
    written = shown + rest
    lines = re.findall(rb"\r(\d+ files so far)", written)
    assert len(lines) > 3, written[:500]
    behind = written[written.rindex(lines[-1]) + len(lines[-1]) :]
    assert behind.startswith(b"\r" + b" " * len(lines[-1]) + b"\r"), behind[:500]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "bad.json").write_bytes(REQUEST)
    (folder / "other.json").write_text("{}")
    assert code("check", "other.json", "--skip-unrecognized", cwd=folder) == 0
    assert code("check", "bad.json", cwd=folder) == 1
    assert code("check", "missing.json", "bad.json", cwd=folder) == 2
    assert code("check", "--frobnicate", cwd=folder) == 2
    for number in range(400):
        (folder / f"{number}.json").write_bytes(REQUEST)
    ends_when_interrupted(folder)
    ends_when_nobody_reads(folder)
    shows_progress(folder)
print(f"{connlint}: exit codes, signals and the terminal are as they should be")

"""Lines as a reader types them, run in a folder: by bash, or here where they are ours alone.

A process that starts takes a second, and reads the pack anew. So a line that needs no shell, of
nothing but `mapper` commands and pipes between them, runs in this process; its words are
taken apart as bash would, and each command ends by its own exit code.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mapper.cli import main as entry

Done = subprocess.CompletedProcess[str]

_FOR_BASH = re.compile(r"[*?$~><&;()`\\\[{!#]")


def run_line(line: str, folder: Path) -> Done:
    """Run a line in a folder; of a pipe the first failure counts, as with ``pipefail``."""
    commands = _ours(line)
    if commands is None:
        return run_process(["bash", "-o", "pipefail", "-c", line], folder)
    given, said, code = b"", "", 0
    for words in commands:
        done = _run_here(words, folder, given)
        given, code = done.stdout, done.returncode or code
        said += done.stderr.decode()
    return Done(line, code, given.decode(), said)


def run_process(command: list[str], folder: Path) -> Done:
    """Run a command in a process of its own, which finds the `mapper` of these tests."""
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": scripts},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _ours(line: str) -> list[list[str]] | None:
    """Take a line apart into the words of its commands; None where it takes a shell."""
    if _FOR_BASH.search(line):
        return None
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for word in lexer:
        if word == "|":
            commands.append([])
        else:
            commands[-1].append(word)
    return commands if all(words[:1] == ["mapper"] for words in commands) else None


def _run_here(words: list[str], folder: Path, given: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run one command in this process, up to its exit: an error that none foresaw is a failure."""
    streams = {name: io.BytesIO(given if name == "stdin" else b"") for name in _STREAMS}
    with pytest.MonkeyPatch.context() as patched, contextlib.chdir(folder):
        patched.setattr(sys, "argv", words)
        for name, stream in streams.items():
            patched.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", write_through=True))
        with pytest.raises(SystemExit) as stop:
            entry.run()
        written = {name: stream.getvalue() for name, stream in streams.items()}
    assert isinstance(stop.value.code, int)
    return subprocess.CompletedProcess(words, stop.value.code, written["stdout"], written["stderr"])


_STREAMS = ("stdin", "stdout", "stderr")

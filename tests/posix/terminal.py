#!/usr/bin/env python3
"""The user of terminal_child: gives it a terminal, types what it asks for, looks at the screen.

    terminal.py [--pipes] COMMAND...

Natively and for Wine the terminal is a pseudo terminal. With --pipes COMMAND brings a terminal of
its own (conpty.c) and is only talked to. COMMAND gets the name of a log as an argument; others say
what can be done to it: "interrupt", that ^C can be typed (as a byte it ends the input of Wine 8's
console), and "resize" (Wine 8 does not see it, and has no ResizePseudoConsole).
"""

import fcntl
import os
import pathlib
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty

LIMIT_S = 100

# What is typed when a child writes "[case]".
LINES = {
    "line": "hello\r",
    "edit": "helpo\x7f\x7flo \u00e9\x7f!x\x15abc d\u20ac\x17\x17o\tp\x7f\x7fk\r",
    "utf8": "h\u00e9\u20ac\U0001f600\r",
    "literal": "\x16\x04\x1a\r",
    "part": "abc\x04",
    "eof": "\x04",
    "two": "one\rmore\r",
    "short": "abc\r",
    "long": "x" * 3000 + "\r",
    "stream": "by stdio\r\x04",
    "raw": "\x04\r\x1a\x7f\x1c",
    "interrupt": "\x03",
    "keys": "\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1bOP\x1b[15~\x1b[3~\x1b[5~\x1b[Z\x1bx"
            "\x1b[1;5C\t\u00e9\U0001f600",
    "junk": "junk",
    "three": "abc",
    "pause": "ab",
    "cbreak": "\x04\r",
    "secret": "secret\r",
    "password": "pass word\r",
}
SIGNALS = {
    "poll": "x\r",
    "select": "y\r",
    "key": "\x1b[A",
    "quit": "\x1c",
    "bell": "\x07",
    "interrupt1": "\x03",
    "interrupt2": "\x03",
    "dropped": "let go",  # and ^C once that can be seen
    "after": "fine\r",
    "resize": "",
}
# By the child: what is typed, what is then on the screen and what must not be.
CHILDREN = {
    "terminal_child": (LINES, ["hello", "by /dev/tty", "euro:\u20ac.", "red", "\u00e4",
                               "h\u00e9\u20ac", "^D^Z", "[end]"], ["secret\r", "pass word"]),
    "terminal_signals": (SIGNALS, ["fine", "[end]"], []),
}


def without_sequences(text):
    return re.sub(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07)", "", text)


class Terminal:
    """The child, and both directions to it."""

    def __init__(self, program, arguments, pipes, errors):
        command = program + arguments
        self.screen = b""
        environment = dict(os.environ)
        if len(program) == 1:
            environment["TERM"] = "xterm-256color"
        else:
            environment.pop("TERM", None)  # the library's own
        if pipes:
            self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                          stderr=errors, env=environment)
            self.alive = os.pidfd_open(self.child.pid)
            self.writes, self.reads = self.child.stdin.fileno(), self.child.stdout.fileno()
            return
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        if len(program) > 1:  # Wine makes a console of it, and is to get every key
            tty.setraw(theirs)
        self.child = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=errors, env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(theirs)
        self.alive = os.pidfd_open(self.child.pid)
        self.writes = self.reads = ours

    def type(self, text):
        data = text.encode()
        while data:
            data = data[os.write(self.writes, data[:512]):]

    def look(self, until):
        """More of the screen; False at its end or when the time is up. The end is the child's:
        what Wine started on its way may hold the pipe for longer."""
        ready = select.select([self.reads, self.alive], [], [], max(0, until - time.monotonic()))[0]
        if self.reads not in ready:
            return False
        try:
            more = os.read(self.reads, 65536)
        except OSError:  # Linux's way of telling that nobody has the terminal any more
            return False
        self.screen += more
        return bool(more)

    def text(self):
        return without_sequences(self.screen.decode(errors="replace"))


def main():
    pipes = sys.argv[1] == "--pipes"
    descriptor, log = tempfile.mkstemp(dir=".", prefix="terminal-", suffix=".log")
    until = time.monotonic() + LIMIT_S
    command = sys.argv[1 + pipes:]
    keys, shown, hidden = CHILDREN[pathlib.Path(command[-1]).stem]
    waiting = {f"[{case}]": typed for case, typed in keys.items()}
    arguments = [os.path.basename(log)]
    arguments += ["interrupt", "resize"] if len(command) == 1 else ["interrupt"] if pipes else []
    if "interrupt" not in arguments:
        waiting = {case: typed for case, typed in waiting.items()
                   if "\x03" not in typed and case != "[dropped]"}
    if "resize" not in arguments:
        waiting.pop("[resize]", None)
    # Wine's own processes would keep what runs this test waiting, if they had our error output.
    terminal = Terminal(command, arguments, pipes, descriptor)
    while terminal.look(until):
        for case in [case for case in waiting if case in terminal.text()]:
            terminal.type(waiting.pop(case))
            if case == "[dropped]":
                waiting["let go"] = "\x03"
            elif case == "[resize]":
                fcntl.ioctl(terminal.reads, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    if time.monotonic() >= until:
        terminal.child.terminate()
    code = terminal.child.wait()
    with open(log, encoding="utf-8") as file:
        said = file.read()
    os.unlink(log)
    text = terminal.text()
    faults = said.splitlines()
    faults += [f"the child never asked for {case}" for case in waiting]
    faults += [f"the screen does not show {words!r}" for words in shown if words not in text]
    faults += [f"the screen shows {words!r}" for words in hidden if words in text]
    if faults or code:
        print(*faults, f"exit code {code}; the screen was:", repr(terminal.screen), sep="\n")
    return 1 if faults or code else 0


sys.exit(main())

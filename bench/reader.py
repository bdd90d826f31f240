#!/usr/bin/env python3
"""Go through a list of a full-screen reader in a pseudo terminal, and time it.

    reader.py --name NAME --titles FILE --expect REGEX [--enter KEYS]
              [--presses 100] [--down KEYS] [--page KEYS] [--open KEYS]
              [--back KEYS] [--opened REGEX] [--first KEYS]
              [--readall 'KEYS|REGEX'] [--quit KEYS] -- COMMAND ARGS...

FILE has the titles of the list in order, a line each, as many as will be walked
over.  After the first screen (REGEX) the KEYS of --enter open the list.  Then,
--presses times each:

moving      to the next story: until its title is painted anew
paging      a screen further: until a title that was not seen is painted
opening     a story: until the REGEX of --opened is painted, then --back

A press is timed until the program has had no more to say for 2 ms.  What it
paints by itself meanwhile (--first: keys that start a refresh) is not waited
for.  Printed are p50, p99 and the longest, in ms, and how many presses were not
answered within a second.  --readall is pressed once, at the end.
"""
import argparse
import os
import re
import select
import sys
import time

from ptyfirst import NICE, Prog, keys
from measure import prefer, wait_idle

TAIL_S = 0.002          # after what was waited for: the rest of the same frame
QUIET_S = 0.03
WAIT_S = 1.0
SCREEN = 40             # rows, at most
PREFIX = 16             # so much of a title is painted at any width


def percentile(values, p):
    v = sorted(values)
    return v[min(len(v) - 1, int(len(v) * p / 100))]


def report(what, took):
    good = [t for t in took if t is not None]
    if not good:
        print("    %-32s was not answered" % what)
        return
    print("    %-32s p50 %7.2f  p99 %7.2f  longest %7.2f ms  (%d%s)" % (
        what, percentile(good, 50), percentile(good, 99), max(good), len(took),
        ", %d not answered" % (len(took) - len(good)) if len(good) < len(took) else ""))
    sys.stdout.flush()


def any_of(texts):
    """curses paints what differs: now and then not the whole of a title."""
    return re.compile(b"|".join(re.escape(t.encode()) for t in texts))


def lines_of(path):
    with open(path, encoding="utf-8") as fh:
        return [line.rstrip("\n")[:PREFIX].rstrip() for line in fh]


class Walk:
    def __init__(self, prog, titles):
        self.p = prog
        self.titles = titles
        self.seen = 0           # the first title that has not been painted yet

    def note(self):
        text = self.p.text().decode("utf-8", "replace")
        for i in range(self.seen, min(self.seen + SCREEN, len(self.titles))):
            if self.titles[i] in text:
                self.seen = i + 1

    def drain(self):
        """Until the program is quiet, at most a second."""
        end = time.perf_counter() + WAIT_S
        while time.perf_counter() < end and self.p.read(QUIET_S):
            pass
        self.note()
        self.p.buf = b""

    def send(self, k):
        os.write(self.p.fd, k)
        self.drain()

    def press(self, k, want, limit=WAIT_S):
        """ms until the last byte of the frame in which `want` is found."""
        self.p.buf = b""
        start = self.p.now()
        os.write(self.p.fd, k)
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            if self.p.read(0.1) == b"":
                return None
            if not want.search(self.p.text()):
                continue
            last = self.p.now()
            while select.select([self.p.fd], [], [], TAIL_S)[0] and self.p.read(0):
                last = self.p.now()
            return last - start
        return None

    def moving(self, a):
        took = []
        for i in range(1, a.presses + 1):
            took.append(self.press(keys(a.down), any_of(self.titles[i:i + 1])))
            self.drain()
        return took

    def paging(self, a):
        took = []
        while len(took) < a.presses and self.seen < len(self.titles):
            took.append(self.press(keys(a.page), any_of(self.titles[self.seen:self.seen + SCREEN])))
            self.note()
            self.drain()
        return took

    def opening(self, a):
        took = []
        for _ in range(a.presses):
            took.append(self.press(keys(a.open), re.compile(a.opened.encode())))
            self.drain()
            self.send(keys(a.back))
            self.send(keys(a.down))
        return took


def run(a, titles):
    size = (80, 24)
    if NICE:
        prefer(NICE)
    else:
        wait_idle()
    p = Prog(a.cmd, size, {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"})
    w = Walk(p, titles)
    if p.until(re.compile(a.expect.encode()), 300) is None:
        sys.exit("%s: %r was not shown" % (a.name, a.expect))
    w.drain()
    if a.first:
        w.send(keys(a.first))
    for k in a.enter.split():
        w.send(keys(k))
    print(a.name)
    for what in ("moving", "paging", "opening"):
        report("key to screen, %s" % what, getattr(w, what)(a))
    if a.readall:
        k, want = a.readall.split("|", 1)
        report("key to screen, mark all read", [w.press(keys(k), re.compile(want.encode()), 60)])
    print("    %-32s %s MiB" % ("memory then", p.status("VmHWM").get("VmHWM")))
    p.end(keys(a.quit), 120)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, default in (("name", None), ("titles", None), ("expect", None),
                          ("enter", "\\r"), ("down", "j"), ("page", "\\e[6~"),
                          ("open", "\\r"), ("back", "q"), ("opened", "Published"),
                          ("first", ""), ("readall", ""), ("quit", "")):
        ap.add_argument("--" + name, default=default)
    ap.add_argument("--presses", type=int, default=100)
    ap.add_argument("cmd", nargs=argparse.REMAINDER)
    a = ap.parse_args()
    a.cmd = a.cmd[1:] if a.cmd[:1] == ["--"] else a.cmd
    run(a, lines_of(a.titles))


if __name__ == "__main__":
    main()

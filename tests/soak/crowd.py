#!/usr/bin/env python3
"""crowd -- four desks that refresh and mark, and four people who list, search
and count meanwhile, all on one store: nobody is told that it is busy, nobody
sees half of anything, and afterwards all is there, once, and counted.

    tests/soak/crowd.py         SOAK_CROWD_S=5
    make soak                   120
"""
import json
import os
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import killed                                       # noqa: E402
from killed import Life, World, lib, ok, rnd, tests, failures, top  # noqa: E402

SECONDS = float(os.environ.get("SOAK_CROWD_S", "5"))
WRITERS = READERS = 4


class Desk(Life):
    """One of several: it marks articles that no other marks."""

    def __init__(self, world, number):
        super().__init__(world, f"crowd-{number}")
        self.number = number
        self.refreshes = self.marks = 0
        self.told = []          # what no person should be told
        self.last = {}          # article: its star, as this one ordered it

    def answered(self, line):
        word = line.decode().rstrip("\n").split("\t")
        if word[0] in ("failed", "note"):
            self.told.append(word[-1])
        super().answered(line)

    def mark_own(self, ids):
        mine = [i for i in ids if i % WRITERS == self.number]
        if not mine:
            return
        chosen = rnd.sample(mine, min(5, len(mine)))
        star = rnd.randrange(2)
        self.order(f"mark {'star' if star else 'unstar'} "
                   + " ".join(map(str, chosen)), ("mark", chosen, star))
        for i in chosen:
            self.last[i] = star
        self.marks += 1

    def work(self, until, ids):
        while not self.gone and time.monotonic() < until:
            self.listen(0.01)
            if not self.ready or len(self.waiting) > 3:
                continue
            if rnd.random() < .3:
                self.refreshes += 1
                self.order("refresh all", ("refresh", 0))
            else:
                self.mark_own(ids)
        while self.waiting and not self.gone:
            self.listen(killed.LIFE_S)
        self.end()


class Person:
    """Runs commands, each of which opens the store anew."""

    def __init__(self, world):
        self.env = dict(
            os.environ, HOME=world.dir, LC_ALL="C.UTF-8", TZ="UTC",
            XDG_CONFIG_HOME=world.dir, BROADSHEET_LIBEXEC=lib,
            BROADSHEET_DATADIR=os.path.join(top, "config"))
        self.store = world.store
        self.runs = 0
        self.wrong = []

    def run(self, *words):
        p = subprocess.run(
            [os.path.join(lib, "broadsheet"), "--store", self.store, *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=self.env, timeout=killed.LIFE_S, check=False)
        self.runs += 1
        if p.returncode or p.stderr:
            self.wrong.append(f"{words}: {p.returncode} {p.stderr}")
            return ""
        return p.stdout

    def work(self, until):
        before = 0
        while time.monotonic() < until and not self.wrong:
            self.run("list", "--json", "--limit", "60")
            self.run("search", "--limit", "20", "tide")
            total = json.loads(self.run("status", "--json") or "{}").get(
                "total", 0)
            if total < before:
                self.wrong.append(f"{total} articles after {before}")
            before = total


def in_threads(work):
    threads = [threading.Thread(target=f, args=a) for f, *a in work]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def main():
    world = World()
    print(f"# seed {killed.SEED}, {SECONDS:g} s")
    killed.whole_life(world)
    ids = [i for i, in world.ask("SELECT id FROM article")]
    until = time.monotonic() + SECONDS
    desks = [Desk(world, n) for n in range(WRITERS)]
    people = [Person(world) for _ in range(READERS)]

    def print_papers():
        while time.monotonic() < until:
            time.sleep(0.2)
            # No feed forgets an article before somebody has asked it.
            if world.newest < killed.AT_ONCE - 4:
                world.print_more()

    in_threads([(d.work, until, ids) for d in desks]
               + [(p.work, until) for p in people] + [(print_papers,)])
    told = [t for d in desks for t in d.told]
    ok(not told, "no desk tells of anything", told[:3])
    wrong = [w for p in people for w in p.wrong]
    ok(not wrong, "no command fails", wrong[:3])
    print(f"# {sum(d.refreshes for d in desks)} refreshes, "
          f"{sum(d.marks for d in desks)} orders of marks, "
          f"{sum(p.runs for p in people)} commands")
    ok(all(d.refreshes and d.marks for d in desks), "each has done something")
    killed.whole_life(world)
    stars = dict(world.ask("SELECT id, starred FROM article"))
    lost = {i for d in desks for i, star in d.last.items()
            if stars[i] != star}
    ok(not lost, "no mark is lost", lost)
    for d in desks:
        world.certain.update(d.last)
    ok(not killed.faults(world), "nothing is lost nor doubled, and counters "
       "equal a recount", killed.faults(world))
    print(f"1..{tests[0]}")
    if failures[0]:
        print(f"# left to be looked at: {world.dir}")
    else:
        killed.shutil.rmtree(world.dir, ignore_errors=True)
    sys.exit(failures[0] > 0)


if not os.path.exists(os.path.join(lib, "broadsheet")):
    print("1..0 # SKIP broadsheet has not been built")
else:
    main()

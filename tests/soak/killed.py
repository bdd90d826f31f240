#!/usr/bin/env python3
"""killed -- a desk that is killed (kill -9) at random moments, in the middle of
refreshes, marks and batches of the index; now and then it is its reader that
is killed, and the desk that must carry out what it was given.

    tests/soak/killed.py        SOAK_DESKS=25
    make soak                   500

Each time: the store is sound, its counters equal a recount, every article
whose refresh was reported is there, every mark that was acknowledged is there,
and nothing is doubled.  SOAK_SEED makes the same moments again, as far as the
machine does.
"""
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

KILLS = int(os.environ.get("SOAK_DESKS", "25"))
SEED = os.environ.get("SOAK_SEED", str(random.randrange(10 ** 6)))
FEEDS = 8
AT_ONCE = 30        # articles of a feed, the newest
LIFE_S = 60         # nobody waits longer
top = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
lib = os.path.abspath(os.environ.get("BROADSHEET_BUILDDIR",
                                     os.path.join(top, "build")))
rnd = random.Random(SEED)


def feed(n, newest):
    items = "".join(
        f"<item><title>Tide {k} at pier {n}</title><guid>p{n}-{k}</guid>"
        f"<link>http://pier{n}.example/{k}</link><description>&lt;p&gt;"
        f"{'High water was late. ' * (k % 40 + 1)}{k}&lt;/p&gt;"
        f"</description></item>\n"
        for k in range(newest, max(0, newest - AT_ONCE), -1))
    return (f'<?xml version="1.0"?>\n<rss version="2.0"><channel>'
            f"<title>Pier {n}</title>\n{items}</channel></rss>\n")


class World:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="broadsheet-killed-")
        self.store = os.path.join(self.dir, "store.db")
        self.newest = 0
        self.promised = 0       # articles of a feed, in a refresh that is done
        self.ids = []           # of articles that are there
        self.certain = {}       # what an article's star must be
        self.possible = {}      # or what it may be, besides
        self.faults = []
        with open(self.path("feeds"), "w") as f:
            f.write("ahead=0\n[Piers]\n")
            f.writelines(f"file://{self.path(f'{n}.xml')}\n"
                         for n in range(FEEDS))
        open(self.path("config"), "w").close()
        self.print_more()

    def path(self, name):
        return os.path.join(self.dir, name)

    def print_more(self):
        self.newest += rnd.randrange(1, 4)
        for n in range(FEEDS):
            with open(self.path("new"), "w") as f:
                f.write(feed(n, self.newest))
            os.rename(self.path("new"), self.path(f"{n}.xml"))

    def start(self):
        return subprocess.Popen(
            [os.path.join(lib, "desk"), "--feeds", self.path("feeds"),
             "--config", self.path("config"), "--store", self.store],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True,
            env=dict(os.environ, HOME=self.dir, LC_ALL="C.UTF-8",
                     BROADSHEET_LIBEXEC=lib,
                     BROADSHEET_DATADIR=os.path.join(top, "config")))

    def ask(self, sql):
        db = sqlite3.connect(self.store, timeout=60)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()


class Life:
    """One desk, and what its reader asks of it."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        self.desk = world.start()
        self.said = b""
        self.seq = 0
        self.waiting = {}       # number of an order: what it is to do
        self.ready = self.gone = False

    def order(self, words, means):
        self.seq += 1
        self.waiting[self.seq] = means
        if means[0] == "mark":
            for i in means[1]:
                self.world.possible.setdefault(i, set()).add(means[2])
        try:
            self.desk.stdin.write(f"{self.name}.{self.seq} {words}\n".encode())
        except BrokenPipeError:
            self.gone = True

    def mark(self):
        # Those of before this life: others may come after their mark.
        if not self.world.ids:
            return
        ids = rnd.sample(self.world.ids, min(5, len(self.world.ids)))
        star = rnd.randrange(2)
        self.order(f"mark {'star' if star else 'unstar'} "
                   + " ".join(map(str, ids)), ("mark", ids, star))

    def answered(self, line):
        word = line.decode().rstrip("\n").split("\t")
        if word[0] == "ready":
            self.ready = True
        if word[0] not in ("done", "failed"):
            return
        means = self.waiting.pop(int(word[1]), None)
        if word[0] == "failed" and means:
            self.world.faults.append(line)
        elif means and means[0] == "mark":
            self.keep(means)
        elif means and means[0] == "refresh":
            self.world.promised = max(self.world.promised, means[1])

    def keep(self, means):
        for i in means[1]:
            self.world.certain[i] = means[2]
            # What is not answered yet may be done all the same.
            self.world.possible[i] = {
                m[2] for m in self.waiting.values()
                if m[0] == "mark" and i in m[1]}

    def listen(self, seconds):
        """Until it has been still for so long, or has gone."""
        out = self.desk.stdout
        if not select.select([out], [], [], seconds)[0]:
            return
        some = os.read(out.fileno(), 65536)
        self.gone = self.gone or not some
        self.said += some
        while b"\n" in self.said:
            line, self.said = self.said.split(b"\n", 1)
            self.answered(line)

    def live(self, until):
        asked = False
        while not self.gone and time.monotonic() < until:
            self.listen(0.002)
            if self.ready and not asked:
                self.order("refresh all", ("refresh", self.world.newest))
                asked = True
            elif self.ready and rnd.random() < .3:
                self.mark()

    def end(self):
        for pipe in (self.desk.stdin, self.desk.stdout):
            pipe.close()
        self.desk.wait(LIFE_S)


def killed_desk(world, n, seconds):
    life = Life(world, f"desk-{n}")
    life.live(time.monotonic() + rnd.random() * seconds)
    os.kill(life.desk.pid, signal.SIGKILL)
    while not life.gone:        # what it had answered counts
        life.listen(LIFE_S)
    life.end()


def killed_reader(world, n, seconds):
    """Its pipes are closed; every mark that it gave is carried out."""
    life = Life(world, f"reader-{n}")
    while not life.ready and not life.gone:
        life.listen(LIFE_S)
    life.live(time.monotonic() + rnd.random() * seconds)
    given = [m for m in life.waiting.values() if m[0] == "mark"]
    life.end()
    for means in given:
        for i in means[1]:
            world.certain[i] = means[2]
    for means in given:
        for i in means[1]:
            world.possible[i] = set()


RECOUNT = """SELECT count(*) FROM feed f WHERE (total, unread, starred) IS NOT
    (SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(starred), 0)
    FROM article WHERE feed_id = f.id AND deleted = 0)"""


def faults(world):
    """What is wrong with the store; nothing, or the first sentence."""
    if not os.path.exists(world.store) or not os.path.getsize(world.store):
        return world.promised and "the store has gone"
    said = world.ask("PRAGMA integrity_check")[0][0]
    if said != "ok":
        return said
    if not world.ask("SELECT 1 FROM sqlite_schema WHERE name = 'article'"):
        return world.promised and "the tables have gone"
    if world.ask(RECOUNT)[0][0]:
        return "counters are wrong"
    if world.ask("SELECT count(*) - count(DISTINCT url) FROM article")[0][0]:
        return "an article is there twice"
    have = dict(world.ask("SELECT url, id FROM article"))
    for n in range(FEEDS):
        for k in range(1, world.promised + 1):
            if f"http://pier{n}.example/{k}" not in have:
                return f"article {k} of pier {n} is lost"
    stars = dict(world.ask("SELECT id, starred FROM article"))
    for i, star in stars.items():
        certain = world.certain.get(i, 0)
        if star != certain and star not in world.possible.get(i, ()):
            return f"article {i} has a star: {star}, not {certain}"
        world.certain[i] = star
    world.ids = list(stars)
    world.possible = {}
    return world.faults and world.faults[0]


tests, failures = [0], [0]


def ok(good, what, seen=""):
    tests[0] += 1
    print(f"{'ok' if good else 'not ok'} {tests[0]} - {what}")
    if not good:
        failures[0] += 1
        print(f"# {seen}")
    sys.stdout.flush()


def whole_life(world):
    """A refresh that nobody disturbs; how long it takes."""
    began = time.monotonic()
    life = Life(world, f"whole-{world.newest}")
    life.live(began + 0.001)
    while not life.ready and not life.gone:
        life.listen(LIFE_S)
    life.order("refresh all", ("refresh", world.newest))
    while life.waiting and not life.gone:
        life.listen(LIFE_S)
    life.end()
    return time.monotonic() - began


def main():
    world = World()
    print(f"# seed {SEED}")
    # Batches of the index follow a refresh.
    seconds = 1.7 * whole_life(world)
    wrong, n = faults(world), 0
    while not wrong and n < KILLS:
        world.print_more()
        (killed_reader if n % 5 == 4 else killed_desk)(world, n, seconds)
        wrong = faults(world)
        n += 1
    ok(not wrong, f"nothing is lost in {KILLS} moments, nor doubled",
       f"kill {n}: {wrong}")
    world.print_more()
    whole_life(world)
    ok(not faults(world), "the next refresh is whole", faults(world))
    ok(world.promised == world.newest, "and is reported", world.promised)
    found = subprocess.run(
        [os.path.join(lib, "broadsheet"), "--store", world.store, "search",
         "tide"], stdout=subprocess.PIPE, text=True, check=False,
        env=dict(os.environ, HOME=world.dir, LC_ALL="C.UTF-8",
                 XDG_CONFIG_HOME=world.dir, BROADSHEET_LIBEXEC=lib))
    have = world.ask("SELECT count(*) FROM article")[0][0]
    ok(len(found.stdout.splitlines()) == have > 0,
       "every article is found", f"{len(found.stdout.splitlines())} of {have}")
    print(f"1..{tests[0]}")
    if failures[0]:
        print(f"# left to be looked at: {world.dir}")
    else:
        shutil.rmtree(world.dir, ignore_errors=True)
    sys.exit(failures[0] > 0)


if __name__ != "__main__":
    pass                        # crowd.py wants the world alone
elif not os.path.exists(os.path.join(lib, "desk")):
    print("1..0 # SKIP the desk has not been built")
else:
    main()

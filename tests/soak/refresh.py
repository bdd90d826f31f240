#!/usr/bin/env python3
"""refresh -- many feeds, many rounds, a server that fails now and then, and
processes that are killed: no article is lost or doubled, nothing hangs, memory
stays flat, no host is asked on more connections than it may be.

    tests/soak/refresh.py       SOAK_FEEDS=60 SOAK_ROUNDS=3 SOAK_KILLS=4
    make soak                   2000, 30 and 100

Each round every feed has one article more and shows its last ten.  SOAK_FAULTS
of a hundred answers are wrong in one of the ways below.  SOAK_SEED makes a run
that failed happen again, as far as the order of things allows.
"""
import asyncio
import os
import random
import resource
import signal
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

FEEDS = int(os.environ.get("SOAK_FEEDS", "60"))
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "3"))
KILLS = int(os.environ.get("SOAK_KILLS", "4"))
FAULTS = float(os.environ.get("SOAK_FAULTS", "2")) / 100
SEED = os.environ.get("SOAK_SEED", str(random.randrange(10 ** 6)))
HOSTS = max(1, min(200, FEEDS // 10))
SHOWN = 10          # articles of a feed
PER_HOST = 2        # host-connections
ROUND_S = 60 + FEEDS
top = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
lib = os.path.abspath(os.environ.get("BROADSHEET_BUILDDIR",
                                     os.path.join(top, "build")))


def feed(n, newest):
    items = "".join(
        f"<item><title>Story {k} of paper {n}</title><guid>p{n}-s{k}</guid>"
        f"<link>http://papers.example/{n}/{k}</link><description>&lt;p&gt;"
        f"What happened on day {k}, as paper {n} has it.&lt;/p&gt;"
        f"</description></item>\n"
        for k in range(newest, max(0, newest - SHOWN), -1))
    return (f'<?xml version="1.0"?>\n<rss version="2.0"><channel>'
            f"<title>Paper {n}</title>\n{items}</channel></rss>\n").encode()


def answer(body, status="200 OK", kind="application/rss+xml", more=""):
    return (f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def cut(body, rnd):
    whole = answer(body)
    return whole[:rnd.randrange(1, len(whole))]


FAULT = {
    "broken": lambda b, r: answer(b"<p>Oh", "500 Oh", "text/html"),
    "busy": lambda b, r: answer(b"", "503 Busy", more="Retry-After: 1\r\n"),
    "missing": lambda b, r: answer(b"", "404 No"),
    "closed": lambda b, r: b"",
    "cut": cut,
    "garbage": lambda b, r: bytes(r.randrange(256) for _ in range(500)),
    "page": lambda b, r: answer(b"<html><p>Down for repairs", kind="text/html"),
    "empty": lambda b, r: answer(b""),
    "half a feed": lambda b, r: answer(b[:r.randrange(len(b))]),
    "not packed": lambda b, r: answer(b, more="Content-Encoding: gzip\r\n"),
    "stall": None,
}


class Server:
    """Many hosts, one paper after the other on each; a thread of its own."""

    def __init__(self):
        self.rnd = random.Random(SEED)
        self.newest = self.faults = self.most = 0
        self.open = {}
        self.hosts, self.port = [], 0
        self.faulty = True
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self.listen())
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def listen(self):
        for i in range(1, HOSTS + 1):
            try:
                s = await asyncio.start_server(self.client, f"127.0.0.{i}",
                                               self.port, backlog=1000)
            except OSError:     # not everywhere are there more than one
                break
            self.port = s.sockets[0].getsockname()[1]
            self.hosts.append(f"127.0.0.{i}")

    def url(self, n):
        return (f"http://{self.hosts[n % len(self.hosts)]}:{self.port}"
                f"/{n}.xml")

    async def client(self, reader, writer):
        host = writer.get_extra_info("sockname")[0]
        self.open[host] = self.open.get(host, 0) + 1
        self.most = max(self.most, self.open[host])
        try:
            while await self.serve(reader, writer):
                pass
        except (OSError, EOFError, ValueError, IndexError,
                asyncio.TimeoutError):
            pass
        finally:
            self.open[host] -= 1
            writer.close()

    async def serve(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        body = feed(int(head.split()[1][1:-4]), self.newest)
        if not self.faulty or self.rnd.random() >= FAULTS:
            writer.write(answer(body))
            await writer.drain()
            return True
        self.faults += 1
        make = FAULT[self.rnd.choice(list(FAULT))]
        if make:
            writer.write(make(body, self.rnd))
            await writer.drain()
        else:
            # Until the other side has had enough.
            await asyncio.wait_for(reader.read(1), 30)
        return False


class World:
    def __init__(self, server):
        self.dir = tempfile.mkdtemp(prefix="broadsheet-soak-")
        self.store = os.path.join(self.dir, "data/broadsheet/store.db")
        config = os.path.join(self.dir, "config/broadsheet")
        os.makedirs(config)
        with open(os.path.join(config, "feeds"), "w") as f:
            f.write("timeout=5s every=1m\n[Papers]\n")
            f.writelines(server.url(n) + "\n" for n in range(FEEDS))
        with open(os.path.join(config, "config"), "w") as f:
            f.write(f"set host-connections {PER_HOST}\n")
        self.env = dict(
            os.environ, HOME=self.dir, LC_ALL="C.UTF-8", TZ="UTC",
            XDG_CONFIG_HOME=os.path.join(self.dir, "config"),
            XDG_DATA_HOME=os.path.join(self.dir, "data"),
            XDG_STATE_HOME=os.path.join(self.dir, "state"),
            XDG_CACHE_HOME=os.path.join(self.dir, "cache"),
            BROADSHEET_LIBEXEC=lib,
            BROADSHEET_DATADIR=os.path.join(top, "config"))

    def start(self):
        return subprocess.Popen(
            [os.path.join(lib, "broadsheet"), "fetch"], env=self.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fetch(self):
        """One round; its exit status, None when it hung."""
        p = self.start()
        try:
            return p.wait(ROUND_S)
        except subprocess.TimeoutExpired:
            for pid in [p.pid, *family(p.pid)]:
                kill(pid)
            p.wait()
            return None

    def ask(self, sql):
        db = sqlite3.connect(self.store, timeout=20)
        try:
            return db.execute(sql).fetchone()[0]
        finally:
            db.close()


def family(pid):
    """Processes below one, the nearest first."""
    lines = subprocess.run(["ps", "-A", "-o", "pid=", "-o", "ppid="],
                           capture_output=True, text=True).stdout.splitlines()
    parent = {int(a): int(b) for a, b in (line.split() for line in lines)}
    found, around = [], [pid]
    while around:
        around = [p for p, up in parent.items() if up in around]
        found += around
    return found


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except OSError:
        return False


def killed_round(world, rnd):
    """A round whose command, desk or a parser, or all of them, is killed."""
    p = world.start()
    time.sleep(rnd.random() * 0.4)
    below = family(p.pid)
    everybody = [p.pid, *below]
    for pid in everybody if rnd.random() < .5 else [rnd.choice(everybody)]:
        kill(pid)
    try:
        p.wait(ROUND_S)
    except subprocess.TimeoutExpired:
        return "it hung"
    deadline = time.time() + 20
    while any(alive(pid) for pid in below) and time.time() < deadline:
        time.sleep(0.05)
    if not os.path.exists(world.store):
        return "ok"
    return world.ask("PRAGMA integrity_check")


tests, failures = [0], [0]


def ok(good, what, seen=""):
    tests[0] += 1
    print(f"{'ok' if good else 'not ok'} {tests[0]} - {what}")
    if not good:
        failures[0] += 1
        print(f"# {seen}")
    sys.stdout.flush()


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    server = Server()
    world = World(server)
    rnd = random.Random(SEED)
    print(f"# {FEEDS} feeds, {len(server.hosts)} hosts, seed {SEED}")
    hung, memory = 0, []
    for _ in range(ROUNDS):
        server.newest += 1
        hung += world.fetch() is None
        memory.append(
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    ok(not hung, "no round hung", hung)
    print(f"# {server.faults} faults, largest process after each round: "
          f"{memory} kB")
    early = memory[min(2, len(memory) - 1)]
    ok(memory[-1] <= early * 1.5 + 4096, "memory is flat", memory)
    # Those of a killed desk are closed a moment later.
    ok(server.most <= PER_HOST, "no host had more connections than it may",
       server.most)
    sound = {killed_round(world, rnd) for _ in range(KILLS)}
    ok(sound <= {"ok"}, f"the store is sound after {KILLS} kills", sound)
    server.faulty = False
    time.sleep(1.1)     # for the busy ones
    status = world.fetch()
    ok(status == 0, "a round without faults is clean", status)
    want = FEEDS * server.newest
    got = world.ask("SELECT count(*) FROM article")
    ok(got == want, "no article is lost or doubled", f"{got}, not {want}")
    got = world.ask("SELECT count(DISTINCT url) FROM article")
    ok(got == want, "each is another one", f"{got}, not {want}")
    got = world.ask("SELECT count(*) FROM feed WHERE unread <> (SELECT "
                    "count(*) FROM article WHERE feed_id = feed.id)")
    ok(got == 0, "counters equal a recount", got)
    print(f"1..{tests[0]}")
    if failures[0]:
        print(f"# left to be looked at: {world.dir}")
    else:
        shutil.rmtree(world.dir, ignore_errors=True)
    sys.exit(failures[0] > 0)


if not os.path.exists(os.path.join(lib, "broadsheet")):
    print("1..0 # SKIP broadsheet has not been built")
elif not shutil.which("ps"):
    print("1..0 # SKIP there is no ps")
else:
    main()

#!/usr/bin/env python3
"""Give a desk one order, and time it.

    order.py --libexec DIR --store FILE --name NAME [--runs 3] ORDER...

The desk works on a copy of FILE, which is on the disk before.  Printed are the
wall time from the order to its "done" (which is after the fsync) and the CPU
time that the desk took for it, medians of the runs.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def cpu_ms(pid):
    with open("/proc/%d/stat" % pid) as fh:
        f = fh.read().rpartition(")")[2].split()
    return (int(f[11]) + int(f[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def wait_for(p, word):
    for line in p.stdout:
        if line.startswith(word):
            return
        if line.startswith(b"failed"):
            sys.exit(line.decode())
    sys.exit("the desk has gone")


def once(a, folder):
    store = os.path.join(folder, "store.db")
    shutil.copyfile(a.store, store)
    with open(store, "rb") as fh:
        os.fsync(fh.fileno())
    p = subprocess.Popen(
        [os.path.join(a.libexec, "desk"), "--feeds", os.path.join(folder, "feeds"),
         "--config", os.path.join(folder, "config"), "--store", store,
         "--cache", os.path.join(folder, "cache"), "--log", os.path.join(folder, "log"),
         "--reader", "bench"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    wait_for(p, b"ready")
    before, start = cpu_ms(p.pid), time.perf_counter()
    p.stdin.write(("bench.1 %s\n" % " ".join(a.order)).encode())
    p.stdin.flush()
    wait_for(p, b"done")
    took = (time.perf_counter() - start) * 1000, cpu_ms(p.pid) - before
    p.stdin.close()
    p.wait()
    return took


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--libexec", required=True)
    ap.add_argument("--store", required=True)
    ap.add_argument("--name", required=True)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("order", nargs="+")
    a = ap.parse_args()
    took = []
    for _ in range(a.runs):
        with tempfile.TemporaryDirectory(dir=os.path.dirname(a.store)) as folder:
            shutil.copyfile(os.path.expanduser("~/.config/broadsheet/feeds"),
                            os.path.join(folder, "feeds"))
            open(os.path.join(folder, "config"), "w").close()
            took.append(once(a, folder))
    print("%-38s %8.1f ms wall %8.0f ms CPU" % (
        a.name, statistics.median(t[0] for t in took),
        statistics.median(t[1] for t in took)))


if __name__ == "__main__":
    main()

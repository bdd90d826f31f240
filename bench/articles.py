#!/usr/bin/env python3
"""Write articles by the hundred thousand, for bench/archive.

    articles.py --feeds 500 --items 200 [--seed 1] [--now SECONDS] records
    articles.py --feeds 500 --items 200 [--seed 1] [--now SECONDS] newsboat DB

The articles are those of genfeeds.py (the same arguments, the same bytes),
dated so that the last of each feed is of the last hours.  `records` writes
them to standard output, the oldest item of all feeds first, as bench/fill reads
them: fields with 0x1F behind each and 0x1E at the end, in the order

    feed  key  address  title  author  section  summary  date  unread  star  HTML

`newsboat` puts the same into a cache.db that newsboat has made, and writes the
addresses of the feeds to standard output.  Four in ten are unread, one in 500
is starred (newsboat: flagged).
"""
import argparse
import sqlite3
import sys
import time

from genfeeds import Feed, Langs

FIELD, END = "\x1f", "\x1e"


def articles(a):
    """(feed, item, date, unread, starred), the oldest item of each first."""
    langs = Langs(a.seed)
    feeds = [Feed(a.seed, num, langs, False) for num in range(1, a.feeds + 1)]
    for i in range(a.items):
        for f in feeds:
            it = f.item(i)
            n = f.num * 7919 + i
            date = a.now - (a.items - 1 - i) * f.step - (it["t"] % 600)
            yield f, it, date, n % 5 < 2, n % 500 == 3


def absolute(f, url):
    return url if url.startswith("http") else f.site + url


def records(a):
    out = sys.stdout.buffer
    for f, it, date, unread, star in articles(a):
        out.write((FIELD.join((
            f.title, it["guid"], absolute(f, it["url"]), it["title"], it["author"],
            it["cats"][0] if it["cats"] else "", it["summary"], str(date),
            str(int(unread)), str(int(star)), it["html"])) + FIELD + END)
            .encode("utf-8", "replace"))


def newsboat(a):
    db = sqlite3.connect(a.db)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("DELETE FROM rss_item")
    db.execute("DELETE FROM rss_feed")
    seen = set()
    for f, it, date, unread, star in articles(a):
        url = "http://127.0.0.1:9/%s" % f.name
        if f.num not in seen:
            seen.add(f.num)
            db.execute("INSERT INTO rss_feed(rssurl, url, title) VALUES (?, ?, ?)",
                       (url, f.site + "/", f.title))
            print(url)
        db.execute(
            "INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, unread,"
            " enclosure_url, enclosure_type, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', ?)",
            (it["guid"], it["title"], it["author"], absolute(f, it["url"]), url, date,
             it["html"], int(unread), "s" if star else ""))
    db.commit()
    db.execute("VACUUM")
    db.execute("ANALYZE")       # of the empty one it would go through all for each feed
    db.close()


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--feeds", type=int, default=500)
    ap.add_argument("--items", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--now", type=int, default=int(time.time()))
    ap.add_argument("what", choices=("records", "newsboat"))
    ap.add_argument("db", nargs="?")
    a = ap.parse_args()
    (records if a.what == "records" else newsboat)(a)


if __name__ == "__main__":
    main()

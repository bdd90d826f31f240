-- A small store of schema 1, as it was released; never changed.
CREATE TABLE section ( id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, place INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1);
CREATE TABLE feed ( id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT, own_title TEXT, site TEXT, source INTEGER NOT NULL DEFAULT 0, every_s INTEGER NOT NULL DEFAULT 3600, place INTEGER NOT NULL DEFAULT 0, active INTEGER NOT NULL DEFAULT 1, etag BLOB, last_modified BLOB, body_hash TEXT, checked INTEGER NOT NULL DEFAULT 0, succeeded INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, next_due INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, error TEXT, bytes INTEGER NOT NULL DEFAULT 0, lease_owner TEXT, lease_until INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0);
CREATE TABLE feed_place ( section_id INTEGER NOT NULL REFERENCES section(id), feed_id INTEGER NOT NULL REFERENCES feed(id), place INTEGER NOT NULL, PRIMARY KEY (section_id, feed_id)) WITHOUT ROWID;
CREATE TABLE article ( id INTEGER PRIMARY KEY AUTOINCREMENT, feed_id INTEGER NOT NULL REFERENCES feed(id), key TEXT NOT NULL, print TEXT NOT NULL, sort INTEGER NOT NULL, seen INTEGER NOT NULL, published INTEGER NOT NULL, updated INTEGER NOT NULL, unread INTEGER NOT NULL DEFAULT 1, starred INTEGER NOT NULL DEFAULT 0, revisions INTEGER NOT NULL DEFAULT 0, doc INTEGER, url TEXT, title TEXT, author TEXT, section TEXT, standfirst TEXT, lang TEXT, tags TEXT, picture TEXT, enclosure TEXT, enclosure_type TEXT);
CREATE UNIQUE INDEX article_key ON article(feed_id, key);
CREATE INDEX article_sort ON article(sort, id);
CREATE INDEX article_feed ON article(feed_id, sort, id);
CREATE INDEX article_unread ON article(sort, id) WHERE unread = 1;
CREATE INDEX article_feed_unread ON article(feed_id, sort, id) WHERE unread = 1;
CREATE INDEX article_starred ON article(sort, id) WHERE starred = 1;
CREATE INDEX article_doc ON article(doc);
CREATE TABLE body ( id INTEGER PRIMARY KEY, format INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE waiting ( id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, author TEXT, body TEXT);
CREATE VIRTUAL TABLE search USING fts5(title, author, body, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE ack ( reader TEXT PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER article_in AFTER INSERT ON article BEGIN UPDATE feed SET total = total + 1, unread = unread + new.unread, starred = starred + new.starred WHERE id = new.feed_id; END;
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN UPDATE feed SET total = total - 1, unread = unread - old.unread, starred = starred - old.starred WHERE id = old.feed_id; END;
CREATE TRIGGER article_flags AFTER UPDATE OF unread, starred ON article BEGIN UPDATE feed SET unread = unread + new.unread - old.unread, starred = starred + new.starred - old.starred WHERE id = new.feed_id; END;
INSERT INTO section(id, path, place) VALUES (1, 'Harbour', 0);
INSERT INTO feed(id, url, title) VALUES (1, 'https://gazette.example/feed', 'The Gull Gazette');
INSERT INTO feed_place VALUES (1, 1, 0);
INSERT INTO article(id, feed_id, key, print, sort, seen, published, updated, unread, starred, url, title) VALUES
 (1, 1, 'a', 'p1', 1700000000, 1700000100, 1700000000, 0, 1, 0, 'https://gazette.example/a', 'Ferry late again'),
 (2, 1, 'b', 'p2', 1700000200, 1700000300, 1700000200, 0, 0, 1, 'https://gazette.example/b', 'Lamp on the pier mended');
PRAGMA user_version = 1;

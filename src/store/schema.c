#include "config.h"

#include "store/schema.h"

#include <sqlite3.h>
#include <stddef.h>

#include "base/i18n.h"
#include "base/str.h"
#include "store/backup.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"

enum { NEW_INDEX = 7 }; /* the step after which the index is made anew */

/*
 * Step i leads from user_version i to i + 1.  A released step is never
 * changed; a new version adds one.
 *
 * article.sort is what lists are ordered by: the publishing time, but never
 * after the article was first seen.  article.doc is its row in the full-text
 * index: an edited article gets a new one, and rows that no article names any
 * more are not found (a contentless index cannot forget without the old text).
 */
static const char *const steps[STORE_SCHEMA] = {
	/* 0 -> 1 */
	"CREATE TABLE section ("
	" id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,"
	" place INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1);"
	"CREATE TABLE feed ("
	" id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE,"
	" title TEXT, own_title TEXT, site TEXT,"
	" source INTEGER NOT NULL DEFAULT 0,"
	" every_s INTEGER NOT NULL DEFAULT 3600,"
	" place INTEGER NOT NULL DEFAULT 0,"
	" active INTEGER NOT NULL DEFAULT 1,"
	" etag BLOB, last_modified BLOB, body_hash TEXT,"
	" checked INTEGER NOT NULL DEFAULT 0,"
	" succeeded INTEGER NOT NULL DEFAULT 0,"
	" changed INTEGER NOT NULL DEFAULT 0,"
	" next_due INTEGER NOT NULL DEFAULT 0,"
	" failures INTEGER NOT NULL DEFAULT 0, error TEXT,"
	" bytes INTEGER NOT NULL DEFAULT 0,"
	" lease_owner TEXT, lease_until INTEGER NOT NULL DEFAULT 0,"
	" unread INTEGER NOT NULL DEFAULT 0,"
	" total INTEGER NOT NULL DEFAULT 0,"
	" starred INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE feed_place ("
	" section_id INTEGER NOT NULL REFERENCES section(id),"
	" feed_id INTEGER NOT NULL REFERENCES feed(id),"
	" place INTEGER NOT NULL,"
	" PRIMARY KEY (section_id, feed_id)) WITHOUT ROWID;"
	"CREATE TABLE article ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" feed_id INTEGER NOT NULL REFERENCES feed(id),"
	" key TEXT NOT NULL, print TEXT NOT NULL,"
	" sort INTEGER NOT NULL, seen INTEGER NOT NULL,"
	" published INTEGER NOT NULL, updated INTEGER NOT NULL,"
	" unread INTEGER NOT NULL DEFAULT 1,"
	" starred INTEGER NOT NULL DEFAULT 0,"
	" revisions INTEGER NOT NULL DEFAULT 0,"
	" doc INTEGER, url TEXT, title TEXT, author TEXT, section TEXT,"
	" standfirst TEXT, lang TEXT, tags TEXT, picture TEXT,"
	" enclosure TEXT, enclosure_type TEXT);"
	"CREATE UNIQUE INDEX article_key ON article(feed_id, key);"
	"CREATE INDEX article_sort ON article(sort, id);"
	"CREATE INDEX article_feed ON article(feed_id, sort, id);"
	"CREATE INDEX article_unread ON article(sort, id) WHERE unread = 1;"
	"CREATE INDEX article_feed_unread ON article(feed_id, sort, id)"
	" WHERE unread = 1;"
	"CREATE INDEX article_starred ON article(sort, id)"
	" WHERE starred = 1;"
	"CREATE INDEX article_doc ON article(doc);"
	/* id is article.id * 2, plus 1 for the full text. */
	"CREATE TABLE body ("
	" id INTEGER PRIMARY KEY, format INTEGER NOT NULL,"
	" data BLOB NOT NULL);"
	/* What is not in the index yet; id is article.doc. */
	"CREATE TABLE waiting ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" title TEXT, author TEXT, body TEXT);"
	"CREATE VIRTUAL TABLE search USING fts5(title, author, body,"
	" content = '', tokenize = 'unicode61 remove_diacritics 2');"
	/* feeds: the stamp of the feeds file as feeds_sync last saw it. */
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
	"CREATE TABLE ack ("
	" reader TEXT PRIMARY KEY, seq INTEGER NOT NULL,"
	" at INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TRIGGER article_in AFTER INSERT ON article BEGIN"
	" UPDATE feed SET total = total + 1, unread = unread + new.unread,"
	" starred = starred + new.starred WHERE id = new.feed_id; END;"
	"CREATE TRIGGER article_out AFTER DELETE ON article BEGIN"
	" UPDATE feed SET total = total - 1, unread = unread - old.unread,"
	" starred = starred - old.starred WHERE id = old.feed_id; END;"
	"CREATE TRIGGER article_flags AFTER UPDATE OF unread, starred"
	" ON article BEGIN UPDATE feed SET"
	" unread = unread + new.unread - old.unread,"
	" starred = starred + new.starred - old.starred"
	" WHERE id = new.feed_id; END;",
	/* 1 -> 2: what was wrong with a feed that was read all the same;
	 * articles are found by address when their key has changed; pages that
	 * are to be fetched, by the article's id */
	"ALTER TABLE feed ADD COLUMN notes TEXT;"
	"CREATE INDEX article_url ON article(feed_id, url);"
	"CREATE TABLE errand ("
	" id INTEGER PRIMARY KEY, due INTEGER NOT NULL,"
	" tries INTEGER NOT NULL);",
	/* 2 -> 3: where a feed has moved for good, said once so far; a feed
	 * that is gone for good is not asked by itself */
	("ALTER TABLE feed ADD COLUMN moved_to TEXT;"
	 "ALTER TABLE feed ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;"),
	/*
	 * 3 -> 4: what the person adds (tags, notes), takes away (the trash)
	 * and takes back (the journal).
	 *
	 * article.deleted is when it went into the trash, 0: it is not there;
	 * article.own has bit 1 when it has tags and bit 2 when it has a note;
	 * article.let_go is when its text was let go, 0: it was not,
	 * below 0: then, or when it came back, with the sign turned.
	 * feed.listed is when its entries were last gone through, tombstone.at
	 * when the feed last listed what has gone.  Counters count nothing
	 * that is in the trash.
	 */
	("ALTER TABLE article ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE article ADD COLUMN own INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE article ADD COLUMN let_go INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE feed ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;"
	 "DROP INDEX article_sort;"
	 "DROP INDEX article_feed;"
	 "DROP INDEX article_unread;"
	 "DROP INDEX article_feed_unread;"
	 "DROP INDEX article_starred;"
	 /* What a count asks for stands in the index itself; those of unread
	  * stories are narrow, or the planner would take the others. */
	 "CREATE INDEX article_sort ON article(sort, id, deleted, feed_id)"
	 " WHERE deleted = 0;"
	 "CREATE INDEX article_feed ON article(feed_id, sort, id, deleted)"
	 " WHERE deleted = 0;"
	 "CREATE INDEX article_unread ON article(sort, id)"
	 " WHERE unread = 1 AND deleted = 0;"
	 "CREATE INDEX article_feed_unread ON article(feed_id, sort, id)"
	 " WHERE unread = 1 AND deleted = 0;"
	 "CREATE INDEX article_starred ON article(sort, id)"
	 " WHERE starred = 1 AND deleted = 0;"
	 "CREATE INDEX article_trash ON article(deleted, id)"
	 " WHERE deleted > 0;"
	 "CREATE TABLE tag ("
	 " id INTEGER PRIMARY KEY,"
	 " name TEXT NOT NULL COLLATE NOCASE UNIQUE,"
	 " total INTEGER NOT NULL DEFAULT 0,"
	 " unread INTEGER NOT NULL DEFAULT 0);"
	 "CREATE TABLE tagged ("
	 " article_id INTEGER NOT NULL REFERENCES article(id),"
	 " tag_id INTEGER NOT NULL REFERENCES tag(id),"
	 " PRIMARY KEY (article_id, tag_id)) WITHOUT ROWID;"
	 "CREATE INDEX tagged_tag ON tagged(tag_id, article_id);"
	 "CREATE TABLE note ("
	 " id INTEGER PRIMARY KEY REFERENCES article(id),"
	 " text TEXT NOT NULL, at INTEGER NOT NULL);"
	 /* key: a number made of the article's key */
	 "CREATE TABLE tombstone ("
	 " feed_id INTEGER NOT NULL REFERENCES feed(id),"
	 " key INTEGER NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY (feed_id, key)) WITHOUT ROWID;"
	 /* AUTOINCREMENT: the order of what was done. */
	 "CREATE TABLE journal ("
	 " id INTEGER PRIMARY KEY AUTOINCREMENT,"
	 " at INTEGER NOT NULL, reader TEXT NOT NULL, kind TEXT NOT NULL,"
	 " undone INTEGER NOT NULL DEFAULT 0, articles INTEGER NOT NULL,"
	 " ids BLOB, subject TEXT, before TEXT, after TEXT);"
	 "DROP TRIGGER article_in;"
	 "DROP TRIGGER article_out;"
	 "DROP TRIGGER article_flags;"
	 "CREATE TRIGGER article_in AFTER INSERT ON article"
	 " WHEN new.deleted = 0 BEGIN UPDATE feed SET"
	 " total = total + 1, unread = unread + new.unread,"
	 " starred = starred + new.starred WHERE id = new.feed_id; END;"
	 "CREATE TRIGGER article_out AFTER DELETE ON article"
	 " WHEN old.deleted = 0 BEGIN UPDATE feed SET"
	 " total = total - 1, unread = unread - old.unread,"
	 " starred = starred - old.starred WHERE id = old.feed_id; END;"
	 "CREATE TRIGGER article_flags AFTER UPDATE OF unread, starred"
	 " ON article WHEN old.deleted = 0 AND new.deleted = 0 BEGIN"
	 " UPDATE feed SET unread = unread + new.unread - old.unread,"
	 " starred = starred + new.starred - old.starred"
	 " WHERE id = new.feed_id; END;"
	 "CREATE TRIGGER article_trashed AFTER UPDATE OF deleted"
	 " ON article WHEN old.deleted = 0 AND new.deleted <> 0 BEGIN"
	 " UPDATE feed SET total = total - 1, unread = unread - old.unread,"
	 " starred = starred - old.starred WHERE id = old.feed_id; END;"
	 "CREATE TRIGGER article_restored AFTER UPDATE OF deleted"
	 " ON article WHEN old.deleted <> 0 AND new.deleted = 0 BEGIN"
	 " UPDATE feed SET total = total + 1, unread = unread + new.unread,"
	 " starred = starred + new.starred WHERE id = new.feed_id; END;"
	 "CREATE TRIGGER article_tags AFTER UPDATE OF unread, deleted"
	 " ON article WHEN old.own & 1 BEGIN UPDATE tag SET"
	 " total = total + (new.deleted = 0) - (old.deleted = 0),"
	 " unread = unread + (new.deleted = 0) * new.unread"
	 " - (old.deleted = 0) * old.unread WHERE id IN"
	 " (SELECT tag_id FROM tagged WHERE article_id = new.id); END;"
	 "CREATE TRIGGER tagged_in AFTER INSERT ON tagged BEGIN"
	 " UPDATE tag SET (total, unread) = (SELECT total + 1,"
	 " tag.unread + a.unread FROM article a"
	 " WHERE a.id = new.article_id) WHERE id = new.tag_id AND"
	 " (SELECT deleted FROM article WHERE id = new.article_id) = 0;"
	 " UPDATE article SET own = own | 1 WHERE id = new.article_id; END;"
	 "CREATE TRIGGER tagged_out AFTER DELETE ON tagged BEGIN"
	 " UPDATE tag SET (total, unread) = (SELECT total - 1,"
	 " tag.unread - a.unread FROM article a"
	 " WHERE a.id = old.article_id) WHERE id = old.tag_id AND"
	 " (SELECT deleted FROM article WHERE id = old.article_id) = 0;"
	 " UPDATE article SET own = own & ~1 WHERE id = old.article_id AND"
	 " NOT EXISTS (SELECT 1 FROM tagged WHERE article_id ="
	 " old.article_id);"
	 " DELETE FROM tag WHERE id = old.tag_id AND NOT EXISTS"
	 " (SELECT 1 FROM tagged WHERE tag_id = old.tag_id); END;"
	 "CREATE TRIGGER note_in AFTER INSERT ON note BEGIN"
	 " UPDATE article SET own = own | 2 WHERE id = new.id; END;"
	 "CREATE TRIGGER note_out AFTER DELETE ON note BEGIN"
	 " UPDATE article SET own = own & ~2 WHERE id = old.id; END;"),
	/* 4 -> 5: what an article said before it was edited; when that was
	 * seen last; the number of the version whose page was fetched */
	("ALTER TABLE article ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE article ADD COLUMN page_of INTEGER NOT NULL DEFAULT 0;"
	 "CREATE TABLE revision ("
	 " id INTEGER PRIMARY KEY,"
	 " article INTEGER NOT NULL, number INTEGER NOT NULL,"
	 " since INTEGER NOT NULL, published INTEGER NOT NULL,"
	 " updated INTEGER NOT NULL, title TEXT, author TEXT,"
	 " standfirst TEXT, format INTEGER, data BLOB,"
	 " full_format INTEGER, full_data BLOB, bytes INTEGER NOT NULL);"
	 "CREATE UNIQUE INDEX revision_number ON revision(article, number);"
	 "CREATE TRIGGER revision_out AFTER DELETE ON article BEGIN"
	 " DELETE FROM revision WHERE article = old.id; END;"
	 /* They were counted with changes that nobody could see. */
	 "UPDATE article SET revisions = 0 WHERE revisions > 0;"),
	/* 5 -> 6: when a feed wishes to be asked, kept for a 304; a host that
	 * is to be left alone; what can be done about an error; feeds that
	 * stand in no file, but in a list of somebody else's, which is a row
	 * of feed */
	("ALTER TABLE feed ADD COLUMN ttl_s INTEGER NOT NULL DEFAULT -1;"
	 "ALTER TABLE feed ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE feed ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE feed ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE feed ADD COLUMN remedy TEXT;"
	 "ALTER TABLE feed ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;"
	 "CREATE TABLE list_feed ("
	 " list INTEGER NOT NULL REFERENCES feed(id),"
	 " place INTEGER NOT NULL, url TEXT NOT NULL, title TEXT,"
	 " section TEXT, PRIMARY KEY (list, place)) WITHOUT ROWID;"),
	/*
	 * 6 -> 7: headlines come before their texts.
	 *
	 * article.source_print is a number made of what its source says of it,
	 * 0: not known; while print is empty its text has not been set yet.
	 * The index takes in many articles at once: little is merged.
	 */
	("ALTER TABLE article ADD COLUMN source_print INTEGER NOT NULL"
	 " DEFAULT 0;"
	 "INSERT INTO sqlite_sequence(name, seq) SELECT 'waiting', 0"
	 " WHERE NOT EXISTS"
	 " (SELECT 1 FROM sqlite_sequence WHERE name = 'waiting');"
	 "INSERT INTO search(search, rank) VALUES ('hashsize', 4194304);"
	 "INSERT INTO search(search, rank) VALUES ('automerge', 0);"),
	/*
	 * 7 -> 8: an index for every order and filter of a list, which knows
	 * the feed by itself; title_key is what titles are ordered by.  The
	 * words of section and feed are in a new full-text index, without the
	 * lengths of texts, which nobody asks for; search_renew sees to the
	 * old one.  Dictionaries are what bodies are packed with (packer.c).
	 */
	("ALTER TABLE article ADD COLUMN title_key TEXT;"
	 "UPDATE article SET title_key = title_key(title);"
	 "DROP INDEX article_sort;"
	 "DROP INDEX article_unread;"
	 "DROP INDEX article_feed_unread;"
	 "CREATE INDEX article_sort ON article(sort, id, deleted, feed_id)"
	 " WHERE deleted = 0;"
	 "CREATE INDEX article_unread ON article(unread, sort, id, deleted,"
	 " feed_id) WHERE deleted = 0;"
	 "CREATE INDEX article_feed_unread ON article(feed_id, unread, sort,"
	 " id, deleted) WHERE deleted = 0;"
	 "CREATE INDEX article_title ON article(title_key, id, deleted,"
	 " feed_id) WHERE deleted = 0;"
	 "CREATE VIRTUAL TABLE words USING " SEARCH_INDEX ";"
	 "INSERT INTO words(words, rank) VALUES ('hashsize', 4194304);"
	 "INSERT INTO words(words, rank) VALUES ('automerge', 0);"
	 "CREATE TABLE dictionary (id INTEGER NOT NULL, copy INTEGER NOT NULL,"
	 " mark INTEGER NOT NULL, data BLOB NOT NULL,"
	 " PRIMARY KEY (id, copy)) WITHOUT ROWID;"),
};

bool
schema_version(struct store *s, int64_t *version, struct err *err)
{
	return store_number(s, "PRAGMA user_version", version, err);
}

/* title_key(title) for the steps: SQL cannot fold letters. */
static void
title_key(sqlite3_context *context, int n, sqlite3_value **value)
{
	const char *title = (const char *)sqlite3_value_text(value[0]);
	struct str key = { 0 };

	(void)n;
	tokens_title_key(&key, span_of(title));
	sqlite3_result_text(context, str_z(&key), -1, SQLITE_TRANSIENT);
	str_release(&key);
}

static bool
step(struct store *s, int64_t version, struct err *err)
{
	struct str sql = { 0 };
	bool ok;

	str_printf(&sql, "PRAGMA user_version = %lld", (long long)version + 1);
	ok = store_exec(s, steps[version], err) &&
	     store_exec(s, str_z(&sql), err);
	if (version == NEW_INDEX)
		ok = ok && search_renew(s, err);
	str_release(&sql);
	return ok;
}

/* By which a log that belongs to another store is known (open.c). */
static bool
give_number(struct store *s, struct err *err)
{
	struct str sql = { 0 };
	int64_t number = 0;
	bool ok;

	if (!store_number(s, "PRAGMA application_id", &number, err))
		return false;
	if (number)
		return true;
	if (!store_number(
	        s, "SELECT 1 + (random() & 1073741823)", &number, err))
		return false;
	str_printf(&sql, "PRAGMA application_id = %lld", (long long)number);
	ok = store_exec(s, str_z(&sql), err);
	str_release(&sql);
	return ok;
}

/* With the lock of the writer: another desk may have been quicker, even one
 * that is newer than we are. */
static bool
apply_steps(struct store *s, int64_t *was, struct err *err)
{
	int64_t version;

	if (!schema_version(s, was, err))
		return false;
	if (*was > STORE_SCHEMA)
		return schema_newer(s, err);
	if (*was > 0 && *was < STORE_SCHEMA && !backup_make(s, *was, err))
		return false;
	sqlite3_create_function(s->db, "title_key", 1,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, title_key, NULL, NULL);
	for (version = *was; version < STORE_SCHEMA; version++)
		if (!step(s, version, err))
			return false;
	return give_number(s, err);
}

bool
schema_newer(struct store *s, struct err *err)
{
	return err_set(err, ERR_STORE,
	    _("%s was written by a newer broadsheet; update this one"),
	    s->file);
}

bool
schema_apply(struct store *s, struct err *err)
{
	int64_t version = 0;

	if (!schema_version(s, &version, err))
		return false;
	if (version == STORE_SCHEMA)
		return true;
	if (!store_begin(s, true, err))
		return false;
	if (!apply_steps(s, &version, err)) {
		store_rollback(s);
		return false;
	}
	if (!store_commit(s, err))
		return false;
	if (version > 0 && version < STORE_SCHEMA)
		backup_forget(s->file);
	return true;
}

/*
 * archive: everything that a store holds, as lines of JSON
 * (broadsheet-export(5)).
 *
 * For feed and above.  A line is one flat object: "kind" and the members that
 * the table below tells.  What is empty, 0 or false is left out.  One writer
 * and one reader; JSON itself is read in the locked room, and what comes out of
 * there is records with the same members in the same order.
 */
#ifndef FEED_ARCHIVE_H
#define FEED_ARCHIVE_H

#include <stdint.h>

#include "base/err.h"
#include "base/record.h"
#include "base/str.h"

enum {
	ARCHIVE_VERSION = 1,
	ARCHIVE_LINE_MAX = 64 * 1024 * 1024, /* bytes of a line */
	ARCHIVE_MEMBERS_MAX = 40
};

enum archive_kind {
	ARCHIVE_HEAD,      /* which version what follows is of */
	ARCHIVE_FEEDSFILE, /* the person's feeds file, as it is */
	ARCHIVE_FEED,
	ARCHIVE_ARTICLE,
	ARCHIVE_REVISION,
	ARCHIVE_TOMBSTONE,
	ARCHIVE_KINDS
};

/* The members of each kind, in their order: indexes of archive_row.v. */
enum { HEAD_VERSION, HEAD_MEMBERS };
enum { FEEDSFILE_TEXT, FEEDSFILE_MEMBERS };
enum {
	FEED_URL,
	FEED_NAME,
	FEED_TITLE,
	FEED_SITE,
	FEED_SOURCE,
	FEED_CHECKED,
	FEED_SUCCEEDED,
	FEED_CHANGED,
	FEED_LISTED,
	FEED_MOVED_TO,
	FEED_GONE,
	FEED_MEMBERS
};
enum {
	ART_FEED,
	ART_KEY,
	ART_ID,
	ART_PRINT,
	ART_SORT,
	ART_SEEN,
	ART_PUBLISHED,
	ART_UPDATED,
	ART_UNREAD,
	ART_STARRED,
	ART_DELETED,
	ART_LET_GO,
	ART_REVISIONS,
	ART_EDITED,
	ART_PAGE_OF,
	ART_URL,
	ART_TITLE,
	ART_AUTHOR,
	ART_SECTION,
	ART_STANDFIRST,
	ART_LANG,
	ART_TAGS,
	ART_PICTURE,
	ART_ENCLOSURE,
	ART_ENCLOSURE_TYPE,
	ART_OWN_TAGS,
	ART_NOTE,
	ART_NOTE_AT,
	ART_BODY,
	ART_FULL,
	ART_MEMBERS
};
enum {
	REV_FEED,
	REV_KEY,
	REV_NUMBER,
	REV_SINCE,
	REV_PUBLISHED,
	REV_UPDATED,
	REV_TITLE,
	REV_AUTHOR,
	REV_STANDFIRST,
	REV_BODY,
	REV_FULL,
	REV_MEMBERS
};
enum { TOMB_FEED, TOMB_KEY, TOMB_AT, TOMB_MEMBERS };

/* What a member is. */
enum archive_type {
	MEMBER_TEXT,
	MEMBER_NUMBER, /* at least 0 */
	MEMBER_SIGNED,
	MEMBER_FLAG,
	MEMBER_URL,    /* one that may stand as a link, or a file: */
	MEMBER_GALLEY, /* a document (doc/galley.h) */
	MEMBER_KEY     /* text that must be there */
};

struct archive_member {
	const char *name;
	enum archive_type type;
};

struct archive_kind_info {
	const char *name;
	const struct archive_member *member;
	int members;
};
extern const struct archive_kind_info archive_kinds[ARCHIVE_KINDS];

/* A line; numbers and flags are decimal text.  Spans are borrowed. */
struct archive_row {
	enum archive_kind kind;
	int64_t line; /* where it stood; 0: nowhere */
	struct span v[ARCHIVE_MEMBERS_MAX];
};

/* Appends the row as a line of JSON: ASCII but for what can be seen, nothing
 * that drives a terminal.  The same row gives the same bytes. */
void archive_write(struct str *out, const struct archive_row *row);
/*
 * Reads whole lines and appends a record for each that is not blank: "row"
 * LINE KIND members…, or "bad" LINE sentence for one that is not as the table
 * says.  first: the number of the first line.  For the parser.
 */
void archive_read(struct str *records, struct span lines, int64_t first);
/* The row of such a record; its spans borrow from r.  False for a record that
 * archive_read would not write. */
bool archive_row_of(struct archive_row *row, const struct record *r);
/* A member as a number; 0 when it is left out. */
int64_t archive_int(const struct archive_row *row, int member);

#endif

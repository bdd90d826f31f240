/*
 * jobs: what a parser is asked, and what it answers.
 *
 * For parse, desk, cmd.  A job is one frame in, a reply one frame out
 * (base/record.h).  A job frame is a record line ("feed", url, content type,
 * flags, rules, coding, limit, side) followed by the bytes; a reply is a record
 * line ("ok" | "need" | "bad", how the bytes ended) followed by records, a
 * picture, a charset's name or a sentence.
 */
#ifndef PARSE_JOBS_H
#define PARSE_JOBS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "parse/unpack.h"

enum job_kind {
	JOB_FEED,     /* reply: feedtext */
	JOB_HEADS,    /* reply: feedtext, headlines alone */
	JOB_ARTICLE,  /* reply: page records (doc/extract.h) */
	JOB_DISCOVER, /* reply: page records, head only */
	JOB_OPML,     /* reply: opml records */
	JOB_ARCHIVE,  /* reply: records of lines (feed/archive.h), from 1 on */
	JOB_UNPACK,   /* reply: the bytes, unpacked */
	JOB_PICTURE,  /* reply: pixels (pict/pixels.h); bad: one word or two */
	JOB_KINDS
};

struct job {
	enum job_kind kind;
	struct span url;          /* of the document */
	struct span content_type; /* raw header value, or empty */
	struct span rules;        /* JOB_ARTICLE: of its site (doc/rules.h) */
	struct span coding;       /* of the bytes (unpack.h), or empty */
	int64_t max_bytes;        /* of what is unpacked; 0: FEED_BYTES_MAX */
	bool truncated;
	bool brief; /* JOB_FEED: without the *_html fragments */
	int side;   /* JOB_PICTURE: to fit into a square of so many pixels */
	struct span places; /* JOB_FEED: of the entries wanted (feed.h) */
	struct span body;
};

enum reply_kind {
	REPLY_OK,   /* text: records */
	REPLY_NEED, /* text: a charset's name, checked against the list */
	REPLY_BAD   /* text: a sentence */
};

struct reply {
	enum reply_kind kind;
	/* What came before a fault in the bytes was read all the same. */
	enum unpack_end bytes;
	struct span text;
};

/* Appends what stands before the job's body in its frame. */
void job_begin(struct str *out, const struct job *job);
/* Reads a frame's body.  The job borrows the frame and fields, which holds
 * its unescaped text. */
bool job_read(
    struct job *job, struct str *fields, struct span frame, struct err *err);
/* Appends what stands before n bytes of text in a reply's frame: head's own
 * text is not looked at. */
void reply_begin(struct str *out, const struct reply *head, size_t n);
bool reply_read(struct reply *r, struct span frame, struct err *err);

#endif

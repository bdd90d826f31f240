/*
 * feedsfile: the subscriptions and their sections, as a person wrote them.
 *
 * For desk, ui, cmd.  Reading keeps every line, so that an edit by the
 * program changes one line and keeps comments, order and blank lines.
 */
#ifndef CONF_FEEDSFILE_H
#define CONF_FEEDSFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/conf.h"

/* Where a feed's bytes come from: decided here, once, never in a string. */
enum source_kind {
	SOURCE_WEB,    /* http or https */
	SOURCE_FILE,   /* file:///… or ./path: only from this file */
	SOURCE_EXEC,   /* a command's output, by argv: only from this file */
	SOURCE_SEARCH, /* a saved search, no feed */
	SOURCE_OPML    /* somebody else's list of feeds, on the web */
};

/* What the address of a saved search begins with; its words follow. */
#define SEARCH_PREFIX "search:"

enum {
	SECTIONS_MAX = 4096,
	SECTION_DEPTH_MAX = 16,
	FEEDS_MAX = 100000,
	LISTED_MAX = 5000 /* feeds of somebody else's list */
};

struct section {
	struct span path; /* "World/Asia"; a '/' in a name stays "\/" */
	struct span name; /* the last part, for people ("\/" undone) */
	int parent;       /* index, or -1: top level */
	int depth;        /* 0 at the top */
	struct options options;
	int line; /* of its header; 0: only implied by a child */
};

struct subscription {
	enum source_kind source;
	struct span url;   /* identity: web or file: URL; "exec:…" and
	                      "search:…" (with the words) for the others */
	struct span title; /* as the person calls it; empty: the feed's own */
	struct span
	    command; /* SOURCE_EXEC: the words; SOURCE_SEARCH: the query */
	int section; /* index, or -1: before the first section */
	struct options options;
	int line;
	int listed; /* 0: this file names it; else 1 more than the index of
	               the list that does: feedsfile_extend */
};

/* A feed that a list names. */
struct listed {
	struct span list;       /* the address of the list */
	struct span url, title; /* title may be empty */
	struct span section;    /* path below that of the list; may be empty */
};

struct feedsfile {
	char *path; /* of the file */
	struct section *section;
	size_t sections, sections_cap;
	int *by_path; /* a hash table of section's indexes, 1 more than each */
	struct subscription *sub;
	size_t subs, subs_cap;
	struct options options; /* before the first section: for all feeds */
	struct complaints complaints;
	struct str text; /* the file as read */
	struct arena *mem;
};

/*
 * Reads the file.  base is what everything inherits from (the config's
 * options).  A missing file gives an empty one and true.  False only when it
 * is there and cannot be read.  Faults in lines become complaints; the lines
 * that are right count.  The same URL twice in one section is a complaint,
 * in two sections it is one subscription in two places.
 */
bool feedsfile_load(struct feedsfile *f, const char *path,
    const struct options *base, struct err *err);
/* The same from bytes (tests, fuzzing); path is for messages and ./ files. */
void feedsfile_read(struct feedsfile *f, const char *path,
    const struct options *base, struct span bytes);
void feedsfile_release(struct feedsfile *f);
/*
 * Adds the feeds that lists name, as if they stood in the lists' places.  Only
 * addresses of the web are taken, and none that the file names itself: there
 * the person's own line counts.  What a line or section says holds for them,
 * but never what is secret, weakens a check or runs a command (header,
 * cookie-file, credentials, tls-ca, tls-insecure, filter): strangers chose
 * them.  Pointers into f->sub and f->section are void after it.
 */
void feedsfile_extend(struct feedsfile *f, const struct listed *feed, size_t n);
/* Index of the section of that path, or -1. */
int feedsfile_section(const struct feedsfile *f, struct span path);

/*
 * Edits: each writes the file at once (paths_write), after checking that it
 * still is what was read, and changes nothing else in it.
 */
/* Adds a feed at the end of a section (made when new; empty: at the top,
 * before the first section).  title may be empty.  An address or a section
 * that would not be read back as itself is an error. */
bool feedsfile_add(const char *path, struct span section, struct span url,
    struct span title, struct err *err);
/* Removes every line of that URL; ERR_GONE when there is none. */
bool feedsfile_remove(const char *path, struct span url, struct err *err);
/* The same; `taken` gets what feedsfile_put_back needs to undo it. */
bool feedsfile_take(
    const char *path, struct span url, struct str *taken, struct err *err);
/* Puts the lines back, byte for byte, each behind the line that it stood
 * behind, or at the end of its section (made anew when it has gone).  A section
 * that has the feed again gets no second line of it. */
bool feedsfile_put_back(const char *path, struct span taken, struct err *err);
/* Gives it another title (empty: none), in every line of that URL. */
bool feedsfile_rename(
    const char *path, struct span url, struct span title, struct err *err);
/* Another address, in every line of that URL (a permanent redirect); both
 * must be addresses of the web. */
bool feedsfile_move(
    const char *path, struct span url, struct span new_url, struct err *err);
/* Says paused=yes, or muted=yes, in every line of that URL, or takes it back.
 * id: OPT_PAUSED or OPT_MUTED. */
bool feedsfile_switch(const char *path, struct span url, enum option id,
    bool on, struct err *err);
/* Writes the commented first file when there is none. */
bool feedsfile_create(
    const char *path, const char *example_path, struct err *err);

#endif

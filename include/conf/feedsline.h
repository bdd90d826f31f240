/*
 * feedsline: one line of the feeds file.
 *
 * For conf only: the reader and the edits share it.
 */
#ifndef CONF_FEEDSLINE_H
#define CONF_FEEDSLINE_H

#include "conf/dotfile.h"
#include "conf/feedsfile.h"

enum line_kind { LINE_EMPTY, LINE_SECTION, LINE_OPTIONS, LINE_FEED };

struct feeds_line {
	enum line_kind kind;
	struct words words; /* of a section: what stands behind "]" */
	struct str path;    /* LINE_SECTION: in its normal form */
	enum source_kind source;
	struct str url;      /* LINE_FEED: identity */
	struct span command; /* SOURCE_EXEC, SOURCE_SEARCH */
	size_t next;         /* index of the first word behind the address */
	int column;          /* of what is wrong */
};

/* Takes a line apart; file is the path of the feeds file.  False with a
 * sentence and line->column. */
bool feeds_line_read(struct feeds_line *line, struct span text,
    const char *file, struct err *err);
void feeds_line_release(struct feeds_line *line);

/* True when the word is NAME=VALUE with a name such as a person may write. */
bool feeds_word_is_option(const struct word *w);

#endif

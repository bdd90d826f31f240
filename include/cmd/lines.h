/*
 * lines: a story as lines to be heard, told some at a time.
 *
 * For cmd/linear.c.  Bars and rules that a page is set with are words, or go.
 */
#ifndef CMD_LINES_H
#define CMD_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "conf/conf.h"
#include "doc/doc.h"
#include "store/articles.h"

/* {0} is ready. */
struct lines {
	struct str text;
	size_t at; /* told up to here */
	char *url; /* of the story */
	struct doc *doc;
};

/* Another story, from its beginning; a text that cannot be read is said. */
void lines_set(
    struct lines *l, const struct article *a, const struct conf *conf);
/* Writes at most n lines more; false: that was the end. */
bool lines_tell(struct lines *l, size_t n, FILE *to);
/* The addresses of the story and of its links, numbered; !open: there is no
 * story. */
void lines_tell_links(const struct lines *l, bool open, FILE *to);
void lines_release(struct lines *l);

#endif

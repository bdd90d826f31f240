/*
 * told: rows of sections and of stories as words, on standard output.
 *
 * For cmd/linear.c.  Rows of sections are the lists of everything (Front page,
 * Starred, Later, Today), then the tree.
 */
#ifndef CMD_TOLD_H
#define CMD_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/feeds.h"
#include "store/headlines.h"

/* In one line, without what could drive a terminal. */
void told_text(struct span text);
/* How many rows of sections there are; feeds may be NULL. */
size_t told_rows(const struct feed_rows *feeds);
/* The list that row i stands for; its strings are those of feeds. */
void told_scope(const struct feed_rows *feeds, size_t i, bool unread_only,
    struct scope *out);
/* Appends what it is called. */
void told_name(const struct feed_rows *feeds, size_t i, struct str *out);
/* "5. Section: World / Asia, 9 unread." */
void told_section(struct store *s, const struct feed_rows *feeds, size_t i);
/* "3. Unread: Two bridges. Example Daily, 4 hours ago." */
void told_headline(size_t number, const struct headline *h, bool with_source);

#endif

/*
 * order: the lines between a reader and its desk.
 *
 * For desk, ui and cmd.
 *
 * An order is a line of words (conf/dotfile's quoting): "READER.SEQ VERB
 * ARGS…".  READER is a name that no other living reader has, SEQ counts from 1.
 * The desk answers "done SEQ" after the commit or "failed SEQ sentence", and
 * keeps the last SEQ of each reader in the order's own transaction, so that an
 * order sent again after a crash is carried out once.  There is no "toggle".
 *
 *   mark read|unread|star|unstar|delete|restore [more] ID…
 *   tag NAME [more] ID…, untag NAME [more] ID…
 *                              more: one deed with the order before
 *   note ID TEXT               empty: takes it away (see text_write)
 *   undo, redo                 the last deed, or the last that was undone;
 *                              "said" tells which
 *   purge                      empties the trash; "said" tells how many
 *   unsubscribe URL            takes it out of the feeds file
 *   readall NEWEST SCOPE       what is unread in the scope up to that id
 *   refresh due|all            asks feeds; done when all have been asked
 *   refresh auto               due ones now, and from then on by itself; done
 *                              at once
 *   refresh section PATH
 *   refresh feed URL
 *   text ID                    sets the text of a headline before others; its
 *                              feed is asked again when nobody has its bytes
 *   fulltext ID                fetches the article's page for its whole text
 *   picture ID PIXELS URL      a picture of that article, for a place of so
 *                              many pixels at its longer side; done when it is
 *                              on the shelf (store/shelf.h), failed with a
 *                              word or two that say why there is none
 *   ahead                      done when no page is to be fetched ahead of
 *                              need any more
 *   discover URL [named]       feeds that a page offers, or that it is one;
 *                              named: a feed or page named the address, not
 *                              the person, so it leads nowhere private
 *   back URL PAGES             a feed's older pages (RFC 5005, WordPress); a
 *                              note says how many articles came
 *   import PATH [trust]        reads an export back (broadsheet-export(5));
 *                              goes on where the same file was left; "said"
 *                              counts; trust: its feeds file may run commands
 *   preview URL [named]        a feed, read; not kept
 *   page URL                   an article's page, extracted; not kept
 *   move URL NEW-URL           the feed has another address; what it has stays
 *   reload                     the feeds file or config has changed
 *
 * SCOPE is words as scope_words writes them: "all", "section PATH",
 * "feed ID", then "starred", "trash", "tag NAME", "since SECONDS", "search
 * QUERY".
 *
 * An event is a record (base/record.h):
 *
 *   ready                      the store is there, of this schema
 *   done SEQ / failed SEQ sentence
 *   said SEQ sentence          what an order did
 *   headlines SEQ ADDED        of that refresh all headlines are in the store;
 *                              their texts follow, then done
 *   changed                    the store has changed
 *   progress ASKED TOTAL FAILED  of the refreshes under way
 *   asked FEED HOW ADDED BYTES sentence
 *                              what came of asking a feed (its number): "read",
 *                              "same" (nothing has changed), "failed" (the
 *                              sentence says why), "held" (its host is busy)
 *                              or "spared" (no network)
 *   ahead LEFT                 pages still to be fetched ahead of need
 *   import SEQ BYTES TOTAL     so much of the file has been read back
 *   picture SEQ BYTES          so much was fetched for that order
 *   found SEQ url type title   answer to discover, one each
 *   page SEQ records           answer to page
 *   feed SEQ records           answer to preview (feed/feedtext.h)
 *   note sentence              something worth saying once
 */
#ifndef DESK_ORDER_H
#define DESK_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/dotfile.h"
#include "store/headlines.h"

enum { ORDER_IDS_MAX = 200, ORDER_READER_MAX = 64 };

enum verb {
	VERB_MARK,
	VERB_READALL,
	VERB_TAG,
	VERB_UNTAG,
	VERB_NOTE,
	VERB_UNDO,
	VERB_REDO,
	VERB_PURGE,
	VERB_UNSUBSCRIBE,
	VERB_REFRESH,
	VERB_TEXT,
	VERB_FULLTEXT,
	VERB_PICTURE,
	VERB_AHEAD,
	VERB_DISCOVER,
	VERB_BACK,
	VERB_IMPORT,
	VERB_PREVIEW,
	VERB_PAGE,
	VERB_MOVE,
	VERB_RELOAD,
	VERB_COUNT
};

/* An order being read; words own the text that the members borrow. */
struct order {
	struct words words;
	struct span reader;
	int64_t seq;
	enum verb verb;
	size_t args; /* words.word[2] is the first argument */
};

/* False with a sentence for a line that is no order; reader and seq are
 * filled in as far as they could be read, so that it can be answered. */
bool order_read(struct order *o, struct span line, struct err *err);
void order_release(struct order *o);
struct span order_arg(const struct order *o, size_t i); /* empty: none */
/* Whether the order of an address says that content named it. */
bool order_is_named(const struct order *o);

/* Text of several lines as one word of an order, and back: "\n" stands for a
 * new line, "\\" for a backslash. */
void text_write(struct str *out, struct span text);
void text_read(struct str *out, struct span word);

/* The same scope as words and back.  scope_read borrows from words and from
 * mem (for NUL-terminated copies); *used is how many words it took. */
void scope_words(struct str *out, const struct scope *scope);
struct arena;
bool scope_read(struct scope *scope, struct arena *mem,
    const struct words *words, size_t first, struct err *err);

#endif

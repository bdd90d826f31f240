/*
 * rooms: what the files of the desk offer one another.
 *
 * For desk only.
 */
#ifndef DESK_ROOMS_H
#define DESK_ROOMS_H

#include "desk/desk.h"
#include "desk/order.h"
#include "feed/feed.h"
#include "store/articles.h"
#include "store/errands.h"
#include "store/feeds.h"
#include "store/journal.h"

/* owner.c: a locked file beside the store tells others that we live.  False
 * with a sentence when nothing can be written there, when the store has lost
 * all it had, and while it is being repaired.  Before the store is opened. */
bool owner_begin(struct desk *d, struct err *err);
/* The store is open: should it be empty one day it has lost what it had. */
void owner_full(const struct desk *d);
void owner_end(struct desk *d);
/* For feeds_lease: is the owner of that name still alive? */
bool owner_alive(const char *owner, void *desk);

/* For a repair: no desk is there, and none begins until owner_together.  -1
 * with a sentence: there is one. */
int owner_alone(const char *store, struct err *err);
void owner_together(const char *store, int fd);

/* subscribe.c: the feeds file and the config, read and put into the store. */
bool subscribe_load(struct desk *d, struct err *err);
void subscribe_free(struct desk *d);
/* The subscription of a URL, or NULL. */
const struct subscription *subscribe_find(
    const struct desk *d, struct span url);
/* The options of a feed; those of the file when it has none of its own. */
const struct options *subscribe_options(
    const struct desk *d, const struct subscription *sub);
/* How much of its articles' earlier versions is kept. */
struct revision_limits subscribe_revisions(const struct options *o);
/* Whether its pictures are fetched before anybody asks for them. */
bool subscribe_wants_pictures(const struct options *o);
/* Tells the fetcher whose pages may be asked for although their address is
 * private: the hosts that the person's own feeds file names. */
void subscribe_trust(struct desk *d);

/* lists.c: somebody else's lists of feeds.  Records of a list (feed/opml.h)
 * into the store; then they stand in for what it named before. */
bool lists_take(
    struct desk *d, int64_t list, struct span records, struct err *err);
/* Adds what the lists of the file name, as the store knows them. */
void lists_extend(struct desk *d, struct feedsfile *f);

/* moves.c: a feed has moved for good; carried out when no feed is under way. */
void moves_add(struct desk *d, int64_t feed, struct span from, struct span to);
struct order;
/* The order "move URL NEW-URL": the person's word, whatever follow-moves
 * says; the feed keeps its articles. */
bool moves_order(struct desk *d, const struct order *o, struct err *err);
void moves_settle(struct desk *d);
void moves_forget(struct desk *d);

/* orders.c: carries out what can be, puts the rest under way. */
void orders_take(struct desk *d);

/* changes.c: what a person changes in the archive; inside the transaction of
 * the order. */
bool changes_mark(struct desk *d, const struct order *o, struct err *err);
bool changes_readall(struct desk *d, const struct order *o, struct err *err);
bool changes_tag(struct desk *d, const struct order *o, struct err *err);
bool changes_note(struct desk *d, const struct order *o, struct err *err);
/* Writes what an order has done into the journal; c lacks time and reader. */
bool changes_journal(struct desk *d, const struct order *o,
    struct change_new *c, struct err *err);

/* undoing.c: deeds taken back; each in a transaction of its own, which keeps
 * the order's number, too. */
bool undoing_order(struct desk *d, const struct order *o, struct err *err);
/* Takes a feed out of the feeds file; its articles stay. */
bool undoing_unsubscribe(
    struct desk *d, const struct order *o, struct err *err);

/* retaining.c: what the archive lets go, while nothing else is to be done. */
/* Feeds have been asked: there may be something. */
void retaining_wake(struct desk *d);
/* A step; true when another follows. */
bool retaining_step(struct desk *d);
void retaining_abandon(struct desk *d);
/* The order "purge": the trash is emptied. */
bool retaining_purge(struct desk *d, const struct order *o, struct err *err);

/* outcome.c: what came of asking a feed, put into the store in a transaction
 * that the caller has begun; when it is asked again. */
enum outcome_kind {
	OUTCOME_ANSWERED,
	OUTCOME_SPARED, /* our network is down: it was not asked */
	OUTCOME_HELD    /* its host is busy: it was not asked */
};
struct outcome {
	enum outcome_kind kind;
	const struct feed_due *due;
	const struct subscription *sub; /* or NULL */
	const char *error;              /* NULL: well */
	const char *remedy;             /* or NULL */
	struct feed_wish wish;
	int64_t fresh_s, retry_after_s; /* as in a reply */
	int64_t hold_s;    /* its host is left alone so long; 0: it is not */
	struct span place; /* of the busy host: an address there */
	bool named;        /* a person named the feed */
	bool changed, have_validators, gone;
	struct span etag, last_modified, body_hash, moved;
	int64_t bytes;
};
bool outcome_write(struct desk *d, const struct outcome *o, struct err *err);

/* sweep.c: the feeds asked for by one order, which is done when all are. */
struct sweep {
	struct sweep *next;
	char *reader;
	int64_t seq;
	bool named;              /* one feed, by its address */
	size_t waiting, heading; /* of its feeds; of their headlines */
	int64_t asked, failed, added;
	int64_t spared;     /* not asked, for want of a network */
	int64_t held;       /* not asked, for their hosts are busy */
	int64_t others;     /* nor these, for another desk is asking them */
	int64_t unstored;   /* feeds whose articles could not be written */
	struct err trouble; /* why */
};
/* The headlines of one of its feeds are in the store. */
void sweep_headed(struct desk *d, struct sweep *s);
/* One of its feeds has been asked, and its outcome is in the store. */
void sweep_asked(struct desk *d, struct sweep *s);
/* A list may name other feeds than before: the sweep is longer by them. */
void sweep_listed(struct desk *d, struct sweep *s);
/* Nobody is told. */
void sweep_drop(struct desk *d, struct sweep *s);
struct refresh_ask {
	struct span reader;
	int64_t seq; /* 0: nobody waits for the end */
	bool due_only;
	struct span section; /* empty: no matter */
	struct span url;     /* of a feed; empty: no matter */
};
bool refresh_begin(
    struct desk *d, const struct refresh_ask *ask, struct err *err);
/* Asks for what is due now and again when the next is. */
void refresh_automatic(struct desk *d);

/* refresh.c: a feed on its way. */
/* The feeds file was read again: what is under way finds its lines anew. */
void refresh_resubscribe(struct desk *d);
/* Nothing is under way. */
bool refresh_idle(const struct desk *d);
/* Asks one feed, which is leased, and takes over what due holds. */
void refresh_feed(struct desk *d, struct sweep *s, const struct feed_due *due);
/* Whether the feed of that address is on its way. */
bool refresh_has(const struct desk *d, struct span url);
/* Downloads wait while much lies before the parsers. */
void refresh_pace(struct desk *d);
/* Drops what has not been fetched yet; leases end. */
void refresh_abandon(struct desk *d);

/* asking.c: gets the bytes of a feed or page, wherever they come from. */
struct asking {
	enum source_kind source;
	struct span url;
	struct span etag, last_modified;
	const struct options *options;
	struct span home;    /* of a page: its feed's address; or empty */
	struct span command; /* SOURCE_EXEC: its words */
	bool page;           /* an article's page or a site, not a feed */
	bool picture;        /* nobody is told who wants to see it */
	bool from_content;   /* a feed named it, not the person */
	bool now;            /* a person waits */
	bool later;          /* nobody waits */
};
/* fn is called once, from the loop, never from here. */
void asking_start(
    struct desk *d, const struct asking *a, fetch_fn *fn, void *data);

/* Why a parser could not unpack the answer of url, or not all of it; limit:
 * what max_bytes was.  Returns what the person can do about it. */
const char *asking_fault(
    struct err *err, enum unpack_end bytes, struct span url, int64_t limit);

void asking_abandon(struct desk *d);

/* merge.c: a parser's reply becomes articles, in a transaction that the
 * caller has begun. */
struct merge_ask {
	int64_t feed, now;
	const struct options *options; /* of the feed */
	int64_t ahead;                 /* so many entries may have errands */
	struct span reply;             /* feedtext */
	bool heads;                    /* the reply to JOB_HEADS */
	/* Texts: of the places that were asked for, the articles. */
	const struct pending *pending;
	size_t pending_n;
};
struct merge_result {
	struct merge_count count;
	struct feed_wish wish;
	bool is_feed;
};
bool merge_reply(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct err *err);
/* The same for headlines; *pending (free it; NULL: none) are those whose texts
 * are to be set. */
bool merge_heads(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct pending **pending, size_t *pending_n,
    struct err *err);
/* Their texts, which ask->pending says how to find. */
bool merge_texts(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct err *err);

/* visits.c: a page on its way: fetched, then parsed.  When it has ended the
 * order that waits for it is answered, or the errand settled. */
struct visit {
	struct visit *next, **link;
	struct desk *desk;
	int64_t seq;              /* of the order; 0: an errand */
	char *reader;             /* who gave it, or NULL */
	int64_t article;          /* whose page it is, or 0 */
	struct str asked;         /* the address of a site, as it was typed */
	struct fetch_reply reply; /* kept for a second look at it */
	int64_t max_bytes;        /* of it, unpacked */
	pool_fn *parsed;
	enum job_kind kind;
	/* Told of a failure with the status of HTTP, 0: nobody answered; true:
	 * the visit goes on elsewhere.  NULL: a failure is the end. */
	bool (*missed)(struct visit *v, int status, const char *why);
	/* Of a search for feeds: how far it has come. */
	int step;
	size_t hits;
	bool named;              /* content named the address, not the person */
	struct str guesses, why; /* to be tried, a line each; what went wrong */
	/* Of back issues: the feed, how many pages, the last one's print; step
	 * counts them, hits the articles, guesses has what was asked. */
	int64_t feed;
	int pages;
	uint64_t before;
	/* Of a picture, whose address is in asked; of an errand for several
	 * guesses has those to come, hits the bytes, step the misses, reader
	 * the feed. */
	int side;            /* pixels */
	bool kept;           /* its bytes came from the shelf */
	enum err_code fault; /* why it could not be fetched, for missed */
};
/* o NULL: an errand. */
struct visit *visit_new(
    struct desk *d, const struct order *o, enum job_kind kind, pool_fn *parsed);
/* from_content: a feed named the address, not the person.  feed: whose
 * options hold, or empty. */
void visit_start(struct visit *v, struct span url, enum source_kind source,
    bool from_content, struct span feed);
/* Hands what was fetched to a parser. */
void visit_parse(struct visit *v);
/* The records of a good reply; false after the visit has failed. */
bool visit_records(
    struct visit *v, const struct reply *reply, const struct err *err);
/* Both end the visit. */
void visit_done(struct visit *v);
void visit_failed(struct visit *v, const char *sentence);
/* Ends an errand that may go better another time. */
void visit_put_off(struct visit *v);
/* Where pages may come from: the web, and for a local feed its own folder, as
 * the sample edition has it. */
bool visit_source(struct span url, struct span feed, enum source_kind *source,
    struct err *err);
bool visits_idle(const struct desk *d);
void visits_abandon(struct desk *d);

/* typeset.c: the order "text ID": the text of a headline, before others. */
bool typeset_order(struct desk *d, const struct order *o, struct err *err);

/* fulltext.c: an article's whole text from its page. */
bool fulltext_order(struct desk *d, const struct order *o, struct err *err);
/* Fetches a page that nobody waits for. */
bool fulltext_errand(struct desk *d, const struct errand *e, struct err *err);

/* pictures.c: a picture for the place that it has in an article. */
bool pictures_order(struct desk *d, const struct order *o, struct err *err);
/* Fetches those of an article one after the other, for an article that nobody
 * has opened. */
bool pictures_errand(struct desk *d, const struct errand *e, struct err *err);

/* ahead.c: errands, when nothing else is under way. */
void ahead_go(struct desk *d);
/* The errand of an article has ended; again later if it may go better. */
void ahead_settle(
    struct desk *d, int64_t article, enum errand_kind kind, bool again);
/* The order "ahead" is answered when no errand is due any more. */
bool ahead_order(struct desk *d, const struct order *o, struct err *err);
bool ahead_idle(const struct desk *d);
void ahead_abandon(struct desk *d);

/* pages.c: a page, or a feed, to be shown and not kept. */
bool pages_print(struct desk *d, const struct order *o, struct err *err);
bool pages_preview(struct desk *d, const struct order *o, struct err *err);

/* back.c: what a feed had before. */
bool back_order(struct desk *d, const struct order *o, struct err *err);

/* importing.c: an export is read back. */
bool importing_order(struct desk *d, const struct order *o, struct err *err);
bool importing_idle(const struct desk *d);
void importing_abandon(struct desk *d);

/* discover.c: the feeds of a site. */
bool discover_order(struct desk *d, const struct order *o, struct err *err);

#endif

/*
 * fetch_world: a loop, a fetch and fetch_server.py, for the tests of fetch.
 */
#ifndef TESTS_UNIT_FETCH_WORLD_H
#define TESTS_UNIT_FETCH_WORLD_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>

#include <cmocka.h>

#include "base/proc.h"
#include "net/fetch.h"

#define FEED "<rss><channel><title>News</title></channel></rss>"

/* The ports of fetch_server.py. */
enum { HTTP, GOOD, SELF, OLD, OTHER, DEAD, TLS1, PORTS };

struct world {
	struct loop *loop;
	struct fetch *fetch;
	struct proc server;
	int port[PORTS]; /* 0: not here */
	char issuer[256];
	int left;                /* callbacks to come */
	struct fetch_reply last; /* what the last one said */
	struct str order;        /* a letter for each that was marked */
};

struct mark {
	struct world *w;
	char letter;
};

/* cmocka's set-up and end of a group; the state is a struct world. */
int world_open(void **state);
int world_close(void **state);
/* Another fetch, with these limits; the old one's requests are dropped. */
void world_fresh(struct world *w, struct fetch_limits limits);

/* scheme://127.0.0.1:port/path; the caller releases it. */
struct str world_address(const struct world *w, int which, const char *path);
/* Asks and waits for the reply, which stays until the next. */
const struct fetch_reply *world_ask(struct world *w, struct fetch_request r);
const struct fetch_reply *world_ask_path(
    struct world *w, int which, const char *path, struct fetch_request r);
/* Asks without waiting; mark (or NULL) leaves its letter in order. */
uint64_t world_begin(struct world *w, int which, const char *path, int priority,
    struct mark *mark);
/* fetch_fn with the world or a mark as data. */
void world_on_reply(void *data, struct fetch_reply *reply);
void world_on_marked(void *data, struct fetch_reply *reply);

#endif

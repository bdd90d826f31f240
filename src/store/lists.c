#include "config.h"

#include "store/lists.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "store/stmt.h"

static bool
forget(struct store *s, int64_t list, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "DELETE FROM list_feed WHERE list = ?1", err))
		return false;
	stmt_int(&q, 1, list);
	return stmt_run(&q, err);
}

static bool
add(struct store *s, int64_t list, size_t place, const struct listed *f,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO list_feed(list, place, url, title, section)"
	        " VALUES (?1, ?2, ?3, ?4, ?5)",
	        err))
		return false;
	stmt_int(&q, 1, list);
	stmt_int(&q, 2, (int64_t)place);
	stmt_text(&q, 3, f->url);
	stmt_text(&q, 4, f->title);
	stmt_text(&q, 5, f->section);
	return stmt_run(&q, err);
}

bool
lists_put(struct store *s, int64_t list, const struct listed *feed, size_t n,
    struct err *err)
{
	if (!forget(s, list, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add(s, list, i, &feed[i], err))
			return false;
	return true;
}

bool
lists_load(struct lists *l, struct store *s, struct err *err)
{
	struct stmt q;
	int got;

	*l = (struct lists){ .mem = arena_new() };
	if (!stmt_get(&q, s,
	        "SELECT feed.url, l.url, l.title, l.section"
	        " FROM list_feed l JOIN feed ON feed.id = l.list"
	        " ORDER BY l.list, l.place",
	        err))
		return false;
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(&l->feed, l->n, &l->cap);
		l->feed[l->n++] = (struct listed){
			.list = span_keep(l->mem, stmt_col(&q, 0)),
			.url = span_keep(l->mem, stmt_col(&q, 1)),
			.title = span_keep(l->mem, stmt_col(&q, 2)),
			.section = span_keep(l->mem, stmt_col(&q, 3)),
		};
	}
	stmt_done(&q);
	return got == 0;
}

void
lists_release(struct lists *l)
{
	free(l->feed);
	arena_free(l->mem);
	*l = (struct lists){ 0 };
}

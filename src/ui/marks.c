#include "config.h"

#include "ui/marks.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/vec.h"
#include "desk/order.h"
#include "store/tags.h"

unsigned
marks_over(const struct marks *m, int64_t id, unsigned flags)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->item[i].id == id)
			flags = (flags | m->item[i].set) & ~m->item[i].clear;
	return flags;
}

static void
add(struct marks *m, struct mark mark)
{
	vec_room(&m->item, m->n, &m->cap);
	m->item[m->n++] = mark;
	m->changed = true;
}

/* The words of orders for a flag. */
static const struct flag_words {
	unsigned flag;
	const char *on, *off;
} flag_words[] = {
	{ FLAG_UNREAD, "mark unread", "mark read" },
	{ FLAG_STARRED, "mark star", "mark unstar" },
	{ FLAG_DELETED, "mark delete", "mark restore" },
	{ FLAG_LATER, "tag " TAG_LATER, "untag " TAG_LATER },
};

enum { FLAG_WORDS = sizeof(flag_words) / sizeof(*flag_words) };

/* What an article that changes so adds to its feed's unread ones. */
static int
unread_of(const struct selected *a, unsigned flag, bool on)
{
	if (flag == FLAG_UNREAD)
		return on ? 1 : -1;
	if (flag == FLAG_DELETED && (a->flags & FLAG_UNREAD))
		return on ? -1 : 1;
	return 0;
}

static struct mark
mark_of(const struct selected *a, unsigned flag, bool on)
{
	return (struct mark){
		.id = a->id,
		.feed = a->feed,
		.set = on ? flag : 0,
		.clear = on ? 0 : flag,
		.unread = unread_of(a, flag, on),
	};
}

void
marks_set(struct marks *m, int64_t id, int64_t feed, unsigned flags,
    unsigned set, unsigned clear)
{
	struct selected one = { id, feed, flags };
	struct selection alone = { &one, 1, 1 };

	for (size_t i = 0; i < FLAG_WORDS; i++) {
		unsigned flag = flag_words[i].flag;
		if (set & flag)
			marks_set_all(m, &alone, flag, true);
		else if (clear & flag)
			marks_set_all(m, &alone, flag, false);
	}
}

/* Orders one line's worth of ids, which begin with word `at` of m->item. */
static void
order(struct marks *m, size_t at, const char *word, bool more)
{
	struct str ids = { 0 };
	int64_t seq;

	for (size_t i = at; i < m->n; i++)
		str_printf(&ids, " %" PRId64, m->item[i].id);
	seq = client_order(
	    m->client, "%s%s%s", word, more ? " more" : "", str_z(&ids));
	for (size_t i = at; i < m->n; i++)
		m->item[i].seq = seq;
	str_release(&ids);
}

void
marks_set_all(
    struct marks *m, const struct selection *what, unsigned flag, bool on)
{
	const char *word = NULL;
	size_t first = m->n, start = m->n;

	for (size_t i = 0; i < FLAG_WORDS; i++)
		if (flag_words[i].flag == flag)
			word = on ? flag_words[i].on : flag_words[i].off;
	for (size_t i = 0; i < what->n; i++) {
		const struct selected *a = &what->item[i];
		if (!(a->flags & flag) != on)
			continue;
		add(m, mark_of(a, flag, on));
		if (m->client && m->n - start == ORDER_IDS_MAX) {
			order(m, start, word, start > first);
			start = m->n;
		}
	}
	if (m->client && m->n > start)
		order(m, start, word, start > first);
}

void
marks_readall(struct marks *m, const struct scope *scope, int64_t newest,
    const struct headline *rows, size_t n)
{
	struct str words = { 0 };
	int64_t seq = 0;

	scope_words(&words, scope);
	if (m->client)
		seq = client_order(
		    m->client, "readall %" PRId64 " %s", newest, str_z(&words));
	str_release(&words);
	for (size_t i = 0; i < n; i++)
		if (rows[i].id <= newest &&
		    (marks_over(m, rows[i].id, rows[i].flags) & FLAG_UNREAD))
			add(m, (struct mark){ rows[i].id, rows[i].feed, seq, 0,
			           FLAG_UNREAD, -1, false });
	m->changed = true;
}

void
marks_done(struct marks *m, int64_t seq)
{
	for (size_t i = 0; i < m->n; i++)
		m->item[i].done |= m->item[i].seq == seq;
}

void
marks_settle(struct marks *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++)
		if (!m->item[i].done)
			m->item[kept++] = m->item[i];
	m->changed |= kept != m->n;
	m->n = kept;
}

void
marks_release(struct marks *m)
{
	free(m->item);
	*m = (struct marks){ 0 };
}

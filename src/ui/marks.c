#include "config.h"

#include "ui/marks.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/vec.h"
#include "desk/order.h"

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

void
marks_set(struct marks *m, int64_t id, int64_t feed, unsigned flags,
    unsigned set, unsigned clear)
{
	static const struct {
		unsigned flag;
		const char *on, *off;
	} words[] = {
		{ FLAG_UNREAD, "unread", "read" },
		{ FLAG_STARRED, "star", "unstar" },
	};
	struct mark mark = { .id = id, .feed = feed };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		unsigned flag = words[i].flag;
		bool on = (set & flag) && !(flags & flag);
		bool off = (clear & flag) && (flags & flag);
		if (!on && !off)
			continue;
		mark.set = on ? flag : 0;
		mark.clear = off ? flag : 0;
		mark.unread = flag == FLAG_UNREAD ? (on ? 1 : -1) : 0;
		if (m->client)
			mark.seq = client_order(m->client, "mark %s %" PRId64,
			    on ? words[i].on : words[i].off, id);
		add(m, mark);
	}
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

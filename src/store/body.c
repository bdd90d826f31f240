#include "config.h"

#include "store/body.h"

#include "store/packer.h"
#include "store/stmt.h"

static int64_t
row_of(int64_t article, enum body_kind kind)
{
	return article * 2 + (int)kind;
}

static bool
body_remove(struct store *s, int64_t row, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "DELETE FROM body WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, row);
	return stmt_run(&q, err);
}

void
body_pack(struct store *s, struct packed_body *p, struct span galley)
{
	*p = (struct packed_body){ .format = FORMAT_PLAIN };
	if (!galley.n)
		return;
	p->data = galley;
	p->format = packer_pack(s, &p->own, galley);
	if (p->format != FORMAT_PLAIN)
		p->data = str_span(&p->own);
}

bool
body_write(struct store *s, int64_t article, enum body_kind kind,
    struct span galley, struct err *err)
{
	struct packed_body packed;
	struct stmt q;
	bool ok;

	if (!galley.n)
		return body_remove(s, row_of(article, kind), err);
	if (!stmt_get(&q, s,
	        "INSERT INTO body(id, format, data) VALUES (?1, ?2, ?3)"
	        " ON CONFLICT(id) DO UPDATE SET format = ?2, data = ?3",
	        err))
		return false;
	body_pack(s, &packed, galley);
	stmt_int(&q, 1, row_of(article, kind));
	stmt_int(&q, 2, packed.format);
	stmt_blob(&q, 3, packed.data);
	ok = stmt_run(&q, err);
	str_release(&packed.own);
	return ok;
}

bool
body_unpack(struct store *s, struct arena *mem, int64_t format,
    struct span data, struct span *galley, struct err *err)
{
	*galley = span_n(NULL, 0);
	if (!data.n)
		return true;
	if (format != FORMAT_PLAIN)
		return packer_unpack(s, mem, (int)format, data, galley, err);
	*galley = span_keep(mem, data);
	return true;
}

bool
body_read(struct store *s, struct arena *mem, int64_t article,
    enum body_kind kind, struct span *galley, struct err *err)
{
	struct stmt q;
	bool ok = true;
	int got;

	*galley = span_n(NULL, 0);
	if (!stmt_get(
	        &q, s, "SELECT format, data FROM body WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, row_of(article, kind));
	got = stmt_row(&q, err);
	if (got > 0)
		ok = body_unpack(
		    s, mem, stmt_col_int(&q, 0), stmt_col(&q, 1), galley, err);
	stmt_done(&q);
	return ok && got >= 0;
}

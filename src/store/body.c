#include "config.h"

#include "store/body.h"

#include "base/i18n.h"
#include "store/stmt.h"

#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

enum { FORMAT_PLAIN = 0, FORMAT_ZSTD = 1 };

/* PACK_MIN: shorter ones do not get smaller. */
enum { PACK_LEVEL = 1, PACK_MIN = 128, UNPACKED_MAX = 64 * 1024 * 1024 };

#ifdef HAVE_ZSTD
/* The tables of the packer cost more than packing a body: they are kept. */
static bool
pack(struct store *s, struct str *out, struct span plain)
{
	size_t room = ZSTD_compressBound(plain.n), n;

	if (plain.n < PACK_MIN)
		return false;
	if (!s->packer)
		s->packer = ZSTD_createCCtx();
	if (!s->packer)
		return false;
	str_reserve(out, room);
	n = ZSTD_compressCCtx(
	    s->packer, out->s, room, plain.s, plain.n, PACK_LEVEL);
	if (ZSTD_isError(n) || n >= plain.n)
		return false;
	out->n = n;
	return true;
}

static bool
unpack(struct arena *mem, struct span data, struct span *out, struct err *err)
{
	unsigned long long n = ZSTD_getFrameContentSize(data.s, data.n);
	char *to;

	if (n > UNPACKED_MAX)
		return err_set(err, ERR_DAMAGED, _("a stored body is damaged"));
	to = arena_alloc(mem, (size_t)n + 1);
	if (ZSTD_decompress(to, (size_t)n, data.s, data.n) != n)
		return err_set(err, ERR_DAMAGED, _("a stored body is damaged"));
	*out = span_n(to, (size_t)n);
	return true;
}

void
body_forget_packer(struct store *s)
{
	ZSTD_freeCCtx(s->packer);
	s->packer = NULL;
}
#else
void
body_forget_packer(struct store *s)
{
	(void)s;
}

static bool
pack(struct store *s, struct str *out, struct span plain)
{
	(void)s;
	(void)out;
	(void)plain;
	return false;
}

static bool
unpack(struct arena *mem, struct span data, struct span *out, struct err *err)
{
	(void)mem;
	(void)data;
	(void)out;
	return err_set(err, ERR_STORE,
	    _("this body is packed with zstd, which this broadsheet was built "
	      "without"));
}
#endif

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
	if (!pack(s, &p->own, galley))
		return;
	p->format = FORMAT_ZSTD;
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
body_unpack(struct arena *mem, int64_t format, struct span data,
    struct span *galley, struct err *err)
{
	*galley = span_n(NULL, 0);
	if (!data.n)
		return true;
	if (format == FORMAT_ZSTD)
		return unpack(mem, data, galley, err);
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
		    mem, stmt_col_int(&q, 0), stmt_col(&q, 1), galley, err);
	stmt_done(&q);
	return ok && got >= 0;
}

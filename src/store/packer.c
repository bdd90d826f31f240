#include "config.h"

#include "store/packer.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/stmt.h"

#ifdef HAVE_ZSTD
#include <zdict.h>
#include <zstd.h>

/* PACK_MIN: shorter ones do not get smaller.  What is learned from: SAMPLES
 * bodies of those that came first, each as far as SAMPLE_BYTES. */
enum {
	PACK_LEVEL = 1,
	PACK_LEVEL_LEARNED = 3,
	PACK_MIN = 128,
	UNPACKED_MAX = 64 * 1024 * 1024,
	DICTIONARY_BYTES = 112 * 1024,
	SAMPLES = 500,
	SAMPLE_BYTES = 16 * 1024,
	ARTICLES_MIN = 2000 /* fewer of them would not gain what it takes */
};

/* The tables of the packer cost more than packing a body: they are kept. */
struct packer {
	ZSTD_CCtx *pack;
	ZSTD_DCtx *unpack;
	ZSTD_CDict *pack_with;
	ZSTD_DDict *unpack_with;
	unsigned id; /* of unpack_with */
	bool looked; /* for pack_with */
};

static struct packer *
packer_of(struct store *s)
{
	if (!s->packer)
		s->packer = xcalloc(1, sizeof(struct packer));
	return s->packer;
}

void
packer_forget(struct store *s)
{
	struct packer *p = s->packer;

	if (!p)
		return;
	ZSTD_freeCCtx(p->pack);
	ZSTD_freeDCtx(p->unpack);
	ZSTD_freeCDict(p->pack_with);
	ZSTD_freeDDict(p->unpack_with);
	free(p);
	s->packer = NULL;
}

/* A dictionary by its number, or (0) the newest; false: there is none that is
 * whole. */
static bool
read_dictionary(struct store *s, unsigned id, struct str *out)
{
	bool found = false;
	struct stmt q;

	if (!stmt_get(&q, s,
	        "SELECT mark, data FROM dictionary WHERE ?1 IN (0, id)"
	        " ORDER BY id DESC, copy",
	        NULL))
		return false;
	stmt_int(&q, 1, id);
	while (!found && stmt_row(&q, NULL) > 0) {
		struct span data = stmt_col(&q, 1);

		found = stmt_col_int(&q, 0) == (int64_t)span_hash(data);
		if (found)
			str_add(out, data);
	}
	stmt_done(&q);
	return found;
}

static ZSTD_CDict *
dictionary_to_pack(struct store *s, struct packer *p)
{
	struct str data = { 0 };

	if (p->looked)
		return p->pack_with;
	p->looked = true;
	if (read_dictionary(s, 0, &data) && data.n)
		p->pack_with =
		    ZSTD_createCDict(data.s, data.n, PACK_LEVEL_LEARNED);
	str_release(&data);
	return p->pack_with;
}

enum body_format
packer_pack(struct store *s, struct str *out, struct span plain)
{
	struct packer *p = packer_of(s);
	size_t room = ZSTD_compressBound(plain.n), n;
	ZSTD_CDict *with;

	if (plain.n < PACK_MIN)
		return FORMAT_PLAIN;
	if (!p->pack)
		p->pack = ZSTD_createCCtx();
	if (!p->pack)
		return FORMAT_PLAIN;
	with = dictionary_to_pack(s, p);
	str_reserve(out, room);
	n = with ? ZSTD_compress_usingCDict(
	               p->pack, out->s, room, plain.s, plain.n, with)
	         : ZSTD_compressCCtx(
	               p->pack, out->s, room, plain.s, plain.n, PACK_LEVEL);
	if (ZSTD_isError(n) || n >= plain.n)
		return FORMAT_PLAIN;
	out->n = n;
	return with ? FORMAT_DICTIONARY : FORMAT_ZSTD;
}

static bool
load_dictionary(struct store *s, struct packer *p, unsigned id)
{
	struct str data = { 0 };

	if (p->unpack_with && p->id == id)
		return true;
	ZSTD_freeDDict(p->unpack_with);
	p->unpack_with = NULL;
	p->id = id;
	if (id && read_dictionary(s, id, &data))
		p->unpack_with = ZSTD_createDDict(data.s, data.n);
	str_release(&data);
	return p->unpack_with != NULL;
}

static bool
is_damaged(struct err *err)
{
	return err_set(err, ERR_DAMAGED, _("a stored body is damaged"));
}

bool
packer_unpack(struct store *s, struct arena *mem, int format, struct span data,
    struct span *out, struct err *err)
{
	struct packer *p = packer_of(s);
	unsigned long long n = ZSTD_getFrameContentSize(data.s, data.n);
	size_t got;
	char *to;

	if (n > UNPACKED_MAX)
		return is_damaged(err);
	if (!p->unpack)
		p->unpack = ZSTD_createDCtx();
	if (!p->unpack || (format == FORMAT_DICTIONARY &&
	                      !load_dictionary(s, p,
	                          ZSTD_getDictID_fromFrame(data.s, data.n))))
		return is_damaged(err);
	to = arena_alloc(mem, (size_t)n + 1);
	got =
	    format == FORMAT_DICTIONARY
	        ? ZSTD_decompress_usingDDict(
	              p->unpack, to, (size_t)n, data.s, data.n, p->unpack_with)
	        : ZSTD_decompressDCtx(p->unpack, to, (size_t)n, data.s, data.n);
	if (got != n)
		return is_damaged(err);
	*out = span_n(to, (size_t)n);
	return true;
}

bool
packer_wants(struct store *s, bool *wanted, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT (SELECT max(id) FROM article) > ?1"
	        " AND NOT EXISTS (SELECT 1 FROM dictionary)",
	        err))
		return false;
	stmt_int(&q, 1, ARTICLES_MIN);
	got = stmt_row(&q, err);
	*wanted = got > 0 && stmt_col_int(&q, 0) != 0;
	stmt_done(&q);
	return got >= 0;
}

/* Bodies side by side, as ZDICT wants them; n counts them. */
static bool
gather(
    struct store *s, struct str *all, size_t *size, size_t *n, struct err *err)
{
	struct stmt q;
	bool ok = true;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT b.format, b.data FROM body b WHERE b.id IN"
	        " (SELECT id * 2 FROM article WHERE id % 3 = 1"
	        " ORDER BY id LIMIT ?1)",
	        err))
		return false;
	stmt_int(&q, 1, SAMPLES);
	while (ok && *n < SAMPLES && (got = stmt_row(&q, err)) > 0) {
		struct arena *mem = arena_new();
		struct span plain = stmt_col(&q, 1);

		if (stmt_col_int(&q, 0) != FORMAT_PLAIN)
			ok = packer_unpack(s, mem, (int)stmt_col_int(&q, 0),
			    plain, &plain, err);
		if (ok) {
			plain = span_head(plain, SAMPLE_BYTES);
			size[(*n)++] = plain.n;
			str_add(all, plain);
		}
		arena_free(mem);
	}
	stmt_done(&q);
	return ok && got >= 0;
}

static bool
write_dictionary(struct store *s, struct span data, struct err *err)
{
	struct stmt q;
	bool ok = true;

	for (int copy = 0; ok && copy < 2; copy++) {
		if (!stmt_get(&q, s,
		        "INSERT INTO dictionary(id, copy, mark, data)"
		        " VALUES (?1, ?2, ?3, ?4)",
		        err))
			return false;
		stmt_int(&q, 1, ZDICT_getDictID(data.s, data.n));
		stmt_int(&q, 2, copy);
		stmt_int(&q, 3, (int64_t)span_hash(data));
		stmt_blob(&q, 4, data);
		ok = stmt_run(&q, err);
	}
	return ok;
}

bool
packer_learn(struct store *s, struct err *err)
{
	size_t *size = xcalloc(SAMPLES, sizeof(*size)), n = 0, got;
	struct str all = { 0 }, data = { 0 };
	bool ok = gather(s, &all, size, &n, err);

	/* Learning takes 8 MB for a moment; pages that wait for nothing go. */
	sqlite3_db_release_memory(s->db);
	mem_give_back();
	if (ok) {
		str_reserve(&data, DICTIONARY_BYTES);
		got = ZDICT_trainFromBuffer(
		    data.s, DICTIONARY_BYTES, str_z(&all), size, (unsigned)n);
		/* Too little or all alike: an empty one, not to be asked
		 * again. */
		data.n = ZDICT_isError(got) ? 0 : got;
		ok = write_dictionary(s, span_n(str_z(&data), data.n), err);
		packer_of(s)->looked = false;
	}
	str_release(&all);
	str_release(&data);
	free(size);
	return ok;
}
#else
void
packer_forget(struct store *s)
{
	(void)s;
}

enum body_format
packer_pack(struct store *s, struct str *out, struct span plain)
{
	(void)s;
	(void)out;
	(void)plain;
	return FORMAT_PLAIN;
}

bool
packer_unpack(struct store *s, struct arena *mem, int format, struct span data,
    struct span *out, struct err *err)
{
	(void)s;
	(void)mem;
	(void)format;
	(void)data;
	(void)out;
	return err_set(err, ERR_STORE,
	    _("this body is packed with zstd, which this broadsheet was built "
	      "without"));
}

bool
packer_wants(struct store *s, bool *wanted, struct err *err)
{
	(void)s;
	(void)err;
	*wanted = false;
	return true;
}

bool
packer_learn(struct store *s, struct err *err)
{
	(void)s;
	(void)err;
	return true;
}
#endif

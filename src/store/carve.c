/*
 * Rows out of loose pages, when their table cannot be found any more.
 *
 * https://www.sqlite.org/fileformat2.html: a page whose first byte is 13 is a
 * leaf of a table; its cells are rows, each a number and a record.  One whose
 * first byte is 10 or 2 is of an index, or of a table without numbers: records
 * alone, the latter behind the number of another page.  Which table it was is
 * told by how many columns the record has and of what types.
 */
#include "config.h"

#include "store/salvage.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/stmt.h"

enum {
	PAGE_MIN = 512,
	PAGE_MAX = 65536,
	LEAF = 13,
	INDEX_LEAF = 10,
	INDEX_NODE = 2,
	COLUMNS_MAX = 64,
	SHAPES = 5,
	WAL_HEADER = 32,
	WAL_MAGIC = 0x377f0682, /* or one more */
	FRAME_HEADER = 24,
	RECORD_BYTES_MAX = 64 * 1024 * 1024,
	BATCH_ROWS = 2000
};

/* How a column of ours is declared; what may stand in it. */
enum holds { HOLDS_NUMBER, HOLDS_TEXT, HOLDS_BLOB, HOLDS_ROWID };

struct shape {
	const char *table;
	int least;  /* columns that its first schema had */
	bool keyed; /* WITHOUT ROWID; its key comes first */
	int n;
	enum holds holds[COLUMNS_MAX];
	bool not_null[COLUMNS_MAX];
	struct str sql;
	sqlite3_stmt *insert;
};

struct carving {
	int fd;
	size_t page;          /* its bytes */
	unsigned char *block; /* room for one of the log, with its header */
	int64_t pages;        /* of the file */
	struct store *to;
	struct shape shape[SHAPES];
	struct str record; /* one that lies on several pages */
	int64_t found, seen;
};

/* A field of a record: its serial type, and where its bytes are. */
struct field {
	uint64_t type;
	const unsigned char *at;
	size_t n;
};

static uint32_t
be(const unsigned char *p, int bytes)
{
	uint32_t v = 0;

	while (bytes--)
		v = v << 8 | *p++;
	return v;
}

/* SQLite's number of 1 to 9 bytes; 0: it does not end in time. */
static int
varint(const unsigned char *p, size_t n, uint64_t *v)
{
	*v = 0;
	for (size_t i = 0; i < n && i < 8; i++) {
		*v = *v << 7 | (p[i] & 0x7f);
		if (!(p[i] & 0x80))
			return (int)i + 1;
	}
	if (n < 9)
		return 0;
	*v = *v << 8 | p[8];
	return 9;
}

/* --- what a row looks like
 * ----------------------------------------------------- */

static enum holds
holds_of(struct span type, bool key)
{
	if (key && span_iis(type, "INTEGER"))
		return HOLDS_ROWID;
	if (span_iis(type, "INTEGER"))
		return HOLDS_NUMBER;
	return span_iis(type, "BLOB") ? HOLDS_BLOB : HOLDS_TEXT;
}

static bool
shape_load(struct shape *h, struct store *to, struct err *err)
{
	struct str marks = { 0 };
	struct stmt q;
	int got;

	if (!stmt_get(&q, to,
	        "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)",
	        err))
		return false;
	stmt_z(&q, 1, h->table);
	str_printf(&h->sql, "INSERT OR IGNORE INTO \"%s\"(", h->table);
	while ((got = stmt_row(&q, err)) > 0 && h->n < COLUMNS_MAX) {
		str_printf(&h->sql, "%s\"%.*s\"", h->n ? ", " : "",
		    SPAN_ARG(stmt_col(&q, 0)));
		str_addz(&marks, h->n ? ", ?" : "?");
		h->holds[h->n] = holds_of(
		    stmt_col(&q, 1), !h->keyed && stmt_col_int(&q, 3) != 0);
		h->not_null[h->n++] = stmt_col_int(&q, 2) != 0;
	}
	stmt_done(&q);
	str_printf(&h->sql, ") VALUES (%s)", str_z(&marks));
	str_release(&marks);
	return got >= 0;
}

static bool
suits(const struct shape *h, int i, uint64_t type)
{
	bool number = (type >= 1 && type <= 6) || type == 8 || type == 9;

	if (h->holds[i] == HOLDS_ROWID)
		return type == 0;
	if (type == 0)
		return !h->not_null[i];
	switch (h->holds[i]) {
	case HOLDS_NUMBER:
		return number;
	case HOLDS_BLOB:
		return type >= 12 && type % 2 == 0;
	default:
		return type >= 13 && type % 2 == 1;
	}
}

static struct shape *
find_shape(struct carving *c, const struct field *f, int n, bool keyed)
{
	for (size_t k = 0; k < SHAPES; k++) {
		struct shape *h = &c->shape[k];
		bool is = h->keyed == keyed && n >= h->least && n <= h->n;

		for (int i = 0; is && i < n; i++)
			is = suits(h, i, f[i].type);
		if (is)
			return h;
	}
	return NULL;
}

/* --- a record
 * -------------------------------------------------------------------- */

static size_t
bytes_of(uint64_t type)
{
	static const unsigned char fixed[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

	if (type < sizeof(fixed))
		return fixed[type];
	return type < 12 ? 0 : (size_t)((type - 12) / 2);
}

/* The fields of a record; 0: it is none. */
static int
split(struct span record, struct field *f)
{
	const unsigned char *p = (const unsigned char *)record.s;
	uint64_t header, type;
	size_t at, body;
	int n = 0, used = varint(p, record.n, &header);

	if (!used || header > record.n || header < (uint64_t)used)
		return 0;
	body = (size_t)header;
	for (at = (size_t)used; at < header; at += (size_t)used) {
		used = varint(p + at, (size_t)header - at, &type);
		if (!used || n == COLUMNS_MAX || type == 10 || type == 11 ||
		    type > RECORD_BYTES_MAX)
			return 0;
		f[n] = (struct field){ type, p + body, bytes_of(type) };
		if (f[n].n > record.n - body)
			return 0;
		body += f[n++].n;
	}
	return body == record.n ? n : 0;
}

static void
bind(sqlite3_stmt *q, int i, const struct field *f)
{
	int64_t v;

	if (f->type == 0) {
		sqlite3_bind_null(q, i);
	} else if (f->type >= 12) {
		if (f->type % 2)
			sqlite3_bind_text(q, i, (const char *)f->at, (int)f->n,
			    SQLITE_STATIC);
		else
			sqlite3_bind_blob(
			    q, i, f->at, (int)f->n, SQLITE_STATIC);
	} else if (f->type >= 8) {
		sqlite3_bind_int64(q, i, f->type == 9);
	} else {
		/* The first byte has the sign. */
		v = f->n ? (signed char)f->at[0] : 0;
		for (size_t k = 1; k < f->n; k++)
			v = (int64_t)((uint64_t)v << 8 | f->at[k]);
		sqlite3_bind_int64(q, i, v);
	}
}

/* id 0: a record without a number. */
static bool
take_row(struct carving *c, int64_t id, struct span record, struct err *err)
{
	struct field f[COLUMNS_MAX];
	int n = split(record, f), code;
	struct shape *h = n && id >= 0 ? find_shape(c, f, n, id == 0) : NULL;

	if (!h)
		return true;
	/* Columns that came later have their defaults in older rows: those of
	 * an INTEGER are all 0. */
	for (int i = 0; i < h->n; i++) {
		struct field none = { h->not_null[i] ? 8 : 0, NULL, 0 };

		if (h->holds[i] == HOLDS_ROWID)
			sqlite3_bind_int64(h->insert, i + 1, id);
		else
			bind(h->insert, i + 1, i < n ? &f[i] : &none);
	}
	code = sqlite3_step(h->insert);
	if (code != SQLITE_DONE)
		store_fail(c->to, err);
	sqlite3_reset(h->insert);
	if (code != SQLITE_DONE)
		return false;
	c->found += sqlite3_changes(c->to->db);
	if (++c->seen % BATCH_ROWS != 0)
		return true;
	if (!store_commit(c->to, err) || !store_begin(c->to, false, err))
		return false;
	store_checkpoint(c->to);
	return true;
}

/* --- a page
 * ------------------------------------------------------------------------- */

/* How much of a record of n bytes stands in the cell itself. */
static size_t
local_bytes(size_t page, uint64_t n, bool keyed)
{
	size_t most = keyed ? (page - 12) * 64 / 255 - 23 : page - 35;
	size_t least = (page - 12) * 32 / 255 - 23, k;

	if (n <= most)
		return (size_t)n;
	k = least + (size_t)((n - least) % (page - 4));
	return k <= most ? k : least;
}

/* Appends what follows on other pages of the file. */
static bool
follow(struct carving *c, uint32_t page, size_t n)
{
	unsigned char block[PAGE_MAX];

	while (n) {
		size_t some = n < c->page - 4 ? n : c->page - 4;

		if (page < 2 || page > c->pages ||
		    pread(c->fd, block, c->page,
		        (off_t)(page - 1) * (off_t)c->page) != (ssize_t)c->page)
			return false;
		str_addn(&c->record, (char *)block + 4, some);
		n -= some;
		page = be(block, 4);
	}
	return true;
}

static bool
take_cell(
    struct carving *c, const unsigned char *page, size_t at, struct err *err)
{
	bool keyed = page[0] != LEAF;
	uint64_t bytes, id = 0;
	size_t local;
	int used;

	at += page[0] == INDEX_NODE ? 4 : 0;
	used = at < c->page ? varint(page + at, c->page - at, &bytes) : 0;
	if (!used || !bytes || bytes > RECORD_BYTES_MAX)
		return true;
	at += (size_t)used;
	if (!keyed) {
		used = varint(page + at, c->page - at, &id);
		if (!used || id == 0)
			return true;
		at += (size_t)used;
	}
	local = local_bytes(c->page, bytes, keyed);
	if (at + local + (local < bytes ? 4 : 0) > c->page)
		return true;
	if (local == bytes)
		return take_row(c, (int64_t)id,
		    span_n((const char *)page + at, local), err);
	str_clear(&c->record);
	str_addn(&c->record, (const char *)page + at, local);
	if (!follow(c, be(page + at + local, 4), (size_t)bytes - local))
		return true;
	return take_row(c, (int64_t)id, str_span(&c->record), err);
}

static bool
take_page(struct carving *c, const unsigned char *page, struct err *err)
{
	size_t cells = be(page + 3, 2), head = page[0] == INDEX_NODE ? 12 : 8;

	if ((page[0] != LEAF && page[0] != INDEX_LEAF &&
	        page[0] != INDEX_NODE) ||
	    cells > (c->page - head) / 2)
		return true;
	for (size_t i = 0; i < cells; i++) {
		size_t at = be(page + head + 2 * i, 2);

		if (at >= head + 2 * cells && at < c->page &&
		    !take_cell(c, page, at, err))
			return false;
	}
	return true;
}

/* A frame of the log that holds since it last began anew has its salt. */
static bool
is_current(int log, const unsigned char *frame)
{
	unsigned char head[WAL_HEADER];

	return pread(log, head, sizeof(head), 0) == (ssize_t)sizeof(head) &&
	       !memcmp(head + 16, frame + 8, 8);
}

/* The pages of the file, or those of its log, newest first: of a row that is
 * there twice the first one stays. */
static bool
take_pages(struct carving *c, int fd, bool log, struct err *err)
{
	size_t head = log ? FRAME_HEADER : 0, step = head + c->page;
	struct stat st;
	int64_t n;

	if (fstat(fd, &st) != 0)
		return true;
	n = (int64_t)(st.st_size - (log ? WAL_HEADER : 0)) / (int64_t)step;
	for (int64_t i = 0; i < n; i++) {
		off_t at =
		    log ? WAL_HEADER + (off_t)((n - 1 - i) * (int64_t)step)
		        : (off_t)(i * (int64_t)step);

		if (pread(fd, c->block, step, at) == (ssize_t)step &&
		    (!log || is_current(fd, c->block)) &&
		    !take_page(c, c->block + head, err))
			return false;
	}
	return true;
}

/* --- how large its pages are
 * ----------------------------------------------------- */

static size_t
page_size(uint32_t n)
{
	return n >= PAGE_MIN && n <= PAGE_MAX && !(n & (n - 1)) ? n : 0;
}

/* What the first page says, if it is there; 1 stands for the largest. */
static size_t
told_by_file(int fd)
{
	static const char magic[] = "SQLite format 3";
	unsigned char head[18];
	uint32_t n;

	if (pread(fd, head, sizeof(head), 0) != (ssize_t)sizeof(head) ||
	    memcmp(head, magic, sizeof(magic)) != 0)
		return 0;
	n = be(head + 16, 2);
	return page_size(n == 1 ? PAGE_MAX : n);
}

static size_t
told_by_log(int log)
{
	unsigned char head[12];

	if (log < 0 ||
	    pread(log, head, sizeof(head), 0) != (ssize_t)sizeof(head) ||
	    (be(head, 4) & ~1U) != WAL_MAGIC)
		return 0;
	return page_size(be(head + 8, 4));
}

/* A full leaf has cells up to its very end: those of the larger of the two
 * sizes that stores are made with point behind the end of the smaller. */
static size_t
told_by_leaves(int fd)
{
	unsigned char block[STORE_PAGE_BYTES];
	size_t large = 0, small = 0;
	const off_t step = STORE_PAGE_BYTES;

	for (off_t at = step;
	     pread(fd, block, sizeof(block), at) == (ssize_t)sizeof(block);
	     at += step) {
		size_t cells = be(block + 3, 2), end = 8 + 2 * cells, far = 0;

		if (block[0] != LEAF || !cells || end > STORE_PAGE_BYTES_WAS)
			continue;
		for (size_t i = 0; i < cells; i++) {
			size_t cell = be(block + 8 + 2 * i, 2);

			if (cell < end || cell >= sizeof(block))
				end = sizeof(block);
			far = cell > far ? cell : far;
		}
		if (end == sizeof(block))
			continue;
		large += far >= STORE_PAGE_BYTES_WAS;
		small += far < STORE_PAGE_BYTES_WAS;
	}
	return large >= small ? STORE_PAGE_BYTES : STORE_PAGE_BYTES_WAS;
}

static bool
carve_all(struct carving *c, const char *file, struct err *err)
{
	struct str wal = { 0 };
	struct stat st;
	bool ok = true;
	int log;

	if (fstat(c->fd, &st) != 0)
		return err_errno(err, "%s", file);
	str_printf(&wal, "%s-wal", file);
	log = open(str_z(&wal), O_RDONLY | O_CLOEXEC);
	str_release(&wal);
	c->page = told_by_file(c->fd);
	if (!c->page)
		c->page = told_by_log(log);
	if (!c->page)
		c->page = told_by_leaves(c->fd);
	c->pages = (int64_t)st.st_size / (int64_t)c->page;
	c->block = xmalloc(FRAME_HEADER + c->page);
	if (log >= 0) {
		ok = take_pages(c, log, true, err);
		close(log);
	}
	ok = ok && take_pages(c, c->fd, false, err);
	free(c->block);
	return ok;
}

bool
salvage_carve(
    const char *file, struct store *to, int64_t *found, struct err *err)
{
	struct carving c = {
		.to = to,
		.fd = open(file, O_RDONLY | O_CLOEXEC),
		.shape = { { .table = "article", .least = 24 },
		    { .table = "body", .least = 3 },
		    { .table = "feed", .least = 22 },
		    { .table = "note", .least = 3 },
		    { .table = "dictionary", .least = 4, .keyed = true } },
	};
	bool ok = c.fd >= 0;

	if (!ok)
		return err_errno(err, "%s", file);
	for (size_t i = 0; ok && i < SHAPES; i++) {
		struct shape *h = &c.shape[i];

		ok = shape_load(h, to, err) &&
		     (h->n == 0 || /* this schema has none of that name */
		         sqlite3_prepare_v2(to->db, str_z(&h->sql), -1,
		             &h->insert, NULL) == SQLITE_OK ||
		         store_fail(to, err));
	}
	ok = ok && store_begin(to, false, err);
	if (ok && (!carve_all(&c, file, err) || !store_commit(to, err))) {
		store_rollback(to);
		ok = false;
	}
	for (size_t i = 0; i < SHAPES; i++) {
		sqlite3_finalize(c.shape[i].insert);
		str_release(&c.shape[i].sql);
	}
	str_release(&c.record);
	close(c.fd);
	*found = c.found;
	return ok;
}

#include "config.h"

#include "store/search.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "store/articles.h"
#include "store/stmt.h"

enum { QUERY_TERMS_MAX = 32 };

/* Scripts without blanks between words, which unicode61 does not split. */
static bool
is_cjk(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x9fff && !(c >= 0x3000 && c <= 0x3004)) ||
	       (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* Bytes up to the next that is no ASCII. */
static size_t
ascii_bytes(struct span t, size_t at)
{
	size_t i = at;

	while (i < t.n && !(t.s[i] & 0x80))
		i++;
	return i - at;
}

void
search_bigrams(struct str *out, struct span text)
{
	struct span last = { 0 }; /* the CJK character before */
	bool single = false;      /* it stands alone so far */

	for (size_t at = 0; at < text.n;) {
		uint32_t c;
		size_t n = last.n ? 0 : ascii_bytes(text, at);
		struct span here;

		if (n) {
			str_addn(out, text.s + at, n);
			at += n;
			continue;
		}
		n = utf8_next(text, at, &c);
		here = span_n(text.s + at, n);
		at += n;
		if (is_cjk(c)) {
			str_addc(out, ' ');
			if (last.n) {
				str_add(out, last);
				str_add(out, here);
			}
			single = !last.n;
			last = here;
			continue;
		}
		if (single)
			str_add(out, last);
		if (last.n)
			str_addc(out, ' ');
		last = span_n(NULL, 0);
		single = false;
		str_add(out, here);
	}
	if (single)
		str_add(out, last);
}

int64_t
search_queue(struct store *s, struct span title, struct span author,
    struct span body, struct err *err)
{
	int64_t id = 0;
	struct stmt q;

	/* AUTOINCREMENT: a number that was indexed is never given again. */
	if (!stmt_get(&q, s,
	        "INSERT INTO waiting(title, author, body) VALUES (?1, ?2, ?3)"
	        " RETURNING id",
	        err))
		return 0;
	stmt_text(&q, 1, title);
	stmt_text(&q, 2, author);
	stmt_text(&q, 3, body);
	if (stmt_row(&q, err) > 0)
		id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return id;
}

static void
bind_bigrams(struct stmt *to, int i, struct str *text, struct span from)
{
	str_clear(text);
	search_bigrams(text, from);
	stmt_text(to, i, span_n(str_z(text), text->n));
}

static bool
index_text(struct store *s, int64_t doc, const struct span part[3],
    struct str text[3], struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO search(rowid, title, author, body)"
	        " VALUES (?1, ?2, ?3, ?4)",
	        err))
		return false;
	stmt_int(&q, 1, doc);
	for (int i = 0; i < 3; i++)
		bind_bigrams(&q, i + 2, &text[i], part[i]);
	return stmt_run(&q, err);
}

static bool
index_row(
    struct store *s, struct stmt *row, struct str text[3], struct err *err)
{
	struct span part[3];

	for (int i = 0; i < 3; i++)
		part[i] = stmt_col(row, i + 1);
	return index_text(s, stmt_col_int(row, 0), part, text, err);
}

int64_t
search_add(struct store *s, struct span title, struct span author,
    struct span body, struct err *err)
{
	struct span part[3] = { title, author, body };
	struct str text[3] = { { 0 } };
	int64_t doc = 0;
	bool ok;

	/* The numbers of the queue: they are never given again. */
	if (!store_number(s,
	        "UPDATE sqlite_sequence SET seq = seq + 1"
	        " WHERE name = 'waiting' RETURNING seq",
	        &doc, err) ||
	    !doc)
		return 0;
	ok = index_text(s, doc, part, text, err);
	for (int i = 0; i < 3; i++)
		str_release(&text[i]);
	return ok ? doc : 0;
}

/* Indexes the oldest waiting rows; *n counts them, *last is the newest. */
static bool
index_rows(
    struct store *s, size_t max, size_t *n, int64_t *last, struct err *err)
{
	struct str text[3] = { 0 };
	bool ok = true;
	struct stmt q;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT id, title, author, body FROM waiting ORDER BY id"
	        " LIMIT ?1",
	        err))
		return false;
	stmt_int(&q, 1, (int64_t)max);
	while (ok && (got = stmt_row(&q, err)) > 0) {
		*last = stmt_col_int(&q, 0);
		++*n;
		ok = index_row(s, &q, text, err);
	}
	stmt_done(&q);
	for (int i = 0; i < 3; i++)
		str_release(&text[i]);
	return ok && got == 0;
}

bool
articles_index_some(struct store *s, size_t max, bool *left, struct err *err)
{
	int64_t last = 0;
	size_t n = 0;
	struct stmt q;

	*left = false;
	/* Looking costs no write lock. */
	if (!store_number(s, "SELECT id FROM waiting LIMIT 1", &last, err))
		return false;
	if (!last)
		return true;
	if (!store_begin(s, false, err))
		return false;
	if (!index_rows(s, max, &n, &last, err) ||
	    !stmt_get(&q, s, "DELETE FROM waiting WHERE id <= ?1", err))
		goto fail;
	stmt_int(&q, 1, last);
	if (!stmt_run(&q, err))
		goto fail;
	*left = n == max;
	return store_commit(s, err);
fail:
	store_rollback(s);
	return false;
}

/* One term of what was typed. */
struct term {
	struct span text;
	const char *column; /* NULL: any */
	bool minus, prefix;
};

static const char *const columns[] = { "title", "author", "body" };

/* Takes the next term off rest: [-][column:]word[*] or a "phrase". */
static bool
next_term(struct span *rest, struct term *t)
{
	size_t n;

	*t = (struct term){ 0 };
	*rest = span_trim(*rest);
	if (!rest->n)
		return false;
	if (rest->n > 1 && *rest->s == '-') {
		t->minus = true;
		*rest = span_from(*rest, 1);
	}
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		struct span name = span_of(columns[i]);

		if (rest->n > name.n + 1 && rest->s[name.n] == ':' &&
		    span_ieq(span_head(*rest, name.n), name)) {
			t->column = columns[i];
			*rest = span_from(*rest, name.n + 1);
		}
	}
	if (*rest->s == '"') {
		*rest = span_from(*rest, 1);
		t->text = span_cut(rest, '"');
		return true;
	}
	for (n = 0; n < rest->n; n++)
		if (rest->s[n] == ' ' || rest->s[n] == '\t' ||
		    rest->s[n] == '\n')
			break;
	t->text = span_head(*rest, n);
	*rest = span_from(*rest, n);
	if (t->text.n > 1 && span_ends(t->text, "*")) {
		t->prefix = true;
		t->text.n--;
	}
	return true;
}

/* A term that holds nothing which the index keeps would match nothing. */
static bool
has_letters(struct span t)
{
	for (size_t at = 0; at < t.n;) {
		uint32_t c;

		at += utf8_next(t, at, &c);
		if (c > 0x7f || (c >= '0' && c <= '9') ||
		    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return true;
	}
	return false;
}

static void
add_term(struct str *fts, const struct term *t)
{
	struct str words = { 0 };

	if (t->column)
		str_printf(fts, "%s : ", t->column);
	search_bigrams(&words, t->text);
	str_addc(fts, '"');
	for (size_t i = 0; i < words.n; i++) {
		if (words.s[i] == '"')
			str_addc(fts, '"');
		if (words.s[i])
			str_addc(fts, words.s[i]);
	}
	str_addz(fts, t->prefix ? "\"*" : "\"");
	str_release(&words);
}

bool
search_query(struct str *fts, struct span typed)
{
	struct str minus = { 0 };
	struct term t;
	bool any = false;

	for (int n = 0; n < QUERY_TERMS_MAX && next_term(&typed, &t); n++) {
		struct str *to = t.minus ? &minus : fts;

		if (!has_letters(t.text))
			continue;
		if (to->n)
			str_addz(to, t.minus ? " OR " : " AND ");
		add_term(to, &t);
		any = any || !t.minus;
	}
	if (any && minus.n) {
		struct str all = { 0 };

		str_printf(&all, "(%s) NOT (%s)", str_z(fts), str_z(&minus));
		str_release(fts);
		*fts = all;
	}
	str_release(&minus);
	return any;
}

size_t
search_words(struct search_word *word, size_t max, struct span typed)
{
	struct term t;
	size_t n = 0;

	while (n < max && next_term(&typed, &t)) {
		struct str like = { 0 };

		if (!has_letters(t.text))
			continue;
		str_addc(&like, '%');
		for (size_t i = 0; i < t.text.n; i++) {
			if (t.text.s[i] == '%' || t.text.s[i] == '_' ||
			    t.text.s[i] == '\\')
				str_addc(&like, '\\');
			str_addc(&like, t.text.s[i]);
		}
		str_addc(&like, '%');
		word[n].minus = t.minus;
		word[n++].like = str_take(&like);
	}
	return n;
}

#include "config.h"

#include "store/notes.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "store/stmt.h"

/* What is there now; ERR_GONE when the article is not. */
static bool
read_old(struct store *s, int64_t article, struct str *text, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT n.text FROM article a LEFT JOIN note n ON n.id = a.id"
	        " WHERE a.id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, article);
	got = stmt_row(&q, err);
	if (got > 0)
		str_add(text, stmt_col(&q, 0));
	stmt_done(&q);
	if (got == 0)
		err_set(err, ERR_GONE, _("there is no article %lld"),
		    (long long)article);
	return got > 0;
}

static bool
write_new(struct store *s, int64_t article, struct span text, int64_t now,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        text.n ? "INSERT INTO note(id, text, at) VALUES (?1, ?2, ?3)"
	                 " ON CONFLICT(id) DO UPDATE SET text = ?2, at = ?3"
	               : "DELETE FROM note WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, article);
	if (text.n) {
		stmt_text(&q, 2, text);
		stmt_int(&q, 3, now);
	}
	return stmt_run(&q, err);
}

bool
notes_write(struct store *s, int64_t article, struct span text, int64_t now,
    struct str *before, struct str *after, bool *changed, struct err *err)
{
	struct str old = { 0 }, plain = { 0 };
	struct span trimmed;
	bool ok, same;

	*changed = false;
	if (text.n > NOTE_BYTES_MAX)
		return err_set(err, ERR_LIMIT, _("a note has at most %d bytes"),
		    NOTE_BYTES_MAX);
	utf8_plain(&plain, text, PLAIN_PRE);
	trimmed = span_trim(str_span(&plain));
	ok = read_old(s, article, &old, err);
	same = ok && span_eq(str_span(&old), trimmed);
	if (ok && !same) {
		ok = write_new(s, article, trimmed, now, err);
		*changed = ok;
	}
	if (before)
		str_add(before, str_span(&old));
	if (after)
		str_add(after, trimmed);
	str_release(&old);
	str_release(&plain);
	return ok;
}

bool
notes_read(struct store *s, struct arena *mem, int64_t article,
    struct span *text, struct err *err)
{
	struct stmt q;
	int got;

	*text = span_n(NULL, 0);
	if (!stmt_get(&q, s, "SELECT text FROM note WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, article);
	got = stmt_row(&q, err);
	if (got > 0)
		*text = span_keep(mem, stmt_col(&q, 0));
	stmt_done(&q);
	return got >= 0;
}

/*
 * What a person adds to articles: "tag" and "note".
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "cmd/numbers.h"
#include "cmd/oneshot.h"
#include "conf/dotfile.h"
#include "desk/order.h"
#include "store/articles.h"
#include "store/notes.h"
#include "store/tags.h"

static int
print_tags(struct invocation *in, bool json)
{
	struct emit e = { .to = stdout };
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct tag_rows *tags = s ? tag_rows_load(s, &err) : NULL;

	store_close(s);
	if (!tags)
		return command_fail(EXIT_TROUBLE, &err);
	if (json)
		emit_array(&e, NULL);
	for (size_t i = 0; i < tags->n; i++) {
		const struct tag_row *t = &tags->row[i];

		if (json) {
			emit_object(&e, NULL);
			emit_text(&e, "name", t->name);
			emit_int(&e, "total", t->total);
			emit_int(&e, "unread", t->unread);
			emit_end_object(&e);
		} else {
			emit_field(&e, t->name);
			emit_field_int(&e, t->unread);
			emit_field_int(&e, t->total);
			emit_line(&e);
		}
	}
	if (json)
		emit_end_array(&e);
	tag_rows_free(tags);
	return emit_done(&e) ? EXIT_WELL : EXIT_TROUBLE;
}

static bool
order_tag(struct invocation *in, bool off, struct span name,
    const struct ids *ids, struct err *err)
{
	struct session *desk = session_new(&in->paths, NULL, NULL, err);
	struct str words = { 0 };
	bool ok;

	str_addz(&words, off ? "untag " : "tag ");
	word_write(&words, name);
	ok = desk && numbers_order(desk, str_z(&words), ids, err);
	str_release(&words);
	session_free(desk);
	return ok;
}

int
command_tag(struct invocation *in)
{
	bool off = false, json = false, ok;
	const struct command_option options[] = {
		{ "--remove", &off, NULL },
		{ "--json", &json, NULL },
		{ NULL, NULL, NULL },
	};
	struct ids ids = { 0 };
	struct err err = { 0 };
	struct span name;
	int n, status = EXIT_WELL;
	char **word = command_options(in, options, &n);

	if (!word)
		return EXIT_USAGE;
	if (!n && !off)
		return print_tags(in, json);
	if (n < 2)
		return command_usage(in, _("name a tag and the articles"));
	ok = tag_read(span_of(word[0]), &name, &err);
	for (int i = 1; i < n && ok; i++)
		ok = numbers_add(&ids, word[i], &err);
	if (!ok)
		status = command_usage(in, "%s", err.text);
	else if (ids.n && !order_tag(in, off, name, &ids, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	ids_release(&ids);
	return status;
}

static int
print_note(struct invocation *in, int64_t id)
{
	struct emit e = { .to = stdout };
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct article *a = s ? article_load(s, id, &err) : NULL;
	int status = EXIT_WELL;

	store_close(s);
	if (!a)
		return command_fail(
		    err.code == ERR_GONE ? EXIT_SOME_FAILED : EXIT_TROUBLE,
		    &err);
	if (a->note.n) {
		emit_plain(&e, a->note);
		emit_plain(&e, SPAN("\n"));
	}
	if (!emit_done(&e))
		status = EXIT_TROUBLE;
	article_free(a);
	return status;
}

static bool
order_note(struct invocation *in, int64_t id, struct span text, struct err *err)
{
	struct session *desk = session_new(&in->paths, NULL, NULL, err);
	struct str word = { 0 };
	bool ok;

	text_write(&word, text);
	ok = desk && session_order(desk, err, "note %lld %s", (long long)id,
	                 str_z(&word));
	str_release(&word);
	session_free(desk);
	return ok;
}

int
command_note(struct invocation *in)
{
	const struct command_option none[] = { { NULL, NULL, NULL } };
	struct str text = { 0 };
	struct err err = { 0 };
	int n, status = EXIT_WELL;
	char **word = command_options(in, none, &n);
	int64_t id;
	bool ok = true;

	if (!word)
		return EXIT_USAGE;
	if (n < 1 || n > 2 || !span_int(span_of(word[0]), &id))
		return command_usage(
		    in, _("name one article, and the text if there is one"));
	if (n == 1)
		return print_note(in, id);
	if (!strcmp(word[1], "-"))
		ok = oneshot_read("-", NOTE_BYTES_MAX, &text, &err);
	else
		str_addz(&text, word[1]);
	if (!ok || !order_note(in, id, str_span(&text), &err))
		status =
		    command_fail(ok && err.code == ERR_STORE ? EXIT_TROUBLE
		                                             : EXIT_SOME_FAILED,
		        &err);
	str_release(&text);
	return status;
}

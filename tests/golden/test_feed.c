/* Feeds -> records, as the parser answers. */
#include "config.h"

#include <stdlib.h>

#include "feed/feedtext.h"
#include "golden.h"

static struct feed *
read_any(struct span bytes, struct feed_ask *ask)
{
	const char *need = NULL;
	struct feed *f = feed_read(bytes, ask, &need);
	struct err err;

	if (f)
		return f;
	ask->charset = charset_open(need, &err);
	return feed_read(bytes, ask, &need);
}

static void
make(struct str *out, struct span bytes, const char *form)
{
	struct feed_ask ask = {
		.url = SPAN("https://feeds.example/paper/feed.xml"),
	};
	struct feed *f = read_any(bytes, &ask), *back;
	struct str again = { 0 };
	struct err err = { 0 };

	(void)form;
	/* Prints are of the machine. */
	for (size_t i = 0; i < f->n; i++)
		f->entry[i].source_print = 0;
	feedtext_write(out, f);
	back = feedtext_read(str_span(out), &err);
	if (back)
		feedtext_write(&again, back);
	else
		str_printf(out, "NOT READ: %s\n", err.text);
	if (back && !span_eq(str_span(out), str_span(&again)))
		str_lit(out, "NOT THE SAME WHEN READ AND WRITTEN\n");
	str_release(&again);
	feed_free(back);
	feed_free(f);
	charset_close(ask.charset);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "galley", NULL };
	static const struct golden golden = { "tests/golden/feed", ".xml",
		".json", forms, make };

	return golden_main(&golden, argc, argv);
}

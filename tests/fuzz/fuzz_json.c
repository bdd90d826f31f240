/* Any bytes as JSON: whatever JSON Feed or RSS in JSON is made of them, the
 * desk can read, and no control character is in it. */
#include "config.h"

#include "feed/feedtext.h"
#include "fuzz.h"

/* Code has TABs. */
static bool
is_quiet(struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] < 0x20 && t.s[i] != '\n' &&
		    t.s[i] != '\t')
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed_ask ask = {
		.url = SPAN("https://example.org/feed.json"),
		.content_type = SPAN("application/feed+json; charset=utf-8"),
	};
	const char *need = NULL;
	struct str text = { 0 };
	struct err err;
	struct feed *f, *back;

	f = feed_read(span_n((const char *)data, size), &ask, &need);
	if (!f)
		return 0;
	for (size_t i = 0; i < f->n; i++) {
		MUST(is_quiet(f->entry[i].title.plain));
		MUST(is_quiet(f->entry[i].content.plain));
		MUST(is_quiet(f->entry[i].link));
		MUST(f->entry[i].galley.n && f->entry[i].key.n);
	}
	feedtext_write(&text, f);
	back = feedtext_read(str_span(&text), &err);
	MUST(back && back->n == f->n);
	feed_free(back);
	feed_free(f);
	str_release(&text);
	return 0;
}

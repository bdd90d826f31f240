#include "config.h"

#include "cmd/found.h"

#include <time.h>

#include "store/heading.h"

bool
found_begin(struct found *f, struct span words, struct err *err)
{
	*f = (struct found){ 0 };
	f->filter = filter_parse(words, (int64_t)time(NULL), false, err);
	return f->filter != NULL;
}

void
found_release(struct found *f)
{
	filter_free(f->filter);
	str_release(&f->text);
	match_marks_release(&f->marks);
	*f = (struct found){ 0 };
}

void
found_look(struct found *f, const struct article *a)
{
	str_clear(&f->text);
	f->marks.n = 0;
	if (f->filter->root)
		heading_snippet(
		    &f->text, &f->marks, f->filter->root, a, FOUND_BYTES);
}

static void
add_text(struct str *out, struct span text, bool html)
{
	static const struct {
		char c;
		const char *as;
	} special[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" } };

	for (size_t i = 0; i < text.n; i++) {
		const char *as = NULL;

		for (size_t k = 0; html && k < 3; k++)
			if (text.s[i] == special[k].c)
				as = special[k].as;
		if (as)
			str_addz(out, as);
		else
			str_addc(out, text.s[i]);
	}
}

void
found_write(struct str *out, const struct found *f, const char *open,
    const char *close, bool html)
{
	struct span text = str_span(&f->text);
	size_t at = 0;

	for (size_t i = 0; i < f->marks.n; i++) {
		const struct match_mark *m = &f->marks.mark[i];

		add_text(out, span_n(text.s + at, m->from - at), html);
		str_addz(out, open);
		add_text(out, span_n(text.s + m->from, m->to - m->from), html);
		str_addz(out, close);
		at = m->to;
	}
	add_text(out, span_from(text, at), html);
}

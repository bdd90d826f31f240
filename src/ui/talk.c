#include "config.h"

#include "ui/talk.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

void
talk_note(struct talk *t, bool error, const char *text)
{
	if (t->n == TALK_KEPT_MAX) {
		free(t->said[0].text);
		memmove(t->said, t->said + 1, (t->n - 1) * sizeof(*t->said));
		t->n--;
	}
	vec_room(&t->said, t->n, &t->cap);
	t->said[t->n++] = (struct said){ t->now, error, xstrdup(text) };
	t->changed = true;
}

static void say(struct talk *t, bool error, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static void
say(struct talk *t, bool error, const char *fmt, va_list ap)
{
	struct str text = { 0 };

	str_vprintf(&text, fmt, ap);
	talk_note(t, error, str_z(&text));
	t->current = true;
	str_release(&text);
}

void
talk_say(struct talk *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(t, false, fmt, ap);
	va_end(ap);
}

void
talk_error(struct talk *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(t, true, fmt, ap);
	va_end(ap);
}

void
talk_hush(struct talk *t)
{
	t->changed |= t->current;
	t->current = false;
}

const struct said *
talk_current(const struct talk *t)
{
	return t->current && t->n ? &t->said[t->n - 1] : NULL;
}

void
talk_release(struct talk *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->said[i].text);
	free(t->said);
	str_release(&t->doing);
	*t = (struct talk){ 0 };
}

#include "config.h"

#include "ui/shares.h"

#include <stdlib.h>

#include "base/str.h"
#include "conf/paths.h"

enum { FIRST_OF_TWO = 450, FIRST_OF_THREE = 200, SECOND_OF_THREE = 400 };
enum { FILE_BYTES_MAX = 1000 };

static int
within(int share, int most)
{
	if (share > most)
		share = most;
	return share < SHARE_LEAST ? SHARE_LEAST : share;
}

/* Each pane keeps some room. */
static void
settle(struct shares *s)
{
	s->two = within(s->two, SHARES_WHOLE - SHARE_LEAST);
	s->three[0] = within(s->three[0], SHARES_WHOLE - 2 * SHARE_LEAST);
	s->three[1] =
	    within(s->three[1], SHARES_WHOLE - SHARE_LEAST - s->three[0]);
}

static void
begin(struct shares *s)
{
	s->two = FIRST_OF_TWO;
	s->three[0] = FIRST_OF_THREE;
	s->three[1] = SECOND_OF_THREE;
}

void
shares_load(struct shares *s, const char *state_dir)
{
	struct str text = { 0 }, file = { 0 };
	struct span rest;
	int64_t n[3];

	*s = (struct shares){ 0 };
	begin(s);
	if (!state_dir)
		return;
	str_printf(&file, "%s/panes", state_dir);
	s->file = str_take(&file);
	if (paths_read(s->file, &text, FILE_BYTES_MAX, NULL)) {
		int k = 0;

		rest = span_trim(str_span(&text));
		while (k < 3 && span_int(span_cut(&rest, ' '), &n[k]) &&
		       n[k] <= SHARES_WHOLE)
			k++;
		if (k == 3) {
			s->two = (int)n[0];
			s->three[0] = (int)n[1];
			s->three[1] = (int)n[2];
		}
		settle(s);
	}
	str_release(&text);
}

int
shares_get(const struct shares *s, size_t n, size_t i)
{
	return n == 2 ? s->two : s->three[i];
}

int
shares_width(const struct shares *s, size_t n, size_t i, int cells)
{
	return cells * shares_get(s, n, i) / SHARES_WHOLE;
}

static void
save(const struct shares *s)
{
	struct str text = { 0 };

	if (!s->file || !paths_make_for(s->file, NULL))
		return;
	str_printf(&text, "%d %d %d\n", s->two, s->three[0], s->three[1]);
	paths_write(s->file, str_z(&text), text.n, NULL);
	str_release(&text);
}

void
shares_set(struct shares *s, size_t n, size_t i, int share)
{
	if (n == 2)
		s->two = share;
	else
		s->three[i] = share;
	settle(s);
	save(s);
}

void
shares_reset(struct shares *s)
{
	begin(s);
	save(s);
}

void
shares_release(struct shares *s)
{
	free(s->file);
	*s = (struct shares){ 0 };
}

#include "config.h"

#include "ui/album.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/dotfile.h"
#include "desk/client.h"

enum state {
	UNKNOWN, /* nobody has looked */
	ASKED,   /* the desk is at it */
	HERE,    /* on the shelf, in this size or another */
	NONE     /* why says why */
};

struct picture {
	struct picture *next;
	char *url;
	uint64_t hash;
	enum state state;
	int64_t seq, article;
	int side;          /* asked for, or there */
	int width, height; /* in full; 0: not known */
	char *why;
	struct mosaic mosaic;
	int place_cols, place_rows; /* that it was made for */
	uint64_t used;
};

void
album_init(struct album *a, const char *cache_dir)
{
	*a = (struct album){ 0 };
	shelf_init(&a->shelf, cache_dir);
}

static void
drop_mosaic(struct album *a, struct picture *p)
{
	a->cells -= (size_t)p->mosaic.cols * (size_t)p->mosaic.rows;
	mosaic_release(&p->mosaic);
}

static void
picture_free(struct album *a, struct picture *p)
{
	drop_mosaic(a, p);
	free(p->url);
	free(p->why);
	free(p);
	a->n--;
}

void
album_release(struct album *a)
{
	struct picture *p;

	while ((p = a->first)) {
		a->first = p->next;
		picture_free(a, p);
	}
	shelf_release(&a->shelf);
}

void
album_look(struct album *a, const struct album_look *look)
{
	if (memcmp(&a->look, look, sizeof(*look)) == 0)
		return;
	a->look = *look;
	for (struct picture *p = a->first; p; p = p->next)
		drop_mosaic(a, p);
}

static struct picture *
find(const struct album *a, struct span url)
{
	uint64_t hash = span_hash(url);

	for (struct picture *p = a->first; p; p = p->next)
		if (p->hash == hash && span_is(url, p->url))
			return p;
	return NULL;
}

/* Those looked at longest ago stand last; what is on its way stays. */
static void
forget_old(struct album *a)
{
	size_t seen = 0;

	for (struct picture **at = &a->first; *at;) {
		struct picture *p = *at;

		if (++seen <= ALBUM_PICTURES_MAX / 2 || p->state == ASKED) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		picture_free(a, p);
	}
}

/* What the shelf knows. */
static void
look_up(struct album *a, struct picture *p)
{
	struct shelf_facts facts;

	shelf_facts(&a->shelf, span_of(p->url), a->now, &facts);
	p->width = facts.width;
	p->height = facts.height;
	p->state = UNKNOWN;
	if (facts.width)
		p->state = HERE;
	if (facts.why[0]) {
		p->state = NONE;
		free(p->why);
		p->why = xstrdup(facts.why);
	}
}

static struct picture *
find_or_add(struct album *a, struct span url)
{
	struct picture *p = find(a, url);

	if (p)
		return p;
	if (a->n >= ALBUM_PICTURES_MAX)
		forget_old(a);
	p = xcalloc(1, sizeof(*p));
	p->url = span_dup(url);
	p->hash = span_hash(url);
	p->next = a->first;
	a->first = p;
	a->n++;
	look_up(a, p);
	return p;
}

bool
album_shows(const struct album *a, const struct options *options)
{
	/* choices: auto, cells, off */
	enum { OFF = 2 };

	return !a->hidden && a->shelf.dir.n &&
	       conf_choice(options, OPT_PICTURES) != OFF;
}

struct picture_facts
album_facts(void *album, const struct figure *f)
{
	const struct picture *p = find_or_add(album, f->url);
	bool small = p->width && p->width <= ALBUM_LOGO_MAX &&
	             p->height <= ALBUM_LOGO_MAX;

	return (struct picture_facts){
		.width = p->width,
		.height = p->height,
		.why = p->state == NONE ? _(p->why) : NULL,
		.hidden = small && !f->caption.n && !f->credit.n,
	};
}

const char *
album_why(const struct album *a, struct span url)
{
	const struct picture *p = find(a, url);

	return p && p->state == NONE ? p->why : NULL;
}

/* Pixels at the longer side that the place has use for. */
static int
side_for(const struct album_ask *ask)
{
	int across = 2 * ask->cols, down = 2 * ask->rows;

	return shelf_side(across > down ? across : down);
}

static void
set_none(struct picture *p, const char *why)
{
	p->state = NONE;
	free(p->why);
	p->why = xstrdup(why);
}

/* What an article's pictures may cost is counted anew for each article. */
static bool
may_spend(struct album *a, const struct album_ask *ask)
{
	if (a->spent_on != ask->article) {
		a->spent_on = ask->article;
		a->spent = 0;
	}
	return a->spent < conf_int(ask->options, OPT_PICTURE_BUDGET);
}

static void
order(struct album *a, struct picture *p, const struct album_ask *ask, int side)
{
	struct str word = { 0 };

	word_write(&word, span_of(p->url));
	p->seq = client_order(a->client, "picture %" PRId64 " %d %s",
	    ask->article, side, str_z(&word));
	str_release(&word);
	p->article = ask->article;
	p->side = side;
	p->state = ASKED;
	a->under_way++;
}

void
album_want(struct album *a, const struct album_ask *ask)
{
	struct picture *p = find_or_add(a, ask->url);
	int side = side_for(ask);

	if (p->state == NONE || p->state == ASKED || !a->client ||
	    a->under_way >= ALBUM_AT_ONCE)
		return;
	if (p->state == HERE &&
	    (p->side >= side ||
	        (p->width && p->width <= p->side && p->height <= p->side)))
		return;
	if (shelf_has(&a->shelf, ask->url, side)) {
		p->side = side;
		p->state = HERE;
		return;
	}
	if (p->state == UNKNOWN && !may_spend(a, ask))
		set_none(p, N_("over the budget"));
	else
		order(a, p, ask, side);
}

/* --- cells -------------------------------------------------------------- */

/* The mosaics used longest ago make room. */
static void
make_room(struct album *a, size_t cells)
{
	while (a->cells && a->cells + cells > ALBUM_CELLS_MAX) {
		struct picture *oldest = NULL;

		for (struct picture *p = a->first; p; p = p->next)
			if (p->mosaic.cell &&
			    (!oldest || p->used < oldest->used))
				oldest = p;
		drop_mosaic(a, oldest);
	}
}

static void
make(struct album *a, struct picture *p, const struct album_ask *ask,
    const struct pixels *pixels)
{
	struct mosaic_ask how = { .colours = a->look.colours,
		.signs = a->look.signs,
		.light = a->look.light };

	mosaic_size(pixels->width, pixels->height, a->look.cell_w,
	    a->look.cell_h, ask->cols, ask->rows, &how.cols, &how.rows);
	drop_mosaic(a, p);
	make_room(a, (size_t)how.cols * (size_t)how.rows);
	mosaic_make(&p->mosaic, pixels, &how);
	a->cells += (size_t)p->mosaic.cols * (size_t)p->mosaic.rows;
	p->place_cols = ask->cols;
	p->place_rows = ask->rows;
}

const struct mosaic *
album_mosaic(struct album *a, const struct album_ask *ask)
{
	struct picture *p = find_or_add(a, ask->url);
	struct pixels pixels = { 0 };
	bool exact;

	if (p->state == NONE || (p->state == UNKNOWN && !p->width))
		return NULL;
	p->used = ++a->clock;
	if (p->mosaic.cell && p->place_cols == ask->cols &&
	    p->place_rows == ask->rows)
		return &p->mosaic;
	if (!shelf_get(&a->shelf, ask->url, side_for(ask), &pixels, &exact))
		return NULL;
	make(a, p, ask, &pixels);
	pixels_release(&pixels);
	return &p->mosaic;
}

/* --- answers ------------------------------------------------------------ */

static struct picture *
find_order(const struct album *a, int64_t seq)
{
	for (struct picture *p = a->first; p; p = p->next)
		if (p->state == ASKED && p->seq == seq)
			return p;
	return NULL;
}

bool
album_answered(struct album *a, int64_t seq, struct span why)
{
	struct picture *p = find_order(a, seq);
	int side;

	if (!p)
		return false;
	a->under_way--;
	side = p->side;
	drop_mosaic(a, p);
	if (why.n) {
		char *word = span_dup(why);

		set_none(p, word);
		free(word);
	} else {
		look_up(a, p);
		p->side = side;
	}
	return true;
}

void
album_spent(struct album *a, int64_t seq, int64_t bytes)
{
	const struct picture *p = find_order(a, seq);

	if (p && p->article == a->spent_on)
		a->spent += bytes;
}

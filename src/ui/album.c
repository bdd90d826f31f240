#include "config.h"

#include "ui/album.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/dotfile.h"
#include "desk/client.h"
#include "pict/kitty.h"

enum state {
	UNKNOWN, /* nobody has looked */
	ASKED,   /* the desk is at it */
	HERE,    /* on the shelf, in this size or another */
	NONE     /* why says why */
};

/* choices of the option "pictures" */
enum { AUTO, CELLS, KITTY, SIXEL, OFF };

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
	/* Not on the shelf when this frame was begun: a frame has all of it or
	 * nothing, also when it comes meanwhile. */
	bool missed;
	int id; /* kitty's number; 0: none yet */
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
	for (int i = 0; i < ALBUM_HELD; i++)
		pixels_release(&a->held[i].pixels);
	shelf_release(&a->shelf);
}

void
album_look(struct album *a, const struct album_look *look)
{
	const struct album_look *now = &a->look;

	if (now->colours == look->colours && now->signs == look->signs &&
	    now->light == look->light && now->pixels == look->pixels &&
	    now->cell_w == look->cell_w && now->cell_h == look->cell_h)
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
	p->missed = false;
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
	return !a->hidden && a->shelf.dir.n &&
	       conf_choice(options, OPT_PICTURES) != OFF;
}

enum album_pixels
album_mode(const struct album *a, const struct options *options)
{
	int choice = conf_choice(options, OPT_PICTURES);

	/* Without the size of a cell, pixels would not fill their place. */
	if (!a->look.cell_w || !a->look.cell_h || !a->look.colours)
		return PIXELS_NONE;
	if (choice == AUTO)
		return a->look.pixels;
	return choice == KITTY   ? PIXELS_KITTY
	       : choice == SIXEL ? PIXELS_SIXEL
	                         : PIXELS_NONE;
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
side_for(const struct album *a, const struct album_ask *ask)
{
	enum album_pixels mode = album_mode(a, ask->options);
	int across = 2 * ask->cols, down = 2 * ask->rows, most;

	if (mode != PIXELS_NONE) {
		across = a->look.cell_w * ask->cols;
		down = a->look.cell_h * ask->rows;
	}
	most = across > down ? across : down;
	if (mode == PIXELS_KITTY && most > ALBUM_KITTY_SIDE)
		most = ALBUM_KITTY_SIDE;
	return shelf_side(most);
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
	int side = side_for(a, ask);

	p->missed = false;
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
		if (!oldest)
			break;
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
	if (p->missed || !shelf_get(&a->shelf, ask->url, side_for(a, ask),
	                     &pixels, &exact)) {
		p->missed = true;
		return NULL;
	}
	make(a, p, ask, &pixels);
	pixels_release(&pixels);
	return &p->mosaic;
}

/* --- pixels ------------------------------------------------------------- */

static struct held *
find_held(struct album *a, uint64_t key)
{
	struct held *oldest = &a->held[0];

	for (int i = 0; i < ALBUM_HELD; i++) {
		struct held *h = &a->held[i];

		if (h->pixels.rgb && h->key == key)
			return h;
		if (h->used < oldest->used)
			oldest = h;
	}
	pixels_release(&oldest->pixels);
	oldest->key = key;
	return oldest;
}

/* Names a picture and all that its look depends on. */
static uint64_t
key_of(const struct picture *p, const struct mosaic *m, const struct album *a)
{
	uint64_t size = (uint64_t)m->cols << 48 | (uint64_t)m->rows << 32 |
	                (uint64_t)a->look.cell_w << 16 |
	                (uint64_t)a->look.cell_h;

	return (p->hash ^ size * 0x9e3779b97f4a7c15u ^ (uint64_t)p->side) | 1;
}

/* As many pixels as the cells have. */
static void
scale(const struct album *a, struct pixels *p, const struct mosaic *m)
{
	int w = m->cols * a->look.cell_w, h = m->rows * a->look.cell_h;
	struct pixels made;

	if (w > PIXELS_SIDE_MAX || h > PIXELS_SIDE_MAX)
		return;
	pixels_scale(&made, p, w, h);
	pixels_release(p);
	*p = made;
}

/* Numbers come round again: who has one longest loses it. */
static void
number(struct album *a, struct picture *p)
{
	if (p->id)
		return;
	a->last_id = a->last_id < KITTY_FIRST_ID || a->last_id == KITTY_LAST_ID
	                 ? KITTY_FIRST_ID
	                 : a->last_id + 1;
	for (struct picture *q = a->first; q; q = q->next)
		if (q->id == a->last_id)
			q->id = 0;
	p->id = a->last_id;
}

const struct pixels *
album_pixels(struct album *a, const struct album_ask *ask,
    const struct mosaic *m, uint64_t *key, int *id)
{
	enum album_pixels mode = album_mode(a, ask->options);
	struct picture *p = find_or_add(a, ask->url);
	struct held *h;
	bool exact;

	if (mode == PIXELS_NONE || m->cols > KITTY_SIDE_MAX ||
	    m->rows > KITTY_SIDE_MAX)
		return NULL;
	if (mode == PIXELS_KITTY)
		number(a, p);
	*id = mode == PIXELS_KITTY ? p->id : 0;
	*key = key_of(p, m, a);
	h = find_held(a, *key);
	h->used = ++a->clock;
	if (h->pixels.rgb)
		return &h->pixels;
	if (!shelf_get(
	        &a->shelf, ask->url, side_for(a, ask), &h->pixels, &exact))
		return NULL;
	if (mode == PIXELS_SIXEL)
		scale(a, &h->pixels, m);
	return &h->pixels;
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

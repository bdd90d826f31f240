/*
 * album: the pictures of the articles that are being read.
 *
 * For ui.  Knows of each picture whether it is on the shelf, on its way, or why
 * there is none; has the desk fetch what a section wants to see, a few at a
 * time; makes cells of what is on the screen and forgets the oldest.  No
 * terminal.
 */
#ifndef UI_ALBUM_H
#define UI_ALBUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "conf/conf.h"
#include "doc/layout.h"
#include "pict/mosaic.h"
#include "store/shelf.h"

enum {
	ALBUM_AT_ONCE = 4,         /* orders under way */
	ALBUM_PICTURES_MAX = 1000, /* that are kept in mind */
	ALBUM_CELLS_MAX = 200000,  /* in all mosaics */
	ALBUM_HELD = 8,            /* pictures whose pixels are held */
	ALBUM_KITTY_SIDE = 640,    /* pixels that are sent of one */
	ALBUM_LOGO_MAX = 64        /* pixels; a smaller picture without a
	                              caption is a mark of somebody */
};

struct client;
struct picture;

/* How the terminal shows pixels. */
enum album_pixels { PIXELS_NONE, PIXELS_KITTY, PIXELS_SIXEL };

/* How cells show pictures; the app keeps it up to date. */
struct album_look {
	int colours;
	enum mosaic_signs signs;
	bool light;
	enum album_pixels pixels; /* that the terminal says it has */
	int cell_w, cell_h;       /* pixels of a cell; 0: not known */
};

/* The pixels of a picture in one size. */
struct held {
	uint64_t key, used;
	struct pixels pixels;
};

struct album {
	struct shelf shelf;
	struct client *client; /* NULL: no desk */
	struct album_look look;
	int64_t now;
	bool hidden;   /* the person wants to see none */
	uint64_t seen; /* span_hash of the first picture on the page */
	struct picture *first;
	size_t n, under_way;
	size_t cells;   /* in all mosaics */
	uint64_t clock; /* of their use */
	struct held held[ALBUM_HELD];
	int last_id;      /* kitty's number that was given last */
	int64_t spent_on; /* the article that ... */
	int64_t spent;    /* ... so many bytes were fetched for */
};

void album_init(struct album *a, const char *cache_dir);
void album_release(struct album *a);
/* Cells look another way: they are made anew. */
void album_look(struct album *a, const struct album_look *look);

/* Whose picture is wanted, and how large. */
struct album_ask {
	int64_t article;
	const struct options *options; /* of its feed */
	struct span url;
	int cols, rows; /* of its place */
};

/* Whether articles with these options show pictures now. */
bool album_shows(const struct album *a, const struct options *options);
/* What is known for a layout (layout_ask.facts; data is the album). */
struct picture_facts album_facts(void *album, const struct figure *f);
/* Has the picture fetched, unless it is there, is on its way, is none, or
 * others must come first. */
void album_want(struct album *a, const struct album_ask *ask);
/* The picture as cells that fill its place one way or both; made on the first
 * call.  NULL while there is none; album_why says why.  Valid until the next
 * call. */
const struct mosaic *album_mosaic(struct album *a, const struct album_ask *ask);
/* How pictures are shown with these options: by pixels or by cells. */
enum album_pixels album_mode(
    const struct album *a, const struct options *options);
/*
 * The pixels of a picture for m, its cells, in the size of those cells; *key
 * names both, *id is kitty's number (PIXELS_KITTY).  NULL: cells are all that
 * can be had.  Valid while no more than ALBUM_HELD are asked for.
 */
const struct pixels *album_pixels(struct album *a, const struct album_ask *ask,
    const struct mosaic *m, uint64_t *key, int *id);
/* Why there is none, untranslated; NULL when it may come. */
const char *album_why(const struct album *a, struct span url);

/* The desk has answered an order; false: it was none of ours.  why: empty when
 * all went well. */
bool album_answered(struct album *a, int64_t seq, struct span why);
/* So many bytes were fetched for an order. */
void album_spent(struct album *a, int64_t seq, int64_t bytes);

#endif

/*
 * plotter: pictures by their pixels, over the cells that curses has painted.
 *
 * For ui/paint and tests.  Curses knows nothing of them: what has changed its
 * place is first painted over by its cells, and then printed where it is now.
 * A plate that something else lies on is left out: its cells show.  No curses
 * here; the bytes are the caller's to write.
 */
#ifndef UI_PLOTTER_H
#define UI_PLOTTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "pict/sixel.h"
#include "ui/canvas.h"

enum { PLOTTER_PLATES = 8 };

/* {0} is ready. */
struct plotter {
	int colours; /* of sixel; 0: 256 */
	struct sheet_plate shown[PLOTTER_PLATES];
	size_t n;
	bool moved[PLOTTER_PLATES]; /* to be printed */
	struct {
		uint64_t key, used;
		struct sixel sixel;
	} made[PLOTTER_PLATES];
	uint64_t clock;
	uint64_t sent[256]; /* by kitty's numbers: the key of what has it */
	bool any_sent;
};

void plotter_release(struct plotter *p);
/* The terminal holds nothing of ours any more. */
void plotter_forget(struct plotter *p);
/*
 * Before the cells are painted: appends what must be sent before them, and
 * calls wipe for each stretch of rows whose cells must be written anew.
 */
void plotter_before(struct plotter *p, const struct sheet *sheet,
    struct str *out, void (*wipe)(int row, int rows));
/* After it: appends what is to be printed now. */
void plotter_after(struct plotter *p, struct str *out);
/* Whether plotter_after has something to print. */
bool plotter_prints(const struct plotter *p);
/* Appends what takes everything back, before the end. */
void plotter_end(struct plotter *p, struct str *out);

#endif

/*
 * reports: what came of asking feeds, since the reader began.
 *
 * For ui.  The desk tells it feed by feed; what is asked in one go is a round.
 * The oldest are forgotten, so that a reader that is left open for weeks does
 * not grow.
 */
#ifndef UI_REPORTS_H
#define UI_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"

enum { REPORTS_MAX = 5000 };

enum report_how {
	REPORT_READ,
	REPORT_SAME,
	REPORT_FAILED,
	REPORT_HELD,
	REPORT_SPARED,
	REPORT_KINDS
};

struct report {
	int64_t feed, when, added, bytes;
	enum report_how how;
	unsigned round;
	char *error; /* NULL: none */
};

/* {0} is ready. */
struct reports {
	struct report *item; /* oldest first */
	size_t n, cap;
	unsigned round;   /* of the last one */
	bool open;        /* it goes on */
	uint64_t version; /* changes with each */
};

/* An event "asked" (desk/order.h); one that says nothing known is dropped. */
void reports_add(struct reports *r, const struct record *e, int64_t now);
/* Whatever is asked next is another round. */
void reports_close(struct reports *r);
void reports_release(struct reports *r);

#endif

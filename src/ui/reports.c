#include "config.h"

#include "ui/reports.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* As the desk calls them. */
static const char *const names[REPORT_KINDS] = {
	[REPORT_READ] = "read",
	[REPORT_SAME] = "same",
	[REPORT_FAILED] = "failed",
	[REPORT_HELD] = "held",
	[REPORT_SPARED] = "spared",
};

/* A tenth at once, so that it is not done for each. */
static void
forget(struct reports *r)
{
	size_t n = REPORTS_MAX / 10;

	for (size_t i = 0; i < n; i++)
		free(r->item[i].error);
	r->n -= n;
	memmove(r->item, r->item + n, r->n * sizeof(*r->item));
}

void
reports_add(struct reports *r, const struct record *e, int64_t now)
{
	struct span how = record_field(e, 2), error = record_field(e, 5);
	int kind = 0;

	while (kind < REPORT_KINDS && !span_is(how, names[kind]))
		kind++;
	if (kind == REPORT_KINDS || record_num(e, 1, 0) < 1)
		return;
	if (r->n == REPORTS_MAX)
		forget(r);
	if (!r->open)
		r->round++;
	r->open = true;
	r->version++;
	vec_room(&r->item, r->n, &r->cap);
	r->item[r->n++] = (struct report){
		.feed = record_num(e, 1, 0),
		.when = now,
		.added = record_num(e, 3, 0),
		.bytes = record_num(e, 4, 0),
		.how = (enum report_how)kind,
		.round = r->round,
		.error = error.n ? span_dup(error) : NULL,
	};
}

void
reports_close(struct reports *r)
{
	r->open = false;
}

void
reports_release(struct reports *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->item[i].error);
	free(r->item);
	*r = (struct reports){ 0 };
}

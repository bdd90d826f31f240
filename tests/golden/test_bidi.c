/*
 * Text from right to left -> lines in the order of the cells.
 *
 * The files say what stands in the cells: an editor that puts such text in
 * order shows them turned round.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/bidi.h"
#include "golden.h"
#include "lines.h"

static void
make(struct str *out, struct span bytes, const char *form)
{
	struct layout_ask ask = {
		.width = atoi(form),
		.links = true,
		.page_rows = 24,
		.bidi = true,
		.justify = strchr(form, 'j') != NULL,
	};

	lines_add(out, bytes, &ask);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "40", "72", "40j", NULL };
	static const struct golden golden = { "tests/golden/bidi", ".html",
		NULL, forms, make };

	if (!bidi_able()) {
		printf("1..0 # SKIP built without fribidi\n");
		return 0;
	}
	return golden_main(&golden, argc, argv);
}

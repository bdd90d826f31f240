/* Fragments of HTML -> lines, at three widths, ragged and justified. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "lines.h"

static void
make(struct str *out, struct span bytes, const char *form)
{
	struct layout_ask ask = {
		.width = atoi(form),
		.links = true,
		.page_rows = 24,
		.justify = strchr(form, 'j') != NULL,
	};

	lines_add(out, bytes, &ask);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "40", "72", "120", "72j", NULL };
	static const struct golden golden = { "tests/golden/lines", ".html",
		NULL, forms, make };

	return golden_main(&golden, argc, argv);
}

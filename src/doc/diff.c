#include "config.h"

#include "doc/diff.h"

#include "doc/diffing.h"

struct doc *
diff_docs(const struct doc *old, const struct doc *now)
{
	size_t steps = DIFF_STEPS_MAX;
	struct units a = { 0 }, b = { 0 };
	struct doc *d;

	units_take(&a, old);
	units_take(&b, now);
	units_pair(&a, &b, &steps);
	d = diff_build(old, now, &a, &b, &steps);
	units_release(&a);
	units_release(&b);
	return d;
}

void
diff_line(struct doc *d, struct block *b, struct span old, struct span now)
{
	size_t steps = DIFF_STEPS_MAX;
	struct source was, is;

	source_take_plain(&was, old);
	source_take_plain(&is, now);
	source_merge(d, b, &was, &is, false, &steps);
	source_release(&was);
	source_release(&is);
}

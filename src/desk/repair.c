#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "base/record.h"
#include "desk/rooms.h"
#include "store/repair.h"

static void
print_line(struct str *line)
{
	record_end(line);
	fwrite(str_z(line), 1, line->n, stdout);
	fflush(stdout);
	str_release(line);
}

static void
on_doing(void *data, const char *doing, int64_t done)
{
	struct str line = { 0 };

	(void)data;
	record_begin(&line, "doing");
	record_z(&line, doing);
	record_int(&line, done);
	print_line(&line);
}

static void
print_result(const struct repair *r)
{
	const int64_t counts[] = { r->feeds, r->articles, r->texts, r->tags,
		r->notes, r->carved, r->lost_articles, r->lost_texts,
		r->nameless };
	struct str line = { 0 };

	record_begin(&line, r->sound ? "sound" : "repaired");
	if (!r->sound) {
		record_z(&line, r->why);
		record_span(&line, str_span(&r->kept));
		for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
			record_int(&line, counts[i]);
	}
	print_line(&line);
}

int
desk_repair(const char *store)
{
	struct repair r = { 0 };
	struct err err = { 0 };
	struct str line = { 0 };
	int alone = owner_alone(store, &err);
	bool ok = alone >= 0 && repair_store(store, &r, on_doing, NULL, &err);

	if (ok) {
		print_result(&r);
	} else {
		record_begin(&line, "failed");
		record_z(&line, err.text);
		print_line(&line);
	}
	repair_release(&r);
	if (alone >= 0)
		owner_together(store, alone);
	return ok ? 0 : 1;
}

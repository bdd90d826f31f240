/* Any bytes as an export: each line becomes a record, whole or bad; what was
 * taken is written as a line that gives the same record again. */
#include "config.h"

#include "base/utf8.h"
#include "feed/archive.h"
#include "fuzz.h"

enum { INPUT_MAX = 65536 };

static void
check_row(const struct archive_row *row, struct span record)
{
	struct str line = { 0 }, again = { 0 };
	struct span rest;

	archive_write(&line, row);
	rest = str_span(&line);
	MUST(utf8_valid(rest));
	MUST(span_chr(rest, '\n') == rest.n - 1);
	for (size_t i = 0; i + 1 < rest.n; i++)
		MUST((unsigned char)rest.s[i] >= ' ' && rest.s[i] != 0x7f);
	archive_read(&again, rest, row->line);
	MUST(span_eq(str_span(&again), record));
	str_release(&line);
	str_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes =
	    span_n((const char *)data, size < INPUT_MAX ? size : INPUT_MAX);
	struct str records = { 0 };
	struct record r = { 0 };
	struct err err = { 0 };
	struct span rest, from;

	archive_read(&records, bytes, 1);
	rest = from = str_span(&records);
	while (record_next(&r, &rest, &err)) {
		struct archive_row row;

		MUST(record_num(&r, 1, 0) > 0);
		if (record_is(&r, "bad"))
			MUST(r.n == 3 && record_field(&r, 2).n > 0);
		else if (archive_row_of(&row, &r))
			check_row(&row, span_head(from, from.n - rest.n));
		else
			MUST(false);
		from = rest;
	}
	MUST(err.code == ERR_NONE);
	record_release(&r);
	str_release(&records);
	return 0;
}

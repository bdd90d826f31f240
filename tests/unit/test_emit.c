#include "config.h"

#include "cmd/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* What has been written, as a string. */
struct sheet {
	struct emit e;
	char *text;
	size_t n;
};

static struct sheet
sheet(void)
{
	return (struct sheet){ 0 };
}

static void
start(struct sheet *s)
{
	s->e.to = open_memstream(&s->text, &s->n);
	assert_non_null(s->e.to);
}

static void
expect(struct sheet *s, const char *text)
{
	assert_true(emit_done(&s->e));
	fclose(s->e.to);
	assert_string_equal(s->text, text);
	free(s->text);
}

static void
test_json(void **state)
{
	struct sheet s = sheet();

	(void)state;
	start(&s);
	emit_object(&s.e, NULL);
	emit_z(&s.e, "title", "A \"quiet\" day\\");
	emit_text(&s.e, "none", SPAN(""));
	emit_array(&s.e, "n");
	emit_int(&s.e, NULL, -1);
	emit_bool(&s.e, NULL, true);
	emit_end_array(&s.e);
	emit_array(&s.e, "empty");
	emit_end_array(&s.e);
	emit_time(&s.e, "at", 86400);
	emit_time(&s.e, "never", 0);
	emit_end_object(&s.e);
	expect(&s, "{\n \"title\": \"A \\\"quiet\\\" day\\\\\",\n"
	           " \"n\": [\n  -1,\n  true\n ],\n \"empty\": [],\n"
	           " \"at\": \"1970-01-02T00:00:00Z\"\n}\n");
}

static void
test_nothing_drives_a_terminal(void **state)
{
	struct sheet s = sheet();

	(void)state;
	start(&s);
	emit_array(&s.e, NULL);
	emit_text(&s.e, NULL,
	    SPAN("a\033[2Jb\tc\nd\x7f\xc2\x9b"
	         "e\xe2\x80\xae"
	         "f\xe2\x81\xa6g\xff\xc3\xa9"));
	emit_end_array(&s.e);
	expect(&s, "[\n \"a[2Jb\\tc\\ndefg\xef\xbf\xbd\xc3\xa9\"\n]\n");
}

static void
test_fields(void **state)
{
	struct sheet s = sheet();

	(void)state;
	start(&s);
	emit_field(&s.e, SPAN("a\tb\nc"));
	emit_field_int(&s.e, 7);
	emit_line(&s.e);
	emit_field(&s.e, SPAN("\"q\""));
	emit_line(&s.e);
	emit_plain(&s.e, SPAN("two\nlines\n\033"));
	expect(&s, "a b c\t7\n\"q\"\ntwo\nlines\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_nothing_drives_a_terminal),
		cmocka_unit_test(test_fields),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Character sets: which one it is, and what comes out of it. */
#include "config.h"

#include "doc/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

struct sample {
	const char *bytes, *http, *text, *used;
	bool override;
};

/* The text of the bytes, read as a desk would: asked for a converter, it
 * opens one. */
static void
check(const struct sample *s, size_t n)
{
	struct charset_ask ask = {
		.bytes = span_n(s->bytes, n),
		.http = s->http ? span_of(s->http) : span_n(NULL, 0),
		.borrow = true,
	};
	struct charset_answer a;
	struct charset *have = NULL;
	struct str out = { 0 };
	struct span got;

	if (charset_to_utf8(&out, &ask, &a) == CHARSET_NEED) {
		struct err err;

		have = ask.have = charset_open(a.need, &err);
		if (!have) {
			print_message("# no %s here\n", a.need);
			return;
		}
		assert_int_equal(charset_to_utf8(&out, &ask, &a), CHARSET_OK);
	}
	got = a.borrowed.s ? a.borrowed : str_span(&out);
	if (!span_is(got, s->text))
		print_error("%.*s\nis not\n%s\n", SPAN_ARG(got), s->text);
	assert_true(span_is(got, s->text));
	assert_string_equal(a.used, s->used);
	assert_int_equal(a.override, s->override);
	charset_close(have);
	str_release(&out);
}

#define XML(name) "<?xml version='1.0' encoding='" name "'?>"
#define READS(bytes, http, text, used, override)                     \
	check(&(struct sample){ bytes, http, text, used, override }, \
	    sizeof(bytes) - 1)

/* RFC 7303: the mark, then the protocol, then the declaration. */
static void
test_order(void **state)
{
	(void)state;
	READS("\xef\xbb\xbf" XML("koi8-r") "\xc3\xa9", "windows-1251",
	    XML("koi8-r") "\xc3\xa9", "utf-8", true);
	READS(XML("koi8-r") "\xc1", "windows-1251", XML("koi8-r") "\xd0\x91",
	    "windows-1251", true);
	READS(XML("koi8-r") "\xc1", NULL, XML("koi8-r") "\xd0\xb0", "koi8-r",
	    false);
	READS("\xc3\xa9", NULL, "\xc3\xa9", "utf-8", false);
	READS("\xe9", NULL, "\xc3\xa9", "windows-1252", false);
	READS("\xc1", "no-such-set", "\xc3\x81", "windows-1252", false);
}

/* What is declared and what is there. */
static void
test_wrong_word(void **state)
{
	(void)state;
	READS(XML("iso-8859-1") "\x93q\x94 \x80", NULL,
	    XML("iso-8859-1") "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x82\xac",
	    "windows-1252", false);
	READS(XML("iso-8859-1") "caf\xc3\xa9", NULL,
	    XML("iso-8859-1") "caf\xc3\xa9", "utf-8", true);
	READS(XML("utf-8") "caf\xe9", NULL, XML("utf-8") "caf\xc3\xa9",
	    "windows-1252", true);
	READS(XML("utf-16") "caf\xc3\xa9", NULL, XML("utf-16") "caf\xc3\xa9",
	    "utf-8", true);
	/* A slip in much good text is a slip. */
	READS("\xc3\xa9\xc3\xa9\xff!", NULL, "\xc3\xa9\xc3\xa9\xef\xbf\xbd!",
	    "utf-8", false);
	/* Cut off within a character, which is no reason for another set. */
	READS(XML("utf-8") "cut \xe2\x82", NULL,
	    XML("utf-8") "cut \xef\xbf\xbd", "utf-8", false);
}

static void
test_wide(void **state)
{
	static const char *const http[] = { NULL, "utf-8", "iso-8859-1",
		"utf-16", "utf-16le", "utf-16be", "utf-32", "ucs-4" };

	(void)state;
	for (size_t i = 0; i < sizeof(http) / sizeof(*http); i++) {
		/* Without a mark, by the pattern of the first sign. */
		READS("<\0a\0>\0\xe9\0", http[i], "<a>\xc3\xa9", "utf-16le",
		    false);
		READS("\0<\0a\0>\0\xe9", http[i], "<a>\xc3\xa9", "utf-16be",
		    false);
		READS("<\0\0\0a\0\0\0", http[i], "<a", "utf-32le", false);
		READS("\0\0\0<\0\0\0a", http[i], "<a", "utf-32be", false);
	}
	/* Pairs, halves of pairs, NUL, and an odd byte at the end. */
	READS("\xff\xfe<\0\x3d\xd8\x00\xde\x3d\xd8x\0\0\0y", NULL,
	    "<\xf0\x9f\x98\x80\xef\xbf\xbdx", "utf-16le", false);
}

/* A server that says the wrong set, and an author who says the right one. */
static void
test_wrong_server(void **state)
{
	(void)state;
	READS(XML("koi8-r") "\xf6", "utf-8", XML("koi8-r") "\xd0\x96", "koi8-r",
	    true);
	READS(XML("shift_jis") "\x92\x86", "utf-8",
	    XML("shift_jis") "\xe4\xb8\xad", "shift_jis", true);
	READS(XML("utf-8") "caf\xe9", "utf-8", XML("utf-8") "caf\xc3\xa9",
	    "windows-1252", true);
	/* A short word of two bytes may be UTF-8 by chance. */
	READS(XML("big5") "\xc7\xb4", NULL, XML("big5") "\xe3\x82\xb8", "big5",
	    false);
	READS(XML("big5") "\xe4\xb8\xad", NULL, XML("big5") "\xe4\xb8\xad",
	    "utf-8", true);
}

static void
test_broken_utf8(void **state)
{
	(void)state;
	/* Pairs of UTF-16 within UTF-8, and a half of one. */
	READS("a\xed\xa0\xbd\xed\xb8\x80z \xed\xa0\xbd", NULL,
	    "a\xf0\x9f\x98\x80z \xef\xbf\xbd", "utf-8", false);
	READS("\xc3\xa9 a\0z", NULL, "\xc3\xa9 az", "utf-8", false);
	/* Twice encoded, when all of it is. */
	READS("Caf\xc3\x83\xc2\xa9 \xc3\xa2\xe2\x82\xac\xe2\x84\xa2s", NULL,
	    "Caf\xc3\xa9 \xe2\x80\x99s", "utf-8", true);
	READS("One \xc3\x83\xc2\xa9 is what it is", NULL,
	    "One \xc3\x83\xc2\xa9 is what it is", "utf-8", false);
	READS("Caf\xc3\x83\xc2\xa9, Caf\xc3\x83\xc2\xa9 and caf\xc3\xa9", NULL,
	    "Caf\xc3\x83\xc2\xa9, Caf\xc3\x83\xc2\xa9 and caf\xc3\xa9", "utf-8",
	    false);
}

/* EBCDIC says which one it is in EBCDIC. */
static void
test_ebcdic(void **state)
{
	(void)state;
	/* <?xml encoding='cp273'?>, then 0x4a, an A umlaut in that one. */
	READS("\x4c\x6f\xa7\x94\x93\x40\x85\x95\x83\x96\x84\x89\x95\x87\x7e\x7d"
	      "\x83\x97\xf2\xf7\xf3\x7d\x6f\x6e\x4a",
	    NULL, "<?xml encoding='cp273'?>\xc3\x84", "ibm273", false);
	READS("\x4c\x6f\xa7\x94\x4a", NULL, "<?xm\xc2\xa2", "cp037", false);
	READS("\x4c\x6f\xa7\x94\x4a", "cp273", "<?xm\xc3\x84", "ibm273", false);
}

/* Every label names a set that has its own name among the labels, and can be
 * opened wherever iconv is as rich as glibc's. */
static void
test_table(void **state)
{
	static const char *const labels[] = {
#define CHARSET(label, name, iconv) label,
#include "doc/charsets.def"
#undef CHARSET
	};
	size_t n = sizeof(labels) / sizeof(*labels), missing = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const char *name = charset_known(span_of(labels[i]));
		struct charset *c;
		struct err err;

		assert_non_null(name);
		assert_true(i == 0 || strcmp(labels[i - 1], labels[i]) < 0);
		assert_string_equal(name, charset_known(span_of(name)));
		c = charset_open(name, &err);
		missing += !c;
		charset_close(c);
	}
#ifdef __GLIBC__
	assert_int_equal(missing, 0);
#endif
	/* A short word is no national variant of ASCII. */
	assert_null(charset_known(SPAN("de")));
	assert_null(charset_known(SPAN("../../etc/passwd")));
	assert_null(charset_known(SPAN("utf-8//translit")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_wrong_word),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_wrong_server),
		cmocka_unit_test(test_broken_utf8),
		cmocka_unit_test(test_ebcdic),
		cmocka_unit_test(test_table),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}

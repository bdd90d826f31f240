#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"

static void
test_spans(void **state)
{
	struct span none = { 0 }, rest;

	(void)state;
	assert_int_equal(span_of(NULL).n, 0);
	assert_true(span_eq(none, SPAN("")));
	assert_true(span_is(none, ""));
	assert_true(span_is(span_from(SPAN("abc"), 1), "bc"));
	assert_int_equal(span_from(SPAN("abc"), 9).n, 0);
	assert_int_equal(span_from(none, 9).n, 0);
	assert_true(span_is(span_head(SPAN("abc"), 2), "ab"));
	assert_true(span_is(span_head(SPAN("abc"), 9), "abc"));
	assert_true(span_is(span_trim(SPAN(" \t\r\n\fa b\n ")), "a b"));
	assert_int_equal(span_trim(SPAN("  ")).n, 0);
	assert_true(span_iis(SPAN("CaSe"), "cAsE"));
	assert_false(span_iis(SPAN("É"), "é"));
	assert_true(span_starts(SPAN("abc"), "ab"));
	assert_false(span_starts(SPAN("a"), "ab"));
	assert_true(span_istarts(SPAN("ABC"), "ab"));
	assert_true(span_ends(SPAN("abc"), "bc"));
	assert_false(span_ends(SPAN("c"), "bc"));
	assert_true(span_cmp(SPAN("a"), SPAN("ab")) < 0);
	assert_true(span_cmp(SPAN("b"), SPAN("ab")) > 0);
	assert_true(span_cmp(SPAN("\xff"), SPAN("a")) > 0);
	assert_int_equal(span_cmp(none, SPAN("")), 0);
	rest = SPAN("a::b");
	assert_true(span_is(span_cut(&rest, ':'), "a"));
	assert_int_equal(span_cut(&rest, ':').n, 0);
	assert_non_null(rest.s);
	assert_true(span_is(span_cut(&rest, ':'), "b"));
	assert_null(rest.s);
}

static void
test_lists(void **state)
{
	struct span tags = SPAN("harbour, night bus ,,Tide");

	(void)state;
	assert_true(span_lists(tags, ',', SPAN("harbour")));
	assert_true(span_lists(tags, ',', SPAN("Night Bus")));
	assert_true(span_lists(tags, ',', SPAN("tide")));
	assert_false(span_lists(tags, ',', SPAN("night")));
	assert_false(span_lists(tags, ',', SPAN("buses")));
	assert_false(span_lists(tags, ' ', SPAN("harbour")));
	assert_true(span_lists(tags, ',', SPAN("")));
	assert_false(span_lists(SPAN(""), ',', SPAN("")));
}

static void
test_find(void **state)
{
	struct span none = { 0 };

	(void)state;
	assert_int_equal(span_chr(SPAN("a\0b"), 'b'), 2);
	assert_int_equal(span_chr(SPAN("abc"), 'x'), 3);
	assert_int_equal(span_chr(none, 'x'), 0);
	assert_int_equal(span_find(SPAN("abcabd"), SPAN("abd")), 3);
	assert_int_equal(span_find(SPAN("abc"), SPAN("abcd")), 3);
	assert_int_equal(span_find(SPAN("]]]]]>"), SPAN("]]>")), 3);
	assert_int_equal(span_find(SPAN("a ]] b ]"), SPAN("]]>")), 8);
	assert_int_equal(
	    span_find(SPAN("nine nine signs"), SPAN("nine signs")), 5);
	assert_int_equal(span_find(none, SPAN("a")), 0);
	assert_int_equal(span_find(SPAN("abc"), none), 0);
	assert_int_equal(span_ifind(SPAN("xABc"), SPAN("aBC")), 1);
	assert_int_equal(span_ifind(SPAN("xAB"), SPAN("abc")), 3);
	assert_int_equal(
	    span_ifind(SPAN("0123456[@`{]Zz<AB"), SPAN("<ab")), 14);
	assert_int_equal(span_ifind(SPAN("0123456789zZ"), SPAN("ZZ")), 10);
	assert_int_equal(span_ifind(SPAN("01234567\xc3\xa9"), SPAN("\xa9")), 9);
	assert_int_equal(span_ifind(none, none), 0);
}

static void
test_int(void **state)
{
	static const char *const none[] = { "", "-1", "+1", " 1", "1 ", "1x",
		"9223372036854775808", "99999999999999999999" };
	int64_t v = -1;

	(void)state;
	assert_true(span_int(SPAN("0"), &v));
	assert_int_equal(v, 0);
	assert_true(span_int(SPAN("007"), &v));
	assert_int_equal(v, 7);
	assert_true(span_int(SPAN("9223372036854775807"), &v));
	assert_true(v == INT64_MAX);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(span_int(span_of(none[i]), &v));
}

static void
test_growing(void **state)
{
	struct str t = { 0 };
	char *taken;

	(void)state;
	assert_string_equal(str_z(&t), "");
	assert_null(str_span(&t).s);
	str_cut(&t, 0);
	str_drop(&t, 5);
	str_add(&t, str_span(&t));
	assert_int_equal(t.n, 0);
	str_lit(&t, "abc");
	str_addc(&t, '\0');
	str_addz(&t, "d");
	assert_int_equal(t.n, 5);
	assert_memory_equal(t.s, "abc\0d", 6);
	str_drop(&t, 4);
	assert_string_equal(str_z(&t), "d");
	str_fill(&t, 'x', 1000);
	assert_int_equal(t.n, 1001);
	assert_int_equal(t.s[1001], '\0');
	str_cut(&t, 2000);
	assert_int_equal(t.n, 1001);
	str_cut(&t, 1);
	str_printf(&t, "%s-%d", "é", 7);
	assert_string_equal(str_z(&t), "dé-7");
	str_drop(&t, 99);
	assert_int_equal(t.n, 0);
	taken = str_take(&t);
	assert_string_equal(taken, "");
	free(taken);
	taken = str_take(&t);
	assert_string_equal(taken, "");
	free(taken);
	str_release(&t);
	str_release(&t);
}

static void
test_bytes_by_one(void **state)
{
	struct str t = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++) {
		str_addc(&t, (char)('a' + i % 26));
		assert_true(t.cap > t.n);
	}
	assert_int_equal(t.s[99999], 'a' + 99999 % 26);
	str_release(&t);
}

static void
wish_much(void)
{
	struct str t = { 0 };

	str_reserve(&t, SIZE_MAX / 4 + 1);
}

/* With something in it, the sum once wrapped and the loop had no end. */
static void
wish_more(void)
{
	struct str t = { 0 };

	str_lit(&t, "x");
	str_reserve(&t, SIZE_MAX / 2);
}

static void
wish_all(void)
{
	struct str t = { 0 };

	str_lit(&t, "x");
	str_fill(&t, 'x', SIZE_MAX);
}

static void
wish_product(void)
{
	xreallocarray(NULL, SIZE_MAX / 2, 3);
}

static void
wish_arena(void)
{
	arena_alloc(arena_new(), SIZE_MAX - 3);
}

static void
wish_array(void)
{
	arena_array(arena_new(), SIZE_MAX / 8, 9);
}

/* In a process of its own, which must end by abort() and say why. */
static void
check_dies(void (*fn)(void))
{
	static const struct rlimit none = { 0, 0 }, soon = { 10, 10 };
	char said[64] = "";
	int pipefd[2], status;
	pid_t pid;

	assert_int_equal(pipe(pipefd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		setrlimit(RLIMIT_CORE, &none);
		setrlimit(RLIMIT_CPU, &soon);
		signal(SIGABRT, SIG_DFL);
		dup2(pipefd[1], STDERR_FILENO);
		fn();
		_exit(0);
	}
	close(pipefd[1]);
	assert_true(read(pipefd[0], said, sizeof(said) - 1) > 0);
	close(pipefd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_non_null(strstr(said, "out of memory"));
}

static void
test_out_of_memory(void **state)
{
	(void)state;
	check_dies(wish_much);
	check_dies(wish_more);
	check_dies(wish_all);
	check_dies(wish_product);
	check_dies(wish_arena);
	check_dies(wish_array);
}

static void
test_arena(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 100, 8191, 8192, 8193,
		16384, 100000, 1 };
	struct arena *a = arena_new();
	char *last = NULL;
	size_t sum = 0;

	(void)state;
	for (int i = 0; i < 500; i++) {
		size_t n = sizes[i % 12];
		char *p = arena_alloc(a, n);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(p[k], 0);
		memset(p, 'x', n);
		/* What was given before is not touched. */
		if (last)
			assert_int_equal(*last, 'x');
		last = n ? p : last;
		sum += n;
	}
	assert_true(arena_used(a) >= sum);
	assert_string_equal(arena_strdup(a, "abc"), "abc");
	assert_memory_equal(arena_copy(a, "a\0b", 3), "a\0b", 4);
	assert_string_equal(arena_copy(a, NULL, 0), "");
	assert_true(span_is(span_keep(a, SPAN("abc")), "abc"));
	arena_free(a);
	arena_free(NULL);
}

static void
test_vec(void **state)
{
	int *v = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	while (n < 1000) {
		vec_room(&v, n, &cap);
		assert_true(cap > n);
		v[n] = (int)n;
		n++;
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i], i);
	free(v);
}

static void
test_err(void **state)
{
	struct err err = { 0 };
	struct str longer = { 0 };

	(void)state;
	assert_false(err_set(&err, ERR_NET, "no \x1b[31m%s\n", "way"));
	assert_int_equal(err.code, ERR_NET);
	assert_string_equal(err.text, "no  [31mway ");
	assert_false(err_prefix(&err, "feeds"));
	assert_string_equal(err.text, "feeds: no  [31mway ");
	assert_int_equal(err.code, ERR_NET);
	errno = ENOENT;
	assert_false(err_errno(&err, "%s", "/x"));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_string_equal(err.text, "/x: No such file or directory");
	assert_false(err_set(NULL, ERR_NET, "x"));
	assert_false(err_errno(NULL, "x"));
	assert_false(err_prefix(NULL, "x"));
	/* Too long: cut at a character's edge, wherever it falls. */
	for (int lead = 0; lead < 4; lead++) {
		str_clear(&longer);
		str_fill(&longer, 'x', (size_t)lead);
		for (int i = 0; i < 100; i++)
			str_lit(&longer, "\xf0\x9f\x98\x80");
		err_set(&err, ERR_NET, "%s", str_z(&longer));
		assert_true(utf8_valid(span_of(err.text)));
		assert_true(strlen(err.text) > 190);
		err_prefix(&err, "é");
		assert_true(utf8_valid(span_of(err.text)));
	}
	str_release(&longer);
}

/* What span_until finds eight bytes at a time is what the table says: each
 * byte at each place among others that hide nothing. */
static void
test_until(void **state)
{
	static const unsigned asked[] = { BYTE_CONTROL, BYTE_WHITE, BYTE_BLANK,
		BYTE_MARKUP, BYTE_ESCAPE, BYTE_HIGH, BYTE_LATIN, BYTE_REFERENCE,
		BYTE_BRACE, BYTE_UNSAFE, BYTE_CONTROL | BYTE_LATIN,
		BYTE_CONTROL | BYTE_WHITE | BYTE_ESCAPE };
	char text[21];

	(void)state;
	for (size_t a = 0; a < sizeof(asked) / sizeof(*asked); a++)
		for (int c = 0; c < 256; c++)
			for (size_t at = 0; at < sizeof(text); at++) {
				struct span t = span_n(text, sizeof(text));
				bool has = byte_traits[c] & asked[a];

				memset(text, 'n', sizeof(text));
				text[at] = (char)c;
				assert_int_equal(
				    span_until(t, 0, asked[a]), has ? at : t.n);
				assert_int_equal(
				    span_until(t, at + 1, asked[a]), t.n);
			}
	assert_int_equal(span_until(span_n(NULL, 0), 0, BYTE_BLANK), 0);
}

static void
test_numbers(void **state)
{
	struct str t = { 0 };

	(void)state;
	str_int(&t, 0);
	str_addc(&t, ' ');
	str_int(&t, -70);
	str_addc(&t, ' ');
	str_int(&t, INT64_MAX);
	str_addc(&t, ' ');
	str_int(&t, INT64_MIN);
	assert_string_equal(
	    str_z(&t), "0 -70 9223372036854775807 -9223372036854775808");
	str_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_int),
		cmocka_unit_test(test_growing),
		cmocka_unit_test(test_bytes_by_one),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_vec),
		cmocka_unit_test(test_err),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

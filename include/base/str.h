/*
 * str: owned text that grows, and spans, which borrow.
 *
 * For everybody.  A str always owns, a span never does.  Both may hold any
 * bytes; what is text for people is UTF-8.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Borrowed text.  s may be NULL when n is 0: "there is none". */
struct span {
	const char *s;
	size_t n;
};

/* Owned text.  {0} is empty and ready.  s is NUL-terminated once non-NULL. */
struct str {
	char *s;
	size_t n, cap;
};

/* A span of a string literal; the length is counted by the compiler. */
#define SPAN(lit) ((struct span){ "" lit, sizeof("" lit) - 1 })
/* For printf's "%.*s". */
#define SPAN_ARG(sp) (int)(sp).n, (sp).n ? (sp).s : ""

struct span span_of(const char *s); /* NULL is the empty span */
struct span span_n(const char *s, size_t n);
struct span span_from(struct span t, size_t skip); /* all after skip bytes */
struct span span_head(struct span t, size_t n);    /* at most n bytes */
/* Without ASCII white space (space, tab, CR, LF, FF) at both ends. */
struct span span_trim(struct span t);
bool span_eq(struct span a, struct span b);
bool span_is(struct span a, const char *s);
/* The same without regard to ASCII case. */
bool span_ieq(struct span a, struct span b);
bool span_iis(struct span a, const char *s);
bool span_starts(struct span a, const char *prefix);
bool span_istarts(struct span a, const char *prefix);
bool span_ends(struct span a, const char *suffix);
/* Byte order, shorter first when one is the start of the other. */
int span_cmp(struct span a, struct span b);
/* The place of the byte or of the text; t.n when it is not there. */
size_t span_chr(struct span t, char c);
size_t span_find(struct span t, struct span what);
size_t span_ifind(struct span t, struct span what);
/*
 * Cuts off and returns what stands before the first sep; *rest becomes what
 * follows it, or {NULL, 0} when there was none.
 */
struct span span_cut(struct span *rest, char sep);
/* Whether word is one of those that stand in the list with seps between them;
 * without regard to ASCII case, and to white space around them. */
bool span_lists(struct span list, char sep, struct span word);
/* Holds an ASCII control character (TAB and newline, too). */
bool span_has_control(struct span t);
/* A decimal number of digits only, at most INT64_MAX; false if it is none. */
bool span_int(struct span t, int64_t *out);
/* A NUL-terminated copy: owned by the caller, or by the arena. */
char *span_dup(struct span t);
struct span span_keep(struct arena *a, struct span t);
/* FNV-1a, 64 bits: for tables, never against an enemy. */
uint64_t span_hash(struct span t);
/* The same bytes, the same number, on this machine: eight at a time, for
 * whole files.  Not against those who look for a clash. */
uint64_t span_fingerprint(struct span t);

void str_release(struct str *t);
void str_clear(struct str *t); /* empty, the memory stays */
void str_reserve(struct str *t, size_t more);
void str_add(struct str *t, struct span what);
void str_addn(struct str *t, const char *s, size_t n);
void str_addz(struct str *t, const char *s);
void str_addc(struct str *t, char c);
void str_fill(struct str *t, char c, size_t n);
void str_int(struct str *t, int64_t n); /* in decimal */
void str_printf(struct str *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_vprintf(struct str *t, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Appends a literal; its length is counted by the compiler. */
#define str_lit(t, lit) str_addn((t), "" lit, sizeof("" lit) - 1)
/* Appends the bytes in base64 (RFC 4648), without line ends. */
void str_base64(struct str *t, struct span bytes);
/* Keeps the first n bytes; n beyond the end changes nothing. */
void str_cut(struct str *t, size_t n);
/* Removes the first n bytes. */
void str_drop(struct str *t, size_t n);
struct span str_span(const struct str *t);
/* Always a NUL-terminated string, "" when empty; valid until t changes. */
const char *str_z(const struct str *t);
/* Hands the bytes to the caller (NUL-terminated, free()) and empties t. */
char *str_take(struct str *t);

#endif

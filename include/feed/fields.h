/*
 * fields: what feeds and entries are made of, as tables.
 *
 * For feed and cmd.  One table drives the records (feedtext) and the JSON of
 * `broadsheet parse`: a new member is one line in fields.c.
 */
#ifndef FEED_FIELDS_H
#define FEED_FIELDS_H

#include "feed/feed.h"

enum member_kind {
	MEMBER_SPAN,
	MEMBER_INT,
	MEMBER_INT64,
	MEMBER_BOOL,
	MEMBER_TYPE, /* enum text_type */
	MEMBER_TIME  /* int64_t, seconds since 1970 */
};

struct member {
	const char *name; /* in JSON; NULL: the field is this value */
	enum member_kind kind;
	size_t at;       /* within the shape */
	int64_t unknown; /* the number that says nothing */
};

/* What sort of thing a field is: JSON treats texts and dates its own way. */
enum shape_kind { SHAPE_VALUE, SHAPE_OBJECT, SHAPE_TEXT, SHAPE_DATE };

struct shape {
	enum shape_kind kind;
	size_t size;
	const struct member *member;
	size_t members;
};

struct field {
	const char *name; /* of the record, and in JSON */
	const struct shape *shape;
	size_t at;   /* offsetof in struct feed or struct entry */
	bool list;   /* of the form { v, n, cap } */
	bool silent; /* not in JSON, or not by this name */
	bool head;   /* of an entry: a headline has it */
};

extern const struct field feed_fields[], entry_fields[];
extern const size_t feed_field_count, entry_field_count;

/* "text", "html", "xhtml", "mime"; "" for TEXT_NONE, and the reverse. */
const char *text_type_name(enum text_type type);
enum text_type text_type_of(struct span name);

/* The i-th thing of a field of whole (a struct feed or entry): NULL behind
 * the last; a field that is no list has one. */
const void *field_item(const struct field *f, const void *whole, size_t i);
/* True when the thing says nothing. */
bool item_is_empty(const struct shape *shape, const void *item);
/* A member's value; for spans use member_span. */
int64_t member_number(const struct member *m, const void *item);
struct span member_span(const struct member *m, const void *item);

/* For feedtext: a thing to fill in; NULL when the list is full. */
void *field_new(const struct field *f, void *whole, struct arena *mem);

#endif

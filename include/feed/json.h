/*
 * json: JSON that strangers wrote -> a tree that is only read.
 *
 * For feed.  json-c stands behind it, named in json.c alone: lenient (commas
 * too many, comments), nested no deeper than JSON_DEPTH_MAX.  A missing value
 * is NULL, and every function takes NULL for "nothing there".
 */
#ifndef FEED_JSON_H
#define FEED_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
	JSON_DEPTH_MAX = 64,
	JSON_VALUES_MAX = 400000 /* what follows is cut off */
};

/* How much of a text was read. */
enum json_end { JSON_WHOLE, JSON_CUT, JSON_TOO_MANY };

struct json; /* a value */

/* The value that text is, or NULL.  Of a text that ends in the middle, or has
 * too many values, it is what was whole before that; *end says so.  json_free
 * frees it and all within. */
struct json *json_read(struct span text, enum json_end *end);
void json_free(struct json *v);

bool json_is_object(const struct json *v);
/* The member of an object. */
const struct json *json_get(const struct json *v, const char *key);
/* Elements of an array; of anything else that is there, one: itself. */
size_t json_count(const struct json *v);
const struct json *json_at(const struct json *v, size_t i);
/* A string, or a number or truth value as written; empty for the rest. */
struct span json_text(const struct json *v);
/* True for a string, and for nothing else. */
bool json_is_text(const struct json *v);
/* A number, or a string of digits; fallback for the rest. */
int64_t json_int(const struct json *v, int64_t fallback);
/* Calls fn for each member, in order. */
void json_each(const struct json *v,
    void (*fn)(void *data, struct span key, const struct json *member),
    void *data);

#endif

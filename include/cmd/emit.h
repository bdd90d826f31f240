/*
 * emit: what commands print for other programs: JSON and lines of fields.
 *
 * For cmd.  A writer without a tree: values go out as they are told, so a
 * list of a million articles takes no memory.  All text leaves here valid
 * UTF-8 and without what could drive a terminal (C0 but newline, DEL, C1,
 * bidi controls), whatever came in.  JSON keeps tabs, escaped: code has them.
 */
#ifndef CMD_EMIT_H
#define CMD_EMIT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

enum { EMIT_DEPTH_MAX = 32, EMIT_FLUSH_BYTES = 32 * 1024 };

/* {.to = stdout} is ready.  The members are emit's own. */
struct emit {
	FILE *to;
	struct str out; /* not yet written */
	int depth;
	bool filled[EMIT_DEPTH_MAX]; /* a value stands at this depth */
};

/*
 * key is NULL for the outermost value and inside arrays.  A text that is
 * empty is left out, and so is a time of 0: unknown is never "".
 */
void emit_object(struct emit *e, const char *key);
void emit_array(struct emit *e, const char *key);
/* Ends the object or array that was begun last. */
void emit_end_object(struct emit *e);
void emit_end_array(struct emit *e);
void emit_text(struct emit *e, const char *key, struct span value);
/* An address, its password as "***". */
void emit_address(struct emit *e, const char *key, struct span url);
/* "": known to be empty. */
void emit_empty(struct emit *e, const char *key);
void emit_z(struct emit *e, const char *key, const char *value);
void emit_int(struct emit *e, const char *key, int64_t value);
void emit_bool(struct emit *e, const char *key, bool value);
/* RFC 3339 in UTC. */
void emit_time(struct emit *e, const char *key, int64_t t);

/* Fields of one line, between tabs; a tab or newline in one is a blank. */
void emit_field(struct emit *e, struct span value);
void emit_field_address(struct emit *e, struct span url);
void emit_field_int(struct emit *e, int64_t value);
void emit_line(struct emit *e);
/* Plain text, sanitised, as it is. */
void emit_plain(struct emit *e, struct span value);

/* Writes what is left (after JSON: and a newline) and frees; false when the
 * output could not take it all. */
bool emit_done(struct emit *e);

#endif

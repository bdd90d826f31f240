/*
 * record: lines of fields, and frames of bytes.
 *
 * For everybody.  The one wire form between our programs and of the galley.
 *
 * A record is one line: fields separated by TAB, ended by LF.  In a field
 * "\t", "\n", "\r" and "\\" stand for TAB, LF, CR and a backslash; nothing
 * else is escaped and no other control byte may stand in a line.
 *
 * A frame is "LENGTH\n" (decimal, no sign, no leading zero) followed by so
 * many bytes.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { RECORD_FIELDS_MAX = 64, FRAME_BYTES_MAX = 256 * 1024 * 1024 };

/* Writing: record_begin(out, "kind"), then fields, then record_end. */
void record_begin(struct str *out, const char *kind);
void record_span(struct str *out, struct span field);
void record_z(struct str *out, const char *field);
void record_int(struct str *out, int64_t field);
void record_end(struct str *out);

/* A record being read.  Fields are unescaped into memory that the struct
 * owns; {0} is ready; release when done. */
struct record {
	struct span field[RECORD_FIELDS_MAX]; /* field[0] is the kind */
	int n;
	struct str text; /* where the unescaped fields live */
};

/*
 * Takes the next line off *rest.  False at the end (err untouched, *rest
 * empty) and for a bad line: err->code is ERR_FORMAT then.  Set err->code to
 * ERR_NONE before the loop.
 */
bool record_next(struct record *r, struct span *rest, struct err *err);
bool record_is(const struct record *r, const char *kind);
/* Field i, or the empty span when the record has fewer. */
struct span record_field(const struct record *r, int i);
/* Field i as a number (a leading '-' is allowed); fallback if it is none. */
int64_t record_num(const struct record *r, int i, int64_t fallback);
void record_release(struct record *r);

/* Appends a frame that holds body. */
void frame_add(struct str *out, struct span body);
/*
 * Looks for a whole frame at the start of in.  1: *body is it and *used the
 * bytes it takes; 0: not all of it is here yet; -1: it cannot be a frame
 * (bad length, or longer than max).
 */
int frame_next(struct span in, size_t max, struct span *body, size_t *used);

#endif

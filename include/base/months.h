/*
 * months: words of dates in the languages of feeds.
 *
 * For base/when only.
 */
#ifndef BASE_MONTHS_H
#define BASE_MONTHS_H

#include <stdbool.h>

#include "base/str.h"

/* 1 to 12, or 0.  Full names and abbreviations, case ignored. */
int month_of(struct span word);
/* True for the first word of a name in two, as Arabic has them. */
bool month_needs_next(struct span word);
/* Chinese, Japanese and Korean marks: 'y', 'm', 'd' behind a number, 'a' and
 * 'p' for the half of the day before the time; 0: it is none. */
char mark_of(struct span word);
/* Minutes east of UTC of a named zone ("EST", "CEST", "Z", military letters).
 */
bool zone_of(struct span word, int *offset_min);

#endif

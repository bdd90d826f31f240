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
/* Minutes east of UTC of a named zone ("EST", "CEST", "Z", military letters).
 */
bool zone_of(struct span word, int *offset_min);

#endif

/*
 * listmark: the numbers of ordered lists, as digits, letters or Roman.
 *
 * For doc/layout.c and doc/boxes.c.  The kinds are those of HTML's type
 * attribute of ol.
 */
#ifndef DOC_LISTMARK_H
#define DOC_LISTMARK_H

#include "base/str.h"

/* 'a', 'A', 'i' or 'I' for such an attribute, else 0: digits. */
char listmark_kind(struct span type);
/* Appends number as that kind writes it, in digits when it cannot. */
void listmark_add(struct str *out, char kind, int number);
/* Cells of the widest of the marks from 1 to upto. */
int listmark_width(char kind, int upto);

#endif

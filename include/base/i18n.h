/*
 * i18n: every sentence a person reads goes through _().
 *
 * For everybody.  N_() marks a sentence in a table that is translated where
 * it is shown.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#ifdef ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
#define P_(one, many, n) ngettext(one, many, n)
#else
#define _(text) (text)
#define P_(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) text

#endif

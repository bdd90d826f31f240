/*
 * xmlescape: text -> XML or HTML.
 *
 * For feed and cmd.  Apart from what reads, so that who only writes is not
 * linked with it.
 */
#ifndef FEED_XMLESCAPE_H
#define FEED_XMLESCAPE_H

#include "base/str.h"

/* Appends t with "&", "<", ">" and the double quote as references. */
void xml_escape(struct str *out, struct span t);

#endif

/*
 * sniff: what a text is, by its look; its type from the server is a hint.
 *
 * For feed.
 */
#ifndef FEED_SNIFF_H
#define FEED_SNIFF_H

#include <stdbool.h>

#include "base/str.h"

enum sniffed { SNIFF_NOTHING, SNIFF_XML, SNIFF_JSON, SNIFF_HTML };

/* From where it may be JSON: behind comments, warnings or the name of a
 * function; empty when it is none. */
struct span sniff_json(struct span utf8);
enum sniffed sniff(struct span utf8, struct span content_type);
/* True for the types that feeds may be served as, and when none is known. */
bool sniff_is_feed_type(struct span content_type);
/* Where the first stands that XML forbids, or a C1 control; utf8.n if none. */
size_t sniff_control(struct span utf8);
/* Takes them all out. */
void sniff_drop_controls(struct str *utf8);

#endif

/*
 * captions: what stands under a picture, and who made it.
 *
 * For doc and feed.
 */
#ifndef DOC_CAPTIONS_H
#define DOC_CAPTIONS_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

/*
 * Splits "A depot. Photo: Selim Roy" into caption "A depot." and credit
 * "Selim Roy" (JSON.md: labels, agency slashes, "(AP Photo/Name)", "via
 * Getty", "-Reuters file photo", "© …"; several languages).  Both are plain
 * text in mem.  Without a credit *credit is empty.
 */
void caption_split(struct arena *mem, struct span text, struct span *caption,
    struct span *credit);

/* A credit without its label: "Photo: Selim Roy" -> "Selim Roy". */
struct span credit_plain(struct span text);

/* Whether the text may be the caption, by its first letter: what is quick to
 * ask of every paragraph. */
bool caption_begins(struct span text, struct span caption);
/* True when both say the same but for blanks, case and punctuation at their
 * ends: a caption that is printed twice. */
bool caption_same(struct span a, struct span b);

#endif

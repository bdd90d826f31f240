/* Any rules, up to a NUL, for any page, which is what follows it. */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/extract.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_n((const char *)data, size);
	size_t end = span_chr(all, '\0');
	struct str utf8 = { 0 };
	struct page *p;
	bool valid;

	str_add(&utf8, span_from(all, end + 1));
	valid = utf8_valid(str_span(&utf8));
	/* A page is UTF-8 by then; what is not becomes something dull. */
	for (size_t i = 0; !valid && i < utf8.n; i++)
		if ((unsigned char)utf8.s[i] >= 0x80)
			utf8.s[i] = 'x';
	p = page_extract(
	    str_span(&utf8), SPAN("https://a.example/b"), span_head(all, end));
	MUST(p->doc != NULL && p->notes <= NOTES_MAX);
	page_free(p);
	str_release(&utf8);
	return 0;
}

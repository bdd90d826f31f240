/*
 * charset: any bytes -> UTF-8.
 *
 * For doc and feed.  In the locked room iconv cannot load its tables, so a
 * converter may be opened before the lock and given here; the charsets that
 * need no table (UTF-8, UTF-16, UTF-32, ASCII, latin-1 and windows-1252) are
 * our own code.  Names follow the WHATWG encoding list: iso-8859-1 means
 * windows-1252, gb2312 and gbk mean gb18030, and so on.
 */
#ifndef DOC_CHARSET_H
#define DOC_CHARSET_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* An open converter for one charset; NULL-safe to free. */
struct charset;

/* The name to convert from (lower case, WHATWG or glibc), or NULL when no
 * such charset is known: the only names that ever reach iconv. */
const char *charset_known(struct span label);
/* Opens iconv for a known name; false when this machine lacks its table. */
struct charset *charset_open(const char *name, struct err *err);
void charset_close(struct charset *c);
const char *charset_name(const struct charset *c);

/* The charset parameter of a Content-Type value (RFC 9110 8.3.1), borrowed;
 * empty when there is none. */
struct span content_type_charset(struct span content_type);

enum charset_verdict {
	CHARSET_OK,  /* out holds UTF-8 */
	CHARSET_NEED /* `need` must be opened first; out is untouched */
};

struct charset_ask {
	struct span bytes;
	struct span http;     /* charset parameter of Content-Type, or empty */
	bool html;            /* meta is looked for, else an XML declaration */
	bool borrow;          /* bytes that are UTF-8 need not be copied */
	struct charset *have; /* what is open, or NULL */
};

struct charset_answer {
	const char *used;     /* IANA name, lower case: what it was read as */
	const char *need;     /* CHARSET_NEED */
	bool override;        /* the declared one was wrong or contradicted */
	bool unknown;         /* a declared charset is not known to us */
	struct span declared; /* as declared in the document */
	struct span borrowed; /* with ask.borrow: the text as it stands in the
	                         bytes; nothing was appended.  Else s is NULL */
};

/*
 * Decides by BOM, HTTP, declaration, content (RFC 7303 order, with the known
 * repairs: UTF-8 that says it is something else, windows-1252 posing as
 * latin-1, UTF-16/32 without BOM) and appends the text as UTF-8 without BOM
 * and NUL; what cannot be decoded becomes U+FFFD.  Never fails: at worst it
 * reads windows-1252.
 */
enum charset_verdict charset_to_utf8(struct str *out,
    const struct charset_ask *ask, struct charset_answer *answer);

#endif

#include "config.h"

#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a UTF-8 character that was split at the end, blanks control bytes. */
static void
tidy(char *text, size_t size, int wanted)
{
	size_t n = strlen(text);

	if (wanted >= (int)size) {
		size_t lead = n;

		while (
		    lead > 0 && ((unsigned char)text[lead - 1] & 0xc0) == 0x80)
			lead--;
		if (lead > 0 && ((unsigned char)text[lead - 1] & 0x80))
			text[lead - 1] = '\0';
	}
	for (char *p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
}

bool
err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;
	int wanted;

	if (!err)
		return false;
	err->code = code;
	va_start(ap, fmt);
	wanted = vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	tidy(err->text, sizeof(err->text), wanted);
	return false;
}

bool
err_errno(struct err *err, const char *fmt, ...)
{
	int saved = errno;
	char what[sizeof(err->text)];
	va_list ap;

	if (!err)
		return false;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(err, ERR_SYSTEM, "%s: %s", what, strerror(saved));
}

bool
err_prefix(struct err *err, const char *what)
{
	struct err old;

	if (!err)
		return false;
	old = *err;
	return err_set(err, old.code, "%s: %s", what, old.text);
}

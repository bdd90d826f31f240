#include "config.h"

#include "base/url.h"

bool
url_has_password(struct span text)
{
	struct url u;

	url_split(text, &u);
	return u.userinfo.s && span_chr(u.userinfo, ':') < u.userinfo.n;
}

void
url_redact(struct str *out, struct span text)
{
	struct url u;
	size_t colon;

	if (!url_has_password(text)) {
		str_add(out, text);
		return;
	}
	url_split(text, &u);
	colon = span_chr(u.userinfo, ':');
	str_addn(out, text.s, (size_t)(u.userinfo.s - text.s) + colon + 1);
	str_lit(out, "***");
	str_add(out,
	    span_from(text, (size_t)(u.userinfo.s - text.s) + u.userinfo.n));
}

void
url_without_user(struct str *out, struct span text)
{
	struct url u;

	url_split(text, &u);
	if (!u.userinfo.s) {
		str_add(out, text);
		return;
	}
	str_addn(out, text.s, (size_t)(u.userinfo.s - text.s));
	str_add(out, span_from(text,
	                 (size_t)(u.userinfo.s - text.s) + u.userinfo.n + 1));
}

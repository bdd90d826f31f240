#include "config.h"

#include "conf/optioncheck.h"

#include <string.h>

#include "base/i18n.h"
#include "base/url.h"
#include "conf/rowformat.h"

/* RFC 9110 5.6.2. */
static bool
is_token(struct span t)
{
	for (size_t i = 0; i < t.n; i++) {
		char c = (char)(t.s[i] | 0x20);

		if (!(c >= 'a' && c <= 'z') &&
		    !(t.s[i] >= '0' && t.s[i] <= '9') &&
		    !(t.s[i] && strchr("!#$%&'*+-.^_`|~", t.s[i])))
			return false;
	}
	return t.n > 0;
}

/* Headers that say where a question ends or what belongs to the connection:
 * ours to write. */
static bool
is_ours(struct span name)
{
	static const char *const ours[] = { "host", "connection",
		"content-length", "transfer-encoding", "te", "trailer",
		"upgrade", "expect", "range", "accept-encoding",
		"if-none-match", "if-modified-since", "proxy-connection",
		"proxy-authorization", "keep-alive", "http2-settings" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (span_iis(name, ours[i]))
			return true;
	return false;
}

static bool
check_header(struct span value, struct err *err)
{
	struct span rest = value, name = span_cut(&rest, ':');

	if (!value.n)
		return true;
	if (!rest.s || !is_token(name) || span_has_control(rest))
		return err_set(err, ERR_CONFIG,
		    _("header is written header=\"Name: value\""));
	if (is_ours(name))
		return err_set(err, ERR_CONFIG,
		    _("the header %.*s is written by broadsheet itself"),
		    SPAN_ARG(span_head(name, 40)));
	return true;
}

static bool
is_place(struct span t)
{
	return span_starts(t, "/") || span_starts(t, "~/");
}

static bool
check_path(struct span value, struct err *err)
{
	return !value.n || is_place(value) ||
	       err_set(err, ERR_CONFIG,
	           _("write the whole path, from \"/\" or \"~/\" on"));
}

static bool
check_proxy(struct span value, struct err *err)
{
	static const char *const schemes[] = { "http", "https", "socks4",
		"socks4a", "socks5", "socks5h" };
	struct url u;
	int64_t port;

	if (!value.n || span_is(value, "none"))
		return true;
	url_split(value, &u);
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (span_iis(u.scheme, schemes[i]) && u.host.n &&
		    !span_has_control(value) &&
		    (!u.port.n ||
		        (span_int(u.port, &port) && port > 0 && port < 65536)))
			return true;
	return err_set(err, ERR_CONFIG,
	    _("proxy is none or an address such as "
	      "http://proxy.example:3128 or socks5://127.0.0.1:1080"));
}

static bool
check_credentials(struct span value, struct err *err)
{
	struct words words = { 0 };
	struct span command = span_from(value, 4);
	int column;
	bool ok;

	if (!value.n || span_is(value, "none") || span_is(value, "netrc"))
		return true;
	if (span_starts(value, "netrc:") && is_place(span_from(value, 6)))
		return true;
	ok = span_starts(value, "exec ") &&
	     words_split(&words, command, &column, NULL) && words.n > 0;
	words_release(&words);
	return ok || err_set(err, ERR_CONFIG,
	                 _("credentials is none, netrc, netrc:/path or \"exec "
	                   "command words\""));
}

static bool
check_agent(struct span value, struct err *err)
{
	return !span_has_control(value) ||
	       err_set(err, ERR_CONFIG, _("user-agent is one line of text"));
}

/* Words, between commas, of enum article_flag (store/articles.h). */
static bool
check_pinned(struct span value, struct err *err)
{
	static const char *const words[] = { "unread", "starred", "tagged",
		"noted" };
	size_t i, n = sizeof(words) / sizeof(words[0]);

	if (span_is(value, "none"))
		return true;
	while (value.n) {
		struct span word = span_trim(span_cut(&value, ','));

		for (i = 0; i < n && !span_is(word, words[i]); i++)
			;
		if (i == n)
			return err_set(err, ERR_CONFIG,
			    _("keep-pinned is none, or some of "
			      "unread,starred,tagged,noted"));
	}
	return true;
}

static bool
check_row(struct span value, struct err *err)
{
	struct rowformat format;

	return rowformat_read(&format, value, err);
}

bool
option_check(enum option id, struct span value, struct err *err)
{
	static const struct {
		enum option id;
		bool (*check)(struct span value, struct err *err);
	} checks[] = {
		{ OPT_HEADER, check_header },
		{ OPT_COOKIE_FILE, check_path },
		{ OPT_TLS_CA, check_path },
		{ OPT_PROXY, check_proxy },
		{ OPT_CREDENTIALS, check_credentials },
		{ OPT_USER_AGENT, check_agent },
		{ OPT_KEEP_PINNED, check_pinned },
		{ OPT_ROW_FORMAT, check_row },
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (checks[i].id == id)
			return checks[i].check(value, err);
	return true;
}

static bool
is_secret_header(struct span line)
{
	static const char *const words[] = { "auth", "cookie", "key", "token" };
	struct span name = span_cut(&line, ':');

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_ifind(name, span_of(words[i])) < name.n)
			return true;
	return false;
}

bool
options_have_secret(const struct options *o)
{
	const char *proxy = o->value[OPT_PROXY];
	const char *headers = o->value[OPT_HEADER];
	struct span rest = span_of(headers ? headers : "");

	if (proxy && url_has_password(span_of(proxy)))
		return true;
	while (rest.n)
		if (is_secret_header(span_cut(&rest, '\n')))
			return true;
	return false;
}

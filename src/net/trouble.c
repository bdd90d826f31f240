#include "config.h"

#include "net/trouble.h"

#include <string.h>

#include "base/i18n.h"

static const char later_text[] =
    N_("it is asked again by itself, less often each time");
static const char address_text[] =
    N_("see whether its address is right; F in the reader's health view (H) "
       "asks its site for another");
static const char time_text[] =
    N_("it is asked again by itself; timeout= in the feeds file gives it "
       "longer");
static const char publisher_text[] =
    N_("its publisher must mend that; it is asked again by itself");
static const char proxy_text[] =
    N_("proxy= in the feeds file, or the environment's http_proxy and "
       "https_proxy, name the proxy");

/* Words in braces are filled in.  remedy: for the person whose feed it is;
 * NULL where the text names it. */
static const struct {
	enum err_code code;
	bool unreachable;
	const char *text, *remedy;
} troubles[TROUBLE_COUNT] = {
	[TROUBLE_NONE] = { ERR_NONE, false, N_("nothing was wrong"), NULL },
	[TROUBLE_OTHER] = { ERR_NET, false,
	    N_("{host} could not be asked: {detail}"), later_text },
	[TROUBLE_NO_HOST] = { ERR_NET, true, N_("no such host: {host}"),
	    address_text },
	[TROUBLE_NO_IP4] = { ERR_NET, true,
	    N_("{host} has no address of IP version 4, which ip-version asks "
	       "for"),
	    N_("ip-version=auto in the feeds file takes either") },
	[TROUBLE_NO_IP6] = { ERR_NET, true,
	    N_("{host} has no address of IP version 6, which ip-version asks "
	       "for"),
	    N_("ip-version=auto in the feeds file takes either") },
	[TROUBLE_LOOKUP_SLOW] = { ERR_NET, true,
	    N_("the name {host} could not be looked up "
	       "within {time}"),
	    time_text },
	[TROUBLE_REFUSED] = { ERR_NET, true,
	    N_("{host} refuses the connection"), later_text },
	[TROUBLE_NO_ROUTE] = { ERR_NET, true,
	    N_("there is no way to {host}: is the network "
	       "up?"),
	    later_text },
	[TROUBLE_CONNECT_SLOW] = { ERR_NET, true,
	    N_("{host} could not be reached within "
	       "{time}"),
	    later_text },
	[TROUBLE_SILENT] = { ERR_NET, false,
	    N_("{host} did not answer within {time}"), time_text },
	[TROUBLE_SLOW] = { ERR_NET, false,
	    N_("{host} is too slow: {got} bytes within {time}"), time_text },
	[TROUBLE_STALLED] = { ERR_NET, false,
	    N_("{host} fell silent after {got} bytes"), later_text },
	[TROUBLE_CUT_OFF] = { ERR_NET, false,
	    N_("the connection was cut off after {progress}"), later_text },
	[TROUBLE_NO_ANSWER] = { ERR_NET, false,
	    N_("{host} closed the connection without an "
	       "answer"),
	    later_text },
	[TROUBLE_NOT_HTTP] = { ERR_NET, false,
	    N_("{host} does not speak the language of the "
	       "web"),
	    address_text },
	[TROUBLE_BAD_CODING] = { ERR_FORMAT, false,
	    N_("the answer of {host} is damaged: it cannot "
	       "be decompressed"),
	    publisher_text },
	[TROUBLE_TOO_LARGE] = { ERR_LIMIT, false,
	    N_("the answer is larger than {limit}"),
	    N_("max-size= in the feeds file allows more") },
	[TROUBLE_HEADERS] = { ERR_LIMIT, false,
	    N_("the answer begins with more than {limit} of "
	       "headers"),
	    publisher_text },
	[TROUBLE_PRIVATE] = { ERR_NET, false,
	    N_("{host} is in a private network, where only "
	       "your feeds file may lead"),
	    N_("a line of its own in the feeds file names that host, if you "
	       "trust it") },
	[TROUBLE_CIRCLE] = { ERR_NET, false,
	    N_("redirected in a circle after {steps}"), address_text },
	[TROUBLE_REDIRECTS] = { ERR_LIMIT, false,
	    N_("redirected more than {count} times"), address_text },
	[TROUBLE_NOWHERE] = { ERR_HTTP, false,
	    N_("redirected, but {host} does not say where "
	       "to"),
	    address_text },
	[TROUBLE_TLS] = { ERR_NET, false,
	    N_("no secure connection to {host} came about"), publisher_text },
	[TROUBLE_TLS_OLD] = { ERR_NET, false,
	    N_("{host} knows only old kinds of secure connections, which are "
	       "no longer safe"),
	    publisher_text },
	[TROUBLE_TLS_NONE] = { ERR_NET, false,
	    N_("{host} knows no secure connections at that port"),
	    N_("see whether the address begins with http:// and names the "
	       "right port") },
	[TROUBLE_CERT_EXPIRED] = { ERR_NET, false,
	    N_("the certificate of {host} is not valid: "
	       "expired"),
	    publisher_text },
	[TROUBLE_CERT_EARLY] = { ERR_NET, false,
	    N_("the certificate of {host} is not valid yet: "
	       "is the clock right?"),
	    N_("set the clock, or wait for the publisher") },
	[TROUBLE_CERT_SELF] = { ERR_NET, false,
	    N_("the certificate of {host} is not valid: it "
	       "vouches for itself; tls-ca= in the feeds file names it as "
	       "one to trust"),
	    NULL },
	[TROUBLE_CERT_ISSUER] = { ERR_NET, false,
	    N_("the certificate of {host} is not valid: "
	       "its issuer is not known here; tls-ca= in the feeds file names "
	       "it"),
	    NULL },
	[TROUBLE_CERT_NAME] = { ERR_NET, false,
	    N_("the certificate is not for {host}"), address_text },
	[TROUBLE_CERT] = { ERR_NET, false,
	    N_("the certificate of {host} is not valid"), publisher_text },
	[TROUBLE_CERT_STORE] = { ERR_SYSTEM, false,
	    N_("the list of trusted certificates cannot be read"),
	    N_("install the ca-certificates of your system") },
	[TROUBLE_CERT_FILE] = { ERR_SYSTEM, false,
	    N_("the file named by tls-ca holds no certificates"),
	    N_("tls-ca= names a file in PEM form") },
	[TROUBLE_NO_PROXY] = { ERR_NET, false,
	    N_("no such host: the proxy for {host}"), proxy_text },
	[TROUBLE_PROXY_DOWN] = { ERR_NET, false,
	    N_("the proxy for {host} cannot be reached"), proxy_text },
	[TROUBLE_PROXY_LOGIN] = { ERR_NET, false,
	    N_("the proxy for {host} wants a name and a password, or others"),
	    N_("proxy= in the feeds file takes them, before the proxy's "
	       "name") },
	[TROUBLE_PROXY_CERT] = { ERR_NET, false,
	    N_("the certificate of the proxy for {host} is not valid"),
	    N_("SSL_CERT_FILE in the environment names a file of issuers to "
	       "trust") },
	[TROUBLE_PROXY] = { ERR_NET, false,
	    N_("the proxy could not connect to {host}"), later_text },
	[TROUBLE_HTTP2] = { ERR_NET, false,
	    N_("{host} broke the rules of HTTP/2"),
	    N_("http-version=1.1 in the feeds file does without it") },
	[TROUBLE_URL] = { ERR_USAGE, false, N_("that is not an address"),
	    address_text },
};

static void
add_bytes(struct str *out, int64_t n)
{
	if (n >= 1024 * 1024 && n % (1024 * 1024) == 0)
		str_printf(out, _("%lld MB"), (long long)(n / 1024 / 1024));
	else if (n >= 1024 && n % 1024 == 0)
		str_printf(out, _("%lld KB"), (long long)(n / 1024));
	else
		str_printf(out, P_("%lld byte", "%lld bytes", n), (long long)n);
}

static void
add_time(struct str *out, int64_t ms)
{
	if (ms % 1000)
		str_printf(out, _("%lld ms"), (long long)ms);
	else
		str_printf(out, _("%lld s"), (long long)(ms / 1000));
}

static void
add_progress(struct str *out, const struct trouble_facts *f)
{
	if (f->whole > f->got)
		str_printf(out, _("%lld of %lld bytes"), (long long)f->got,
		    (long long)f->whole);
	else
		add_bytes(out, f->got);
}

static void
add_word(struct str *out, struct span word, const struct trouble_facts *f)
{
	if (span_is(word, "host"))
		str_add(out, f->host);
	else if (span_is(word, "detail"))
		str_addz(out, f->detail ? f->detail : "");
	else if (span_is(word, "got"))
		str_printf(out, "%lld", (long long)f->got);
	else if (span_is(word, "count"))
		str_printf(out, "%d", f->steps);
	else if (span_is(word, "steps"))
		str_printf(out, P_("%d step", "%d steps", f->steps), f->steps);
	else if (span_is(word, "limit"))
		add_bytes(out, f->limit);
	else if (span_is(word, "time"))
		add_time(out, f->ms);
	else if (span_is(word, "progress"))
		add_progress(out, f);
}

bool
trouble_err(
    struct err *err, enum trouble what, const struct trouble_facts *facts)
{
	struct span rest = span_of(_(troubles[what].text));
	struct str text = { 0 };

	while (rest.n) {
		str_add(&text, span_cut(&rest, '{'));
		if (rest.s)
			add_word(&text, span_cut(&rest, '}'), facts);
	}
	err_set(err, troubles[what].code, "%s", str_z(&text));
	str_release(&text);
	return false;
}

const char *
trouble_remedy(enum trouble what)
{
	return troubles[what].remedy ? _(troubles[what].remedy) : NULL;
}

struct phrase {
	const char *words;
	enum trouble what;
};

static enum trouble
by_phrase(struct span said, const struct phrase *known, size_t n,
    enum trouble otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (span_ifind(said, span_of(known[i].words)) < said.n)
			return known[i].what;
	return otherwise;
}

enum trouble
trouble_of_certificate(struct span words)
{
	static const struct phrase known[] = {
		{ "expired", TROUBLE_CERT_EXPIRED },
		{ "not yet valid", TROUBLE_CERT_EARLY },
		{ "self-signed", TROUBLE_CERT_SELF },
		{ "self signed", TROUBLE_CERT_SELF },
		{ "subject name", TROUBLE_CERT_NAME },
		{ "host name", TROUBLE_CERT_NAME },
		{ "hostname", TROUBLE_CERT_NAME },
		{ "issuer", TROUBLE_CERT_ISSUER },
		{ "unknown ca", TROUBLE_CERT_ISSUER },
	};

	return by_phrase(
	    words, known, sizeof(known) / sizeof(known[0]), TROUBLE_CERT);
}

enum trouble
trouble_of_tls(struct span words)
{
	static const struct phrase known[] = {
		{ "unsupported protocol", TROUBLE_TLS_OLD },
		{ "protocol version", TROUBLE_TLS_OLD },
		{ "unsupported version", TROUBLE_TLS_OLD },
		{ "wrong version number", TROUBLE_TLS_NONE },
		{ "packet length too long", TROUBLE_TLS_NONE },
		{ "unexpected TLS packet", TROUBLE_TLS_NONE },
	};

	return by_phrase(
	    words, known, sizeof(known) / sizeof(known[0]), TROUBLE_TLS);
}

bool
trouble_is_unreachable(enum trouble what)
{
	return troubles[what].unreachable;
}

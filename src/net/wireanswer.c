#include "config.h"

#include "net/wirecurl.h"

#include <errno.h>

#include "net/fetch.h"

int
call_status(const struct call *c)
{
	long status = 0;

	curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

int64_t
wire_length(const struct call *c)
{
	curl_off_t n = -1;

	curl_easy_getinfo(c->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &n);
	return n;
}

void
call_headers(const struct call *c, const char *name, struct str *out)
{
	struct curl_header *h;

	str_clear(out);
	for (size_t i = 0; curl_easy_header(c->easy, name, i, CURLH_HEADER, -1,
	                       &h) == CURLHE_OK;
	     i++) {
		if (i)
			str_lit(out, ", ");
		str_addz(out, h->value);
		if (i + 1 >= h->amount)
			break;
	}
}

void
call_header(const struct call *c, const char *name, struct str *out)
{
	struct curl_header *h;

	str_clear(out);
	if (curl_easy_header(c->easy, name, 0, CURLH_HEADER, -1, &h) ==
	    CURLHE_OK)
		str_addz(out, h->value);
}

void
wire_cookies(const struct call *c, struct str *out)
{
	struct curl_slist *all = NULL;

	curl_easy_getinfo(c->easy, CURLINFO_COOKIELIST, &all);
	for (const struct curl_slist *one = all; one; one = one->next) {
		str_addz(out, one->data);
		str_addc(out, '\n');
	}
	curl_slist_free_all(all);
}

static bool
has_line(struct span lines, struct span line)
{
	while (lines.n)
		if (span_eq(span_cut(&lines, '\n'), line))
			return true;
	return false;
}

void
call_cookies(const struct call *c, struct str *out)
{
	struct str all = { 0 };
	struct span rest;

	wire_cookies(c, &all);
	rest = str_span(&all);
	while (rest.n) {
		struct span line = span_cut(&rest, '\n');

		if (has_line(str_span(&c->sent_cookies), line))
			continue;
		str_add(out, line);
		str_addc(out, '\n');
	}
	str_release(&all);
}

/* --- what was wrong --- */

/* Microseconds until a phase was over, 0: it is not; or a size. */
static int64_t
info(const struct call *c, CURLINFO which)
{
	curl_off_t value = 0;

	curl_easy_getinfo(c->easy, which, &value);
	return value;
}

/* A connection that was kept took no time to be made. */
static bool
is_connected(const struct call *c)
{
	return info(c, CURLINFO_PRETRANSFER_TIME_T) > 0;
}

static enum trouble
too_slow(const struct call *c, bool stalled)
{
	bool connected = is_connected(c);

	if (!connected && !info(c, CURLINFO_NAMELOOKUP_TIME_T))
		return TROUBLE_LOOKUP_SLOW;
	if (!connected && !info(c, CURLINFO_CONNECT_TIME_T))
		return c->proxied ? TROUBLE_PROXY_DOWN : TROUBLE_CONNECT_SLOW;
	if (!c->header_bytes)
		return TROUBLE_SILENT;
	return stalled ? TROUBLE_STALLED : TROUBLE_SLOW;
}

static enum trouble
no_host(const struct call *c)
{
	return c->ip == IP_4   ? TROUBLE_NO_IP4
	       : c->ip == IP_6 ? TROUBLE_NO_IP6
	                       : TROUBLE_NO_HOST;
}

static enum trouble
not_connected(const struct call *c)
{
	long error = 0;

	if (c->proxied)
		return TROUBLE_PROXY_DOWN;
	curl_easy_getinfo(c->easy, CURLINFO_OS_ERRNO, &error);
	switch (error) {
	case 0: /* it was not even tried */
		return c->ip == IP_ANY ? TROUBLE_REFUSED : no_host(c);
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
		return TROUBLE_NO_ROUTE;
	case ETIMEDOUT:
		return TROUBLE_CONNECT_SLOW;
	default:
		return TROUBLE_REFUSED;
	}
}

static const struct {
	CURLcode code;
	enum trouble what;
} codes[] = {
	{ CURLE_COULDNT_RESOLVE_PROXY, TROUBLE_NO_PROXY },
	{ CURLE_URL_MALFORMAT, TROUBLE_URL },
	{ CURLE_SSL_CIPHER, TROUBLE_TLS },
	{ CURLE_SSL_CERTPROBLEM, TROUBLE_TLS },
	{ CURLE_SSL_ISSUER_ERROR, TROUBLE_CERT_ISSUER },
	{ CURLE_SSL_INVALIDCERTSTATUS, TROUBLE_CERT },
	{ CURLE_GOT_NOTHING, TROUBLE_NO_ANSWER },
	{ CURLE_SEND_ERROR, TROUBLE_NO_ANSWER },
	{ CURLE_PARTIAL_FILE, TROUBLE_CUT_OFF },
	{ CURLE_WEIRD_SERVER_REPLY, TROUBLE_NOT_HTTP },
	{ CURLE_UNSUPPORTED_PROTOCOL, TROUBLE_NOT_HTTP },
	/* A line of a header that does not end, before 8.6. */
	{ CURLE_OUT_OF_MEMORY, TROUBLE_HEADERS },
};

/* The proxy's word about a connection: of HTTP's CONNECT, and of SOCKS. */
static enum trouble
of_proxy(const struct call *c, enum trouble otherwise)
{
	long status = 0, said = CURLPX_OK;

	curl_easy_getinfo(c->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	curl_easy_getinfo(c->easy, CURLINFO_PROXY_ERROR, &said);
	if (status == 407 || said == CURLPX_NO_AUTH ||
	    said == CURLPX_USER_REJECTED)
		return TROUBLE_PROXY_LOGIN;
	if (status >= 300 || said != CURLPX_OK)
		return TROUBLE_PROXY;
	return otherwise;
}

/* The connection has ended before its time; or what should say how long the
 * next piece is says nothing that is a length. */
static enum trouble
broken_off(const struct call *c)
{
	struct span why = span_of(c->why);

	if (span_find(why, SPAN("chunk")) < why.n)
		return TROUBLE_NOT_HTTP;
	return of_proxy(
	    c, c->header_bytes ? TROUBLE_CUT_OFF : TROUBLE_NO_ANSWER);
}

static enum trouble
trouble_of(const struct call *c)
{
	static const enum trouble stops[] = {
		[STOP_PAGE] = TROUBLE_NONE,
		[STOP_TOO_LARGE] = TROUBLE_TOO_LARGE,
		[STOP_HEADERS] = TROUBLE_HEADERS,
		[STOP_PRIVATE] = TROUBLE_PRIVATE,
	};
	long proxy = 0;

	if (c->stop == STOP_TIME)
		return too_slow(c, false);
	if (c->stop != STOP_NONE)
		return stops[c->stop];
	switch (c->code) {
	case CURLE_OPERATION_TIMEDOUT:
		return too_slow(c, true);
	case CURLE_COULDNT_CONNECT:
		return not_connected(c);
	case CURLE_COULDNT_RESOLVE_HOST:
		return no_host(c);
	case CURLE_PEER_FAILED_VERIFICATION:
		curl_easy_getinfo(
		    c->easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &proxy);
		return proxy ? TROUBLE_PROXY_CERT
		             : trouble_of_certificate(span_of(c->why));
	case CURLE_SSL_CONNECT_ERROR:
		return trouble_of_tls(span_of(c->why));
	case CURLE_SSL_CACERT_BADFILE:
		return c->own_ca ? TROUBLE_CERT_FILE : TROUBLE_CERT_STORE;
	case CURLE_PROXY:
		return of_proxy(c, TROUBLE_PROXY);
	case CURLE_RECV_ERROR:
		return broken_off(c);
	case CURLE_OK:
		/* An end within the headers is none to libcurl. */
		return c->header_bytes && !c->headers_ended ? TROUBLE_CUT_OFF
		                                            : TROUBLE_NONE;
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return c->header_bytes ? TROUBLE_CUT_OFF : TROUBLE_HTTP2;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == c->code)
			return codes[i].what;
	return TROUBLE_OTHER;
}

enum trouble
call_trouble(const struct call *c, struct trouble_facts *facts)
{
	enum trouble what = trouble_of(c);

	*facts = (struct trouble_facts){
		.got = info(c, CURLINFO_SIZE_DOWNLOAD_T),
		.whole = wire_length(c),
		.limit = what == TROUBLE_HEADERS ? FETCH_HEADER_BYTES_MAX
		                                 : c->max_bytes,
		.ms = is_connected(c) ? c->stall_ms : c->wire->connect_ms,
		.detail = curl_easy_strerror(c->code),
	};
	return what;
}

int64_t
call_bytes(const struct call *c)
{
	return info(c, CURLINFO_SIZE_DOWNLOAD_T) + (int64_t)c->header_bytes;
}

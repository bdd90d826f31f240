#include "config.h"

#include "net/fetchjob.h"

#include <unistd.h>

#include "base/i18n.h"
#include "base/url.h"
#include "conf/paths.h"
#include "net/netrc.h"

enum { COOKIES_BYTES_MAX = 1024 * 1024 };

/* Both parts of "name:password" as they stand in an address. */
static void
take_userinfo(struct job *j, struct span userinfo)
{
	struct span rest = userinfo, name = span_cut(&rest, ':');

	url_decode(&j->name, name);
	url_decode(&j->password, rest);
}

/* False: a file or command of the person's own fails them. */
static bool
failed(struct job *j)
{
	j->reply.remedy = _("credentials=, cookie-file= and tls-ca= in the "
	                    "feeds file name what is needed");
	return false;
}

static bool
from_netrc(struct job *j, struct span file, struct err *err)
{
	struct str path = { 0 }, text = { 0 };
	struct url home;
	bool ok;

	paths_expand(&path, file.n ? file : SPAN("~/.netrc"));
	url_split(str_span(&j->manner.home), &home);
	ok = paths_read_secret(str_z(&path), &text, NETRC_BYTES_MAX, err);
	if (ok)
		netrc_find(str_span(&text), home.host, &j->name, &j->password);
	str_release(&path);
	str_release(&text);
	return ok || failed(j);
}

/* Its line is "name:password"; with a name in the address, the password. */
static bool
from_command(struct job *j, struct span command)
{
	const char *line = secrets_get(j->fetch->secrets, command);
	struct span rest = span_of(line ? line : "");

	j->waits = !line;
	if (line && !j->name.n)
		str_add(&j->name, span_cut(&rest, ':'));
	if (line)
		str_add(&j->password, rest);
	return true;
}

static struct span
command_of(const struct job *j)
{
	struct span from = str_span(&j->manner.credentials);

	return span_starts(from, "exec ") ? span_from(from, 5)
	                                  : span_n(NULL, 0);
}

bool
manner_begin(struct job *j, struct span url, struct err *err)
{
	struct span from = str_span(&j->manner.credentials);
	struct url home;

	url_split(str_span(&j->manner.home), &home);
	take_userinfo(j, home.userinfo);
	if (j->password.n || !manner_at_home(&j->manner, url))
		return true;
	if (span_is(from, "netrc"))
		return from_netrc(j, span_n(NULL, 0), err);
	if (span_starts(from, "netrc:"))
		return from_netrc(j, span_from(from, 6), err);
	return !command_of(j).n || from_command(j, command_of(j));
}

bool
manner_told(struct job *j, struct span command, const struct err *err)
{
	if (!j->waits || !span_eq(command_of(j), command))
		return false;
	if (err)
		j->reply.err = *err;
	if (err)
		failed(j);
	else
		from_command(j, command);
	return true;
}

void
manner_refused(struct job *j)
{
	if (command_of(j).n && manner_at_home(&j->manner, hops_url(&j->hops)))
		secrets_forget(j->fetch->secrets, command_of(j));
}

static bool
read_cookies(const struct job *j, struct hop_manner *m, struct err *err)
{
	struct str path = { 0 };
	bool ok;

	if (!j->manner.cookie_file.n ||
	    !manner_near_home(&j->manner, hops_url(&j->hops)))
		return true;
	paths_expand(&path, str_span(&j->manner.cookie_file));
	ok = paths_read_secret(
	    str_z(&path), &m->cookies, COOKIES_BYTES_MAX, err);
	str_addc(&m->cookies, '\n');
	str_release(&path);
	return ok;
}

static bool
find_ca(const struct job *j, struct hop_manner *m, struct err *err)
{
	if (!j->manner.tls_ca.n)
		return true;
	paths_expand(&m->ca_file, str_span(&j->manner.tls_ca));
	return access(str_z(&m->ca_file), R_OK) == 0 ||
	       err_errno(err, "tls-ca: %s", str_z(&m->ca_file));
}

static void
find_proxy(const struct job *j, struct hop_manner *m)
{
	struct span own = str_span(&j->manner.proxy);

	if (!own.n)
		own = proxies_for(&j->fetch->proxies, hops_url(&j->hops));
	if (!span_is(own, "none"))
		manner_proxy(&m->proxy, own);
}

bool
manner_of_hop(struct job *j, struct hop_manner *m, struct call_request *r,
    struct err *err)
{
	bool home = manner_at_home(&j->manner, hops_url(&j->hops));

	if (j->accept.n)
		str_printf(&m->headers, "Accept: %s\n", str_z(&j->accept));
	if (j->codings.n)
		str_printf(
		    &m->headers, "Accept-Encoding: %s\n", str_z(&j->codings));
	if (home)
		manner_headers(&j->manner, &m->headers);
	if (!read_cookies(j, m, err) || (home && !find_ca(j, m, err)))
		return failed(j);
	str_add(&m->cookies, str_span(&j->cookies));
	find_proxy(j, m);
	r->headers = str_span(&m->headers);
	r->cookies = str_span(&m->cookies);
	r->proxy = str_z(&m->proxy);
	r->ca_file = m->ca_file.n ? str_z(&m->ca_file) : NULL;
	r->insecure = home && j->manner.tls_insecure;
	r->http = j->manner.http;
	r->ip = j->manner.ip;
	if (home && (j->name.n || j->password.n)) {
		r->name = str_z(&j->name);
		r->password = str_z(&j->password);
		r->digest = j->digest;
	}
	return true;
}

void
hop_manner_release(struct hop_manner *m)
{
	str_release(&m->headers);
	str_release(&m->cookies);
	str_release(&m->ca_file);
	str_release(&m->proxy);
}

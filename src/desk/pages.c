#include "config.h"

#include "base/record.h"
#include "desk/rooms.h"

static void
on_page(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct str line = { 0 };

	if (!visit_records(v, reply, err))
		return;
	record_begin(&line, v->kind == JOB_FEED ? "feed" : "page");
	record_int(&line, v->seq);
	record_span(&line, reply->text);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
	visit_done(v);
}

static bool
print(
    struct desk *d, const struct order *o, enum job_kind kind, struct err *err)
{
	struct span url = order_arg(o, 0);
	enum source_kind source;

	if (!visit_source(url, span_n(NULL, 0), &source, err))
		return false;
	visit_start(visit_new(d, o, kind, on_page), url, source,
	    order_is_named(o), span_n(NULL, 0));
	return true;
}

bool
pages_print(struct desk *d, const struct order *o, struct err *err)
{
	return print(d, o, JOB_ARTICLE, err);
}

bool
pages_preview(struct desk *d, const struct order *o, struct err *err)
{
	return print(d, o, JOB_FEED, err);
}

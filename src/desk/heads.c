/*
 * A feed's headlines: all that a list shows of its articles, put into the
 * store before anybody makes documents of their texts.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "desk/item.h"

/* Nobody should wonder where a hundred articles came from, or went. */
static void
tell_flood(const struct item *it, int64_t held)
{
	struct str url = { 0 }, line = { 0 };

	url_redact(&url, span_of(it->due.url));
	str_printf(&line,
	    P_("%s: %lld article older than all it had came in, marked read",
	        "%s: %lld articles older than all it had came in, marked read",
	        (unsigned long)held),
	    str_z(&url), (long long)held);
	log_line("%s", str_z(&line));
	event_note(it->desk, str_z(&line));
	str_release(&url);
	str_release(&line);
}

/* What is left of a list that was cut off takes nothing away. */
static void
take_list(struct item *it, struct span records)
{
	struct err err = { 0 };
	bool ok = !it->cut && lists_take(it->desk, it->due.id, records, &err);

	it->listed = it->have_validators = ok;
	item_settle(it, ok ? NULL : it->cut ? it->cut : err.text);
}

/* How it ended, as far as its headlines tell. */
static void
judge(struct item *it, const struct merge_result *result)
{
	/* What was cut off may not be known as a feed any more. */
	if (it->cut)
		str_addz(&it->error, it->cut);
	else if (!span_trim(str_span(&it->body)).n)
		str_addz(&it->error,
		    it->due.source == SOURCE_EXEC
		        ? _("the command printed nothing; run it by hand to "
		            "see why")
		        : _("the answer is empty; see whether its address is "
		            "right"));
	else if (!result->is_feed)
		str_addz(&it->error,
		    _("this is no feed; \"broadsheet feeds add\" looks for "
		      "the feeds of a page"));
	it->have_validators = result->is_feed || it->cut;
	/* The whole of it must be read next time, even if it is what it was
	 * before this. */
	if (it->cut) {
		str_clear(&it->etag);
		str_clear(&it->last_modified);
		str_clear(&it->hash);
	}
	if (result->is_feed && !it->cut)
		it->due.wish = result->wish;
	it->changed = result->count.added > 0;
}

static void
merge(struct item *it, struct span records)
{
	struct desk *d = it->desk;
	struct merge_result result = { 0 };
	struct merge_ask ask;
	struct err err = { 0 };
	bool ok;

	item_merge_ask(it, &ask);
	ask.heads = true;
	ask.reply = records;
	if (!share_begin(d, &err)) {
		item_unstored(it, &err);
		return;
	}
	ok = merge_heads(
	    d->store, &ask, &result, &it->pending, &it->pending_n, &err);
	if (ok)
		judge(it, &result);
	/* Without texts to wait for, that is all of it. */
	ok = ok && (it->pending || item_outcome(it, &err));
	if (!ok) {
		free(it->pending);
		it->pending = NULL;
	}
	share_part(it, ok);
	if (!ok) {
		item_unstored(it, &err);
		return;
	}
	it->added = result.count.added;
	it->sweep->added += it->added;
	if (result.count.held)
		tell_flood(it, result.count.held);
}

void
heads_take(void *data, const struct reply *reply, const struct err *err)
{
	struct item *it = data;
	struct desk *d = it->desk;
	struct err fault = { 0 };

	d->heads--;
	refresh_pace(d);
	if (reply && reply->bytes != UNPACK_WHOLE && !it->cut) {
		it->remedy = asking_fault(
		    &fault, reply->bytes, span_of(it->due.url), it->max_bytes);
		it->cut = xstrdup(fault.text);
	}
	if (!reply || reply->kind != REPLY_OK || !reply->text.n) {
		char *sentence = reply ? span_dup(reply->text) : NULL;

		/* Of what was cut off a parser may make nothing. */
		item_settle(it, it->cut    ? it->cut
		                : sentence ? sentence
		                           : err->text);
		free(sentence);
	} else if (it->due.source == SOURCE_OPML) {
		take_list(it, reply->text);
	} else {
		merge(it, reply->text);
	}
	typeset_go(d);
}

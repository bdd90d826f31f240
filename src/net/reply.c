#include "config.h"

#include "net/reply.h"

void
fetch_reply_release(struct fetch_reply *r)
{
	str_release(&r->url);
	str_release(&r->permanent_url);
	str_release(&r->etag);
	str_release(&r->last_modified);
	str_release(&r->content_type);
	str_release(&r->body);
	str_release(&r->coding);
	*r = (struct fetch_reply){ .fresh_s = -1 };
}

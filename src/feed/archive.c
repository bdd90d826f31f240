#include "config.h"

#include "feed/archive.h"

#include "base/utf8.h"

static const struct archive_member head[] = {
	{ "version", MEMBER_NUMBER },
};

static const struct archive_member feedsfile[] = {
	{ "text", MEMBER_TEXT },
};

static const struct archive_member feed[] = {
	{ "url", MEMBER_KEY },
	{ "name", MEMBER_TEXT },
	{ "title", MEMBER_TEXT },
	{ "site", MEMBER_URL },
	{ "source", MEMBER_NUMBER },
	{ "checked", MEMBER_NUMBER },
	{ "succeeded", MEMBER_NUMBER },
	{ "changed", MEMBER_NUMBER },
	{ "listed", MEMBER_NUMBER },
	{ "moved_to", MEMBER_URL },
	{ "gone", MEMBER_FLAG },
};

static const struct archive_member article[] = {
	{ "feed", MEMBER_KEY },
	{ "key", MEMBER_KEY },
	{ "id", MEMBER_NUMBER },
	{ "print", MEMBER_TEXT },
	{ "sort", MEMBER_SIGNED },
	{ "seen", MEMBER_SIGNED },
	{ "published", MEMBER_SIGNED },
	{ "updated", MEMBER_SIGNED },
	{ "unread", MEMBER_FLAG },
	{ "starred", MEMBER_FLAG },
	{ "deleted", MEMBER_NUMBER },
	{ "let_go", MEMBER_NUMBER },
	{ "revisions", MEMBER_NUMBER },
	{ "edited", MEMBER_NUMBER },
	{ "page_of", MEMBER_NUMBER },
	{ "url", MEMBER_URL },
	{ "title", MEMBER_TEXT },
	{ "author", MEMBER_TEXT },
	{ "section", MEMBER_TEXT },
	{ "standfirst", MEMBER_TEXT },
	{ "lang", MEMBER_TEXT },
	{ "tags", MEMBER_TEXT },
	{ "picture", MEMBER_URL },
	{ "enclosure", MEMBER_URL },
	{ "enclosure_type", MEMBER_TEXT },
	{ "own_tags", MEMBER_TEXT },
	{ "note", MEMBER_TEXT },
	{ "note_at", MEMBER_NUMBER },
	{ "body", MEMBER_GALLEY },
	{ "full", MEMBER_GALLEY },
};

static const struct archive_member revision[] = {
	{ "feed", MEMBER_KEY },
	{ "key", MEMBER_KEY },
	{ "number", MEMBER_NUMBER },
	{ "since", MEMBER_SIGNED },
	{ "published", MEMBER_SIGNED },
	{ "updated", MEMBER_SIGNED },
	{ "title", MEMBER_TEXT },
	{ "author", MEMBER_TEXT },
	{ "standfirst", MEMBER_TEXT },
	{ "body", MEMBER_GALLEY },
	{ "full", MEMBER_GALLEY },
};

static const struct archive_member tombstone[] = {
	{ "feed", MEMBER_KEY },
	{ "key", MEMBER_SIGNED },
	{ "at", MEMBER_NUMBER },
};

_Static_assert(sizeof(article) / sizeof(*article) == ART_MEMBERS, "article");
_Static_assert(sizeof(feed) / sizeof(*feed) == FEED_MEMBERS, "feed");
_Static_assert(sizeof(revision) / sizeof(*revision) == REV_MEMBERS, "revision");

const struct archive_kind_info archive_kinds[ARCHIVE_KINDS] = {
	[ARCHIVE_HEAD] = { "broadsheet-export", head, HEAD_MEMBERS },
	[ARCHIVE_FEEDSFILE] = { "feeds-file", feedsfile, FEEDSFILE_MEMBERS },
	[ARCHIVE_FEED] = { "feed", feed, FEED_MEMBERS },
	[ARCHIVE_ARTICLE] = { "article", article, ART_MEMBERS },
	[ARCHIVE_REVISION] = { "revision", revision, REV_MEMBERS },
	[ARCHIVE_TOMBSTONE] = { "tombstone", tombstone, TOMB_MEMBERS },
};

int64_t
archive_int(const struct archive_row *row, int member)
{
	struct span t = row->v[member];
	bool minus = span_starts(t, "-");
	int64_t n = 0;

	if (!span_int(span_from(t, minus), &n))
		return 0;
	return minus ? -n : n;
}

/* ---- writing ------------------------------------------------------------ */

/* What a terminal would not show as itself. */
static bool
is_unseen(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xad || c == 0xfeff;
}

static void
add_sign(struct str *out, uint32_t c)
{
	if (c == '"' || c == '\\')
		str_printf(out, "\\%c", (int)c);
	else if (c == '\n')
		str_lit(out, "\\n");
	else if (c == '\t')
		str_lit(out, "\\t");
	else if (is_unseen(c))
		str_printf(out, "\\u%04x", (unsigned)c);
	else
		utf8_add(out, c);
}

/* Printable ASCII, nearly all of it, goes out in one piece. */
static size_t
harmless(struct span t)
{
	size_t n = 0;

	while (n < t.n && t.s[n] >= ' ' && t.s[n] < 0x7f && t.s[n] != '"' &&
	       t.s[n] != '\\')
		n++;
	return n;
}

static void
add_string(struct str *out, struct span t)
{
	uint32_t c;

	str_addc(out, '"');
	while (t.n) {
		size_t n = harmless(t);

		str_addn(out, t.s, n);
		t = span_from(t, n);
		if (!t.n)
			break;
		t = span_from(t, utf8_next(t, 0, &c));
		add_sign(out, c);
	}
	str_addc(out, '"');
}

static bool
is_number(enum archive_type type)
{
	return type == MEMBER_NUMBER || type == MEMBER_SIGNED;
}

void
archive_write(struct str *out, const struct archive_row *row)
{
	const struct archive_kind_info *k = &archive_kinds[row->kind];

	str_printf(out, "{\"kind\":\"%s\"", k->name);
	for (int i = 0; i < k->members; i++) {
		const struct archive_member *m = &k->member[i];
		bool text = !is_number(m->type) && m->type != MEMBER_FLAG;

		if (!row->v[i].n || (!text && span_is(row->v[i], "0")))
			continue;
		str_printf(out, ",\"%s\":", m->name);
		if (text)
			add_string(out, row->v[i]);
		else if (m->type == MEMBER_FLAG)
			str_lit(out, "true");
		else
			str_add(out, row->v[i]);
	}
	str_lit(out, "}\n");
}

bool
archive_row_of(struct archive_row *row, const struct record *r)
{
	if (!record_is(r, "row"))
		return false;
	*row = (struct archive_row){ .line = record_num(r, 1, 0) };
	for (int k = 0; k < ARCHIVE_KINDS; k++) {
		if (!span_is(record_field(r, 2), archive_kinds[k].name))
			continue;
		row->kind = (enum archive_kind)k;
		for (int i = 0; i < archive_kinds[k].members; i++)
			row->v[i] = record_field(r, 3 + i);
		return r->n == 3 + archive_kinds[k].members;
	}
	return false;
}

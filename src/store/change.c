/*
 * A deed in words.
 */
#include "config.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "store/journal.h"

/* So that a sentence has room in the last line. */
enum { NAME_BYTES = 40 };

static void
add_name(struct str *out, struct span name)
{
	struct span cut = name;

	if (cut.n > NAME_BYTES) {
		cut.n = NAME_BYTES;
		while (cut.n && ((unsigned char)name.s[cut.n] & 0xc0) == 0x80)
			cut.n--;
		/* At a word, where there is one. */
		for (size_t i = cut.n; i > NAME_BYTES / 2; i--)
			if (name.s[i] == ' ') {
				cut.n = i;
				break;
			}
	}
	str_add(out, cut);
	if (cut.n < name.n)
		str_lit(out, "…");
}

/* One article: its title, then the subject. */
static const char *
one_sentence(enum change_kind kind)
{
	static const char *const sentences[CHANGE_KINDS] = {
		[CHANGE_READ] = N_("\"%s\" marked read"),
		[CHANGE_UNREAD] = N_("\"%s\" marked unread"),
		[CHANGE_STAR] = N_("\"%s\" starred"),
		[CHANGE_UNSTAR] = N_("the star of \"%s\" taken away"),
		[CHANGE_DELETE] = N_("\"%s\" deleted"),
		[CHANGE_RESTORE] = N_("\"%s\" taken out of the trash"),
		[CHANGE_TAG] = N_("\"%s\" tagged %s"),
		[CHANGE_UNTAG] = N_("\"%s\" no longer tagged %s"),
		[CHANGE_NOTE] = N_("the note on \"%s\" changed"),
		[CHANGE_UNSUBSCRIBE] = N_("%s unsubscribed"),
	};

	return _(sentences[kind]);
}

/* Several: their number, then the subject. */
static const char *
many_sentence(const struct change *c)
{
	unsigned long n = (unsigned long)c->articles;

	switch (c->kind) {
	case CHANGE_READ:
		if (c->subject.n)
			return P_("%lld story of %s marked read",
			    "%lld stories of %s marked read", n);
		return P_(
		    "%lld story marked read", "%lld stories marked read", n);
	case CHANGE_UNREAD:
		return P_("%lld story marked unread",
		    "%lld stories marked unread", n);
	case CHANGE_STAR:
		return P_("%lld story starred", "%lld stories starred", n);
	case CHANGE_UNSTAR:
		return P_("the star of %lld story taken away",
		    "the stars of %lld stories taken away", n);
	case CHANGE_DELETE:
		return P_("%lld story deleted", "%lld stories deleted", n);
	case CHANGE_RESTORE:
		return P_("%lld story taken out of the trash",
		    "%lld stories taken out of the trash", n);
	case CHANGE_TAG:
		return P_("%lld story tagged %s", "%lld stories tagged %s", n);
	case CHANGE_UNTAG:
		return P_("%lld story no longer tagged %s",
		    "%lld stories no longer tagged %s", n);
	case CHANGE_NOTE:
		return P_("the note on %lld story changed",
		    "the notes on %lld stories changed", n);
	case CHANGE_UNSUBSCRIBE:
	case CHANGE_KINDS:
		break;
	}
	return "%lld";
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
change_describe(struct str *out, const struct change *c)
{
	struct str subject = { 0 }, title = { 0 };

	add_name(&subject, c->subject);
	add_name(&title, c->title);
	if (c->kind == CHANGE_UNSUBSCRIBE)
		str_printf(out, one_sentence(c->kind), str_z(&subject));
	else if (title.n)
		str_printf(
		    out, one_sentence(c->kind), str_z(&title), str_z(&subject));
	else
		str_printf(out, many_sentence(c), (long long)c->articles,
		    str_z(&subject));
	str_release(&subject);
	str_release(&title);
}
#pragma GCC diagnostic pop

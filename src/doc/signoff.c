#include "config.h"

#include "doc/signoff.h"

bool
signoff_is_share(const struct html_node *n)
{
	static const char *const boxes[] = { "feedflare", "sharedaddy",
		"addtoany_share_save_container", "addtoany_content",
		"shareaholic-canvas", "jp-relatedposts", "wpa2a", "ssba",
		"addthis_toolbox", "mf-viral", "snap_nopreview" };

	if (n->tag != TAG_DIV && n->tag != TAG_P && n->tag != TAG_TABLE)
		return false;
	return HTML_HAS_ANY(n, boxes);
}

/* Where a click passes the address of the article on. */
static const char *const shares[] = { "twitter.com/intent/",
	"twitter.com/share", "//x.com/intent/", "//x.com/share",
	"facebook.com/sharer", "facebook.com/share.php",
	"linkedin.com/shareArticle", "linkedin.com/sharing/",
	"reddit.com/submit", "pinterest.com/pin/create", "//t.me/share",
	"api.whatsapp.com/send", "//wa.me/?", "whatsapp://send",
	"tumblr.com/share", "news.ycombinator.com/submitlink", "addtoany.com/",
	"feedburner.com/~ff/", "getpocket.com/save", "bsky.app/intent/",
	"threads.net/intent/", "vk.com/share.php", "share.flipboard.com/",
	"stumbleupon.com/submit", "digg.com/submit",
	"feeds.wordpress.com/1.0/go", "feedsportal.com/" };

bool
signoff_is_share_link(const struct html_node *n)
{
	struct span href;

	if (n->tag != TAG_A)
		return false;
	href = html_get(n, "href");
	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++)
		if (span_ifind(href, span_of(shares[i])) < href.n)
			return true;
	return false;
}

/* Words that may stand with the buttons, and what parts them. */
static bool
is_share_word(struct span t)
{
	t = span_trim(t);
	if (t.n <= 24 && (span_istarts(t, "share") || span_iis(t, "or")))
		return true;
	for (size_t i = 0; i < t.n; i++)
		if ((t.s[i] >= 'a' && t.s[i] <= 'z') ||
		    (t.s[i] >= 'A' && t.s[i] <= 'Z') ||
		    (t.s[i] >= '0' && t.s[i] <= '9') ||
		    (unsigned char)t.s[i] >= 0xc3)
			return false;
	return true;
}

bool
signoff_is_share_line(const struct html_node *n)
{
	const struct html_node *c = n->first;
	bool found = false;

	if (n->tag != TAG_P && n->tag != TAG_DIV && n->tag != TAG_UL)
		return false;
	while (c) {
		if (signoff_is_share_link(c)) {
			found = true;
			c = html_skip(n, c);
			continue;
		}
		if (c->tag == TAG_A || c->tag == TAG_IMG ||
		    (c->tag == TAG_TEXT && !is_share_word(c->text)))
			return false;
		c = html_next(n, c);
	}
	return found;
}

bool
signoff_is_post(struct span paragraph)
{
	static const struct {
		const char *start, *middle;
	} forms[] = {
		{ "The post ", " appeared first on " },
		{ "The post ", " first appeared on " },
		{ "Der Beitrag ", " erschien zuerst auf " },
		{ "L’article ", " est apparu en premier sur " },
		{ "L\'article ", " est apparu en premier sur " },
		{ "La entrada ", " se publicó primero en " },
		{ "La entrada ", " aparece primero en " },
		{ "La entrada ", " apareció primero en " },
		{ "L\'articolo ", " proviene da " },
		{ "L’articolo ", " proviene da " },
		{ "O post ", " apareceu primeiro em " },
		{ "O conteúdo ", " aparece primeiro em " },
		{ "Het bericht ", " verscheen eerst op " },
		{ "Artykuł ", " pochodzi z serwisu " },
		{ "Запись ", " впервые появилась " },
		{ "Inlägget ", " dök först upp på " },
		{ "Innlegget ", " dukket først opp på " },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (span_starts(paragraph, forms[i].start) &&
		    span_find(paragraph, span_of(forms[i].middle)) <
		        paragraph.n)
			return true;
	return false;
}

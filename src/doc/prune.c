#include "config.h"

#include "doc/prune.h"

#include <string.h>

/*
 * Parts of class names and ids, lower case.  "furniture" is no part of an
 * article wherever it stands; the words are matched at the start of a part of
 * a name ("share-bar", "article__share"), so that "shareholders" is not one.
 */
static const char *const furniture[] = { "share", "sharing", "sharebar",
	"sharedaddy", "addthis", "addtoany", "a2a", "social", "newsletter",
	"subscribe", "subscription", "signup", "sign-up", "related", "readalso",
	"read-also", "alsoread", "readmore", "read-more", "morenews",
	"more-news", "more-on", "mostread", "most-read", "most", "popular",
	"trending", "recommend", "recommended", "recirc", "outbrain", "taboola",
	"zergnet", "sponsor", "sponsored", "promo", "promobox", "advert",
	"advertisement", "adsbygoogle", "ad", "ads", "adslot", "advt", "dfp",
	"gpt", "banner", "cookie", "consent", "gdpr", "comments", "comment",
	"disqus", "respond", "commentlist", "sidebar", "widget", "breadcrumb",
	"breadcrumbs", "nav", "navbar", "navigation", "menu", "pagination",
	"pager", "footer", "masthead", "topbar", "toolbar", "tags", "taglist",
	"tagcloud", "tag-links", "topics", "authorbox", "author-box",
	"author-bio", "authorbio", "about-author", "aboutauthor", "bio",
	"print", "printfriendly", "email-link", "skip", "skip-link", "login",
	"paywall", "modal", "popup", "overlay", "toast", "jp-relatedposts",
	"yarpp", "post-navigation", "nextprev", "prevnext", "copyright",
	"disclaimer", "hidden", "screen-reader-text", "visually-hidden",
	"visuallyhidden", "sr-only", "noprint", "no-print", "player-controls",
	"rating", "poll", "survey", "donate", "donation", "support-us", "app",
	"follow", "followus", "back-to-top", "totop", "meta-share", "toc" };

/* Words that save an element: it is the article, whatever else it is. */
static const char *const saving[] = { "article-body", "articlebody",
	"article__body", "story-body", "storybody", "entry-content",
	"post-content", "article-content", "articlecontent", "main-content",
	"post-body", "story-content", "article-text", "article_text" };

static const enum html_tag dropped[] = { TAG_NAV, TAG_FOOTER, TAG_ASIDE,
	TAG_FORM, TAG_DIALOG, TAG_FIELDSET, TAG_INPUT, TAG_LABEL, TAG_OBJECT,
	TAG_LINK, TAG_META };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_name_char(char c)
{
	c = lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Does a word stand at the start of rest, and end as a part of a name does? */
static bool
starts_with_any(struct span rest, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *w = words[i];
		size_t n = 0;

		while (n < rest.n && w[n] && lower(rest.s[n]) == w[n])
			n++;
		if (!w[n] && (n == rest.n || !is_name_char(rest.s[n]) ||
		                 is_capital(rest.s[n])))
			return true;
	}
	return false;
}

/* Does one of the words stand in the name, whole or as a part of it?  Parts
 * are divided by "-", "_", ":" and by a capital ("shareBar"). */
static bool
names_one(struct span name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < name.n; i++) {
		bool first =
		    i == 0 || !is_name_char(name.s[i - 1]) ||
		    (is_capital(name.s[i]) && !is_capital(name.s[i - 1]));

		if (first && is_name_char(name.s[i]) &&
		    starts_with_any(span_from(name, i), words, count))
			return true;
	}
	return false;
}

static bool
names_any(const struct html_node *n, const char *const *words, size_t count)
{
	return n->attr && (names_one(html_get(n, "class"), words, count) ||
	                      names_one(html_get(n, "id"), words, count));
}

#define NAMES(n, table) \
	names_any((n), (table), sizeof(table) / sizeof(*(table)))

struct html_weight
html_weigh(const struct html_node *root)
{
	struct html_weight w = { 0 };
	const struct html_node *n = root, *link_end = NULL;
	bool in_link = false;

	while (n) {
		if (n == link_end)
			in_link = false;
		if (n->tag == TAG_A && !in_link) {
			in_link = true;
			link_end = html_skip(root, n);
		}
		if (n->tag == TAG_TEXT) {
			size_t k = 0;

			for (size_t i = 0; i < n->text.n; i++)
				k += (unsigned char)n->text.s[i] > ' ';
			w.text += k;
			w.links += in_link ? k : 0;
		}
		n = html_is_skipped(n) && n != root ? html_skip(root, n)
		                                    : html_next(root, n);
	}
	return w;
}

bool
prune_is_furniture(const struct html_node *n)
{
	struct span role;

	if (n->tag == TAG_TEXT || n->tag == TAG_BODY || n->tag == TAG_HTML ||
	    n->tag == TAG_ARTICLE || n->tag == TAG_MAIN || !n->attr)
		return false;
	if (NAMES(n, saving))
		return false;
	role = html_get(n, "role");
	if (span_iis(role, "navigation") || span_iis(role, "complementary") ||
	    span_iis(role, "banner") || span_iis(role, "contentinfo") ||
	    span_iis(role, "search") || span_iis(role, "dialog") ||
	    span_iis(role, "alert"))
		return true;
	return NAMES(n, furniture);
}

static bool
is_dropped(const struct html_node *n)
{
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++)
		if (n->tag == dropped[i])
			return true;
	return html_is_skipped(n) && n->tag != TAG_SCRIPT;
}

/* The footer of a quotation says whose words they are, a box at the beginning
 * of an item whether it is done. */
static bool
is_told(const struct html_node *n)
{
	if (!n->parent)
		return false;
	if (n->tag == TAG_INPUT)
		return n->parent->tag == TAG_LI && !n->prev &&
		       span_iis(html_get(n, "type"), "checkbox");
	return n->tag == TAG_FOOTER && n->parent->tag == TAG_BLOCKQUOTE;
}

/* The next node after dropping this one. */
static struct html_node *
drop(struct html_node *root, struct html_node *n)
{
	struct html_node *next = html_skip(root, n);

	html_unlink(n);
	return next;
}

enum { SAVED_SHARE = 3 }; /* a third of the page's text is no furniture */

void
prune_page(struct html_node *root)
{
	size_t all = html_weigh(root).text;
	struct html_node *n = root->first;

	while (n) {
		bool bad = html_is_hidden(n) || prune_is_furniture(n) ||
		           (is_dropped(n) && !is_told(n));

		/* A careless class name on the whole page. */
		if (bad && n->tag != TAG_NAV && n->tag != TAG_FOOTER) {
			struct html_weight w = html_weigh(n);

			if (w.text > all / SAVED_SHARE && w.links * 3 < w.text)
				bad = false;
		}
		n = bad && !n->kept ? drop(root, n) : html_next(root, n);
	}
}

/* --- within the article ------------------------------------------------- */

/* Beginnings of lines that lead elsewhere; lower case. */
static const char *const elsewhere[] = { "read also", "also read", "read more",
	"read:", "related:", "related article", "related stor", "see also",
	"more:", "read next", "recommended", "you may also like", "don't miss",
	"share this", "follow us", "sign up", "subscribe", "click here",
	"advertisement", "story continues below", "most read", "more from",
	"more on this", "watch:", "listen:", "download the", "join our",
	"published :", "updated :", "published:", "updated:", "আরও পড়ুন",
	"আরো পড়ুন", "lesen sie auch", "lire aussi", "à lire aussi",
	"lea también", "leggi anche", "lees ook", "читайте также",
	"continue reading", "the post ", "tags:", "topics:", "filed under",
	"comments", "leave a comment", "print this", "email this",
	"copyright ©", "all rights reserved", "© copyright" };

/* Words that stand somewhere in such a line. */
static const char *const beckoning[] = { "on google news", "trust principles",
	"sign up here", "our newsletter", "whatsapp channel",
	"telegram channel", "download our app", "on our app",
	"push notifications", "গুগল নিউজ", "google noticias",
	"google actualités", "bei google news", "en whatsapp",
	"subscribe to our", "follow us on", "join us on",
	"click here to subscribe", "gives you all the news you need" };

enum { ELSEWHERE_MAX = 160 };

static bool
beckons(struct span text)
{
	for (size_t i = 0; i < sizeof(beckoning) / sizeof(*beckoning); i++)
		if (span_ifind(text, span_of(beckoning[i])) < text.n)
			return true;
	return false;
}

static bool
leads_elsewhere(const struct html_node *n)
{
	struct str text = { 0 };
	struct html_weight w;
	bool yes = false;

	html_text(&text, n);
	w = html_weigh(n);
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere) && !yes;
	     i++) {
		struct span word = span_of(elsewhere[i]);

		if (text.n <= ELSEWHERE_MAX && text.n >= word.n &&
		    span_ieq(span_head(str_span(&text), word.n), word))
			/* A sentence may begin so; a line of links or a label
			 * on its own is none. */
			yes = w.links * 2 >= w.text || text.n < 60;
	}
	/* Who quotes such words says more than that. */
	if (!yes && text.n && text.n <= ELSEWHERE_MAX && *text.s != '"' &&
	    beckons(str_span(&text)))
		yes = w.links > 0 || text.n < 120;
	str_release(&text);
	return yes;
}

/* A list or box that is mostly links, and not a list of sources in prose. */
static bool
is_link_box(const struct html_node *n)
{
	struct html_weight w;

	switch (n->tag) {
	case TAG_UL:
	case TAG_OL:
	case TAG_DIV:
	case TAG_SECTION:
	case TAG_TABLE:
	case TAG_DL:
		/* A table with headings tells something. */
		if (html_find(n, TAG_TH))
			return false;
		w = html_weigh(n);
		return w.text > 0 && w.text < 1200 &&
		       w.links * 10 > w.text * 7 && !html_find(n, TAG_IMG) &&
		       w.links > 20;
	default:
		return false;
	}
}

static bool
is_empty_heading(const struct html_node *n)
{
	const struct html_node *next = n->next;

	if (n->tag < TAG_H1 || n->tag > TAG_H6)
		return false;
	while (next && next->tag == TAG_TEXT && !span_trim(next->text).n)
		next = next->next;
	/* Nothing stands below it any more. */
	return !next && n->prev && html_weigh(n).text < 60;
}

void
prune_body(struct html_node *body)
{
	struct html_node *n = body->first;

	while (n) {
		bool bad = is_link_box(n);

		if (!bad && (n->tag == TAG_P || n->tag == TAG_DIV ||
		                n->tag == TAG_SPAN || n->tag == TAG_STRONG ||
		                n->tag == TAG_LI ||
		                (n->tag >= TAG_H1 && n->tag <= TAG_H6)))
			bad = leads_elsewhere(n);
		n = bad && !n->kept ? drop(body, n) : html_next(body, n);
	}
	for (n = body->first; n;)
		n = is_empty_heading(n) ? drop(body, n) : html_next(body, n);
}

#include "config.h"

#include "doc/figures.h"

#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "doc/players.h"

enum {
	PIXEL_MAX = 8, /* smaller is a spacer or a tracker */
	ICON_MAX = 40, /* smaller is an icon */
	CAPTION_MAX = 1200
};

/* --- addresses ---------------------------------------------------------- */

/* Attributes under which pages hide the real picture until it is scrolled to;
 * the best first. */
static const char *const lazy[] = { "data-original", "data-src-large",
	"data-large-file", "data-full-src", "data-hi-res-src", "data-lazy-src",
	"data-src", "data-lazy", "data-url", "data-image", "data-original-src",
	"data-pin-media", "src" };
static const char *const lazy_sets[] = { "data-srcset", "data-lazy-srcset",
	"data-original-set", "srcset" };

/* Pictures that nobody is meant to see. */
static const char *const trackers[] = { "/pixel", "pixel.gif", "spacer.",
	"blank.gif", "1x1.", "transparent.", "feedburner.com/~ff/",
	"feedburner.com/~r/", "feeds.feedburner.com/~", "feedsportal.com",
	"doubleclick.net", "/b.gif", "stats.wordpress.com", "pixel.wp.com",
	"scorecardresearch", "google-analytics", "/placeholder.", "lazyload.",
	"loading.gif", "/grey.gif", "feeds.wordpress.com/1.0/",
	"gravatar.com/avatar", "smilies/", "/emoji/",
	"s.w.org/images/core/emoji", "share-buttons" };

static bool
is_tracker(struct span url)
{
	for (size_t i = 0; i < sizeof(trackers) / sizeof(*trackers); i++)
		if (span_ifind(url, span_of(trackers[i])) < url.n)
			return true;
	return false;
}

/* Local feeds may show local pictures; nothing else may. */
static bool
may_show(struct span url, struct span base)
{
	return url_is_web(url) ||
	       (span_istarts(url, "file:") && span_istarts(base, "file:"));
}

static struct span
absolute(struct arena *mem, struct span base, struct span ref)
{
	struct str url = { 0 };
	struct span kept = { 0 };

	ref = span_trim(ref);
	if (ref.n && !span_istarts(ref, "data:") &&
	    url_resolve(&url, base, ref) && may_show(str_span(&url), base) &&
	    !is_tracker(str_span(&url)))
		kept = span_keep(mem, str_span(&url));
	str_release(&url);
	return kept;
}

/* "a.jpg 640w, b.jpg 2x": the largest.  A comma within an address is followed
 * by no blank. */
static struct span
best_of_set(struct span set)
{
	struct span best = { 0 };
	double most = -1;

	while ((set = span_trim(set)).n) {
		struct span url, size;
		size_t n = 0;
		double v = 1;

		if (*set.s == ',') {
			set = span_from(set, 1);
			continue;
		}
		while (n < set.n && !strchr(" \t\r\n", set.s[n]))
			n++;
		url = span_head(set, n);
		set = span_from(set, n);
		if (span_ends(url, ",")) {
			url.n--;
			size = span_n(NULL, 0);
		} else {
			n = span_chr(set, ',');
			size = span_trim(span_head(set, n));
			set = span_from(set, n);
		}
		if (size.n) {
			v = 0;
			for (size_t i = 0; i < size.n && size.s[i] >= '0' &&
			                   size.s[i] <= '9' && i < 6;
			     i++)
				v = v * 10 + (size.s[i] - '0');
			if (size.s[size.n - 1] == 'x')
				v *= 1000; /* of an unknown width */
		}
		if (v > most) {
			most = v;
			best = url;
		}
	}
	return best;
}

static struct span
from_sets(struct arena *mem, const struct html_node *n, struct span base)
{
	struct span url = { 0 };

	for (size_t i = 0; i < sizeof(lazy_sets) / sizeof(*lazy_sets); i++) {
		url =
		    absolute(mem, base, best_of_set(html_get(n, lazy_sets[i])));
		if (url.n)
			break;
	}
	return url;
}

/* <picture><source srcset> around the img; kinds that we cannot show are
 * passed over. */
static struct span
from_sources(
    struct arena *mem, const struct html_node *picture, struct span base)
{
	for (const struct html_node *n = picture->first; n; n = n->next) {
		struct span type, url;

		if (n->tag != TAG_SOURCE)
			continue;
		type = html_get(n, "type");
		if (type.n && !span_istarts(type, "image/jpeg") &&
		    !span_istarts(type, "image/png") &&
		    !span_istarts(type, "image/webp") &&
		    !span_istarts(type, "image/gif"))
			continue;
		url = from_sets(mem, n, base);
		if (url.n)
			return url;
	}
	return span_n(NULL, 0);
}

struct span
figure_source(struct arena *mem, const struct html_node *img, struct span base)
{
	struct span url = from_sets(mem, img, base);

	if (!url.n && img->parent && img->parent->tag == TAG_PICTURE)
		url = from_sources(mem, img->parent, base);
	for (size_t i = 0; i < sizeof(lazy) / sizeof(*lazy) && !url.n; i++)
		url = absolute(mem, base, html_get(img, lazy[i]));
	return url;
}

/* --- words -------------------------------------------------------------- */

static struct span
plain(struct arena *mem, struct span text)
{
	struct str line = { 0 };
	struct span kept;

	utf8_plain(&line, span_head(text, CAPTION_MAX), PLAIN_LINE);
	kept = line.n ? span_keep(mem, str_span(&line)) : span_n(NULL, 0);
	str_release(&line);
	return kept;
}

static const char *const credit_words[] = { "credit", "credits", "photo-credit",
	"image-credit", "picture-credit", "photographer", "photocredit",
	"copyright", "img-credit", "attribution", "media-credit",
	"caption-credit", "image__credit", "figure__credit", "source" };

static bool
is_credit(const struct html_node *n)
{
	if (n->tag == TAG_TEXT || n->tag == TAG_FIGCAPTION)
		return false;
	if (HTML_HAS_ANY(n, credit_words))
		return true;
	return n->tag == TAG_CITE ||
	       span_ifind(html_get(n, "class"), SPAN("credit")) <
	           html_get(n, "class").n;
}

static void
add_node_text(struct str *out, const struct html_node *n)
{
	str_addc(out, ' ');
	html_text(out, n);
}

/* What stands in a caption's element: its own words, and the credit when that
 * is marked. */
static void
read_caption(struct arena *mem, const struct html_node *box,
    struct span *caption, struct span *credit)
{
	struct str words = { 0 }, marked = { 0 };
	const struct html_node *n = html_next(box, box);

	while (n) {
		if (html_is_skipped(n) || html_is_hidden(n)) {
			n = html_skip(box, n);
			continue;
		}
		if (is_credit(n)) {
			add_node_text(&marked, n);
			n = html_skip(box, n);
			continue;
		}
		if (n->tag == TAG_TEXT)
			str_add(&words, n->text);
		else if (html_is_block(n) || n->tag == TAG_BR)
			str_addc(&words, ' ');
		n = html_next(box, n);
	}
	if (marked.n) {
		*caption = plain(mem, str_span(&words));
		*credit = credit_plain(plain(mem, str_span(&marked)));
		if (!caption->n) /* all of it was marked: look into it */
			caption_split(mem, str_span(&marked), caption, credit);
	} else {
		caption_split(mem, str_span(&words), caption, credit);
	}
	str_release(&words);
	str_release(&marked);
}

static const char *const caption_words[] = { "caption", "wp-caption-text",
	"image-caption", "photo-caption", "img-caption", "caption-text",
	"figcaption", "media-caption", "cutline", "pic-caption",
	"article-caption", "gallery-caption-text", "picture-caption",
	"featured-image-caption", "img_caption", "post-thumbnail-caption",
	"tr-caption" };

bool
figure_is_caption(const struct html_node *n)
{
	if (n->tag == TAG_TEXT)
		return false;
	if (n->tag == TAG_FIGCAPTION)
		return true;
	if (HTML_HAS_ANY(n, caption_words))
		return !html_find(n, TAG_IMG);
	return false;
}

static int
pixels(struct span t)
{
	int v = 0;
	size_t i = 0;

	t = span_trim(t);
	while (i < t.n && t.s[i] >= '0' && t.s[i] <= '9' && v < 100000)
		v = v * 10 + (t.s[i++] - '0');
	return i < t.n && t.s[i] == '%' ? 0 : v;
}

/* "width: 1px" in a style says what the attribute would. */
static int
size_of(const struct html_node *n, const char *name)
{
	struct span value = html_get(n, name), rest = html_get(n, "style");

	while (!value.n && rest.n) {
		struct span rule = span_cut(&rest, ';');
		size_t colon = span_chr(rule, ':');

		if (span_iis(span_trim(span_head(rule, colon)), name) &&
		    span_ends(span_trim(rule), "px"))
			value = span_from(rule, colon + 1);
	}
	return pixels(value);
}

static bool
is_icon(const struct figure *f, const struct html_node *img)
{
	if (span_istarts(html_get(img, "role"), "presentation") ||
	    html_has_word(img, "wp-smiley") || html_has_word(img, "emoji") ||
	    html_has_word(img, "avatar") || html_has_word(img, "icon"))
		return true;
	return (f->width && f->width <= ICON_MAX) ||
	       (f->height && f->height <= ICON_MAX &&
	           (!f->width || f->width <= f->height * 6));
}

static struct figure *
image(struct arena *mem, const struct html_node *img, struct span base)
{
	struct figure *f = arena_alloc(mem, sizeof(*f));

	f->url = figure_source(mem, img, base);
	f->width = size_of(img, "width");
	f->height = size_of(img, "height");
	f->alt = plain(mem, html_get(img, "alt"));
	if (!f->url.n || is_icon(f, img) || html_is_hidden(img))
		return NULL;
	return f;
}

/* A title is a caption only when it says more than a file's name. */
static void
title_caption(struct arena *mem, struct figure *f, const struct html_node *img)
{
	struct span title = html_get(img, "title");

	if (f->caption.n ||
	    span_chr(span_trim(title), ' ') == span_trim(title).n ||
	    caption_same(title, f->alt))
		return;
	caption_split(
	    mem, title, &f->caption, f->credit.n ? &title : &f->credit);
}

/* What has no title is called by its service. */
static struct figure *
embed(struct arena *mem, const struct html_node *n, struct span base)
{
	struct span src = absolute(mem, base, html_get(n, "src")), page;
	struct figure *f;
	const char *name;

	if (!src.n)
		src = absolute(mem, base, html_get(n, "data-src"));
	if (n->tag == TAG_AMP_YOUTUBE || n->tag == TAG_LITE_YOUTUBE)
		src = player_youtube(
		    mem, html_get(n, n->tag == TAG_AMP_YOUTUBE ? "data-videoid"
		                                               : "videoid"));
	if (!src.n || !player_find(mem, src, &page, &name))
		return NULL;
	f = arena_alloc(mem, sizeof(*f));
	f->kind = FIGURE_EMBED;
	f->media = page;
	f->alt = plain(mem, html_get(n, "title"));
	if (!f->alt.n && *name)
		f->alt = span_of(name);
	return f;
}

static struct figure *
recording(struct arena *mem, const struct html_node *n, struct span base)
{
	struct figure *f = arena_alloc(mem, sizeof(*f));

	f->kind = n->tag == TAG_VIDEO || n->tag == TAG_AMP_VIDEO ? FIGURE_VIDEO
	                                                         : FIGURE_AUDIO;
	f->url = absolute(mem, base, html_get(n, "poster"));
	f->media = absolute(mem, base, html_get(n, "src"));
	for (const struct html_node *s = n->first; s && !f->media.n;
	     s = html_next(n, s))
		if (s->tag == TAG_SOURCE)
			f->media = absolute(mem, base, html_get(s, "src"));
	f->alt = plain(mem, html_get(n, "title"));
	return f->media.n || f->url.n ? f : NULL;
}

/* The first of figure's own: what it shows. */
static struct figure *
shown(struct arena *mem, const struct html_node *n, struct span base)
{
	switch (n->tag) {
	case TAG_IMG:
	case TAG_AMP_IMG:
		return image(mem, n, base);
	case TAG_VIDEO:
	case TAG_AUDIO:
	case TAG_AMP_VIDEO:
	case TAG_AMP_AUDIO:
		return recording(mem, n, base);
	case TAG_IFRAME:
	case TAG_EMBED:
	case TAG_AMP_IFRAME:
	case TAG_AMP_YOUTUBE:
	case TAG_LITE_YOUTUBE:
		return embed(mem, n, base);
	default:
		return NULL;
	}
}

/* A caption that says what alt or credit says is one of them. */
static void
settle_words(struct figure *f)
{
	if (caption_same(f->caption, f->credit))
		f->caption = span_n(NULL, 0);
}

struct figure *
figure_from_html(struct arena *mem, const struct html_node *n, struct span base)
{
	struct figure *f = shown(mem, n, base);
	const struct html_node *img = n, *box = NULL;

	if (!f && n->tag != TAG_FIGURE && n->tag != TAG_PICTURE)
		return NULL;
	for (const struct html_node *c = html_next(n, n); c;
	     c = html_next(n, c)) {
		if (!f && (f = shown(mem, c, base)))
			img = c;
		if (!box && figure_is_caption(c))
			box = c;
	}
	if (!f)
		return NULL;
	if (box)
		read_caption(mem, box, &f->caption, &f->credit);
	title_caption(mem, f, img);
	settle_words(f);
	return f;
}

void
figure_take_caption(
    struct arena *mem, struct figure *f, const struct html_node *box)
{
	struct span caption, credit;

	read_caption(mem, box, &caption, &credit);
	if (caption.n)
		f->caption = caption;
	if (credit.n)
		f->credit = credit;
	settle_words(f);
}

/* The last part of the path, without sizes that services write into it. */
static struct span
picture_name(struct span url)
{
	struct url u;
	size_t n;

	url_split(url, &u);
	n = u.path.n;
	while (n > 0 && u.path.s[n - 1] != '/')
		n--;
	return span_from(u.path, n);
}

/* "choe-large.jpg" and "choe-640x480.jpg" are "choe". */
static struct span
bare_name(struct span name)
{
	static const char *const sizes[] = { "-large", "-small", "-medium",
		"-scaled", "_large", "_small", "_medium", "-thumb", "_thumb",
		"-full", "_full", "@2x" };
	size_t n = name.n;

	while (n > 0 && name.s[n - 1] != '.')
		n--;
	if (n > 1)
		name.n = n - 1;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		if (span_ends(name, sizes[i]))
			name.n -= strlen(sizes[i]);
	n = name.n;
	while (n > 0 && ((name.s[n - 1] >= '0' && name.s[n - 1] <= '9') ||
	                    name.s[n - 1] == 'x'))
		n--;
	if (n > 1 && n < name.n &&
	    (name.s[n - 1] == '-' || name.s[n - 1] == '_') &&
	    span_chr(span_from(name, n), 'x') < name.n - n)
		name.n = n - 1;
	return name;
}

bool
figure_same(const struct figure *a, const struct figure *b)
{
	struct span x = bare_name(picture_name(a->url));
	struct span y = bare_name(picture_name(b->url));

	if (!a->url.n || !b->url.n)
		return a->media.n && span_eq(a->media, b->media);
	/* Short names ("1", "image") say nothing. */
	return span_eq(a->url, b->url) || (x.n >= 6 && span_eq(x, y));
}

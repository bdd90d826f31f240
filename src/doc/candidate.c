#include "config.h"

#include "doc/candidate.h"

#include <string.h>

#include "doc/prune.h"

enum {
	PARAGRAPH_MIN = 25, /* letters; less is a label */
	CLIMB_MAX = 5,      /* boxes around a paragraph that get a share */
	SIBLING_TEXT_MIN = 80
};

static const char *const good_words[] = { "article", "body", "content", "entry",
	"hentry", "h-entry", "main", "page", "post", "text", "blog", "story",
	"article-body", "articlebody", "story-body", "storytext",
	"entry-content", "post-content", "article-content" };

static bool
is_paragraph(const struct html_node *n)
{
	switch (n->tag) {
	case TAG_P:
	case TAG_PRE:
	case TAG_BLOCKQUOTE:
	case TAG_LI:
	case TAG_DD:
	case TAG_TD:
	case TAG_H2:
	case TAG_H3:
		return true;
	default:
		return false;
	}
}

/* Letters of text that stand in n itself or in inline elements of it. */
static size_t
own_letters(const struct html_node *n, size_t *commas, size_t *links)
{
	size_t sum = 0;

	*commas = *links = 0;
	for (const struct html_node *c = n->first; c;) {
		if (c->tag == TAG_TEXT) {
			for (size_t i = 0; i < c->text.n; i++) {
				sum += (unsigned char)c->text.s[i] > ' ';
				*commas += c->text.s[i] == ',';
			}
		} else if (c->tag == TAG_A) {
			*links += html_weigh(c).text;
		}
		c = html_is_block(c) || html_is_skipped(c) ? html_skip(n, c)
		                                           : html_next(n, c);
	}
	return sum;
}

static float
name_weight(const struct html_node *n)
{
	float w = 0;

	if (n->tag == TAG_ARTICLE)
		w += 15;
	if (n->tag == TAG_MAIN)
		w += 5;
	if (span_iis(html_get(n, "itemprop"), "articleBody"))
		w += 60;
	for (size_t i = 0; i < sizeof(good_words) / sizeof(*good_words); i++) {
		struct span word = span_of(good_words[i]);
		struct span class = html_get(n, "class");
		struct span id = html_get(n, "id");

		if (span_ifind(class, word) < class.n ||
		    span_ifind(id, word) < id.n) {
			w += i >= 13 ? 25 : 10;
			break;
		}
	}
	return prune_is_furniture(n) ? w - 30 : w;
}

/* A paragraph's weight goes to the boxes around it: all of it to the nearest,
 * then half, a quarter … */
static void
share(struct html_node *n, float weight)
{
	struct html_node *box = n->parent;

	for (int i = 0; box && box->parent && i < CLIMB_MAX; i++) {
		if (box->score == 0)
			box->score = 1 + name_weight(box);
		box->score += weight;
		weight /= i == 0 ? 2 : 1.7F;
		box = box->parent;
	}
}

static void
score_all(struct html_node *root)
{
	for (struct html_node *n = root->first; n; n = html_next(root, n)) {
		size_t commas, links, letters;
		float weight;

		if (n->tag == TAG_TEXT ||
		    (!is_paragraph(n) && n->tag != TAG_DIV &&
		        n->tag != TAG_SECTION && n->tag != TAG_ARTICLE))
			continue;
		letters = own_letters(n, &commas, &links);
		if (letters < PARAGRAPH_MIN || links * 2 > letters)
			continue;
		weight = 1 + (float)commas * 0.5F + (float)letters / 60;
		if (n->tag == TAG_LI || n->tag == TAG_TD)
			weight /= 2;
		/* A div that holds text itself, between line breaks, is its
		 * own box. */
		if (!is_paragraph(n)) {
			if (n->score == 0)
				n->score = 1 + name_weight(n);
			n->score += weight;
		}
		share(n, weight);
	}
}

static struct html_node *
best(struct html_node *root)
{
	struct html_node *top = NULL;
	float most = 0;

	for (struct html_node *n = root->first; n; n = html_next(root, n)) {
		struct html_weight w;
		float score;

		if (n->score <= most)
			continue;
		w = html_weigh(n);
		score = n->score *
		        (1 - (w.text ? (float)w.links / (float)w.text : 0));
		if (score > most) {
			most = score;
			top = n;
		}
	}
	return top;
}

/* A box whose parent holds much more of good text: the story is cut into
 * several boxes. */
static struct html_node *
widen(struct html_node *root, struct html_node *top)
{
	while (top->parent && top->parent != root &&
	       top->parent->tag != TAG_BODY && top->parent->tag != TAG_HTML) {
		struct html_weight inner = html_weigh(top);
		struct html_weight outer = html_weigh(top->parent);
		size_t more = outer.text - inner.text;
		size_t more_links = outer.links - inner.links;

		if (more < inner.text / 3 || more_links * 4 > more ||
		    top->parent->score < top->score / 3)
			break;
		top = top->parent;
	}
	return top;
}

struct html_node *
candidate_find(struct html_node *root)
{
	struct html_node *top;

	score_all(root);
	top = best(root);
	return top ? widen(root, top) : NULL;
}

#include "config.h"

#include <string.h>

#include "base/i18n.h"
#include "cmd/print.h"

/* What stands at the start of each line of what is being written: the marks
 * of the quotes and the indents of the lists around it. */
struct writing {
	struct str *out;
	const struct doc *doc;
	struct str prefix;
};

static void add_blocks(struct writing *w, const struct block *b);

/* Characters that would be markup. */
static void
add_text(struct str *out, struct span t, bool cell)
{
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] && strchr("\\`*_[]<>", t.s[i]))
			str_addc(out, '\\');
		else if (cell && t.s[i] == '|')
			str_addc(out, '\\');
		str_addc(out, t.s[i] == '\n' ? ' ' : t.s[i]);
	}
}

/* Marks go around the words, not around the blanks beside them. */
static void
add_marked(struct str *out, const char *mark, struct span t, bool cell)
{
	struct span words = span_trim(t);
	size_t before = t.n ? (size_t)(words.s - t.s) : 0;

	if (!words.n) {
		str_add(out, t);
		return;
	}
	str_fill(out, ' ', before);
	str_addz(out, mark);
	if (*mark == '`')
		str_add(out, words);
	else
		add_text(out, words, cell);
	str_addz(out, mark);
	str_fill(out, ' ', t.n - before - words.n);
}

static const char *
mark_of(unsigned style)
{
	if (style & STYLE_CODE)
		return "`";
	if ((style & STYLE_BOLD) && (style & STYLE_ITALIC))
		return "***";
	if (style & STYLE_BOLD)
		return "**";
	if (style & STYLE_ITALIC)
		return "*";
	return style & STYLE_STRIKE ? "~~" : "";
}

static void
add_runs(struct writing *w, const struct block *b, bool cell)
{
	for (const struct run *r = b->runs; r; r = r->next) {
		const struct link *link = doc_link_at(w->doc, r->link);

		if (r->kind == RUN_BREAK) {
			str_printf(
			    w->out, cell ? " " : "\\\n%s", str_z(&w->prefix));
			continue;
		}
		if (r->kind == RUN_NOTE) {
			str_printf(w->out, "[^%d]", r->link);
			continue;
		}
		if (link)
			str_addc(w->out, '[');
		add_marked(w->out, mark_of(r->style), r->text, cell);
		if (link) {
			str_lit(w->out, "](<");
			str_add(w->out, link->url);
			str_lit(w->out, ">)");
		}
	}
}

static void
begin(struct writing *w)
{
	str_add(w->out, str_span(&w->prefix));
}

/* An empty line, with the marks of the quotes it stands in. */
static void
blank(struct writing *w)
{
	size_t n = w->prefix.n;

	while (n > 0 && w->prefix.s[n - 1] == ' ')
		n--;
	str_add(w->out, span_head(str_span(&w->prefix), n));
	str_addc(w->out, '\n');
}

static void
add_inner(struct writing *w, const struct block *b, const char *prefix)
{
	size_t n = w->prefix.n;

	str_addz(&w->prefix, prefix);
	add_blocks(w, b->child);
	str_cut(&w->prefix, n);
}

static void
add_item(struct writing *w, const struct block *b)
{
	struct str mark = { 0 };
	size_t at;

	if (b->level)
		str_printf(&mark, "%d. ", b->level);
	else
		str_lit(&mark, "- ");
	at = w->out->n + w->prefix.n;
	{
		struct str inner = { 0 };

		str_fill(&inner, ' ', mark.n);
		add_inner(w, b, str_z(&inner));
		str_release(&inner);
	}
	/* The first line's indent becomes the mark. */
	if (w->out->n >= at + mark.n)
		memcpy(w->out->s + at, mark.s, mark.n);
	str_release(&mark);
}

static void
add_row(struct writing *w, const struct block *row)
{
	begin(w);
	for (const struct block *c = row->child; c; c = c->next) {
		str_lit(w->out, "| ");
		for (struct block *b = c->child; b; b = doc_walk(c, b, NULL))
			add_runs(w, b, true);
		str_addc(w->out, ' ');
	}
	str_lit(w->out, "|\n");
}

static void
add_table(struct writing *w, const struct block *table)
{
	const struct block *head = table->child;

	for (const struct block *row = head; row; row = row->next) {
		add_row(w, row);
		if (row != head)
			continue;
		begin(w);
		for (const struct block *c = row->child; c; c = c->next)
			str_addz(w->out,
			    c->cell.align == ALIGN_END ? "| ---: " : "| --- ");
		str_lit(w->out, "|\n");
	}
}

static void
add_figure(struct writing *w, const struct figure *f)
{
	begin(w);
	str_lit(w->out, "![");
	add_text(w->out, f->alt, false);
	str_lit(w->out, "](<");
	str_add(w->out, f->url.n ? f->url : f->media);
	str_lit(w->out, ">)\n");
	if (!f->caption.n && !f->credit.n)
		return;
	blank(w);
	begin(w);
	if (f->caption.n)
		add_marked(w->out, "*", f->caption, false);
	if (f->caption.n && f->credit.n)
		str_addc(w->out, ' ');
	add_text(w->out, f->credit, false);
	str_addc(w->out, '\n');
}

static void
add_pre(struct writing *w, const struct block *b)
{
	struct span rest = b->text;

	begin(w);
	str_printf(w->out, "````%.*s\n", SPAN_ARG(b->lang));
	while (rest.s) {
		struct span line = span_cut(&rest, '\n');

		begin(w);
		str_add(w->out, line);
		str_addc(w->out, '\n');
	}
	begin(w);
	str_lit(w->out, "````\n");
}

static void
add_line(struct writing *w, const struct block *b)
{
	begin(w);
	if (b->kind == BLOCK_HEADING) {
		str_fill(w->out, '#',
		    b->level < 2   ? 2
		    : b->level > 6 ? 6
		                   : (size_t)b->level);
		str_addc(w->out, ' ');
	}
	add_runs(w, b, false);
	str_addc(w->out, '\n');
}

static void
add_block(struct writing *w, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_QUOTE:
		add_inner(w, b, "> ");
		if (b->credit.n) {
			str_addz(&w->prefix, "> ");
			blank(w);
			begin(w);
			str_lit(w->out, "— ");
			add_text(w->out, b->credit, false);
			str_addc(w->out, '\n');
			str_cut(&w->prefix, w->prefix.n - 2);
		}
		break;
	case BLOCK_ITEM:
		add_item(w, b);
		break;
	case BLOCK_LIST:
	case BLOCK_TERMS:
		add_blocks(w, b->child);
		break;
	case BLOCK_DEFINITION:
	case BLOCK_NOTE:
		add_inner(w, b, "  ");
		break;
	case BLOCK_TABLE:
		add_table(w, b);
		break;
	case BLOCK_FIGURE:
		add_figure(w, b->figure);
		break;
	case BLOCK_PRE:
		add_pre(w, b);
		break;
	case BLOCK_RULE:
		begin(w);
		str_lit(w->out, "---\n");
		break;
	default:
		add_line(w, b);
	}
}

/* Depth is bounded by DOC_DEPTH_MAX. */
static void
add_blocks(struct writing *w, const struct block *b)
{
	for (; b; b = b->next) {
		add_block(w, b);
		if (b->next)
			blank(w);
	}
}

static void
add_head(struct str *out, const char *before, struct span t, const char *after)
{
	if (!t.n)
		return;
	str_addz(out, before);
	add_text(out, t, false);
	str_addz(out, after);
}

void
print_markdown(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc)
{
	struct writing w = { .out = out, .doc = doc };

	add_head(out, "", head->kicker, "\n\n");
	add_head(out, "# ", head->title, "\n\n");
	add_head(out, "**", head->standfirst, "**\n\n");
	add_head(out, "", head->byline, "\\\n");
	add_head(out, "", head->dates, "\n\n");
	add_blocks(&w, doc->first);
	if (a->url.n) {
		str_lit(out, "\n<");
		str_add(out, a->url);
		str_lit(out, ">\n");
	}
	str_release(&w.prefix);
}

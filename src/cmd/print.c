#include "config.h"

#include "cmd/print.h"

#include "base/i18n.h"
#include "conf/terminal.h"
#include "doc/blocks.h"
#include "doc/entities.h"

/* --- text --------------------------------------------------------------- */

/* The terminal's sequence for a role; the same calm set as the reader's. */
static const char *
style_of(const struct piece *p)
{
	static const char *const roles[ROLE_COUNT] = {
		[ROLE_KICKER] = "\033[33m",
		[ROLE_HEADLINE] = "\033[1m",
		[ROLE_BYLINE] = "\033[2m",
		[ROLE_DATES] = "\033[2m",
		[ROLE_HEADING] = "\033[1m",
		[ROLE_CAPTION] = "\033[3m",
		[ROLE_CREDIT] = "\033[2m",
		[ROLE_QUOTE_BAR] = "\033[33m",
		[ROLE_QUOTE_CREDIT] = "\033[2m",
		[ROLE_TABLE_HEAD] = "\033[1m",
		[ROLE_TABLE_RULE] = "\033[2m",
		[ROLE_RULE] = "\033[2m",
		[ROLE_LINK_NUMBER] = "\033[33m",
		[ROLE_LINK_URL] = "\033[2m",
		[ROLE_LABEL] = "\033[1m",
		[ROLE_PICTURE] = "\033[2m",
	};

	if (p->style & STYLE_DELETED)
		return "\033[31m";
	if (p->style & STYLE_INSERTED)
		return "\033[4;32m";
	if (roles[p->role])
		return roles[p->role];
	if (p->style & STYLE_BOLD)
		return "\033[1m";
	return p->style & STYLE_ITALIC ? "\033[3m" : NULL;
}

/* A piece's text, as a link where it belongs to one. */
static void
add_piece(struct str *out, const struct piece *p, const struct doc *doc)
{
	const struct link *link = doc ? doc_link_at(doc, p->link) : NULL;
	bool open = link && terminal_link(out, link->url, p->link);

	str_add(out, p->text);
	if (open)
		terminal_link_end(out);
}

/* doc: whose links are made so; or NULL. */
static void
add_line(struct str *out, const struct line *line, const struct doc *doc)
{
	if (line->pieces)
		str_fill(out, ' ', (size_t)line->indent);
	for (size_t i = 0; i < line->pieces; i++) {
		const char *style = style_of(&line->piece[i]);

		if (style)
			str_addz(out, style);
		add_piece(out, &line->piece[i], doc);
		if (style)
			str_lit(out, "\033[0m");
	}
	str_addc(out, '\n');
}

void
print_text(struct str *out, const struct masthead *head, const struct doc *doc,
    const struct print_page *page)
{
	struct layout_ask ask = {
		.width = page->width,
		.links = true,
		.bidi = page->bidi,
		.justify = page->justify,
		.signs = !page->colour,
	};
	struct layout *l = layout_new(doc, head, &ask);

	if (page->colour)
		for (size_t i = 0; i < l->n; i++)
			add_line(out, &l->line[i], page->links ? doc : NULL);
	else
		layout_text(out, l);
	layout_free(l);
}

/* --- HTML --------------------------------------------------------------- */

static void
add_element(
    struct str *out, const char *tag, const char *class, struct span text)
{
	if (!text.n)
		return;
	str_printf(out, "<%s class=\"%s\">", tag, class);
	entity_escape(out, text, true);
	str_printf(out, "</%s>\n", tag);
}

/* Nothing is fetched for it but the pictures. */
static const char page_head[] =
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<style>body{max-width:38em;margin:2em auto;padding:0 1em;"
    "font:18px/1.5 serif}img{max-width:100%;height:auto}"
    ".kicker{text-transform:uppercase;letter-spacing:.1em;color:#b55;"
    "font-size:.8em}.standfirst{font-size:1.1em}.byline,.dates{opacity:.7;"
    "margin:0}figure{margin:1em 0}figcaption{font-style:italic;"
    "font-size:.9em}figcaption small{font-style:normal}blockquote{"
    "border-inline-start:3px solid #b55;margin:1em 0;"
    "padding-inline-start:1em}pre{overflow-x:auto}table{"
    "border-collapse:collapse}th{border-bottom:1px solid}td,th{"
    "padding:.2em .4em;text-align:start}</style>\n";

void
print_html(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc)
{
	str_lit(out, "<!DOCTYPE html>\n<html");
	if (a->lang.n) {
		str_lit(out, " lang=\"");
		entity_escape(out, a->lang, true);
		str_addc(out, '"');
	}
	str_lit(out, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	entity_escape(out, a->title, true);
	str_lit(out, "</title>\n");
	if (a->url.n) {
		str_lit(out, "<link rel=\"canonical\" href=\"");
		entity_escape(out, a->url, true);
		str_lit(out, "\">\n");
	}
	str_addz(out, page_head);
	str_lit(out, "</head>\n<body>\n<article>\n<header dir=\"auto\">\n");
	add_element(out, "p", "kicker", head->kicker);
	add_element(out, "h1", "headline", head->title);
	add_element(out, "p", "standfirst", head->standfirst);
	add_element(out, "p", "byline", head->byline);
	add_element(out, "p", "dates", head->dates);
	str_lit(out, "</header>\n");
	blocks_to_html(out, doc);
	str_lit(out, "</article>\n</body>\n</html>\n");
}

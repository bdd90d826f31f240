/*
 * print: an article as text, HTML or Markdown.
 *
 * For cmd.  All three come from the same document.
 */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include "doc/layout.h"
#include "store/articles.h"

/* The page that text is set on. */
struct print_page {
	int width;          /* cells */
	bool colour;        /* the terminal's styles */
	bool links;         /* OSC 8 around links; only with colour */
	bool bidi, justify; /* as in struct layout_ask */
};

/* As the reader shows it. */
void print_text(struct str *out, const struct masthead *head,
    const struct doc *doc, const struct print_page *page);
/* A whole page that needs nothing else. */
void print_html(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc);
/* CommonMark, with tables. */
void print_markdown(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc);

#endif

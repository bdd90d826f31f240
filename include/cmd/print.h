/*
 * print: an article as text, HTML or Markdown.
 *
 * For cmd.  All three come from the same document.
 */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include "doc/layout.h"
#include "store/articles.h"

/* As the reader shows it, with or without the terminal's styles. */
void print_text(struct str *out, const struct masthead *head,
    const struct doc *doc, int width, bool colour);
/* A whole page that needs nothing else. */
void print_html(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc);
/* CommonMark, with tables. */
void print_markdown(struct str *out, const struct article *a,
    const struct masthead *head, const struct doc *doc);

#endif

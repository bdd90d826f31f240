/*
 * tables: which tables hold data, and how their cells stand.
 *
 * For doc/blocks.c.
 */
#ifndef DOC_TABLES_H
#define DOC_TABLES_H

#include <stdbool.h>

#include "doc/doc.h"
#include "doc/html.h"

/* False for a table that only places things on a page: nested ones, one
 * column, pictures, long text. */
bool table_is_data(const struct html_node *table);
/* html_next, but not into a table within the table. */
const struct html_node *table_next(
    const struct html_node *table, const struct html_node *at);
/* Its own caption, or NULL. */
const struct html_node *table_caption(const struct html_node *table);
/* Spans, alignment and kind of a td or th. */
void table_cell(struct cell *cell, const struct html_node *n);
/* True when all of a tr's cells are headers, or it stands in a thead. */
bool table_is_head(const struct html_node *tr);
/* Columns of numbers are set flush right; a table without a head whose first
 * row is bold gets one. */
void table_settle(struct block *table);

#endif

/*
 * parser: the parser process.
 *
 * For main.
 */
#ifndef PARSE_PARSER_H
#define PARSE_PARSER_H

/*
 * Opens the charset (NULL: none), locks itself in, then reads job frames from
 * stdin and writes reply frames to stdout until end of file.  Returns the
 * exit status: 0 at the end, 1 when stdin carries something else than jobs or
 * the charset cannot be opened.
 */
int parser_serve(const char *charset);

#endif

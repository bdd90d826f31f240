#include "config.h"

#include "cmd/repair.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/proc.h"
#include "base/record.h"
#include "base/utf8.h"

enum { READ_BYTES = 4096, END_MS = 1000 };

struct repairing {
	repair_say_fn *say;
	void *data;
	bool line; /* progress is wanted, and stands on the terminal */
	bool well, answered;
};

static void
clear_line(struct repairing *r)
{
	if (r->line)
		fputs("\r\033[K", stderr);
}

static void
show_doing(struct repairing *r, const struct record *e)
{
	struct str what = { 0 };

	if (!r->line)
		return;
	cells_add(&what, record_field(e, 1));
	clear_line(r);
	if (record_num(e, 2, 0))
		fprintf(stderr, "%s %lld", str_z(&what),
		    (long long)record_num(e, 2, 0));
	else
		fprintf(stderr, _("looking at all there is in the store"));
	fflush(stderr);
	str_release(&what);
}

static void
say_counts(struct repairing *r, const struct record *e)
{
	struct str t = { 0 };

	str_printf(&t,
	    _("saved: %lld articles, %lld texts, %lld feeds, %lld tags, %lld "
	      "notes"),
	    (long long)record_num(e, 4, 0), (long long)record_num(e, 5, 0),
	    (long long)record_num(e, 3, 0), (long long)record_num(e, 6, 0),
	    (long long)record_num(e, 7, 0));
	if (record_num(e, 8, 0))
		str_printf(&t, _("; %lld rows out of loose pages"),
		    (long long)record_num(e, 8, 0));
	r->say(r->data, true, str_span(&t));
	str_clear(&t);
	str_printf(&t, _("lost: %lld articles, %lld texts"),
	    (long long)record_num(e, 9, 0), (long long)record_num(e, 10, 0));
	if (record_num(e, 11, 0))
		str_printf(&t,
		    P_("; the name of %lld feed, whose articles are archived",
		        "; the names of %lld feeds, whose articles are "
		        "archived",
		        (unsigned long)record_num(e, 11, 0)),
		    (long long)record_num(e, 11, 0));
	r->say(r->data, true, str_span(&t));
	str_release(&t);
}

static void
on_event(struct repairing *r, const struct record *e)
{
	struct str t = { 0 };

	if (record_is(e, "doing")) {
		show_doing(r, e);
		return;
	}
	clear_line(r);
	r->line = false;
	r->answered = true;
	r->well = !record_is(e, "failed");
	if (record_is(e, "failed")) {
		r->say(r->data, false, record_field(e, 1));
	} else if (record_is(e, "sound")) {
		r->say(r->data, true,
		    span_of(_("looked through: nothing is to be repaired")));
	} else if (record_is(e, "repaired")) {
		str_printf(
		    &t, _("repaired: %.*s"), SPAN_ARG(record_field(e, 1)));
		r->say(r->data, true, str_span(&t));
		say_counts(r, e);
		str_clear(&t);
		str_printf(&t, _("the old one is kept as %.*s"),
		    SPAN_ARG(record_field(e, 2)));
		r->say(r->data, true, str_span(&t));
	}
	str_release(&t);
}

static void
take_lines(struct repairing *r, struct str *in)
{
	struct span rest = str_span(in);
	struct record e = { 0 };
	struct err err = { 0 };

	while (span_chr(rest, '\n') < rest.n && record_next(&e, &rest, &err))
		on_event(r, &e);
	record_release(&e);
	str_drop(in, in->n - rest.n);
}

bool
repair_run(const char *store, repair_say_fn *say, void *data, struct err *err)
{
	char *program = proc_sibling("desk");
	const char *argv[] = { program, "--repair", store, NULL };
	struct repairing r = { say, data, isatty(STDERR_FILENO), false, false };
	struct proc p = { 0 };
	struct str in = { 0 };
	struct pollfd wait;

	if (!program ||
	    !proc_start(&p, argv, PROC_DIE_WITH_US, STDERR_FILENO, err)) {
		if (!program)
			err_set(err, ERR_SYSTEM,
			    _("the program \"desk\" is not where it should "
			      "be"));
		free(program);
		return false;
	}
	wait = (struct pollfd){ .fd = p.out, .events = POLLIN };
	while (proc_read_some(p.out, &in, READ_BYTES) >= 0) {
		take_lines(&r, &in);
		poll(&wait, 1, -1);
	}
	take_lines(&r, &in);
	proc_end(&p, END_MS);
	clear_line(&r);
	str_release(&in);
	free(program);
	if (!r.answered)
		return err_set(err, ERR_SYSTEM,
		    _("the desk has ended before it was done; the store is as "
		      "it was"));
	return r.well;
}

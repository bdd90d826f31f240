#include "config.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/record.h"
#include "desk/rooms.h"

/* A reader redraws for each of these, so they come in bunches. */
enum { CHANGED_MS = 150, PROGRESS_MS = 100, OUT_BYTES_MAX = 128 * 1024 * 1024 };

int64_t
desk_now(void)
{
	return (int64_t)time(NULL);
}

static void
on_writable(int fd, int events, void *data)
{
	struct desk *d = data;
	struct err err = { 0 };

	(void)events;
	if (!proc_write_some(fd, str_span(&d->out), &d->sent, &err))
		d->listening = false;
	if (!d->listening || d->sent == d->out.n) {
		str_clear(&d->out);
		d->sent = 0;
		loop_fd(d->loop, fd, 0, on_writable, d);
	}
}

void
event_line(struct desk *d, const struct str *line)
{
	/* One who does not read is not written to for ever. */
	if (!d->listening || d->out.n > OUT_BYTES_MAX)
		return;
	str_add(&d->out, str_span(line));
	on_writable(STDOUT_FILENO, 0, d);
	if (d->out.n)
		loop_fd(d->loop, STDOUT_FILENO, LOOP_WRITE, on_writable, d);
}

void
event_plain(struct desk *d, const char *kind)
{
	struct str line = { 0 };

	record_begin(&line, kind);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

void
event_done(struct desk *d, int64_t seq)
{
	struct str line = { 0 };

	record_begin(&line, "done");
	record_int(&line, seq);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

static void
event_sentence(
    struct desk *d, const char *kind, int64_t seq, const char *sentence)
{
	struct str line = { 0 };

	record_begin(&line, kind);
	record_int(&line, seq);
	record_z(&line, sentence);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

void
event_said(struct desk *d, int64_t seq, const char *sentence)
{
	event_sentence(d, "said", seq, sentence);
}

void
event_failed(struct desk *d, int64_t seq, const char *sentence)
{
	event_sentence(d, "failed", seq, sentence);
}

void
event_note(struct desk *d, const char *sentence)
{
	struct str line = { 0 };

	record_begin(&line, "note");
	record_z(&line, sentence);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

static void
on_changed(void *data)
{
	struct desk *d = data;

	d->changed_timer = 0;
	event_plain(d, "changed");
}

void
event_changed(struct desk *d)
{
	if (!d->changed_timer)
		d->changed_timer =
		    loop_timer(d->loop, CHANGED_MS, on_changed, d);
}

static void
on_progress(void *data)
{
	struct desk *d = data;
	struct str line = { 0 };

	d->progress_timer = 0;
	record_begin(&line, "progress");
	record_int(&line, d->asked);
	record_int(&line, d->total);
	record_int(&line, d->failed);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

void
event_progress(struct desk *d)
{
	if (!d->progress_timer)
		d->progress_timer =
		    loop_timer(d->loop, PROGRESS_MS, on_progress, d);
}

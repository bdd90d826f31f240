#include "config.h"

#include "net/secrets.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/dotfile.h"
#include "net/pipe.h"

struct secret {
	struct secret *next, **link;
	struct secrets *all;
	struct str command, line;
	bool known;
	int64_t since_ms;
};

struct secrets {
	struct loop *loop;
	struct pipes *pipes;
	struct secret *first;
	secrets_fn *fn;
	void *data;
};

struct secrets *
secrets_new(struct loop *loop, secrets_fn *fn, void *data)
{
	struct secrets *s = xcalloc(1, sizeof(*s));

	*s = (struct secrets){ .loop = loop,
		.pipes = pipes_new(loop, 1),
		.fn = fn,
		.data = data };
	return s;
}

static void
secret_free(struct secret *one)
{
	*one->link = one->next;
	if (one->next)
		one->next->link = one->link;
	str_release(&one->command);
	str_release(&one->line);
	free(one);
}

void
secrets_free(struct secrets *s)
{
	if (!s)
		return;
	pipes_free(s->pipes);
	while (s->first)
		secret_free(s->first);
	free(s);
}

static struct secret *
find(struct secrets *s, struct span command)
{
	struct secret *one = s->first;

	while (one && !span_eq(str_span(&one->command), command))
		one = one->next;
	return one;
}

static void
on_said(void *data, struct fetch_reply *reply)
{
	struct secret *one = data;
	struct secrets *s = one->all;
	struct span rest = str_span(&reply->body);
	struct span line = span_cut(&rest, '\n');
	struct str command = { 0 };
	struct err err = reply->err;

	if (line.n && line.s[line.n - 1] == '\r')
		line.n--;
	if (err.code == ERR_NONE && !line.n)
		err_set(&err, ERR_SYSTEM,
		    _("the command for the password says nothing"));
	str_add(&command, str_span(&one->command));
	if (err.code == ERR_NONE) {
		str_add(&one->line, line);
		one->known = true;
		one->since_ms = loop_now_ms();
	} else {
		secret_free(one);
	}
	s->fn(s->data, str_span(&command), err.code == ERR_NONE ? NULL : &err);
	str_release(&command);
}

static void
ask(struct secrets *s, struct span command)
{
	struct secret *one = xcalloc(1, sizeof(*one));
	struct words words = { 0 };
	struct span word[DOTFILE_WORDS_MAX];
	struct pipe_request request = { .word = word,
		.timeout_ms = SECRETS_TIMEOUT_MS,
		.max_bytes = SECRETS_BYTES_MAX };
	int column;

	one->all = s;
	one->next = s->first;
	one->link = &s->first;
	if (one->next)
		one->next->link = &one->next;
	s->first = one;
	str_add(&one->command, command);
	/* A bad one has no words, and fails with its own sentence. */
	if (words_split(&words, command, &column, NULL))
		for (size_t i = 0; i < words.n && i < DOTFILE_WORDS_MAX; i++)
			word[request.words++] = words.word[i].text;
	pipe_start(s->pipes, &request, on_said, one);
	words_release(&words);
}

const char *
secrets_get(struct secrets *s, struct span command)
{
	struct secret *one = find(s, command);

	if (one && one->known &&
	    loop_now_ms() - one->since_ms > SECRETS_KEEP_MS) {
		secret_free(one);
		one = NULL;
	}
	if (!one)
		ask(s, command);
	return one && one->known ? str_z(&one->line) : NULL;
}

void
secrets_forget(struct secrets *s, struct span command)
{
	struct secret *one = find(s, command);

	if (one && one->known)
		secret_free(one);
}

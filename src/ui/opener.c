#include "config.h"

#include "ui/opener.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "conf/dotfile.h"

static const char *const text_browsers[] = { "w3m", "lynx", "elinks", "links",
	"links2", "www-browser" };
static const char *const windows[] = { "xdg-open", "open", "sensible-browser",
	"firefox", "chromium" };

enum {
	TEXTS = sizeof(text_browsers) / sizeof(*text_browsers),
	WINDOWS = sizeof(windows) / sizeof(*windows)
};

static bool
in_path(const char *name)
{
	struct span rest = span_of(getenv("PATH"));
	struct str file = { 0 };
	bool found = false;

	while (rest.n && !found) {
		struct span dir = span_cut(&rest, ':');
		str_clear(&file);
		str_printf(&file, "%.*s/%s", SPAN_ARG(dir), name);
		found = access(str_z(&file), X_OK) == 0;
	}
	str_release(&file);
	return found;
}

struct opener_env
opener_env(const char *option)
{
	return (struct opener_env){
		.option = option,
		.browser = getenv("BROWSER"),
#ifdef __APPLE__
		.graphical = true,
#else
		.graphical = getenv("WAYLAND_DISPLAY") || getenv("DISPLAY"),
#endif
		.found = in_path,
	};
}

static void
add(struct opener *o, char *word_taken)
{
	vec_room(&o->argv, o->n, &o->cap);
	o->argv[o->n++] = word_taken;
}

/* Each control character becomes a blank: a word is a line. */
static void
add_plain(struct str *out, struct span field)
{
	for (size_t i = 0; i < field.n; i++)
		str_addc(
		    out, (unsigned char)field.s[i] < ' ' || field.s[i] == 0x7f
		             ? ' '
		             : field.s[i]);
}

/* What a letter behind "%" stands for; NULL: nothing. */
static const struct span *
field_of(const struct opener_fields *f, char letter)
{
	switch (letter) {
	case 'u':
	case 's':
		return &f->url;
	case 't':
		return &f->title;
	case 'a':
		return &f->author;
	case 'f':
		return &f->feed;
	default:
		return NULL;
	}
}

/* A word with what it names put in; true: it named the address. */
static bool
fill(struct opener *o, struct span word, const struct opener_fields *f)
{
	struct str out = { 0 };
	bool named = false;

	for (size_t i = 0; i < word.n; i++) {
		char next = i + 1 < word.n ? word.s[i + 1] : '\0';
		const struct span *field =
		    word.s[i] == '%' ? field_of(f, next) : NULL;

		if (field) {
			/* An option that the person did not write. */
			if (!out.n && span_starts(*field, "-"))
				str_addc(&out, ' ');
			add_plain(&out, *field);
			named |= field == &f->url;
			i++;
		} else {
			str_addc(&out, word.s[i]);
			i += word.s[i] == '%' && next == '%';
		}
	}
	str_reserve(&out, 1);
	add(o, str_take(&out));
	return named;
}

bool
opener_fill(struct opener *o, struct span command,
    const struct opener_fields *f, bool add_url, struct err *err)
{
	struct words words = { 0 };
	bool named = false;
	int column;
	bool ok = words_split(&words, command, &column, err);

	*o = (struct opener){ 0 };
	if (ok && !words.n)
		ok = err_set(err, ERR_USAGE, "%s", _("no command is given"));
	for (size_t i = 0; ok && i < words.n; i++)
		named |= fill(o, words.word[i].text, f);
	words_release(&words);
	if (!ok)
		return false;
	if (add_url && !named)
		add(o, span_dup(f->url));
	add(o, NULL);
	return true;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The first command of $BROWSER's list; "http://…" is no end of one. */
static struct span
first_of_list(struct span list)
{
	size_t at = 0;

	while (at < list.n &&
	       (list.s[at] != ':' || span_starts(span_from(list, at), "://")))
		at++;
	return span_trim(span_head(list, at));
}

static const char *
any_browser(const struct opener_env *env)
{
	for (size_t i = 0; env->graphical && i < WINDOWS; i++)
		if (env->found(windows[i]))
			return windows[i];
	for (size_t i = 0; i < TEXTS; i++)
		if (env->found(text_browsers[i]))
			return text_browsers[i];
	for (size_t i = 0; i < WINDOWS; i++)
		if (env->found(windows[i]))
			return windows[i];
	return NULL;
}

bool
opener_make(struct opener *o, const struct opener_env *env, struct span url,
    struct err *err)
{
	struct span command = span_trim(span_of(env->option));
	struct opener_fields f = { .url = url };

	*o = (struct opener){ 0 };
	if (!url_is_web(url))
		return err_set(err, ERR_USAGE, "%s",
		    url.n ? _("only http and https links are opened")
		          : _("this story has no link"));
	if (!command.n)
		command = first_of_list(span_of(env->browser));
	if (!command.n)
		command = span_of(any_browser(env));
	if (!command.n)
		return err_set(err, ERR_USAGE, "%s",
		    _("no browser was found; set browser says "
		      "which one to start"));
	if (!opener_fill(o, command, &f, true, err))
		return false;
	for (size_t i = 0; i < TEXTS; i++)
		o->terminal |=
		    strcmp(base_name(o->argv[0]), text_browsers[i]) == 0;
	return true;
}

void
opener_release(struct opener *o)
{
	for (size_t i = 0; i < o->n; i++)
		free(o->argv[i]);
	free(o->argv);
	*o = (struct opener){ 0 };
}

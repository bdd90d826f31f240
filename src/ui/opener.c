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

/* A word with the address in the place of %u or %s; true: there was one. */
static bool
fill(struct opener *o, struct span word, struct span url)
{
	struct str out = { 0 };
	bool filled = false;

	for (size_t i = 0; i < word.n; i++) {
		char next = i + 1 < word.n ? word.s[i + 1] : '\0';
		if (word.s[i] == '%' && (next == 'u' || next == 's')) {
			str_add(&out, url);
			filled = true;
			i++;
		} else {
			str_addc(&out, word.s[i]);
		}
	}
	str_reserve(&out, 1);
	add(o, str_take(&out));
	return filled;
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
	struct words words = { 0 };
	bool filled = false, ok;
	int column;

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
	ok = words_split(&words, command, &column, err);
	if (ok && !words.n)
		ok = err_set(err, ERR_USAGE, "%s", _("set browser is empty"));
	for (size_t i = 0; ok && i < words.n; i++)
		filled |= fill(o, words.word[i].text, url);
	words_release(&words);
	if (!ok)
		return false;
	if (!filled)
		add(o, span_dup(url));
	add(o, NULL);
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

#include "config.h"

#include "scene.h"

#include <ftw.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
	ARGS_MAX = 64,
	OUTPUT_MAX = 1024 * 1024,
	ALONE_TRIES = 100,
	ALONE_PAUSE_MS = 50
};

const char *
scene_build_dir(void)
{
	const char *dir = getenv("BROADSHEET_BUILDDIR");

	return dir ? dir : ".";
}

static void
make_parents(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
}

void
scene_setenv(struct scene *s, const char *name, const char *value)
{
	size_t n = strlen(name), size = n + strlen(value) + 2;
	int i = 0;

	while (s->env[i] &&
	       (strncmp(s->env[i], name, n) != 0 || s->env[i][n] != '='))
		i++;
	assert_true(i < SCENE_ENV_MAX - 1);
	free(s->env[i]);
	s->env[i] = malloc(size);
	assert_non_null(s->env[i]);
	snprintf(s->env[i], size, "%s=%s", name, value);
}

static void
set_below(struct scene *s, const char *name, const char *folder)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", s->dir, folder);
	scene_setenv(s, name, path);
}

static void
set_from(struct scene *s, const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	if (value || otherwise)
		scene_setenv(s, name, value ? value : otherwise);
}

static void
set_data(struct scene *s)
{
	const char *top = getenv("top_srcdir");
	char path[4096], *real;

	snprintf(path, sizeof(path), "%s/config", top ? top : "..");
	real = realpath(path, NULL);
	assert_non_null(real);
	scene_setenv(s, "BROADSHEET_DATADIR", real);
	free(real);
}

int
scene_setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	char *libexec = realpath(scene_build_dir(), NULL);

	assert_non_null(s);
	assert_non_null(libexec);
	snprintf(s->dir, sizeof(s->dir), "%s/broadsheet-screen-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(s->dir));
	scene_setenv(s, "BROADSHEET_LIBEXEC", libexec);
	free(libexec);
	set_data(s);
	set_below(s, "BROADSHEET_SAMPLE_DIR", "sample");
	set_below(s, "HOME", "home");
	set_below(s, "XDG_CONFIG_HOME", "config");
	set_below(s, "XDG_DATA_HOME", "data");
	set_below(s, "XDG_CACHE_HOME", "cache");
	set_below(s, "XDG_STATE_HOME", "state");
	scene_setenv(s, "TERM", "xterm-256color");
	scene_setenv(s, "LC_ALL", "C.UTF-8");
	scene_setenv(s, "TZ", "UTC");
	set_from(s, "PATH", "/usr/bin:/bin");
	set_from(s, "ASAN_OPTIONS", NULL);
	set_from(s, "UBSAN_OPTIONS", NULL);
	*state = s;
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	remove(path);
	return 0;
}

/* Desks of readers that were ended still put away, and make, their files. */
static void
wait_alone(struct scene *s)
{
	char command[1024];

	snprintf(command, sizeof(command),
	    "! ps -A -o args= | grep -v grep | grep -qF '%s/'", s->dir);
	for (int i = 0; i < ALONE_TRIES && system(command) != 0; i++)
		poll(NULL, 0, ALONE_PAUSE_MS);
}

int
scene_teardown(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < SCENE_TERMS_MAX; i++)
		term_free(s->term[i]);
	wait_alone(s);
	nftw(s->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	for (int i = 0; s->env[i]; i++)
		free(s->env[i]);
	free(s);
	return 0;
}

void
scene_write(struct scene *s, const char *path, const char *text)
{
	char full[4096];
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", s->dir, path);
	make_parents(full);
	f = fopen(full, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Cuts words, which is changed, into argv. */
static void
cut_args(char *program, char *words, char *argv[ARGS_MAX])
{
	int n = 0;

	argv[n++] = program;
	for (char *w = words ? strtok(words, " ") : NULL; w && n < ARGS_MAX - 1;
	     w = strtok(NULL, " "))
		argv[n++] = w;
	argv[n] = NULL;
}

static char *
program_path(char *out, size_t size)
{
	snprintf(out, size, "%s/broadsheet", scene_build_dir());
	return out;
}

struct term *
scene_start(struct scene *s, int columns, int rows, const char *args)
{
	char program[4096], *argv[ARGS_MAX];
	char *words = args ? strdup(args) : NULL;
	int i = 0;

	cut_args(program_path(program, sizeof(program)), words, argv);
	while (i < SCENE_TERMS_MAX && s->term[i])
		i++;
	assert_true(i < SCENE_TERMS_MAX);
	s->term[i] = term_start(columns, rows, argv, s->env);
	free(words);
	return s->term[i];
}

struct term *
scene_sample(struct scene *s, int columns, int rows)
{
	struct term *t;

	assert_true(scene_run(s, "--sample fetch", NULL) <= 1);
	t = scene_start(s, columns, rows, "--sample");
	term_expect_text(t, "World");
	return t;
}

static void
run_child(struct scene *s, char *argv[], int out)
{
	extern char **environ;

	dup2(out, STDOUT_FILENO);
	environ = s->env;
	execv(argv[0], argv);
	_exit(127);
}

int
scene_run(struct scene *s, const char *args, char **out)
{
	char program[4096], *argv[ARGS_MAX], *words = strdup(args);
	char *text = calloc(1, OUTPUT_MAX);
	size_t n = 0;
	ssize_t got;
	int fd[2], status;
	pid_t pid;

	assert_non_null(text);
	cut_args(program_path(program, sizeof(program)), words, argv);
	assert_int_equal(pipe(fd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		run_child(s, argv, fd[1]);
	close(fd[1]);
	while ((got = read(fd[0], text + n, OUTPUT_MAX - 1 - n)) > 0)
		n += (size_t)got;
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	free(words);
	if (out)
		*out = text;
	else
		free(text);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
is_chosen(struct term *t, const char *text)
{
	bool found = false;

	for (int y = 0; y < term_rows(t) && !found; y++) {
		char *row = term_row(t, y);
		char *bar = strstr(row, "▌");

		found = bar && strstr(bar, text);
		free(row);
	}
	return found;
}

void
scene_chosen_at(struct term *t, const char *text, const char *file, int line)
{
	char what[300];

	/* Reads what comes in short steps; the text need not be the bar's. */
	for (int waited = 0; waited < TERM_PATIENCE_MS; waited += 20) {
		if (is_chosen(t, text))
			return;
		term_pause(t, 20);
	}
	snprintf(what, sizeof(what), "\"%s\" is not chosen", text);
	term_fail(t, what, file, line);
}

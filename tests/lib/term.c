#include "config.h"

#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <vterm.h>

/* VTermScreenCell says so for the second cell of a wide character. */
#define SECOND_CELL ((uint32_t)-1)

struct term {
	int columns, rows;
	int fd; /* the pty's master; -1: the program has closed it */
	pid_t pid;
	bool ended;
	int status;
	VTerm *vt;
	VTermScreen *screen;
	char osc[1024], osc_now[1024]; /* whole; as far as it has come */
	size_t osc_n;
	bool in_osc;
	char before; /* the byte before this one */
};

int64_t
term_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What the emulator answers (its name, the cursor's place) and the keys. */
static void
write_all(struct term *t, const char *bytes, size_t n)
{
	while (n && t->fd >= 0) {
		ssize_t wrote = write(t->fd, bytes, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return;
		bytes += wrote;
		n -= (size_t)wrote;
	}
}

static void
on_answer(const char *bytes, size_t n, void *data)
{
	write_all(data, bytes, n);
}

/* Versions of libvterm differ in what they tell of these commands. */
static void
watch_osc(struct term *t, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (t->before == '\033' && c == ']') {
			t->in_osc = true;
			t->osc_n = 0;
		} else if (t->in_osc && (c == '\a' || c == '\033')) {
			t->osc_now[t->osc_n] = '\0';
			memcpy(t->osc, t->osc_now, t->osc_n + 1);
			t->in_osc = false;
		} else if (t->in_osc && t->osc_n < sizeof(t->osc) - 1) {
			t->osc_now[t->osc_n++] = c;
		}
		t->before = c;
	}
}

/* Reads what there is, waiting for at most ms; false: nothing came. */
static bool
pump(struct term *t, int ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	char bytes[16384];
	ssize_t got;

	if (t->fd < 0 || poll(&p, 1, ms) <= 0)
		return false;
	got = read(t->fd, bytes, sizeof(bytes));
	if (got > 0) {
		watch_osc(t, bytes, (size_t)got);
		vterm_input_write(t->vt, bytes, (size_t)got);
		vterm_screen_flush_damage(t->screen);
		return true;
	}
	/* EIO: nobody has the other side any more. */
	if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
		close(t->fd);
		t->fd = -1;
	}
	return false;
}

static void
set_size(int fd, int columns, int rows)
{
	struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = (unsigned short)rows };

	ioctl(fd, TIOCSWINSZ, &size);
}

static void
become(int slave, char *const argv[], char *const env[])
{
	extern char **environ;

	setsid();
	ioctl(slave, TIOCSCTTY, 0);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	dup2(slave, STDERR_FILENO);
	if (slave > STDERR_FILENO)
		close(slave);
	signal(SIGPIPE, SIG_DFL);
	/* Whoever runs the tests in the background ignores it. */
	signal(SIGINT, SIG_DFL);
	environ = (char **)env;
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void
start_emulator(struct term *t)
{
	t->vt = vterm_new(t->rows, t->columns);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, on_answer, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
}

struct term *
term_start(int columns, int rows, char *const argv[], char *const env[])
{
	struct term *t = calloc(1, sizeof(*t));
	int slave;

	assert_non_null(t);
	t->columns = columns;
	t->rows = rows;
	t->fd = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(t->fd >= 0);
	assert_int_equal(grantpt(t->fd), 0);
	assert_int_equal(unlockpt(t->fd), 0);
	fcntl(t->fd, F_SETFD, FD_CLOEXEC);
	slave = open(ptsname(t->fd), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	set_size(slave, columns, rows);
	start_emulator(t);
	t->pid = fork();
	assert_true(t->pid >= 0);
	if (t->pid == 0)
		become(slave, argv, env);
	close(slave);
	return t;
}

void
term_tell_size(struct term *t, int columns, int rows)
{
	set_size(t->fd, columns, rows);
}

void
term_hang_up(struct term *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

void
term_free(struct term *t)
{
	if (!t)
		return;
	if (!t->ended) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, NULL, 0);
	}
	if (t->fd >= 0)
		close(t->fd);
	vterm_free(t->vt);
	free(t);
}

pid_t
term_pid(const struct term *t)
{
	return t->pid;
}

static const struct {
	const char *name, *bytes;
} keys_by_name[] = {
	{ "Enter", "\r" },
	{ "Esc", "\033" },
	{ "Tab", "\t" },
	{ "Space", " " },
	{ "BS", "\177" },
	/* With the keypad sent (smkx), as terminfo's xterm entries have it. */
	{ "Up", "\033OA" },
	{ "Down", "\033OB" },
	{ "Right", "\033OC" },
	{ "Left", "\033OD" },
	{ "Home", "\033OH" },
	{ "End", "\033OF" },
	{ "PageUp", "\033[5~" },
	{ "PageDown", "\033[6~" },
	{ "lt", "<" },
};

static void
press(struct term *t, const char *name, size_t n)
{
	char control;

	if (n == 3 && !strncmp(name, "C-", 2)) {
		control = (char)(name[2] & 0x1f);
		write_all(t, &control, 1);
		return;
	}
	for (size_t i = 0; i < sizeof(keys_by_name) / sizeof(*keys_by_name);
	     i++) {
		if (strlen(keys_by_name[i].name) == n &&
		    !strncmp(keys_by_name[i].name, name, n)) {
			write_all(t, keys_by_name[i].bytes,
			    strlen(keys_by_name[i].bytes));
			return;
		}
	}
	fail_msg("no key is called <%.*s>", (int)n, name);
}

void
term_keys(struct term *t, const char *keys)
{
	while (*keys) {
		size_t n = strcspn(keys, "<");
		const char *end;

		write_all(t, keys, n);
		keys += n;
		if (!*keys)
			return;
		end = strchr(keys, '>');
		assert_non_null(end);
		press(t, keys + 1, (size_t)(end - keys - 1));
		keys = end + 1;
	}
}

void
term_resize(struct term *t, int columns, int rows)
{
	/* What was drawn for the old size is read at the old size. */
	while (pump(t, 0))
		;
	t->columns = columns;
	t->rows = rows;
	vterm_set_size(t->vt, rows, columns);
	set_size(t->fd, columns, rows);
}

static int
put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | (c >> 6));
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | (c >> 12));
		out[1] = (char)(0x80 | ((c >> 6) & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | (c >> 18));
	out[1] = (char)(0x80 | ((c >> 12) & 0x3f));
	out[2] = (char)(0x80 | ((c >> 6) & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static int
colour(VTermColor c, bool is_default, uint32_t *rgb)
{
	if (is_default)
		return TERM_DEFAULT;
	if (VTERM_COLOR_IS_INDEXED(&c))
		return c.indexed.idx;
	*rgb =
	    (uint32_t)c.rgb.red << 16 | (uint32_t)c.rgb.green << 8 | c.rgb.blue;
	return TERM_RGB;
}

struct term_cell
term_cell(const struct term *t, int column, int row)
{
	struct term_cell out = { 0 };
	VTermScreenCell cell = { 0 };
	VTermPos at = { .row = row, .col = column };
	size_t n = 0;

	vterm_screen_get_cell(t->screen, at, &cell);
	out.width = cell.chars[0] == SECOND_CELL ? 0 : cell.width;
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] &&
	                cell.chars[i] != SECOND_CELL;
	     i++)
		n += (size_t)put_utf8(out.text + n, cell.chars[i]);
	out.text[n] = '\0';
	out.bold = cell.attrs.bold;
	out.italic = cell.attrs.italic;
	out.underline = cell.attrs.underline != 0;
	out.reverse = cell.attrs.reverse;
	out.fg =
	    colour(cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg), &out.fg_rgb);
	out.bg =
	    colour(cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg), &out.bg_rgb);
	return out;
}

/* The row's text into out, which has room; column[i] (when wanted) is where
 * byte i stands. */
static size_t
read_row(const struct term *t, int row, char *out, int *column)
{
	size_t n = 0, last = 0;

	for (int x = 0; x < t->columns; x++) {
		struct term_cell cell = term_cell(t, x, row);
		const char *text = *cell.text ? cell.text : " ";
		size_t len = strlen(text);

		if (cell.width == 0)
			continue;
		memcpy(out + n, text, len);
		for (size_t i = 0; column && i < len; i++)
			column[n + i] = x;
		n += len;
		if (strcmp(text, " ") != 0)
			last = n;
	}
	out[last] = '\0';
	return last;
}

static size_t
row_room(const struct term *t)
{
	return (size_t)t->columns * sizeof(((struct term_cell *)0)->text) + 1;
}

char *
term_row(const struct term *t, int row)
{
	char *out = malloc(row_room(t));

	assert_non_null(out);
	read_row(t, row, out, NULL);
	return out;
}

char *
term_screen(const struct term *t)
{
	char *out = malloc((row_room(t) + 1) * (size_t)t->rows + 1);
	size_t n = 0;

	assert_non_null(out);
	for (int y = 0; y < t->rows; y++) {
		n += read_row(t, y, out + n, NULL);
		out[n++] = '\n';
	}
	out[n] = '\0';
	return out;
}

bool
term_find(const struct term *t, const char *text, int *column, int *row)
{
	char *line = malloc(row_room(t));
	int *columns = malloc(row_room(t) * sizeof(*columns));
	bool found = false;

	assert_non_null(line);
	assert_non_null(columns);
	for (int y = 0; y < t->rows && !found; y++) {
		const char *at;

		read_row(t, y, line, columns);
		at = strstr(line, text);
		if (at) {
			*column = columns[at - line];
			*row = y;
			found = true;
		}
	}
	free(line);
	free(columns);
	return found;
}

void
term_cursor(const struct term *t, int *column, int *row)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
	*column = at.col;
	*row = at.row;
}

const char *
term_osc(const struct term *t)
{
	return t->osc;
}

int
term_columns(const struct term *t)
{
	return t->columns;
}

int
term_rows(const struct term *t)
{
	return t->rows;
}

bool
term_wait_text(struct term *t, const char *text, bool shown, int deadline_ms)
{
	int64_t deadline = term_now_ms() + deadline_ms;
	int column, row;

	for (;;) {
		int64_t left = deadline - term_now_ms();

		/* A screen half drawn is not looked at. */
		while (pump(t, 0))
			;
		if (term_find(t, text, &column, &row) == shown)
			return true;
		if (left <= 0 || t->fd < 0)
			return false;
		pump(t, left > 100 ? 100 : (int)left);
	}
}

bool
term_read_until(struct term *t, int64_t until)
{
	while (pump(t, 0))
		;
	if (t->fd < 0 || term_now_ms() >= until)
		return false;
	pump(t, 20);
	return true;
}

void
term_pause(struct term *t, int ms)
{
	int64_t until = term_now_ms() + ms;
	int64_t left;

	do {
		while (pump(t, 0))
			;
		left = until - term_now_ms();
		if (left > 0 && t->fd < 0)
			poll(NULL, 0, (int)left);
		else if (left > 0)
			pump(t, (int)left);
	} while (left > 0);
}

void
term_fail(struct term *t, const char *what, const char *file, int line)
{
	char *screen;

	while (pump(t, 0))
		;
	screen = term_screen(t);
	/* TAP: what is no result is a comment. */
	for (char *row = strtok(screen, "\n"); row; row = strtok(NULL, "\n"))
		printf("# |%s\n", row);
	printf("# %s:%d: %s\n", file, line, what);
	fflush(stdout);
	free(screen);
	_fail(file, line);
}

void
term_expect_at(struct term *t, const char *text, bool shown, int deadline_ms,
    const char *file, int line)
{
	char what[300];

	if (term_wait_text(t, text, shown, deadline_ms))
		return;
	snprintf(what, sizeof(what), "\"%s\" is %s on the screen%s", text,
	    shown ? "not" : "still", t->fd < 0 ? ", and the program left" : "");
	term_fail(t, what, file, line);
}

int
term_exit_at(struct term *t, int deadline_ms, const char *file, int line)
{
	int64_t deadline = term_now_ms() + deadline_ms;

	while (!t->ended) {
		pump(t, 20);
		if (waitpid(t->pid, &t->status, WNOHANG) == t->pid)
			t->ended = true;
		else if (t->fd < 0)
			poll(NULL, 0, 5);
		if (!t->ended && term_now_ms() > deadline)
			term_fail(t, "the program has not left", file, line);
	}
	while (pump(t, 0))
		;
	return t->status;
}

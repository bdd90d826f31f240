#include "config.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"

enum { LOG_BYTES_MAX = 1024 * 1024 };

/* The log is the one thing that everybody may write to without being given
 * it; nothing depends on what is here. */
static int log_file = -1;
static const char *log_program = "broadsheet";

static void
rotate(const char *path)
{
	struct str old = { 0 };
	struct stat st;

	if (stat(path, &st) == 0 && st.st_size > LOG_BYTES_MAX) {
		str_printf(&old, "%s.1", path);
		if (rename(path, str_z(&old)) != 0)
			unlink(path);
		str_release(&old);
	}
}

bool
log_open(const char *program, const char *path)
{
	log_program = program;
	rotate(path);
	if (log_file > STDERR_FILENO)
		close(log_file);
	log_file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return log_file >= 0;
}

void
log_to_stderr(const char *program)
{
	log_program = program;
	log_file = STDERR_FILENO;
}

int
log_fd(void)
{
	return log_file;
}

void
log_line(const char *fmt, ...)
{
	struct str line = { 0 };
	char stamp[32];
	time_t now = time(NULL);
	struct tm tm;
	va_list ap;
	ssize_t n;

	if (log_file < 0)
		return;
	gmtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	str_printf(&line, "%s %s[%ld]: ", stamp, log_program, (long)getpid());
	va_start(ap, fmt);
	str_vprintf(&line, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < line.n; i++)
		if ((unsigned char)line.s[i] < 0x20 || line.s[i] == 0x7f)
			line.s[i] = ' ';
	str_addc(&line, '\n');
	do
		n = write(log_file, line.s, line.n);
	while (n < 0 && errno == EINTR);
	str_release(&line);
}

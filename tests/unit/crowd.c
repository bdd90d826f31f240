#include "config.h"

#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int
crowd_run(int n, crowd_fn *fn, void *data)
{
	int gate[2], failed = 0, status;
	char word;

	if (pipe(gate) != 0)
		abort();
	fflush(NULL);
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			abort();
		if (pid > 0)
			continue;
		close(gate[1]);
		/* The gate opens when its other end is closed. */
		if (read(gate[0], &word, 1) != 0)
			_exit(2);
		_exit(fn(i, data) ? 0 : 1);
	}
	close(gate[0]);
	close(gate[1]);
	for (int i = 0; i < n; i++)
		if (wait(&status) < 0 || !WIFEXITED(status) ||
		    WEXITSTATUS(status) != 0)
			failed++;
	return failed;
}

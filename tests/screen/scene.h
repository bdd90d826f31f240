/*
 * scene: a person's files in a folder of their own, and the reader on them.
 *
 * For tests/screen.  Every scene has folders that nobody else has; they are
 * gone when it ends.
 */
#ifndef TESTS_SCREEN_SCENE_H
#define TESTS_SCREEN_SCENE_H

#include "../lib/term.h"

enum { SCENE_ENV_MAX = 24, SCENE_TERMS_MAX = 4 };

struct scene {
	char dir[256];
	char *env[SCENE_ENV_MAX];
	struct term *term[SCENE_TERMS_MAX]; /* ended with the scene */
};

/* cmocka's setup and teardown: *state is a struct scene. */
int scene_setup(void **state);
int scene_teardown(void **state);

/* Where the programs are. */
const char *scene_build_dir(void);

/* NAME=VALUE for the programs started from now on. */
void scene_setenv(struct scene *s, const char *name, const char *value);
/* Writes a file below the scene's folder, making folders on the way. */
void scene_write(struct scene *s, const char *path, const char *text);
/* Starts "broadsheet ARGS…" (blanks between them); NULL: none. */
struct term *scene_start(
    struct scene *s, int columns, int rows, const char *args);
/* The same on the sample edition, once its stories have arrived. */
struct term *scene_sample(struct scene *s, int columns, int rows);
/* Runs "broadsheet ARGS…" without a terminal; its exit status, and what it
 * printed in out (to be freed; NULL: not wanted). */
int scene_run(struct scene *s, const char *args, char **out);

/* Waits until the row with the bar of the cursor shows the text behind it. */
#define scene_expect_chosen(t, text) \
	scene_chosen_at(t, text, __FILE__, __LINE__)
void scene_chosen_at(
    struct term *t, const char *text, const char *file, int line);

/* "Harbour Courier", the first paper of the sample edition, is so many rows
 * below the first. */
#define SCENE_TO_COURIER "jjjj"

#endif

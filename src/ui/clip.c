#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "conf/dotfile.h"
#include "ui/session.h"

/* By the person's command, which reads the text; and whether there is one or
 * not, by the terminal (OSC 52), which is the way that works over ssh. */
void
clip_copy(struct app *a, struct span text)
{
	const char *command = conf_string(&a->conf.options, OPT_COPY_COMMAND);
	struct err err = { 0 };

	screen_copy(a->screen, text);
	if (!*command && getenv("WAYLAND_DISPLAY"))
		command = "wl-copy";
	else if (!*command && getenv("DISPLAY"))
		command = "xclip -selection clipboard";
#ifdef __APPLE__
	else if (!*command)
		command = "pbcopy";
#endif
	/* Only what the person has set is missed when it is not there. */
	if (*command && !piping_feed(a, command, text, &err) &&
	    *conf_string(&a->conf.options, OPT_COPY_COMMAND))
		talk_error(&a->talk, "%s", err.text);
}

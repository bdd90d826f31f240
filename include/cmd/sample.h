/*
 * sample: the sample edition, set up for reading.
 *
 * For main.
 */
#ifndef CMD_SAMPLE_H
#define CMD_SAMPLE_H

#include "cmd/command.h"

/*
 * Copies feeds and config of the installed edition into the sample's own
 * folder, the paths of its feeds made absolute, when they are not there or not
 * the same; fills the store when it is empty.  False with a sentence.
 */
bool sample_prepare(struct invocation *in, struct err *err);

#endif

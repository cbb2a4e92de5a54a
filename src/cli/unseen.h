/* Lines that are typed without being shown: what a curtain is elsewhere. Only a terminal can do
 * that; in a pipe nobody is asked. */
#ifndef COUPLET_CLI_UNSEEN_H
#define COUPLET_CLI_UNSEEN_H

#include "plain.h"

enum { UNSEEN_LINE_MAX = 4096 /* as long as a terminal's line gets */ };

/* From here on nothing is shown, and whoever ends or suspends the program finds a terminal that
 * shows again. Returns false where it can't be had. */
bool unseen_begin(void);
void unseen_end(void);

/* One line, cut to fit; no other copy of it is kept. Returns false at the end of the input. */
bool unseen_line(struct plain *plain, char line[UNSEEN_LINE_MAX]);

/* Tells the two whose part comes now. */
void unseen_announce(const struct plain *plain, enum partner alone);

#endif

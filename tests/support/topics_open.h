/* A couple that has left every topic open but one, so that no first card asks for consent: for
 * tests that deal from the whole library and count the keys. */
#ifndef COUPLET_TESTS_TOPICS_OPEN_H
#define COUPLET_TESTS_TOPICS_OPEN_H

/* Makes the journal in that data folder, if it isn't there yet, and says so in it. Fails the test
 * (cmocka). */
void topics_left_open(const char *data);

#endif

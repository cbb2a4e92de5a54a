/* Topics left open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/topics_open.h"

#include "domain/topic.h"
#include "store/topics.h"

void topics_left_open(const char *data)
{
    struct store_options options = { .folder = data, .access = STORE_WRITE };
    struct topics topics = topics_at_first(); /* sex stays closed */
    struct store *store;
    struct error err = { 0 };

    for (int flag = 0; flag < FLAG_COUNT; flag++)
        if (topics.of[flag] == TOPIC_ASK)
            topics.of[flag] = TOPIC_OPEN;
    if (store_open(&store, &options, &err) != STATUS_OK || store_begin(store, &err) != STATUS_OK)
        fail_msg("no journal: %s", err.text);
    assert_int_equal(store_end(store, topics_write(store, &topics, &err), &err), STATUS_OK);
    assert_int_equal(store_close(store), STATUS_OK);
}

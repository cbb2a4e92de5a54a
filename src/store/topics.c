/* Topic settings, as rows of the table setting: "topic money" is "open", "ask" or "closed". */
#include "store/topics.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/words.h"

enum { NAME_BYTES = 64 };

static void name_of(char name[NAME_BYTES], int flag)
{
    snprintf(name, NAME_BYTES, "topic %s", words_name(&vocabulary_flag, flag));
}

/* Of two readings of a word the strict one. */
static enum topic topic_of(const char *word)
{
    int found = words_find(&vocabulary_topic, word);

    return found < 0 ? TOPIC_CLOSED : (enum topic)found;
}

enum status topics_read(struct store *store, struct topics *topics, bool *set, struct error *err)
{
    enum status status = STATUS_OK;

    *topics = topics_at_first();
    *set = false;
    for (int flag = 0; flag < FLAG_COUNT && status == STATUS_OK; flag++) {
        char name[NAME_BYTES], *value;

        name_of(name, flag);
        status = store_setting(store, name, &value, err);
        if (value) {
            topics->of[flag] = topic_of(value);
            *set = true;
        }
        free(value);
    }
    return status;
}

enum status topics_write(struct store *store, const struct topics *topics, struct error *err)
{
    enum status status = STATUS_OK;

    for (int flag = 0; flag < FLAG_COUNT && status == STATUS_OK; flag++) {
        char name[NAME_BYTES];

        name_of(name, flag);
        status = store_set_setting(store, name,
                                   words_name(&vocabulary_topic, (int)topics->of[flag]), err);
    }
    return status;
}

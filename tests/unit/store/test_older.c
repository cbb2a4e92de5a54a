/* Files that older couplets really wrote, one for each schema there was: each is brought up to
 * date with all that was kept in it. A new migration needs such a file of the version before it:
 * an evening of Ana and Sam with the note below, and three cards from `couplet draw --record`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "store/journal.h"
#include "store/store.h"
#include "support/store_fixture.h"

static const char kept[] = "The bus stop. Two umbrellas.";

static struct place place;

static int set_up(void **state)
{
    (void)state;
    place_make(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

/* Lays the file of that version where couplet looks for it. */
static void lay_out(size_t version)
{
    const char *tests = getenv("COUPLET_TESTS");
    struct strbuf bytes = STRBUF_INIT;
    char path[PLACE_PATH_MAX];
    struct error err = { 0 };
    FILE *file;

    snprintf(path, sizeof path, "%s/fixtures/stores/version-%zu.db", tests ? tests : "tests",
             version);
    if (file_read(&bytes, path, 1 << 24, &err) != STATUS_OK)
        fail_msg("no file of version %zu: %s", version, err.text);
    assert_int_equal(mkdir(place.data, 0700), 0);
    file = fopen(place.file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
    strbuf_release(&bytes);
}

static void assert_all_there(void)
{
    struct couple couple;
    size_t broken;

    assert_int_equal(journal_couple(place.store, &couple, NULL), STATUS_OK);
    assert_string_equal(couple.partner[PARTNER_LEFT].name, "Ana");
    assert_string_equal(couple.partner[PARTNER_RIGHT].name, "Sam");
    couple_release(&couple);
    assert_int_equal(store_check_seals(place.store, &broken, NULL), STATUS_OK);
    assert_int_equal(broken, 0);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM card WHERE outcome = 'talked'"),
                     4);
    assert_int_equal(raw_number(place.file, "SELECT count(*) FROM card WHERE outcome = 'open'"), 1);
}

static void a_file_of_each_older_couplet_is_brought_up_to_date(void **state)
{
    (void)state;
    for (size_t version = 1; version < embedded_migrations_count; version++) {
        char copy[64], question[128];

        lay_out(version);
        place_open(&place);
        assert_null(store_readonly(place.store));
        assert_all_there();
        place_close(&place);
        assert_int_equal(raw_number(place.file, "PRAGMA user_version"), embedded_migrations_count);
        snprintf(question, sizeof question, "SELECT count(*) FROM note WHERE text = '%s'", kept);
        assert_int_equal(raw_number(place.file, question), 1);
        snprintf(copy, sizeof copy, "couplet-before-%zu.db", version + 1);
        assert_int_equal(raw_number(place_path(&place, copy), "PRAGMA user_version"), version);
        place_remove(&place);
        place_make(&place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_of_each_older_couplet_is_brought_up_to_date, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

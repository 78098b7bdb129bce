/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include "base/check.h"

#include <errno.h>
#include <stdio.h>

static void the_first_error_wins(void **state)
{
    struct error err = { .kind = ERROR_NONE };

    assert_false(error_set(&err, ERROR_USAGE, "--%s needs a %s", "from", "file"));
    assert_false(error_set(&err, ERROR_STORE, "later"));
    errno = ENOENT;
    assert_false(error_system(&err, "later"));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_string_equal(err.text, "--from needs a file");
}

static void nobody_has_to_listen(void **state)
{
    assert_false(error_set(NULL, ERROR_USAGE, "nobody reads this"));
    assert_false(error_system(NULL, "nor this"));
}

static void the_operating_system_says_why(void **state)
{
    struct error err = { .kind = ERROR_NONE };

    errno = ENOENT;
    assert_false(error_system(&err, "cannot open %s", "a.pcap"));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_string_equal(err.text, "cannot open a.pcap: No such file or directory");
}

static void names_cannot_move_the_cursor(void **state)
{
    struct error err = { .kind = ERROR_NONE };

    error_set(&err, ERROR_INPUT, "%s: not a capture", "a\x1b[2J\n.pcap");
    assert_string_equal(err.text, "a\\x1b[2J\\x0a.pcap: not a capture");
}

static void a_long_sentence_is_cut(void **state)
{
    struct error err = { .kind = ERROR_NONE };
    char name[2 * sizeof err.text];

    memset(name, '\x01', sizeof name);
    name[sizeof name - 1] = '\0';
    error_set(&err, ERROR_INPUT, "%s", name);
    assert_in_range(strlen(err.text), sizeof err.text - 4, sizeof err.text - 1);
    assert_memory_equal(err.text + strlen(err.text) - 4, "\\x01", 4);

    err.kind = ERROR_NONE;
    memset(name, 'a', sizeof name - 1);
    errno = EACCES;
    error_system(&err, "%s", name);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_wins),          cmocka_unit_test(nobody_has_to_listen),
        cmocka_unit_test(the_operating_system_says_why), cmocka_unit_test(names_cannot_move_the_cursor),
        cmocka_unit_test(a_long_sentence_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

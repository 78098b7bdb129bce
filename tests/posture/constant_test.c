/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/constant.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

/* How many rows of sensitive data are left of the only endpoint. */
static size_t rows_left(struct traffic *traffic)
{
    struct memory account = { .limit = 0 };
    const struct endpoint *endpoint = &traffic_service(traffic)->endpoints[0];
    const struct exposed *rows;
    struct arena arena;
    size_t count;

    arena_init(&arena, &account, 0);
    count = exposed_find(NULL, endpoint, &arena, &rows);
    assert_true(count > 0);
    count = constant_remove(endpoint, rows, count, &arena, &rows);
    arena_done(&arena);
    return count;
}

/* Every # as the number. */
static void write_numbered(char *out, size_t room, const char *text, unsigned number)
{
    size_t len = 0;

    for (; *text && len + 12 < room; text++)
        if (*text == '#')
            len += (size_t)snprintf(out + len, room - len, "%u", number);
        else
            out[len++] = *text;
    out[len] = '\0';
}

static void tell(struct traffic *traffic, const char *target, const char *answer, unsigned number)
{
    char path[100], body[200];

    write_numbered(path, sizeof path, target, number);
    write_numbered(body, sizeof body, answer, number);
    traffic_ask(traffic, (struct ask){ .target = path, .answer = body });
}

static void assert_left(const char *target, const char *answer, unsigned times, bool left)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (unsigned i = 1; i <= times; i++)
        tell(&traffic, target, answer, i);
    assert_int_equal(rows_left(&traffic) > 0, left);
    traffic_close(&traffic);
}

static void one_address_for_all_objects_is_nobodys(void **state)
{
    assert_left("/stations/#", "{\"contact_email\":\"stations@weather.org\"}", 40, false);
}

static void addresses_that_differ_are_somebodys(void **state)
{
    assert_left("/stations/#", "{\"contact_email\":\"anna.meyer#@gmail.com\"}", 40, true);
}

static void the_same_object_says_nothing_of_others(void **state)
{
    assert_left("/me", "{\"email\":\"anna.meyer@gmail.com\"}", 40, true);
    assert_left("/stations/#", "{\"contact_email\":\"stations@weather.org\"}", 12, true);
}

static void credentials_are_told_however_often_they_come(void **state)
{
    assert_left("/stations/#", "{\"password\":\"correct horse\"}", 40, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_for_all_objects_is_nobodys),
        cmocka_unit_test(addresses_that_differ_are_somebodys),
        cmocka_unit_test(the_same_object_says_nothing_of_others),
        cmocka_unit_test(credentials_are_told_however_often_they_come),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/exchange.h"

#include "base/random.h"
#include "exchange/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_first_header_of_a_name_is_found(void **state)
{
    const struct header headers[] = { { SLICE("A"), SLICE("1") },
                                      { SLICE("b"), SLICE("2") },
                                      { SLICE("a"), SLICE("3") } };
    struct message message = { .headers = headers, .header_count = 3 };

    assert_true(slice_eq(message_header(&message, SLICE("a")), SLICE("1")));
    assert_true(slice_eq(message_header(&message, SLICE("B")), SLICE("2")));
    assert_null(message_header(&message, SLICE("c")).at);
}

static void addresses_are_read_and_written(void **state)
{
    static const struct {
        const char *text, *host, *whole;
        uint16_t port;
        uint8_t family;
    } rows[] = {
        { "203.0.113.7", "203.0.113.7", "203.0.113.7", 0, 4 },
        { "203.0.113.7:80", "203.0.113.7", "203.0.113.7:80", 80, 4 },
        { "2001:DB8:0:0:0:0:0:1", "2001:db8::1", "2001:db8::1", 0, 6 },
        { "[2001:db8::1]:443", "2001:db8::1", "[2001:db8::1]:443", 443, 6 },
        { "[::1]", "::1", "::1", 0, 6 },
        { "::", "::", "::", 0, 6 },
    };
    char text[ADDRESS_TEXT];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        assert_true(address_parse(slice_of(rows[i].text), &address));
        assert_int_equal(address.family, rows[i].family);
        assert_int_equal(address.port, rows[i].port);
        address_format(&address, false, text);
        assert_string_equal(text, rows[i].host);
        address_format(&address, true, text);
        assert_string_equal(text, rows[i].whole);
    }
}

static void what_is_no_address_is_refused(void **state)
{
    static const char *const rows[] = {
        "",     "host",    "1.2.3", "1.2.3.4.5",     "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:65536",
        "[::1", "[::1]80", "[]:1",  "[1.2.3.4]:1:2", "::1::",    "256.1.1.1"
    };
    struct address address = { .port = 7 };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (address_parse(slice_of(rows[i]), &address))
            fail_msg("%s was taken", rows[i]);
    assert_int_equal(address.port, 7);
}

static void fields_are_known_by_name_whatever_their_case(void **state)
{
    struct field_memory *memory = calloc(1, sizeof *memory);
    const struct header headers[] = { { SLICE("COOKIE"), SLICE("a=1") },
                                      { SLICE("x-api-key"), SLICE("k") },
                                      { SLICE("X-Tenant"), SLICE("t") },
                                      { SLICE("Content-Type"), SLICE("text/plain") } };
    struct message message = { .headers = headers, .header_count = 4 };
    struct memory account = { 0 }, refusing = { .fail_at = 1 };
    struct arena arena;
    struct fields fields;

    arena_init(&arena, &account, 0);
    for (int round = 0; round < 2; round++) {
        assert_true(fields_read(memory, &message, false, &arena, &fields));
        assert_true(slice_eq(fields_find(&fields, FIELD_COOKIE), SLICE("a=1")));
        assert_true(slice_eq(fields_find(&fields, FIELD_CONTENT_TYPE), SLICE("text/plain")));
        assert_true(slice_eq(fields_find(&fields, FIELD_KEY), SLICE("k")));
        assert_null(fields_find(&fields, FIELD_AUTHORIZATION).at);
        assert_int_equal(fields.flags[2] & (FIELD_MECHANIC | FIELD_KEY_LIKE), 0);
    }
    arena_done(&arena);
    arena_init(&arena, &refusing, 0);
    assert_false(fields_read(memory, &message, false, &arena, &fields));
    assert_int_equal(fields.count, 0);
    arena_done(&arena);
    free(memory);
}

/* More names than are remembered, in an order that no guess foresees: each is still what its name says. */
static void fields_are_what_their_names_say_whatever_came_before(void **state)
{
    enum { NAMES = 1500, HEADERS = 12, MESSAGES = 3000 };
    static const char *const stems[] = { "x-api-key-", "X-Trace-",
                                         "cf-",        "Token-",
                                         "x-y-",       "a-name-of-more-than-forty-three-characters-" };
    struct field_memory *memory = calloc(1, sizeof *memory);
    struct memory account = { 0 };
    struct arena arena;
    uint64_t random = 11;

    arena_init(&arena, &account, 0);
    for (unsigned i = 0; i < MESSAGES; i++) {
        char names[HEADERS][64];
        struct header headers[HEADERS];
        struct message message = { .headers = headers, .header_count = HEADERS };
        struct fields fields;
        uint16_t any = 0;

        for (size_t j = 0; j < HEADERS; j++) {
            unsigned number = (unsigned)random_below(&random, NAMES);

            snprintf(names[j], sizeof names[j], "%s%u", stems[number % (sizeof stems / sizeof *stems)],
                     number);
            headers[j] = (struct header){ slice_of(names[j]), SLICE("v") };
        }
        assert_true(fields_read(memory, &message, i % 2, &arena, &fields));
        for (size_t j = 0; j < HEADERS; j++) {
            assert_int_equal(fields.flags[j], field_classify(headers[j].name));
            any |= fields.flags[j];
        }
        assert_int_equal(fields.any, any);
        arena_reset(&arena);
    }
    arena_done(&arena);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_header_of_a_name_is_found),
        cmocka_unit_test(addresses_are_read_and_written),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(fields_are_known_by_name_whatever_their_case),
        cmocka_unit_test(fields_are_what_their_names_say_whatever_came_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *joined(struct arena *arena, const char *name, enum words_style style)
{
    struct words words = { 0 };
    struct slice text;

    words_add(&words, slice_of(name));
    text = words_join(&words, style, arena);
    return arena_printf(arena, "%.*s", SLICE_ARG(text)).at;
}

static void plurals_become_the_word_a_person_would_say(void **state)
{
    static const char *const pairs[][2] = {
        { "users", "user" },
        { "categories", "category" },
        { "addresses", "address" },
        { "boxes", "box" },
        { "statuses", "status" },
        { "houses", "house" },
        { "databases", "database" },
        { "licenses", "license" },
        { "people", "person" },
        { "movies", "movie" },
        { "series", "series" },
        { "news", "news" },
        { "status", "status" },
        { "analysis", "analysis" },
        { "buses", "bus" },
        { "batches", "batch" },
        { "caches", "cache" },
        { "indices", "index" },
        { "companies", "company" },
        { "keys", "key" },
        { "aliases", "alias" },
        { "user", "user" },
        { "data", "data" },
        { "heroes", "hero" },
        { "photos", "photo" },
        { "responses", "response" },
        { "kubernetes", "kubernetes" },
        { "ids", "id" },
        { "is", "is" },
        { "s", "s" },
    };
    char singular[WORD_LENGTH];

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t len = word_singular(slice_of(pairs[i][0]), singular);

        assert_int_equal(len, strlen(pairs[i][1]));
        assert_memory_equal(singular, pairs[i][1], len);
    }
}

static void names_split_alike_however_they_are_written(void **state)
{
    static const char *const names[] = { "orderItems",  "order-items", "order_items",   "OrderItems",
                                         "order.items", "Order Items", "/order/items/", "__order__items__" };
    struct memory memory = { 0 };
    struct arena arena;

    arena_init(&arena, &memory, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_string_equal(joined(&arena, names[i], WORDS_CAMEL), "orderItems");
        assert_string_equal(joined(&arena, names[i], WORDS_PASCAL), "OrderItems");
        assert_string_equal(joined(&arena, names[i], WORDS_TITLE), "Order items");
    }
    assert_string_equal(joined(&arena, "HTTPServer2Name", WORDS_TITLE), "Http server2 name");
    assert_string_equal(joined(&arena, "ÄÖ-user\x01\xff", WORDS_CAMEL), "user");
    assert_string_equal(joined(&arena, "", WORDS_CAMEL), "");
    arena_done(&arena);
}

static void endless_names_are_cut(void **state)
{
    struct memory memory = { 0 };
    struct arena arena;
    struct words words = { 0 };
    char name[5000];

    arena_init(&arena, &memory, 0);
    memset(name, 'a', sizeof name);
    words_add(&words, slice_make(name, sizeof name));
    assert_int_equal(words_at(&words, 0).len, WORD_LENGTH);
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = i % 2 ? 'a' : '-';
    words_add(&words, slice_make(name, sizeof name));
    assert_int_equal(words.count, WORDS_MOST);
    assert_true(words_join(&words, WORDS_CAMEL, &arena).len <= WORDS_MOST * WORD_LENGTH);
    arena_done(&arena);
}

static void whole_words_are_found_whatever_joins_them(void **state)
{
    static const char *const wanted[] = { "admin", "internal" };

    assert_true(WORDS_SAY(SLICE("/api/admin/users"), wanted));
    assert_true(WORDS_SAY(SLICE("isAdmin"), wanted));
    assert_true(WORDS_SAY(SLICE("X-INTERNAL-key"), wanted));
    assert_false(WORDS_SAY(SLICE("/administrators"), wanted));
    assert_false(WORDS_SAY(SLICE(""), wanted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plurals_become_the_word_a_person_would_say),
        cmocka_unit_test(names_split_alike_however_they_are_written),
        cmocka_unit_test(endless_names_are_cut),
        cmocka_unit_test(whole_words_are_found_whatever_joins_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

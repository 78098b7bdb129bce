/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/grid.h"

#include "base/check.h"
#include "base/text.h"

#include <stdlib.h>

static const struct column columns[] = {
    { .title = "METHOD" },
    { .title = "PATH", .is_elastic = true, .least = 10 },
    { .title = "CALLS", .is_right = true },
    { .title = "SECURITY", .drop = 1 },
    { .title = "LAST SEEN", .drop = 2 },
};

struct page {
    struct memory account;
    struct arena arena;
    struct output out;
    struct grid grid;
};

static int page_setup(void **state)
{
    struct page *page = calloc(1, sizeof *page);

    arena_init(&page->arena, &page->account, 0);
    buffer_init(&page->out.text, &page->account);
    page->out.width = 80;
    grid_init(&page->grid, &page->arena, columns, 5);
    *state = page;
    return 0;
}

static int page_teardown(void **state)
{
    struct page *page = *state;

    buffer_done(&page->out.text);
    arena_done(&page->arena);
    free(page);
    return 0;
}

static void row(struct page *page, const char *method, const char *path, const char *calls,
                const char *security, const char *seen)
{
    grid_cell(&page->grid, STYLE_PLAIN, slice_of(method));
    grid_cell(&page->grid, STYLE_PLAIN, slice_of(path));
    grid_cell(&page->grid, STYLE_GOOD, slice_of(calls));
    grid_cell(&page->grid, STYLE_PLAIN, slice_of(security));
    grid_cell(&page->grid, STYLE_DIM, slice_of(seen));
}

static struct slice printed(struct page *page, size_t width)
{
    page->out.width = width;
    buffer_reset(&page->out.text);
    grid_print(&page->grid, &page->out, 0);
    return buffer_slice(&page->out.text);
}

static void columns_take_what_they_need(void **state)
{
    struct page *page = *state;

    grid_heading(&page->grid, SLICE("api.example.com"), SLICE("2 endpoints"));
    row(page, "GET", "/users", "1,234", "JWT", "2026-09-14");
    row(page, "DELETE", "/users/{userId}", "5", "", "2026-09-15");
    assert_slice_equal(printed(page, 80), "METHOD  PATH             CALLS  SECURITY  LAST SEEN\n"
                                          "\n"
                                          "api.example.com  2 endpoints\n"
                                          "GET     /users           1,234  JWT       2026-09-14\n"
                                          "DELETE  /users/{userId}      5            2026-09-15\n");
}

static void what_matters_least_goes_first_and_long_paths_fold_at_a_slash(void **state)
{
    struct page *page = *state;

    row(page, "GET", "/users/{userId}/orders/{orderId}", "7", "JWT", "2026-09-14");
    assert_slice_equal(printed(page, 44), "METHOD  PATH                 CALLS  SECURITY\n"
                                          "GET     /users/{userId}          7  JWT\n"
                                          "          /orders/{orderId}\n");
    assert_slice_equal(printed(page, 30), "METHOD  PATH             CALLS\n"
                                          "GET     /users/{userId}      7\n"
                                          "          /orders\n"
                                          "          /{orderId}\n");
}

static void a_line_that_ends_with_its_comma_leaves_no_blank_to_the_next(void **state)
{
    struct page *page = *state;

    row(page, "GET", "one of: green, orange, red", "7", "", "");
    assert_slice_equal(printed(page, 29), "METHOD  PATH            CALLS\n"
                                          "GET     one of: green,      7\n"
                                          "          orange, red\n");
}

static void a_column_without_entries_is_left_out(void **state)
{
    struct page *page = *state;

    row(page, "GET", "/", "1", "", "");
    assert_slice_equal(printed(page, 80), "METHOD  PATH  CALLS\n"
                                          "GET     /         1\n");
}

static void no_line_is_wider_than_the_terminal_whatever_the_traffic_says(void **state)
{
    struct page *page = *state;
    char wild[600];

    memset(wild, 'x', sizeof wild - 1);
    wild[sizeof wild - 1] = '\0';
    row(page, wild, wild, wild, wild, wild);
    row(page, "GET", "/\x1b[31m\r\n/\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e/\xff\xfe", "1",
        "a,b,c", "");
    grid_heading(&page->grid, slice_of(wild), slice_of(wild));
    for (size_t width = 40; width <= 120; width++) {
        struct slice rest = printed(page, width);

        assert_null(memchr(rest.at, '\x1b', rest.len));
        assert_null(memchr(rest.at, '\r', rest.len));
        while (rest.len)
            assert_true(text_width(slice_cut(&rest, '\n')) <= width);
    }
}

static void colours_do_not_count_as_width(void **state)
{
    struct page *page = *state;

    row(page, "GET", "/a", "10", "", "");
    page->out.colour = true;
    assert_slice_equal(printed(page, 80), "\x1b[2mMETHOD\x1b[0m  \x1b[2mPATH\x1b[0m  \x1b[2mCALLS\x1b[0m\n"
                                          "GET     /a       \x1b[32m10\x1b[0m\n");
}

static void refused_memory_costs_rows_and_nothing_else(void **state)
{
    struct page *page = *state;

    for (uint64_t fail_at = 1; fail_at < 12; fail_at++) {
        page->account.fail_at = page->account.calls + fail_at;
        arena_reset(&page->arena);
        grid_init(&page->grid, &page->arena, columns, 5);
        row(page, "GET", "/a", "10", "JWT", "");
        grid_heading(&page->grid, SLICE("x"), SLICE("y"));
        row(page, "GET", "/b", "10", "JWT", "");
        printed(page, 80);
    }
    page->account.fail_at = 0;
    arena_reset(&page->arena);
    grid_init(&page->grid, &page->arena, columns, 5);
    row(page, "GET", "/", "1", "", "");
    assert_slice_equal(printed(page, 80), "METHOD  PATH  CALLS\n"
                                          "GET     /         1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_take_what_they_need, page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(what_matters_least_goes_first_and_long_paths_fold_at_a_slash,
                                        page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(a_line_that_ends_with_its_comma_leaves_no_blank_to_the_next,
                                        page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(a_column_without_entries_is_left_out, page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(no_line_is_wider_than_the_terminal_whatever_the_traffic_says,
                                        page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(colours_do_not_count_as_width, page_setup, page_teardown),
        cmocka_unit_test_setup_teardown(refused_memory_costs_rows_and_nothing_else, page_setup,
                                        page_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

#include "base/check.h"

static void cut_takes_the_head_and_moves_on(void **state)
{
    struct slice rest = SLICE("a/bc//d");

    assert_slice_equal(slice_cut(&rest, '/'), "a");
    assert_slice_equal(slice_cut(&rest, '/'), "bc");
    assert_slice_equal(slice_cut(&rest, '/'), "");
    assert_slice_equal(slice_cut(&rest, '/'), "d");
    assert_int_equal(rest.len, 0);
    assert_slice_equal(slice_cut(&rest, '/'), "");
}

static void cut_of_an_empty_slice_reads_nothing(void **state)
{
    struct slice rest = { NULL, 0 };

    assert_int_equal(slice_cut(&rest, ':').len, 0);
}

static void equality_looks_at_bytes_and_lengths(void **state)
{
    assert_true(slice_eq(SLICE("a\0b"), SLICE("a\0b")));
    assert_false(slice_eq(SLICE("a\0b"), SLICE("a\0c")));
    assert_false(slice_eq(SLICE("a"), SLICE("ab")));
    assert_true(slice_eq(slice_of(NULL), SLICE("")));
}

static void order_is_that_of_bytes_with_prefixes_first(void **state)
{
    assert_true(slice_compare(SLICE("a"), SLICE("ab")) < 0);
    assert_true(slice_compare(SLICE("b"), SLICE("ab")) > 0);
    assert_true(slice_compare(SLICE("a\xff"), SLICE("ab")) > 0);
    assert_int_equal(slice_compare(SLICE("ab"), SLICE("ab")), 0);
    assert_true(slice_compare(slice_of(NULL), SLICE("a")) < 0);
}

static void case_is_ignored_for_ascii_letters_only(void **state)
{
    assert_true(slice_eq_nocase(SLICE("Content-TYPE"), SLICE("content-type")));
    assert_false(slice_eq_nocase(SLICE("content-type"), SLICE("content-typ")));
    assert_true(slice_eq_nocase(SLICE("Transfer-Encoding"), SLICE("TRANSFER-ENCODING")));
    assert_false(slice_eq_nocase(SLICE("Transfer-Encoding"), SLICE("TRANSFER-ENCODINg.")));
    assert_false(
        slice_eq_nocase(SLICE("12345[78"), SLICE("12345{78"))); /* where eight bytes are compared at once */
    assert_false(slice_eq_nocase(SLICE("12345678"), SLICE("12345679")));
    assert_true(slice_eq_nocase(slice_of(NULL), SLICE("")));
    assert_false(slice_eq_nocase(SLICE("["), SLICE("{")));               /* 0x5b and 0x7b */
    assert_false(slice_eq_nocase(SLICE("\xc3\x84"), SLICE("\xc3\xa4"))); /* A and a with dots */
}

static void heads_and_tails_are_found(void **state)
{
    assert_true(slice_starts_with(SLICE("/api/v1"), SLICE("/api")));
    assert_true(slice_starts_with(SLICE("/api"), SLICE("")));
    assert_false(slice_starts_with(SLICE("/ap"), SLICE("/api")));
    assert_true(slice_ends_with(SLICE("pets.json"), SLICE(".json")));
    assert_true(slice_ends_with(slice_of(NULL), SLICE("")));
    assert_false(slice_ends_with(SLICE("json"), SLICE(".json")));
    assert_false(slice_ends_with(SLICE("pets.jsom"), SLICE(".json")));
}

static void heads_tails_parts_and_lists_are_found_in_any_case(void **state)
{
    static const char *const list[] = { "gzip", "Br" };

    assert_true(slice_starts_with_nocase(SLICE("Bearer x"), SLICE("bEARER")));
    assert_false(slice_starts_with_nocase(SLICE("Be"), SLICE("bearer")));
    assert_true(slice_ends_with_nocase(SLICE("/App.MAP"), SLICE(".map")));
    assert_false(slice_ends_with_nocase(SLICE("map"), SLICE(".map")));
    assert_true(slice_ends_with_nocase(slice_of(NULL), SLICE("")));
    assert_true(slice_contains_nocase(SLICE("JSESSIONID"), SLICE("sess")));
    assert_true(slice_contains_nocase(SLICE("x-token"), SLICE("TOKEN")));
    assert_false(slice_contains_nocase(SLICE("toke"), SLICE("token")));
    assert_false(slice_contains_nocase(SLICE("@"), SLICE("`"))); /* differ by 0x20, but are no letters */
    assert_true(SLICE_AMONG_NOCASE(SLICE("bR"), list));
    assert_false(SLICE_AMONG_NOCASE(SLICE("b"), list));
}

static void trim_takes_spaces_and_tabs_from_both_ends(void **state)
{
    assert_slice_equal(slice_trim(SLICE(" \t a b\t ")), "a b");
    assert_slice_equal(slice_trim(SLICE(" \t ")), "");
    assert_slice_equal(slice_trim(SLICE("\na\n")), "\na\n");
    assert_slice_equal(slice_trim(SLICE("")), "");
}

static void numbers_are_digits_up_to_the_bound(void **state)
{
    static const struct {
        const char *text;
        unsigned long long max, number;
        bool valid;
    } cases[] = {
        { "0", 10, 0, true },
        { "007", 10, 7, true },
        { "65535", 65535, 65535, true },
        { "65536", 65535, 0, false },
        { "18446744073709551615", UINT64_MAX, UINT64_MAX, true },
        { "18446744073709551616", UINT64_MAX, 0, false },
        { "184467440737095516150", UINT64_MAX, 0, false },
        { "", 10, 0, false },
        { "+1", 10, 0, false },
        { "-1", 10, 0, false },
        { " 1", 10, 0, false },
        { "1 ", 10, 0, false },
        { "0x1", 10, 0, false },
        { "/", 10, 0, false },
        { ":", 10, 0, false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long long number = 77;

        assert_int_equal(slice_to_u64(slice_of(cases[i].text), cases[i].max, &number), cases[i].valid);
        assert_int_equal(number, cases[i].valid ? cases[i].number : 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_takes_the_head_and_moves_on),
        cmocka_unit_test(cut_of_an_empty_slice_reads_nothing),
        cmocka_unit_test(equality_looks_at_bytes_and_lengths),
        cmocka_unit_test(order_is_that_of_bytes_with_prefixes_first),
        cmocka_unit_test(case_is_ignored_for_ascii_letters_only),
        cmocka_unit_test(heads_and_tails_are_found),
        cmocka_unit_test(heads_tails_parts_and_lists_are_found_in_any_case),
        cmocka_unit_test(trim_takes_spaces_and_tabs_from_both_ends),
        cmocka_unit_test(numbers_are_digits_up_to_the_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

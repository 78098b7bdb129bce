/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/figures.h"

#include "base/check.h"

static char text[FIGURE];

static void counts_have_commas_and_things_have_a_plural(void **state)
{
    assert_string_equal(figure_exact(0, text), "0");
    assert_string_equal(figure_exact(999, text), "999");
    assert_string_equal(figure_exact(1000, text), "1,000");
    assert_string_equal(figure_exact(18446744073709551615u, text), "18,446,744,073,709,551,615");
    assert_string_equal(figure_things(1, "call", "calls", text), "1 call");
    assert_string_equal(figure_things(0, "call", "calls", text), "0 calls");
}

static void a_share_never_says_all_or_nothing_when_that_is_not_true(void **state)
{
    assert_string_equal(figure_share(0, 10, text), "");
    assert_string_equal(figure_share(1, 100000, text), "<1%");
    assert_string_equal(figure_share(99999, 100000, text), ">99%");
    assert_string_equal(figure_share(5, 5, text), "100%");
    assert_string_equal(figure_share(1, 3, text), "33%");
    assert_string_equal(figure_share(0, 0, text), "");
}

static void durations_and_days_are_short(void **state)
{
    assert_string_equal(figure_duration(0, text), "unknown");
    assert_string_equal(figure_duration(450000, text), "450 us");
    assert_string_equal(figure_duration(3200000, text), "3.2 ms");
    assert_string_equal(figure_duration(320000000, text), "320 ms");
    assert_string_equal(figure_duration(1250000000, text), "1.2 s");
    assert_string_equal(figure_day(1789362000000000000, text), "2026-09-14");
    assert_string_equal(figure_moment(1789362000000000000, text), "2026-09-14 05:00:00");
    assert_string_equal(figure_day(0, text), "");
    assert_string_equal(figure_span(1789362000000000000, 1789362001000000000, text), "2026-09-14");
    assert_string_equal(figure_span(1789362000000000000, 1789462000000000000, text),
                        "2026-09-14 to 2026-09-15");
}

static void sentence(const struct ledger *ledger, const char *expected)
{
    struct memory account = { 0 };
    struct buffer out;

    buffer_init(&out, &account);
    ledger_sentence(&out, ledger);
    assert_slice_equal(buffer_slice(&out), expected);
    buffer_done(&out);
}

static void the_ledger_in_a_sentence_names_every_loss(void **state)
{
    struct ledger ledger = { 0 };

    ledger.seen[LEDGER_EXCHANGES] = ledger.analysed[LEDGER_EXCHANGES] = 1;
    sentence(&ledger, "1 exchange analysed. Nothing was lost.");
    ledger.seen[LEDGER_EXCHANGES] = 2000;
    ledger.analysed[LEDGER_EXCHANGES] = 1997;
    ledger.lost[LOSS_request_unanswered] = 3;
    ledger.seen[LEDGER_BYTES] = ledger.lost[LOSS_tls] = 5000;
    sentence(&ledger,
             "1,997 of 2,000 exchanges analysed. Not analysed: 5.0 kB tls, 3 exchanges request-unanswered.");
    ledger.seen[LEDGER_PACKETS] = 1;
    sentence(&ledger,
             "1,997 of 2,000 exchanges analysed. Not analysed: 5.0 kB tls, 3 exchanges request-unanswered."
             " These figures do not add up: please report it.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_commas_and_things_have_a_plural),
        cmocka_unit_test(a_share_never_says_all_or_nothing_when_that_is_not_true),
        cmocka_unit_test(durations_and_days_are_short),
        cmocka_unit_test(the_ledger_in_a_sentence_names_every_loss),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

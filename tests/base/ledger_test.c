/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ledger.h"

#include "base/check.h"

static void every_loss_has_words_and_a_name_of_its_own(void **state)
{
    for (enum ledger_loss loss = 0; loss < LEDGER_LOSSES; loss++) {
        const char *name = ledger_loss_name(loss);

        assert_true(strlen(name) > 2);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
        assert_true(strlen(ledger_loss_help(loss)) > 10);
        assert_true(ledger_loss_unit(loss) < LEDGER_UNITS);
        for (enum ledger_loss other = 0; other < loss; other++)
            assert_string_not_equal(name, ledger_loss_name(other));
        assert_int_equal(ledger_loss_find(slice_of(name)), loss);
    }
    assert_int_equal(ledger_loss_find(SLICE("no-such-loss")), LEDGER_LOSSES);
    assert_int_equal(ledger_loss_find(SLICE("")), LEDGER_LOSSES);
}

static void names_are_those_of_the_code_with_hyphens(void **state)
{
    static const char *const symbols[] = {
#define LOSS(name, text, unit, help) #name,
#include "base/losses.list"
#undef LOSS
    };

    for (enum ledger_loss loss = 0; loss < LEDGER_LOSSES; loss++) {
        const char *name = ledger_loss_name(loss);

        assert_int_equal(strlen(symbols[loss]), strlen(name));
        for (size_t i = 0; name[i]; i++)
            assert_int_equal(name[i], symbols[loss][i] == '_' ? '-' : symbols[loss][i]);
    }
}

static void stored_names_have_not_changed(void **state)
{
    assert_string_equal(ledger_loss_name(LOSS_gap), "gap");
    assert_string_equal(ledger_loss_name(LOSS_memory_limit), "memory-limit");
    assert_string_equal(ledger_loss_name(LOSS_not_http), "not-http");
    assert_string_equal(ledger_loss_name(LOSS_kernel_drop), "kernel-drop");
    assert_string_equal(ledger_unit_name(LEDGER_PACKETS), "packets");
    assert_string_equal(ledger_unit_name(LEDGER_RECORDS), "records");
}

static void every_unit_can_be_lost_somehow(void **state)
{
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++) {
        size_t ways = 0;

        for (enum ledger_loss loss = 0; loss < LEDGER_LOSSES; loss++)
            ways += ledger_loss_unit(loss) == unit;
        assert_true(ways > 0);
        assert_non_null(ledger_unit_name(unit));
    }
}

static void what_is_seen_is_analysed_or_lost(void **state)
{
    struct ledger ledger = { .seen = { [LEDGER_BYTES] = 100, [LEDGER_PACKETS] = 7 } };

    ledger.analysed[LEDGER_BYTES] = 60;
    ledger.lost[LOSS_gap] = 30;
    ledger.lost[LOSS_tls] = 9;
    ledger.lost[LOSS_packet_cut] = 7;
    assert_int_equal(ledger_lost(&ledger, LEDGER_BYTES), 39);
    assert_int_equal(ledger_open(&ledger, LEDGER_BYTES), 1);
    assert_int_equal(ledger_open(&ledger, LEDGER_PACKETS), 0);
    assert_int_equal(ledger_lost(&ledger, LEDGER_RECORDS), 0);
    ledger.analysed[LEDGER_BYTES] = 63;
    assert_int_equal(ledger_open(&ledger, LEDGER_BYTES), -2);
}

static void ledgers_add_up_in_every_count(void **state)
{
    struct ledger one, two, sum;
    uint64_t number = 1;

    for (uint64_t *at = (uint64_t *)&one; at < (uint64_t *)(&one + 1); at++)
        *at = number++;
    for (uint64_t *at = (uint64_t *)&two; at < (uint64_t *)(&two + 1); at++)
        *at = number++ * 1000;
    sum = one;
    ledger_add(&sum, &two);
    for (size_t i = 0; i < sizeof sum / sizeof(uint64_t); i++)
        assert_int_equal(((uint64_t *)&sum)[i], ((uint64_t *)&one)[i] + ((uint64_t *)&two)[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loss_has_words_and_a_name_of_its_own),
        cmocka_unit_test(names_are_those_of_the_code_with_hyphens),
        cmocka_unit_test(stored_names_have_not_changed),
        cmocka_unit_test(every_unit_can_be_lost_somehow),
        cmocka_unit_test(what_is_seen_is_analysed_or_lost),
        cmocka_unit_test(ledgers_add_up_in_every_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

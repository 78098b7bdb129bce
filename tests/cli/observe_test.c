/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/observe.h"

#include "base/check.h"

#include <stdlib.h>

struct outcome {
    struct memory account;
    struct buffer text;
    struct engine_report *report;
};

static int outcome_setup(void **state)
{
    struct outcome *outcome = calloc(1, sizeof *outcome);

    buffer_init(&outcome->text, &outcome->account);
    outcome->report = calloc(1, sizeof *outcome->report);
    *state = outcome;
    return 0;
}

static int outcome_teardown(void **state)
{
    struct outcome *outcome = *state;

    buffer_done(&outcome->text);
    free(outcome->report);
    free(outcome);
    return 0;
}

/* So many of that loss's unit were seen, and all lost that way. */
static void lose(struct outcome *outcome, enum ledger_loss loss, uint64_t count)
{
    outcome->report->ledger.seen[ledger_loss_unit(loss)] = count;
    outcome->report->ledger.lost[loss] = count;
}

static void expect(struct outcome *outcome, const char *part)
{
    buffer_reset(&outcome->text);
    observe_why_nothing(&outcome->text, outcome->report);
    buffer_byte(&outcome->text, '\0');
    if (!strstr(outcome->text.at, part))
        fail_msg("'%s' does not say '%s'", outcome->text.at, part);
}

static void an_empty_input_is_called_empty(void **state)
{
    expect(*state, "the input is empty");
}

static void packets_without_tcp_are_named(void **state)
{
    struct outcome *outcome = *state;

    lose(outcome, LOSS_link_unknown, 7);
    expect(outcome, "none of the 7 packets held TCP that could be read: their link layer");
    outcome->report->ledger.lost[LOSS_link_unknown] = 0;
    lose(outcome, LOSS_not_tcp, 1);
    expect(outcome, "UDP");
    outcome->report->ledger.lost[LOSS_not_tcp] = 0;
    expect(outcome, "capture filter");
}

static void payload_that_is_no_http_is_named(void **state)
{
    struct outcome *outcome = *state;

    outcome->report->ledger.seen[LEDGER_PACKETS] = outcome->report->ledger.seen[LEDGER_SEGMENTS] = 10;
    expect(outcome, "carried no data");
    lose(outcome, LOSS_tls, 5000);
    expect(outcome, "5.0 kB of payload are TLS, which we cannot read");
    expect(outcome, "HAR");
    outcome->report->ledger.lost[LOSS_tls] = 0;
    lose(outcome, LOSS_not_http, 5000);
    expect(outcome, "speak something other than HTTP/1");
    outcome->report->ledger.lost[LOSS_not_http] = 0;
    lose(outcome, LOSS_gap, 5000);
    expect(outcome, "miss too much");
}

static void one_direction_is_named(void **state)
{
    struct outcome *outcome = *state;

    lose(outcome, LOSS_request_unanswered, 12);
    expect(outcome, "only requests were captured (12), no response");
    outcome->report->ledger.lost[LOSS_request_unanswered] = 0;
    lose(outcome, LOSS_response_unasked, 1200);
    expect(outcome, "only responses were captured (1,200), no request");
}

static void records_nobody_understands_are_named(void **state)
{
    struct outcome *outcome = *state;

    lose(outcome, LOSS_record_malformed, 3);
    expect(outcome, "none of the 3 records could be understood");
}

static void a_ceiling_that_was_too_low_is_named(void **state)
{
    struct outcome *outcome = *state;

    lose(outcome, LOSS_memory_limit, 3);
    expect(outcome, "raise --memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_input_is_called_empty, outcome_setup, outcome_teardown),
        cmocka_unit_test_setup_teardown(packets_without_tcp_are_named, outcome_setup, outcome_teardown),
        cmocka_unit_test_setup_teardown(payload_that_is_no_http_is_named, outcome_setup, outcome_teardown),
        cmocka_unit_test_setup_teardown(one_direction_is_named, outcome_setup, outcome_teardown),
        cmocka_unit_test_setup_teardown(records_nobody_understands_are_named, outcome_setup,
                                        outcome_teardown),
        cmocka_unit_test_setup_teardown(a_ceiling_that_was_too_low_is_named, outcome_setup, outcome_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

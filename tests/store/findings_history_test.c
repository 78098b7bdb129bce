/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a finding, look by look and decision by decision. */
#include "store/findings.h"

#include "base/buffer.h"
#include "base/check.h"
#include "store/scratch.h"

#include <stdio.h>
#include <stdlib.h>

#define HOUR (3600 * 1000000000ll)
#define NOW (1790000000 * 1000000000ll)

struct fixture {
    struct scratch scratch;
    struct memory account;
    struct arena arena;
    struct store *store;
    struct buffer told;
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error err = { 0 };

    scratch_begin(&fixture->scratch);
    scratch_observe(fixture->scratch.path, "a.example", 0, 5);
    arena_init(&fixture->arena, &fixture->account, 0);
    buffer_init(&fixture->told, &fixture->account);
    fixture->store = store_open(fixture->scratch.path, STORE_EDIT, &err);
    assert_string_equal(err.text, "");
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    store_close(fixture->store);
    buffer_done(&fixture->told);
    arena_done(&fixture->arena);
    scratch_end(&fixture->scratch);
    free(fixture);
    return 0;
}

/* A look that finds it, or does not. */
static void look(struct fixture *fixture, bool is_found, int64_t now)
{
    static const struct slice services[] = { { "a.example", 9 } };
    struct finding found = { .id = SLICE("p1"),
                             .kind = SLICE("auth.missing"),
                             .service = SLICE("a.example"),
                             .severity = SEVERITY_HIGH,
                             .count = 3,
                             .of = 3 };
    struct error err = { 0 };

    assert_true(findings_update(fixture->store, SLICE("posture"), services, 1, &found, is_found, now,
                                &fixture->arena, &err));
    assert_string_equal(err.text, "");
}

static void tell(void *context, const struct finding_change *change)
{
    struct buffer *told = context;

    buffer_printf(told, "%lldh %s", (long long)((change->at - NOW) / HOUR),
                  finding_state_name(change->state));
    if (change->reason.len)
        buffer_printf(told, "(%.*s)", SLICE_ARG(change->reason));
    buffer_byte(told, '\n');
}

static const char *history(struct fixture *fixture, const char *id)
{
    struct error err = { 0 };

    buffer_reset(&fixture->told);
    assert_true(findings_history(fixture->store, slice_of(id), tell, &fixture->told, &err));
    assert_string_equal(err.text, "");
    buffer_byte(&fixture->told, '\0');
    return fixture->told.at;
}

static void every_turn_is_remembered_with_its_reason(void **state)
{
    struct fixture *fixture = *state;
    struct error err = { 0 };

    look(fixture, true, NOW);
    look(fixture, true, NOW + HOUR);
    assert_string_equal(history(fixture, "p1"), "0h open\n");
    assert_true(finding_accept(fixture->store, SLICE("p1"), SLICE("known"), 0, NOW + 2 * HOUR, &err));
    look(fixture, true, NOW + 3 * HOUR);
    look(fixture, false, NOW + 4 * HOUR);
    assert_true(finding_reopen(fixture->store, SLICE("p1"), NOW + 5 * HOUR, &err));
    look(fixture, false, NOW + 6 * HOUR);
    look(fixture, true, NOW + 7 * HOUR);
    assert_string_equal(history(fixture, "p1"),
                        "0h open\n2h accepted(known)\n4h fixed(no longer found)\n5h open\n"
                        "6h fixed(no longer found)\n7h returned\n");
}

static void another_reason_takes_the_place_of_the_first(void **state)
{
    struct fixture *fixture = *state;
    struct error err = { 0 };

    look(fixture, true, NOW);
    assert_true(finding_accept(fixture->store, SLICE("p1"), SLICE("known"), 0, NOW + HOUR, &err));
    assert_true(finding_accept(fixture->store, SLICE("p1"), SLICE("needed"), 0, NOW + 2 * HOUR, &err));
    assert_string_equal(history(fixture, "p1"), "0h open\n1h accepted(needed)\n");
}

static void nothing_is_known_of_what_was_never_found(void **state)
{
    assert_string_equal(history(*state, "p2"), "");
}

static void only_the_newest_are_kept(void **state)
{
    struct fixture *fixture = *state;
    size_t lines = 0;

    for (int i = 0; i < 50; i++)
        look(fixture, i % 2 == 0, NOW + i * HOUR);
    for (const char *at = history(fixture, "p1"); *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, FINDING_CHANGES);
    assert_non_null(strstr(fixture->told.at, "49h fixed"));
    assert_null(strstr(fixture->told.at, "\n0h open"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_turn_is_remembered_with_its_reason, begin, end),
        cmocka_unit_test_setup_teardown(another_reason_takes_the_place_of_the_first, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_known_of_what_was_never_found, begin, end),
        cmocka_unit_test_setup_teardown(only_the_newest_are_kept, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "store/finding_state.h"

#include "base/check.h"

#define HOUR (3600 * 1000000000ll)
#define DAY (24 * HOUR)
/* Two clocks: the traffic is of last spring, whoever looks at it does so now. */
#define SPRING (1700000000 * 1000000000ll)
#define NOW (1790000000 * 1000000000ll)

/* Happened `count` times in `of`, last at `last` of the evidence, whose newest is at `newest`. */
static struct finding found(uint64_t count, uint64_t of, int64_t last, int64_t newest)
{
    return (struct finding){
        .id = SLICE("d0123456789ab"),
        .room = SLICE("drift"),
        .kind = SLICE("undocumented_status"),
        .service = SLICE("api.example"),
        .subject = SLICE("GET /users/{id} 500"),
        .severity = SEVERITY_LOW,
        .count = count,
        .of = of,
        .first_seen = SPRING,
        .last_seen = SPRING + last,
        .newest = SPRING + newest,
    };
}

static struct finding_record begun(uint64_t count, uint64_t of)
{
    const struct finding first = found(count, of, HOUR, 2 * HOUR);

    return finding_record_new(&first, NOW);
}

static void meet(struct finding_record *record, struct finding again, int64_t now)
{
    finding_record_meet(record, &again, now);
}

static void assert_reason(const struct finding_record *record, const char *expected)
{
    char text[FINDING_REASON];

    assert_slice_equal(finding_record_reason(record, text), expected);
}

static void what_is_found_first_is_open(void **state)
{
    struct finding_record record = begun(10, 100);

    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.facts.opened, NOW);
    assert_int_equal(record.facts.changed, NOW);
    assert_reason(&record, "");
}

static void the_same_look_again_changes_nothing(void **state)
{
    struct finding_record record = begun(10, 100), before = record;

    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + DAY);
    assert_true(finding_record_same(&before, &record));
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + DAY);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    before = record;
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 2 * DAY);
    assert_true(finding_record_same(&before, &record));
}

static void what_happens_on_stays_open(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(11, 5000, 3 * DAY, 3 * DAY), NOW + DAY);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.facts.changed, NOW);
    assert_int_equal(record.facts.count, 11);
    assert_int_equal(record.quiet, 0);
}

static void no_longer_found_is_fixed_and_found_again_is_returned(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_miss(&record, NOW + 1);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.facts.changed, NOW + 1);
    assert_reason(&record, "no longer found");
    finding_record_miss(&record, NOW + 2);
    assert_int_equal(record.facts.changed, NOW + 1);
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 3);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
    assert_int_equal(record.facts.changed, NOW + 3);
    assert_int_equal(record.facts.opened, NOW);
    assert_reason(&record, "");
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 4);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
    finding_record_miss(&record, NOW + 5);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

/* Never seen: nothing can be said by how often it is not seen. */
static void what_was_never_seen_is_fixed_only_when_it_is_no_longer_found(void **state)
{
    struct finding first = found(0, 0, 0, HOUR), later;
    struct finding_record record;

    first.first_seen = first.last_seen = 0;
    record = finding_record_new(&first, NOW);
    later = first;
    later.of = 100000;
    later.newest += 30 * DAY;
    meet(&record, later, NOW + DAY);
    meet(&record, later, NOW + 2 * DAY);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    finding_record_miss(&record, NOW + 3 * DAY);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    meet(&record, later, NOW + 4 * DAY);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
}

static void enough_chances_over_enough_time_without_it_fix_it(void **state)
{
    struct finding_record record = begun(10, 100);

    /* 0.9^43 is 0.0108, 0.9^44 is 0.0097. */
    meet(&record, found(10, 143, HOUR, 2 * DAY), NOW + 1);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.quiet, 43);
    meet(&record, found(10, 144, HOUR, 2 * DAY + 1), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.facts.changed, NOW + 2);
    assert_reason(&record, "not seen again in 44 chances since 2023-11-15; before that in 10 of 100");
}

static void a_rare_finding_needs_many_chances(void **state)
{
    struct finding_record record = begun(1, 1000);

    meet(&record, found(1, 5600, HOUR, 30 * DAY), NOW + 1);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    meet(&record, found(1, 5604, HOUR, 31 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

static void what_happened_always_needs_the_least_number_of_chances(void **state)
{
    struct finding_record record = begun(5, 5);

    meet(&record, found(5, 5 + FINDING_QUIET_LEAST - 1, HOUR, 30 * DAY), NOW + 1);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    meet(&record, found(5, 5 + FINDING_QUIET_LEAST, HOUR, 31 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

static void a_busy_hour_is_not_a_day(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 1000000, HOUR, 2 * HOUR + FINDING_QUIET_TIME - 1), NOW + 365 * DAY);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    meet(&record, found(10, 1000000, HOUR, 2 * HOUR + FINDING_QUIET_TIME), NOW + 366 * DAY);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

/* As the wall clock has it all of this happens within a second. */
static void captures_read_at_once_count_by_their_own_time(void **state)
{
    struct finding_record record = begun(10, 100);

    for (int day = 1; day <= 5; day++)
        meet(&record, found(10, 100 + (uint64_t)day * 10, HOUR, 2 * HOUR + day * DAY), NOW);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.quiet, 50);
}

static void one_occurrence_starts_the_count_anew(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 140, HOUR, 2 * DAY), NOW + 1);
    meet(&record, found(11, 180, 3 * DAY, 4 * DAY), NOW + 2);
    assert_int_equal(record.quiet, 0);
    meet(&record, found(11, 220, 3 * DAY, 6 * DAY), NOW + 3);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.quiet, 40);
    meet(&record, found(11, 320, 3 * DAY, 7 * DAY), NOW + 4);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

static void what_is_quiet_stays_fixed_until_it_happens_once_more(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 1);
    meet(&record, found(10, 600, HOUR, 4 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.facts.changed, NOW + 1);
    finding_record_miss(&record, NOW + 3);
    meet(&record, found(10, 700, HOUR, 5 * DAY), NOW + 4);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.facts.changed, NOW + 1);
    meet(&record, found(11, 701, 6 * DAY, 6 * DAY), NOW + 5);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
    assert_int_equal(record.facts.changed, NOW + 5);
    meet(&record, found(11, 5000, 6 * DAY, 9 * DAY), NOW + 6);
    assert_int_equal(record.facts.state, FINDING_FIXED);
}

static void older_traffic_read_later_makes_nothing_quiet(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 100000, HOUR, 2 * HOUR), NOW + 1);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.quiet, 0);
    meet(&record, found(10, 100030, HOUR, 3 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_OPEN); /* 30 chances, of something that is 1 in 10,000 */
    assert_int_equal(record.quiet, 30);
}

static void older_traffic_read_later_brings_nothing_back(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 1);
    meet(&record, found(20, 900, HOUR, 3 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.quiet, 400);
    assert_int_equal(record.facts.count, 20);
    meet(&record, found(25, 1500, HOUR, 4 * DAY), NOW + 3);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.quiet, 400);
}

static void without_times_nothing_becomes_quiet_and_counts_tell_what_is_back(void **state)
{
    struct finding first = found(10, 100, HOUR, 2 * HOUR);
    struct finding_record record;

    first.newest = first.last_seen = 0;
    record = finding_record_new(&first, NOW);
    first.of = 100000;
    meet(&record, first, NOW + 1);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    record = begun(10, 100);
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 1);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    first = found(11, 501, 0, 3 * DAY);
    first.last_seen = 0;
    meet(&record, first, NOW + 2);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
}

static void an_acceptance_holds_until_its_day(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_accept(&record, SLICE("only in staging"), NOW + DAY, NOW + 1);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
    assert_int_equal(record.facts.changed, NOW + 1);
    assert_reason(&record, "only in staging");
    meet(&record, found(11, 101, DAY, DAY), NOW + DAY - 1);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
    assert_int_equal(record.facts.expires, NOW + DAY);
    meet(&record, found(12, 102, DAY + 1, DAY + 1), NOW + DAY);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.facts.changed, NOW + DAY);
    assert_int_equal(record.facts.expires, 0);
    assert_reason(&record, "");
}

static void an_acceptance_for_good_holds_for_good(void **state)
{
    struct finding_record record = begun(10, 100), before;

    finding_record_accept(&record, SLICE("the partner needs it"), 0, NOW);
    before = record;
    finding_record_accept(&record, SLICE("the partner needs it"), 0, NOW + 5);
    assert_true(finding_record_same(&before, &record));
    meet(&record, found(11, 101, DAY, DAY), NOW + 10000 * DAY);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
}

static void what_was_accepted_and_fixed_is_accepted_when_it_is_back(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_accept(&record, SLICE("known"), NOW + 10 * DAY, NOW);
    finding_record_miss(&record, NOW + 1);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_reason(&record, "no longer found");
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
    assert_reason(&record, "known");
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 3);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    meet(&record, found(11, 501, 4 * DAY, 4 * DAY), NOW + 4);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
    finding_record_miss(&record, NOW + 5);
    meet(&record, found(12, 502, 5 * DAY, 5 * DAY), NOW + 11 * DAY);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
    assert_int_equal(record.facts.expires, 0);
}

static void what_is_fixed_can_be_accepted_for_when_it_is_back(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_miss(&record, NOW + 1);
    finding_record_accept(&record, SLICE("known"), 0, NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_int_equal(record.facts.changed, NOW + 1);
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 3);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
}

static void what_has_returned_can_be_accepted(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_miss(&record, NOW + 1);
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 2);
    finding_record_accept(&record, SLICE("known"), 0, NOW + 3);
    assert_int_equal(record.facts.state, FINDING_ACCEPTED);
}

static void reopening_takes_any_state_back(void **state)
{
    struct finding_record record = begun(10, 100);

    finding_record_accept(&record, SLICE("known"), 0, NOW + 1);
    finding_record_reopen(&record, NOW + 2);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    assert_int_equal(record.facts.changed, NOW + 2);
    finding_record_miss(&record, NOW + 3);
    meet(&record, found(10, 100, HOUR, 2 * HOUR), NOW + 4);
    assert_int_equal(record.facts.state, FINDING_RETURNED);
    finding_record_reopen(&record, NOW + 5);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 6);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    finding_record_reopen(&record, NOW + 7);
    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 8);
    assert_int_equal(record.facts.state, FINDING_OPEN);
    meet(&record, found(10, 520, HOUR, 5 * DAY), NOW + 9);
    assert_int_equal(record.facts.state, FINDING_OPEN); /* what was quiet before does not count any more */
    finding_record_reopen(&record, NOW + 10);
    assert_int_equal(record.facts.changed, NOW + 7);
}

static void what_is_said_of_it_is_kept_as_it_was_said_last(void **state)
{
    struct finding_record record = begun(10, 100), before = record;
    struct finding again = found(10, 100, HOUR, 2 * HOUR);

    again.severity = SEVERITY_HIGH;
    meet(&record, again, NOW + 1);
    assert_false(finding_record_same(&before, &record));
    assert_int_equal(record.facts.severity, SEVERITY_HIGH);
    before = record;
    again.subject = SLICE("GET /users/{userId} 500");
    meet(&record, again, NOW + 2);
    assert_false(finding_record_same(&before, &record));
    assert_int_equal(record.facts.changed, NOW);
}

/* A damaged file may hold any of these; nothing may overflow, and the next looks put things right. */
static void numbers_that_cannot_be_are_borne(void **state)
{
    static const int64_t odd[] = { INT64_MIN, -1, 0, 1, SPRING, INT64_MAX };
    const size_t count = sizeof odd / sizeof *odd;

    for (size_t i = 0; i < count * count * count * count; i++) {
        struct finding_record record = begun(10, 100), before;

        record.quiet = (uint64_t)odd[i % count];
        record.quiet_since = odd[i / count % count];
        record.facts.newest = odd[i / count / count % count];
        record.facts.of = (uint64_t)odd[i / count / count / count];
        record.facts.state = (enum finding_state)(i % FINDING_STATES);
        record.by_evidence = i % 3 == 0;
        meet(&record, found(11, 200, 2 * DAY, 3 * DAY), NOW);
        assert_true(record.quiet <= 189);
        meet(&record, found(12, 201, 4 * DAY, 4 * DAY), NOW + 1);
        assert_int_equal(record.quiet, 0);
        assert_int_equal(record.quiet_since, SPRING + 4 * DAY);
        before = record;
        meet(&record, found(12, 201, 4 * DAY, 4 * DAY), NOW + 2);
        assert_true(finding_record_same(&before, &record));
    }
}

static void fewer_than_before_is_no_occurrence(void **state)
{
    struct finding_record record = begun(10, 100);

    meet(&record, found(10, 500, HOUR, 3 * DAY), NOW + 1);
    meet(&record, found(4, 50, HOUR, 3 * DAY), NOW + 2);
    assert_int_equal(record.facts.state, FINDING_FIXED);
    assert_true(record.quiet <= 46);
}

static void states_have_names(void **state)
{
    enum finding_state read = FINDING_OPEN;

    for (unsigned i = 0; i < FINDING_STATES; i++) {
        assert_true(finding_state_from(slice_of(finding_state_name((enum finding_state)i)), &read));
        assert_int_equal(read, i);
    }
    assert_false(finding_state_from(SLICE("closed"), &read));
    assert_int_equal(read, FINDING_RETURNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_first_is_open),
        cmocka_unit_test(the_same_look_again_changes_nothing),
        cmocka_unit_test(what_happens_on_stays_open),
        cmocka_unit_test(no_longer_found_is_fixed_and_found_again_is_returned),
        cmocka_unit_test(what_was_never_seen_is_fixed_only_when_it_is_no_longer_found),
        cmocka_unit_test(enough_chances_over_enough_time_without_it_fix_it),
        cmocka_unit_test(a_rare_finding_needs_many_chances),
        cmocka_unit_test(what_happened_always_needs_the_least_number_of_chances),
        cmocka_unit_test(a_busy_hour_is_not_a_day),
        cmocka_unit_test(captures_read_at_once_count_by_their_own_time),
        cmocka_unit_test(one_occurrence_starts_the_count_anew),
        cmocka_unit_test(what_is_quiet_stays_fixed_until_it_happens_once_more),
        cmocka_unit_test(older_traffic_read_later_makes_nothing_quiet),
        cmocka_unit_test(older_traffic_read_later_brings_nothing_back),
        cmocka_unit_test(without_times_nothing_becomes_quiet_and_counts_tell_what_is_back),
        cmocka_unit_test(an_acceptance_holds_until_its_day),
        cmocka_unit_test(an_acceptance_for_good_holds_for_good),
        cmocka_unit_test(what_was_accepted_and_fixed_is_accepted_when_it_is_back),
        cmocka_unit_test(what_is_fixed_can_be_accepted_for_when_it_is_back),
        cmocka_unit_test(what_has_returned_can_be_accepted),
        cmocka_unit_test(reopening_takes_any_state_back),
        cmocka_unit_test(what_is_said_of_it_is_kept_as_it_was_said_last),
        cmocka_unit_test(numbers_that_cannot_be_are_borne),
        cmocka_unit_test(fewer_than_before_is_no_occurrence),
        cmocka_unit_test(states_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

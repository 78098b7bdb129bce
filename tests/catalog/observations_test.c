/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/observations.h"

#include "base/check.h"

struct scene {
    struct memory account;
    struct arena arena;
};

static int open(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    arena_init(&scene->arena, &scene->account, 0);
    *state = scene;
    return 0;
}

static int close(void **state)
{
    struct scene *scene = *state;

    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    free(scene);
    return 0;
}

/* Exchange number n: a banner of its own every third time, and marks by its number. */
static void learn(struct scene *scene, struct observations **into, unsigned n)
{
    struct exchange exchange = { .started = 1000 + n };
    struct signal_reading reading = { .exchange = &exchange, .arena = &scene->arena };

    signal_mark(&reading, MARK_answered);
    if (n % 2)
        signal_mark(&reading, MARK_success);
    if (n % 3 == 0)
        signal_tellf(&reading, FACT_version_banner, "server/%u.0", n % 60);
    assert_true(observations_learn(into, &scene->account, &reading));
}

static void assert_same(struct scene *scene, const struct observations *one, const struct observations *other)
{
    struct buffer left, right;

    buffer_init(&left, &scene->account);
    buffer_init(&right, &scene->account);
    observations_write(one, &left);
    observations_write(other, &right);
    assert_int_equal(left.len, right.len);
    assert_memory_equal(left.at, right.at, left.len);
    buffer_done(&left);
    buffer_done(&right);
}

static void marks_are_counted_and_facts_kept_with_their_support(void **state)
{
    struct scene *scene = *state;
    struct observations *seen = NULL;
    const struct observed_fact *facts;

    for (unsigned n = 0; n < 12; n++)
        learn(scene, &seen, n);
    assert_int_equal(observed(seen, MARK_answered), 12);
    assert_int_equal(observed(seen, MARK_success), 6);
    assert_int_equal(observed(seen, MARK_plain), 0);
    assert_int_equal(observed_facts(seen, FACT_version_banner, &facts), 4);
    assert_int_equal(observed_times(seen, FACT_version_banner), 4);
    assert_int_equal(facts[0].support.count, 1);
    assert_true(facts[0].support.first >= 1000 && facts[0].support.first == facts[0].support.last);
    observations_free(seen, &scene->account);
}

static void nothing_learned_is_nothing_seen(void **state)
{
    const struct observed_fact *facts;

    assert_int_equal(observed(NULL, MARK_answered), 0);
    assert_int_equal(observed_facts(NULL, FACT_version_banner, &facts), 0);
}

static void subjects_are_bounded_by_hash_whatever_their_order(void **state)
{
    struct scene *scene = *state;
    struct observations *up = NULL, *down = NULL;
    const struct observed_fact *facts;

    for (unsigned n = 0; n < 600; n++)
        learn(scene, &up, n);
    for (unsigned n = 600; n-- > 0;)
        learn(scene, &down, n);
    assert_int_equal(observed_facts(up, FACT_version_banner, &facts), OBSERVED_SUBJECTS);
    assert_int_equal(facts[0].support.count, 10);
    assert_same(scene, up, down);
    observations_free(up, &scene->account);
    observations_free(down, &scene->account);
}

static void merging_in_any_order_is_learning_it_all(void **state)
{
    struct scene *scene = *state;
    struct observations *whole = NULL, *parts[3] = { NULL }, *one = NULL, *other = NULL;

    for (unsigned n = 0; n < 300; n++) {
        learn(scene, &whole, n);
        learn(scene, &parts[n * 7 % 3], n);
    }
    for (size_t i = 0; i < 3; i++) {
        assert_true(observations_merge(&one, &scene->account, parts[i]));
        assert_true(observations_merge(&other, &scene->account, parts[2 - i]));
    }
    assert_true(observations_merge(&one, &scene->account, NULL));
    assert_same(scene, whole, one);
    assert_same(scene, whole, other);
    observations_free(whole, &scene->account);
    observations_free(one, &scene->account);
    observations_free(other, &scene->account);
    for (size_t i = 0; i < 3; i++)
        observations_free(parts[i], &scene->account);
}

static void what_was_written_is_read_back_and_damage_is_noticed(void **state)
{
    struct scene *scene = *state;
    struct observations *seen = NULL, *again = NULL;
    struct buffer bytes;

    for (unsigned n = 0; n < 300; n++)
        learn(scene, &seen, n);
    buffer_init(&bytes, &scene->account);
    observations_write(seen, &bytes);
    for (size_t len = 0; len <= bytes.len; len++) {
        struct unpack in = { .version = 3, .rest = { bytes.at, len } };

        observations_free(again, &scene->account);
        again = NULL;
        observations_read(&again, &scene->account, &in);
        assert_true(in.broken == (len < bytes.len));
    }
    assert_same(scene, seen, again);
    observations_free(seen, &scene->account);
    observations_free(again, &scene->account);
    buffer_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(marks_are_counted_and_facts_kept_with_their_support, open, close),
        cmocka_unit_test(nothing_learned_is_nothing_seen),
        cmocka_unit_test_setup_teardown(subjects_are_bounded_by_hash_whatever_their_order, open, close),
        cmocka_unit_test_setup_teardown(merging_in_any_order_is_learning_it_all, open, close),
        cmocka_unit_test_setup_teardown(what_was_written_is_read_back_and_damage_is_noticed, open, close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

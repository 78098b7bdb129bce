/* SPDX-License-Identifier: Apache-2.0 */
#include "store/writer.h"

#include "base/check.h"

#include <stdatomic.h>
#include <time.h>

struct number_job {
    struct job job;
    unsigned number;
};

struct log {
    unsigned numbers[100], count;
    unsigned slow;       /* milliseconds a job */
    unsigned fails_at;   /* count at which a job fails; 0: never */
    atomic_uint cleared; /* jobs given back */
};

static struct log shared; /* jobs that are dropped undone see no context, only this */

static bool number_work(struct job *job, void *context, struct error *err)
{
    struct log *log = context;
    struct timespec pause = { 0, log->slow * 1000000L };

    nanosleep(&pause, NULL);
    log->numbers[log->count++] = ((struct number_job *)job)->number;
    return log->count != log->fails_at || error_set(err, ERROR_STORE, "job %u failed", log->count);
}

static void number_clear(struct job *job)
{
    atomic_fetch_add(&shared.cleared, 1);
}

static bool put(struct writer *writer, unsigned number)
{
    struct number_job *job = job_new(sizeof *job);

    job->job.work = number_work;
    job->job.clear = number_clear;
    job->number = number;
    return writer_put(writer, &job->job);
}

static int fresh(void **state)
{
    memset(&shared, 0, sizeof shared);
    return 0;
}

static void jobs_are_done_in_the_order_in_which_they_were_put(void **state)
{
    struct writer *writer = writer_start(&shared, 3, NULL);

    for (unsigned i = 0; i < 50; i++)
        assert_true(put(writer, i));
    assert_true(writer_settle(writer, NULL));
    assert_int_equal(shared.count, 50);
    for (unsigned i = 0; i < 50; i++)
        assert_int_equal(shared.numbers[i], i);
    assert_int_equal(shared.cleared, 50);
    assert_false(writer_failed(writer));
    writer_stop(writer);
}

static void who_puts_into_a_full_queue_waits(void **state)
{
    struct writer *writer;
    struct timespec before, after;

    shared.slow = 5;
    writer = writer_start(&shared, 2, NULL);
    clock_gettime(CLOCK_MONOTONIC, &before);
    for (unsigned i = 0; i < 10; i++)
        assert_true(put(writer, i));
    clock_gettime(CLOCK_MONOTONIC, &after);
    /* At least ten jobs less two waiting and one at work have been done by now. */
    assert_true((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 >= 30);
    writer_stop(writer);
    assert_int_equal(shared.count, 10);
}

static void after_a_failure_the_rest_is_dropped_and_the_reason_kept(void **state)
{
    struct writer *writer;
    struct error err = { 0 }, first = { ERROR_USAGE, "first" };
    unsigned taken = 0;

    shared.fails_at = 3;
    writer = writer_start(&shared, 2, NULL);
    for (unsigned i = 0; i < 20; i++)
        taken += put(writer, i);
    assert_false(writer_settle(writer, &err));
    assert_string_equal(err.text, "job 3 failed");
    assert_true(writer_failed(writer));
    assert_false(put(writer, 99));
    assert_false(writer_settle(writer, &first));
    assert_string_equal(first.text, "first");
    writer_stop(writer);
    assert_int_equal(shared.count, 3);
    assert_in_range(taken, 3, 6);
    assert_int_equal(shared.cleared, 21);
}

static void stopping_does_what_waits(void **state)
{
    struct writer *writer;

    shared.slow = 2;
    writer = writer_start(&shared, 20, NULL);
    for (unsigned i = 0; i < 10; i++)
        assert_true(put(writer, i));
    writer_stop(writer);
    assert_int_equal(shared.count, 10);
    writer_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(jobs_are_done_in_the_order_in_which_they_were_put, fresh),
        cmocka_unit_test_setup(who_puts_into_a_full_queue_waits, fresh),
        cmocka_unit_test_setup(after_a_failure_the_rest_is_dropped_and_the_reason_kept, fresh),
        cmocka_unit_test_setup(stopping_does_what_waits, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/flow_table.h"

#include "base/check.h"
#include "base/random.h"

#include <string.h>

static struct flow_key key_of(unsigned number)
{
    struct flow_key key;

    memset(&key, 0, sizeof key);
    key.address[0][0] = (uint8_t)number;
    key.address[1][15] = (uint8_t)(number >> 8);
    key.port[0] = (uint16_t)number;
    key.family = 4;
    return key;
}

static struct flow *find(struct flow_table *table, unsigned number)
{
    struct flow_key key = key_of(number);
    uint32_t hash;

    return flow_table_find(table, &key, &hash);
}

static struct flow *add(struct flow_table *table, unsigned number)
{
    struct flow_key key = key_of(number);
    uint32_t hash;

    assert_null(flow_table_find(table, &key, &hash));
    return flow_table_add(table, &key, hash);
}

/* Against an array that says which of 3,000 flows are there. */
static void flows_are_found_whatever_came_and_went(void **state)
{
    enum { FLOWS = 3000 };
    static struct flow *there[FLOWS];
    struct memory account = { 0 };
    struct flow_table table;
    uint64_t random = 1;
    uint32_t count = 0;

    flow_table_init(&table, &account);
    for (int i = 0; i < 60000; i++) {
        unsigned number = (unsigned)random_below(&random, FLOWS);

        assert_ptr_equal(find(&table, number), there[number]);
        assert_ptr_equal(find(&table, number), there[number]); /* now it is the latest */
        if (there[number]) {
            flow_table_remove(&table, there[number]);
            there[number] = NULL;
            count--;
        } else {
            there[number] = add(&table, number);
            assert_non_null(there[number]);
            count++;
        }
        assert_int_equal(table.count, count);
    }
    for (unsigned number = 0; number < FLOWS; number++)
        assert_ptr_equal(find(&table, number), there[number]);
    flow_table_done(&table);
    assert_int_equal(account.used, 0);
}

static void queues_keep_their_order(void **state)
{
    struct memory account = { 0 };
    struct flow_table table;
    struct flow *flows[5];

    flow_table_init(&table, &account);
    assert_null(flow_table_oldest(&table, QUEUE_ACTIVE));
    for (unsigned i = 0; i < 5; i++)
        flows[i] = add(&table, i);
    assert_ptr_equal(flow_table_oldest(&table, QUEUE_OPENING), flows[0]);
    flow_table_queue(&table, flows[0], QUEUE_OPENING);
    assert_ptr_equal(flow_table_oldest(&table, QUEUE_OPENING), flows[1]);
    flow_table_queue(&table, flows[3], QUEUE_ACTIVE);
    flow_table_queue(&table, flows[1], QUEUE_ACTIVE);
    assert_ptr_equal(flow_table_oldest(&table, QUEUE_ACTIVE), flows[3]);
    flow_table_remove(&table, flows[3]);
    assert_ptr_equal(flow_table_oldest(&table, QUEUE_ACTIVE), flows[1]);
    flow_table_remove(&table, flows[1]);
    assert_null(flow_table_oldest(&table, QUEUE_ACTIVE));
    assert_ptr_equal(flow_table_oldest(&table, QUEUE_OPENING), flows[2]);
    assert_int_equal(table.queued[QUEUE_OPENING], 3);
    flow_table_done(&table);
    assert_int_equal(account.used, 0);
}

static void refused_memory_leaves_the_table_as_it_was(void **state)
{
    struct memory account = { 0 };
    struct flow_table table;

    flow_table_init(&table, &account);
    for (unsigned number = 0; number < 1000; number++) {
        account.fail_at = account.calls + 1;
        if (add(&table, number)) { /* there was room */
            account.fail_at = 0;
            continue;
        }
        assert_null(find(&table, number));
        assert_int_equal(table.count, number);
        account.fail_at = 0;
        assert_non_null(add(&table, number));
    }
    for (unsigned number = 0; number < 1000; number++)
        assert_non_null(find(&table, number));
    assert_true(account.denied >= 8);
    flow_table_done(&table);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_are_found_whatever_came_and_went),
        cmocka_unit_test(queues_keep_their_order),
        cmocka_unit_test(refused_memory_leaves_the_table_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

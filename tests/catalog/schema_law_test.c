/* SPDX-License-Identifier: Apache-2.0 */
/* Laws 1 and 2 for schemas, damaged input, refused memory: what a schema knows depends on what was seen, not on when,
 * by whom or what failed beside it. */
#include "catalog/schema.h"

#include "catalog/schemas.h"
#include "json/judge.h"
#include "json/made.h"

#include <stdio.h>

#define SHARDS 5

struct bodies {
    char *text;
    size_t *start; /* count + 1 of them */
    size_t count;
};

static void bodies_make(struct bodies *bodies, size_t count, unsigned keys, unsigned depth, uint64_t seed)
{
    struct made made = { .room = count * 1000, .seed = seed, .keys = keys };

    bodies->text = made.at = malloc(made.room);
    bodies->start = malloc((count + 1) * sizeof *bodies->start);
    bodies->count = count;
    assert_non_null(bodies->text);
    assert_non_null(bodies->start);
    for (size_t i = 0; i < count; i++) {
        bodies->start[i] = made.len;
        made_value(&made, depth);
    }
    assert_true(made.len < made.room);
    bodies->start[count] = made.len;
}

static void bodies_free(struct bodies *bodies)
{
    free(bodies->text);
    free(bodies->start);
}

static void bodies_learn(const struct bodies *bodies, size_t i, struct learner *learner,
                         struct schema *schema)
{
    enum schema_verdict verdict = learn_bytes(learner, schema, bodies->text + bodies->start[i],
                                              bodies->start[i + 1] - bodies->start[i]);

    assert_int_equal(verdict, SCHEMA_LEARNED);
}

static void shuffle(size_t *order, size_t count, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = random_below(seed, i + 1);

        order[i] = order[j];
        order[j] = i;
    }
}

/* Deals the bodies in a random order to some shards, merges those in a random order, and expects the same. */
static void assert_sharding_changes_nothing(struct bench *whole, const struct bodies *bodies, uint64_t *seed)
{
    size_t shards = 1 + random_below(seed, SHARDS), turn[SHARDS],
           *order = malloc(bodies->count * sizeof *order);
    struct schema *shard[SHARDS], *merged = schema_new(&whole->account);

    assert_non_null(order);
    shuffle(order, bodies->count, seed);
    shuffle(turn, shards, seed);
    for (size_t i = 0; i < shards; i++)
        shard[i] = schema_new(&whole->account);
    for (size_t i = 0; i < bodies->count; i++)
        bodies_learn(bodies, order[i], whole->learner, shard[random_below(seed, shards)]);
    for (size_t i = 0; i < shards; i++)
        assert_true(schema_merge(merged, &whole->account, shard[turn[i]]));
    assert_same_knowledge(merged, whole->schema);
    for (size_t i = 1; i < shards; i++)
        assert_true(schema_merge(shard[turn[0]], &whole->account, shard[turn[i]]));
    assert_same_knowledge(shard[turn[0]], whole->schema);
    for (size_t i = 0; i < shards; i++)
        schema_free(shard[i], &whole->account);
    schema_free(merged, &whole->account);
    free(order);
}

static void any_order_and_any_sharding_gives_the_same_schema(void **state)
{
    static const struct {
        size_t count;
        unsigned keys, depth;
    } shapes[] = { { 200, 8, 3 }, { 300, 40, 4 }, { 800, 400, 3 }, { 1500, 3000, 3 }, { 600, 100000, 4 } };
    uint64_t seed = 17;

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct bodies bodies;
        struct bench whole;

        bodies_make(&bodies, shapes[i].count, shapes[i].keys, shapes[i].depth, 100 + i);
        bench_open(&whole);
        for (size_t j = 0; j < bodies.count; j++)
            bodies_learn(&bodies, j, whole.learner, whole.schema);
        assert_true(schema_root(whole.schema)->other || shapes[i].keys < 400);
        for (int round = 0; round < 4; round++)
            assert_sharding_changes_nothing(&whole, &bodies, &seed);
        bench_close(&whole);
        bodies_free(&bodies);
    }
}

/* Members pushed out of members that are pushed out themselves: objects of objects of objects, all keys data. */
static void nested_members_fall_the_same_way_in_any_order(void **state)
{
    enum { COUNT = 3000 };
    uint64_t seed = 23;
    size_t order[COUNT];
    struct bench one, other;

    bench_open(&one);
    bench_open(&other);
    shuffle(order, COUNT, &seed);
    for (size_t i = 0; i < COUNT; i++) {
        const size_t numbers[2] = { i, order[i] };
        struct bench *benches[2] = { &one, &other };

        for (int j = 0; j < 2; j++) {
            unsigned n = (unsigned)numbers[j];
            char body[200];

            snprintf(body, sizeof body,
                     "{\"%u\":{\"%u\":{\"%u\":[%u,{\"x\":\"%u\"}]},\"a\":1},\"%u\":null,\"%u\":{}}", n % 700,
                     n % 1000, n, n, n % 50, n % 700, n % 900);
            assert_int_equal(learn(benches[j], body), SCHEMA_LEARNED);
        }
    }
    assert_non_null(schema_root(one.schema)->other);
    assert_non_null(schema_root(one.schema)->other->other);
    assert_same_knowledge(one.schema, other.schema);
    bench_close(&one);
    bench_close(&other);
}

/* The first member to fall becomes `other` itself, and its key may have stood twice in its object. */
static void members_that_stood_twice_fall_the_same_way(void **state)
{
    enum { COUNT = 300 };
    struct bench up, down;
    struct schema *pairs_up, *pairs_down;

    bench_open(&up);
    bench_open(&down);
    pairs_up = schema_new(&up.account);
    pairs_down = schema_new(&down.account);
    for (unsigned i = 0; i < 2 * COUNT; i++) {
        struct bench *bench = i % 2 ? &up : &down;
        unsigned number = i % 2 ? i / 2 : COUNT - 1 - i / 2;
        char body[100], name[16];
        struct pair pair = { { name, (size_t)snprintf(name, sizeof name, "%u", number) }, SLICE("x"), false };

        snprintf(body, sizeof body, "{\"%u\":%u,\"%u\":[]}", number, number, number);
        assert_int_equal(learn(bench, body), SCHEMA_LEARNED);
        schema_learn_pairs(bench->learner, i % 2 ? pairs_up : pairs_down, (struct pair[]){ pair, pair }, 2);
    }
    assert_int_equal(schema_root(up.schema)->other->present, 2 * (COUNT - SCHEMA_CHILDREN));
    assert_same_knowledge(up.schema, down.schema);
    assert_int_equal(schema_root(pairs_up)->other->types[TYPE_ARRAY], 0);
    assert_same_knowledge(pairs_up, pairs_down);
    schema_free(pairs_up, &up.account);
    schema_free(pairs_down, &down.account);
    bench_close(&up);
    bench_close(&down);
}

static void pairs_in_any_order_and_sharding_give_the_same(void **state)
{
    enum { COUNT = 2000 };
    uint64_t seed = 29;
    size_t order[COUNT];
    struct bench one, other;
    struct schema *half;

    bench_open(&one);
    bench_open(&other);
    half = schema_new(&other.account);
    shuffle(order, COUNT, &seed);
    for (size_t i = 0; i < 2 * (size_t)COUNT; i++) {
        size_t number = i < COUNT ? i : order[i - COUNT];
        uint64_t draw = number * 7919;
        char text[12][16];
        struct pair pairs[6];
        size_t count = random_below(&draw, 6);

        for (size_t j = 0; j < count; j++) {
            int len = snprintf(text[2 * j], 16, "p%u", (unsigned)random_below(&draw, number % 2 ? 6 : 600));

            pairs[j].name = slice_make(text[2 * j], (size_t)len);
            len = snprintf(text[2 * j + 1], 16, "%u,%u", (unsigned)random_below(&draw, 3),
                           (unsigned)(number % 40));
            pairs[j].value = slice_make(text[2 * j + 1], (size_t)len);
            pairs[j].is_file = random_below(&draw, 10) == 0;
        }
        if (i < COUNT)
            schema_learn_pairs(one.learner, one.schema, pairs, count);
        else
            schema_learn_pairs(other.learner, number % 3 ? other.schema : half, pairs, count);
    }
    assert_non_null(schema_root(one.schema)->other);
    assert_true(schema_merge(other.schema, &other.account, half));
    assert_same_knowledge(one.schema, other.schema);
    schema_free(half, &other.account);
    bench_close(&one);
    bench_close(&other);
}

static void damaged_bodies_leave_no_trace(void **state)
{
    char text[8192 + BODY_SLACK];
    struct made made = { .at = text, .room = 8192, .seed = 31, .keys = 500 };
    struct bench clean, dirty;
    size_t malformed = 0, used, scratch;

    bench_open(&clean);
    bench_open(&dirty);
    for (size_t round = 0; round < 3000; round++) {
        enum schema_verdict verdict;

        made.len = 0;
        made_value(&made, 4);
        if (round % 3)
            made_damage(&made);
        used = dirty.account.used;
        verdict = learn_bytes(dirty.learner, dirty.schema, text, made.len);
        assert_int_equal(verdict == SCHEMA_LEARNED, judge_json(text, made.len));
        scratch = dirty.account.used - used;
        if (verdict == SCHEMA_LEARNED)
            assert_int_equal(learn_bytes(clean.learner, clean.schema, text, made.len), SCHEMA_LEARNED);
        else
            assert_true(scratch <= 512); /* the buffers for text with escapes */
        malformed += verdict == SCHEMA_MALFORMED;
    }
    assert_true(malformed > 500);
    assert_same_knowledge(clean.schema, dirty.schema);
    bench_close(&clean);
    bench_close(&dirty);
}

static void what_was_written_is_read_and_written_alike(void **state)
{
    struct memory account = { .limit = 0 };
    struct bodies bodies;
    struct bench bench;
    struct buffer written;
    struct slice rest;
    struct schema *again;

    bodies_make(&bodies, 900, 700, 4, 37);
    bench_open(&bench);
    for (size_t i = 0; i < bodies.count; i++)
        bodies_learn(&bodies, i, bench.learner, bench.schema);
    write_schema(bench.schema, &account, &written);
    buffer_text(&written, "more");
    rest = buffer_slice(&written);
    again = schema_read(&rest, &account);
    assert_non_null(again);
    assert_slice_equal(rest, "more");
    assert_same_knowledge(again, bench.schema);
    /* And it goes on learning as the first would have. */
    for (size_t i = 0; i < 100; i++) {
        bodies_learn(&bodies, i, bench.learner, bench.schema);
        bodies_learn(&bodies, i, bench.learner, again);
    }
    assert_same_knowledge(again, bench.schema);
    schema_free(again, &bench.account);
    bench.account.used +=
        account.used - written.room - BODY_SLACK; /* it was learned from one, made from the other */
    account.used = written.room + BODY_SLACK;
    buffer_done(&written);
    bench_close(&bench);
    bodies_free(&bodies);
}

/* The reader must not leave its bytes, and must give back what it took when they make no sense. */
static void damaged_bytes_are_not_read(void **state)
{
    struct memory account = { .limit = 0 };
    struct bench bench;
    struct buffer written;
    uint64_t seed = 41;
    size_t refused_count = 0;

    bench_open(&bench);
    learn(&bench, "{\"id\":1,\"names\":[\"a\",\"b\"],\"deep\":{\"x\":1.5,\"a key that is "
                  "long\":null},\"t\":\"2024-01-01\"}");
    write_schema(bench.schema, &account, &written);
    for (size_t round = 0; round < 20000; round++) {
        size_t len = round < written.len ? round : written.len;
        char *bytes = malloc(len ? len : 1);
        struct slice rest = { bytes, len };
        size_t used = account.used;
        struct schema *schema;

        assert_non_null(bytes);
        memcpy(bytes, written.at, len);
        for (size_t i = round < written.len ? 0 : 1 + round % 3; i > 0; i--)
            bytes[random_below(&seed, len)] = (char)random_next(&seed);
        schema = schema_read(&rest, &account);
        refused_count += !schema;
        assert_true(schema || round >= written.len || rest.at == bytes);
        schema_free(schema, &account);
        assert_int_equal(account.used, used);
        free(bytes);
    }
    assert_true(refused_count > 2000);
    buffer_done(&written);
    bench_close(&bench);
}

static void learn_with_failing_memory(uint64_t fail_at, const char *const *texts, size_t count)
{
    struct memory account = { .fail_at = fail_at };
    struct learner *learner = learner_new(&account);
    struct schema *schema = schema_new(&account), *copy = schema_new(&account);
    const struct pair pair = { SLICE("name"), SLICE("value"), false };

    for (size_t i = 0; learner && schema && i < count; i++)
        assert_int_not_equal(learn_bytes(learner, schema, texts[i], strlen(texts[i])), SCHEMA_MALFORMED);
    if (learner && schema) {
        assert_int_equal(schema_bodies(schema), count);
        assert_int_equal(schema_root(schema)->types[TYPE_OBJECT], count);
        if (account.denied)
            assert_true(schema_limited(schema) > 0);
        schema_learn_pairs(learner, schema, &pair, 1);
    }
    if (schema && copy && schema_merge(copy, &account, schema) && !account.denied)
        assert_same_knowledge(schema, copy);
    schema_free(schema, &account);
    schema_free(copy, &account);
    learner_free(learner);
    assert_int_equal(account.used, 0);
}

static void refused_memory_limits_what_is_learned_and_nothing_else(void **state)
{
    static const char *const texts[] = {
        "{\"id\":1,\"name\":\"x\\n\",\"list\":[{\"a\":1},{\"b\":\"text\"},[1.5,\"\xc3\xa9\"]]}",
        "{\"id\":2,\"a key of more than sixteen\":{\"a\":{\"b\":{}}},\"esc\\u0061ped\":\"\"}",
        ("{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,"
         "\"12\":1}"),
        "{\"id\":3,\"name\":\"y\",\"list\":null}",
    };

    for (uint64_t fail_at = 1; fail_at < 200; fail_at++)
        learn_with_failing_memory(fail_at, texts, sizeof texts / sizeof *texts);
}

/* The same where members are pushed out, which needs memory too. */
static void refused_memory_while_members_fall_does_no_harm(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 4000; fail_at = fail_at + 1 + fail_at / 9) {
        struct memory account = { .limit = 0 };
        struct learner *learner = learner_new(&account);
        struct schema *schema = schema_new(&account);

        account.fail_at = account.calls + fail_at;
        for (unsigned i = 0; i < 600; i++) {
            char body[100];

            snprintf(body, sizeof body, "{\"%u\":{\"value of %u\":\"%u\"},\"%u\":[%u]}", i, i % 7, i, i + 1,
                     i);
            assert_int_not_equal(learn_bytes(learner, schema, body, strlen(body)), SCHEMA_MALFORMED);
        }
        assert_int_equal(schema_bodies(schema), 600);
        schema_free(schema, &account);
        learner_free(learner);
        assert_int_equal(account.used, 0);
    }
}

/* A journal that overflows and may not grow: large bodies are learned in parts, and all the same. */
static void large_bodies_are_learned_whole(void **state)
{
    enum { ITEMS = 150000 };
    char *text = malloc(ITEMS * 24 + 2);
    struct bench bench;
    size_t len = 1;

    assert_non_null(text);
    text[0] = '[';
    for (unsigned i = 0; i < ITEMS; i++)
        len += (size_t)snprintf(text + len, 24, "%s{\"a\":%u,\"b\":\"%u\"}", i ? "," : "", i, i % 1000);
    text[len++] = ']';
    bench_open(&bench);
    for (int round = 1; round <= 2; round++) {
        assert_int_equal(learn_bytes(bench.learner, bench.schema, text, len), SCHEMA_LEARNED);
        assert_int_equal(field_at(bench.schema, "[]/a")->types[TYPE_INTEGER], ITEMS * round);
        assert_int_equal(field_at(bench.schema, "[]/b")->values->count, ITEMS * round);
        assert_int_equal(schema_root(bench.schema)->items_max, ITEMS);
        assert_int_equal(learn_bytes(bench.learner, bench.schema, text, len - 1), SCHEMA_MALFORMED);
    }
    assert_true(bench.account.peak < 3000000);
    bench_close(&bench);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_and_any_sharding_gives_the_same_schema),
        cmocka_unit_test(nested_members_fall_the_same_way_in_any_order),
        cmocka_unit_test(members_that_stood_twice_fall_the_same_way),
        cmocka_unit_test(pairs_in_any_order_and_sharding_give_the_same),
        cmocka_unit_test(damaged_bodies_leave_no_trace),
        cmocka_unit_test(what_was_written_is_read_and_written_alike),
        cmocka_unit_test(damaged_bytes_are_not_read),
        cmocka_unit_test(refused_memory_limits_what_is_learned_and_nothing_else),
        cmocka_unit_test(refused_memory_while_members_fall_does_no_harm),
        cmocka_unit_test(large_bodies_are_learned_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

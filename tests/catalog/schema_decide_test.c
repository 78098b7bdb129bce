/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/schema.h"

#include "catalog/schemas.h"

#include <stdio.h>

static bool is_map_after(const char *const *bodies, size_t count)
{
    struct bench bench;
    bool map;

    bench_open(&bench);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(learn(&bench, bodies[i]), SCHEMA_LEARNED);
    map = field_is_map(schema_root(bench.schema));
    bench_close(&bench);
    return map;
}

#define IS_MAP(...)                                                                                          \
    is_map_after((const char *const[]){ __VA_ARGS__ },                                                       \
                 sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void identifiers_as_keys_are_a_map_at_once(void **state)
{
    assert_true(IS_MAP("{\"1842\":{\"name\":\"a\"},\"77\":{\"name\":\"b\"}}"));
    assert_true(IS_MAP("{\"0f8fad5b-d9cb-469f-a165-70867728950e\":true}"));
    assert_true(IS_MAP("{\"2024-02-28\":1,\"2024-02-29\":2.5}"));
    assert_true(IS_MAP("{\"ann@example.com\":\"admin\",\"bob@example.com\":\"reader\"}"));
    assert_true(IS_MAP("{\"5f0c1a2b3c4d5e6f7a8b9c0d\":[1]}"));
}

static void codes_as_keys_are_a_map(void **state)
{
    assert_true(IS_MAP("{\"en\":\"Hello\",\"de\":\"Hallo\",\"pt-BR\":\"Ola\"}"));
    assert_true(IS_MAP("{\"USD\":1.1,\"EUR\":1}", "{\"EUR\":1,\"JPY\":160}"));
    assert_true(IS_MAP("{\"DE\":{\"n\":1},\"FR\":{\"n\":2}}"));
    assert_false(IS_MAP("{\"id\":\"7\"}", "{\"id\":\"8\"}"));
    assert_false(IS_MAP("{\"at\":\"2024-01-01\",\"by\":\"x\"}"));
    assert_false(IS_MAP("{\"id\":\"a\",\"to\":\"b\",\"is\":\"c\"}"));
}

static void usual_objects_are_no_maps(void **state)
{
    assert_false(IS_MAP("{}"));
    assert_false(IS_MAP("{\"name\":\"x\"}"));
    assert_false(IS_MAP("{\"line1\":\"a\",\"city\":\"b\",\"zip\":\"c\"}",
                        "{\"line1\":\"a\",\"city\":\"b\",\"state\":\"d\"}",
                        "{\"line1\":\"a\",\"line2\":\"e\",\"city\":\"b\"}"));
    assert_false(IS_MAP("{\"16x16\":\"u\",\"24x24\":\"v\",\"32x32\":\"w\",\"48x48\":\"x\"}"));
    assert_false(IS_MAP("{\"first-name\":\"a\",\"last-name\":\"b\",\"e-mail\":\"c\"}",
                        "{\"first-name\":\"a\",\"last-name\":\"b\"}",
                        "{\"first-name\":\"a\",\"e-mail\":\"c\"}"));
    assert_false(IS_MAP("{\"h1\":1,\"h2\":2,\"sha256\":3}"));
}

/* Thirty optional properties, each in every third object, of several types. */
static void many_optional_properties_are_no_map(void **state)
{
    struct bench bench;
    char body[1024];

    bench_open(&bench);
    for (unsigned i = 0; i < 60; i++) {
        size_t len = (size_t)snprintf(body, sizeof body, "{\"id\":%u", i);

        for (unsigned j = 0; j < 30; j++)
            if ((i * 7 + j * 13) % 3 == 0)
                len += (size_t)snprintf(body + len, sizeof body - len, ",\"prop%c\":%s", (int)('A' + j),
                                        j % 2 ? "1" : "\"x\"");
        snprintf(body + len, sizeof body - len, "}");
        learn(&bench, body);
        assert_false(field_is_map(schema_root(bench.schema)));
    }
    bench_close(&bench);
}

static void words_that_keep_coming_are_a_map(void **state)
{
    static const char *const words[] = { "red", "green", "blue", "oak", "elm", "ash",
                                         "fox", "owl",   "bee",  "sea", "sky", "sun" };
    struct bench bench;
    char body[128];

    bench_open(&bench);
    for (unsigned i = 0; i < 12; i++) {
        snprintf(body, sizeof body, "{\"%s\":%u,\"%s\":%u}", words[i], i, words[(i + 1) % 12], i);
        learn(&bench, body);
    }
    /* Every word came twice: they could be properties still, but none of them is usual and new ones came to the end. */
    snprintf(body, sizeof body, "{\"moon\":1,\"tide\":2,\"reef\":3,\"dune\":4,\"lake\":5,\"hill\":6}");
    learn(&bench, body);
    assert_true(field_is_map(schema_root(bench.schema)));
    bench_close(&bench);
}

static void values_of_several_shapes_are_no_map(void **state)
{
    struct bench bench;
    char body[128];

    bench_open(&bench);
    for (unsigned i = 0; i < 12; i++) {
        snprintf(body, sizeof body, i % 2 ? "{\"key%c\":%u}" : "{\"key%c\":{\"a%u\":1}}", (int)('a' + i), i);
        learn(&bench, body);
    }
    assert_false(field_is_map(schema_root(bench.schema)));
    bench_close(&bench);
}

static void the_values_of_a_map_are_what_all_members_are(void **state)
{
    struct bench bench;
    struct schema *values;

    bench_open(&bench);
    for (unsigned i = 0; i < 1000; i++) {
        char body[64];

        snprintf(body, sizeof body, "{\"%u\":{\"name\":\"n%u\",\"size\":%u}}", i, i % 5, i);
        learn(&bench, body);
    }
    assert_true(field_is_map(schema_root(bench.schema)));
    values = schema_map_values(schema_root(bench.schema), &bench.account);
    assert_non_null(values);
    assert_int_equal(schema_root(values)->present, 1000);
    assert_int_equal(schema_root(values)->types[TYPE_OBJECT], 1000);
    assert_int_equal(field_at(values, "name")->present, 1000);
    assert_int_equal(field_at(values, "name")->values->sample.count, 5);
    assert_true(field_at(values, "size")->number_max == 999);
    assert_true(field_is_required(field_at(values, "size"), schema_root(values)));
    schema_free(values, &bench.account);
    bench_close(&bench);
}

static void map_values_need_memory(void **state)
{
    struct bench bench;

    bench_open(&bench);
    learn(&bench, "{\"1\":{\"a\":\"x\"},\"2\":{\"a\":\"y\"}}");
    for (uint64_t more = 1;; more++) {
        struct schema *values;
        size_t used = bench.account.used;

        bench.account.fail_at = bench.account.calls + more;
        values = schema_map_values(schema_root(bench.schema), &bench.account);
        schema_free(values, &bench.account);
        assert_int_equal(bench.account.used, used);
        if (values)
            break;
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers_as_keys_are_a_map_at_once),
        cmocka_unit_test(codes_as_keys_are_a_map),
        cmocka_unit_test(usual_objects_are_no_maps),
        cmocka_unit_test(many_optional_properties_are_no_map),
        cmocka_unit_test(words_that_keep_coming_are_a_map),
        cmocka_unit_test(values_of_several_shapes_are_no_map),
        cmocka_unit_test(the_values_of_a_map_are_what_all_members_are),
        cmocka_unit_test(map_values_need_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that want too much, and memory that is refused. Times are no assertions: what grows too fast does not end within the
 * time that a test may take. */
#include "base/check.h"
#include "differences.h"

#define HEAD "{openapi: 3.1.0, info: {title: t, version: '1'}, "

/* Documents are put together in here. */
struct desk {
    struct memory memory;
    struct buffer texts[2];
    struct pair_of_documents documents;
};

static int setup(void **state)
{
    static struct desk desk;

    memset(&desk, 0, sizeof desk);
    for (size_t i = 0; i < 2; i++)
        buffer_init(&desk.texts[i], &desk.memory);
    *state = &desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;

    for (size_t i = 0; i < 2; i++)
        buffer_done(&desk->texts[i]);
    return desk->memory.used != 0;
}

static struct differences *compare(struct desk *desk)
{
    for (size_t i = 0; i < 2; i++)
        buffer_byte(&desk->texts[i], '\0');
    documents_open(&desk->documents, desk->texts[0].at, desk->texts[1].at);
    documents_compare(&desk->documents);
    return &desk->documents.differences;
}

#define GETS(schema)                                                                                         \
    "{get: {responses: {'200': {description: d, content: {application/json: {schema: " schema "}}}}}}"

/* Operations that all use one object of which every property changed. */
static void write_much(struct buffer *out, size_t operations, size_t properties, const char *type)
{
    buffer_text(out, HEAD "paths: {");
    for (size_t i = 0; i < operations; i++)
        buffer_printf(out, "/p%zu: " GETS("{$ref: '#/components/schemas/S'}") ", ", i);
    buffer_printf(out,
                  "/last: {get: {%s responses: {}}}}, components: {schemas: {S: {type: object, properties: {",
                  strcmp(type, "string") ? "deprecated: true," : "");
    for (size_t i = 0; i < properties; i++)
        buffer_printf(out, "a%zu: {type: %s}, ", i, type);
    buffer_text(out, "z: {}}}}}}");
}

static void what_is_too_much_to_list_is_counted(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_much(&desk->texts[0], 300, 100, "string");
    write_much(&desk->texts[1], 300, 100, "boolean");
    differences = compare(desk);
    assert_int_equal(differences->count, DIFFERENCES_MOST);
    assert_int_equal(differences->totals[DIFFERENCE_BREAKING], 30000);
    assert_int_equal(differences->totals[DIFFERENCE_SAFE], 1);
    assert_false(differences->is_incomplete);
    /* what is said of the last operation itself was told before all schemas */
    assert_int_equal(differences->list[DIFFERENCES_MOST - 1].kind, DIFFERENCE_OPERATION_DEPRECATED);
    documents_close(&desk->documents);
}

/* A ring of objects, each of which leads to the next. */
static void write_ring(struct buffer *out, size_t length, const char *type)
{
    buffer_text(out,
                HEAD "paths: {/a: " GETS("{$ref: '#/components/schemas/S0'}") "}, components: {schemas: {");
    for (size_t i = 0; i < length; i++)
        buffer_printf(
            out,
            "S%zu: {type: object, properties: {n: {$ref: '#/components/schemas/S%zu'}, v: {type: %s}}}, ", i,
            (i + 1) % length, type);
    buffer_text(out, "Z: {}}}}");
}

/* Operations that enter one ring at different places. */
static void write_entrances(struct buffer *out, size_t operations, size_t length, const char *type)
{
    buffer_text(out, HEAD "paths: {");
    for (size_t i = 0; i < operations; i++)
        buffer_printf(out, "/p%zu: " GETS("{$ref: '#/components/schemas/S%zu'}") ", ", i, i % length);
    buffer_text(out, "}, components: {schemas: {");
    for (size_t i = 0; i < length; i++)
        buffer_printf(
            out,
            "S%zu: {type: object, properties: {n: {$ref: '#/components/schemas/S%zu'}, v: {type: %s}}}, ", i,
            (i + 1) % length, type);
    buffer_text(out, "}}}");
}

/* Listed or only counted, each operation sees all that changed. */
static void a_ring_is_counted_in_full_from_wherever_it_is_entered(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_entrances(&desk->texts[0], 600, 50, "string");
    write_entrances(&desk->texts[1], 600, 50, "boolean");
    differences = compare(desk);
    assert_int_equal(differences->count, DIFFERENCES_MOST);
    assert_int_equal(differences->totals[DIFFERENCE_BREAKING], 600 * 50);
    assert_false(differences->is_incomplete);
    documents_close(&desk->documents);
}

/* 101 and 103 have no common divisor: each of one meets each of the other. */
static void rings_of_different_length_end(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_ring(&desk->texts[0], 101, "string");
    write_ring(&desk->texts[1], 103, "string");
    differences = compare(desk);
    assert_int_equal(differences_total(differences), 0);
    documents_close(&desk->documents);
}

static void rings_that_multiply_beyond_measure_are_incomplete(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_ring(&desk->texts[0], 1201, "string");
    write_ring(&desk->texts[1], 1103, "string");
    differences = compare(desk);
    assert_true(differences->is_incomplete);
    documents_close(&desk->documents);
}

/* Deeper than any stack, deeper than paths go. */
static void long_chains_are_followed_as_far_as_paths_go(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_ring(&desk->texts[0], 20000, "string");
    write_ring(&desk->texts[1], 20000, "boolean");
    differences = compare(desk);
    assert_true(differences->is_incomplete);
    assert_true(differences->count > 200);
    assert_slice_equal(differences->list[2].name, "/n/n/v");
    documents_close(&desk->documents);
}

static void write_alternatives(struct buffer *out, size_t count, size_t first)
{
    buffer_text(out, HEAD "paths: {/a: " GETS(
                         "{$ref: '#/components/schemas/U'}") "}, components: {schemas: {U: {oneOf: [");
    for (size_t i = first; i < first + count; i++)
        buffer_printf(out, "{type: object, properties: {p%zu: {type: string}, q%zu: {enum: [%zu]}}}, ", i,
                      i + 1, i);
    buffer_text(out, "{type: string}]}}}}");
}

static void many_alternatives_and_values_are_no_squares(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_alternatives(&desk->texts[0], 5000, 0);
    write_alternatives(&desk->texts[1], 5000, 2500);
    differences = compare(desk);
    assert_int_equal(differences->totals[DIFFERENCE_RISKY], 2500);
    assert_int_equal(differences->totals[DIFFERENCE_SAFE], 2500);
    documents_close(&desk->documents);
}

static void write_parameters(struct buffer *out, size_t count, const char *place)
{
    buffer_text(out, HEAD "paths: {");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "'/a/{x%zu}': {get: {responses: {}}}, ", i);
    buffer_text(out, "/b: {get: {parameters: [");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "{name: n%zu, in: %s, schema: {type: string}}, ", i, place);
    buffer_text(out, "], responses: {}}}}}");
}

static void many_parameters_and_paths_that_are_alike_are_no_squares(void **state)
{
    struct desk *desk = *state;
    struct differences *differences;

    write_parameters(&desk->texts[0], 8000, "query");
    write_parameters(&desk->texts[1], 8000, "header");
    differences = compare(desk);
    assert_int_equal(differences_total(differences), 8000);
    assert_int_equal(differences->list[0].kind, DIFFERENCE_PARAMETER_MOVED);
    documents_close(&desk->documents);
}

#define SMALL(rest)                                                                                          \
    "{openapi: 3.0.3, info: {title: t, version: '1'}, servers: [{url: 'https://a.example'}], security: "     \
    "[{k: []}], paths: {'/a/{x}': {post: {parameters: [{name: q, in: query, schema: {type: string}}], "      \
    "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}, responses: "    \
    "{'200': {description: d, content: {application/json: {schema: {oneOf: [{$ref: "                         \
    "'#/components/schemas/S'}, {type: string}]}}}}}}}}, components: {securitySchemes: {k: {type: apiKey, "  \
    "in: header, name: K}}, schemas: {S: {allOf: [{type: object, properties: {a: {type: string}}}, {type: "  \
    "object, required: [a], properties: {a: {minLength: 1}, " rest "}}]}}}}"

/* Every allocation of a comparison is refused once: it says so, and gives everything back. */
static void refused_memory_is_said(void **state)
{
    struct desk *desk = *state;
    struct pair_of_documents *documents = &desk->documents;
    uint64_t before;
    bool is_done = false;

    documents_open(documents, SMALL("b: {type: string, enum: [x]}, c: {type: integer}"),
                   SMALL("b: {type: string, enum: [y, z]}, d: {type: array, items: {}}"));
    before = documents->memory.calls;
    for (uint64_t nth = 1; !is_done; nth++) {
        documents->memory.fail_at = documents->memory.calls + nth;
        is_done =
            differences_find(&documents->differences, documents->contracts[0], documents->contracts[1], 0);
        assert_int_equal(is_done, !documents->differences.failed);
        documents->memory.fail_at = 0;
        if (!is_done) {
            differences_done(&documents->differences);
            differences_init(&documents->differences, &documents->memory);
        }
    }
    assert_true(documents->memory.calls > before + 10);
    assert_true(documents->differences.count > 8);
    documents_close(documents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_too_much_to_list_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_ring_is_counted_in_full_from_wherever_it_is_entered, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(rings_of_different_length_end, setup, teardown),
        cmocka_unit_test_setup_teardown(rings_that_multiply_beyond_measure_are_incomplete, setup, teardown),
        cmocka_unit_test_setup_teardown(long_chains_are_followed_as_far_as_paths_go, setup, teardown),
        cmocka_unit_test_setup_teardown(many_alternatives_and_values_are_no_squares, setup, teardown),
        cmocka_unit_test_setup_teardown(many_parameters_and_paths_that_are_alike_are_no_squares, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(refused_memory_is_said, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

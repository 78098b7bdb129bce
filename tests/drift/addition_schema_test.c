/* SPDX-License-Identifier: Apache-2.0 */
/* Fields and enum values: the schemas that get them. */
#include "drift/bench.h"

#include "base/check.h"

#include <stdio.h>

static void properties_go_into_the_first_part_that_has_some(void **state)
{
    static const char document[] = ONE_GET("                allOf:\n"
                                           "                  - $ref: '#/components/schemas/Base'\n"
                                           "                  - properties:\n"
                                           "                      b: {type: string}\n"
                                           "components:\n"
                                           "  schemas:\n"
                                           "    Base:\n"
                                           "      type: object\n"
                                           "      properties:\n"
                                           "        a: {type: string}\n");
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{\"a\":\"x\",\"b\":\"x\",\"c\":true}");
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_write(&bench), "        a: {type: string}\n"
                                    "        c:\n"
                                    "          type: boolean\n"
                                    "          x-plainsight-observed: {count: 24, " SEEN);
    bench_close(&bench);
}

static void objects_without_properties_get_some(void **state)
{
    static const char document[] = ONE_GET("                type: object\n"
                                           "                additionalProperties: false # really\n");
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{\"c\":true}");
    assert_added(&bench, "api.yaml", document,
                 ONE_GET("                type: object\n"
                         "                additionalProperties: false # really\n"
                         "                properties:\n"
                         "                  c:\n"
                         "                    type: boolean\n"
                         "                    x-plainsight-observed: {count: 24, " SEEN));
    bench_close(&bench);
}

static void what_several_operations_met_is_one_property(void **state)
{
    static const char document[] =
        "openapi: 3.1.0\n"
        "info: {title: x, version: '1'}\n"
        "paths:\n"
        "  /things:\n"
        "    get: &get\n"
        "      responses:\n"
        "        '200':\n"
        "          description: x\n"
        "          content:\n"
        "            application/json:\n"
        "              schema: {$ref: '#/components/schemas/T', description: a thing}\n"
        "  /others:\n"
        "    get: *get\n"
        "components:\n"
        "  schemas:\n"
        "    T:\n"
        "      type: object\n"
        "      properties:\n"
        "        a: {type: integer}\n";
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{\"a\":1,\"b\":{\"c\":1}}");
    for (int i = 0; i < 24; i++)
        bench_tell(&bench,
                   (struct ask){ .target = "/others", .answer = "{\"a\":1,\"b\":{\"c\":null,\"d\":1.5}}" });
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_write(&bench), "        a: {type: integer}\n"
                                    "        b:\n"
                                    "          type: object\n"
                                    "          properties:\n"
                                    "            c:\n"
                                    "              type: [integer, 'null']\n"
                                    "            d:\n"
                                    "              type: number\n"
                                    "          x-plainsight-observed: {count: 48, firstSeen: '2026");
    assert_int_equal(bench_additions(&bench)->written, 2);
    bench_close(&bench);
}

static void kinds_that_hold_themselves_become_components(void **state)
{
    static const char document[] = ONE_GET("                type: object\n"
                                           "                properties: {id: {type: integer}}\n"
                                           "components:\n"
                                           "  schemas:\n"
                                           "    comment: {type: string}\n");
    static const char answer[] =
        "{\"id\":1,\"comments\":[{\"text\":\"a\",\"by\":1,\"comments\":[{\"text\":\"b\",\"by\":2,"
        "\"comments\":[{\"text\":\"c\",\"by\":3,\"comments\":[]}]}]}]}";
    struct bench bench;
    const char *text;

    bench_open(&bench);
    THINGS(&bench, answer);
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    text = bench_write(&bench);
    assert_has(text, "comments: {type: array, items: {$ref: '#/components/schemas/Comment2'}");
    assert_has(text, "    comment: {type: string}\n"
                     "    Comment2:\n"
                     "      type: object\n");
    assert_has(text, "        comments:\n"
                     "          type: array\n"
                     "          items:\n"
                     "            $ref: '#/components/schemas/Comment2'\n");
    bench_close(&bench);
}

static void keys_that_are_data_are_not_written_down(void **state)
{
    static const char document[] = ONE_GET("                type: object\n");
    struct bench bench;
    const char *text;

    bench_open(&bench);
    for (int i = 0; i < 60; i++) {
        char answer[200];

        snprintf(answer, sizeof answer,
                 "{\"%08x-aaaa-4bbb-8ccc-%012x\":{\"n\":1},\"%08x-aaaa-4bbb-8ccc-%012x\":{\"n\":2}}",
                 i * 7919, i, i * 104729 + 7, i);
        bench_tell(&bench, (struct ask){ .target = "/things", .answer = answer });
    }
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    text = bench_write(&bench);
    if (bench_additions(&bench)->edits.count)
        assert_has(text, "                type: object\n"
                         "                additionalProperties:\n"
                         "                  type: object\n");
    assert_null(strstr(text, "-aaaa-"));
    bench_close(&bench);
}

/* "red, green" of a header field is red and green; the space belongs to neither. */
static void lists_of_header_fields_bring_bare_values(void **state)
{
    static const char document[] =
        "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /things:\n    get:\n      parameters:\n"
        "        - name: X-Colours\n          in: header\n          schema:\n            type: array\n"
        "            items: {type: string, enum: [red]}\n"
        "      responses:\n        '200': {description: x, content: {application/json: {}}}\n";
    struct bench bench;

    bench_open(&bench);
    for (int i = 0; i < 24; i++)
        bench_tell(&bench, (struct ask){ .method = "GET",
                                         .target = "/things",
                                         .headers = "X-Colours: red, green",
                                         .answer = "{}" });
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_write(&bench), "enum: [red, green]");
    assert_added(&bench, "api.yaml", document, NULL);
    bench_close(&bench);
}

static void enums_get_words_and_nothing_personal(void **state)
{
    static const char document[] =
        ONE_GET("                type: object\n"
                "                properties:\n"
                "                  a: {type: string, enum: [x, y]}\n"
                "                  b:\n"
                "                    type: integer\n"
                "                    enum:\n"
                "                    - 1 # one\n"
                "                    x-plainsight-observed: {count: 3, enum: [1]}\n"
                "                  c: {type: string, enum: [nobody]}\n"
                "                  d: {type: string, enum: [e]}\n");
    struct bench bench;
    const char *text;

    bench_open(&bench);
    THINGS(&bench, "{\"a\":\"x\",\"b\":2,\"c\":\"ann@example.com\",\"d\":\"e\"}",
           "{\"a\":\"z\",\"b\":-3,\"c\":\"nobody\",\"d\":\"\"}", "{\"a\":\"w 1\",\"b\":1}");
    bench_plan(&bench, "api.yaml", document);
    text = bench_write(&bench);
    assert_has(text,
               "a: {type: string, enum: [x, y, 'w 1', z], x-plainsight-observed: {enum: ['w 1', z]}}\n");
    assert_has(text, "                    - 1 # one\n"
                     "                    - -3\n"
                     "                    - 2\n"
                     "                    x-plainsight-observed: {count: 3, enum: [1, -3, 2]}\n");
    assert_has(text, "d: {type: string, enum: [e, ''], x-plainsight-observed: {enum: ['']}}\n");
    assert_null(strstr(text, "ann@"));
    assert_has(bench_list(&bench),
               "/c (some of the values may belong to somebody and are not written down)\n");
    assert_added(&bench, "api.yaml", document, NULL);
    bench_close(&bench);
}

static void what_stands_behind_any_key_of_a_map_is_one_schema(void **state)
{
    static const char document[] = ONE_GET("                type: object\n"
                                           "                additionalProperties:\n"
                                           "                  type: object\n"
                                           "                  properties: {a: {type: integer}}\n");
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{\"k1\":{\"a\":1,\"b\":{\"c\":1}},\"k2\":{\"a\":1}}",
           "{\"k3\":{\"a\":1,\"b\":{\"d\":true}}}");
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_write(&bench),
               "b: {type: object, properties: {c: {type: integer}, d: {type: boolean}}, x-plain");
    bench_close(&bench);
}

static void all_that_stands_for_an_operation_is_added_together(void **state)
{
    static const char document[] =
        "openapi: 3.0.3\n"
        "info: {title: x, version: '1'}\n"
        "paths:\n"
        "  /files/{filepath}:\n"
        "    get:\n"
        "      parameters:\n"
        "        - {name: filepath, in: path, required: true, schema: {type: string}}\n"
        "      responses:\n"
        "        '204': {description: nothing}\n";
    struct bench bench;
    const char *text;

    bench_open(&bench);
    for (int i = 0; i < 30; i++) {
        bench_tell(&bench, (struct ask){ .target = "/files/readme", .answer = "{\"a\":1}" });
        bench_tell(&bench, (struct ask){ .target = "/files/docs/index", .answer = "{\"b\":true}" });
    }
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    text = bench_write(&bench);
    assert_has(text, "                properties:\n"
                     "                  a:\n"
                     "                    type: integer\n"
                     "                  b:\n"
                     "                    type: boolean\n"
                     "          x-plainsight-observed: {count: 60, ");
    bench_close(&bench);
}

static void a_response_for_all_others_is_not_made_to_promise_what_one_status_brought(void **state)
{
    static const char document[] = "openapi: 3.0.3\n"
                                   "info: {title: x, version: '1'}\n"
                                   "paths:\n"
                                   "  /things:\n"
                                   "    get:\n"
                                   "      responses:\n"
                                   "        default: {description: anything}\n";
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{\"a\":1}");
    bench_tell(&bench, (struct ask){ .target = "/things", .status = 503, .answer = "{\"error\":\"x\"}" });
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_write(&bench), "        '200':\n"
                                    "          description: OK\n"
                                    "          content:\n"
                                    "            application/json:\n"
                                    "              schema:\n");
    assert_has(bench.out.at, "        default: {description: anything}\n");
    bench_close(&bench);
}

/* What is open to anything for one operation, the addition for another closes. */
static void what_additions_bring_about_is_added_as_well(void **state)
{
    static const char document[] =
        "openapi: 3.0.3\n"
        "info: {title: x, version: '1'}\n"
        "paths:\n"
        "  /things:\n"
        "    get:\n"
        "      responses:\n"
        "        '200':\n"
        "          description: x\n"
        "          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}\n"
        "  /others:\n"
        "    get:\n"
        "      responses:\n"
        "        '200':\n"
        "          description: x\n"
        "          content:\n"
        "            application/json:\n"
        "              schema:\n"
        "                allOf:\n"
        "                  - $ref: '#/components/schemas/Page'\n"
        "                  - properties: {items: {type: array, items: {type: object}}}\n"
        "components:\n"
        "  schemas:\n"
        "    Page:\n"
        "      type: object\n"
        "      properties:\n"
        "        items:\n"
        "          type: array\n"
        "          items:\n"
        "            type: object\n"
        "            properties:\n"
        "              id: {type: integer}\n";
    struct bench bench;
    struct error err = { 0 };

    bench_open(&bench);
    THINGS(&bench, "{\"items\":[{\"id\":1,\"t\":{\"p\":1}}]}");
    for (int i = 0; i < 24; i++)
        bench_tell(&bench, (struct ask){ .target = "/others",
                                         .answer = "{\"items\":[{\"id\":1,\"t\":{\"q\":true}}]}" });
    assert_added(&bench, "api.yaml", document, NULL);
    bench_plan(&bench, "api.yaml", document);
    assert_int_equal(bench.update.round_count, 3);
    assert_has(bench_write(&bench), "              t:\n"
                                    "                type: object\n"
                                    "                properties:\n"
                                    "                  p:\n"
                                    "                    type: integer\n"
                                    "                  q:\n"
                                    "                    type: boolean\n"
                                    "                    x-plainsight-observed: {count: 24, ");
    buffer_reset(&bench.out);
    assert_true(update_diff(&bench.update, bench.documents.contracts[0]->file, &bench.out, &err));
    buffer_byte(&bench.out, '\0');
    assert_has(bench.out.at, "\n@@ -29,3 +29,12 @@\n");
    assert_has(bench.out.at, "\n+                  q:\n");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_go_into_the_first_part_that_has_some),
        cmocka_unit_test(objects_without_properties_get_some),
        cmocka_unit_test(what_several_operations_met_is_one_property),
        cmocka_unit_test(kinds_that_hold_themselves_become_components),
        cmocka_unit_test(keys_that_are_data_are_not_written_down),
        cmocka_unit_test(lists_of_header_fields_bring_bare_values),
        cmocka_unit_test(enums_get_words_and_nothing_personal),
        cmocka_unit_test(what_stands_behind_any_key_of_a_map_is_one_schema),
        cmocka_unit_test(all_that_stands_for_an_operation_is_added_together),
        cmocka_unit_test(what_additions_bring_about_is_added_as_well),
        cmocka_unit_test(a_response_for_all_others_is_not_made_to_promise_what_one_status_brought),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

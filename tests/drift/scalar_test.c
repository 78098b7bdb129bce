/* SPDX-License-Identifier: Apache-2.0 */
/* Values of fields: enums, formats, ranges, lengths, patterns, numbers of elements. */
#include "drift/story.h"

#include <stdio.h>

/* GET /a answers {"v": value}; `values` one a line. */
static void assert_value(const char *schema, const char *values, const char *rows)
{
    char document[1500], lines[1000] = "", expected[500] = "";
    struct slice rest = slice_of(values), row = slice_of(rows);
    size_t len = 0;

    snprintf(document, sizeof document,
             PROMISES "  /a:\n    get: {responses: {200: {description: d, content: {application/json: "
                      "{schema: {type: object, properties: {v: {%s}}}}}}}}\n",
             schema);
    while (rest.len) {
        struct slice value = slice_cut(&rest, '\n');

        len += (size_t)snprintf(lines + len, sizeof lines - len, "10x GET /a -> 200 {\"v\":%.*s}\n",
                                SLICE_ARG(value));
    }
    if (row.len) {
        struct slice kind = slice_cut(&row, ' ');

        snprintf(expected, sizeof expected, "%.*s GET /a response:200 /%.*s", SLICE_ARG(kind),
                 SLICE_ARG(row));
    }
    assert_story(document, lines, expected);
}

static void enums_are_closed(void **state)
{
    assert_value("type: string, enum: [a, b]", "\"a\"\n\"b\"", "");
    assert_value("type: string, enum: [a, b]", "\"a\"\n\"c\"", "undocumented_enum_value v: enum -> c");
    assert_value("const: a", "\"a\"", "");
    assert_value("const: a", "\"b\"", "undocumented_enum_value v: enum -> b");
}

static void an_empty_value_of_a_field_is_a_value(void **state)
{
    assert_value("type: string, enum: [a, b]", "\"a\"\n\"\"", "undocumented_enum_value v: enum -> \"\"");
    assert_value("type: string, enum: [a, '']", "\"a\"\n\"\"", "");
}

static void enums_may_be_of_numbers(void **state)
{
    assert_value("type: integer, enum: [1, 2]", "1\n2", "");
    assert_value("type: integer, enum: [1, 2]", "1\n3", "undocumented_enum_value v: enum -> 3");
    assert_value("enum: [1, a]", "1\n\"a\"", "");
    assert_value("type: number, enum: [1.0, 2.5]", "1\n2.5\n1.0", "");
}

static void null_in_an_enum_allows_null(void **state)
{
    assert_value("type: [string, 'null'], enum: [a, null]", "\"a\"\nnull", "");
}

static void enums_of_alternatives_add_up(void **state)
{
    assert_value("oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]", "\"a\"\n\"b\"", "");
    assert_value("oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]", "\"a\"\n\"c\"",
                 "undocumented_enum_value v: enum -> c");
    assert_value("anyOf: [{type: string, enum: [a]}, {type: string}]", "\"c\"", "");
    assert_value("allOf: [{type: string}, {enum: [a]}]", "\"c\"", "undocumented_enum_value v: enum -> c");
}

static void values_that_may_be_somebodys_are_masked(void **state)
{
    struct story story;

    story_open(&story,
               PROMISES "  /a:\n    get: {responses: {200: {description: d, content: {application/json: "
                        "{schema: {properties: {v: {type: string, enum: [a]}}}}}}}}\n");
    story_tell(&story, "20x GET /a -> 200 {\"v\":\"anna@example.com\"}");
    assert_null(memmem(story_row(&story, DRIFT_UNDOCUMENTED_ENUM_VALUE)->observed.at,
                       story_row(&story, DRIFT_UNDOCUMENTED_ENUM_VALUE)->observed.len, "anna", 4));
    story_close(&story);
}

static void formats_are_held_where_they_can_be_told(void **state)
{
    static const struct {
        const char *format, *right, *wrong;
    } cases[] = {
        { "date", "\"2026-01-31\"", "\"31.01.2026\"" },
        { "date-time", "\"2026-01-31T10:00:00Z\"\n\"2026-01-31T10:00:00.123+01:00\"", "\"2026-01-31\"" },
        { "uuid", "\"0b1e7f0a-6c1d-4a57-9d0e-1c2b3a4d5e6f\"", "\"17\"" },
        { "email", "\"anna@example.com\"", "\"anna\"" },
        { "ipv4", "\"203.0.113.7\"", "\"203.0.113\"" },
        { "ipv6", "\"2001:db8::1\"", "\"203.0.113.7\"" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char schema[100];
        struct story story;
        char lines[300], document[800];

        snprintf(schema, sizeof schema, "type: string, format: %s", cases[i].format);
        assert_value(schema, cases[i].right, "");
        snprintf(document, sizeof document,
                 PROMISES "  /a:\n    get: {responses: {200: {description: d, content: {application/json: "
                          "{schema: {properties: {v: {%s}}}}}}}}\n",
                 schema);
        snprintf(lines, sizeof lines, "20x GET /a -> 200 {\"v\":%s}", cases[i].wrong);
        story_open(&story, document);
        story_tell(&story, lines);
        assert_int_equal(story_drift(&story)->row_count, 1);
        assert_slice_equal(story_row(&story, DRIFT_FORMAT_MISMATCH)->documented, cases[i].format);
        story_close(&story);
    }
    assert_value("type: string, format: password", "\"17\"", "");
    assert_value("type: integer, format: int64", "17", "");
}

static void numbers_outside_the_range_are_one_row(void **state)
{
    assert_value("type: integer, minimum: 1, maximum: 5", "1\n5", "");
    assert_value("type: integer, minimum: 2, maximum: 5", "1\n5", "value_out_of_range v: -> 1 to 5");
    assert_value("type: number, exclusiveMaximum: 5", "1\n5", "value_out_of_range v: -> 1 to 5");
    assert_value("type: number, exclusiveMaximum: 5.5", "1\n5", "");
    assert_value("type: number, maximum: 0", "-1\n-5", "");
    assert_value("anyOf: [{type: integer, maximum: 2}, {type: integer, minimum: 4}]", "1\n5", "");
}

static void lengths_outside_the_range_are_one_row(void **state)
{
    assert_value("type: string, minLength: 1, maxLength: 3", "\"a\"\n\"abc\"", "");
    assert_value("type: string, minLength: 2, maxLength: 3", "\"a\"\n\"abc\"",
                 "length_out_of_range v: -> 1 to 3");
    assert_value("type: string, maxLength: 2", "\"abc\"", "length_out_of_range v: -> 3");
    assert_value("type: string, minLength: 1", "\"\"\n\"a\"", "length_out_of_range v: -> 0 to 1");
    /* Lengths are of characters (JSON Schema 6.3.1). */
    assert_value("type: string, maxLength: 3", "\"\xc3\xa4\xc3\xb6\xc3\xbc\"", "");
    assert_value("type: string, maxLength: 3", "\"\\u00e4\\u00f6\\u00fc\"", "");
}

static void numbers_of_elements_outside_the_range_are_one_row(void **state)
{
    assert_value("type: array, minItems: 1, maxItems: 2", "[1]\n[1,2]", "");
    assert_value("type: array, minItems: 1, maxItems: 1", "[1]\n[1,2]", "items_out_of_range v: -> 1 to 2");
    assert_value("type: array, minItems: 1", "[]\n[1]", "items_out_of_range v: -> 0 to 1");
}

static void patterns_are_searched_for(void **state)
{
    assert_value("type: string, pattern: '^[a-z]+$'", "\"abc\"", "");
    assert_value("type: string, pattern: b", "\"abc\"", "");
    assert_value("type: string, pattern: '^\\d+$'", "\"123\"\n\"12\"", "");
    assert_value("type: string, pattern: '^[a-z]+$'", "\"abc\"\n\"Orders-12\"",
                 "pattern_mismatch v: -> O***2");
    assert_value("type: string, pattern: '^\\p{L}+$'", "\"\xc3\xa4\xc3\xb6\"", "");
}

static void patterns_nobody_can_use_say_nothing(void **state)
{
    struct story story;

    assert_value("type: string, pattern: '^(a+)+$'", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"",
                 "");
    story_open(&story, NULL);
    story_faulty_document(
        &story,
        PROMISES "  /a:\n    get: {responses: {200: {description: d, content: {application/json: {schema: "
                 "{properties: {v: {type: string, pattern: '['}}}}}}}}\n");
    story_tell(&story, "20x GET /a -> 200 {\"v\":\"x\"}");
    assert_drift(&story, "");
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enums_are_closed),
        cmocka_unit_test(an_empty_value_of_a_field_is_a_value),
        cmocka_unit_test(enums_may_be_of_numbers),
        cmocka_unit_test(null_in_an_enum_allows_null),
        cmocka_unit_test(enums_of_alternatives_add_up),
        cmocka_unit_test(values_that_may_be_somebodys_are_masked),
        cmocka_unit_test(formats_are_held_where_they_can_be_told),
        cmocka_unit_test(numbers_outside_the_range_are_one_row),
        cmocka_unit_test(lengths_outside_the_range_are_one_row),
        cmocka_unit_test(numbers_of_elements_outside_the_range_are_one_row),
        cmocka_unit_test(patterns_are_searched_for),
        cmocka_unit_test(patterns_nobody_can_use_say_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Whole documents converted: against goldens, against the check, and against what they promised before. UPDATE=1 writes
 * the goldens anew; the reviewer reads the difference. */
#include "converted.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MOST (1u << 20)

static char *read_file(const char *path)
{
    static char text[TEXT_MOST];
    FILE *file = fopen(path, "rb");

    if (!file)
        fail_msg("there is no %s: UPDATE=1 makes it", path);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void is_golden(const char *path, const char *text)
{
    const char *mode = getenv("UPDATE");
    FILE *file;

    if (mode && !strcmp(mode, "1")) {
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
        assert_int_equal(fclose(file), 0);
        return;
    }
    assert_string_equal(text, read_file(path));
}

/* The document, and below it the notes as comments. */
static void golden(const char *source, const char *path, enum contract_format to)
{
    struct converted converted;

    converted_file(&converted, source, to);
    if (!converted.done)
        fail_msg("%s", converted.err.text);
    assert_string_equal(converted_faults(&converted), "");
    converted.yaml.len--;
    for (const struct fault *note = converted.notes.first; note; note = note->next) {
        buffer_printf(&converted.yaml, "# %s ", note->rule);
        fault_print(note, &converted.yaml);
        buffer_byte(&converted.yaml, '\n');
    }
    buffer_byte(&converted.yaml, '\0');
    is_golden(path, converted.yaml.at);
    converted_done(&converted);
}

static const struct {
    const char *source;
    enum contract_format from;
    const char *golden_30, *golden_31;
} documents[] = {
    { CONVERT_PLACE "shop-20.yaml", CONTRACT_SWAGGER_20, CONVERT_PLACE "golden/shop-20-30.yaml",
      CONVERT_PLACE "golden/shop-20-31.yaml" },
    { CONVERT_PLACE "fleet-30.yaml", CONTRACT_OPENAPI_30, CONVERT_PLACE "golden/fleet-30-30.yaml",
      CONVERT_PLACE "golden/fleet-30-31.yaml" },
    { CONVERT_PLACE "parts/main-20.yaml", CONTRACT_SWAGGER_20, CONVERT_PLACE "golden/parts-20-30.yaml",
      CONVERT_PLACE "golden/parts-20-31.yaml" },
    { CONVERT_PLACE "parts/main-30.yaml", CONTRACT_OPENAPI_30, CONVERT_PLACE "golden/parts-30-30.yaml",
      CONVERT_PLACE "golden/parts-30-31.yaml" },
    { CONVERT_PLACE "parts/main-31.yaml", CONTRACT_OPENAPI_31, NULL,
      CONVERT_PLACE "golden/parts-31-31.yaml" },
};

#define DOCUMENT_COUNT (sizeof documents / sizeof *documents)

static void documents_are_what_the_goldens_say(void **state)
{
    for (size_t i = 0; i < DOCUMENT_COUNT; i++) {
        if (documents[i].golden_30)
            golden(documents[i].source, documents[i].golden_30, CONTRACT_OPENAPI_30);
        golden(documents[i].source, documents[i].golden_31, CONTRACT_OPENAPI_31);
    }
}

static void two_steps_come_to_the_same_as_one(void **state)
{
    for (size_t i = 0; i < DOCUMENT_COUNT; i++) {
        struct converted once, first, second;

        if (!documents[i].golden_30)
            continue;
        converted_file(&once, documents[i].source, CONTRACT_OPENAPI_31);
        converted_file(&first, documents[i].source, CONTRACT_OPENAPI_30);
        converted_text(&second, first.yaml.at, CONTRACT_OPENAPI_31);
        assert_true(tree_equal(once.result->file->root, second.result->file->root));
        converted_done(&second);
        converted_done(&first);
        converted_done(&once);
    }
}

/* A document without references into other files comes out of its own format as it went in. */
static void what_is_converted_already_passes_through(void **state)
{
    static const enum contract_format formats[] = { CONTRACT_OPENAPI_30, CONTRACT_OPENAPI_31 };

    for (size_t i = 0; i < DOCUMENT_COUNT * 2; i++) {
        struct converted once, again;

        if (!documents[i / 2].golden_30 && !(i % 2))
            continue;
        converted_file(&once, documents[i / 2].source, formats[i % 2]);
        converted_text(&again, once.json.at, formats[i % 2]);
        assert_true(tree_equal(once.result->file->root, again.result->file->root));
        assert_string_equal(converted_notes(&again),
                            strstr(once.json.at, "elsewhere.example") ? converted_notes(&again) : "");
        converted_done(&again);
        converted_done(&once);
    }
}

static void json_and_yaml_say_the_same(void **state)
{
    for (size_t i = 0; i < DOCUMENT_COUNT; i++) {
        struct converted converted;
        const struct contract *json;

        converted_file(&converted, documents[i].source, CONTRACT_OPENAPI_31);
        json = contract_read_text(&converted.again, CONVERT_PLACE "result.json", slice_of(converted.json.at),
                                  &converted.err);
        assert_non_null(json);
        assert_true(tree_equal(json->file->root, converted.result->file->root));
        converted_done(&converted);
    }
}

static void refused(const char *text, enum contract_format to, const char *why)
{
    struct converted converted;

    converted_text(&converted, text, to);
    assert_false(converted.done);
    assert_string_equal(converted.err.text, why);
    assert_int_equal(converted.err.kind, ERROR_USAGE);
    converted_done(&converted);
}

static void nothing_becomes_older(void **state)
{
    refused(
        "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}}", CONTRACT_OPENAPI_30,
        CONVERT_PLACE
        "given.yaml is OpenAPI 3.1 already, newer than OpenAPI 3.0: what only the newer says would be lost");
    refused(
        "{openapi: 3.0.0, info: {title: t, version: '1'}, paths: {}}", CONTRACT_SWAGGER_20,
        CONVERT_PLACE
        "given.yaml is OpenAPI 3.0 already, newer than Swagger 2.0: what only the newer says would be lost");
    refused("{swagger: '2.0', info: {title: t, version: '1'}, paths: {}}", CONTRACT_SWAGGER_20,
            "Swagger 2.0 is no format to convert to");
    refused("{info: {name: n, schema: "
            "'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}, item: []}",
            CONTRACT_OPENAPI_31, CONVERT_PLACE "given.yaml is a Postman collection: those are not converted");
}

static void targets_are_versions(void **state)
{
    static const char *const wrong[] = { "",     "3",     "3.",     "2.0",  "3.2",
                                         "3.0.", "3.0.x", "3.0.33", "3.10", "v3.1" };
    enum contract_format format = CONTRACT_POSTMAN_21;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(convert_target(slice_of(wrong[i]), &format));
    assert_int_equal(format, CONTRACT_POSTMAN_21);
    assert_true(convert_target(SLICE("3.0"), &format));
    assert_int_equal(format, CONTRACT_OPENAPI_30);
    assert_true(convert_target(SLICE("3.1.0"), &format));
    assert_int_equal(format, CONTRACT_OPENAPI_31);
    assert_true(convert_target(SLICE("3.0.3"), &format));
    assert_int_equal(format, CONTRACT_OPENAPI_30);
}

/* ---- hostile documents */

/* A large schema, in the body of many operations, each of which has it in many media types. */
static void media_types_cannot_multiply_without_end(void **state)
{
    struct converted converted;
    struct buffer text;
    struct memory account = { 0 };

    buffer_init(&text, &account);
    buffer_text(&text,
                "{\"swagger\": \"2.0\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"parameters\": "
                "{\"B\": {\"name\": \"b\", \"in\": \"body\", \"schema\": {\"enum\": [0");
    for (unsigned i = 0; i < 10000; i++)
        buffer_text(&text, ", 0");
    buffer_text(&text, "]}}}, \"paths\": {\"x-none\": 0");
    for (unsigned i = 0; i < 10; i++) {
        buffer_printf(&text, ", \"/%u\": {\"post\": {\"consumes\": [\"a/a\"", i);
        for (unsigned j = 0; j < 63; j++)
            buffer_printf(&text, ", \"a/%u\"", j);
        buffer_text(&text, "], \"parameters\": [{\"$ref\": \"#/parameters/B\"}]}}");
    }
    buffer_text(&text, "}}");
    buffer_byte(&text, '\0');
    converted_text(&converted, text.at, CONTRACT_OPENAPI_31);
    assert_false(converted.done);
    assert_int_equal(converted.err.kind, ERROR_INPUT);
    assert_non_null(strstr(converted.err.text, "too large"));
    converted_done(&converted);
    buffer_done(&text);
}

static void misplaced_references_cannot_go_round(void **state)
{
    struct converted converted;

    converted_text(&converted,
                   "openapi: 3.0.0\n"
                   "info: {title: t, version: '1'}\n"
                   "x-operation:\n"
                   "  callbacks: {c: {'{$url}': {get: {$ref: '#/x-operation'}}}}\n"
                   "paths: {/a: {get: {$ref: '#/x-operation'}}}\n",
                   CONTRACT_OPENAPI_31);
    assert_false(converted.done);
    assert_int_equal(converted.err.kind, ERROR_INPUT);
    assert_non_null(strstr(converted.err.text, "too many levels"));
    converted_done(&converted);
}

static void circles_of_references_are_kept(void **state)
{
    struct converted converted;

    converted_text(&converted,
                   "swagger: '2.0'\n"
                   "info: {title: t, version: '1'}\n"
                   "paths: {}\n"
                   "definitions:\n"
                   "  A: {$ref: '#/definitions/B'}\n"
                   "  B: {$ref: '#/definitions/A'}\n"
                   "  C: {items: {$ref: 'given.yaml#/definitions/B'}}\n",
                   CONTRACT_OPENAPI_30);
    assert_true(converted.done);
    assert_string_equal(converted_at(&converted, "/components/schemas/A"),
                        "{\"$ref\":\"#/components/schemas/B\"}");
    assert_string_equal(converted_at(&converted, "/components/schemas/C"),
                        "{\"items\":{\"$ref\":\"given.yaml#/definitions/B\"}}");
    converted_done(&converted);
}

/* With every allocation refused in turn: an error, and nothing is left over. */
static void without_memory_there_is_an_error(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        for (uint64_t refused = 1;; refused += 1 + refused / 16) {
            struct memory account = { 0 };
            struct contract_set set;
            struct error err = { 0 };
            struct arena arena;
            struct document document = { 0 };
            struct faults notes;
            struct node *node;
            const struct contract *contract;
            bool done;

            contract_set_init(&set, &account, CONVERT_PLACE);
            arena_init(&arena, &account, 64);
            document.arena = &arena;
            faults_init(&notes, &arena);
            contract = contract_read(&set, documents[i].source, &err);
            assert_non_null(contract);
            account.fail_at = account.calls + refused;
            done = convert_contract(&set, contract, CONTRACT_OPENAPI_31, &document, &notes, &node, &err);
            assert_int_equal(done, err.kind == ERROR_NONE);
            done = done && account.calls < account.fail_at;
            arena_done(&arena);
            contract_set_done(&set);
            assert_int_equal(account.used, 0);
            if (done)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_what_the_goldens_say),
        cmocka_unit_test(two_steps_come_to_the_same_as_one),
        cmocka_unit_test(what_is_converted_already_passes_through),
        cmocka_unit_test(json_and_yaml_say_the_same),
        cmocka_unit_test(nothing_becomes_older),
        cmocka_unit_test(targets_are_versions),
        cmocka_unit_test(media_types_cannot_multiply_without_end),
        cmocka_unit_test(misplaced_references_cannot_go_round),
        cmocka_unit_test(circles_of_references_are_kept),
        cmocka_unit_test(without_memory_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

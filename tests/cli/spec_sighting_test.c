/* SPDX-License-Identifier: Apache-2.0 */
/* Changes held against traffic: was the part that changed ever seen? */
#include "cli/spec_diff_text.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>
#include <stdlib.h>

/* One operation of a document: what stands under POST /items. */
#define DOCUMENT                                                                                             \
    "openapi: 3.0.3\n"                                                                                       \
    "info: {title: t, version: '1'}\n"                                                                       \
    "components: {securitySchemes: {key: {type: apiKey, in: query, name: sesame}}}\n"                        \
    "paths:\n"                                                                                               \
    "  /items:\n"                                                                                            \
    "    post: %s\n"

#define OK "responses: {'200': {description: ok}}"
#define QUERY(name, schema) "{parameters: [{name: " name ", in: query, schema: " schema "}], " OK "}"
#define HEADER(name) "{parameters: [{name: " name ", in: header, schema: {type: string}}], " OK "}"
#define SENT(media, schema) "{requestBody: {content: {" media ": {schema: " schema "}}}, " OK "}"
#define ANSWERED(code, media, schema)                                                                        \
    "{responses: {'200': {description: ok}, '" code "': {description: d, content: {" media                   \
    ": {schema: " schema "}}}}}"
#define OBJECT(properties) "{type: object, properties: {" properties "}}"

struct scene {
    struct traffic traffic;
    struct memory account;
    struct arena arena;
    const struct endpoint *endpoint;
};

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    char target[128], body[256];

    arena_init(&scene->arena, &scene->account, 0);
    traffic_open(&scene->traffic);
    for (int i = 0; i < 40; i++) {
        snprintf(target, sizeof target, "/items?page=%d%s", i, i % 4 ? "" : "&sort=name&ids[]=1");
        snprintf(
            body, sizeof body,
            "{\"name\": \"n%d\", \"tags\": [%s], \"inner\": {\"a/b\": 1}, \"kind\": \"%s\", \"m\": null}", i,
            i % 2 ? "" : "\"x\"", i % 5 ? "cat" : "dog");
        traffic_ask(&scene->traffic, (struct ask){
                                         .method = "POST",
                                         .target = target,
                                         .headers = i % 10 ? NULL : "X-Trace: 1\nAccept: */*",
                                         .body = body,
                                         .status = i % 8 ? 200 : 409,
                                         .answer_headers = "X-Total: 5",
                                         .answer = i % 8 ? "{\"id\": 1}" : "{\"why\": \"so\"}",
                                         .at = 1000 * i,
                                     });
    }
    scene->endpoint = traffic_endpoint(&scene->traffic, "POST /items");
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    traffic_close(&scene->traffic);
    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    free(scene);
    return 0;
}

static const struct contract *read_operation(struct contract_set *set, struct arena *arena,
                                             const char *operation)
{
    struct error err = { 0 };
    const struct contract *contract;

    contract_set_init(set, arena->account, NULL);
    contract = contract_read_text(set, "openapi.yaml", arena_printf(arena, DOCUMENT, operation), &err);
    assert_string_equal(err.text, "");
    assert_int_equal(set->reader.faults.errors + set->reader.faults.fatals, 0);
    return contract;
}

/* What is told of the first change that is not safe, else of the first. */
static void tell(struct scene *scene, const struct differences *differences, struct buffer *out)
{
    const struct endpoint *seen[] = { scene->endpoint };
    struct spec_impact impact = {
        .is_known = true, .exchanges = 40, .of = 100, .endpoints = seen, .endpoint_count = 1
    };
    const struct difference *change = &differences->list[0];
    struct spec_sighting sighting;

    assert_true(differences->count > 0);
    for (size_t i = 0; i < differences->count && change->class == DIFFERENCE_SAFE; i++)
        change = &differences->list[i];
    sighting = spec_sighting_of(change, &impact);
    buffer_printf(out, "%s: ", difference_rule(change->kind)->name);
    diff_text_sighting(out, &sighting);
}

static void check(struct scene *scene, const char *old, const char *new, const char *expected)
{
    struct contract_set olds, news;
    struct differences differences;
    struct buffer out;
    const struct contract *before = read_operation(&olds, &scene->arena, old),
                          *after = read_operation(&news, &scene->arena, new);

    buffer_init(&out, &scene->account);
    differences_init(&differences, &scene->account);
    assert_true(differences_find(&differences, before, after, 0));
    tell(scene, &differences, &out);
    buffer_byte(&out, '\0');
    assert_string_equal(out.at, expected);
    buffer_done(&out);
    differences_done(&differences);
    contract_set_done(&news);
    contract_set_done(&olds);
}

static void parameters(void **state)
{
    const char *none = "{" OK "}";

    check(*state, QUERY("sort", "{type: string}"), none, "parameter-removed: seen in 10 of 40 exchanges");
    check(*state, QUERY("verbose", "{type: string}"), none, "parameter-removed: never seen in 40 exchanges");
    check(*state, QUERY("ids", "{type: array, items: {type: integer}}"), none,
          "parameter-removed: seen in 10 of 40 exchanges");
    /* Members of an object stand in the query by themselves, credentials are not learned: nothing can be told. */
    check(*state, QUERY("filter", "{type: object}"), none, "parameter-removed: ");
    check(*state, QUERY("sesame", "{type: string}"), none, "parameter-removed: ");
    check(*state, HEADER("X-Trace"), none, "parameter-removed: seen in 4 of 40 exchanges");
    check(*state, HEADER("X-Other"), none, "parameter-removed: never seen in 40 exchanges");
    check(*state, HEADER("If-Match"), none, "parameter-removed: ");
    check(*state, "{parameters: [{name: c, in: cookie, schema: {type: string}}], " OK "}", none,
          "parameter-removed: ");
}

static void values(void **state)
{
    const char *pages = "{type: integer, enum: [1, 2, 3]}",
               *sorts = "{type: string, enum: [name, size, age]}";
    char old[512], new[512];

    snprintf(old, sizeof old, QUERY("sort", "%s"), sorts);
    check(*state, old, QUERY("sort", "{type: string, enum: [name, age]}"),
          "request-enum-value-removed: never seen in 10 values");
    check(*state, old, QUERY("sort", "{type: string, enum: [size, age]}"),
          "request-enum-value-removed: seen in 10 of 10 values");
    /* Of forty pages some were dropped. */
    snprintf(new, sizeof new, QUERY("page", "%s"), pages);
    check(*state, new, QUERY("page", "{type: integer, enum: [1, 2]}"), "request-enum-value-removed: ");
    check(*state, SENT("application/json", OBJECT("kind: {enum: [cat, dog]}")),
          SENT("application/json", OBJECT("kind: {enum: [cat]}")),
          "request-enum-value-removed: seen in 8 of 40 values");
    check(*state, SENT("application/json", OBJECT("tags: {type: array, items: {enum: [x, z]}}")),
          SENT("application/json", OBJECT("tags: {type: array, items: {enum: [x]}}")),
          "request-enum-value-removed: never seen in 20 values");
}

static void fields(void **state)
{
    const char *none = SENT("application/json", OBJECT(""));

    check(*state, SENT("application/json", OBJECT("name: {type: string}")), none,
          "request-property-removed: seen in 40 of 40 objects");
    check(*state, SENT("application/json", OBJECT("fax: {type: string}")), none,
          "request-property-removed: never seen in 40 objects");
    check(*state, SENT("application/json", OBJECT("inner: " OBJECT("a/b: {type: integer}"))),
          SENT("application/json", OBJECT("inner: " OBJECT(""))),
          "request-property-removed: seen in 40 of 40 objects");
    check(*state, SENT("application/json", OBJECT("gone: " OBJECT("deep: {type: integer}"))),
          SENT("application/json", OBJECT("gone: " OBJECT(""))),
          "request-property-removed: never seen in 40 objects");
    check(*state, SENT("application/json", OBJECT("tags: {type: array, items: {type: string}}")),
          SENT("application/json", OBJECT("tags: {type: array, items: {type: integer}}")),
          "request-type-changed: seen in 40 of 40 objects");
    check(*state, SENT("application/json", "{type: object, additionalProperties: {type: string}}"),
          SENT("application/json", "{type: object, additionalProperties: {type: integer}}"),
          "request-type-changed: ");
    check(*state, SENT("application/xml", OBJECT("name: {type: string}")),
          SENT("application/xml", OBJECT("")), "request-property-removed: never seen in 40 exchanges");
    check(*state, SENT("application/json", OBJECT("")), "{" OK "}",
          "request-body-removed: seen in 40 of 40 exchanges");
    check(*state, "{requestBody: {content: {application/json: {}, text/csv: {}}}, " OK "}",
          "{requestBody: {content: {application/json: {}}}, " OK "}",
          "request-media-type-removed: never seen in 40 exchanges");
}

static void answers(void **state)
{
    const char *none = "{" OK "}", *id = OBJECT("id: {type: integer}");
    char text[512];

    snprintf(text, sizeof text, ANSWERED("409", "application/json", "%s"), id);
    check(*state, text, none, "response-error-removed: seen in 5 of 40 exchanges");
    snprintf(text, sizeof text, ANSWERED("4XX", "application/json", "%s"), id);
    check(*state, text, none, "response-error-removed: seen in 5 of 40 exchanges");
    snprintf(text, sizeof text, ANSWERED("404", "application/json", "%s"), id);
    check(*state, text, none, "response-error-removed: never seen in 40 exchanges");
    check(*state, ANSWERED("409", "application/json", OBJECT("why: {type: string}")),
          ANSWERED("409", "application/json", OBJECT("")),
          "response-optional-property-removed: seen in 5 of 5 objects");
    check(*state, ANSWERED("409", "application/json", OBJECT("how: {type: string}")),
          ANSWERED("409", "application/json", OBJECT("")),
          "response-optional-property-removed: never seen in 5 objects");
    check(*state, ANSWERED("404", "application/json", OBJECT("how: {type: string}")),
          ANSWERED("404", "application/json", OBJECT("")),
          "response-optional-property-removed: never seen in 40 exchanges");
    check(*state, "{responses: {'200': {description: ok, headers: {X-Total: {schema: {type: integer}}}}}}",
          none, "response-optional-header-removed: seen in 35 of 35 exchanges");
    check(*state, "{responses: {'200': {description: ok, headers: {X-Page: {schema: {type: integer}}}}}}",
          none, "response-optional-header-removed: never seen in 35 exchanges");
    check(*state, "{responses: {'200': {description: ok, headers: {Date: {schema: {type: string}}}}}}", none,
          "response-optional-header-removed: ");
    check(*state, "{responses: {'200': {description: ok, links: {next: {operationId: x}}}}}", none,
          "link-removed: ");
}

static void nothing_is_told_of_what_was_not_seen_at_all(void **state)
{
    const struct difference change = { .location = SLICE("query"), .name = SLICE("sort") };
    const struct spec_impact unknown = { .is_known = false }, unseen = { .is_known = true, .of = 100 };
    struct buffer out;
    struct memory account = { 0 };

    assert_int_equal(spec_sighting_of(&change, &unknown).kind, SIGHTING_UNTOLD);
    assert_int_equal(spec_sighting_of(&change, &unseen).kind, SIGHTING_UNTOLD);
    buffer_init(&out, &account);
    diff_text_impact(&out, &unknown);
    assert_int_equal(out.len, 0);
    diff_text_impact(&out, &unseen);
    assert_true(slice_eq(buffer_slice(&out), SLICE("not seen in 100 exchanges")));
    buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parameters, setup, teardown),
        cmocka_unit_test_setup_teardown(values, setup, teardown),
        cmocka_unit_test_setup_teardown(fields, setup, teardown),
        cmocka_unit_test_setup_teardown(answers, setup, teardown),
        cmocka_unit_test(nothing_is_told_of_what_was_not_seen_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

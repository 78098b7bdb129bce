/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for drift as a whole. */
#include "drift/story.h"

#include "catalog/made.h"
#include "spec/openapi.h"

#include <stdio.h>

#define USERS PROMISES "  /users/{id}:\n    get: {" OK "}\n"
#define ORDERS                                                                                               \
    PROMISES "  /orders:\n    get: {parameters: [{name: page, in: query, schema: {type: integer}}], "        \
             "responses: {200: " ANYTHING "}}\n"
#define TRAFFIC                                                                                              \
    "20x GET /users/# -> 200 {\"id\":#}\n"                                                                   \
    "5x DELETE /users/# -> 204\n"                                                                            \
    "20x GET /orders?page=x#&size=2 -> 200 [{\"total\":#}]\n"                                                \
    "3x GET /orders -> 418 {}\n"                                                                             \
    "3x GET /admin/users -> 200 {}"

/* ---- ids and order ---- */

static void list_ids(const struct drift *drift, struct buffer *out)
{
    for (size_t i = 0; i < drift->row_count; i++) {
        buffer_append(out, drift->rows[i].id);
        buffer_byte(out, '\n');
    }
}

static void tell_with(const char *const *documents, size_t count, const char *lines, struct buffer *ids)
{
    struct story story;

    story_open(&story, NULL);
    for (size_t i = 0; i < count; i++)
        story_document(&story, documents[i]);
    story_tell(&story, lines);
    assert_true(story_drift(&story)->row_count > 1);
    list_ids(story_drift(&story), ids);
    story_close(&story);
}

static void assert_same_ids(const char *const *one, const char *const *other, size_t count, const char *lines)
{
    struct memory account = { .limit = 0 };
    struct buffer left, right;

    buffer_init(&left, &account);
    buffer_init(&right, &account);
    tell_with(one, count, lines, &left);
    tell_with(other, count, lines, &right);
    if (!slice_eq(buffer_slice(&left), buffer_slice(&right)))
        fail_msg("ids are\n%.*s\nand\n%.*s\n", (int)left.len, left.at, (int)right.len, right.at);
    buffer_done(&left);
    buffer_done(&right);
}

static void the_order_of_documents_does_not_matter(void **state)
{
    static const char more[] =
        PROMISES "  /orders:\n    get: {responses: {200: " ANYTHING ", 404: " ANYTHING "}}\n";
    const char *one[] = { USERS, ORDERS, more }, *other[] = { more, ORDERS, USERS };

    assert_same_ids(one, other, 3, TRAFFIC);
}

static void ids_outlive_the_names_of_parameters(void **state)
{
    const char *one[] = { PROMISES "  /u/{id}:\n    get: {" OK "}\n" },
               *other[] = { PROMISES "  /u/{userId}:\n    get: {" OK "}\n" };

    assert_same_ids(one, other, 1, "20x GET /u/#?x=1 -> 200 {\"id\":#}\n5x GET /u/# -> 500 {}");
}

static void more_traffic_keeps_ids(void **state)
{
    const char *documents[] = { USERS, ORDERS };
    struct memory account = { .limit = 0 };
    struct buffer once, twice;

    buffer_init(&once, &account);
    buffer_init(&twice, &account);
    tell_with(documents, 2, TRAFFIC, &once);
    tell_with(documents, 2, TRAFFIC "\n" TRAFFIC, &twice);
    assert_true(slice_eq(buffer_slice(&once), buffer_slice(&twice)));
    buffer_done(&once);
    buffer_done(&twice);
}

/* Sorted by template and method, then in the order of drift/kinds.list. */
static void rows_stand_by_operation(void **state)
{
    struct story story;

    story_open(&story, ORDERS);
    story_tell(&story, TRAFFIC);
    assert_true(story_drift(&story)->row_count >= 4);
    assert_slice_equal(story_drift(&story)->rows[0].template, "/admin/users");
    assert_int_equal(story_drift(&story)->rows[1].kind, DRIFT_UNDOCUMENTED_QUERY_PARAM);
    assert_int_equal(story_drift(&story)->rows[2].kind, DRIFT_UNDOCUMENTED_STATUS);
    assert_int_equal(story_drift(&story)->rows[3].kind, DRIFT_TYPE_MISMATCH);
    story_close(&story);
}

/* The same document twice promises what it promises once. */
static void a_document_given_twice_says_nothing_new(void **state)
{
    struct story story;

    story_open(&story, ORDERS);
    story_document(&story, ORDERS);
    story_tell(&story, "20x GET /orders?page=x#&size=2 -> 200 [{\"total\":#}]");
    assert_drift(&story, "type_mismatch GET /orders query page: integer -> string\n"
                         "undocumented_query_param GET /orders query size");
    story_close(&story);
}

/* Words of a parameter that evidence took for literals are one operation: what is wrong with it is said once. */
static void what_is_seen_at_several_places_of_one_operation_is_added_up(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /files/{path}:\n    get: {" OK "}\n");
    story_tell(&story, "5x GET /files/alpha/one?x=1 -> 200 {\"a\":1}\n"
                       "7x GET /files/beta/two/three?x=1 -> 200 {\"b\":1}");
    assert_drift(&story, "undocumented_query_param GET /files/{path} query x");
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_QUERY_PARAM)->support.count, 12);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_QUERY_PARAM)->of, 12);
    assert_slice_equal(story_row(&story, DRIFT_UNDOCUMENTED_QUERY_PARAM)->summary,
                       "Sent in 5 of 5 requests, and so at 1 more place.");
    assert_true(story_row(&story, DRIFT_UNDOCUMENTED_QUERY_PARAM)->support.last -
                    story_row(&story, DRIFT_UNDOCUMENTED_QUERY_PARAM)->support.first ==
                11000000000);
    story_close(&story);
}

/* ---- documents made from the catalog ---- */

static void write_document(const struct service *service, const struct spec_options *options,
                           struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };

    assert_true(spec_openapi(service, options, &account, out, &err));
}

/* What is said to be deprecated is in use all the same. */
static bool can_be_said(const struct drift_row *row)
{
    return row->kind != DRIFT_DEPRECATED_IN_USE && row->kind != DRIFT_OLD_VERSION_IN_USE;
}

static void assert_nothing_to_say(const struct drift *drift)
{
    struct memory account = { .limit = 0 };
    struct buffer lines;

    buffer_init(&lines, &account);
    for (size_t i = 0; i < drift->row_count; i++)
        if (can_be_said(&drift->rows[i])) {
            story_write(drift, &drift->rows[i], &lines);
            buffer_byte(&lines, '\n');
        }
    if (lines.len)
        fail_msg("to be said:\n%.*s", (int)lines.len, lines.at);
    buffer_done(&lines);
}

static void hold_own_documents(struct story *story, const struct spec_options *options)
{
    const struct inventory *inventory = traffic_inventory(&story->traffic);
    struct memory account = { .limit = 0 };
    struct buffer text;

    buffer_init(&text, &account);
    for (size_t i = 0; i < inventory->service_count; i++) {
        if (!inventory->services[i].endpoint_count)
            continue;
        buffer_reset(&text);
        write_document(&inventory->services[i], options, &text);
        buffer_byte(&text, '\0');
        story_document(story, text.at);
    }
    assert_nothing_to_say(story_drift(story));
    buffer_done(&text);
}

static const struct spec_options every_way[] = {
    { .is_30 = false, .is_yaml = true, .is_clean = false },
    { .is_30 = true, .is_yaml = true, .is_clean = true },
    { .is_30 = false, .is_yaml = false, .is_clean = true },
    { .is_30 = true, .is_yaml = false, .is_clean = false },
};

static void a_document_made_from_traffic_says_what_traffic_says(void **state)
{
    for (size_t i = 0; i < sizeof every_way / sizeof *every_way; i++) {
        struct story story;

        story_open(&story, NULL);
        story_tell(&story, TRAFFIC);
        story_tell(
            &story,
            "20x GET /v1/items/#?sort=name&ids[]=1&ids[]=2 (X-Tenant: acme) -> 200 "
            "{\"id\":#,\"tags\":[\"a\"],\"owner\":null,\"price\":1.5}\n"
            "20x POST /v1/items (Authorization: Bearer "
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlIG9mIHRva2Vu) "
            "{\"name\":\"n#\",\"at\":\"2026-01-05T10:00:00Z\"} -> 201 {\"id\":#}\n"
            "10x POST /v1/items (Content-Type: application/x-www-form-urlencoded) name=a#&age=# -> 201 "
            "{\"id\":#}\n"
            "10x GET /v1/report(kind=a#,year=2026) -> 200 {\"by\":{\"k#\":1,\"l#\":2}}\n"
            "10x POST /v1/jobs/#:cancel -> 202\n"
            "10x GET /v1/page (Cookie: theme=dark) -> 200 (Content-Type: text/plain) hello\n"
            "5x GET /v1/items/none -> 404 (Content-Type: application/problem+json) {\"title\":\"no\"}");
        hold_own_documents(&story, &every_way[i]);
        story_close(&story);
    }
}

static void a_document_made_from_any_traffic_says_what_that_says(void **state)
{
    uint64_t seed = made_seed(20261124);

    for (size_t i = 0; i < sizeof every_way / sizeof *every_way; i++) {
        struct story story;
        struct made_ask made;

        story_open(&story, NULL);
        for (uint64_t number = 0; number < 400; number++) {
            made_ask(&made, seed + i, number);
            if (strcmp(made.ask.method, "PURGE") != 0) /* OpenAPI has no word for it */
                story_ask(&story, made.ask);
        }
        hold_own_documents(&story, &every_way[i]);
        story_close(&story);
    }
}

/* ---- memory ---- */

/* Each refusal at another place: an error, and nothing left behind. */
static void refused_memory_is_an_error(void **state)
{
    struct story story;
    uint64_t fail_at = 1;
    bool is_found = false;

    story_open(&story, USERS);
    story_document(&story, ORDERS);
    story_tell(&story, TRAFFIC);
    story_drift(&story);
    for (; !is_found; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct error err = { .kind = ERROR_NONE };
        struct drift *drift =
            drift_new(&story.documents, story.traffic.catalog, &story.options, &account, &err);

        is_found = drift && !account.denied;
        if (drift && account.denied)
            fail_msg("request %zu was refused, and nobody said so", (size_t)fail_at);
        assert_true(drift || err.kind == ERROR_MEMORY);
        drift_free(drift);
        assert_int_equal(account.used, 0);
    }
    assert_true(fail_at > 20);
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_documents_does_not_matter),
        cmocka_unit_test(ids_outlive_the_names_of_parameters),
        cmocka_unit_test(more_traffic_keeps_ids),
        cmocka_unit_test(rows_stand_by_operation),
        cmocka_unit_test(a_document_given_twice_says_nothing_new),
        cmocka_unit_test(what_is_seen_at_several_places_of_one_operation_is_added_up),
        cmocka_unit_test(a_document_made_from_traffic_says_what_traffic_says),
        cmocka_unit_test(a_document_made_from_any_traffic_says_what_that_says),
        cmocka_unit_test(refused_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

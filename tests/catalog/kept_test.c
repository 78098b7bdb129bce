/* SPDX-License-Identifier: Apache-2.0 */
/* Law 6: what is kept of values, segments and names, in evidence, in what is stored and in what is decided of it. */
#include "catalog/schemas.h"
#include "catalog/traffic.h"

#include "base/hash.h"
#include "catalog/coarse.h"
#include "catalog/exposed.h"
#include "catalog/kept.h"

#include <stdio.h>

#define CARD "4539578763621486"
#define MAIL "anna.schmidt41@example.com"
#define TOKEN "ZmMQhzPXS79C9bnEZdFkld2TreNBKbS3CVrpYLBu"

static bool holds(const struct buffer *bytes, const char *text)
{
    return memmem(bytes->at, bytes->len, text, strlen(text)) != NULL;
}

static void assert_written_without(const struct catalog *catalog, const char *const *secrets, size_t count)
{
    struct memory account = { 0 };
    struct buffer bytes;

    buffer_init(&bytes, &account);
    for (size_t i = 0; i < catalog_service_count(catalog); i++)
        assert_true(catalog_write_service(catalog, i, &bytes));
    assert_true(catalog_write_rest(catalog, &bytes));
    assert_true(holds(&bytes, "api"));
    for (size_t i = 0; i < count; i++)
        assert_false(holds(&bytes, secrets[i]));
    buffer_done(&bytes);
}

static void what_is_stored_holds_no_secret(void **state)
{
    static const char *const secrets[] = {
        CARD, MAIL, TOKEN, "anna.schmidt41", "Klaus Petersen", "hunter-2-pass", "52.520008"
    };
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 12; i++) {
        traffic_ask(
            &traffic,
            (struct ask){
                .method = "POST",
                .target = "/users?email=" MAIL "&q=" TOKEN "&" TOKEN "=1",
                .body = "{\"password\":\"hunter-2-pass\",\"value\":\"" CARD "\",\"by\":{\"" MAIL "\":1}}",
                .answer = "{\"name\":\"Klaus Petersen\",\"latitude\":52.520008,\"list\":[\"" TOKEN "\"]}" });
        traffic_exchange(&traffic, "GET", "/users/" MAIL "/cards/" CARD, 200, "{\"id\":" CARD "}");
        traffic_exchange(&traffic, "GET", "/by/" TOKEN, 404, "{}");
        traffic_exchange(&traffic, "HEAD", "/by/" TOKEN, 200, "");
        traffic_exchange(&traffic, "GET", "/files/" TOKEN ".png", 200, "");
    }
    assert_written_without(traffic.catalog, secrets, sizeof secrets / sizeof *secrets);
    traffic_close(&traffic);
}

static void masked_segments_are_found_by_what_they_were(void **state)
{
    struct traffic traffic;
    const struct inventory *inventory;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    for (int i = 0; i < 8; i++) {
        char target[100];

        snprintf(target, sizeof target, "/users/person%d.some@example.com/orders", i * 7);
        traffic_exchange(&traffic, "GET", target, 200, "{\"id\":1}");
    }
    traffic_exchange(&traffic, "GET", "/users/me", 200, "{\"me\":true}");
    inventory = traffic_inventory(&traffic);
    endpoint = inventory_find(inventory, SLICE(""), SLICE("GET"),
                              SLICE("/users/person7.some@example.com/orders"), NULL);
    assert_non_null(endpoint);
    assert_slice_equal(endpoint->path, "/users/{email}/orders");
    assert_non_null(
        inventory_find(inventory, SLICE(""), SLICE("GET"), SLICE("/users/nobody@example.org/orders"), NULL));
    assert_int_equal(values_format(endpoint->parameters[0].field->values), FORMAT_EMAIL);
    traffic_close(&traffic);
}

/* A first member that is data goes to `other`; the table of members grows behind it. */
static void sensitive_names_stand_among_others(void **state)
{
    struct bench bench;
    const struct field *root;

    bench_open(&bench);
    assert_int_equal(learn(&bench,
                           "{\"" MAIL
                           "\":1,\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,"
                           "\"j\":10,\"k\":11,\"l\":12}"),
                     SCHEMA_LEARNED);
    assert_int_equal(learn(&bench,
                           "{\"" CARD
                           "\":{\"n\":1},\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"r\":1,\"s\":1,\"t\":1}"),
                     SCHEMA_LEARNED);
    root = schema_root(bench.schema);
    assert_null(schema_find(root, SLICE(MAIL)));
    assert_int_equal(schema_child_count(root), 20);
    assert_int_equal(root->other->present, 2);
    bench_close(&bench);
}

static void maps_with_sensitive_keys_are_maps(void **state)
{
    struct bench bench;

    bench_open(&bench);
    assert_int_equal(learn(&bench, "{\"a.b@example.com\":{\"n\":1},\"c.d@example.org\":{\"n\":2}}"),
                     SCHEMA_LEARNED);
    assert_true(field_is_map(schema_root(bench.schema)));
    bench_close(&bench);
}

static void names_of_properties_are_no_data(void **state)
{
    static const char *const properties[] = { "id",
                                              "firstName",
                                              "dateOfBirthNoTime",
                                              "sortByOpsBarAndStatus",
                                              "Mifid2DecisionMaker",
                                              "oauth2_token_url",
                                              "address-line-1",
                                              "$ref",
                                              "@odata.context",
                                              "0008,0005",
                                              "x86_64",
                                              "mark",
                                              "may",
                                              "A10",
                                              "First Name" };

    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        assert_false(kept_key_is_data(slice_of(properties[i])));
    assert_true(kept_key_is_data(SLICE(MAIL)));
    assert_true(kept_key_is_data(SLICE(CARD)));
    assert_true(kept_key_is_data(SLICE(TOKEN)));
}

static void literals_of_paths_stay(void **state)
{
    static const char *const literals[] = { "users",      "$metadata",      "@me",  "~", "oauth2", "v1.2",
                                            "main...dev", "getUserByEmail", "x-y_z" };
    struct sample_value value;
    char mask[MASK_MOST];

    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        kept_segment(NULL, segment_classify(slice_of(literals[i])), slice_of(literals[i]), mask, &value);
        assert_false(value.masked);
    }
    kept_segment(NULL, segment_classify(SLICE(TOKEN)), SLICE(TOKEN), mask, &value);
    assert_true(value.masked);
    assert_null(memmem(value.text.at, value.text.len, "hzPX", 4));
}

static void ranges_are_coarse_beyond_six_digits(void **state)
{
    assert_true(number_coarse(0) == 0);
    assert_true(number_coarse(123456) == 123456);
    assert_true(number_coarse(1234567) == 1230000);
    assert_true(number_coarse(-1234567) == -1230000);
    assert_true(number_coarse(52.520008) == 52.5);
    assert_true(number_coarse(0.29) == 0.29);
    assert_true(number_coarse(19.99) == 19.99);
    assert_true(number_coarse(number_coarse(98765432.5)) == number_coarse(98765432.5));
    /* Types stay what they are. */
    assert_true(number_coarse(2147483648.0) >= 2147483648.0);
    assert_true(number_coarse(2147483647.0) < 2147483648.0);
    assert_true(number_coarse(-2147483649.0) < -2147483648.0);
    assert_true(number_magnitude(54321) == 50000);
    assert_true(number_magnitude(-0.0371) == -0.03);
}

static void a_range_claims_no_more_than_was_seen(void **state)
{
    struct bench bench;
    const struct field *field;
    double least, most;

    bench_open(&bench);
    learn(&bench, "{\"a\":1234567,\"b\":5,\"t\":-7654321}");
    field = field_at(bench.schema, "a");
    coarse_range(field, &least, &most);
    assert_true(least >= 1234567 && most <= 1234567);
    coarse_range(field_at(bench.schema, "b"), &least, &most);
    assert_true(least == 5 && most == 5);
    coarse_range(field_at(bench.schema, "t"), &least, &most);
    assert_true(least >= -7654321 && most <= -7654321);
    bench_close(&bench);
}

static void a_set_of_masked_values_is_no_enum(void **state)
{
    struct bench bench;

    bench_open(&bench);
    for (int i = 0; i < 40; i++)
        learn(&bench, i % 2 ? "{\"value\":\"" CARD "\",\"kind\":\"plain\"}"
                            : "{\"value\":\"5425233430109903\",\"kind\":\"other\"}");
    schema_settle(bench.schema);
    assert_false(values_is_enum(field_at(bench.schema, "value")->values, NULL));
    assert_true(values_is_enum(field_at(bench.schema, "kind")->values, NULL));
    bench_close(&bench);
}

static const struct exposed *row_at(const struct exposed *rows, size_t count, enum exposed_place place,
                                    const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].place == place && slice_eq(rows[i].pointer, slice_of(pointer)))
            return &rows[i];
    return NULL;
}

static void what_an_endpoint_exposes_is_told_field_by_field(void **state)
{
    struct traffic traffic;
    struct memory account = { 0 };
    const struct endpoint *endpoint;
    const struct exposed *rows, *row;
    const struct data_class_row *classes[DATA_CLASSES];
    struct arena arena;
    size_t count;

    traffic_open(&traffic);
    for (int i = 0; i < 20; i++) {
        char target[100], answer[300];

        snprintf(target, sizeof target, "/users?email=user%d.name@example.com", i * 13);
        snprintf(answer, sizeof answer,
                 "{\"data\":[{\"email\":\"user%d.name@example.com\",\"kind\":\"plain\"}],\"by\":{\"%d\":{"
                 "\"email\":\"x%d@example.org\"}}}",
                 i * 13, i * 7 + 1000, i);
        traffic_ask(&traffic, (struct ask){ .target = target, .answer = answer });
    }
    endpoint = inventory_find(traffic_inventory(&traffic), SLICE(""), SLICE("GET"), SLICE("/users"), NULL);
    assert_non_null(endpoint);
    arena_init(&arena, &account, 0);
    count = exposed_find(NULL, endpoint, &arena, &rows);
    row = row_at(rows, count, EXPOSED_QUERY, "email");
    assert_non_null(row);
    assert_string_equal(row->row->name, "email");
    row = row_at(rows, count, EXPOSED_RESPONSE_BODY, "/data/[]/email");
    assert_non_null(row);
    assert_int_equal(row->status, 200);
    assert_slice_equal(row->media_type, "application/json");
    assert_true(row->class.matched > 10 && row->class.confidence > 0.8);
    assert_true(row->example.len > 3 && !memmem(row->example.at, row->example.len, "name", 4));
    assert_non_null(row_at(rows, count, EXPOSED_RESPONSE_BODY, "/by/*/email"));
    assert_null(row_at(rows, count, EXPOSED_RESPONSE_BODY, "/data/[]/kind"));
    assert_int_equal(exposed_classes(rows, count, classes), 1);
    arena_done(&arena);
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_stored_holds_no_secret),
        cmocka_unit_test(masked_segments_are_found_by_what_they_were),
        cmocka_unit_test(sensitive_names_stand_among_others),
        cmocka_unit_test(maps_with_sensitive_keys_are_maps),
        cmocka_unit_test(names_of_properties_are_no_data),
        cmocka_unit_test(literals_of_paths_stay),
        cmocka_unit_test(ranges_are_coarse_beyond_six_digits),
        cmocka_unit_test(a_range_claims_no_more_than_was_seen),
        cmocka_unit_test(a_set_of_masked_values_is_no_enum),
        cmocka_unit_test(what_an_endpoint_exposes_is_told_field_by_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

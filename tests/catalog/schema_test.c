/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/schema.h"

#include "base/hash.h"
#include "catalog/schema_tree.h"
#include "catalog/schemas.h"
#include "json/judge.h"
#include "json/verdicts.h"

#include <stdio.h>

static void types_presence_and_ranges_are_counted(void **state)
{
    struct bench bench;
    const struct field *root, *field;

    bench_open(&bench);
    assert_int_equal(learn(&bench, "{\"id\":7,\"tags\":[\"a\",\"b\"],\"price\":1.5}"), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, " { \"id\" : -12 , \"tags\" : [ ] , \"note\" : null } "), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, "{\"price\":3,\"note\":\"x\",\"id\":0,\"deep\":{\"ok\":true}}"),
                     SCHEMA_LEARNED);
    assert_int_equal(schema_bodies(bench.schema), 3);
    root = schema_root(bench.schema);
    assert_int_equal(root->present, 3);
    assert_int_equal(root->types[TYPE_OBJECT], 3);
    assert_int_equal(schema_child_count(root), 5);
    field = field_at(bench.schema, "id");
    assert_int_equal(field->present, 3);
    assert_int_equal(field->types[TYPE_INTEGER], 3);
    assert_true(field->number_min == -12 && field->number_max == 7);
    assert_int_equal(field->numbers->sample.count, 3);
    assert_true(field_is_required(field, root));
    field = field_at(bench.schema, "price");
    assert_int_equal(field->types[TYPE_INTEGER], 1);
    assert_int_equal(field->types[TYPE_NUMBER], 1);
    assert_true(field->number_min == 1.5 && field->number_max == 3);
    assert_false(field_is_required(field, root));
    field = field_at(bench.schema, "note");
    assert_true(field_is_nullable(field));
    assert_int_equal(field->values->count, 1);
    field = field_at(bench.schema, "tags");
    assert_int_equal(field->types[TYPE_ARRAY], 2);
    assert_int_equal(field->items_min, 0);
    assert_int_equal(field->items_max, 2);
    assert_int_equal(field->items->present, 2);
    assert_int_equal(field->items->values->sample.count, 2);
    assert_true(field_is_required(field_at(bench.schema, "deep/ok"), field_at(bench.schema, "deep")));
    bench_close(&bench);
}

static void top_level_scalars_are_bodies_too(void **state)
{
    struct bench bench;

    bench_open(&bench);
    assert_int_equal(learn(&bench, "12345"), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, "\"text\""), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, "null"), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, "[]"), SCHEMA_LEARNED);
    assert_int_equal(schema_root(bench.schema)->present, 4);
    assert_true(schema_root(bench.schema)->number_max == 12345);
    assert_int_equal(schema_root(bench.schema)->types[TYPE_ARRAY], 1);
    bench_close(&bench);
}

static void a_key_that_stands_twice_is_present_once(void **state)
{
    struct bench bench;

    bench_open(&bench);
    for (int i = 0; i < 3; i++)
        assert_int_equal(learn(&bench, "{\"a\":1,\"b\":2,\"a\":{\"c\":1,\"c\":2},\"a\":null}"),
                         SCHEMA_LEARNED);
    assert_int_equal(field_at(bench.schema, "a")->present, 3);
    assert_int_equal(field_at(bench.schema, "a")->types[TYPE_INTEGER], 3);
    assert_int_equal(field_at(bench.schema, "a")->types[TYPE_OBJECT], 3);
    assert_int_equal(field_at(bench.schema, "a/c")->present, 3);
    assert_int_equal(field_at(bench.schema, "a/c")->types[TYPE_INTEGER], 6);
    bench_close(&bench);
}

/* Whether a key stood before in its object is told by a number, and numbers end. */
static void repeated_keys_are_told_after_very_many_objects(void **state)
{
    struct bench bench;

    bench_open(&bench);
    bench.schema->stamp = UINT32_MAX - 300;
    for (unsigned i = 0; i < 200; i++)
        assert_int_equal(learn(&bench, "{\"a\":[{\"b\":1,\"b\":2},{\"b\":3}],\"a\":1}"), SCHEMA_LEARNED);
    assert_true(bench.schema->stamp < 600);
    assert_int_equal(field_at(bench.schema, "a")->present, 200);
    assert_int_equal(field_at(bench.schema, "a/[]/b")->present, 400);
    bench_close(&bench);
}

static void keys_are_compared_unescaped(void **state)
{
    struct bench bench;
    size_t cursor = 0;

    bench_open(&bench);
    assert_int_equal(learn(&bench, "{\"name\":1,\"a\\\"b\":1,\"\":1,\"\xc3\xa9\":1}"), SCHEMA_LEARNED);
    assert_int_equal(learn(&bench, "{\"n\\u0061me\":1,\"a\\u0022b\":1,\"\\u00e9\":1}"), SCHEMA_LEARNED);
    assert_int_equal(field_at(bench.schema, "name")->present, 2);
    assert_int_equal(field_at(bench.schema, "a\"b")->present, 2);
    assert_int_equal(field_at(bench.schema, "\xc3\xa9")->present, 2);
    assert_slice_equal(schema_next(schema_root(bench.schema), &cursor)->key, "");
    assert_slice_equal(schema_next(schema_root(bench.schema), &cursor)->key, "a\"b");
    assert_slice_equal(schema_next(schema_root(bench.schema), &cursor)->key, "name");
    assert_slice_equal(schema_next(schema_root(bench.schema), &cursor)->key, "\xc3\xa9");
    assert_null(schema_next(schema_root(bench.schema), &cursor));
    /* A key as spelled in a known field is still a quote that ends the key. */
    assert_int_equal(learn(&bench, "{\"a\"b\":1}"), SCHEMA_MALFORMED);
    assert_int_equal(learn(&bench, "{\"\\u00e9\":1,\"\x80\":1}"), SCHEMA_MALFORMED);
    bench_close(&bench);
}

/* Names of pairs need not be text; learned once, they are still no key of a JSON body. */
static void known_names_that_are_no_text_are_no_keys(void **state)
{
    const struct pair pair = { SLICE("\x80"), SLICE("x"), false };
    struct bench bench;

    bench_open(&bench);
    schema_learn_pairs(bench.learner, bench.schema, &pair, 1);
    assert_int_equal(learn(&bench, "{\"a\":1}"), SCHEMA_LEARNED);
    for (int i = 0; i < 2; i++)
        assert_int_equal(learn(&bench, "{\"a\":1,\"\x80\":1}"), SCHEMA_MALFORMED);
    assert_int_equal(learn(&bench, "{\"\x80\":1}"), SCHEMA_MALFORMED);
    bench_close(&bench);
}

/* Keys of every length around the places where the wide compare changes its ways, in every other order. */
static void keys_of_any_length_are_told_apart(void **state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    struct bench bench;
    char body[4096];

    bench_open(&bench);
    for (unsigned round = 0; round < 6; round++) {
        size_t len = 1;

        body[0] = '{';
        for (unsigned i = 1; i <= 50; i++) {
            unsigned size = round % 2 ? i : 51 - i;

            len += (size_t)snprintf(body + len, sizeof body - len, "%s\"%.*s\":%u", len > 1 ? "," : "",
                                    (int)size, letters, i);
        }
        snprintf(body + len, sizeof body - len, "}");
        assert_int_equal(learn(&bench, body), SCHEMA_LEARNED);
    }
    assert_int_equal(schema_child_count(schema_root(bench.schema)), 50);
    for (size_t size = 1; size <= 50; size++)
        assert_int_equal(schema_find(schema_root(bench.schema), slice_make(letters, size))->present, 6);
    bench_close(&bench);
}

/* The learner drives the scanner's parts itself, so it is held to the same verdicts: with little known and with all
 * keys known, whatever follows the body. */
static void verdicts_are_those_of_the_grammar(void **state)
{
    static const char *const slacks[] = { ",\"a\":1]}", "e", "l", "\"", "0", "]}", " " };
    struct bench bench;

    bench_open(&bench);
    assert_int_equal(learn(&bench, "[{\"a\":{\"a\":[1]},\"b\":2,\"\":3},[[\"x\"]]]"), SCHEMA_LEARNED);
    for (size_t round = 0; round < 2 * sizeof slacks / sizeof *slacks; round++) {
        const char *slack = slacks[round / 2];

        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
            if (learn_before(bench.learner, bench.schema, refused[i].at, refused[i].len, slack) !=
                SCHEMA_MALFORMED)
                fail_msg("accepted: %.*s", (int)refused[i].len, refused[i].at);
        for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
            if (learn_before(bench.learner, bench.schema, accepted[i].at, accepted[i].len, slack) !=
                SCHEMA_LEARNED)
                fail_msg("refused: %.*s", (int)accepted[i].len, accepted[i].at);
    }
    bench_close(&bench);
}

static void a_body_cut_anywhere_is_malformed(void **state)
{
    static const char whole[] =
        "{\"id\": 12, \"name\":\"x\\n\",\"tags\":[\"a\",true,null],\"deep\":{\"a\":-1.5e3}}";
    struct bench bench;

    bench_open(&bench);
    for (int known = 0; known < 2; known++) {
        for (size_t len = 0; len < sizeof whole - 1; len++)
            assert_int_equal(learn_bytes(bench.learner, bench.schema, whole, len), SCHEMA_MALFORMED);
        assert_int_equal(learn(&bench, whole), SCHEMA_LEARNED);
    }
    bench_close(&bench);
}

struct heard {
    char text[512];
    size_t len;
};

static void hear(void *context, struct slice text, uint64_t hash)
{
    struct heard *heard = context;

    assert_int_equal(hash, hash_content(text));
    heard->len += (size_t)snprintf(heard->text + heard->len, sizeof heard->text - heard->len, "=%.*s ",
                                   SLICE_ARG(text));
}

static void tell(struct bench *bench, const char *body, struct heard *heard, enum schema_verdict verdict)
{
    char text[512] = { 0 };

    snprintf(text, sizeof text, "%s", body);
    heard->len = 0;
    heard->text[0] = '\0';
    assert_int_equal(
        schema_learn_json(bench->learner, bench->schema, slice_make(text, strlen(body)), hear, heard),
        verdict);
}

static bool heard_has(const struct heard *heard, const char *word)
{
    return strstr(heard->text, word) != NULL;
}

static void the_listener_hears_strings_of_valid_bodies_until_they_are_kept(void **state)
{
    static const char body[] = "{\"a\":\"x\\u0041\",\"b\\/c\":[12,1.5,true,-3],\"d\":{\"e\":\"\xc3\xa9\"}}";
    struct bench bench;
    struct heard heard;

    bench_open(&bench);
    tell(&bench, body, &heard, SCHEMA_LEARNED);
    assert_string_equal(heard.text, "=xA =\xc3\xa9 ");
    tell(&bench, body, &heard, SCHEMA_LEARNED);
    assert_string_equal(heard.text, "");
    tell(&bench, "{\"a\":\"y\",\"d\":{\"e\":\"f\"}", &heard, SCHEMA_MALFORMED);
    assert_string_equal(heard.text, "");
    tell(&bench, "{\"a\":\"y\",\"d\":{\"e\":\"xA\"}}", &heard, SCHEMA_LEARNED);
    assert_string_equal(heard.text, "=y =xA ");
    bench_close(&bench);
}

static void the_listener_hears_more_strings_than_are_kept(void **state)
{
    struct bench bench;
    struct heard heard;
    char body[64];

    bench_open(&bench);
    for (unsigned i = 0; i < 3000; i++) {
        char text[16];

        snprintf(body, sizeof body, "{\"k\\u006%u%u\":\"v%u\",\"k\":\"w%u\"}", i % 10, i, i, i);
        snprintf(text, sizeof text, "=v%u ", i);
        tell(&bench, body, &heard, SCHEMA_LEARNED);
        assert_true(heard_has(&heard, text));
        text[1] = 'w';
        assert_true(heard_has(&heard, text));
    }
    assert_non_null(schema_root(bench.schema)->other);
    bench_close(&bench);
}

static void pairs_are_learned_as_an_object_of_strings(void **state)
{
    const struct pair first[] = { { SLICE("q"), SLICE("shoes"), false },
                                  { SLICE("page"), SLICE("1"), false } };
    const struct pair second[] = { { SLICE("page"), SLICE("2"), false },
                                   { SLICE("tag"), SLICE("a"), false },
                                   { SLICE("tag"), SLICE("b"), false },
                                   { SLICE("tag"), SLICE("c"), false },
                                   { SLICE("file"), SLICE("\x00\x01\xff"), true } };
    struct bench bench;
    const struct field *field;

    bench_open(&bench);
    assert_int_equal(schema_learn_pairs(bench.learner, bench.schema, first, 2), SCHEMA_LEARNED);
    assert_int_equal(schema_learn_pairs(bench.learner, bench.schema, second, 5), SCHEMA_LEARNED);
    assert_int_equal(schema_learn_pairs(bench.learner, bench.schema, NULL, 0), SCHEMA_LEARNED);
    assert_int_equal(schema_bodies(bench.schema), 3);
    assert_int_equal(schema_root(bench.schema)->types[TYPE_OBJECT], 3);
    field = field_at(bench.schema, "page");
    assert_int_equal(field->present, 2);
    assert_int_equal(field->repeated, 0);
    assert_true(field->values->possible & FORMAT_INTEGER);
    assert_false(field_is_required(field, schema_root(bench.schema)));
    field = field_at(bench.schema, "tag");
    assert_int_equal(field->present, 1);
    assert_int_equal(field->repeated, 1);
    assert_int_equal(field->types[TYPE_STRING], 3);
    assert_int_equal(field->types[TYPE_ARRAY], 1);
    assert_int_equal(field->items_max, 3);
    field = field_at(bench.schema, "file");
    assert_int_equal(field->types[TYPE_STRING], 1);
    assert_null(field->values);
    bench_close(&bench);
}

static void depth_beyond_the_limit_is_valid_but_not_learned(void **state)
{
    size_t levels[] = { SCHEMA_DEPTH, SCHEMA_DEPTH + 1, 100000 };
    struct bench bench;

    for (size_t i = 0; i < 3; i++) {
        size_t len = 6 * levels[i] + 1;
        char *text = malloc(len);

        assert_non_null(text);
        for (size_t j = 0; j < levels[i]; j++)
            memcpy(text + 5 * j, "{\"a\":", 5);
        text[5 * levels[i]] = '1';
        memset(text + 5 * levels[i] + 1, '}', levels[i]);
        bench_open(&bench);
        for (int known = 0; known < 3; known++) {
            assert_int_equal(learn_bytes(bench.learner, bench.schema, text, len),
                             i == 0 ? SCHEMA_LEARNED : SCHEMA_LIMITED);
            assert_int_equal(learn_bytes(bench.learner, bench.schema, text, len - 1), SCHEMA_MALFORMED);
        }
        assert_int_equal(schema_limited(bench.schema), i == 0 ? 0 : 3);
        assert_int_equal(schema_bodies(bench.schema), 3);
        bench_close(&bench);
        free(text);
    }
}

/* One object of a hundred thousand members, then as many objects of one: what is kept does not grow. */
static void data_as_keys_does_not_grow_without_bound(void **state)
{
    enum { KEYS = 100000 };
    char *text = malloc(KEYS * 20 + 2);
    struct bench bench;
    size_t len = 1;

    assert_non_null(text);
    text[0] = '{';
    for (unsigned i = 0; i < KEYS; i++)
        len += (size_t)snprintf(text + len, 20, "%s\"%x\":\"%u\"", i ? "," : "", i * 2654435761u, i % 97);
    text[len++] = '}';
    bench_open(&bench);
    assert_int_equal(learn_bytes(bench.learner, bench.schema, text, len), SCHEMA_LEARNED);
    assert_int_equal(schema_child_count(schema_root(bench.schema)), SCHEMA_CHILDREN);
    assert_int_equal(schema_root(bench.schema)->other->present, KEYS - SCHEMA_CHILDREN);
    assert_true(field_is_map(schema_root(bench.schema)));
    for (unsigned i = 0; i < KEYS; i++) {
        char body[32];

        snprintf(body, sizeof body, "{\"%u!\":{\"x\":1}}", i);
        learn(&bench, body);
    }
    assert_true(bench.account.used < 3000000);
    assert_int_equal(schema_limited(bench.schema), 0);
    bench_close(&bench);
    free(text);
}

static void keys_longer_than_the_limit_are_data(void **state)
{
    struct bench bench;
    char body[1024];

    bench_open(&bench);
    for (int extra = -1; extra < 2; extra++) {
        snprintf(body, sizeof body, "{\"%0*d\":1,\"%0*d\":2}", 256 + extra, 1, 256 + extra, 2);
        for (int known = 0; known < 2; known++)
            assert_int_equal(learn(&bench, body), SCHEMA_LEARNED);
    }
    assert_int_equal(schema_child_count(schema_root(bench.schema)), 4);
    assert_int_equal(schema_root(bench.schema)->other->present, 4);
    bench_close(&bench);
}

static void the_field_ceiling_limits_and_says_so(void **state)
{
    struct bench bench;
    char *body = malloc(400000);

    assert_non_null(body);
    bench_open(&bench);
    for (unsigned i = 0; i < 256; i++) {
        size_t len = (size_t)snprintf(body, 64, "{\"%u\":{", i);

        for (unsigned j = 0; j < 256; j++)
            len += (size_t)snprintf(body + len, 64, "%s\"%u\":{\"z\":1}", j ? "," : "", j);
        snprintf(body + len, 8, "}}");
        learn(&bench, body);
    }
    assert_true(schema_limited(bench.schema) > 0);
    assert_int_equal(schema_bodies(bench.schema), 256);
    assert_true(bench.account.used < 64000000);
    bench_close(&bench);
    free(body);
}

/* Law 6: what is stored holds no secret, only how many there were. */
static void secrets_by_name_keep_no_text(void **state)
{
    static const char *const bodies[] = {
        "{\"password\":\"hunter22x\",\"tokens\":[\"abcdefgh1\"],\"pin\":4711,\"colour\":\"turquoise\"}",
        "{\"password\":\"hunter33y\",\"tokens\":[\"ijklmnop2\"],\"pin\":4712,\"colour\":\"turquoise\"}",
    };
    struct bench bench;
    struct buffer stored;

    bench_open(&bench);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(learn(&bench, bodies[i]), SCHEMA_LEARNED);
    buffer_init(&stored, &bench.account);
    schema_write(bench.schema, &stored);
    assert_non_null(memmem(stored.at, stored.len, "turquoise", 9));
    assert_null(memmem(stored.at, stored.len, "hunter", 6));
    assert_null(memmem(stored.at, stored.len, "abcdefgh1", 9));
    assert_null(memmem(stored.at, stored.len, "4711", 4));
    assert_int_equal(
        (int)sample_distinct(&schema_find(schema_root(bench.schema), SLICE("password"))->values->sample), 2);
    buffer_done(&stored);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_presence_and_ranges_are_counted),
        cmocka_unit_test(top_level_scalars_are_bodies_too),
        cmocka_unit_test(a_key_that_stands_twice_is_present_once),
        cmocka_unit_test(repeated_keys_are_told_after_very_many_objects),
        cmocka_unit_test(keys_are_compared_unescaped),
        cmocka_unit_test(known_names_that_are_no_text_are_no_keys),
        cmocka_unit_test(keys_of_any_length_are_told_apart),
        cmocka_unit_test(verdicts_are_those_of_the_grammar),
        cmocka_unit_test(a_body_cut_anywhere_is_malformed),
        cmocka_unit_test(the_listener_hears_strings_of_valid_bodies_until_they_are_kept),
        cmocka_unit_test(the_listener_hears_more_strings_than_are_kept),
        cmocka_unit_test(pairs_are_learned_as_an_object_of_strings),
        cmocka_unit_test(depth_beyond_the_limit_is_valid_but_not_learned),
        cmocka_unit_test(data_as_keys_does_not_grow_without_bound),
        cmocka_unit_test(keys_longer_than_the_limit_are_data),
        cmocka_unit_test(the_field_ceiling_limits_and_says_so),
        cmocka_unit_test(secrets_by_name_keep_no_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

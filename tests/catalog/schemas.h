/* SPDX-License-Identifier: Apache-2.0 */
/* What the schema tests share: a learner and its schema with an account each, so that what a schema keeps can be told
 * from scratch memory. */
#ifndef TESTS_CATALOG_SCHEMAS_H
#define TESTS_CATALOG_SCHEMAS_H

#include "base/buffer.h"
#include "base/check.h"
#include "catalog/schema.h"

#include <stdlib.h>

struct bench {
    struct memory account;
    struct learner *learner;
    struct schema *schema;
};

static inline void bench_open(struct bench *bench)
{
    *bench = (struct bench){ .learner = NULL };
    bench->learner = learner_new(&bench->account);
    bench->schema = schema_new(&bench->account);
    assert_non_null(bench->learner);
    assert_non_null(bench->schema);
}

static inline void bench_close(struct bench *bench)
{
    schema_free(bench->schema, &bench->account);
    learner_free(bench->learner);
    assert_int_equal(bench->account.used, 0);
}

/* In an allocation of its own that ends with the slack, which is filled with that text over and over. */
static inline enum schema_verdict learn_before(struct learner *learner, struct schema *schema,
                                               const char *text, size_t len, const char *slack)
{
    char *body = malloc(len + BODY_SLACK);
    enum schema_verdict verdict;

    assert_non_null(body);
    if (len)
        memcpy(body, text, len);
    for (size_t i = 0; i < BODY_SLACK; i++)
        body[len + i] = slack[i % strlen(slack)];
    verdict = schema_learn_json(learner, schema, slice_make(body, len), NULL, NULL);
    free(body);
    return verdict;
}

static inline enum schema_verdict learn_bytes(struct learner *learner, struct schema *schema,
                                              const char *text, size_t len)
{
    return learn_before(learner, schema, text, len, ",\"a\":1]}");
}

static inline enum schema_verdict learn(struct bench *bench, const char *text)
{
    return learn_bytes(bench->learner, bench->schema, text, strlen(text));
}

/* The field at a path of keys, "[]" for items: "a/[]/b". */
static inline const struct field *field_at(const struct schema *schema, const char *path)
{
    const struct field *field = schema_root(schema);
    struct slice rest = slice_of(path);

    while (field && rest.len) {
        struct slice step = slice_cut(&rest, '/');

        field = slice_eq(step, SLICE("[]")) ? field->items : schema_find(field, step);
    }
    return field;
}

static inline void write_schema(const struct schema *schema, struct memory *account, struct buffer *out)
{
    buffer_init(out, account);
    schema_write(schema, out);
    assert_false(out->failed);
}

static inline void assert_same_knowledge(const struct schema *a, const struct schema *b)
{
    struct memory account = { .limit = 0 };
    struct buffer left, right;

    write_schema(a, &account, &left);
    write_schema(b, &account, &right);
    assert_int_equal(left.len, right.len);
    assert_memory_equal(left.at, right.at, left.len);
    buffer_done(&left);
    buffer_done(&right);
}

#endif

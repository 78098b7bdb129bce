/* SPDX-License-Identifier: Apache-2.0 */
/* Laws 1 and 2 for schemas: the input is lines, each a body (or, behind '&', one pair a word), dealt to two schemas.
 * Merged either way round they equal one schema that learned all, and so does what was written and read. Input that
 * starts with a NUL is read as a written schema instead. */
#include "catalog/schema.h"

#include "base/buffer.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void learn_pairs(struct learner *learner, struct schema *schema, struct slice line)
{
    struct pair pairs[16];
    size_t count = 0;

    while (line.len && count < 16) {
        struct slice value = slice_cut(&line, ' '), name = slice_cut(&value, '=');

        pairs[count++] = (struct pair){ name, value, value.len == 3 };
    }
    schema_learn_pairs(learner, schema, pairs, count);
}

static void learn(struct learner *learner, struct schema *schema, struct slice line)
{
    char *body;

    if (line.len && line.at[0] == '&') {
        learn_pairs(learner, schema, slice_make(line.at + 1, line.len - 1));
        return;
    }
    body = calloc(1, line.len + BODY_SLACK);
    if (line.len)
        memcpy(body, line.at, line.len);
    schema_learn_json(learner, schema, slice_make(body, line.len), NULL, NULL);
    free(body);
}

static void require_same(const struct schema *a, const struct schema *b, struct memory *account)
{
    struct buffer left, right;

    buffer_init(&left, account);
    buffer_init(&right, account);
    schema_write(a, &left);
    schema_write(b, &right);
    if (!slice_eq(buffer_slice(&left), buffer_slice(&right)))
        abort();
    buffer_done(&left);
    buffer_done(&right);
}

static struct schema *read_again(const struct schema *schema, struct memory *account)
{
    struct buffer written;
    struct schema *again;
    struct slice bytes;

    buffer_init(&written, account);
    schema_write(schema, &written);
    bytes = buffer_slice(&written);
    again = schema_read(&bytes, account);
    if (!again || bytes.len != 0)
        abort();
    buffer_done(&written);
    return again;
}

static void decide(const struct field *field, unsigned depth)
{
    const struct field *member;
    size_t cursor = 0;

    field_is_map(field);
    if (field->values) {
        values_format(field->values);
        values_is_enum(field->values, NULL);
    }
    while (depth < 8 && (member = schema_next(field, &cursor)))
        decide(member, depth + 1);
}

static void read_damaged(const uint8_t *data, size_t size, struct memory *account)
{
    struct slice bytes = slice_make(data, size);
    struct schema *schema = schema_read(&bytes, account), *again;

    if (!schema)
        return;
    decide(schema_root(schema), 0);
    again = schema_new(account);
    schema_merge(again, account, schema);
    schema_free(again, account);
    schema_free(read_again(schema, account), account);
    schema_free(schema, account);
}

static void learn_all(const uint8_t *data, size_t size, struct memory *account)
{
    struct learner *learner = learner_new(account);
    struct schema *whole = schema_new(account), *odd = schema_new(account), *even = schema_new(account),
                  *again;
    struct slice rest = slice_make(data, size);

    for (unsigned turn = 0; rest.len; turn++) {
        struct slice line = slice_cut(&rest, '\n');

        learn(learner, whole, line);
        learn(learner, turn % 2 ? odd : even, line);
    }
    again = read_again(even, account);
    schema_merge(again, account, odd);
    schema_merge(odd, account, even);
    require_same(again, whole, account);
    require_same(odd, whole, account);
    decide(schema_root(whole), 0);
    schema_free(whole, account);
    schema_free(odd, account);
    schema_free(even, account);
    schema_free(again, account);
    learner_free(learner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = 0 };

    if (size && data[0] == 0)
        read_damaged(data + 1, size - 1, &account);
    else
        learn_all(data, size, &account);
    if (account.used != 0)
        abort();
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Learning from names and values that were decoded elsewhere: query parameters, header fields, cookies, forms. */
#include "base/hash.h"
#include "catalog/schema_tree.h"

static bool pair_learn_value(struct schema *schema, struct memory *account, struct node *node,
                             const struct pair *pair)
{
    const struct values_keeper keeper = { account, schema->classifier };
    struct values *values = NULL;

    node->field.types[TYPE_STRING]++;
    if (pair->is_file)
        return true;
    values = node_values(schema, account, node, &node->field.values);
    return values && values_add(values, &keeper, pair->value);
}

/* *repeats is set when the name came before in this object. */
static bool pair_learn(struct schema *schema, struct memory *account, const struct pair *pair, bool *repeats)
{
    struct node *node = node_member(schema, account, &schema->root, pair->name, hash_content(pair->name));

    if (!node)
        return false;
    if (node->spelled == 0 || node->stamp != schema->stamp) {
        node->stamp = schema->stamp;
        node->times = 0;
        node->field.present++;
    }
    if (node->times < UINT16_MAX)
        node->times++;
    *repeats |= node->times > 1;
    return pair_learn_value(schema, account, node, pair);
}

/* How often each name that repeated did so; each is reset, to be counted once. */
static void pairs_count_repeated(struct schema *schema, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct node *node = node_find(&schema->root, pairs[i].name, hash_content(pairs[i].name));

        if (node && node->stamp == schema->stamp && node->times > 1) {
            node_add_items(&node->field, node->times);
            node->field.types[TYPE_ARRAY]++;
            node->field.repeated++;
            node->times = 1;
        }
    }
}

enum schema_verdict schema_learn_pairs(struct learner *learner, struct schema *schema,
                                       const struct pair *pairs, size_t count)
{
    struct memory *account = learner_account(learner);
    bool whole = true, repeats = false;

    schema->classifier = learner_classifier(learner);
    schema_need_stamps(schema, 1);
    schema->stamp++;
    for (size_t i = 0; i < count; i++)
        whole &= pair_learn(schema, account, &pairs[i], &repeats);
    if (repeats)
        pairs_count_repeated(schema, pairs, count);
    schema->root.field.types[TYPE_OBJECT]++;
    schema->root.field.present++;
    schema->bodies++;
    schema->limited += !whole;
    return whole ? SCHEMA_LEARNED : SCHEMA_LIMITED;
}

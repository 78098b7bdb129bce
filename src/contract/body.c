/* SPDX-License-Identifier: Apache-2.0 */
/* Request bodies and contents (OpenAPI 3.1 4.8.13, 4.8.14). */
#include "contract/reading.h"

struct slice reading_media_type(struct reading *reading, struct slice text)
{
    return reading_lower(reading, slice_trim(slice_cut(&text, ';')));
}

static void read_media(struct reading *reading, const struct tree_node *node,
                       const struct tree_member *member, struct contract_media *ret)
{
    const struct tree_node *media = reference_follow(reading->set, member->value),
                           *schema = TREE_GET(media, "schema");

    ret->type = reading_media_type(reading, member->key);
    ret->schema = schema ? reading_schema(reading, schema) : NULL;
    ret->node = media;
    ret->at = tree_key_position(node, member);
}

void reading_contents(struct reading *reading, const struct tree_node *node,
                      const struct contract_media **ret, size_t *ret_count)
{
    struct contract_media *list;
    size_t count = 0;

    if (!node || node->kind != TREE_MAPPING)
        return;
    list = reading_get(reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        if (!reading_is_extension(node->members[i].key))
            read_media(reading, node, &node->members[i], &list[count++]);
    }
    *ret = list;
    *ret_count = count;
}

struct shared_body {
    const struct contract_media *contents;
    size_t content_count;
};

/* What many operations refer to is read once. */
static const struct shared_body *read_shared(struct reading *reading, const struct tree_node *node)
{
    static const char kind;
    struct shared_body *body = reading_shared(reading, node, &kind);

    if (body)
        return body;
    body = reading_get(reading, 1, sizeof *body);
    if (!body)
        return NULL;
    reading_contents(reading, TREE_GET(node, "content"), &body->contents, &body->content_count);
    reading_share(reading, node, &kind, body);
    return body;
}

void reading_body(struct reading *reading, const struct tree_node *node, struct contract_operation *operation)
{
    const struct shared_body *body;

    if (!node)
        return;
    operation->has_body = true;
    operation->body = reference_follow(reading->set, node);
    operation->body_required = tree_is_true(TREE_GET(operation->body, "required"));
    body = operation->body ? read_shared(reading, operation->body) : NULL;
    if (body) {
        operation->contents = body->contents;
        operation->content_count = body->content_count;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Responses (OpenAPI 3.1 4.8.16, 4.8.17). */
#include "base/byte.h"
#include "contract/reading.h"

/* "404", "4XX", "default"; the range may be written in lower case. false for anything else. */
static bool read_code(struct reading *reading, struct slice code, struct contract_response *ret)
{
    unsigned long long status;

    ret->code = code;
    if (slice_eq(code, SLICE("default")))
        return true;
    if (code.len != 3)
        return false;
    if (slice_to_u64(code, 999, &status) && status >= 100) {
        ret->from = ret->to = (uint16_t)status;
        return true;
    }
    if (!byte_is_digit(code.at[0]) || byte_lower(code.at[1]) != 'x' || byte_lower(code.at[2]) != 'x')
        return false;
    ret->from = (uint16_t)(100 * (code.at[0] - '0'));
    ret->to = (uint16_t)(ret->from + 99);
    ret->code = reading_copy(reading, code);
    if (ret->code.at)
        memcpy((char *)(uintptr_t)ret->code.at + 1, "XX", 2);
    return true;
}

/* A response that many operations refer to is read once; in Swagger 2.0 its media types are the operation's. */
static void read_response(struct reading *reading, const struct tree_node *node,
                          struct contract_response *ret)
{
    static const char kind;
    struct contract_response *shared = reading_shared(reading, node, &kind);

    if (!shared) {
        shared = reading_get(reading, 1, sizeof *shared);
        if (!shared)
            return;
        shared->description = tree_string(TREE_GET(node, "description"));
        reading_headers(reading, TREE_GET(node, "headers"), &shared->headers, &shared->header_count);
        reading_contents(reading, TREE_GET(node, "content"), &shared->contents, &shared->content_count);
        reading_share(reading, node, &kind, shared);
    }
    ret->description = shared->description;
    ret->headers = shared->headers;
    ret->header_count = shared->header_count;
    ret->contents = shared->contents;
    ret->content_count = shared->content_count;
}

static void read_member(struct reading *reading, const struct contract_operation *operation,
                        const struct tree_member *member, struct contract_response *ret)
{
    const struct tree_node *node = reference_follow(reading->set, member->value), *types;

    ret->node = node;
    if (!node)
        return;
    read_response(reading, node, ret);
    if (reading->contract->format == CONTRACT_SWAGGER_20 && TREE_GET(node, "schema")) {
        types = TREE_GET(operation->node, "produces");
        swagger_contents(reading, TREE_GET(node, "schema"), types ? types : reading->produces,
                         tree_position(node), &ret->contents, &ret->content_count);
    }
}

void reading_responses(struct reading *reading, const struct tree_node *node,
                       struct contract_operation *operation)
{
    struct contract_response *list;
    size_t count = 0;

    if (!node || node->kind != TREE_MAPPING)
        return;
    list = reading_get(reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        list[count].at = tree_key_position(node, member);
        if (reading_is_extension(member->key) || !read_code(reading, member->key, &list[count]))
            continue;
        read_member(reading, operation, member, &list[count++]);
    }
    operation->responses = list;
    operation->response_count = count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Security schemes of Swagger 2.0: basic becomes a scheme of HTTP, a flow of OAuth 2 one of several. */
#include "convert/parts.h"

static const struct {
    struct slice key, key_20;
} flows[] = {
    { SLICE_TEXT("implicit"), SLICE_TEXT("implicit") },
    { SLICE_TEXT("password"), SLICE_TEXT("password") },
    { SLICE_TEXT("clientCredentials"), SLICE_TEXT("application") },
    { SLICE_TEXT("authorizationCode"), SLICE_TEXT("accessCode") },
};

static bool is_of_flow(struct slice key)
{
    return slice_eq(key, SLICE("flow")) || slice_eq(key, SLICE("authorizationUrl")) ||
           slice_eq(key, SLICE("tokenUrl")) || slice_eq(key, SLICE("scopes"));
}

static struct slice flow_key(struct slice key_20)
{
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
        if (slice_eq(flows[i].key_20, key_20))
            return flows[i].key;
    }
    return key_20;
}

/* Scopes of 3.x have no extensions: those go to the flow around them. */
static void put_scopes(struct converter *converter, const struct tree_node *scopes, struct node *flow)
{
    struct document *document = converter->document;
    struct node *object = document_object(document);

    document_put(document, flow, SLICE("scopes"), object);
    for (uint32_t i = 0; scopes && scopes->kind == TREE_MAPPING && i < scopes->count; i++) {
        struct slice key = scopes->members[i].key;

        document_put(document, convert_is_extension(key) ? flow : object, key,
                     document_tree(document, scopes->members[i].value));
    }
}

static struct node *flows_node(struct converter *converter, const struct tree_node *node)
{
    struct document *document = converter->document;
    struct node *flow = document_object(document), *object = document_object(document);

    for (uint32_t i = 0; i < node->count; i++) {
        struct slice key = node->members[i].key;

        if (slice_eq(key, SLICE("scopes")))
            put_scopes(converter, node->members[i].value, flow);
        else if (is_of_flow(key) && !slice_eq(key, SLICE("flow")))
            document_put(document, flow, key, document_tree(document, node->members[i].value));
    }
    if (!document_get(flow, "scopes")) /* required since 3.0 */
        put_scopes(converter, NULL, flow);
    document_put(document, object, flow_key(tree_string(TREE_GET(node, "flow"))), flow);
    return object;
}

static void scheme_member(struct converter *converter, const struct tree_node *node,
                          const struct tree_member *member, struct node *object)
{
    struct document *document = converter->document;
    struct slice type = tree_string(TREE_GET(node, "type"));

    if (slice_eq(member->key, SLICE("type")) && slice_eq(type, SLICE("basic"))) {
        convert_put(converter, object, SLICE("type"), document_text(document, SLICE("http")));
        convert_put(converter, object, SLICE("scheme"), document_text(document, SLICE("basic")));
    } else if (slice_eq(type, SLICE("oauth2")) && is_of_flow(member->key)) {
        if (!document_get(object, "flows"))
            document_put(document, object, SLICE("flows"), flows_node(converter, node));
    } else {
        convert_put(converter, object, member->key, document_tree(document, member->value));
    }
}

struct node *convert_swagger_scheme(struct converter *converter, const struct tree_node *node,
                                    const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count; i++)
        scheme_member(converter, node, &node->members[i], object);
    return object;
}

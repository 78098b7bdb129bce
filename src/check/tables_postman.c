/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of Postman collections 2.1, after their published schema, as far as they say what requests there are. That
 * schema allows fields that it does not name. */
#include "check/checker.h"

static const struct check_field document[] = {
    FIELD_NEEDED("info", INFO),
    FIELD_LIST_NEEDED("item", COLLECTION_ITEM),
    FIELD_LIST("event", COLLECTION_EVENT),
    FIELD_LIST("variable", COLLECTION_PAIR),
    FIELD("auth", COLLECTION_AUTH),
};

static const struct check_field info[] = {
    FIELD_NEEDED("name", STRING),
    FIELD_NEEDED("schema", STRING),
    FIELD("_postman_id", STRING),
};

static const struct check_field item[] = {
    FIELD("name", STRING),
    FIELD_LIST("item", COLLECTION_ITEM), /* a folder */
    FIELD("request", COLLECTION_REQUEST),
    FIELD_LIST("response", COLLECTION_RESPONSE),
    FIELD_LIST("event", COLLECTION_EVENT),
    FIELD_LIST("variable", COLLECTION_PAIR),
    FIELD("auth", COLLECTION_AUTH),
};

static const struct check_field request[] = {
    FIELD("method", STRING),        FIELD("url", COLLECTION_URL),
    FIELD("header", ANY), /* a list, or text */
    FIELD("body", COLLECTION_BODY), FIELD("auth", COLLECTION_AUTH),
};

static const struct check_field url[] = {
    FIELD("raw", STRING),
    FIELD("protocol", STRING),
    FIELD("port", STRING),
    FIELD_LIST("query", COLLECTION_PAIR),
    FIELD_LIST("variable", COLLECTION_PAIR),
};

static const struct check_field body[] = {
    FIELD_CHOICE("mode", "raw urlencoded formdata file graphql"),
    FIELD("raw", STRING),
    FIELD_LIST("urlencoded", COLLECTION_PAIR),
    FIELD_LIST("formdata", COLLECTION_PAIR),
    FIELD("disabled", BOOLEAN),
};

static const struct check_field auth[] = {
    FIELD_NEEDED("type", STRING),
};

static const struct check_field event[] = {
    FIELD_NEEDED("listen", STRING),
};

static void check_item(struct checker *checker, const struct tree_node *node)
{
    if (!TREE_GET(node, "request") && !TREE_GET(node, "item"))
        check_fault(checker, RULE_missing_field, tree_position(node),
                    "an item needs 'request', or 'item' when it is a folder");
}

const struct check_object check_objects_postman[KINDS] = {
    [KIND_DOCUMENT] = { .name = "collection", FIELDS(document), .is_open = true },
    [KIND_INFO] = { .name = "info", FIELDS(info), .is_open = true },
    [KIND_COLLECTION_ITEM] = { .name = "item", FIELDS(item), .is_open = true, .rule = check_item },
    [KIND_COLLECTION_REQUEST] = { .name = "request",
                                  FIELDS(request),
                                  .is_open = true,
                                  .may_be_string = true },
    [KIND_COLLECTION_URL] = { .name = "url",
                              FIELDS(url),
                              .is_open = true,
                              .may_be_string = true,
                              .may_be_null = true },
    [KIND_COLLECTION_PAIR] = { .name = "pair", .is_open = true },
    [KIND_COLLECTION_BODY] = { .name = "body", FIELDS(body), .is_open = true, .may_be_null = true },
    [KIND_COLLECTION_AUTH] = { .name = "auth", FIELDS(auth), .is_open = true, .may_be_null = true },
    [KIND_COLLECTION_EVENT] = { .name = "event", FIELDS(event), .is_open = true },
    [KIND_COLLECTION_RESPONSE] = { .name = "response", .is_open = true },
};

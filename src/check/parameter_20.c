/* SPDX-License-Identifier: Apache-2.0 */
/* What tables cannot say of parameters, items and headers in Swagger 2.0. */
#include "check/checker.h"
#include "contract/reference.h"

void check_items_20(struct checker *checker, const struct tree_node *node)
{
    check_limits(checker, node);
}

/* Of a body parameter only its schema counts, of others all but that. */
static void check_place_fields(struct checker *checker, const struct tree_node *node, bool is_body)
{
    for (uint32_t i = 0; i < node->count; i++) {
        struct slice name = node->members[i].key;
        bool fits = check_is_choice(name, "name in description required") || check_is_extension(name) ||
                    slice_eq(name, SLICE("schema")) == is_body;

        if (!fits && check_field_find(&checker->objects[KIND_PARAMETER], name))
            check_fault(checker, RULE_misplaced_field, tree_key_position(node, &node->members[i]),
                        is_body ? "'%.*s' means nothing in a body parameter: say it in its schema"
                                : "'%.*s' means nothing in a parameter that is not the body",
                        SLICE_ARG(name));
    }
    if (!tree_get(node, is_body ? SLICE("schema") : SLICE("type")))
        check_fault(checker, RULE_missing_field, tree_position(node), "this parameter lacks '%s'",
                    is_body ? "schema" : "type");
}

void check_parameter_20(struct checker *checker, const struct tree_node *node)
{
    struct slice place = tree_string(TREE_GET(node, "in"));
    const struct tree_node *format = TREE_GET(node, "collectionFormat");
    bool is_listed = check_is_choice(place, "query formData");

    if (!place.len)
        return;
    check_path_required(checker, node);
    check_place_fields(checker, node, slice_eq(place, SLICE("body")));
    if (slice_eq(place, SLICE("body")))
        return;
    check_limits(checker, node);
    if (slice_eq(tree_string(format), SLICE("multi")) && !is_listed)
        check_fault(checker, RULE_collection_format, tree_position(format),
                    "'multi' is only for query and formData");
    if (tree_is_true(TREE_GET(node, "allowEmptyValue")) && !is_listed)
        check_fault(checker, RULE_misplaced_field, check_key_at(node, "allowEmptyValue"),
                    "'allowEmptyValue' is only for query and formData");
    if (slice_eq(tree_string(TREE_GET(node, "type")), SLICE("file")) && !slice_eq(place, SLICE("formData")))
        check_fault(checker, RULE_file_parameter, check_value_at(node, "type"),
                    "a file can only be sent in formData");
}

/* ---- the parameters of an operation together */

struct bodies {
    struct checker *checker;
    const struct tree_node *body, *form, *file; /* where they are listed first; NULL: nowhere */
};

static bool is_listed(struct checker *checker, const struct tree_node *list, struct slice name,
                      struct slice place)
{
    for (uint32_t i = 0; list && i < list->count; i++) {
        const struct tree_node *parameter = reference_follow(checker->set, list->elements[i]);

        if (slice_eq(tree_string(TREE_GET(parameter, "name")), name) &&
            slice_eq(tree_string(TREE_GET(parameter, "in")), place))
            return true;
    }
    return false;
}

static void take_body(struct bodies *bodies, const struct tree_node *listed,
                      const struct tree_node *parameter)
{
    struct slice place = tree_string(TREE_GET(parameter, "in"));
    bool is_body = slice_eq(place, SLICE("body")), is_form = slice_eq(place, SLICE("formData"));

    if (is_body && bodies->body)
        check_fault(bodies->checker, RULE_several_bodies, tree_position(listed),
                    "an operation can only have one body parameter");
    else if ((is_body && bodies->form) || (is_form && bodies->body))
        check_fault(bodies->checker, RULE_body_and_form, tree_position(listed),
                    "an operation cannot have both body and formData parameters");
    if (is_body)
        bodies->body = listed;
    if (is_form)
        bodies->form = listed;
    if (is_form && slice_eq(tree_string(TREE_GET(parameter, "type")), SLICE("file")))
        bodies->file = listed;
}

/* Parameters of the list that `over`, the operation's own, does not override. */
static void take_bodies(struct bodies *bodies, const struct tree_node *list, const struct tree_node *over)
{
    if (!list || list->kind != TREE_SEQUENCE)
        return;
    for (uint32_t i = 0; i < list->count && check_step(bodies->checker, 1 + (over ? over->count : 0)); i++) {
        const struct tree_node *parameter = reference_follow(bodies->checker->set, list->elements[i]);

        if (!is_listed(bodies->checker, over, tree_string(TREE_GET(parameter, "name")),
                       tree_string(TREE_GET(parameter, "in"))))
            take_body(bodies, list->elements[i], parameter);
    }
}

static bool consumes_forms(const struct checker *checker, const struct tree_node *operation)
{
    const struct tree_node *consumes = TREE_GET(operation, "consumes");

    if (!consumes)
        consumes = TREE_GET(checker->root, "consumes");
    for (uint32_t i = 0; consumes && consumes->kind == TREE_SEQUENCE && i < consumes->count; i++)
        if (slice_starts_with_nocase(tree_string(consumes->elements[i]), SLICE("multipart/form-data")) ||
            slice_starts_with_nocase(tree_string(consumes->elements[i]),
                                     SLICE("application/x-www-form-urlencoded")))
            return true;
    return false;
}

void check_bodies_20(struct checker *checker, const struct tree_node *item, const struct tree_node *operation)
{
    struct bodies bodies = { checker, NULL, NULL, NULL };
    const struct tree_node *own = TREE_GET(operation, "parameters");

    if (!operation)
        return;
    take_bodies(&bodies, own, NULL);
    take_bodies(&bodies, TREE_GET(item, "parameters"), own && own->kind == TREE_SEQUENCE ? own : NULL);
    if (bodies.file && !consumes_forms(checker, operation))
        check_fault(checker, RULE_file_parameter, tree_position(bodies.file),
                    "an operation that takes a file must consume multipart/form-data or "
                    "application/x-www-form-urlencoded");
}

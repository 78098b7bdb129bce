/* SPDX-License-Identifier: Apache-2.0 */
/* Operations and path items of Swagger 2.0: what among the parameters makes a body leaves them. A path item's
 * body is that of each of its operations, as 3.x has no body for all of them. */
#include "convert/parts.h"

/* The parameters that make the body, an operation's own before its path item's. */
struct fields {
    const struct tree_node *body, *body_listed;
    const struct tree_node **forms;
    size_t count, room;
    struct table names; /* of the forms */
};

static void add_form(struct converter *converter, struct fields *fields, const struct tree_node *node)
{
    const struct tree_node *name = TREE_GET(node, "name");

    if (fields->count == fields->room || !name || table_find(&fields->names, tree_string(name)))
        return;
    if (!table_put(&fields->names, tree_string(name), (void *)(uintptr_t)node))
        converter->document->failed = true;
    fields->forms[fields->count++] = node;
    convert_spot(converter, CONVERT_VALUE, node, NULL);
}

static void collect(struct converter *converter, const struct tree_node *list, struct fields *fields)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *node = reference_follow(converter->set, list->elements[i]);
        struct slice in = tree_string(TREE_GET(node, "in"));

        if (slice_eq_nocase(in, SLICE("formData")))
            add_form(converter, fields, node);
        if (!slice_eq_nocase(in, SLICE("body")) || fields->body)
            continue;
        fields->body = node;
        fields->body_listed = list->elements[i];
    }
}

static size_t count_of(const struct tree_node *list)
{
    return list && list->kind == TREE_SEQUENCE ? list->count : 0;
}

static void gather(struct converter *converter, const struct tree_node *node, struct fields *fields)
{
    const struct tree_node *list = TREE_GET(node, "parameters");
    const struct tree_node *own = list ? convert_in_place(converter, list, TREE_SEQUENCE) : NULL;

    *fields = (struct fields){ .room = count_of(own) + count_of(converter->shared) };
    table_init(&fields->names, converter->set->account);
    fields->forms = convert_get(converter, fields->room, sizeof *fields->forms);
    if (!fields->forms)
        return;
    collect(converter, own, fields);
    collect(converter, converter->shared, fields);
}

/* ---- parameters that stay */

static bool is_in_body(struct converter *converter, const struct tree_node *node)
{
    struct slice in = tree_string(TREE_GET(reference_follow(converter->set, node), "in"));

    return slice_eq_nocase(in, SLICE("body")) || slice_eq_nocase(in, SLICE("formData"));
}

static void put_parameters(struct converter *converter, const struct tree_node *node, struct node *object,
                           const struct place *place)
{
    const struct tree_node *list = convert_in_place(converter, node, TREE_SEQUENCE);
    struct node *array = document_array(converter->document);

    if (count_of(list) == 0) {
        convert_put(converter, object, SLICE("parameters"), document_tree(converter->document, node));
        return;
    }
    place = convert_place(converter, place, SLICE("parameters"));
    for (uint32_t i = 0; i < list->count && !converter->stopped; i++) {
        if (!is_in_body(converter, list->elements[i]))
            document_add(converter->document, array,
                         convert_object(converter, CONVERT_PARAMETER, list->elements[i],
                                        convert_place_at(converter, place, document_count(array))));
    }
    if (document_count(array))
        convert_put(converter, object, SLICE("parameters"), array);
}

/* ---- body */

/* 3.0.3, Operation Object: requestBody is ignored where HTTP gives a body no meaning. */
static void note_method(struct converter *converter, const struct tree_node *body, const struct place *place)
{
    static const char *const methods[] = { "get", "head", "delete" };

    if (place && SLICE_AMONG_NOCASE(place->key, methods))
        CONVERT_NOTE(converter, body, "body-with-get",
                     "a body with %.*s: OpenAPI 3.0 tells readers to ignore it", SLICE_ARG(place->key));
}

static struct node *body_node(struct converter *converter, const struct fields *fields,
                              const struct place *place)
{
    bool is_usual = convert_types_equal(converter->consumes, converter->all_consumes);

    if (!fields->body)
        return convert_form(converter, fields->forms, fields->count, place);
    if (fields->count)
        CONVERT_NOTE(converter, fields->forms[0], "body-and-form",
                     "there is a body parameter besides: form parameters are left out");
    /* A shared body is one of the media types of the document. */
    if (reference_is(fields->body_listed, NULL) && !is_usual)
        return convert_swagger_body(converter, fields->body, place);
    return convert_object(converter, CONVERT_REQUEST_BODY, fields->body_listed, place);
}

static void put_body(struct converter *converter, const struct fields *fields, struct node *object,
                     const struct place *place)
{
    if ((!fields->body && !fields->count) || document_get(object, "requestBody"))
        return;
    note_method(converter, fields->body ? fields->body_listed : fields->forms[0], place);
    document_put(converter->document, object, SLICE("requestBody"),
                 body_node(converter, fields, convert_place(converter, place, SLICE("requestBody"))));
}

/* ---- operations */

static bool are_usual_schemes(const struct converter *converter, const struct tree_node *schemes)
{
    const struct tree_node *usual = TREE_GET(converter->root, "schemes");

    return usual && tree_equal(usual, schemes);
}

static void operation_member(struct converter *converter, const struct tree_member *member,
                             const struct fields *fields, struct node *object, const struct place *place)
{
    struct slice key = member->key;

    if (slice_eq(key, SLICE("consumes")) || slice_eq(key, SLICE("produces")))
        return;
    if (slice_eq(key, SLICE("schemes"))) {
        if (!are_usual_schemes(converter, member->value))
            convert_put(converter, object, SLICE("servers"), convert_servers(converter, member->value));
    } else if (slice_eq(key, SLICE("security"))) {
        convert_put(converter, object, key, convert_security(converter, member->value));
    } else if (slice_eq(key, SLICE("parameters"))) {
        put_parameters(converter, member->value, object, place);
        put_body(converter, fields, object, place);
    } else {
        if (slice_eq(key, SLICE("responses")))
            put_body(converter, fields, object, place);
        convert_member(converter, CONVERT_OPERATION, member, object, place);
    }
}

struct node *convert_swagger_operation(struct converter *converter, const struct tree_node *node,
                                       const struct place *place)
{
    struct convert_types consumes = converter->consumes, produces = converter->produces;
    struct node *object = document_object(converter->document);
    struct fields fields;

    converter->consumes = convert_types_of(converter, TREE_GET(node, "consumes"), converter->all_consumes);
    converter->produces = convert_types_of(converter, TREE_GET(node, "produces"), converter->all_produces);
    gather(converter, node, &fields);
    for (uint32_t i = 0; i < node->count && !converter->stopped; i++)
        operation_member(converter, &node->members[i], &fields, object, place);
    put_body(converter, &fields, object, place);
    table_done(&fields.names);
    converter->consumes = consumes;
    converter->produces = produces;
    return object;
}

void convert_swagger_path_item(struct converter *converter, const struct tree_node *node,
                               const struct tree_node *before, struct node *object, const struct place *place)
{
    const struct tree_node *first = TREE_GET(before, "parameters");
    const struct tree_node *list = first ? first : TREE_GET(node, "parameters");

    converter->shared = list ? convert_in_place(converter, list, TREE_SEQUENCE) : NULL;
    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("$ref")) || tree_get(before, member->key))
            continue;
        if (slice_eq(member->key, SLICE("parameters")))
            put_parameters(converter, member->value, object, place);
        else
            convert_member(converter, CONVERT_PATH_ITEM, member, object, place);
    }
    converter->shared = NULL;
}

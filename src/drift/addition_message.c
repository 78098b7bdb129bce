/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing from an operation that the document names: parameters, statuses, media types. Nothing becomes required by
 * having been there whenever somebody looked: the document says that it works without. */
#include "drift/addition_inside.h"

#include "base/byte.h"
#include "contract/reference.h"

static struct spot operation_of(const struct addition *addition)
{
    return (struct spot){ .tree = addition->row->operation->node };
}

static const char no_room[] = "what stands there in the document is of another kind";

/* ---- parameters */

static const struct parameter *find_parameter(const struct drift_row *row)
{
    for (size_t i = 0; row->endpoint && i < row->endpoint->parameter_count; i++) {
        if (row->endpoint->parameters[i].field == row->field)
            return &row->endpoint->parameters[i];
    }
    return NULL;
}

void addition_parameter(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    const struct parameter *seen = find_parameter(row);
    struct spec_part *part = planning_part(planning, row->of_service);
    struct parameter parameter;
    struct node *node;

    if (!part || !seen || !spec_part_is_parameter(row->endpoint, seen)) {
        planning_refuse(planning, addition, "the format says it elsewhere than among the parameters");
        return;
    }
    parameter = *seen;
    parameter.required = false;
    node = spec_part_parameter(part, &parameter);
    if (!node) {
        planning_refuse(planning, addition, "Swagger 2.0 has no cookies");
        return;
    }
    stamp_put(planning, node, &row->support);
    if (!spot_add(planning, spot_array(planning, operation_of(addition), "parameters", spot_after_parameters),
                  node))
        planning_refuse(planning, addition, no_room);
}

/* ---- media types of Swagger 2.0, where one schema is for all of them */

static const char *const after_types[] = { "parameters", "responses", NULL };

static bool is_listed(const struct tree_node *list, struct slice type)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        if (slice_eq_nocase(tree_string(list->elements[i]), type))
            return true;
    }
    return false;
}

/* Forms have a type of their own where no list says one. */
static bool is_form(struct slice type)
{
    static const char *const types[] = { "application/x-www-form-urlencoded", "multipart/form-data" };

    return SLICE_AMONG_NOCASE(type, types);
}

/* What is in force for the operation stands in a list of its own from now on. */
static struct spot types_of(struct planning *planning, const struct addition *addition, const char *key,
                            const struct tree_node *shared)
{
    const struct contract_operation *operation = addition->row->operation;
    struct spot list = spot_array(planning, operation_of(addition), key, after_types);
    struct document *document = planning->document;

    document_flow(list.made);
    if (!list.made || document_count(list.made))
        return list;
    for (uint32_t i = 0; shared && shared->kind == TREE_SEQUENCE && i < shared->count; i++)
        spot_add(planning, list, document_text(document, tree_string(shared->elements[i])));
    for (size_t i = 0; !shared && i < operation->content_count && strcmp(key, "consumes") == 0; i++) {
        if (is_form(operation->contents[i].type))
            spot_add(planning, list, document_text(document, operation->contents[i].type));
    }
    return list;
}

/* Without any list in force, any type is, but for forms. */
static void add_type(struct planning *planning, struct addition *addition, const char *key, struct slice type)
{
    struct spot operation = operation_of(addition);
    const struct tree_node *own = tree_get(operation.tree, slice_of(key));
    const struct tree_node *shared = tree_get(planning->contract->file->root, slice_of(key));
    const struct tree_node *list = own ? own : shared;
    bool is_free = !list && !(is_form(type) && strcmp(key, "consumes") == 0);

    if (is_free || is_listed(list, type) || !planning_is_first(planning, operation.tree, key, type))
        return;
    if (spot_add(planning, types_of(planning, addition, key, shared),
                 document_text(planning->document, type)))
        stamp_list(planning, operation, key, document_text(planning->document, type));
    else
        planning_refuse(planning, addition, no_room);
}

/* ---- statuses */

static size_t find_response(const struct endpoint *endpoint, struct slice name)
{
    unsigned long long status;

    if (!slice_to_u64(name, 599, &status) || status < 100)
        return endpoint->response_count;
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == status)
            return i;
    }
    return endpoint->response_count;
}

/* What stands for the operation: several endpoints may. */
static const struct endpoint *endpoint_of(struct spec_part *part, const struct drift_row *row)
{
    if (!part || row->endpoint_count < 2)
        return row->endpoint;
    return spec_part_merge(part, row->endpoints, row->endpoint_count);
}

static void add_response(struct planning *planning, struct addition *addition, struct slice code)
{
    const struct drift_row *row = addition->row;
    struct spec_part *part = planning_part(planning, row->of_service);
    const struct endpoint *endpoint = endpoint_of(part, row);
    size_t index = endpoint ? find_response(endpoint, code) : 0;
    struct node *node;

    if (!part || !endpoint || index == endpoint->response_count) {
        planning_refuse(planning, addition, "the format has no place for that status");
        return;
    }
    planning_goes_to(planning, part, row->operation->node);
    node = spec_part_response(part, endpoint, index);
    stamp_put(planning, node, &endpoint->responses[index].support);
    if (!spot_put(planning, spot_object(planning, operation_of(addition), "responses", NULL), code, node,
                  NULL))
        planning_refuse(planning, addition, no_room);
    for (size_t i = 0; planning->dialect == SPEC_20 && i < endpoint->responses[index].content_count; i++)
        add_type(planning, addition, "produces",
                 spec_part_media_type(&endpoint->responses[index].contents[i]));
}

void addition_status(struct planning *planning, struct addition *addition)
{
    add_response(planning, addition, addition->row->name);
}

/* ---- media types: OpenAPI 3 */

static struct node *schema_of(struct spec_part *part, const struct drift_row *row)
{
    const struct endpoint *endpoint = endpoint_of(part, row);
    const struct content *content =
        endpoint ? place_media(endpoint, row->location, row->content->media_type) : NULL;

    return content ? spec_part_body(part, endpoint, content) : NULL;
}

static struct node *media_node(struct planning *planning, struct spec_part *part, const struct drift_row *row)
{
    struct node *node = document_object(planning->document);

    document_put(planning->document, node, SLICE("schema"), schema_of(part, row));
    stamp_put(planning, node, &row->support);
    return node;
}

/* "200" of "response:200". */
static struct slice status_of(const struct drift_row *row)
{
    struct slice status = row->location;

    slice_cut(&status, ':');
    return status;
}

static const struct contract_response *response_of(const struct drift_row *row)
{
    struct slice status = status_of(row);
    unsigned long long code;

    return slice_to_u64(status, 999, &code) ? contract_response_for(row->operation, (unsigned)code) : NULL;
}

static void add_content(struct planning *planning, struct addition *addition, struct spec_part *part,
                        struct spot place)
{
    const struct drift_row *row = addition->row;
    struct spot content = spot_object(planning, place, "content", NULL);

    planning_goes_to(planning, part, place.tree ? place.tree : row->operation->node);
    if (!spot_put(planning, content, spec_part_media_type(row->content), media_node(planning, part, row),
                  NULL))
        planning_refuse(planning, addition, no_room);
}

/* ---- media types: Swagger 2.0 */

/* The parameters that are the body, where the operation has none. */
static void add_body(struct planning *planning, struct addition *addition, struct spec_part *part)
{
    struct spot list = spot_array(planning, operation_of(addition), "parameters", spot_after_parameters);
    const struct endpoint *endpoint = endpoint_of(part, addition->row);
    struct node *nodes, *node;
    const void *cursor = NULL;

    planning_goes_to(planning, part, addition->row->operation->node);
    nodes = endpoint ? spec_part_fields(part, endpoint) : NULL;
    while (document_next(nodes, &cursor, NULL, &node)) {
        stamp_put(planning, node, &addition->row->support);
        if (!spot_add(planning, list, node))
            planning_refuse(planning, addition, no_room);
    }
}

static void add_schema(struct planning *planning, struct addition *addition, struct spec_part *part,
                       const struct contract_response *response)
{
    const struct drift_row *row = addition->row;
    struct spot place = { .tree = response->node };
    struct node *schema;

    if (spot_is(spot_get(planning, place, SLICE("schema"))))
        return;
    planning_goes_to(planning, part, response->node);
    schema = schema_of(part, row);
    stamp_put(planning, schema, &row->support);
    if (!spot_put(planning, place, SLICE("schema"), schema, NULL))
        planning_refuse(planning, addition, no_room);
}

static void add_swagger(struct planning *planning, struct addition *addition, struct spec_part *part,
                        bool is_request)
{
    add_type(planning, addition, is_request ? "consumes" : "produces",
             spec_part_media_type(addition->row->content));
    if (!is_request)
        add_schema(planning, addition, part, response_of(addition->row));
    else if (!addition->row->operation->has_body &&
             planning_is_first(planning, addition->row->operation, "body", SLICE("")))
        add_body(planning, addition, part);
}

/* ---- */

static struct spot body_of(struct planning *planning, const struct addition *addition)
{
    const struct drift_row *row = addition->row;

    if (row->operation->body)
        return (struct spot){ .tree = row->operation->body };
    return spot_object(planning, operation_of(addition), "requestBody", spot_after_body);
}

/* Of a response that is documented as one of a range, or of all others, the range is not made to promise what one status
 * brought: it gets a response of its own. */
static void add_own_response(struct planning *planning, struct addition *addition)
{
    struct slice code = status_of(addition->row);
    struct spot responses = spot_object(planning, operation_of(addition), "responses", NULL);

    /* A row about another media type of it came before. */
    if (!spot_is(spot_get(planning, responses, code)))
        add_response(planning, addition, code);
}

void addition_media_type(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    struct spec_part *part = planning_part(planning, row->of_service);
    bool is_request = row->kind == DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE;
    const struct contract_response *response = is_request ? NULL : response_of(row);

    if (!part || !row->endpoint || !row->content || (!is_request && !(response && response->node)))
        planning_refuse(planning, addition, no_room);
    else if (response && !slice_eq(response->code, status_of(row)))
        add_own_response(planning, addition);
    else if (planning->dialect == SPEC_20)
        add_swagger(planning, addition, part, is_request);
    else
        add_content(planning, addition, part,
                    is_request ? body_of(planning, addition) : (struct spot){ .tree = response->node });
}

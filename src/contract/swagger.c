/* SPDX-License-Identifier: Apache-2.0 */
/* What Swagger 2.0 says elsewhere than OpenAPI 3: addresses in three fields, bodies among the parameters, media types apart from
 * schemas. */
#include "contract/reading.h"

/* ---- host, basePath, schemes */

static struct slice base_of(struct reading *reading, struct slice path)
{
    struct slice text;

    while (path.len && path.at[path.len - 1] == '/')
        path.len--;
    if (!path.len || path.at[0] == '/')
        return path;
    text = arena_printf(&reading->set->arena, "/%.*s", SLICE_ARG(path));
    reading->failed |= !text.at;
    return text;
}

static void make_server(struct reading *reading, struct slice scheme, struct contract_server *server)
{
    const struct tree_node *host = TREE_GET(reading->root, "host"),
                           *path = TREE_GET(reading->root, "basePath");
    struct slice name = tree_string(host), base = base_of(reading, tree_string(path));
    const char *between = !name.len ? "" : scheme.len ? "://" : "//";

    server->url = arena_printf(&reading->set->arena, "%.*s%s%.*s%.*s", SLICE_ARG(scheme), between,
                               SLICE_ARG(name), SLICE_ARG(base));
    reading->failed |= !server->url.at;
    server->at = tree_position(host ? host : path ? path : reading->root);
    server_parse(reading, server->url, server);
}

/* "If the schemes is not included, the default scheme to be used is the one used to access the document itself": not said. A
 * scheme without a host makes no address. */
static void make_servers(struct reading *reading, const struct tree_node *schemes,
                         const struct contract_server **ret, size_t *ret_count)
{
    size_t count = 0;
    const struct slice *names = reading_strings(reading, schemes, &count);
    struct contract_server *list;

    if (!tree_string(TREE_GET(reading->root, "host")).len)
        count = 0;
    if (count > READING_EXPANSIONS)
        count = READING_EXPANSIONS;
    list = reading_get(reading, count ? count : 1, sizeof *list);
    if (!list)
        return;
    for (size_t i = 0; i < count; i++)
        make_server(reading, names[i], &list[i]);
    if (!count)
        make_server(reading, SLICE(""), &list[0]);
    *ret = list;
    *ret_count = count ? count : 1;
}

void swagger_servers(struct reading *reading)
{
    struct contract *contract = reading->contract;

    contract->servers_said = tree_string(TREE_GET(reading->root, "host")).len ||
                             tree_string(TREE_GET(reading->root, "basePath")).len;
    if (contract->servers_said)
        make_servers(reading, TREE_GET(reading->root, "schemes"), &contract->servers,
                     &contract->server_count);
}

/* `schemes` of an operation override the document's. */
void swagger_operation_servers(struct reading *reading, struct contract_operation *operation)
{
    const struct tree_node *schemes = TREE_GET(operation->node, "schemes");

    if (schemes && reading->contract->servers_said)
        make_servers(reading, schemes, &operation->servers, &operation->server_count);
}

/* ---- collectionFormat */

/* tsv has no style of OpenAPI 3: its values are told apart by nothing we know. */
enum contract_style swagger_style(const struct tree_node *node, enum contract_place place, bool *ret_explode)
{
    struct slice format = tree_string(TREE_GET(node, "collectionFormat"));

    *ret_explode = slice_eq(format, SLICE("multi"));
    if (slice_eq(format, SLICE("ssv")))
        return CONTRACT_SPACE_DELIMITED;
    if (slice_eq(format, SLICE("pipes")))
        return CONTRACT_PIPE_DELIMITED;
    return place == CONTRACT_PATH || place == CONTRACT_HEADER ? CONTRACT_SIMPLE : CONTRACT_FORM;
}

/* ---- contents */

static const struct slice any_media = SLICE_TEXT("*/*");

static size_t make_contents(struct reading *reading, const struct slice *types, size_t count,
                            const struct contract_schema *schema, struct position at,
                            const struct contract_media **ret)
{
    struct contract_media *list = reading_get(reading, count, sizeof *list);

    for (size_t i = 0; list && i < count; i++)
        list[i] = (struct contract_media){ .type = reading_media_type(reading, types[i]),
                                           .schema = schema,
                                           .at = at };
    *ret = list;
    return list ? count : 0;
}

/* More than anybody names, so that a list the whole document shares cannot be multiplied by all its responses. */
#define TYPES_MOST 64

struct types {
    const struct slice *names;
    size_t count;
};

/* Without a list it may be any. */
static struct types read_types(struct reading *reading, const struct tree_node *node)
{
    static const char kind;
    static const struct types any = { &any_media, 1 };
    struct types *types = node ? reading_shared(reading, node, &kind) : NULL;

    if (types || !node)
        return types ? *types : any;
    types = reading_get(reading, 1, sizeof *types);
    if (!types)
        return any;
    types->names = reading_strings(reading, node, &types->count);
    if (!types->count)
        *types = any;
    if (types->count > TYPES_MOST)
        types->count = TYPES_MOST;
    reading_share(reading, node, &kind, types);
    return *types;
}

/* One schema in each media type. */
void swagger_contents(struct reading *reading, const struct tree_node *schema, const struct tree_node *types,
                      struct position at, const struct contract_media **ret, size_t *ret_count)
{
    struct types read = read_types(reading, types);

    *ret_count = make_contents(reading, read.names, read.count,
                               schema ? reading_schema(reading, schema) : NULL, at, ret);
}

/* ---- body and formData */

/* The parameters of an operation that make its body, the operation's own before the path item's. */
struct fields {
    const struct tree_node *body, *body_listed;
    const struct tree_node **nodes, **listed; /* in formData */
    size_t count;
    bool has_file;
};

/* Each of the path item's is compared with so many of the operation's. */
#define FIELDS_COMPARED 256

static bool has_field(const struct fields *fields, size_t own, struct slice name)
{
    for (size_t i = 0; i < own && i < FIELDS_COMPARED; i++) {
        if (slice_eq(tree_string(TREE_GET(fields->nodes[i], "name")), name))
            return true;
    }
    return false;
}

/* `own`: so many of the fields override those of this list. */
static void collect(struct reading *reading, const struct tree_node *list, size_t own, struct fields *fields)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *node = reference_follow(reading->set, list->elements[i]);
        struct slice in = tree_string(TREE_GET(node, "in"));

        if (slice_eq_nocase(in, SLICE("body")) && !fields->body) {
            fields->body = node;
            fields->body_listed = list->elements[i];
        } else if (slice_eq_nocase(in, SLICE("formData")) &&
                   !has_field(fields, own, tree_string(TREE_GET(node, "name")))) {
            fields->has_file |= slice_eq(tree_string(TREE_GET(node, "type")), SLICE("file"));
            fields->listed[fields->count] = list->elements[i];
            fields->nodes[fields->count++] = node;
        }
    }
}

static bool gather(struct reading *reading, const struct tree_node *own, const struct tree_node *shared,
                   struct fields *fields)
{
    size_t most = (own && own->kind == TREE_SEQUENCE ? own->count : 0) +
                  (shared && shared->kind == TREE_SEQUENCE ? shared->count : 0);

    *fields = (struct fields){ .body = NULL };
    fields->nodes = reading_get(reading, most, sizeof *fields->nodes);
    fields->listed = reading_get(reading, most, sizeof *fields->listed);
    if (!fields->nodes || !fields->listed)
        return false;
    collect(reading, own, 0, fields);
    collect(reading, shared, fields->count, fields);
    return fields->body || fields->count;
}

/* An object with a property for each field. */
static const struct contract_schema *form_schema(struct reading *reading, const struct fields *fields,
                                                 bool *ret_required)
{
    struct contract_schema *schema = reading_schema_new(reading, tree_position(fields->listed[0]));
    struct contract_property *list = reading_get(reading, fields->count, sizeof *list);
    struct slice *required = reading_get(reading, fields->count, sizeof *required);

    if (!schema || !list || !required)
        return &reading_schema_any;
    schema->types = CONTRACT_OBJECT;
    schema->types_said = true;
    for (size_t i = 0; i < fields->count; i++) {
        const struct tree_node *node = fields->nodes[i];

        list[i] = (struct contract_property){ .name = tree_string(TREE_GET(node, "name")),
                                              .schema = reading_schema(reading, node),
                                              .at = tree_position(fields->listed[i]) };
        if (tree_is_true(TREE_GET(node, "required")))
            required[schema->required_count++] = list[i].name;
    }
    schema->properties = list;
    schema->property_count = fields->count;
    schema->required = required;
    *ret_required = schema->required_count > 0;
    return schema;
}

/* Swagger 2.0, "Parameter Object": forms are sent as one of these, and files only as the second. */
static bool is_form(struct slice type)
{
    static const char *const types[] = { "application/x-www-form-urlencoded", "multipart/form-data" };

    return SLICE_AMONG_NOCASE(slice_trim(slice_cut(&type, ';')), types);
}

static void form_contents(struct reading *reading, const struct tree_node *consumes,
                          const struct fields *fields, struct contract_operation *operation)
{
    const struct contract_schema *schema = form_schema(reading, fields, &operation->body_required);
    struct slice types[2], usual = SLICE("application/x-www-form-urlencoded");
    struct types read = read_types(reading, consumes);
    size_t count = 0;

    for (size_t i = 0; i < read.count && count < 2; i++) {
        if (is_form(read.names[i]))
            types[count++] = read.names[i];
    }
    if (!count)
        types[count++] = fields->has_file ? SLICE("multipart/form-data") : usual;
    operation->content_count =
        make_contents(reading, types, count, schema, tree_position(fields->listed[0]), &operation->contents);
}

void swagger_body(struct reading *reading, const struct tree_node *own, const struct tree_node *shared,
                  struct contract_operation *operation)
{
    const struct tree_node *consumes = TREE_GET(operation->node, "consumes");
    struct fields fields;

    if (!gather(reading, own, shared, &fields))
        return;
    if (!consumes)
        consumes = reading->consumes;
    operation->has_body = true;
    if (fields.count && !fields.body) {
        form_contents(reading, consumes, &fields, operation);
        return;
    }
    operation->body = fields.body;
    operation->body_required = tree_is_true(TREE_GET(fields.body, "required"));
    swagger_contents(reading, TREE_GET(fields.body, "schema"), consumes, tree_position(fields.body_listed),
                     &operation->contents, &operation->content_count);
}

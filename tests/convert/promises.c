/* SPDX-License-Identifier: Apache-2.0 */
#include "promises.h"

#define SCHEMA_LEVELS 6

struct comparison {
    struct buffer *out;
    const struct contract_operation *operation;
};

static void differ(struct comparison *comparison, const char *what, struct slice name)
{
    buffer_printf(comparison->out, "%.*s %.*s: %s '%.*s'\n", SLICE_ARG(comparison->operation->method),
                  SLICE_ARG(comparison->operation->path), what, SLICE_ARG(name));
}

/* ---- schemas */

static void compare_schemas(struct comparison *comparison, const struct contract_schema *a,
                            const struct contract_schema *b, struct slice name, unsigned level);

static const struct contract_property *find_property(const struct contract_schema *schema, struct slice name)
{
    for (size_t i = 0; i < schema->property_count; i++) {
        if (slice_eq(schema->properties[i].name, name))
            return &schema->properties[i];
    }
    return NULL;
}

static void compare_bounds(struct comparison *comparison, const struct contract_schema *a,
                           const struct contract_schema *b, struct slice name)
{
    if (a->has_minimum != b->has_minimum || a->minimum != b->minimum ||
        a->minimum_excluded != b->minimum_excluded)
        differ(comparison, "minimum of", name);
    if (a->has_maximum != b->has_maximum || a->maximum != b->maximum ||
        a->maximum_excluded != b->maximum_excluded)
        differ(comparison, "maximum of", name);
    if (a->length_min != b->length_min || a->length_max != b->length_max || a->items_min != b->items_min ||
        a->items_max != b->items_max || a->multiple_of != b->multiple_of ||
        a->unique_items != b->unique_items)
        differ(comparison, "sizes of", name);
    if (!slice_eq(a->pattern, b->pattern) || a->choice_count != b->choice_count)
        differ(comparison, "pattern or enum of", name);
}

static void compare_properties(struct comparison *comparison, const struct contract_schema *a,
                               const struct contract_schema *b, struct slice name, unsigned level)
{
    if (a->property_count != b->property_count || a->required_count != b->required_count ||
        a->additional_kind != b->additional_kind)
        differ(comparison, "properties of", name);
    for (size_t i = 0; i < a->property_count; i++) {
        const struct contract_property *other = find_property(b, a->properties[i].name);

        if (other)
            compare_schemas(comparison, a->properties[i].schema, other->schema, a->properties[i].name,
                            level + 1);
        else
            differ(comparison, "property", a->properties[i].name);
    }
}

static void compare_schemas(struct comparison *comparison, const struct contract_schema *a,
                            const struct contract_schema *b, struct slice name, unsigned level)
{
    if (level > SCHEMA_LEVELS)
        return;
    if (a->is_unknown != b->is_unknown || contract_types(a) != contract_types(b))
        differ(comparison, "types of", name);
    compare_bounds(comparison, a, b, name);
    compare_properties(comparison, a, b, name, level);
    if (!a->items != !b->items)
        differ(comparison, "items of", name);
    if (a->items && b->items)
        compare_schemas(comparison, a->items, b->items, name, level + 1);
    if (!a->nullable && a->one_count != b->one_count &&
        a->any_count + a->all_count == b->any_count + b->all_count)
        differ(comparison, "alternatives of", name);
    for (size_t i = 0; i < a->all_count && i < b->all_count; i++)
        compare_schemas(comparison, a->all_of[i], b->all_of[i], name, level + 1);
}

/* ---- parameters, content */

/* OpenAPI 3 ignores these where Swagger 2.0 did not. */
static bool is_ignored(const struct contract_parameter *parameter)
{
    static const char *const names[] = { "Accept", "Content-Type", "Authorization" };

    return parameter->place == CONTRACT_HEADER && SLICE_AMONG_NOCASE(parameter->name, names);
}

static size_t next_parameter(const struct contract_parameter *list, size_t count, size_t at)
{
    while (at < count && is_ignored(&list[at]))
        at++;
    return at;
}

static void compare_parameter(struct comparison *comparison, const struct contract_parameter *a,
                              const struct contract_parameter *b)
{
    bool has_style = a->place == CONTRACT_QUERY || a->place == CONTRACT_COOKIE;

    if (!slice_eq(a->name, b->name) || a->place != b->place) {
        differ(comparison, "parameter", a->name);
        return;
    }
    if (a->required != b->required || a->deprecated != b->deprecated || a->allow_empty != b->allow_empty)
        differ(comparison, "required or so", a->name);
    if (has_style && (contract_types(a->schema) & CONTRACT_ARRAY) &&
        (a->style != b->style || a->explode != b->explode))
        differ(comparison, "style of", a->name);
    compare_schemas(comparison, a->schema, b->schema, a->name, 0);
}

static void compare_parameters(struct comparison *comparison, const struct contract_parameter *a,
                               size_t a_count, const struct contract_parameter *b, size_t b_count)
{
    size_t i = next_parameter(a, a_count, 0), j = next_parameter(b, b_count, 0);

    while (i < a_count && j < b_count) {
        compare_parameter(comparison, &a[i], &b[j]);
        i = next_parameter(a, a_count, i + 1);
        j = next_parameter(b, b_count, j + 1);
    }
    if (i < a_count || j < b_count)
        differ(comparison, "number of parameters or headers", SLICE(""));
}

static bool is_bytes(const struct contract_schema *schema)
{
    return !schema || slice_eq(schema->format, SLICE("binary")) || schema->content_media_type.len ||
           slice_eq(tree_string(TREE_GET(schema->node, "type")), SLICE("file"));
}

static void compare_contents(struct comparison *comparison, const struct contract_media *a, size_t a_count,
                             const struct contract_media *b, size_t b_count)
{
    if (a_count != b_count)
        differ(comparison, "number of contents", SLICE(""));
    for (size_t i = 0; i < a_count && i < b_count; i++) {
        if (!slice_eq(a[i].type, b[i].type))
            differ(comparison, "content", a[i].type);
        if (!is_bytes(a[i].schema) && !is_bytes(b[i].schema))
            compare_schemas(comparison, a[i].schema, b[i].schema, a[i].type, 0);
        else if (a[i].schema && !is_bytes(a[i].schema))
            differ(comparison, "schema of", a[i].type);
    }
}

static void compare_responses(struct comparison *comparison, const struct contract_operation *a,
                              const struct contract_operation *b)
{
    if (a->response_count != b->response_count)
        differ(comparison, "number of responses", SLICE(""));
    for (size_t i = 0; i < a->response_count && i < b->response_count; i++) {
        const struct contract_response *one = &a->responses[i], *other = &b->responses[i];

        if (!slice_eq(one->code, other->code) || !slice_eq(one->description, other->description))
            differ(comparison, "response", one->code);
        compare_parameters(comparison, one->headers, one->header_count, other->headers, other->header_count);
        compare_contents(comparison, one->contents, one->content_count, other->contents,
                         other->content_count);
    }
}

/* ---- servers, security */

static void compare_servers(struct comparison *comparison, const struct contract_operation *a,
                            const struct contract_operation *b)
{
    if (a->server_count != b->server_count)
        differ(comparison, "number of servers", SLICE(""));
    for (size_t i = 0; i < a->server_count && i < b->server_count; i++) {
        const struct contract_server *one = &a->servers[i], *other = &b->servers[i];

        if (!slice_eq(one->scheme, other->scheme) || !slice_eq(one->host, other->host) ||
            one->port != other->port || !slice_eq(one->base, other->base))
            differ(comparison, "server", one->url);
    }
}

static void compare_requirements(struct comparison *comparison, const struct contract_alternative *a,
                                 const struct contract_alternative *b)
{
    if (a->count != b->count)
        differ(comparison, "number of requirements", SLICE(""));
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        const struct contract_requirement *one = &a->requirements[i], *other = &b->requirements[i];

        if (one->scheme->kind != other->scheme->kind || one->scope_count != other->scope_count ||
            one->scheme->place != other->scheme->place || !slice_eq(one->scheme->name, other->scheme->name))
            differ(comparison, "security scheme", one->scheme->id);
    }
}

static void compare_security(struct comparison *comparison, const struct contract_operation *a,
                             const struct contract_operation *b)
{
    if (a->security_count != b->security_count || a->security_said != b->security_said ||
        a->security_own != b->security_own)
        differ(comparison, "security", SLICE(""));
    for (size_t i = 0; i < a->security_count && i < b->security_count; i++)
        compare_requirements(comparison, &a->security[i], &b->security[i]);
}

/* ---- operations */

static void compare_operations(struct comparison *comparison, const struct contract_operation *a,
                               const struct contract_operation *b)
{
    if (!slice_eq(a->method, b->method) || !slice_eq(a->path, b->path) || a->origin != b->origin) {
        differ(comparison, "operation", b->path);
        return;
    }
    if (!slice_eq(a->id, b->id) || a->deprecated != b->deprecated || a->tag_count != b->tag_count)
        differ(comparison, "identity", a->id);
    if (a->has_body != b->has_body || a->body_required != b->body_required)
        differ(comparison, "body", SLICE(""));
    compare_parameters(comparison, a->parameters, a->parameter_count, b->parameters, b->parameter_count);
    compare_contents(comparison, a->contents, a->content_count, b->contents, b->content_count);
    compare_responses(comparison, a, b);
    compare_servers(comparison, a, b);
    compare_security(comparison, a, b);
}

void promises_compare(const struct contract *a, const struct contract *b, struct buffer *out)
{
    struct comparison comparison = { .out = out };

    if (a->operation_count != b->operation_count || a->scheme_count != b->scheme_count ||
        !slice_eq(a->title, b->title) || !slice_eq(a->info_version, b->info_version))
        buffer_printf(out, "the documents are not of one kind: %zu and %zu operations\n", a->operation_count,
                      b->operation_count);
    for (size_t i = 0; i < a->operation_count && i < b->operation_count; i++) {
        comparison.operation = &a->operations[i];
        compare_operations(&comparison, &a->operations[i], &b->operations[i]);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which conversions there are, and what all of them share: notes, stopping. */
#include "convert/parts.h"

#include "base/byte.h"

static struct slice target_versions[] = {
    [CONTRACT_OPENAPI_31] = SLICE_TEXT("3.1"), [CONTRACT_OPENAPI_30] = SLICE_TEXT("3.0")
};

bool convert_target(struct slice text, enum contract_format *ret)
{
    for (size_t i = 0; i < sizeof target_versions / sizeof *target_versions; i++) {
        struct slice version = target_versions[i], rest;

        if (!slice_starts_with(text, version))
            continue;
        rest = slice_make(text.at + version.len, text.len - version.len);
        if (rest.len && (rest.len != 2 || rest.at[0] != '.' || !byte_is_digit(rest.at[1])))
            return false;
        *ret = (enum contract_format)i;
        return true;
    }
    return false;
}

const char *convert_version(enum contract_format format)
{
    switch (format) {
    case CONTRACT_OPENAPI_31: return "OpenAPI 3.1";
    case CONTRACT_OPENAPI_30: return "OpenAPI 3.0";
    case CONTRACT_SWAGGER_20: return "Swagger 2.0";
    default: return "a Postman collection";
    }
}

void convert_stop(struct converter *converter, enum error_kind kind, struct position at, const char *why)
{
    struct buffer place;

    if (converter->stopped)
        return;
    converter->stopped = true;
    buffer_init(&place, converter->set->account);
    position_print(at, &place);
    error_set(converter->err, kind, "%.*s%s%s", SLICE_ARG(buffer_slice(&place)), place.len ? ": " : "", why);
    buffer_done(&place);
}

void *convert_get(struct converter *converter, size_t count, size_t size)
{
    void *at = count ? arena_get_array(converter->document->arena, count, size) : NULL;

    if (count && !at)
        converter->document->failed = true;
    return at;
}

bool convert_is_extension(struct slice key)
{
    return slice_starts_with(key, SLICE("x-"));
}

struct said {
    const struct tree_node *node;
    const char *rule;
};

bool convert_is_new(struct converter *converter, const struct tree_node *node, const char *rule)
{
    struct said said = { node, rule }, *kept;

    if (table_find(&converter->said, slice_make(&said, sizeof said)))
        return false;
    kept = convert_get(converter, 1, sizeof *kept);
    if (!kept)
        return false;
    *kept = said;
    if (!table_put(&converter->said, slice_make(kept, sizeof *kept), kept))
        converter->document->failed = true;
    return true;
}

static bool is_allowed(const struct contract *contract, enum contract_format to, struct error *err)
{
    enum contract_format from = contract->format;

    if (from == CONTRACT_POSTMAN_21)
        return error_set(err, ERROR_USAGE, "%.*s is a Postman collection: those are not converted",
                         SLICE_ARG(contract->file->path));
    if (from == to || from == CONTRACT_SWAGGER_20 || to == CONTRACT_OPENAPI_31)
        return to == CONTRACT_OPENAPI_30 || to == CONTRACT_OPENAPI_31 ||
               error_set(err, ERROR_USAGE, "%s is no format to convert to", convert_version(to));
    return error_set(err, ERROR_USAGE,
                     "%.*s is %s already, newer than %s: what only the newer says would be lost",
                     SLICE_ARG(contract->file->path), convert_version(from), convert_version(to));
}

/* Path items that are referred to stay where they are when they stand here. */
static void spot_items(struct converter *converter, const struct tree_node *map)
{
    for (uint32_t i = 0; map && map->kind == TREE_MAPPING && i < map->count; i++)
        convert_spot(converter, CONVERT_PATHS, map->members[i].value, NULL);
}

static void begin(struct converter *converter)
{
    const struct tree_node *root = converter->root;

    table_init(&converter->spots, converter->set->account);
    table_init(&converter->names, converter->set->account);
    table_init(&converter->renamed, converter->set->account);
    table_init(&converter->said, converter->set->account);
    converter->components = document_object(converter->document);
    convert_names(converter);
    spot_items(converter, TREE_GET(root, "paths"));
    spot_items(converter, TREE_GET(root, "webhooks"));
    spot_items(converter, TREE_GET(TREE_GET(root, "components"), "pathItems"));
}

static void end(struct converter *converter)
{
    table_done(&converter->spots);
    table_done(&converter->names);
    table_done(&converter->renamed);
    table_done(&converter->said);
}

static struct node *run(struct converter *converter)
{
    struct node *node = convert_object(converter, CONVERT_ROOT, converter->root, NULL);

    convert_references(converter);
    if (document_count(converter->components) && !converter->components_placed)
        document_put(converter->document, node, SLICE("components"), converter->components);
    return node;
}

bool convert_contract(struct contract_set *set, const struct contract *contract, enum contract_format to,
                      struct document *document, struct faults *notes, struct node **ret, struct error *err)
{
    struct converter converter = { .set = set,
                                   .contract = contract,
                                   .root = contract->file->root,
                                   .from = contract->format,
                                   .to = to,
                                   .document = document,
                                   .notes = notes,
                                   .err = err };
    struct node *node;

    if (!is_allowed(contract, to, err))
        return false;
    begin(&converter);
    node = run(&converter);
    end(&converter);
    if (converter.stopped)
        return false;
    if (document->failed || notes->failed || !node)
        return error_set(err, ERROR_MEMORY, "no memory to convert %.*s", SLICE_ARG(contract->file->path));
    *ret = node;
    return true;
}

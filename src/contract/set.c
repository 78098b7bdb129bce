/* SPDX-License-Identifier: Apache-2.0 */
/* Documents are read one after the other into one set. */
#include "contract/reading.h"

#include <limits.h>
#include <stdlib.h>

/* Schemas are many and made in one go. */
#define SET_BLOCK ((size_t)256 << 10)

void contract_set_init(struct contract_set *set, struct memory *account, const char *root)
{
    char real[PATH_MAX];

    *set = (struct contract_set){ .account = account };
    arena_init(&set->arena, account, SET_BLOCK);
    tree_reader_init(&set->reader, account);
    regex_cache_init(&set->regexes, account);
    table_init(&set->schemas, account);
    table_init(&set->references, account);
    table_init(&set->files, account);
    table_init(&set->roots, account);
    table_init(&set->anchors, account);
    if (root) {
        set->root = arena_copy(&set->arena, slice_of(realpath(root, real) ? real : root));
        if (!set->root.at) /* nothing lies below it */
            set->root = SLICE("\n");
    }
}

void contract_set_done(struct contract_set *set)
{
    regex_cache_done(&set->regexes);
    table_done(&set->schemas);
    table_done(&set->references);
    table_done(&set->files);
    table_done(&set->roots);
    table_done(&set->anchors);
    tree_reader_done(&set->reader);
    arena_done(&set->arena);
    *set = (struct contract_set){ .account = set->account };
}

/* ---- one document */

static void read_info(struct reading *reading)
{
    const struct tree_node *info = TREE_GET(reading->root, "info");

    reading->contract->title = reading_scalar(TREE_GET(info, "title"));
    reading->contract->info_version = reading_scalar(TREE_GET(info, "version"));
}

static void read_common(struct reading *reading, const struct tree_node *schemas,
                        const struct tree_node *schemes)
{
    const struct tree_node *security = TREE_GET(reading->root, "security");

    reading_schema_components(reading, schemas);
    reading_schemes(reading, schemes);
    reading->security_said =
        reading_security(reading, security, &reading->security, &reading->security_count);
    reading->security_at = tree_position(security);
    reading->contract->paths = TREE_GET(reading->root, "paths");
    reading_paths(reading, reading->contract->paths, CONTRACT_PATHS);
    if (reading->contract->format != CONTRACT_SWAGGER_20)
        reading_paths(reading, TREE_GET(reading->root, "webhooks"), CONTRACT_WEBHOOK);
    reading_paths(reading, TREE_GET(reading->root, "x-webhooks"), CONTRACT_WEBHOOK);
    reading_callbacks(reading);
    reading_schemas_finish(reading);
    schema_variants(reading, schemas);
    reading_schemas_finish(reading);
}

static void read_openapi(struct reading *reading)
{
    const struct tree_node *components = TREE_GET(reading->root, "components");
    struct contract *contract = reading->contract;

    reading_servers(reading, TREE_GET(reading->root, "servers"), &contract->servers, &contract->server_count);
    contract->servers_said = contract->server_count > 0;
    read_common(reading, TREE_GET(components, "schemas"), TREE_GET(components, "securitySchemes"));
}

static void read_swagger(struct reading *reading)
{
    reading->consumes = TREE_GET(reading->root, "consumes");
    reading->produces = TREE_GET(reading->root, "produces");
    swagger_servers(reading);
    read_common(reading, TREE_GET(reading->root, "definitions"),
                TREE_GET(reading->root, "securityDefinitions"));
}

/* The list has grown outside of the arena, so that it wastes none of it. */
static void keep_operations(struct reading *reading)
{
    struct contract *contract = reading->contract;
    struct contract_operation *list =
        reading_get(reading, reading->operation_count, sizeof *contract->operations);

    if (list) {
        memcpy(list, reading->operations, reading->operation_count * sizeof *list);
        contract->operations = list;
        contract->operation_count = reading->operation_count;
    }
    memory_give(reading->set->account, reading->operations, reading->operation_room * sizeof *list);
}

static void read_document(struct reading *reading)
{
    read_info(reading);
    reading->contract->servers = reading_server_default(reading);
    reading->contract->server_count = 1;
    switch (reading->contract->format) {
    case CONTRACT_OPENAPI_31:
    case CONTRACT_OPENAPI_30: read_openapi(reading); break;
    case CONTRACT_SWAGGER_20: read_swagger(reading); break;
    case CONTRACT_POSTMAN_21: reading_postman(reading); break;
    }
    keep_operations(reading);
}

/* ---- the set */

/* The list doubles whenever its length is a power of two. */
static bool add_contract(struct contract_set *set, const struct contract *contract)
{
    if ((set->count & (set->count - 1)) == 0) {
        size_t room = set->count ? 2 * set->count : 1;
        const struct contract **grown = arena_get_array(&set->arena, room, sizeof *grown);

        if (!grown)
            return false;
        if (set->count)
            memcpy(grown, set->contracts, set->count * sizeof *grown);
        set->contracts = grown;
    }
    set->contracts[set->count++] = contract;
    return true;
}

static const struct contract *find_contract(const struct contract_set *set, const struct tree_file *file)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->contracts[i]->file == file)
            return set->contracts[i];
    }
    return NULL;
}

static const struct contract *read_file(struct contract_set *set, const struct tree_file *file,
                                        struct error *err)
{
    struct reading reading = { .set = set, .root = file->root };
    const struct contract *known = find_contract(set, file);
    bool has_failed;

    if (known)
        return known;
    reading.contract = arena_get_array(&set->arena, 1, sizeof *reading.contract);
    if (!reading.contract) {
        error_set(err, ERROR_MEMORY, "no memory to read %.*s", SLICE_ARG(file->path));
        return NULL;
    }
    reading.contract->file = file;
    if (!version_detect(set, file, reading.contract, err))
        return NULL;
    table_init(&reading.shared, set->account);
    table_init(&reading.scheme_ids, set->account);
    reference_root_near(set, file);
    read_document(&reading);
    table_done(&reading.shared);
    table_done(&reading.scheme_ids);
    has_failed = reading.failed || set->reader.faults.failed || !add_contract(set, reading.contract);
    if (!has_failed)
        return reading.contract;
    error_set(err, ERROR_MEMORY, "no memory to read %.*s", SLICE_ARG(file->path));
    return NULL;
}

const struct contract *contract_read(struct contract_set *set, const char *path, struct error *err)
{
    const struct tree_file *file = tree_read(&set->reader, path, err);

    return file ? read_file(set, file, err) : NULL;
}

const struct contract *contract_read_text(struct contract_set *set, const char *name, struct slice text,
                                          struct error *err)
{
    const struct tree_file *file = tree_read_text(&set->reader, name, text);

    if (file)
        return read_file(set, file, err);
    error_set(err, ERROR_MEMORY, "no memory to read %s", name);
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Paths, path items and operations (OpenAPI 3.1 4.8.8 to 4.8.10), webhooks (4.8.1) and callbacks (4.8.18). Path items that
 * callbacks lead to wait in a list: callbacks hold operations that hold callbacks. */
#include "contract/reading.h"

static const struct {
    struct slice key, method;
} methods[] = {
    { SLICE_TEXT("get"), SLICE_TEXT("GET") },         { SLICE_TEXT("put"), SLICE_TEXT("PUT") },
    { SLICE_TEXT("post"), SLICE_TEXT("POST") },       { SLICE_TEXT("delete"), SLICE_TEXT("DELETE") },
    { SLICE_TEXT("options"), SLICE_TEXT("OPTIONS") }, { SLICE_TEXT("head"), SLICE_TEXT("HEAD") },
    { SLICE_TEXT("patch"), SLICE_TEXT("PATCH") },     { SLICE_TEXT("trace"), SLICE_TEXT("TRACE") },
    { SLICE_TEXT("query"), SLICE_TEXT("QUERY") }, /* OpenAPI 3.2 */
};

struct callback_entry {
    const struct tree_node *node; /* of the callback object, after $ref */
    struct callback_entry *next;
};

/* A path as it stands in the document, with what its item says for all operations. */
struct path {
    struct slice text;
    struct position at;
    enum contract_origin origin;
    const struct tree_node *item;
    const struct contract_server *servers;
    size_t server_count;
};

/* ---- operations */

bool reading_add_operation(struct reading *reading, const struct contract_operation *operation)
{
    size_t size = sizeof *reading->operations, room = reading->operation_room;

    if (reading->operation_count == READING_OPERATIONS_MOST) {
        if (!reading->has_too_many)
            fault_add(&reading->set->reader.faults, FAULT_FATAL, operation->at, "too-many-operations",
                      "more than %u operations: the rest is not read", READING_OPERATIONS_MOST);
        reading->has_too_many = true;
        return false;
    }
    if (reading->operation_count == room) {
        void *grown = memory_resize(reading->set->account, reading->operations, room * size,
                                    (room ? 2 * room : 64) * size);

        if (!grown) {
            reading->failed = true;
            return false;
        }
        reading->operations = grown;
        reading->operation_room = room ? 2 * room : 64;
    }
    reading->operations[reading->operation_count++] = *operation;
    return true;
}

static void read_callbacks(struct reading *reading, const struct tree_node *node)
{
    static const char kind;

    for (uint32_t i = 0; node && node->kind == TREE_MAPPING && i < node->count; i++) {
        const struct tree_node *callback = reference_follow(reading->set, node->members[i].value);
        struct callback_entry *entry;

        if (!callback || callback->kind != TREE_MAPPING || reading_is_extension(node->members[i].key) ||
            reading_shared(reading, callback, &kind))
            continue;
        entry = reading_get(reading, 1, sizeof *entry);
        if (!entry)
            return;
        entry->node = callback;
        reading_share(reading, callback, &kind, entry);
        if (reading->last_callback)
            reading->last_callback->next = entry;
        else
            reading->callbacks = entry;
        reading->last_callback = entry;
    }
}

static void read_security(struct reading *reading, struct contract_operation *operation)
{
    const struct tree_node *own = TREE_GET(operation->node, "security");

    operation->security_at = operation->at;
    operation->security_own =
        reading_security(reading, own, &operation->security, &operation->security_count);
    operation->security_said = operation->security_own || reading->security_said;
    if (operation->security_own) {
        operation->security_at = tree_position(own);
    } else if (reading->security_said) {
        operation->security = reading->security;
        operation->security_count = reading->security_count;
        operation->security_at = reading->security_at;
    }
}

static void read_servers(struct reading *reading, const struct path *path,
                         struct contract_operation *operation)
{
    operation->servers = path->servers;
    operation->server_count = path->server_count;
    if (reading->contract->format == CONTRACT_SWAGGER_20)
        swagger_operation_servers(reading, operation);
    else
        reading_servers(reading, TREE_GET(operation->node, "servers"), &operation->servers,
                        &operation->server_count);
}

static void read_texts(struct reading *reading, struct contract_operation *operation)
{
    const struct tree_node *node = operation->node;

    operation->id = tree_string(TREE_GET(node, "operationId"));
    operation->summary = tree_string(TREE_GET(node, "summary"));
    operation->description = tree_string(TREE_GET(node, "description"));
    operation->tags = reading_strings(reading, TREE_GET(node, "tags"), &operation->tag_count);
    operation->deprecated = tree_is_true(TREE_GET(node, "deprecated"));
    operation->sunset = reading_scalar(TREE_GET(node, "x-sunset"));
}

/* What does not depend on where the path item is referred to. */
static void read_parts(struct reading *reading, const struct path *path, struct contract_operation *operation)
{
    const struct tree_node *node = operation->node, *shared = TREE_GET(path->item, "parameters");

    read_texts(reading, operation);
    read_servers(reading, path, operation);
    reading_parameters(reading, TREE_GET(node, "parameters"), shared, operation);
    if (reading->contract->format == CONTRACT_SWAGGER_20)
        swagger_body(reading, TREE_GET(node, "parameters"), shared, operation);
    else
        reading_body(reading, TREE_GET(node, "requestBody"), operation);
    reading_responses(reading, TREE_GET(node, "responses"), operation);
    read_security(reading, operation);
    read_callbacks(reading, TREE_GET(node, "callbacks"));
}

static void read_operation(struct reading *reading, const struct path *path, struct slice method,
                           const struct tree_node *from, const struct tree_member *member, bool is_shared)
{
    struct contract_operation operation = { .contract = reading->contract,
                                            .method = method,
                                            .node = member->value,
                                            .item = path->item,
                                            .at = tree_key_position(from, member) };
    struct contract_operation *known = NULL;

    if (is_shared)
        known = reading_shared(reading, member->value, path->item);
    if (known) {
        operation = *known;
    } else {
        read_parts(reading, path, &operation);
    }
    operation.path = path->text;
    operation.path_at = path->at;
    operation.origin = path->origin;
    if (is_shared && !known) {
        known = reading_get(reading, 1, sizeof *known);
        if (known) {
            *known = operation;
            reading_share(reading, member->value, path->item, known);
        }
    }
    reading_add_operation(reading, &operation);
}

/* ---- path items */

/* OpenAPI 3.2 4.10: methods without a key of their own, as they are sent. */
static void read_additional(struct reading *reading, const struct path *path)
{
    const struct tree_node *node = TREE_GET(path->item, "additionalOperations");

    for (uint32_t i = 0; node && node->kind == TREE_MAPPING && i < node->count; i++) {
        if (node->members[i].value->kind == TREE_MAPPING)
            read_operation(reading, path, node->members[i].key, node, &node->members[i], false);
    }
}

static const struct slice *method_of(struct slice key)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (slice_eq(key, methods[i].key))
            return &methods[i].method;
    }
    return NULL;
}

/* `own`: what stands beside the reference to this item; NULL when nothing refers. */
static void read_item(struct reading *reading, struct path *path, const struct tree_node *item,
                      const struct tree_node *own)
{
    path->item = item;
    path->servers = reading->contract->servers;
    path->server_count = reading->contract->server_count;
    if (reading->contract->format != CONTRACT_SWAGGER_20)
        reading_servers(reading, TREE_GET(item, "servers"), &path->servers, &path->server_count);
    for (uint32_t i = 0; i < item->count; i++) {
        const struct tree_member *member = &item->members[i];
        const struct slice *method = method_of(member->key);

        if (method && member->value->kind == TREE_MAPPING && !tree_get(own, member->key))
            read_operation(reading, path, *method, item, member, own != NULL);
    }
    read_additional(reading, path);
}

/* Where a path item and what it refers to have the same method, the behaviour is undefined (4.8.9): the nearer one counts. */
static void read_path(struct reading *reading, struct path *path, const struct tree_node *node)
{
    const struct tree_node *target = reference_follow(reading->set, node);

    if (target != node)
        read_item(reading, path, node, NULL);
    if (target && target->kind == TREE_MAPPING)
        read_item(reading, path, target, target != node ? node : NULL);
}

static struct slice path_text(struct reading *reading, struct slice key, enum contract_origin origin)
{
    struct slice text;

    if (origin != CONTRACT_PATHS || (key.len && key.at[0] == '/'))
        return key;
    text = arena_printf(&reading->set->arena, "/%.*s", SLICE_ARG(key));
    reading->failed |= !text.at;
    return text;
}

void reading_paths(struct reading *reading, const struct tree_node *paths, enum contract_origin origin)
{
    for (uint32_t i = 0; paths && paths->kind == TREE_MAPPING && i < paths->count; i++) {
        const struct tree_member *member = &paths->members[i];
        struct path path = { .at = tree_key_position(paths, member), .origin = origin };

        if (reading_is_extension(member->key) || member->value->kind != TREE_MAPPING)
            continue;
        path.text = path_text(reading, member->key, origin);
        read_path(reading, &path, member->value);
    }
}

void reading_callbacks(struct reading *reading)
{
    for (; reading->callbacks; reading->callbacks = reading->callbacks->next)
        reading_paths(reading, reading->callbacks->node, CONTRACT_CALLBACK);
}

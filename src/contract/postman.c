/* SPDX-License-Identifier: Apache-2.0 */
/* Postman collections 2.1 (schema.getpostman.com/json/collection/v2.1.0): folders of saved requests. */
#include "contract/postman.h"

#include "base/buffer.h"

/* ---- operations */

/* Method and path, parameters without their names: "/users/:id" and "/users/{{user}}" are one place. */
static struct slice key_of(struct postman *postman, struct slice method, struct slice path,
                           const struct contract_server *server)
{
    struct buffer out;
    struct slice key;

    buffer_init(&out, postman->reading->set->account);
    buffer_printf(&out, "%p ", (const void *)server);
    buffer_append(&out, method);
    while (path.len) {
        buffer_byte(&out, ' ');
        buffer_append(&out, slice_cut(&path, '{'));
        slice_cut(&path, '}');
    }
    key = reading_copy(postman->reading, buffer_slice(&out));
    postman->reading->failed |= out.failed;
    buffer_done(&out);
    return key;
}

static struct slice method_of(struct postman *postman, const struct tree_node *request)
{
    struct slice method = postman_member(request, "method");
    char *at;

    if (!method.len)
        return SLICE("GET");
    at = reading_get(postman->reading, method.len + 1, 1);
    for (size_t i = 0; at && i < method.len; i++)
        at[i] = (char)(method.at[i] >= 'a' && method.at[i] <= 'z' ? method.at[i] - 32 : method.at[i]);
    return at ? slice_make(at, method.len) : SLICE("GET");
}

static struct postman_operation *new_operation(struct postman *postman, struct slice key)
{
    struct postman_operation *entry = reading_get(postman->reading, 1, sizeof *entry);

    if (!entry)
        return NULL;
    if (!table_put(&postman->known, key, entry))
        postman->reading->failed = true;
    if (postman->last_operation)
        postman->last_operation->next = entry;
    else
        postman->operations = entry;
    postman->last_operation = entry;
    return entry;
}

/* Of several requests to one place the first gives the names. */
static void describe(struct postman *postman, const struct tree_node *item, const struct tree_node *request,
                     const struct postman_folder *folder, struct contract_operation *operation)
{
    struct slice *tag = folder->tag.len ? reading_get(postman->reading, 1, sizeof *tag) : NULL;

    operation->contract = postman->reading->contract;
    operation->origin = CONTRACT_PATHS;
    operation->summary = postman_member(item, "name");
    operation->description = postman_description(request->kind == TREE_MAPPING ? request : item);
    operation->node = request;
    operation->item = item;
    operation->at = operation->security_at = tree_position(item);
    if (tag) {
        *tag = folder->tag;
        operation->tags = tag;
        operation->tag_count = 1;
    }
}

static struct postman_operation *operation_of(struct postman *postman, const struct tree_node *item,
                                              const struct tree_node *request, const struct postman_url *url,
                                              const struct postman_folder *folder)
{
    struct slice method = method_of(postman, request), key = key_of(postman, method, url->path, url->server);
    struct postman_operation *entry = key.at ? table_find(&postman->known, key) : NULL;
    const struct tree_node *at = TREE_GET(request, "url");

    if (entry || !key.at)
        return entry;
    entry = new_operation(postman, key);
    if (!entry)
        return NULL;
    describe(postman, item, request, folder, &entry->operation);
    entry->operation.method = method;
    entry->operation.path = url->path;
    entry->operation.path_at = tree_position(at ? at : request);
    entry->operation.servers = url->server;
    entry->operation.server_count = 1;
    return entry;
}

static void read_request(struct postman *postman, const struct tree_node *item,
                         const struct postman_folder *folder)
{
    const struct tree_node *request = TREE_GET(item, "request"), *url_node, *headers;
    struct postman_operation *operation;
    struct postman_url url;
    bool is_new;

    if (!request || (request->kind != TREE_MAPPING && request->kind != TREE_STRING))
        return;
    url_node = request->kind == TREE_STRING ? request : TREE_GET(request, "url");
    if (!url_node)
        return; /* a request that nobody finished */
    url = postman_url(postman, url_node);
    operation = operation_of(postman, item, request, &url, folder);
    if (!operation)
        return;
    is_new = operation->operation.item == item;
    headers = TREE_GET(request, "header");
    postman_parameters(postman, &url, url_node, operation);
    postman_headers(postman, headers, operation);
    postman_body(postman, request, operation);
    postman_responses(postman, TREE_GET(item, "response"), operation);
    if (is_new)
        postman_auth(postman, TREE_GET(request, "auth"), folder, headers, operation);
}

/* As deep as trees are. */
static void read_items(struct postman *postman, const struct tree_node *list,
                       const struct postman_folder *around)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *item = list->elements[i], *auth = TREE_GET(item, "auth");
        struct postman_folder folder = *around;

        if (TREE_GET(item, "item")) {
            if (auth && auth->kind == TREE_MAPPING)
                folder.auth = auth;
            if (!folder.tag.len)
                folder.tag = postman_member(item, "name");
            read_items(postman, TREE_GET(item, "item"), &folder);
        } else {
            read_request(postman, item, &folder);
        }
    }
}

/* ---- the collection */

static void finish_responses(struct postman *postman, struct postman_operation *entry)
{
    struct contract_response *list =
        reading_get(postman->reading, entry->operation.response_count, sizeof *list);
    size_t count = 0;

    for (struct postman_response *response = entry->responses; list && response; response = response->next) {
        list[count] = response->response;
        postman_contents_finish(postman->reading, &response->contents, &list[count].contents,
                                &list[count].content_count);
        count++;
    }
    entry->operation.responses = list;
    entry->operation.response_count = count;
}

static void finish_operation(struct postman *postman, struct postman_operation *entry)
{
    struct contract_parameter *list =
        reading_get(postman->reading, entry->operation.parameter_count, sizeof *list);
    size_t count = 0;

    for (const struct postman_parameter *parameter = entry->parameters; list && parameter;
         parameter = parameter->next)
        list[count++] = parameter->parameter;
    entry->operation.parameters = list;
    entry->operation.parameter_count = count;
    postman_contents_finish(postman->reading, &entry->contents, &entry->operation.contents,
                            &entry->operation.content_count);
    finish_responses(postman, entry);
    postman_auth_finish(entry);
    reading_add_operation(postman->reading, &entry->operation);
}

/* Those of all operations, in their order. */
static void finish_servers(struct postman *postman)
{
    size_t most = postman->servers.count, count = 0;
    struct contract_server *list = reading_get(postman->reading, most, sizeof *list);
    struct contract *contract = postman->reading->contract;

    for (const struct postman_operation *entry = postman->operations; list && entry; entry = entry->next) {
        const struct contract_server *server = entry->operation.servers;

        if (count < most && table_remove(&postman->servers, server->url))
            list[count++] = *server;
        contract->servers_said |= server->host.len > 0;
    }
    if (!count)
        return;
    contract->servers = list;
    contract->server_count = count;
}

static void read_title(struct postman *postman)
{
    const struct tree_node *info = TREE_GET(postman->reading->root, "info"),
                           *version = TREE_GET(info, "version");

    postman->reading->contract->title = postman_member(info, "name");
    postman->reading->contract->info_version = reading_scalar(version);
    if (version && version->kind == TREE_MAPPING) {
        postman->reading->contract->info_version = arena_printf(
            &postman->reading->set->arena, "%.*s.%.*s.%.*s", SLICE_ARG(postman_member(version, "major")),
            SLICE_ARG(postman_member(version, "minor")), SLICE_ARG(postman_member(version, "patch")));
        postman->reading->failed |= !postman->reading->contract->info_version.at;
    }
}

void reading_postman(struct reading *reading)
{
    struct postman postman = { .reading = reading };
    const struct tree_node *auth = TREE_GET(reading->root, "auth");
    struct postman_folder top = { .auth = auth && auth->kind == TREE_MAPPING ? auth : NULL };

    table_init(&postman.variables, reading->set->account);
    table_init(&postman.known, reading->set->account);
    table_init(&postman.servers, reading->set->account);
    read_title(&postman);
    postman_variables(&postman);
    read_items(&postman, TREE_GET(reading->root, "item"), &top);
    postman_schemes_finish(&postman);
    for (struct postman_operation *entry = postman.operations; entry; entry = entry->next)
        finish_operation(&postman, entry);
    finish_servers(&postman);
    table_done(&postman.variables);
    table_done(&postman.known);
    table_done(&postman.servers);
}

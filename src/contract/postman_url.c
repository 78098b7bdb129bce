/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of saved requests: one text, or its parts, either with variables. */
#include "base/buffer.h"
#include "base/byte.h"
#include "contract/postman.h"

/* ---- servers */

/* An address that is nothing but a variable without a value says nothing. */
static bool is_unknown(struct slice host)
{
    return slice_starts_with(host, SLICE("{{")) &&
           memmem(host.at, host.len, "}}", 2) == host.at + host.len - 2;
}

/* {{name}} of what is left over becomes {name}. */
static struct slice single_braces(struct postman *postman, struct slice text)
{
    struct buffer out;
    struct slice copy;

    if (!text.at || !memmem(text.at, text.len, "{{", 2))
        return text;
    buffer_init(&out, postman->reading->set->account);
    for (size_t i = 0; i < text.len; i++) {
        bool is_double = i + 1 < text.len && text.at[i] == text.at[i + 1];

        buffer_byte(&out, text.at[i]);
        i += is_double && (text.at[i] == '{' || text.at[i] == '}');
    }
    copy = reading_copy(postman->reading, buffer_slice(&out));
    postman->reading->failed |= out.failed;
    buffer_done(&out);
    return copy;
}

static void parse(struct postman *postman, struct slice scheme, struct slice address,
                  struct contract_server *server)
{
    struct slice host = postman_text(postman, address), whole;

    if (!host.len || is_unknown(host))
        return;
    whole = host;
    if (!memmem(host.at, host.len, "://", 3)) {
        whole = arena_printf(&postman->reading->set->arena, "%.*s//%.*s", SLICE_ARG(scheme), SLICE_ARG(host));
        postman->reading->failed |= !whole.at;
    }
    server_parse(postman->reading, single_braces(postman, whole), server);
}

/* Each address once. `scheme` has its colon. */
static const struct contract_server *server_of(struct postman *postman, struct slice scheme,
                                               struct slice address, const struct tree_node *at)
{
    bool is_nothing = !scheme.len && !address.len;
    struct slice url = arena_printf(&postman->reading->set->arena, "%.*s%s%.*s", SLICE_ARG(scheme),
                                    scheme.len   ? "//"
                                    : is_nothing ? "/"
                                                 : "",
                                    SLICE_ARG(address));
    struct contract_server *server = url.at ? table_find(&postman->servers, url) : NULL;

    if (server)
        return server;
    server = reading_get(postman->reading, 1, sizeof *server);
    if (!url.at || !server) {
        postman->reading->failed = true;
        return reading_server_default(postman->reading);
    }
    server->url = url;
    server->at = tree_position(at);
    parse(postman, scheme, address, server);
    if (!table_put(&postman->servers, url, server))
        postman->reading->failed = true;
    return server;
}

/* ---- the two forms */

/* Up to the first slash that is not inside of {{ }}. */
static struct slice cut_host(struct slice *rest)
{
    size_t i = 0, depth = 0;
    struct slice host;

    while (i < rest->len && (depth || !memchr("/?#", rest->at[i], 3))) {
        depth += rest->at[i] == '{';
        depth -= depth && rest->at[i] == '}';
        i++;
    }
    host = slice_make(rest->at, i);
    *rest = slice_make(rest->at + i, rest->len - i);
    return host;
}

static struct slice cut_scheme(struct slice *rest)
{
    const char *mark = rest->len > 2 ? memmem(rest->at, rest->len < 16 ? rest->len : 16, "://", 3) : NULL;
    struct slice scheme = SLICE("");

    if (!mark)
        return scheme;
    scheme = slice_make(rest->at, (size_t)(mark - rest->at) + 1);
    *rest = slice_make(mark + 3, rest->len - scheme.len - 2);
    return scheme;
}

static struct postman_url from_text(struct postman *postman, struct slice text, const struct tree_node *at)
{
    struct slice rest = text, before = slice_cut(&rest, '#'), scheme, host, path;
    struct postman_url url = { .queries = NULL };

    url.query = before;
    before = slice_cut(&url.query, '?');
    scheme = cut_scheme(&before);
    host = before.len && before.at[0] == '/' ? SLICE("") : cut_host(&before);
    path = before;
    url.server = server_of(postman, scheme, host, at);
    url.path = postman_template(postman, path);
    return url;
}

/* ["api", "example", "com"] or one text. */
static struct slice join(struct postman *postman, const struct tree_node *node, char between)
{
    struct buffer out;
    struct slice text;

    if (!node || node->kind != TREE_SEQUENCE)
        return reading_scalar(node);
    buffer_init(&out, postman->reading->set->account);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_node *part = node->elements[i];

        if (i)
            buffer_byte(&out, between);
        buffer_append(&out,
                      part->kind == TREE_MAPPING ? postman_member(part, "value") : reading_scalar(part));
    }
    text = reading_copy(postman->reading, buffer_slice(&out));
    postman->reading->failed |= out.failed;
    buffer_done(&out);
    return text;
}

static struct slice with_port(struct postman *postman, struct slice host, struct slice port)
{
    struct slice text;

    if (!port.len || !host.len)
        return host;
    text = arena_printf(&postman->reading->set->arena, "%.*s:%.*s", SLICE_ARG(host), SLICE_ARG(port));
    postman->reading->failed |= !text.at;
    return text;
}

static struct slice scheme_of(struct postman *postman, const struct tree_node *node)
{
    struct slice protocol = postman_text(postman, postman_member(node, "protocol")), text;

    if (!protocol.len || memchr(protocol.at, '{', protocol.len))
        return SLICE("");
    text = arena_printf(&postman->reading->set->arena, "%.*s:", SLICE_ARG(protocol));
    postman->reading->failed |= !text.at;
    return text;
}

struct postman_url postman_url(struct postman *postman, const struct tree_node *node)
{
    const struct tree_node *host = TREE_GET(node, "host"), *path = TREE_GET(node, "path");
    struct postman_url url = { .queries = TREE_GET(node, "query") };
    struct slice address;

    if (!node || node->kind != TREE_MAPPING)
        return from_text(postman, reading_scalar(node), node ? node : postman->reading->root);
    if (!host && !path) {
        url = from_text(postman, postman_member(node, "raw"), node);
        if (TREE_GET(node, "query"))
            url.queries = TREE_GET(node, "query");
        return url;
    }
    address = with_port(postman, join(postman, host, '.'), postman_member(node, "port"));
    url.server = server_of(postman, scheme_of(postman, node), address, node);
    url.path = postman_template(postman, join(postman, path, '/'));
    return url;
}

/* ---- parameters */

static bool is_same(const struct contract_parameter *a, const struct contract_parameter *b)
{
    if (a->place != b->place)
        return false;
    return a->place == CONTRACT_HEADER ? slice_eq_nocase(a->name, b->name) : slice_eq(a->name, b->name);
}

/* Each once, whichever of the requests has it. */
static void add_parameter(struct postman *postman, struct postman_operation *operation,
                          const struct contract_parameter *parameter)
{
    struct postman_parameter *entry;

    for (entry = operation->parameters; entry; entry = entry->next) {
        if (is_same(&entry->parameter, parameter))
            return;
    }
    if (operation->operation.parameter_count == POSTMAN_PARTS_MOST) {
        if (!operation->has_too_many)
            fault_add(&postman->reading->set->reader.faults, FAULT_FATAL, parameter->at,
                      "too-many-parameters", "more than %u parameters: the rest is not read",
                      POSTMAN_PARTS_MOST);
        operation->has_too_many = true;
        return;
    }
    entry = reading_get(postman->reading, 1, sizeof *entry);
    if (!entry)
        return;
    entry->parameter = *parameter;
    if (operation->last_parameter)
        operation->last_parameter->next = entry;
    else
        operation->parameters = entry;
    operation->last_parameter = entry;
    operation->operation.parameter_count++;
}

static struct contract_parameter parameter_of(enum contract_place place, struct slice name,
                                              const struct tree_node *node)
{
    bool is_simple = place == CONTRACT_PATH || place == CONTRACT_HEADER;

    return (struct contract_parameter){ .name = name,
                                        .place = place,
                                        .style = is_simple ? CONTRACT_SIMPLE : CONTRACT_FORM,
                                        .explode = !is_simple,
                                        .required = place == CONTRACT_PATH,
                                        .schema = &reading_schema_any,
                                        .node = node,
                                        .at = tree_position(node) };
}

static const struct tree_node *path_variable(const struct tree_node *url, struct slice name)
{
    const struct tree_node *list = TREE_GET(url, "variable");

    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count && i < POSTMAN_PARTS_MOST;
         i++) {
        if (slice_eq(postman_member(list->elements[i], "key"), name) ||
            slice_eq(postman_member(list->elements[i], "id"), name))
            return list->elements[i];
    }
    return url;
}

static void path_parameters(struct postman *postman, struct slice path, const struct tree_node *url,
                            struct postman_operation *operation)
{
    while (path.len) {
        struct slice name;

        slice_cut(&path, '{');
        name = slice_cut(&path, '}');
        if (name.len) {
            struct contract_parameter parameter = parameter_of(CONTRACT_PATH, name, path_variable(url, name));

            add_parameter(postman, operation, &parameter);
        }
    }
}

static void query_text(struct postman *postman, struct slice query, const struct tree_node *at,
                       struct postman_operation *operation)
{
    while (query.len) {
        struct slice pair = slice_cut(&query, '&'), name = slice_cut(&pair, '=');
        struct contract_parameter parameter = parameter_of(CONTRACT_QUERY, postman_text(postman, name), at);

        if (name.len)
            add_parameter(postman, operation, &parameter);
    }
}

static void query_list(struct postman *postman, const struct tree_node *list,
                       struct postman_operation *operation)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct tree_node *entry = list->elements[i];
        struct slice name = postman_text(postman, postman_member(entry, "key"));
        struct contract_parameter parameter = parameter_of(CONTRACT_QUERY, name, entry);

        if (name.len && !postman_is_disabled(entry))
            add_parameter(postman, operation, &parameter);
    }
}

void postman_parameters(struct postman *postman, const struct postman_url *url,
                        const struct tree_node *url_node, struct postman_operation *operation)
{
    const struct tree_node *at = url_node ? url_node : operation->operation.node;

    path_parameters(postman, operation->operation.path, at, operation);
    if (url->queries && url->queries->kind == TREE_SEQUENCE)
        query_list(postman, url->queries, operation);
    else
        query_text(postman, url->query, at, operation);
}

/* What clients send of their own accord, or what other parts of the request say. */
static bool is_usual(struct slice name)
{
    static const char *const names[] = { "accept",         "accept-encoding", "authorization", "connection",
                                         "content-length", "content-type",    "cookie",        "host",
                                         "user-agent",     "postman-token",   "cache-control" };

    return SLICE_AMONG_NOCASE(name, names);
}

/* Of version 2.0 the list may be a text: it is not read. */
void postman_headers(struct postman *postman, const struct tree_node *list,
                     struct postman_operation *operation)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *entry = list->elements[i];
        struct slice name = postman_text(postman, postman_member(entry, "key"));
        struct contract_parameter parameter = parameter_of(CONTRACT_HEADER, name, entry);

        if (name.len && !postman_is_disabled(entry) && !is_usual(name))
            add_parameter(postman, operation, &parameter);
    }
}

struct slice postman_header(const struct tree_node *list, struct slice name)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *entry = list->elements[i];

        if (slice_eq_nocase(postman_member(entry, "key"), name) && !postman_is_disabled(entry))
            return postman_member(entry, "value");
    }
    return SLICE("");
}

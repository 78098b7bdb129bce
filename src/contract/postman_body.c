/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies that were saved with requests, and the answers that were saved as examples. */
#include "contract/postman.h"

/* ---- contents */

static struct postman_content *content_of(struct postman *postman, struct postman_contents *contents,
                                          struct slice type, struct position at)
{
    struct slice name = reading_media_type(postman->reading, type);
    struct postman_content *content;

    for (content = contents->first; content; content = content->next) {
        if (slice_eq(content->type, name))
            return content;
    }
    if (contents->count == POSTMAN_PARTS_MOST)
        return NULL;
    content = reading_get(postman->reading, 1, sizeof *content);
    if (!content)
        return NULL;
    content->type = name;
    content->at = at;
    if (contents->last)
        contents->last->next = content;
    else
        contents->first = content;
    contents->last = content;
    contents->count++;
    return content;
}

void postman_contents_finish(struct reading *reading, const struct postman_contents *contents,
                             const struct contract_media **ret, size_t *ret_count)
{
    struct contract_media *list = reading_get(reading, contents->count, sizeof *list);
    size_t count = 0;

    for (const struct postman_content *content = contents->first; list && content; content = content->next)
        list[count++] = (struct contract_media){
            .type = content->type,
            .schema =
                content->example ? example_schema(reading, content->example, content->at) : content->schema,
            .at = content->at,
        };
    *ret = list;
    *ret_count = count;
}

static bool is_json(struct slice type)
{
    return slice_contains_nocase(type, SLICE("json"));
}

static struct slice type_of_language(struct slice language)
{
    static const struct {
        struct slice language, type;
    } types[] = {
        { SLICE_TEXT("json"), SLICE_TEXT("application/json") },
        { SLICE_TEXT("xml"), SLICE_TEXT("application/xml") },
        { SLICE_TEXT("html"), SLICE_TEXT("text/html") },
        { SLICE_TEXT("javascript"), SLICE_TEXT("application/javascript") },
        { SLICE_TEXT("text"), SLICE_TEXT("text/plain") },
        { SLICE_TEXT("plain"), SLICE_TEXT("text/plain") },
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (slice_eq_nocase(language, types[i].language))
            return types[i].type;
    }
    return SLICE("");
}

static struct slice guess_type(struct slice text)
{
    while (text.len && memchr(" \t\r\n", text.at[0], 4))
        text = slice_make(text.at + 1, text.len - 1);
    if (!text.len)
        return SLICE("");
    if (text.at[0] == '{' || text.at[0] == '[')
        return SLICE("application/json");
    return text.at[0] == '<' ? SLICE("application/xml") : SLICE("text/plain");
}

/* A text of a type that was said or is guessed. */
static void add_text(struct postman *postman, struct postman_contents *contents, struct slice type,
                     const struct tree_node *body)
{
    struct slice text = tree_string(body);
    struct postman_content *content;

    if (!type.len)
        type = guess_type(text);
    if (!type.len)
        return;
    content = content_of(postman, contents, type, tree_position(body));
    if (content && is_json(content->type))
        example_add(postman->reading, &content->example, postman_json(postman, text));
}

/* ---- bodies of requests */

static const struct contract_schema *scalar_schema(struct postman *postman, struct position at, bool is_file)
{
    struct contract_schema *schema = reading_schema_new(postman->reading, at);

    if (!schema)
        return &reading_schema_any;
    schema->types = CONTRACT_STRING;
    schema->types_said = true;
    if (is_file)
        schema->format = SLICE("binary");
    return schema;
}

/* Values of a form are texts; what they hold nobody says. */
static const struct contract_schema *form_schema(struct postman *postman, const struct tree_node *list)
{
    struct contract_schema *schema = reading_schema_new(postman->reading, tree_position(list));
    struct contract_property *properties = reading_get(postman->reading, list->count, sizeof *properties);
    size_t count = 0;

    if (!schema)
        return &reading_schema_any;
    for (uint32_t i = 0; properties && i < list->count; i++) {
        const struct tree_node *field = list->elements[i];
        bool is_file = slice_eq(postman_member(field, "type"), SLICE("file"));
        struct slice name = postman_text(postman, postman_member(field, "key"));

        if (!name.len || postman_is_disabled(field))
            continue;
        properties[count++] = (struct contract_property){
            .name = name,
            .schema = is_file ? scalar_schema(postman, tree_position(field), true) : &reading_schema_any,
            .at = tree_position(field),
        };
    }
    schema->types = CONTRACT_OBJECT;
    schema->types_said = true;
    schema->properties = properties;
    schema->property_count = count;
    return schema;
}

static void add_form(struct postman *postman, struct postman_contents *contents, const char *type,
                     const struct tree_node *list)
{
    struct postman_content *content;

    if (!list || list->kind != TREE_SEQUENCE)
        return;
    content = content_of(postman, contents, slice_of(type), tree_position(list));
    if (content && !content->schema)
        content->schema = form_schema(postman, list);
}

static void add_file(struct postman *postman, struct postman_contents *contents, struct slice type,
                     const struct tree_node *body)
{
    struct position at = tree_position(body);
    struct postman_content *content =
        content_of(postman, contents, type.len ? type : SLICE("application/octet-stream"), at);

    if (content && !content->schema)
        content->schema = scalar_schema(postman, at, true);
}

/* What servers of GraphQL take (GraphQL over HTTP 5.2). */
static void add_graphql(struct postman *postman, struct postman_contents *contents,
                        const struct tree_node *body)
{
    static const struct slice shape =
        SLICE_TEXT("{\"query\": \"\", \"variables\": {}, \"operationName\": \"\", \"extensions\": {}}");
    struct postman_content *content =
        content_of(postman, contents, SLICE("application/json"), tree_position(body));

    if (content)
        example_add(postman->reading, &content->example, shape);
}

void postman_body(struct postman *postman, const struct tree_node *request,
                  struct postman_operation *operation)
{
    const struct tree_node *body = TREE_GET(request, "body"),
                           *raw = TREE_GET(TREE_GET(body, "options"), "raw");
    struct slice mode = postman_member(body, "mode"),
                 type = postman_text(postman,
                                     postman_header(TREE_GET(request, "header"), SLICE("content-type")));

    if (!body || body->kind != TREE_MAPPING || postman_is_disabled(body))
        return;
    if (slice_eq(mode, SLICE("raw")) && !tree_string(TREE_GET(body, "raw")).len)
        return;
    if (!type.len)
        type = type_of_language(postman_member(raw, "language"));
    if (slice_eq(mode, SLICE("raw")))
        add_text(postman, &operation->contents, type, TREE_GET(body, "raw"));
    else if (slice_eq(mode, SLICE("urlencoded")))
        add_form(postman, &operation->contents, "application/x-www-form-urlencoded",
                 TREE_GET(body, "urlencoded"));
    else if (slice_eq(mode, SLICE("formdata")))
        add_form(postman, &operation->contents, "multipart/form-data", TREE_GET(body, "formdata"));
    else if (slice_eq(mode, SLICE("graphql")))
        add_graphql(postman, &operation->contents, body);
    else if (slice_eq(mode, SLICE("file")))
        add_file(postman, &operation->contents, type, body);
    else
        return;
    operation->operation.has_body = true;
    if (!operation->operation.body)
        operation->operation.body = body;
}

/* ---- answers */

static struct postman_response *find_response(struct postman_operation *operation, unsigned status)
{
    struct postman_response *response = operation->responses;

    while (response && response->response.from != status)
        response = response->next;
    return response;
}

static struct postman_response *response_of(struct postman *postman, struct postman_operation *operation,
                                            const struct tree_node *node, uint16_t status)
{
    struct postman_response *response = find_response(operation, status);

    if (response)
        return response;
    response = reading_get(postman->reading, 1, sizeof *response);
    if (!response)
        return NULL;
    response->response = (struct contract_response){ .code = postman_member(node, "code"),
                                                     .from = status,
                                                     .to = status,
                                                     .description = postman_member(node, "name"),
                                                     .node = node,
                                                     .at = tree_position(node) };
    if (operation->last_response)
        operation->last_response->next = response;
    else
        operation->responses = response;
    operation->last_response = response;
    operation->operation.response_count++;
    return response;
}

void postman_responses(struct postman *postman, const struct tree_node *list,
                       struct postman_operation *operation)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *node = list->elements[i];
        struct slice type = postman_header(TREE_GET(node, "header"), SLICE("content-type"));
        struct postman_response *response;
        unsigned long long status;

        if (!slice_to_u64(postman_member(node, "code"), 999, &status) || status < 100)
            continue;
        response = response_of(postman, operation, node, (uint16_t)status);
        if (!type.len)
            type = type_of_language(postman_member(node, "_postman_previewlanguage"));
        if (response && tree_string(TREE_GET(node, "body")).len)
            add_text(postman, &response->contents, type, TREE_GET(node, "body"));
    }
}

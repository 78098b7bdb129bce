/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/build.h"

#include <assert.h>

#define PARTS_MOST 16
#define FIRST_SEEN (1767225600LL * 1000000000LL) /* 2026-01-01 */
#define DAY (86400LL * 1000000000LL)

struct build_schema {
    struct build_schema *next;
    struct schema *schema;
};

void build_init(struct build *build, const char *key)
{
    memset(build, 0, sizeof *build);
    arena_init(&build->arena, &build->memory, 0);
    build->learner = learner_new(&build->memory);
    build->endpoints = arena_get_array(&build->arena, BUILD_MOST, sizeof *build->endpoints);
    build->schemes = arena_get_array(&build->arena, PARTS_MOST, sizeof *build->schemes);
    build->service.key = slice_of(key);
    build->service.host = slice_of(key);
    build->service.endpoints = build->endpoints;
    build->service.schemes = build->schemes;
}

void build_done(struct build *build)
{
    for (struct build_schema *schema = build->schemas; schema; schema = schema->next)
        schema_free(schema->schema, &build->memory);
    learner_free(build->learner);
    arena_done(&build->arena);
    assert(build->memory.used == 0);
}

static struct schema *new_schema(struct build *build)
{
    struct build_schema *schema = arena_get_array(&build->arena, 1, sizeof *schema);

    schema->schema = schema_new(&build->memory);
    schema->next = build->schemas;
    build->schemas = schema;
    return schema->schema;
}

struct support build_support(uint64_t count)
{
    return (struct support){ .count = count, .first = FIRST_SEEN, .last = FIRST_SEEN + DAY };
}

struct endpoint *build_endpoint_slice(struct build *build, struct slice method, struct slice path,
                                      uint64_t count)
{
    struct endpoint *endpoint = &build->endpoints[build->service.endpoint_count++];

    assert(build->service.endpoint_count <= BUILD_MOST);
    *endpoint = (struct endpoint){ .method = method, .path = path, .support = build_support(count) };
    endpoint->parameters = arena_get_array(&build->arena, PARTS_MOST, sizeof *endpoint->parameters);
    endpoint->requests = arena_get_array(&build->arena, PARTS_MOST, sizeof *endpoint->requests);
    endpoint->responses = arena_get_array(&build->arena, PARTS_MOST, sizeof *endpoint->responses);
    endpoint->security = arena_get_array(&build->arena, PARTS_MOST, sizeof *endpoint->security);
    build->service.support = build_support(build->service.support.count + count);
    return endpoint;
}

struct endpoint *build_endpoint(struct build *build, const char *method, const char *path, uint64_t count)
{
    return build_endpoint_slice(build, slice_of(method), slice_of(path), count);
}

static struct parameter learn_parameter(struct build *build, enum place place, const char *name,
                                        const char *values)
{
    struct schema *schema = new_schema(build);
    struct slice rest = slice_of(values);
    struct parameter parameter = { .name = slice_of(name), .place = place };

    while (rest.len) {
        struct slice request = slice_cut(&rest, ' ');
        struct pair pairs[PARTS_MOST];
        size_t count = 0;

        while (request.len && count < PARTS_MOST)
            pairs[count++] = (struct pair){ .name = slice_of(name), .value = slice_cut(&request, '|') };
        parameter.is_list = parameter.is_list || count > 1;
        parameter.support.count++;
        schema_learn_pairs(build->learner, schema, pairs, count);
    }
    parameter.field = schema_find(schema_root(schema), slice_of(name));
    parameter.support = build_support(parameter.support.count);
    return parameter;
}

struct parameter *build_parameter(struct build *build, struct endpoint *endpoint, enum place place,
                                  const char *name, const char *values)
{
    struct parameter *parameter =
        (struct parameter *)(uintptr_t)&endpoint->parameters[endpoint->parameter_count++];

    assert(endpoint->parameter_count <= PARTS_MOST);
    *parameter = learn_parameter(build, place, name, values);
    parameter->of = endpoint->support.count;
    parameter->required = parameter->support.count >= parameter->of;
    return parameter;
}

static struct response *find_response(struct build *build, struct endpoint *endpoint, uint16_t status)
{
    struct response *responses = (struct response *)(uintptr_t)endpoint->responses;

    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (responses[i].status == status)
            return &responses[i];
    }
    assert(endpoint->response_count < PARTS_MOST);
    responses += endpoint->response_count++;
    *responses = (struct response){ .status = status, .support = endpoint->support };
    responses->contents = arena_get_array(&build->arena, PARTS_MOST, sizeof *responses->contents);
    responses->headers = arena_get_array(&build->arena, PARTS_MOST, sizeof *responses->headers);
    return responses;
}

struct content *build_content(struct build *build, struct endpoint *endpoint, uint16_t status,
                              const char *media_type, enum content_kind kind)
{
    struct response *response = status ? find_response(build, endpoint, status) : NULL;
    const struct content *contents = response ? response->contents : endpoint->requests;
    struct content *content = (struct content *)(uintptr_t)&contents[response ? response->content_count++
                                                                              : endpoint->request_count++];

    *content =
        (struct content){ .media_type = slice_of(media_type), .kind = kind, .support = endpoint->support };
    endpoint->request_required = endpoint->request_count > 0;
    return content;
}

struct content *build_json(struct build *build, struct endpoint *endpoint, uint16_t status,
                           const char *bodies)
{
    struct content *content = build_content(build, endpoint, status, "application/json", CONTENT_JSON);
    struct schema *schema = new_schema(build);
    struct slice rest = slice_of(bodies);

    content->schema = schema;
    while (rest.len) {
        struct slice line = slice_cut(&rest, '\n');
        char *body = arena_get_array(&build->arena, line.len + BODY_SLACK, 1);

        memcpy(body, line.at, line.len);
        assert(schema_learn_json(build->learner, schema, slice_make(body, line.len), NULL, NULL) !=
               SCHEMA_MALFORMED);
    }
    return content;
}

struct content *build_form(struct build *build, struct endpoint *endpoint, const char *media_type,
                           enum content_kind kind, const char *bodies)
{
    struct content *content = build_content(build, endpoint, 0, media_type, kind);
    struct schema *schema = new_schema(build);
    struct slice rest = slice_of(bodies);

    content->schema = schema;
    while (rest.len) {
        struct slice body = slice_cut(&rest, ' ');
        struct pair pairs[PARTS_MOST];
        size_t count = 0;

        while (body.len && count < PARTS_MOST) {
            struct slice value = slice_cut(&body, '&'), name = slice_cut(&value, '=');
            bool is_file = name.at[0] == '@';

            pairs[count++] = (struct pair){ .name = slice_make(name.at + is_file, name.len - is_file),
                                            .value = value,
                                            .is_file = is_file };
        }
        schema_learn_pairs(build->learner, schema, pairs, count);
    }
    return content;
}

struct parameter *build_header(struct build *build, struct endpoint *endpoint, uint16_t status,
                               const char *name, const char *values)
{
    struct response *response = find_response(build, endpoint, status);
    struct parameter *header = (struct parameter *)(uintptr_t)&response->headers[response->header_count++];

    assert(response->header_count <= PARTS_MOST);
    *header = learn_parameter(build, PLACE_HEADER, name, values);
    header->of = response->support.count;
    header->required = header->support.count >= header->of;
    return header;
}

const struct security_scheme *build_scheme(struct build *build, const char *id, enum security_kind kind,
                                           enum place place, const char *name)
{
    struct security_scheme *scheme = &build->schemes[build->service.scheme_count++];

    assert(build->service.scheme_count <= PARTS_MOST);
    *scheme = (struct security_scheme){
        .id = slice_of(id), .kind = kind, .place = place, .name = slice_of(name), .support = build_support(10)
    };
    return scheme;
}

void build_secure(struct build *build, struct endpoint *endpoint, const struct security_scheme *scheme,
                  uint64_t accepted)
{
    struct endpoint_security *security =
        (struct endpoint_security *)(uintptr_t)&endpoint->security[endpoint->security_count++];

    *security = (struct endpoint_security){ .scheme = scheme, .accepted = accepted };
}

const char *build_write(struct build *build, bool is_30, bool is_yaml, bool is_clean)
{
    struct spec_options options = { .is_30 = is_30, .is_yaml = is_yaml, .is_clean = is_clean };
    struct error err = { 0 };
    struct memory memory = { 0 };
    struct buffer out;
    struct slice text;

    buffer_init(&out, &memory);
    if (!spec_openapi(&build->service, &options, &memory, &out, &err))
        return NULL;
    text = arena_copy(&build->arena, buffer_slice(&out));
    buffer_done(&out);
    assert(memory.used == 0);
    return text.at;
}

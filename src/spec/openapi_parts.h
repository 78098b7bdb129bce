/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that assemble an OpenAPI document share. Only openapi*.c include this. */
#ifndef SPEC_OPENAPI_PARTS_H
#define SPEC_OPENAPI_PARTS_H

#include "spec/component.h"
#include "spec/naming.h"
#include "spec/openapi.h"
#include "spec/schema_node.h"
#include "tree/document.h"

/* The shapes of one endpoint's bodies, in the order of its contents. */
struct endpoint_shapes {
    struct shape **requests;
    struct shape ***responses;
};

/* The templates of a service as OpenAPI wants them: each once, whatever its parameters are called. */
struct path_group {
    struct slice path;   /* "/users/{userId}", safe to print */
    struct slice *names; /* of its parameters, in order; empty: declared elsewhere */
    size_t name_count;
    size_t first, last; /* of its endpoints; openapi.next leads from one to the next */
};

#define NO_ENDPOINT ((size_t)-1)

struct openapi {
    const struct service *service;
    const struct spec_options *options;
    struct document document;
    struct schema_writer writer;
    struct shapes shapes;
    struct components components;
    struct operation_name *names;   /* as service->endpoints */
    struct endpoint_shapes *bodies; /* as service->endpoints */
    struct slice *scheme_ids;       /* as service->schemes */
    size_t *next; /* as service->endpoints: the next one of the same template, or NO_ENDPOINT */
};

/* openapi_paths.c: groups in the order of their first endpoints; NULL when memory was refused. */
struct path_group *openapi_group_paths(struct openapi *openapi, size_t *ret_count);
/* path, names and name_count of one endpoint's template. */
bool openapi_path(struct openapi *openapi, const struct endpoint *endpoint, struct path_group *ret);

/* openapi_operation.c */
struct node *openapi_operation(struct openapi *openapi, const struct path_group *group, size_t index);
/* {count, share, firstSeen, lastSeen} on one line. */
struct node *openapi_support(struct openapi *openapi, const struct support *support, uint64_t of);
void openapi_put_support(struct openapi *openapi, struct node *node, const struct support *support,
                         uint64_t of);

/* openapi_body.c */
/* Fills openapi.bodies[index]. */
bool openapi_shape_endpoint(struct openapi *openapi, size_t index);
bool openapi_shape_bodies(struct openapi *openapi);
struct node *openapi_request(struct openapi *openapi, size_t index);
/* The schema of a body. */
struct node *openapi_body(struct openapi *openapi, const struct content *content, const struct shape *shape);
struct slice openapi_media_type(const struct content *content); /* never empty */
struct node *openapi_response(struct openapi *openapi, size_t index, size_t r, struct slice description);
struct slice openapi_response_text(uint16_t status);
struct node *openapi_responses(struct openapi *openapi, size_t index);

/* openapi_parameter.c */
struct node *openapi_parameters(struct openapi *openapi, const struct path_group *group,
                                const struct endpoint *endpoint);
struct node *openapi_parameter(struct openapi *openapi, const struct parameter *parameter, struct slice name);
const char *openapi_place(enum place place);
/* Parameters that are none in a document: what OpenAPI says elsewhere, what security schemes say, what came already. */
bool openapi_is_described_elsewhere(const struct parameter *parameter);
bool openapi_is_credential(const struct endpoint *endpoint, const struct parameter *parameter);
bool openapi_is_repeated(const struct endpoint *endpoint, size_t index);
struct node *openapi_header(struct openapi *openapi, const struct parameter *header);

/* openapi_security.c */
bool openapi_name_schemes(struct openapi *openapi);
bool openapi_is_token(struct slice text);
struct node *openapi_scheme(struct openapi *openapi, const struct security_scheme *scheme);
struct node *openapi_schemes(struct openapi *openapi);
struct node *openapi_security(struct openapi *openapi, const struct endpoint *endpoint);

/* openapi_swagger.c: the same in Swagger 2.0 */
struct node *openapi_swagger_parameter(struct openapi *openapi, const struct parameter *parameter,
                                       struct slice name);
/* A form's field. */
struct node *openapi_swagger_field(struct openapi *openapi, struct slice name, const struct shape *shape,
                                   bool is_required);
/* Adds the parameters that are the body. may_require: they are when they always came. */
void openapi_swagger_body(struct openapi *openapi, size_t index, bool may_require, struct node *list);
struct node *openapi_swagger_response(struct openapi *openapi, size_t index, size_t r,
                                      struct slice description);
/* Puts parameters, responses and media types. */
void openapi_swagger_operation(struct openapi *openapi, const struct path_group *group, size_t index,
                               struct node *node);
struct node *openapi_swagger_scheme(struct openapi *openapi, const struct security_scheme *scheme);

#endif

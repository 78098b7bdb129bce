/* SPDX-License-Identifier: Apache-2.0 */
/* Inventories built by hand: one service, endpoints, parameters and bodies learned from texts. Everything
 * lives until build_done; numbers of things are bounded by what arrays hold, and checked. */
#ifndef TESTS_SPEC_BUILD_H
#define TESTS_SPEC_BUILD_H

#include "base/arena.h"
#include "catalog/inventory.h"
#include "spec/openapi.h"

#define BUILD_MOST 600 /* endpoints; parameters, contents and responses of one: 16 */

struct build {
    struct memory memory;
    struct arena arena;
    struct learner *learner;
    struct service service;
    struct endpoint *endpoints;
    struct security_scheme *schemes;
    struct build_schema *schemas;
};

void build_init(struct build *build, const char *key);
void build_done(struct build *build);

struct support build_support(uint64_t count);
struct endpoint *build_endpoint(struct build *build, const char *method, const char *path, uint64_t count);
/* The same with bytes that may hold anything. */
struct endpoint *build_endpoint_slice(struct build *build, struct slice method, struct slice path,
                                      uint64_t count);
/* values: one a request, separated by spaces; "a|b" repeats the name in one request. */
struct parameter *build_parameter(struct build *build, struct endpoint *endpoint, enum place place,
                                  const char *name, const char *values);
/* bodies: JSON texts, separated by line feeds. status 0: the request. */
struct content *build_json(struct build *build, struct endpoint *endpoint, uint16_t status,
                           const char *bodies);
struct content *build_content(struct build *build, struct endpoint *endpoint, uint16_t status,
                              const char *media_type, enum content_kind kind);
/* A form or multipart body: fields as a query string without decoding; "@name" is a file. */
struct content *build_form(struct build *build, struct endpoint *endpoint, const char *media_type,
                           enum content_kind kind, const char *bodies);
struct parameter *build_header(struct build *build, struct endpoint *endpoint, uint16_t status,
                               const char *name, const char *values);
const struct security_scheme *build_scheme(struct build *build, const char *id, enum security_kind kind,
                                           enum place place, const char *name);
void build_secure(struct build *build, struct endpoint *endpoint, const struct security_scheme *scheme,
                  uint64_t accepted);

/* The document as text (NUL-terminated), in the arena. */
const char *build_write(struct build *build, bool is_30, bool is_yaml, bool is_clean);

#endif

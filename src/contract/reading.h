/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share while they read one document. Everything they make stands in the arena of the set. A
 * refused allocation sets `failed` and makes the piece empty; contract_read looks at it once, at the end. Only files of this
 * room include this. */
#ifndef CONTRACT_READING_H
#define CONTRACT_READING_H

#include "contract/reference.h"

/* Hostile documents name much with few bytes: what they may make of it. Real ones stay far below. */
#define READING_SCHEMAS_MOST 1000000u   /* of a set */
#define READING_OPERATIONS_MOST 200000u /* of a document */
#define READING_SERVERS_MOST 10000u     /* of a document: beyond it, variables are no longer expanded */
#define READING_EXPANSIONS 64u          /* of one server */

struct schema_entry;
struct callback_entry;

struct reading {
    struct contract_set *set;
    struct contract *contract;
    const struct tree_node *root;
    bool failed;

    struct schema_entry *schemas, *last_schema, *next_schema; /* made; the next to be filled */
    bool has_discriminators;
    struct callback_entry *callbacks, *last_callback;

    struct contract_operation *operations; /* of set->account until they are all known */
    size_t operation_count, operation_room;
    bool has_too_many;   /* operations; it was said */
    size_t server_count; /* made so far */

    struct table shared;     /* parts that more than one place may refer to, by node */
    struct table scheme_ids; /* struct contract_scheme */

    /* In force where an operation says nothing. */
    const struct contract_alternative *security;
    size_t security_count;
    struct position security_at;
    const struct tree_node *consumes, *produces; /* Swagger 2.0 */
    bool security_said;
};

/* ---- reading.c */

/* Zeroed; NULL when refused, or when count is 0. */
void *reading_get(struct reading *reading, size_t count, size_t size);
struct slice reading_copy(struct reading *reading, struct slice text);
/* The same in lower case; where nothing changes it is the text itself. */
struct slice reading_lower(struct reading *reading, struct slice text);
/* Text of any scalar: versions and dates are written without quotes. */
struct slice reading_scalar(const struct tree_node *node);
/* Strings of a sequence; others are left out. */
const struct slice *reading_strings(struct reading *reading, const struct tree_node *node, size_t *ret_count);
/* "x-" */
bool reading_is_extension(struct slice key);
/* What was made of `node` before, as `kind` (any address of one's own); NULL when nothing was. */
void *reading_shared(const struct reading *reading, const struct tree_node *node, const void *kind);
void reading_share(struct reading *reading, const struct tree_node *node, const void *kind, void *value);

/* ---- reference.c */

struct reference_hop {
    const struct tree_node *target; /* may be a reference again; NULL: it leads nowhere, which was said */
    struct slice name;              /* of the component, as far as the reference tells */
};

/* One step of a reference; `node` is one. */
struct reference_hop reference_step(struct contract_set *set, const struct tree_node *node);
/* The same for a string that is a reference without being called $ref (mapping of a discriminator). */
struct reference_hop reference_of_text(struct contract_set *set, const struct tree_node *node);
/* The root directory that holds for a file. */
void reference_root_for(struct contract_set *set, const struct tree_file *file, struct slice root);
void reference_root_near(struct contract_set *set, const struct tree_file *file);

/* ---- schema.c */

/* Never NULL: of a NULL node a schema that says nothing. What it holds is filled in by reading_schemas_finish. */
const struct contract_schema *reading_schema(struct reading *reading, const struct tree_node *node);
/* Makes the schemas of all components, so that each knows its name wherever it is referred to. */
void reading_schema_components(struct reading *reading, const struct tree_node *components);
void reading_schemas_finish(struct reading *reading);
/* One that stands nowhere in the document. NULL when memory was refused. */
struct contract_schema *reading_schema_new(struct reading *reading, struct position at);
/* CONTRACT_ANY_TYPE and nothing else; shared by all. */
extern const struct contract_schema reading_schema_any;

/* ---- schema_fill.c */

void schema_fill(struct reading *reading, struct contract_schema *schema, const struct tree_node *node,
                 const struct contract_schema *target);
/* Whether keywords beside a $ref make a schema of their own (OpenAPI 3.1, JSON Schema 2020-12 core 8.2.3.1). */
bool schema_has_siblings(const struct reading *reading, const struct tree_node *node);

/* ---- schema_variants.c */

struct schema_edge;

struct schema_key {
    const struct tree_node *node;
    const struct contract *contract;
};

struct schema_entry {
    struct schema_key key;
    struct schema_entry *next;
    const struct contract_schema *target;      /* of a reference with keywords beside it */
    struct schema_edge *children, *last_child; /* components that have this one in all_of */
    const struct schema_entry *mark;           /* whose variants it was last counted among */
    bool is_component, is_discriminated;
    struct contract_schema schema;
};

/* Whether a schema is another kind of what it has in allOf, rather than that with a remark. */
bool schema_is_derived(const struct contract_schema *schema);
void schema_variants(struct reading *reading, const struct tree_node *components);

/* ---- server.c */

void reading_servers(struct reading *reading, const struct tree_node *node,
                     const struct contract_server **ret, size_t *ret_count);
/* Takes an address apart. */
void server_parse(struct reading *reading, struct slice url, struct contract_server *ret);
const struct contract_server *reading_server_default(struct reading *reading);

/* ---- security.c */

void reading_schemes(struct reading *reading, const struct tree_node *node);
/* What `security` says; false when the node is no sequence. */
bool reading_security(struct reading *reading, const struct tree_node *node,
                      const struct contract_alternative **ret, size_t *ret_count);

/* ---- parameter.c */

/* What an operation and its path item list, without body and form data of Swagger 2.0. */
void reading_parameters(struct reading *reading, const struct tree_node *own, const struct tree_node *shared,
                        struct contract_operation *operation);
void reading_headers(struct reading *reading, const struct tree_node *node,
                     const struct contract_parameter **ret, size_t *ret_count);

/* ---- body.c */

void reading_body(struct reading *reading, const struct tree_node *node,
                  struct contract_operation *operation);
void reading_contents(struct reading *reading, const struct tree_node *node,
                      const struct contract_media **ret, size_t *ret_count);
/* "Application/JSON; charset=utf-8" is "application/json". */
struct slice reading_media_type(struct reading *reading, struct slice text);

/* ---- response.c */

void reading_responses(struct reading *reading, const struct tree_node *node,
                       struct contract_operation *operation);

/* ---- operation.c */

void reading_paths(struct reading *reading, const struct tree_node *paths, enum contract_origin origin);
void reading_callbacks(struct reading *reading);
/* A copy goes into the list; false beyond the limit or without memory. */
bool reading_add_operation(struct reading *reading, const struct contract_operation *operation);

/* ---- swagger.c */

void swagger_servers(struct reading *reading);
void swagger_operation_servers(struct reading *reading, struct contract_operation *operation);
void swagger_body(struct reading *reading, const struct tree_node *own, const struct tree_node *shared,
                  struct contract_operation *operation);
void swagger_contents(struct reading *reading, const struct tree_node *schema, const struct tree_node *types,
                      struct position at, const struct contract_media **ret, size_t *ret_count);
enum contract_style swagger_style(const struct tree_node *node, enum contract_place place, bool *ret_explode);

/* ---- postman.c */

void reading_postman(struct reading *reading);

/* ---- version.c */

/* false with *err set when it is none of our formats. */
bool version_detect(struct contract_set *set, const struct tree_file *file, struct contract *contract,
                    struct error *err);

#endif

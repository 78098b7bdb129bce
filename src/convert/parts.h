/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of conversion share. A table of grammar (convert_walk.c) says where objects of OpenAPI stand
 * in each other; whoever converts an object by hand does so for the members that change and leaves the others
 * to the table.
 *
 * A converted object is remembered together with its place in the result. References are written at the very
 * end, when all places are known; what was referred to and has none by then becomes a component.
 *
 * Nothing here fails in the middle: once `stopped` is set, or document->failed, what is made is NULL, which
 * the document ignores. Only convert*.c include this. */
#ifndef CONVERT_PARTS_H
#define CONVERT_PARTS_H

#include "contract/reference.h"
#include "convert/convert.h"

enum convert_kind {
    CONVERT_VALUE, /* nothing in it is looked at: examples, extensions, info */
    CONVERT_ROOT,
    CONVERT_PATHS,
    CONVERT_PATH_ITEM,
    CONVERT_OPERATION,
    CONVERT_PARAMETER,
    CONVERT_REQUEST_BODY,
    CONVERT_MEDIA,
    CONVERT_ENCODING,
    CONVERT_RESPONSES,
    CONVERT_RESPONSE,
    CONVERT_HEADER,
    CONVERT_EXAMPLE,
    CONVERT_LINK,
    CONVERT_CALLBACK,
    CONVERT_COMPONENTS,
    CONVERT_SECURITY_SCHEME,
    CONVERT_SERVER,
    CONVERT_SERVER_VARIABLE,
    CONVERT_SCHEMA,
    CONVERT_KINDS
};

/* Where something stands in the result: a chain up to the root, which is NULL. */
struct place {
    const struct place *up;
    struct slice key;
};

#define CONVERT_TYPES_MOST 64 /* of a list; contract_read takes as many */

/* Media types in force. */
struct convert_types {
    const struct slice *types;
    size_t count;
};

struct convert_pending;

struct converter {
    struct contract_set *set;
    const struct contract *contract;
    const struct tree_node *root;
    enum contract_format from, to;
    struct document *document;
    struct faults *notes;
    struct error *err;
    bool stopped; /* *err says why */
    unsigned depth;

    struct node *components;
    bool components_placed;
    struct convert_pending *first, *last; /* references to be written */
    struct table spots;                   /* struct spot by node and kind */
    struct table names;                   /* taken names of components: "schemas/Pet" */
    struct table renamed;                 /* the new name (struct slice) of "definitions/Pet of mine" */
    struct table said;                    /* notes, by node and rule */

    /* Swagger 2.0 */
    struct convert_types all_consumes, all_produces; /* of the document */
    struct convert_types consumes, produces;         /* in force */
    const struct tree_node *shared;                  /* parameters of the path item */
};

/* ---- convert.c */

static inline bool convert_is_upgrade(const struct converter *converter)
{
    return converter->from != converter->to;
}

/* From a format without JSON Schema 2020-12 to the one with it. */
static inline bool convert_to_2020(const struct converter *converter)
{
    return converter->to == CONTRACT_OPENAPI_31 && convert_is_upgrade(converter);
}

void convert_stop(struct converter *converter, enum error_kind kind, struct position at, const char *why);
/* Whether a note of that rule was not yet said of the node; what stands in several places is said once. */
bool convert_is_new(struct converter *converter, const struct tree_node *node, const char *rule);
#define CONVERT_NOTE(converter, node, rule, ...)                                                             \
    ((void)(convert_is_new((converter), (node), (rule)) &&                                                   \
            fault_add((converter)->notes, FAULT_WARNING, tree_position(node), (rule), __VA_ARGS__)))
bool convert_is_extension(struct slice key);
void *convert_get(struct converter *converter, size_t count, size_t size);
/* For messages: "2.0", "3.0". */
const char *convert_version(enum contract_format format);

/* ---- convert_walk.c */

struct node *convert_object(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                            const struct place *place);
/* A map from names to such objects; a list of them. */
struct node *convert_map(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                         const struct place *place);
struct node *convert_list(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                          const struct place *place);
/* The members of an object by the grammar, into `object`. */
void convert_members(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                     struct node *object, const struct place *place);
void convert_member(struct converter *converter, enum convert_kind kind, const struct tree_member *member,
                    struct node *object, const struct place *place);
/* Puts what is not there yet. */
void convert_put(struct converter *converter, struct node *object, struct slice key, struct node *value);
/* The place below; `up` NULL is the root. */
const struct place *convert_place(struct converter *converter, const struct place *up, struct slice key);
const struct place *convert_place_at(struct converter *converter, const struct place *up, size_t index);
/* A node of that kind; where the format has no reference but one stands, what it names, with a note. NULL: it
 * is none. */
const struct tree_node *convert_in_place(struct converter *converter, const struct tree_node *node,
                                         enum tree_kind kind);

/* ---- convert_reference.c */

/* Remembers where what was read at `node` stands in the result; the first place counts. */
void convert_spot(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                  const struct place *place);
struct node *convert_reference(struct converter *converter, enum convert_kind kind,
                               const struct tree_node *node, const struct place *place);
/* The text of a reference: of an object with $ref, or of a string, as in mappings of discriminators and
 * links. */
struct node *convert_reference_text(struct converter *converter, enum convert_kind kind,
                                    const struct tree_node *reference);
/* Writes all references, and the components that are still missing. */
void convert_references(struct converter *converter);
/* Whether it has a place. Path items that stand under a path or a name of their own have one as CONVERT_PATHS
 * from the beginning, shared form parameters as CONVERT_VALUE once they are used. */
bool convert_has_spot(const struct converter *converter, enum convert_kind kind,
                      const struct tree_node *node);
/* Whether it refers within the document that is converted. */
bool convert_is_local(const struct converter *converter, const struct tree_node *text);

/* ---- convert_names.c */

/* Takes the names of components in the source; gives names of Swagger 2.0 that 3.x does not allow another. */
void convert_names(struct converter *converter);
/* What a component of that section of the source is called in the result. */
struct slice convert_name(struct converter *converter, struct slice section, struct slice name);
/* A name for one more component, free in its section of the result. */
struct slice convert_new_name(struct converter *converter, const char *section, struct slice wish);

/* ---- convert_schema.c */

struct node *convert_schema(struct converter *converter, const struct tree_node *node,
                            const struct place *place);
/* Those keywords of a schema among the members of a Parameter, Header or Items Object of 2.0 for which
 * `wants` is true. */
typedef bool convert_filter(struct slice key);
void convert_schema_members(struct converter *converter, const struct tree_node *node, struct node *object,
                            const struct place *place, convert_filter *wants);
/* The schema of content of that media type: what is sent as it is, bytes, has none in 3.1. */
void convert_content_schema(struct converter *converter, const struct tree_node *schema,
                            struct slice media_type, struct node *media, const struct place *place);

/* ---- convert_swagger.c and its neighbours: objects of 2.0 */

struct node *convert_swagger_root(struct converter *converter, const struct tree_node *node,
                                  const struct place *place);
struct node *convert_servers(struct converter *converter, const struct tree_node *schemes);
struct node *convert_security(struct converter *converter, const struct tree_node *requirements);
struct node *convert_swagger_scheme(struct converter *converter, const struct tree_node *node,
                                    const struct place *place);
/* The members of a path item, but for its $ref and those that `before` (or NULL) has. */
void convert_swagger_path_item(struct converter *converter, const struct tree_node *node,
                               const struct tree_node *before, struct node *object,
                               const struct place *place);
struct node *convert_swagger_operation(struct converter *converter, const struct tree_node *node,
                                       const struct place *place);
struct node *convert_swagger_parameter(struct converter *converter, const struct tree_node *node,
                                       const struct place *place);
struct node *convert_swagger_header(struct converter *converter, const struct tree_node *node,
                                    const struct place *place);
struct node *convert_swagger_response(struct converter *converter, const struct tree_node *node,
                                      const struct place *place);
/* A reference to one; where other media types are in force than for the document, the response itself. */
struct node *convert_swagger_response_reference(struct converter *converter, const struct tree_node *node,
                                                const struct place *place);
/* Content of the types, with that schema (or NULL). */
struct node *convert_contents(struct converter *converter, const struct tree_node *schema,
                              struct convert_types types, const struct place *place);
/* The Request Body Object of a body parameter. */
struct node *convert_swagger_body(struct converter *converter, const struct tree_node *node,
                                  const struct place *place);
/* style and explode of an array, where `object` is one of form style: a query parameter, a field of a form. */
void convert_style(struct converter *converter, const struct tree_node *node, struct node *object,
                   bool is_form_style);
/* The Request Body Object of form parameters, after $ref. */
struct node *convert_form(struct converter *converter, const struct tree_node *const *fields, size_t count,
                          const struct place *place);
/* The media types a sequence names, else `otherwise`. */
struct convert_types convert_types_of(struct converter *converter, const struct tree_node *node,
                                      struct convert_types otherwise);
bool convert_types_equal(struct convert_types a, struct convert_types b);

#endif

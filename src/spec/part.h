/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of documents, for documents that exist already: operations, parameters, responses and schemas of one service as it was
 * seen, in the words of the document's format. They are facts only, without x-plainsight and figures; schemas stand where
 * they are used, but for objects that hold their own kind, which become components (spec_part_schemas).
 *
 * Nodes go into the document that is given; when memory is refused they are NULL, and spec_part_failed says so once. */
#ifndef SPEC_PART_H
#define SPEC_PART_H

#include "base/table.h"
#include "catalog/inventory.h"
#include "tree/document.h"

enum spec_dialect { SPEC_31, SPEC_30, SPEC_20 };

struct spec_part;

/* Borrows the service, the arena, and the names of components in use, in lower case: parts of several services may share
 * them. NULL when memory was refused. */
struct spec_part *spec_part_new(const struct service *service, enum spec_dialect dialect, struct arena *arena,
                                struct table *taken, struct memory *account);
void spec_part_free(struct spec_part *part);
bool spec_part_failed(const struct spec_part *part);

/* How references to components name their file from now on ("../openapi.yaml"); empty, as at first: not at all. Kept by
 * reference. */
void spec_part_home(struct spec_part *part, struct slice home);
/* A name that components must not get, in whatever case: the document has it. */
void spec_part_take(struct spec_part *part, struct slice name);
/* What the document calls one of the service's schemes; unless told, its own id. */
void spec_part_call_scheme(struct spec_part *part, const struct security_scheme *scheme, struct slice id);
struct slice spec_part_scheme_id(const struct spec_part *part, const struct security_scheme *scheme);

/* Several endpoints that a document takes for one: an endpoint with all their bodies, which any function here takes. The same
 * list gives the same one. NULL when memory was refused. */
const struct endpoint *spec_part_merge(struct spec_part *part, const struct endpoint *const *endpoints,
                                       size_t count);

/* A template as a document has it, with the names of its parameters in order. */
struct spec_path {
    struct slice text;
    const struct slice *names;
    size_t name_count;
};
bool spec_part_path(struct spec_part *part, const struct endpoint *endpoint, struct spec_path *ret);

/* What an operation would be called in a document of its own. */
struct spec_name {
    struct slice id, summary, tag;
};
struct spec_name spec_part_name(const struct spec_part *part, const struct endpoint *endpoint);

struct spec_operation {
    struct spec_name name;          /* what is empty is left out */
    const struct slice *path_names; /* of the template's parameters, in order; empty: declared elsewhere */
    size_t path_name_count;
    struct node *security; /* NULL: left out */
};
struct node *spec_part_operation(struct spec_part *part, const struct endpoint *endpoint,
                                 const struct spec_operation *how);
/* NULL when the format has no place for it (cookies in Swagger 2.0). */
struct node *spec_part_parameter(struct spec_part *part, const struct parameter *parameter);
/* Whether the format says it elsewhere: Accept, Content-Type, Authorization, and what is a credential. */
bool spec_part_is_parameter(const struct endpoint *endpoint, const struct parameter *parameter);
struct node *spec_part_response(struct spec_part *part, const struct endpoint *endpoint, size_t index);
/* Swagger 2.0: the parameters that are the body, none of them required, as a list; NULL when nothing was sent. */
struct node *spec_part_fields(struct spec_part *part, const struct endpoint *endpoint);
/* The schema of one of the endpoint's bodies. */
struct node *spec_part_body(struct spec_part *part, const struct endpoint *endpoint,
                            const struct content *content);
/* "application/json": what the content is called, or what it would usually be. */
struct slice spec_part_media_type(const struct content *content);

/* The schema of one member of objects that were seen in several places; with room for extensions beside it. Nothing in it is
 * required: others may use the schema that gets it. */
struct node *spec_part_member(struct spec_part *part, const struct field *const *objects, size_t count,
                              struct slice key, bool is_lexical);
/* The same as a form's parameter (Swagger 2.0). */
struct node *spec_part_form_member(struct spec_part *part, const struct field *const *objects, size_t count,
                                   struct slice key);
/* Of objects whose keys are data: what stands behind them. NULL when they have no such keys. */
struct node *spec_part_values(struct spec_part *part, const struct field *const *maps, size_t count);

/* What an endpoint asks for: alternatives of scheme ids; NULL when no credential was seen. */
struct node *spec_part_security(struct spec_part *part, const struct endpoint *endpoint);
/* NULL when the format has no word for it. */
struct node *spec_part_scheme(struct spec_part *part, const struct security_scheme *scheme);

/* The components that parts made so far refer to, by name; NULL when there are none. */
struct node *spec_part_schemas(struct spec_part *part);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read Postman collections share. A collection is a list of requests that somebody saved, not a promise: requests
 * to the same place are put together into one operation, and what nobody saved is not forbidden. Only postman*.c include this. */
#ifndef CONTRACT_POSTMAN_H
#define CONTRACT_POSTMAN_H

#include "contract/example.h"

/* Of one operation: what is saved beyond it is not read. */
#define POSTMAN_PARTS_MOST 500u

struct postman_parameter {
    struct contract_parameter parameter;
    struct postman_parameter *next;
};

/* Bodies of one media type: JSON ones are put together, of others the first schema counts. */
struct postman_content {
    struct slice type;
    struct position at;
    const struct contract_schema *schema;
    struct example *example;
    struct postman_content *next;
};

struct postman_contents {
    struct postman_content *first, *last;
    size_t count;
};

struct postman_response {
    struct contract_response response;
    struct postman_contents contents;
    struct postman_response *next;
};

struct postman_scheme {
    struct contract_scheme scheme;
    const struct contract_scheme *kept; /* the same among the contract's */
    struct postman_scheme *next;
};

struct postman_operation {
    struct contract_operation operation;
    struct contract_requirement *requirement; /* NULL: none */
    struct postman_scheme *scheme;
    struct postman_parameter *parameters, *last_parameter;
    struct postman_contents contents;
    struct postman_response *responses, *last_response;
    bool has_too_many; /* parameters; it was said */
    struct postman_operation *next;
};

struct postman {
    struct reading *reading;
    struct table variables; /* of the collection: their values, by name */
    struct table known;     /* operations by method and path, whatever the parameters are called */
    struct table servers;   /* by address */
    struct postman_operation *operations, *last_operation;
    struct postman_scheme *schemes, *last_scheme;
    size_t scheme_count;
    size_t expanded; /* bytes of texts with variables in them, made so far */
};

/* What a folder says for all in it. */
struct postman_folder {
    const struct tree_node *auth; /* in force; NULL: said nowhere */
    struct slice tag;             /* name of the outermost folder */
};

/* ---- postman_text.c */

/* Member of an entry that may be missing or of another type. */
struct slice postman_member(const struct tree_node *node, const char *key);
/* {content: "...", type: "text/plain"} or just the text. */
struct slice postman_description(const struct tree_node *node);
bool postman_is_disabled(const struct tree_node *node);
void postman_variables(struct postman *postman);
/* Text with the collection's variables put in. Others stay as they are: {{name}}. */
struct slice postman_text(struct postman *postman, struct slice text);
/* The same for JSON: where a variable stands for a whole value and has none, it is null. */
struct slice postman_json(struct postman *postman, struct slice text);
/* The same for a path: variables and ":id" become "{name}", unless a variable is plainly a part of the address. */
struct slice postman_template(struct postman *postman, struct slice path);

/* ---- postman_url.c */

struct postman_url {
    const struct contract_server *server;
    struct slice path;  /* a template that begins with a slash */
    struct slice query; /* as text, where it is not a list */
    const struct tree_node *queries;
};

struct postman_url postman_url(struct postman *postman, const struct tree_node *node);
void postman_parameters(struct postman *postman, const struct postman_url *url,
                        const struct tree_node *url_node, struct postman_operation *operation);
void postman_headers(struct postman *postman, const struct tree_node *list,
                     struct postman_operation *operation);
/* The value of a header in a list of {key, value}; empty when it is not there. */
struct slice postman_header(const struct tree_node *list, struct slice name);

/* ---- postman_body.c */

void postman_body(struct postman *postman, const struct tree_node *request,
                  struct postman_operation *operation);
void postman_responses(struct postman *postman, const struct tree_node *list,
                       struct postman_operation *operation);
/* As the arrays that contracts have. */
void postman_contents_finish(struct reading *reading, const struct postman_contents *contents,
                             const struct contract_media **ret, size_t *ret_count);

/* ---- postman_auth.c */

/* `own`: what the request says itself, or NULL. */
void postman_auth(struct postman *postman, const struct tree_node *own, const struct postman_folder *folder,
                  const struct tree_node *headers, struct postman_operation *operation);
void postman_schemes_finish(struct postman *postman);
void postman_auth_finish(struct postman_operation *operation);

#endif

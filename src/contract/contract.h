/* SPDX-License-Identifier: Apache-2.0 */
/* What a document promises: OpenAPI 3.1 and 3.0, Swagger 2.0 and Postman collections 2.1, all read into one form. References
 * are followed inside the document and into other local files, circular ones too; path items may be references; what
 * Swagger 2.0 says in host, basePath, schemes, consumes, produces and formData stands in servers, contents and a made-up
 * body schema.
 *
 * Files are read below one directory only, `root` of the set: a reference that leads out of it is a FAULT_FATAL, and so is one to
 * a file that is not there. References to other hosts are never fetched: a FAULT_WARNING says so, and what they stand for is
 * unknown. Everything lives in a contract_set until contract_set_done; nothing is changed after reading. */
#ifndef CONTRACT_CONTRACT_H
#define CONTRACT_CONTRACT_H

#include "base/regex.h"
#include "contract/schema.h"

#include <stdint.h>

enum contract_format { CONTRACT_OPENAPI_31, CONTRACT_OPENAPI_30, CONTRACT_SWAGGER_20, CONTRACT_POSTMAN_21 };

struct contract_server {
    struct slice url;    /* as written; of Swagger 2.0 put together */
    struct slice scheme; /* "https", lower case; empty: not said */
    struct slice host; /* lower case, without port; "{region}" for a variable of any value; empty: not said */
    uint16_t port;     /* 0: not said */
    struct slice
        base; /* base path: "" or "/v1", without trailing slash; "{name}" for a variable of any value */
    struct position at;
};

enum contract_place { CONTRACT_PATH, CONTRACT_QUERY, CONTRACT_HEADER, CONTRACT_COOKIE };

enum contract_style {
    CONTRACT_SIMPLE,
    CONTRACT_LABEL,
    CONTRACT_MATRIX,
    CONTRACT_FORM,
    CONTRACT_SPACE_DELIMITED,
    CONTRACT_PIPE_DELIMITED,
    CONTRACT_DEEP_OBJECT,
};

struct contract_parameter {
    struct slice name; /* of a header field as written; names of header fields are compared without case */
    enum contract_place place;
    enum contract_style style;
    bool explode, required, deprecated, allow_empty;
    const struct contract_schema *schema; /* of `content`: that of its media type; never NULL */
    struct slice media_type;              /* `content` parameters: its media type; else empty */
    const struct tree_node *node;         /* the Parameter (or Header) Object, after $ref */
    struct position at;                   /* where the operation (or path item) lists it */
    bool is_shared;                       /* of the path item, not of the operation */
};

struct contract_media {
    struct slice type; /* "application/json" in lower case without parameters; may be a range: "text/" "*" */
    const struct contract_schema *schema; /* NULL: nothing is said */
    const struct tree_node *node;         /* the Media Type Object; NULL in Swagger 2.0 */
    struct position at;
};

struct contract_response {
    struct slice code; /* "200", "2XX" (upper case), "default" */
    uint16_t from, to; /* statuses it covers; default: 0 to 0 */
    struct slice description;
    const struct contract_parameter *headers;
    size_t header_count;
    const struct contract_media *contents;
    size_t content_count;
    const struct tree_node *node; /* the Response Object, after $ref */
    struct position at;           /* of the code */
};

enum contract_scheme_kind {
    CONTRACT_BEARER, /* http bearer, and what is sent as such: oauth2, openIdConnect */
    CONTRACT_BASIC,
    CONTRACT_DIGEST,
    CONTRACT_HTTP_OTHER,
    CONTRACT_API_KEY,
    CONTRACT_MUTUAL_TLS,
    CONTRACT_SCHEME_UNKNOWN, /* required but defined nowhere, or of a type nobody knows */
};

struct contract_scheme {
    struct slice id;   /* "bearerAuth" */
    struct slice type; /* as written: "http", "apiKey", "oauth2", ... */
    enum contract_scheme_kind kind;
    enum contract_place place; /* of an API key */
    struct slice name;         /* of an API key its parameter, of HTTP_OTHER the scheme */
    struct slice bearer_format;
    const struct tree_node *node;
    struct position at;
};

struct contract_requirement {
    const struct contract_scheme *scheme;
    const struct slice *scopes;
    size_t scope_count;
};

/* All requirements together; none: anonymous access is fine. */
struct contract_alternative {
    const struct contract_requirement *requirements;
    size_t count;
};

enum contract_origin { CONTRACT_PATHS, CONTRACT_WEBHOOK, CONTRACT_CALLBACK };

struct contract_operation {
    const struct contract *contract;
    enum contract_origin origin; /* only CONTRACT_PATHS are calls that callers make */
    struct slice method;         /* "GET"; "ANY" never */
    struct slice path; /* as written: "/users/{id}"; of webhooks the name, of callbacks the expression */
    struct slice id, summary, description;
    const struct slice *tags;
    size_t tag_count;
    bool deprecated;
    struct slice sunset; /* x-sunset, when written: a date */
    const struct contract_server
        *servers; /* in force: of the operation, the path item, or the document; at least one */
    size_t server_count;
    const struct contract_parameter *parameters; /* in force: the operation's over the path item's */
    size_t parameter_count;
    bool has_body, body_required;
    const struct contract_media *contents; /* of the request body */
    size_t content_count;
    const struct tree_node
        *body; /* the Request Body Object, after $ref; Swagger 2.0: the body parameter; or NULL */
    const struct contract_response *responses;
    size_t response_count;
    bool security_said; /* anywhere: in the operation or for the whole document */
    bool security_own;  /* in the operation */
    const struct contract_alternative
        *security; /* in force; none and said: open. One empty one: a credential is optional */
    size_t security_count;
    struct position security_at; /* where it is said, else the operation */
    const struct tree_node *node,
        *item;               /* the Operation Object and the Path Item Object around it, after $ref */
    struct position at;      /* of the method's key */
    struct position path_at; /* of the path's key */
};

struct contract {
    const struct tree_file *file;
    enum contract_format format;
    struct slice version; /* as written: "3.0.3" */
    struct slice title, info_version;
    const struct contract_server *servers; /* at least one: without any "/" of an unknown host */
    size_t server_count;
    bool servers_said;
    const struct contract_scheme *schemes; /* in the order of the document */
    size_t scheme_count;
    const struct contract_operation *operations; /* in the order of the document */
    size_t operation_count;
    const struct tree_node *paths; /* the Paths Object; NULL when there is none */
};

/* Documents read together: they may share files, and are held as a union against traffic. */
struct contract_set {
    struct memory *account;
    struct arena arena;
    struct tree_reader reader; /* its faults are those of everything: syntax, references, rules */
    struct slice root;         /* canonical directory that no reference may leave */
    const struct contract **contracts;
    size_t count;
    struct regex_cache regexes;                              /* of patternProperties */
    struct table schemas, references, files, roots, anchors; /* private */
    size_t schema_count;                                     /* private */
};

/* root NULL: of each document the nearest directory above it that holds .git or .plainsight.yaml, else its own. */
void contract_set_init(struct contract_set *set, struct memory *account, const char *root);
void contract_set_done(struct contract_set *set);
/* Reads one more document and all it refers to. NULL with *err set when there is nothing to work with: no such file, not
 * YAML or JSON, no OpenAPI document, or a version nobody can read (Swagger 1.2, OpenAPI 4): the sentence has file:line:column. What
 * is wrong beyond that are faults of set->reader.faults. */
const struct contract *contract_read(struct contract_set *set, const char *path, struct error *err);
const struct contract *contract_read_text(struct contract_set *set, const char *name, struct slice text,
                                          struct error *err);

const char *contract_format_name(enum contract_format format); /* "OpenAPI 3.1" */
const char *contract_place_name(enum contract_place place);    /* "query" */

/* The response that speaks for a status: the very code, else its range ("4XX"), else default; NULL when none does. */
const struct contract_response *contract_response_for(const struct contract_operation *operation,
                                                      unsigned status);
/* The content that speaks for a media type ("application/json"): exact, then structured suffix ranges and wildcards; NULL. */
const struct contract_media *contract_media_for(const struct contract_media *contents, size_t count,
                                                struct slice media_type);
const struct contract_parameter *contract_parameter_find(const struct contract_operation *operation,
                                                         enum contract_place place, struct slice name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of check_contract share; only check*.c include this.
 *
 * A document is walked as its specification is written: tables say of each kind of object which fields it has and what
 * those hold (check_tables_*.c, one a format), and name a function for what tables cannot say (check_rules.c and others).
 * check_object.c walks. Each node is looked at once for each kind of object it stands for, however many references and
 * aliases lead to it; what references lead to waits in a queue, so the depth of the walk is that of a file. */
#ifndef CHECK_CHECKER_H
#define CHECK_CHECKER_H

#include "check/check.h"
#include "contract/contract.h"

enum check_rule {
#define RULE(name, text, kind, help) RULE_##name,
#include "check/rules.list"
#undef RULE
    RULES
};

enum check_kind {
    KIND_ANY,
    KIND_STRING,
    KIND_BOOLEAN,
    KIND_NUMBER,
    KIND_UNSIGNED, /* a count: an integer that is not negative */
    KIND_URL,      /* may be relative */
    KIND_URI,      /* absolute */
    KIND_EMAIL,
    KIND_PATTERN,    /* a regular expression */
    KIND_MEDIA_TYPE, /* or a range */
    KIND_NAMES,      /* a list of strings that differ */
    KIND_TYPE,       /* OpenAPI 3.1: a type or several. Swagger 2.0: the same, with warnings */
    KIND_SCHEMA_OR_BOOLEAN,
    KIND_SCHEMA_OR_LIST,

    KIND_OBJECTS, /* from here on objects: struct check_object */
    KIND_DOCUMENT = KIND_OBJECTS,
    KIND_INFO,
    KIND_CONTACT,
    KIND_LICENSE,
    KIND_SERVER,
    KIND_SERVER_VARIABLE,
    KIND_COMPONENTS,
    KIND_PATHS,
    KIND_PATH_ITEM,
    KIND_OPERATION,
    KIND_EXTERNAL_DOCS,
    KIND_PARAMETER,
    KIND_ITEMS,
    KIND_REQUEST_BODY,
    KIND_MEDIA,
    KIND_ENCODING,
    KIND_RESPONSES,
    KIND_RESPONSE,
    KIND_CALLBACK,
    KIND_EXAMPLE,
    KIND_LINK,
    KIND_HEADER,
    KIND_TAG,
    KIND_SCHEMA,
    KIND_DISCRIMINATOR,
    KIND_XML,
    KIND_SECURITY_SCHEME,
    KIND_SCOPES,
    KIND_FLOWS,
    KIND_IMPLICIT_FLOW,
    KIND_PASSWORD_FLOW,
    KIND_CLIENT_FLOW,
    KIND_CODE_FLOW,
    KIND_REQUIREMENT,

    KIND_COLLECTION_ITEM, /* Postman: a folder or a request */
    KIND_COLLECTION_REQUEST,
    KIND_COLLECTION_URL,
    KIND_COLLECTION_PAIR, /* headers, fields of forms, variables */
    KIND_COLLECTION_BODY,
    KIND_COLLECTION_AUTH,
    KIND_COLLECTION_EVENT,
    KIND_COLLECTION_RESPONSE,
    KINDS
};

enum check_shape { SHAPE_ONE, SHAPE_LIST, SHAPE_MAP };

struct check_field {
    struct slice name;
    uint8_t kind, shape; /* of what it holds */
    bool is_required;
    const char *choices; /* of a string: the allowed ones, with a space between; NULL: any */
};

/* Rows of tables of fields. */
#define FIELD(name, kind)                                                                                    \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_ONE, false, NULL                                                \
    }
#define FIELD_NEEDED(name, kind)                                                                             \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_ONE, true, NULL                                                 \
    }
#define FIELD_LIST(name, kind)                                                                               \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_LIST, false, NULL                                               \
    }
#define FIELD_LIST_NEEDED(name, kind)                                                                        \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_LIST, true, NULL                                                \
    }
#define FIELD_MAP(name, kind)                                                                                \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_MAP, false, NULL                                                \
    }
#define FIELD_MAP_NEEDED(name, kind)                                                                         \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_##kind, SHAPE_MAP, true, NULL                                                 \
    }
#define FIELD_CHOICE(name, choices)                                                                          \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_STRING, SHAPE_ONE, false, choices                                             \
    }
#define FIELD_CHOICE_NEEDED(name, choices)                                                                   \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_STRING, SHAPE_ONE, true, choices                                              \
    }
#define FIELD_CHOICE_LIST(name, choices)                                                                     \
    {                                                                                                        \
        SLICE_TEXT(name), KIND_STRING, SHAPE_LIST, false, choices                                            \
    }
#define FIELDS(table) .fields = (table), .field_count = sizeof(table) / sizeof *(table)

struct checker;
/* What a table of fields cannot say of a mapping of that kind. */
typedef void check_object_rule(struct checker *checker, const struct tree_node *node);

struct check_object {
    const char *name; /* "Info Object"; NULL: the format has no such kind */
    const struct check_field *fields;
    size_t field_count;
    uint8_t others, others_shape; /* of fields that are not named; 0: there are none */
    const char *section;          /* of the components: "schemas" */
    bool may_refer;               /* a Reference Object may stand in its place */
    bool may_be_boolean, may_be_string, may_be_null;
    bool is_open;    /* unknown fields are fine */
    bool is_closed;  /* no extensions either: x-… is a name like others */
    bool is_keyword; /* unknown fields are ignored: only what looks like a slip is worth a word */
    check_object_rule *rule;
};

extern const struct check_object check_objects_31[KINDS], check_objects_30[KINDS], check_objects_20[KINDS],
    check_objects_postman[KINDS];

struct check_work;
struct check_link;

/* One run of check_contract. */
struct checker {
    struct contract_set *set;
    const struct contract *contract;
    enum contract_format format;
    const struct check_object *objects; /* the tables of the format */
    const struct tree_node *root;
    struct arena arena;       /* of the run: keys of its tables, the queue */
    struct table visited;     /* by node and kind */
    struct table said;        /* faults that are known, by all that they say */
    struct table operations;  /* struct tree_node of operationId, by its text */
    struct check_work *work;  /* what references led to */
    struct check_link *links; /* whose operationId is looked up at the end */
    unsigned depth;           /* of the walk */
    uint64_t steps;           /* of what is not bounded by the number of nodes: CHECK_STEPS_MOST */
    bool ignores_schemas;     /* they are of another dialect */
    bool gave_up;
};

/* Real documents take a thousandth of it; done in a second or so. */
#define CHECK_STEPS_MOST (20u << 20)

static inline bool check_is_openapi(const struct checker *checker) /* 3.0 or 3.1 */
{
    return checker->format == CONTRACT_OPENAPI_31 || checker->format == CONTRACT_OPENAPI_30;
}

/* ---- check.c */

/* A breach of a rule; nothing when the very same was said before. */
void check_fault(struct checker *checker, enum check_rule rule, struct position at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, a warning whatever the rule says: where the format says SHOULD. */
void check_warning(struct checker *checker, enum check_rule rule, struct position at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Further faults are only counted: nobody will read their sentences. */
bool check_is_full(const struct checker *checker);
/* Counts work that references and aliases can multiply; false: too much, leave it. */
bool check_step(struct checker *checker, uint64_t steps);
/* Memory was refused: the list of faults lacks some. Answers false. */
bool check_failed(struct checker *checker);
/* Where the value of that member begins, or its key; the mapping itself when it has none. */
struct position check_value_at(const struct tree_node *node, const char *name);
struct position check_key_at(const struct tree_node *node, const char *name);
/* True once for each key: `value` is what is kept. The former value for a key that is there. NULL: it is new, or memory was
 * refused. The key is copied. */
const void *check_remember(struct checker *checker, struct table *table, struct slice key, const void *value);

/* ---- check_object.c */

/* A value that stands under `name` and should be of that kind. */
void check_value(struct checker *checker, struct slice name, const struct tree_node *node,
                 enum check_kind kind);
/* What is still to be done with a node that a reference led to. */
void check_later(struct checker *checker, struct slice name, const struct tree_node *node,
                 enum check_kind kind);
void check_work_off(struct checker *checker);
/* A mapping with a string $ref that stands for an object of that kind: where it leads is checked, later. */
void check_reference(struct checker *checker, struct slice name, const struct tree_node *node,
                     enum check_kind kind);
const struct check_field *check_field_find(const struct check_object *object, struct slice name);

/* ---- check_text.c: forms of words */

/* Of names in messages: at most 80 bytes. */
struct slice check_short(struct slice text);
/* Without percent-encodings; broken ones stay. In the arena of the run. */
struct slice check_decode(struct checker *checker, struct slice text);
#define NAME_ARG(text) SLICE_ARG(check_short(text))
/* "a list": as people say it of what they wrote. */
const char *check_kind_name(const struct tree_node *node);
bool check_is_near(struct slice a, struct slice b); /* a slip of the pen apart */
bool check_is_extension(struct slice name);         /* "x-…" */
bool check_is_choice(struct slice text, const char *choices);
bool check_url(struct slice text);
bool check_uri(struct slice text);
bool check_email(struct slice text);
bool check_media_type(struct slice text);
bool check_component_name(struct slice text);
bool check_version(struct slice text, const char *major);
bool check_response_code(struct slice text, bool allows_ranges);
bool check_expression(struct slice text); /* "$request.body#/id" */
/* The next "{name}" of a template; false when there is none, or what comes is malformed (*bad). */
bool check_template_next(struct slice *rest, struct slice *ret_name, bool *bad);

/* ---- check_scalar.c */

void check_scalar(struct checker *checker, struct slice name, const struct tree_node *node,
                  enum check_kind kind);
/* Warns when it is no regular expression. */
void check_pattern(struct checker *checker, struct position at, struct slice pattern);
/* One of the words with a space between. */
void check_choice(struct checker *checker, struct slice name, const struct tree_node *node,
                  const char *choices);
/* Every word and number of a list once. `must`: a breach is an error. */
void check_unique(struct checker *checker, struct slice name, const struct tree_node *list, bool must);

/* ---- check_fit.c */

/* The types a schema allows: bits of enum contract_type. */
unsigned check_types_of(const struct checker *checker, const struct tree_node *schema);
bool check_fits_type(const struct checker *checker, const struct tree_node *schema,
                     const struct tree_node *value);
/* Whether a value is of the types its schema wants, and of its enum: warns where it first is not. */
void check_fit(struct checker *checker, enum check_rule rule, const char *what,
               const struct tree_node *schema, const struct tree_node *value);
/* Whether a schema, looked through its references and compositions, names the property; also when that cannot be said. */
bool check_has_property(struct checker *checker, const struct tree_node *schema, struct slice name);
/* Whether whatever the schema accepts must have the property; also when that cannot be said. */
bool check_requires(struct checker *checker, const struct tree_node *schema, struct slice name);

/* ---- rules of kinds of objects */

/* check_rules.c */
check_object_rule check_document, check_license, check_server, check_server_variable, check_components,
    check_security_scheme, check_requirement;
/* check_paths.c */
check_object_rule check_paths, check_path_item, check_operation, check_responses, check_callback, check_link;
/* check_parameter.c */
check_object_rule check_parameter, check_header, check_request_body, check_response, check_media,
    check_example;
/* check_parameter_20.c */
check_object_rule check_parameter_20, check_items_20;
/* check_schema.c */
check_object_rule check_schema, check_discriminator;

/* Two fields of which one may be there. */
void check_exclusive(struct checker *checker, const struct tree_node *node, const char *first,
                     const char *second);
/* A dialect of JSON Schema that the check speaks; none is named: it does. */
bool check_knows_dialect(struct slice uri);
/* A schema of another dialect: a warning said so. */
bool check_skips_schema(struct checker *checker, const struct tree_node *node);
/* The keywords that parameters, headers and items of Swagger 2.0 share with schemas. */
void check_limits(struct checker *checker, const struct tree_node *node);
/* A path parameter says that it is required. */
void check_path_required(struct checker *checker, const struct tree_node *node);
/* Body, forms and files among the parameters of an operation (NULL: none) and its path item. */
void check_bodies_20(struct checker *checker, const struct tree_node *item,
                     const struct tree_node *operation);
/* Links by operationId, when all operations are known. */
void check_links(struct checker *checker);

#endif

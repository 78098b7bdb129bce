/* SPDX-License-Identifier: Apache-2.0 */
/* The schema learner: what was learned of the bodies (or parameters) at one place, as a tree of fields.
 *
 * JSON is scanned, checked and learned in one pass without building a tree: a field predicts which key follows, so the
 * usual case is one wide compare. Nothing is learned from a body that turns out malformed: the
 * pass writes a journal that is applied only when the whole body was valid.
 *
 * Law 1: schema_merge in any order gives the same. Law 2: nothing kept depends on arrival order; children beyond
 * SCHEMA_CHILDREN of one object are chosen by hash (bottom-k), the rest is merged into one `other` child, so maps
 * (objects whose keys are data) stay bounded and still teach what their values look like.
 *
 * Query parameters, header fields, cookies, forms and multipart parts are learned as an object too (schema_learn_pairs):
 * presence, repetition and types then follow from the same rules as for JSON. */
#ifndef CATALOG_SCHEMA_H
#define CATALOG_SCHEMA_H

#include "base/memory.h"
#include "base/slice.h"
#include "catalog/values.h"

enum schema_type { /* indexes of field.types */
                   TYPE_NULL,
                   TYPE_BOOLEAN,
                   TYPE_INTEGER, /* a JSON number without fraction and exponent */
                   TYPE_NUMBER,  /* any other JSON number */
                   TYPE_STRING,
                   TYPE_OBJECT,
                   TYPE_ARRAY,
                   TYPES
};

#define SCHEMA_CHILDREN 256
#define SCHEMA_DEPTH 128 /* deeper values are counted (too_deep), not learned */

/* One place in a body. The root is a field without a key. */
struct field {
    struct slice key;      /* unescaped; owned by the tree. Empty for the root and for array items */
    struct values *values; /* strings; NULL while none was seen */
    struct values
        *numbers;     /* integers as text, for enum and identifier decisions; NULL while none was seen */
    uint64_t present; /* objects in which the key stood (an array item: elements; the root: bodies learned) */
    uint64_t types
        [TYPES]; /* values seen of each type (duplicates of a key in one object count here, not in present) */
    uint64_t repeated;             /* pairs: objects in which the name came more than once */
    double number_min, number_max; /* made coarse (catalog/coarse.h); meaningless while no number was seen */
    uint32_t items_min, items_max; /* lengths of arrays; meaningless while no array was seen */
    struct field *items;           /* all elements of all arrays here, or NULL */
    struct field *other;           /* members beyond SCHEMA_CHILDREN, merged; or NULL */
    struct children *children;     /* members by key, or NULL; walk with schema_next */
    /* the learner's private state stands before this, in the implementation's own struct */
};

struct schema; /* a tree with its root field, counts and limits */
struct
    learner; /* per lane: scratch memory, journal; not shared between threads. It learns into schemas of its own
                 * account only */

struct learner *learner_new(struct memory *account);
/* Classes users added, that decide with the built-in ones what is kept of values; borrowed, NULL: none. */
void learner_use(struct learner *learner, struct classifier *classifier);
void learner_free(struct learner *learner);

struct schema *schema_new(struct memory *account);
void schema_free(struct schema *schema, struct memory *account);

enum schema_verdict {
    SCHEMA_LEARNED,
    SCHEMA_MALFORMED, /* not JSON (RFC 8259): nothing was learned */
    SCHEMA_LIMITED,   /* valid; part of it was not learned (depth, field ceiling, memory refused) */
};

/* Called, when set, for every string of a valid body that its field does not keep already, so for each at least once:
 * the catalog keeps filters of values that APIs handed out. BODY_SLACK bytes after the text are readable; `hash` is
 * hash_content of it. */
typedef void schema_listener(void *context, struct slice text, uint64_t hash);

/* body: BODY_SLACK bytes after it are readable. */
enum schema_verdict schema_learn_json(struct learner *learner, struct schema *schema, struct slice body,
                                      schema_listener *listener, void *context);

struct pair {
    struct slice name, value; /* decoded */
    bool is_file;             /* multipart file part: learned as binary, value not looked at */
};
/* One object of string members; a name that repeats makes that member an array as well. */
enum schema_verdict schema_learn_pairs(struct learner *learner, struct schema *schema,
                                       const struct pair *pairs, size_t count);

/* from stays valid and unchanged. */
bool schema_merge(struct schema *into, struct memory *account, const struct schema *from);

const struct field *schema_root(const struct schema *schema);
/* Whether some member, at any depth, is named as what somebody may do is: signal_is_privilege. */
bool schema_has_privileges(const struct schema *schema);
uint64_t schema_bodies(const struct schema *schema);  /* bodies learned */
uint64_t schema_limited(const struct schema *schema); /* of them only in part */

/* Members in ascending order of their keys (slice_compare): start with *cursor = 0. Fields nothing was learned for do
 * not show. Sorting happens on demand and is cached. */
const struct field *schema_next(const struct field *object, size_t *cursor);
const struct field *schema_find(const struct field *object, struct slice key);
size_t schema_child_count(const struct field *object);

/* Decisions, made when asked. */
bool field_is_map(const struct field *field); /* its keys are data: additionalProperties */
bool field_is_required(const struct field *field, const struct field *parent); /* present in every object */
bool field_is_nullable(const struct field *field);
/* For a map: what all its members look like, merged; owned by the caller, schema_free. */
struct schema *schema_map_values(const struct field *map, struct memory *account);

/* A portable byte form (versioned, endian-independent): same knowledge, same bytes. schema_read fails on damaged input
 * without reading outside it. */
struct buffer;
/* Settles what may be kept of values (catalog/settle.h); schema_write does it first. */
void schema_settle(const struct schema *schema);
void schema_write(const struct schema *schema, struct buffer *out);
struct schema *schema_read(struct slice *bytes, struct memory *account);
/* The same as a part of more, whose reader knows the classes of users (catalog/pack.h). */
struct unpack;
struct schema *schema_unpack(struct unpack *in, struct memory *account);

#endif

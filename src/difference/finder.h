/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that look for differences share: where a change stands, and how it comes into the list. Only difference*.c
 * include this. */
#ifndef DIFFERENCE_FINDER_H
#define DIFFERENCE_FINDER_H

#include "difference/difference.h"
#include "difference/graph.h"

/* Who reads: what callers send, or what callers read. Added to the first of the two kinds of DIFFERENCE_BOTH. */
enum difference_direction { DIFFERENCE_SENT, DIFFERENCE_READ };

/* The kind of DIFFERENCE_BOTH(KIND) for a direction. */
#define DIFFERENCE_OF(KIND, direction)                                                                       \
    ((direction) == DIFFERENCE_SENT ? DIFFERENCE_REQUEST_##KIND : DIFFERENCE_RESPONSE_##KIND)

struct difference_place {
    const struct contract_operation *old, *new; /* both NULL: the document as a whole */
    enum difference_direction direction;
    bool has_moved; /* the operations are one by their operationId only */
    struct slice location, media, name, component;
    struct position old_at, new_at; /* of what has no position of its own; without file: the operations */
};

struct difference_finder {
    struct differences *out;
    const struct contract *old, *new;
    int64_t now;
    bool is_moved;        /* the base path moved from the server into the paths, or back */
    struct table renamed; /* security schemes of NEW, by address of their pointers, to those they were */
    struct difference_graph graph;
    struct buffer text; /* of whatever is being put together */
    size_t comparisons;
};

/* What a change is about: see struct difference. */
struct difference_edit {
    struct slice name, before, after;
    struct position old_at, new_at;
};

/* Adds a change. place->name is its name; edit.name only fills {name} of the sentence. */
void difference_add(struct difference_finder *finder, enum difference_kind kind,
                    const struct difference_place *place, struct difference_edit edit);
/* The same with the sentence at hand. */
void difference_add_said(struct difference_finder *finder, enum difference_kind kind,
                         const struct difference_place *place, struct difference_edit edit,
                         struct slice what);
/* Puts the list in its order, once everything is in it. */
void difference_sort(struct differences *out);
/* The sentence of a kind; empty with out->failed when memory was refused. */
struct slice difference_sentence(struct difference_finder *finder, enum difference_kind kind,
                                 const struct difference_edit *edit);
/* What is behind finder->text since it was reset, kept. */
struct slice difference_keep(struct difference_finder *finder);
/* The value as JSON, kept; empty for NULL. */
struct slice difference_value(struct difference_finder *finder, const struct tree_node *node);
/* The key of a mapping, else the mapping itself; else `otherwise`. */
struct position difference_key(const struct tree_node *node, struct slice key, struct position otherwise);

/* Compares two schemas and all they lead to. What changed is told at `place`, whose name is the path so far, by difference_walks:
 * after everything else, so that what is said of operations is listed however much their schemas changed. Within one
 * `round` (difference_round) nothing is told twice. */
void difference_schemas(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_schema *old, const struct contract_schema *new);
void difference_round(struct difference_finder *finder);
void difference_walks(struct difference_finder *finder);
/* Whether so many more comparisons may be made: parts that many operations share are compared for each of them. */
bool difference_may(struct difference_finder *finder, size_t comparisons);

/* The parts of an operation, each in its file. `place` has the operations and the direction of what callers of a plain
 * operation send: DIFFERENCE_SENT, of webhooks and callbacks DIFFERENCE_READ. */
void difference_operation(struct difference_finder *finder, const struct difference_place *place);
/* Whether the date after which an operation may be gone lies behind us; false when there is none or nobody can read it. */
bool difference_sunset_passed(const struct difference_finder *finder,
                              const struct contract_operation *operation);
void difference_parameters(struct difference_finder *finder, const struct difference_place *place);
void difference_bodies(struct difference_finder *finder, const struct difference_place *place);
void difference_contents(struct difference_finder *finder, const struct difference_place *place,
                         const struct contract_response *old, const struct contract_response *new);
void difference_responses(struct difference_finder *finder, const struct difference_place *place);
void difference_headers(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_response *old, const struct contract_response *new);
void difference_security(struct difference_finder *finder, const struct difference_place *place);
void difference_schemes(struct difference_finder *finder);
/* The id of a scheme, of one that only got another that of OLD. */
struct slice difference_scheme_id(const struct difference_finder *finder,
                                  const struct contract_scheme *scheme);
void difference_servers(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_server *old, size_t old_count,
                        const struct contract_server *new, size_t new_count);

/* Pairs the operations of both documents: for each operation of NEW the one of OLD it was, or NULL, and whether only its
 * operationId says so; both have room for all of NEW. Decides finder->is_moved. */
bool difference_match(struct difference_finder *finder, const struct contract_operation **ret,
                      bool *ret_moved);
/* The name that a path parameter of the new operation had in the old one: names are paired by their order in the path. */
struct slice difference_path_name(const struct difference_place *place, struct slice name);

#endif

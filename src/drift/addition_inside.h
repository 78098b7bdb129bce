/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that make additions share. Only addition*.c include this. */
#ifndef DRIFT_ADDITION_INSIDE_H
#define DRIFT_ADDITION_INSIDE_H

#include "base/table.h"
#include "drift/addition.h"
#include "spec/part.h"

/* A place of the document: of its tree, or of what is being added to it. Neither: there is no such place. */
struct spot {
    const struct tree_node *tree;
    struct node *made;
};

/* A member that objects of one schema have and the schema does not name. Several operations may have met it. */
struct member_plan {
    struct member_plan *next;
    const struct contract_schema *schema; /* that gets it; NULL: a form of Swagger 2.0, which is parameters */
    const struct contract_operation *operation;
    struct spec_part *part;
    struct slice name;
    bool is_lexical, is_map; /* is_map: the objects' keys are data, and one schema is for all of them */
    const struct field **objects;
    size_t object_count;
    struct support support;
    const char *why; /* it cannot be written */
};

/* An operation on its way into the document: the path it stands under may get several. */
struct path_plan {
    struct path_plan *next;
    struct slice key; /* template_key without method */
    struct slice path;
    const struct slice *names; /* of the parameters of the path, in order */
    size_t name_count;
    struct spot item;
};

struct planning {
    struct additions *additions;
    const struct drift *drift;
    const struct contract *contract;
    struct document *document;
    struct arena *arena;
    enum spec_dialect dialect;
    struct table taken;       /* names of component schemas, in lower case */
    struct table ids;         /* operationIds of the document */
    struct table firsts;      /* what was added to lists: planning_is_first */
    struct table paths_there; /* struct tree_member of the document's paths, by template_key without method */
    struct table names_there; /* struct slice, what parameters are called, by template_key up to them */
    bool uses_ids, uses_tags, uses_summaries;
    struct path_plan *paths;
    struct member_plan *members, *last_member;
    bool failed;
};

/* addition_spot.c. Keys that are added live as long as the arena. */
bool spot_is(struct spot spot);
struct spot spot_root(const struct planning *planning);
/* The member with references followed; nowhere when there is none. */
struct spot spot_get(struct planning *planning, struct spot spot, struct slice key);
/* The same, made when there is none; `before`: names of members, ended by NULL, of which the first that is there follows it.
 * Nowhere when something else stands there. */
struct spot spot_object(struct planning *planning, struct spot spot, const char *key,
                        const char *const *before);
struct spot spot_array(struct planning *planning, struct spot spot, const char *key,
                       const char *const *before);
/* false when the spot has no room for it, or has it already. */
bool spot_put(struct planning *planning, struct spot spot, struct slice key, struct node *value,
              const char *const *before);
bool spot_add(struct planning *planning, struct spot spot, struct node *value);
/* What follows the members of an operation that additions bring. */
extern const char *const spot_after_parameters[], *const spot_after_body[];

/* x-plainsight-observed for something that was added. */
void stamp_put(struct planning *planning, struct node *node, const struct support *support);
/* For what cannot carry it: the value stands in a list of the place's x-plainsight-observed. */
bool stamp_list(struct planning *planning, struct spot spot, const char *list, struct node *value);

/* addition.c */
struct spec_part *planning_part(struct planning *planning, const struct service *service);
const struct drift_pair *planning_pair(const struct planning *planning, const struct service *service);
/* What is made from now on goes beside that node (NULL: into the document): references to components name the document when it
 * is another file. */
void planning_goes_to(struct planning *planning, struct spec_part *part, const struct tree_node *node);
/* Whether nobody asked this of the place before, for the same list of it and the same text. */
bool planning_is_first(struct planning *planning, const void *place, const char *list, struct slice text);
void planning_refuse(struct planning *planning, struct addition *addition, const char *why);

/* addition_operation.c: fills paths_there and names_there. */
void addition_read_paths(struct planning *planning);

/* One subject each: they set addition->why when it cannot be written. */
void addition_operation(struct planning *planning, struct addition *addition);
void addition_parameter(struct planning *planning, struct addition *addition);
void addition_status(struct planning *planning, struct addition *addition);
void addition_media_type(struct planning *planning, struct addition *addition);
void addition_field(struct planning *planning, struct addition *addition);
void addition_choice(struct planning *planning, struct addition *addition);

/* addition_security.c: what an operation asks for; schemes that the document lacks are added. NULL: it need not be said. */
struct node *addition_security(struct planning *planning, struct spec_part *part,
                               const struct service *service, const struct endpoint *endpoint);
/* Tells the part what the document calls the service's schemes. */
void addition_match_schemes(struct planning *planning, struct spec_part *part, const struct service *service);

/* addition_place.c: where in a body's evidence a row is about, and what the document says there. */
/* The content of that media type at the location; NULL when there is none. */
const struct content *place_media(const struct endpoint *endpoint, struct slice location,
                                  struct slice media_type);

#define PLACE_DEPTH 130
struct body_place {
    const struct drift_row *row;
    struct slice media_type;
    const struct field
        *path[PLACE_DEPTH]; /* from the root of a body down to the field of the row, both included */
    size_t depth;
};
/* false when the row is about no place of a body. */
bool place_of_row(const struct drift_row *row, struct body_place *ret);
/* The place that holds this one. */
void place_up(struct body_place *place);
/* Calls with every field that the row's name stands for: in the bodies of all endpoints of the operation, and behind all keys
 * that no schema names (maps). */
typedef void place_sink(void *context, const struct field *field);
void place_each(const struct body_place *place, place_sink *sink, void *context);

/* Everything that is said about a place, whatever of it applies. */
struct said {
    const struct contract_schema *schemas[CONTRACT_SAID_MOST];
    size_t count;
};
void place_said(const struct body_place *place, struct said *ret);

/* After all rows: schemas that were asked for, and components. */
void addition_members_finish(struct planning *planning);

#endif

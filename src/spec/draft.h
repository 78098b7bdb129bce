/* SPDX-License-Identifier: Apache-2.0 */
/* A draft is a learned field tree on its way to a schema: the same places with the same counts, but ours
 * to change. Recursion is found here: an object that holds its own kind (a comment with replies, a folder
 * in a folder) is folded, what was learned of the inner one is added to the outer one, and the inner place
 * says `again`.
 *
 * Drafts live in the arena of their desk; they borrow from the field trees they were made of. */
#ifndef SPEC_DRAFT_H
#define SPEC_DRAFT_H

#include "base/arena.h"
#include "catalog/schema.h"

struct draft;

struct draft_member {
    struct slice key;
    struct draft *draft;
    uint64_t present; /* objects that had it */
    bool is_required;
};

struct draft {
    uint64_t types[TYPES];
    bool is_lexical; /* text outside JSON: what it stands for is read from its shape */
    bool is_file;    /* a multipart part whose content nobody looked at */
    double number_min, number_max;
    uint64_t items_min, items_max;
    const struct values *texts;   /* NULL: none */
    const struct values *numbers; /* integers as text; NULL: none */
    struct draft *items;          /* elements of arrays, or NULL */
    struct draft
        *others; /* members that have no place of their own: of maps, of very wide objects; or NULL */
    struct draft_member *members; /* by key */
    size_t member_count;
    struct draft *again;   /* objects here are of that one's kind, which stands around this place; or NULL */
    struct draft *waiting; /* private to folding */
};

/* Where drafts are made; owns what had to be merged for them. */
struct draft_desk {
    struct arena *arena;
    struct memory *account;
    struct draft_owned *owned;
    struct draft *waiting; /* private to folding */
    bool failed;           /* memory was refused: drafts may lack parts */
};

void draft_desk_init(struct draft_desk *desk, struct arena *arena, struct memory *account);
void draft_desk_done(struct draft_desk *desk);

/* NULL when memory was refused. */
struct draft *draft_new(struct draft_desk *desk, const struct field *field, bool is_lexical);
/* Adds all that was learned of the place `from`, which is given up; before either is folded. */
void draft_absorb(struct draft_desk *desk, struct draft *into, struct draft *from);
/* Finds recursion in the whole tree below `root`. */
void draft_fold(struct draft_desk *desk, struct draft *root);

#endif

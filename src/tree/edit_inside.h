/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that make additions to texts share. Only edit*.c include this. */
#ifndef TREE_EDIT_INSIDE_H
#define TREE_EDIT_INSIDE_H

#include "tree/edit.h"

struct edit {
    struct slice key; /* at NULL: an element */
    struct node *value;
    const struct tree_member *before; /* NULL: wherever it belongs */
    size_t slot;  /* the member it goes in front of; the number of members: behind the last */
    size_t order; /* in which it was given */
    struct edit *next;
};

/* Everything that goes into one container. */
struct edit_group {
    const struct tree_node *container;
    struct edit *first, *last;
    size_t count;
    struct edit_group *next;
    /* where the container stands: edit_look_read */
    const struct tree_node *parent;   /* NULL: it is the root */
    const struct tree_member *member; /* of the parent; NULL in a sequence */
};

/* Text that takes the place of [at, end) of the old one. */
struct patch {
    size_t at, end;
    struct slice text;
    size_t inner; /* where its container starts: of two at one place the inner one comes first */
    size_t order;
};

/* The making of one file's text. */
struct editing {
    struct edits *edits;
    const struct tree_file *file;
    struct slice text;
    const char *line_end;        /* "\n" or "\r\n" */
    struct document_style style; /* of the whole document: what most of it does */
    struct patch *patches;
    size_t patch_count, patch_room;
    const struct tree_node *wrong; /* nothing can be added there */
    bool failed;                   /* memory */
};

/* edit_look.c: how the document is written, and where the containers that are added to stand. */
void edit_look_read(struct editing *editing);

/* edit_place.c */
/* The members that stand in the mapping itself, not those of merge keys; in the arena, NULL when refused. */
const struct tree_member **edit_own_members(struct editing *editing, const struct tree_node *mapping,
                                            size_t *ret_count);
/* Sets the slots and sorts the group by them. */
void edit_choose_slots(struct edit_group *group, const struct tree_member *const *own, size_t count);
/* Whether the member's value stands behind its key, and is no alias for something above. */
bool edit_is_here(const struct tree_member *member);
size_t edit_line_start(struct slice text, size_t at);
/* The line end at or behind `at`, or the end of the text. */
size_t edit_line_end(struct slice text, size_t at);
/* The beginning of the next line; the end of the text when there is none. */
size_t edit_line_next(struct slice text, size_t line_end);
/* Whether only blanks stand before `at` in its line; *ret: those. */
bool edit_begins_line(struct slice text, size_t at, struct slice *ret);

/* edit.c: text is put together in a buffer, its line feeds become the document's line ends. */
void edit_patch(struct editing *editing, size_t at, size_t end, struct buffer *text,
                const struct edit_group *group);
/* Member or element as it stands in such a container. */
void edit_print(struct buffer *out, const struct edit *edit, const struct document_style *style,
                bool is_flow);
/* Makes the patches, appends the new text, and verifies it; edit_end follows in any case. */
bool edit_begin(struct editing *editing, struct edits *edits, const struct tree_file *file,
                struct buffer *out, struct error *err);
void edit_end(struct editing *editing);

/* edit_block.c, edit_flow.c: the patches of one group. */
void edit_block(struct editing *editing, struct edit_group *group);
void edit_flow(struct editing *editing, struct edit_group *group);

/* edit_verify.c: whether `now` is what was read with the additions and nothing else; *ret_where: a node of the old tree where
 * it is not. */
bool edit_verify(struct editing *editing, struct slice now, const struct tree_node **ret_where);
/* The group of a container; NULL when nothing is added to it. */
struct edit_group *edit_group_of(const struct edits *edits, const struct tree_node *container);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Additions to documents that people wrote, made in their text: members and elements go in where they belong, in the style of
 * what stands around them (indentation, quotes, brackets, line ends, blank lines between members). Every byte that was there
 * stays, but for an empty {} or [] and a null, which are filled.
 *
 * Additions are collected against trees that were read (tree/tree.h) and made all at once. What comes out is read again and
 * must be the old tree with the additions in it and nothing else: no other text is ever answered. What stands in several
 * places by aliases or merge keys is added to once, where its anchor is.
 *
 * Keys and values are borrowed until edits_done, and so is the reader that owns the trees. */
#ifndef TREE_EDIT_H
#define TREE_EDIT_H

#include "tree/document.h"
#include "tree/tree.h"

struct edits {
    struct memory *account;
    struct arena arena;
    struct table groups; /* struct edit_group, by the address of their node */
    struct edit_group *first, *last;
    size_t count; /* additions that were taken */
    bool failed;  /* memory was refused */
};

void edits_init(struct edits *edits, struct memory *account);
void edits_done(struct edits *edits);

/* KEY: VALUE into a mapping, or into a null, which becomes one: before that member of it when one is given; else in
 * order where the members stand in one (three or more by name, or statuses); else behind the last. Answers false, and
 * does nothing, when the mapping has that key or was given it already, or when it is neither mapping nor null. */
bool edits_put(struct edits *edits, const struct tree_node *mapping, struct slice key, struct node *value,
               const struct tree_member *before);
/* VALUE behind the last element of a sequence, or into a null, which becomes one. */
bool edits_add(struct edits *edits, const struct tree_node *sequence, struct node *value);

/* What was put under that key; it may grow until edits_apply. NULL when there is none. */
struct node *edits_given(const struct edits *edits, const struct tree_node *mapping, struct slice key);
/* Calls with every addition, container by container (key.at NULL: an element). */
typedef void edit_sink(void *context, const struct tree_node *container, struct slice key,
                       const struct node *value);
void edits_each(const struct edits *edits, edit_sink *sink, void *context);

/* The files that are added to, each once, in the order of their first addition: start with *cursor = NULL. NULL at the end. */
const struct tree_file *edits_next(const struct edits *edits, const void **cursor);

/* Appends the new text of a file (the old one when nothing is added to it). false with *err, and nothing appended, when
 * memory is refused or an addition cannot be made without changing what the document says: the sentence names the place. */
bool edits_apply(struct edits *edits, const struct tree_file *file, struct buffer *out, struct error *err);
/* Steps that follow each other: the file of each is what came out of the one before. */
struct edit_step {
    struct edits *edits;
    const struct tree_file *file;
};
/* What all of them (at least one) do to the first file as a unified diff under that name, with three lines around each change;
 * nothing when nothing changes. */
bool edits_diff(const struct edit_step *steps, size_t count, const char *name, struct buffer *out,
                struct error *err);

#endif

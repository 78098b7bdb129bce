/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a document, and where: a list of sentences with positions, so that somebody who mends a document sees
 * all of it at once. Errors make a document say nothing certain; warnings are read past, and said. */
#ifndef TREE_FAULT_H
#define TREE_FAULT_H

#include "base/arena.h"
#include "base/buffer.h"

#include <stdint.h>

struct tree_file;

/* A place in a file. line and column are 1-based, columns in bytes; line 0: the file as a whole. */
struct position {
    const struct tree_file *file; /* NULL: nowhere */
    uint32_t line, column;
};

enum fault_kind {
    FAULT_WARNING, /* read, but look at it */
    FAULT_ERROR,   /* a rule of the format is broken: the document is not valid */
    FAULT_FATAL, /* nothing can be said for certain: unreadable, ambiguous (duplicate keys), beyond a limit */
};

struct fault {
    enum fault_kind kind;
    struct position at;
    const char *rule; /* a short stable name for machines: "duplicate-key", "unresolved-reference"; static */
    struct slice
        text; /* one sentence without position, safe to print on a terminal (escaped when it was added) */
    struct fault *next;
};

#define FAULTS_KEPT 1000 /* further ones are counted only */

struct faults {
    struct arena *arena;             /* of the texts */
    struct fault *first, *last;      /* in the order in which they were found */
    size_t warnings, errors, fatals; /* counted in full */
    bool failed;                     /* memory was refused: the list may lack some */
};

void faults_init(struct faults *faults, struct arena *arena);
/* Always false, so that a caller can `return fault_add(...)`. What %s and %.*s bring in from documents is escaped. */
bool fault_add(struct faults *faults, enum fault_kind kind, struct position at, const char *rule,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Moves all of `from`, which becomes empty, behind those of `into`. Both have the same arena. */
void faults_append(struct faults *into, struct faults *from);
/* By file (in the order given to the reader), line and column. */
void faults_sort(struct faults *faults);
/* "openapi.yaml:12:3: sentence"; without what is not known. */
void fault_print(const struct fault *fault, struct buffer *out);
void position_print(struct position at, struct buffer *out);

#endif

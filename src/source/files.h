/* SPDX-License-Identifier: Apache-2.0 */
/* Several places in a row, read one after the other as if they were one: files, directories (recursively,
 * sorted by name, hidden entries left out), "-" for standard input, interfaces. Compressed files are read
 * as they are. Each file is recognised by its content unless the user forced a source.
 *
 *     struct files *files = files_new(&setup, err);
 *     while ((step = files_next(files, err)) != STEP_DONE)
 *         if (step == STEP_BAD) { report(err); *err = (struct error){ 0 }; }
 *     files_free(files);
 *
 * After a STEP_BAD the next call goes on with the next file. err may not be NULL.
 * A file in a directory that nothing reads costs a warning, one that was named costs a STEP_BAD. */
#ifndef SOURCE_FILES_H
#define SOURCE_FILES_H

#include "source/source.h"

struct files;

struct files_setup {
    const char *const *places; /* paths, or "-"; borrowed until files_free */
    size_t place_count;
    const char *interface; /* a live interface, read after all places; NULL: none. Several at once: "any" */
    const char *forced;    /* the word after --from; NULL: recognise by content */
    struct source_options options;
    struct source_sink sink;
    struct memory *account; /* must outlive it, like ledger and warnings */
    struct ledger *ledger;
    struct warnings *warnings;         /* may be NULL */
    const volatile sig_atomic_t *stop; /* may be NULL */
};

/* Looks up all places and sorts out directories; opens nothing yet. NULL when a place does not exist or
 * --from is unknown. */
struct files *files_new(const struct files_setup *setup, struct error *err);
/* STEP_MORE: something was done, call again. STEP_BAD: *err says what became of a file. STEP_DONE: everything was read, or
 * `stop` is set. */
enum step files_next(struct files *files, struct error *err);
/* Sums over all files so far; total is 0 when any of them has no known length. */
struct source_progress files_progress(const struct files *files);
/* The place being read, as the user would write it, escaped for a terminal; "" before the first and after
 * the last. */
const char *files_current(const struct files *files);
/* How many files were opened and recognised so far. */
uint64_t files_opened(const struct files *files);
void files_free(struct files *files);

#endif

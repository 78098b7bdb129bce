/* SPDX-License-Identifier: Apache-2.0 */
/* A file as an output: it appears whole or not at all. One that it takes the place of hands on its mode; a symbolic link to
 * it stays. */
#ifndef CLI_OUTPUT_FILE_H
#define CLI_OUTPUT_FILE_H

#include "base/arena.h"
#include "cli/output.h"

struct output_file {
    struct output out;
    const char *path,
        *beside;     /* written beside it first; NULL: a pipe or a device, which takes bytes as they come */
    char shown[256]; /* the path in sentences */
};

bool output_file_open(struct output_file *file, const char *path, struct arena *arena, struct error *err);
/* Puts the file in its place when all of it was written; else nothing is left of it, and *err is set. */
bool output_file_close(struct output_file *file, struct error *err);
/* "12 rows of drift: 2 high. The report is in drift.json.": what is in it goes to `out`, once it is closed. */
void output_file_tell(const struct output_file *file, struct output *out, struct slice verdict);
/* Nothing is left of it. */
void output_file_abandon(struct output_file *file);

#endif

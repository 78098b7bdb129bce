/* SPDX-License-Identifier: Apache-2.0 */
/* The files to read, in order: what the user named, and what lies in the directories among it
 * (recursively, sorted by name in byte order, hidden entries left out, links to directories not followed). */
#ifndef SOURCE_PLACES_H
#define SOURCE_PLACES_H

#include "base/arena.h"
#include "base/error.h"
#include "source/warnings.h"

#include <stdint.h>

struct place {
    const char *path; /* NUL-terminated; "-" is standard input */
    bool found;       /* in a directory: nobody named it */
};

struct places {
    struct arena paths;
    struct place *at;
    size_t count, room;
    uint64_t bytes; /* of all files together; 0 when one of them has no known length */
    bool endless;
};

void places_init(struct places *places, struct memory *account);
/* false when the path does not exist or cannot be looked at. What stands in a directory and is no file (a
 * socket, a device) costs a warning. */
bool places_add(struct places *places, const char *path, struct warnings *warnings, struct error *err);
void places_done(struct places *places);

#endif

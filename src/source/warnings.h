/* SPDX-License-Identifier: Apache-2.0 */
/* What a source wants to say without stopping: a file in a directory that nobody reads, a line that could
 * not be understood. The first few are kept word for word, the rest is only counted. Plain data, no
 * ownership. */
#ifndef SOURCE_WARNINGS_H
#define SOURCE_WARNINGS_H

#include <stdint.h>

#define WARNINGS_KEPT 16
#define WARNING_TEXT 384

struct warnings {
    char text[WARNINGS_KEPT][WARNING_TEXT]; /* sentences, safe to print on a terminal */
    uint32_t kept;
    uint64_t total; /* kept or not */
};

/* warnings may be NULL. What is formatted may quote names and bytes of the input: it is escaped here. */
void warnings_add(struct warnings *warnings, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Segments that hold several values: certificates(algorithm=sha1,thumbprint=ab12), 52.5,13.4, main...feature,
 * users;role=admin. A pattern is the segment with "{}" where a value stood. */
#ifndef CATALOG_COMPOSITE_H
#define CATALOG_COMPOSITE_H

#include "base/arena.h"

#define COMPOSITE_PIECES 8

/* Patterns that one segment alone gives away: function calls and matrix parameters (RFC 3986 3.3). Session ids
 * (;jsessionid=) are dropped from it. false when the segment is plain; *ret is in the arena. */
bool composite_recognise(struct slice segment, struct arena *arena, struct slice *ret);

/* Takes the values out of a segment; answers their number, 0 when it is empty or does not fit the pattern. */
size_t composite_split(struct slice pattern, struct slice segment, struct slice ret[COMPOSITE_PIECES]);

/* A pattern that all values of one parameter share, each of its parts being a value of its own; {NULL, 0} when there is
 * none. Lists (a,b,c of changing length) are none. */
struct slice composite_of_values(const struct slice *values, size_t count);

/* The name a pattern gives its value number `index`: "role" of ";role={}"; empty when it gives none. */
struct slice composite_name(struct slice pattern, size_t index);

#endif

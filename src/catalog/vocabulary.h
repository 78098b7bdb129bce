/* SPDX-License-Identifier: Apache-2.0 */
/* Words that API designers use for resources, actions and qualifiers. One of several kinds of evidence for "literal";
 * never decisive alone, since a value may be any word. */
#ifndef CATALOG_VOCABULARY_H
#define CATALOG_VOCABULARY_H

#include "base/slice.h"

/* Splits a segment into words (at - _ . and where camelCase changes) and looks each up, singular or plural. Answers the
 * share of its words that are API vocabulary, 0 to 1; *ret_verb: the first word is a verb of actions. */
double vocabulary_share(struct slice segment, bool *ret_verb);
/* Whether the segment is, or ends in, a plural noun: what follows it is likely an identifier. */
bool vocabulary_is_plural(struct slice segment);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Words that values are made of, and what they are: names of people, ordinary words, parts of addresses (words.list). */
#ifndef SENSITIVE_VOCABULARY_H
#define SENSITIVE_VOCABULARY_H

#include "base/slice.h"

#include <stdint.h>

#define WORD_GIVEN 0x1u
#define WORD_SURNAME 0x2u
#define WORD_ORDINARY 0x4u
#define WORD_STREET 0x8u
#define WORD_UNIT 0x10u
#define WORD_BUSINESS 0x20u
#define WORD_NAME (WORD_GIVEN | WORD_SURNAME)

#define FOLDED_MOST 32

/* Small Latin letters without their marks: "Müller" becomes "muller", "Łukasz" "lukasz". Apostrophes are left out.
 * false: too long, or anything but Latin letters. */
bool vocabulary_fold(struct slice word, char ret[FOLDED_MOST], size_t *ret_len);
/* Roles of a word in any case; 0: unknown. */
unsigned vocabulary_roles(struct slice word);
/* Roles of a folded word. */
unsigned vocabulary_folded(struct slice word);
/* Unknown to the list, but of a form that ordinary English words have: "Shipping", "Validation". */
bool vocabulary_looks_ordinary(struct slice folded);

#endif

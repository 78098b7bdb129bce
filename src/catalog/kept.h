/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalog keeps of a value (law 6): judged once, when it first enters a sample or the trie. The verdict depends on the
 * value, the classes users added and, in fields, the name; so that what is kept merges as everything else. */
#ifndef CATALOG_KEPT_H
#define CATALOG_KEPT_H

#include "base/sample.h"
#include "catalog/segment.h"
#include "exchange/mask.h"
#include "sensitive/sensitive.h"

/* What is remembered of a value that is not kept itself (sample_entry.traits): the formats it matches (FORMAT_*,
 * catalog/values.h), these, between and above them, and those of catalog/guessable.h. Stored. */
#define TRAIT_BASE64 (1u << 12)        /* format_is_evident_base64 */
#define TRAIT_BASE64_MARKED (1u << 13) /* of it, has = + or / */
#define TRAIT_PHONE (1u << 14)         /* format_is_evident_phone */
#define TRAIT_HOST (1u << 15)          /* ends as host names do */

/* Judges the value of a field: marks, and its text, its mask or nothing. `mask` must live as long as *ret. */
void kept_value(struct classifier *classifier, const struct sample *sample, struct slice text,
                char mask[MASK_MOST], struct sample_value *ret);
/* Judges a text that was kept by who knew other classes. */
void kept_again(struct classifier *classifier, const struct sample *sample, struct sample_value *value,
                char mask[MASK_MOST]);
/* Judges a segment of a path. Words are literals of the API by default: only those that are something sensitive are masked;
 * of identifiers everything is that does not look like an object's. */
void kept_segment(struct classifier *classifier, enum segment_class class, struct slice text,
                  char mask[MASK_MOST], struct sample_value *ret);
/* Whether a member's or parameter's name is a value, and a sensitive one: by built-in classes, for what a schema looks like must
 * not change with the configuration. */
bool kept_key_is_data(struct slice key);

/* Those traits of an entry that are among `wanted`, whether its text is kept or not. */
uint32_t kept_traits(const struct sample_entry *entry, uint32_t wanted);

#endif

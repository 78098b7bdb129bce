/* SPDX-License-Identifier: Apache-2.0 */
/* Which formats one string matches (bits of enum value_format). Each test is exact and looks at nothing but the
 * string; what a field's strings amount to is values_format's business. */
#ifndef CATALOG_FORMAT_H
#define CATALOG_FORMAT_H

#include "catalog/values.h"

/* Those of the bits in `possible` that the (non-empty) text matches. Only they are tested: a field that settled on
 * one format costs one test a value. */
uint32_t format_narrow(uint32_t possible, struct slice text);
/* Whether base64 text could hardly be a word or a number: padded, or mixing letters of both cases and digits. */
bool format_is_evident_base64(struct slice text);
/* Whether a phone number is written as people write them, not just digits. */
bool format_is_evident_phone(struct slice text);
/* A language of ISO 639-1, perhaps with a region; *ret_sure when it is hardly an English word or name as well. */
bool format_is_language(struct slice text, bool *ret_sure);

#endif

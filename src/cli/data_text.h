/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of sensitive data at the places of an endpoint (catalog/exposed.h), as people and programs read them. No value is shown
 * but masked ones. */
#ifndef CLI_DATA_TEXT_H
#define CLI_DATA_TEXT_H

#include "catalog/exposed.h"
#include "cli/output.h"
#include "json/writer.h"

/* "payment_card email +2": names of `most` classes, the worst first, and how many more there are. */
void data_words(struct buffer *out, const struct exposed *rows, size_t count, size_t most);
/* "data": the same as a list of names. */
void data_names_json(struct json_writer *json, const struct exposed *rows, size_t count);
/* "data": a list of places, each with class, confidence and how many of the sampled values passed. */
void data_json(struct json_writer *json, const struct exposed *rows, size_t count);
/* A section for people; nothing when there are no rows. */
void data_section(struct output *out, struct arena *arena, const struct exposed *rows, size_t count);

#endif

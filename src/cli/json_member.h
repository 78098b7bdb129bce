/* SPDX-License-Identifier: Apache-2.0 */
/* Members of the JSON documents that reports are: name and value in one call. */
#ifndef CLI_JSON_MEMBER_H
#define CLI_JSON_MEMBER_H

#include "json/writer.h"

void member_name(struct json_writer *json, const char *name);
void member_text(struct json_writer *json, const char *name, struct slice value); /* nothing: "" */
void member_number(struct json_writer *json, const char *name, uint64_t value);
void member_flag(struct json_writer *json, const char *name, bool value);
void member_time(struct json_writer *json, const char *name, int64_t time); /* RFC 3339; 0: null */
/* Containers, ended by json_end. name NULL: an element, or the document itself. */
void member_object(struct json_writer *json, const char *name);
void member_array(struct json_writer *json, const char *name);

#endif

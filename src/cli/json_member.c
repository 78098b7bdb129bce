/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json_member.h"

#include "cli/ledger_json.h"

void member_name(struct json_writer *json, const char *name)
{
    if (name)
        json_key(json, slice_of(name));
}

void member_text(struct json_writer *json, const char *name, struct slice value)
{
    member_name(json, name);
    json_string(json, value.at ? value : SLICE(""));
}

void member_number(struct json_writer *json, const char *name, uint64_t value)
{
    member_name(json, name);
    json_unsigned(json, value);
}

void member_flag(struct json_writer *json, const char *name, bool value)
{
    member_name(json, name);
    json_bool(json, value);
}

void member_time(struct json_writer *json, const char *name, int64_t time)
{
    member_name(json, name);
    time_json(json, time);
}

void member_object(struct json_writer *json, const char *name)
{
    member_name(json, name);
    json_begin_object(json);
}

void member_array(struct json_writer *json, const char *name)
{
    member_name(json, name);
    json_begin_array(json);
}

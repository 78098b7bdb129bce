/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: what a request sends, one parameter or member after the other, and who looks at it. */
#ifndef SIGNAL_SENT_H
#define SIGNAL_SENT_H

#include "signal/signal.h"

/* ---- members of JSON text, in order; no tree, nothing copied ---- */

struct members {
    const char *at, *end;
    uint32_t depth; /* open objects and arrays */
};

struct member {
    struct slice key,
        value;      /* strings without their quotes, escapes as written; an array or object: its first byte */
    uint32_t depth; /* of the object it stands in; the outermost is 1 */
    bool is_text;   /* the value is a string */
};

enum members_step { MEMBERS_END, MEMBERS_MEMBER, MEMBERS_CLOSED };

/* At most `most` bytes are looked at. */
void members_begin(struct members *members, struct slice json, size_t most);
/* MEMBERS_CLOSED: an object or array ended; members->depth says what is still open. What is no JSON ends early. */
enum members_step members_next(struct members *members, struct member *ret);
/* The text of an array that begins at the value, as far as its bracket, at most 256 bytes. */
struct slice members_array(const struct members *members, const struct member *member);

/* ---- what is sent ---- */

enum sent_place { SENT_QUERY, SENT_BODY };

struct sent {
    enum sent_place place;
    struct slice name, value; /* decoded where that cost nothing; is_raw otherwise */
    bool is_text;             /* of JSON: a string */
    bool is_inside;           /* of JSON: within a further object or array */
    bool is_raw;              /* the value has percent signs or backslashes in it */
};

/* "query", "body". */
const char *sent_place_name(enum sent_place place);
/* The value with its escapes undone, in the arena. */
struct slice sent_value(const struct sent *sent, struct arena *arena);
/* The server judged what was sent and would not have it: neither who asked nor where was the reason. */
static inline bool sent_was_refused(const struct signal_reading *reading)
{
    uint16_t status = reading->exchange->status;

    return status == 400 || status == 403 || status == 409 || status == 415 || status == 422;
}

/* signal/urls.c: URLs as values. */
void sent_look_url(struct signal_reading *reading, const struct sent *sent);
/* signal/privileges.c: members that say what somebody may do, owes or owns. */
void sent_look_privilege(struct signal_reading *reading, const struct sent *sent);
/* signal/identities.c: identifiers that stand in the path as well. */
void sent_look_identity(struct signal_reading *reading, const struct sent *sent);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Members that say what somebody may do, owes or owns. A client that sends one it was never meant to send, and gets its way, found
 * a mass assignment (CWE-915). Two ways to see that it got its way:
 *   - the answer shows the member as it was sent (echoed), or with another value (ignored);
 *   - a later answer to a GET shows that value for whom it was sent. Nothing depends on other exchanges here: both tell the member
 *     and a keyed hash of whom it is about, and the posture finds those that meet. Only values that give power are told of. */
#include "signal/sent.h"

#include <math.h>

#include "base/byte.h"
#include "exchange/credential.h"
#include "signal/privilege.h"

#define ANSWER_LOOK 8192
#define READ_LOOK 8192
#define DEPTH_MOST 8
#define PEOPLE_MOST 4
#define HELD_MOST 8 /* of one answer */

/* ---- what the answer to it shows ---- */

static bool is_same(struct slice a, struct slice b)
{
    double left, right;

    return slice_eq(a, b) ||
           (privilege_number(a, &left) && privilege_number(b, &right) && fabs(left - right) < 1e-9);
}

enum shown { SHOWN_NOT, SHOWN_SAME, SHOWN_OTHER };

static enum shown find_shown(struct slice answer, struct slice name, struct slice value)
{
    enum shown shown = SHOWN_NOT;
    struct members members;
    struct member member;
    enum members_step step;

    members_begin(&members, answer, ANSWER_LOOK);
    while (shown != SHOWN_SAME && (step = members_next(&members, &member)) != MEMBERS_END) {
        struct slice found = member.value;

        if (step == MEMBERS_CLOSED || !slice_eq(member.key, name))
            continue;
        if (found.len == 1 && found.at[0] == '[')
            found = members_array(&members, &member);
        shown = is_same(found, value) ? SHOWN_SAME : SHOWN_OTHER;
    }
    return shown;
}

/* ---- for whom ---- */

static bool is_person(struct slice name)
{
    static const char *const names[] = { "username", "user_name", "login",   "email",
                                         "handle",   "phone",     "userName" };

    return SLICE_AMONG_NOCASE(name, names);
}

static void tell_whose(struct signal_reading *reading, enum fact_kind kind, struct slice privilege,
                       struct slice who)
{
    uint64_t hash[2];
    char lower[96];
    size_t len = who.len < sizeof lower ? who.len : sizeof lower;

    for (size_t i = 0; i < len; i++)
        lower[i] = byte_lower(who.at[i]);
    keyed_hash(reading->key, slice_make(lower, len), hash);
    signal_tellf(reading, kind, "%.*s %012llx", SLICE_ARG(privilege), (unsigned long long)(hash[0] >> 16));
}

/* What is one's own is known by who asks. */
static bool is_own(struct slice path)
{
    static const char *const own[] = { "me",     "self",     "profile", "account",
                                       "whoami", "userinfo", "user",    "myself" };
    struct slice last = { NULL, 0 }, segment;

    while (slice_next(&path, '/', &segment))
        last = segment;
    return SLICE_AMONG_NOCASE(last, own);
}

static void tell_own(struct signal_reading *reading, enum fact_kind kind, struct slice privilege)
{
    if (reading->credential_count == 0 || !is_own(reading->path))
        return;
    signal_tellf(reading, kind, "%.*s %012llx", SLICE_ARG(privilege),
                 (unsigned long long)(reading->credentials[0].keyed[0] >> 16));
}

/* The object that a path ends in: "/users/5". */
static struct slice last_identifier(struct slice path)
{
    struct slice last = { NULL, 0 }, segment;

    while (slice_next(&path, '/', &segment))
        last = segment;
    for (size_t i = 0; i < last.len; i++)
        if (byte_is_digit(last.at[i]))
            return last;
    return (struct slice){ NULL, 0 };
}

static void tell_given(struct signal_reading *reading, struct slice privilege)
{
    struct slice last = last_identifier(reading->path);
    struct members members;
    struct member member;
    enum members_step step;

    members_begin(&members, reading->exchange->request.body, ANSWER_LOOK);
    while ((step = members_next(&members, &member)) != MEMBERS_END)
        if (step == MEMBERS_MEMBER && member.is_text && member.value.len && is_person(member.key))
            tell_whose(reading, FACT_privilege_given, privilege, member.value);
    if (last.len && !slice_eq(reading->exchange->method, SLICE("POST")))
        tell_whose(reading, FACT_privilege_given, privilege, last);
    tell_own(reading, FACT_privilege_given, privilege);
}

void sent_look_privilege(struct signal_reading *reading, const struct sent *sent)
{
    enum grade grade = privilege_grade(sent->name);
    enum shown shown;

    if (grade == NOTHING)
        return;
    if (!signal_is_success(reading)) {
        if (privilege_is_weighty(grade, sent->value))
            signal_tell(reading, FACT_privilege_refused, sent->name);
        return;
    }
    signal_tell(reading, FACT_privilege_sent, sent->name);
    if (!privilege_is_weighty(grade, sent->value))
        return;
    shown = find_shown(reading->exchange->response.body, sent->name, sent->value);
    if (shown != SHOWN_NOT)
        signal_tell(reading, shown == SHOWN_SAME ? FACT_privilege_echoed : FACT_privilege_ignored,
                    sent->name);
    if (grade == POWER)
        tell_given(reading, sent->name);
}

/* ---- what answers to a GET show ---- */

/* An object that is open: what it says of power, and of whom. */
struct holder {
    struct slice privileges[PEOPLE_MOST], people[PEOPLE_MOST];
    size_t privilege_count, people_count;
};

static void take_member(struct holder *holder, const struct members *members, const struct member *member)
{
    struct slice value = member->value;

    if (value.len == 1 && value.at[0] == '[')
        value = members_array(members, member);
    if (holder->privilege_count < PEOPLE_MOST && privilege_grade(member->key) == POWER &&
        privilege_gives_power(value))
        holder->privileges[holder->privilege_count++] = member->key;
    else if (holder->people_count < PEOPLE_MOST && value.len && value.len <= 96 &&
             (is_person(member->key) || slice_eq_nocase(member->key, SLICE("id"))))
        holder->people[holder->people_count++] = value;
}

static void tell_held(struct signal_reading *reading, const struct holder *holder)
{
    for (size_t i = 0; i < holder->privilege_count; i++) {
        for (size_t j = 0; j < holder->people_count; j++)
            tell_whose(reading, FACT_privilege_held, holder->privileges[i], holder->people[j]);
        tell_own(reading, FACT_privilege_held, holder->privileges[i]);
    }
}

void signal_read_privileges(struct signal_reading *reading)
{
    struct holder holders[DEPTH_MOST + 1] = { 0 };
    struct members members;
    struct member member;
    enum members_step step;
    size_t before = reading->fact_count;

    members_begin(&members, reading->exchange->response.body, READ_LOOK);
    while (reading->fact_count < before + HELD_MOST &&
           (step = members_next(&members, &member)) != MEMBERS_END) {
        if (step == MEMBERS_MEMBER) {
            if (member.depth <= DEPTH_MOST)
                take_member(&holders[member.depth], &members, &member);
        } else if (members.depth < DEPTH_MOST) {
            tell_held(reading, &holders[members.depth + 1]);
            holders[members.depth + 1] = (struct holder){ 0 };
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Members that say what somebody may do, owes or owns. A client that sends one it was never meant to send, and gets its way, found
 * a mass assignment (CWE-915). Two ways to see that it got its way:
 *   - the answer shows the member as it was sent (echoed), or with another value (ignored);
 *   - a later answer to a GET shows that value for whom it was sent. Nothing depends on other exchanges here: both tell the member
 *     and a keyed hash of whom it is about, and the posture finds those that meet. Only values that give power are told of. */
#include "signal/sent.h"

#include <math.h>

#include "base/byte.h"
#include "base/hash.h"
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

/* What somebody has counts with how much it is: others have some, too. */
struct power {
    struct slice name;
    double amount; /* 0: of what is had or not */
};

static void tell_whose(struct signal_reading *reading, enum fact_kind kind, struct power power,
                       const uint64_t who[2])
{
    uint64_t mixed = power.amount != 0 ? hash_mix(who[0], (uint64_t)(int64_t)(power.amount * 100)) : who[0];

    signal_tellf(reading, kind, "%.*s %012llx", SLICE_ARG(power.name), (unsigned long long)(mixed >> 16));
}

static void tell_named(struct signal_reading *reading, enum fact_kind kind, struct power power,
                       struct slice who)
{
    uint64_t hash[2];
    char lower[96];
    size_t len = who.len < sizeof lower ? who.len : sizeof lower;

    for (size_t i = 0; i < len; i++)
        lower[i] = byte_lower(who.at[i]);
    keyed_hash(reading->key, slice_make(lower, len), hash);
    tell_whose(reading, kind, power, hash);
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

static void tell_own(struct signal_reading *reading, enum fact_kind kind, struct power power)
{
    if (reading->credential_count && is_own(reading->path))
        tell_whose(reading, kind, power, reading->credentials[0].keyed);
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

static void tell_given(struct signal_reading *reading, struct power power)
{
    struct slice last = last_identifier(reading->path);
    struct members members;
    struct member member;
    enum members_step step;

    members_begin(&members, reading->exchange->request.body, ANSWER_LOOK);
    while ((step = members_next(&members, &member)) != MEMBERS_END)
        if (step == MEMBERS_MEMBER && member.is_text && member.value.len && is_person(member.key))
            tell_named(reading, FACT_privilege_given, power, member.value);
    if (last.len && !slice_eq(reading->exchange->method, SLICE("POST")))
        tell_named(reading, FACT_privilege_given, power, last);
    tell_own(reading, FACT_privilege_given, power);
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
    if (grade == POWER || (grade == MONEY && privilege_is_holding(sent->name))) {
        struct power power = { .name = sent->name };

        if (grade == MONEY)
            privilege_number(sent->value, &power.amount);
        tell_given(reading, power);
    }
}

/* ---- what answers to a GET show ---- */

/* An object that is open: what it says of power, and of whom. */
struct holder {
    struct power powers[PEOPLE_MOST];
    struct slice people[PEOPLE_MOST];
    size_t power_count, people_count;
};

/* Whether the member gives power, or is something that somebody has. */
static bool read_power(struct slice name, struct slice value, struct power *ret)
{
    enum grade grade = privilege_grade(name);

    *ret = (struct power){ .name = name };
    if (grade == POWER)
        return privilege_gives_power(value);
    return grade == MONEY && privilege_is_holding(name) && privilege_number(value, &ret->amount) &&
           ret->amount != 0;
}

static void take_member(struct holder *holder, const struct members *members, const struct member *member)
{
    struct slice value = member->value;

    if (value.len == 1 && value.at[0] == '[')
        value = members_array(members, member);
    if (holder->power_count < PEOPLE_MOST &&
        read_power(member->key, value, &holder->powers[holder->power_count]))
        holder->power_count++;
    else if (holder->people_count < PEOPLE_MOST && value.len && value.len <= 96 &&
             (is_person(member->key) || slice_eq_nocase(member->key, SLICE("id"))))
        holder->people[holder->people_count++] = value;
}

static void tell_held(struct signal_reading *reading, const struct holder *holder)
{
    for (size_t i = 0; i < holder->power_count; i++) {
        for (size_t j = 0; j < holder->people_count; j++)
            tell_named(reading, FACT_privilege_held, holder->powers[i], holder->people[j]);
        tell_own(reading, FACT_privilege_held, holder->powers[i]);
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

/* SPDX-License-Identifier: Apache-2.0 */
/* Members that say what somebody may do, owes or owns. A client that sends one it was never meant to send, and gets its way, found
 * a mass assignment (CWE-915). Two ways to see that it got its way:
 *   - the answer shows the member as it was sent (echoed), or with another value (ignored);
 *   - a later answer to a GET shows that value for whom it was sent. Nothing depends on other exchanges here: both tell the member
 *     and a keyed hash of whom it is about, and the posture finds those that meet. Only values that give power are told of. */
#include "signal/sent.h"

#include <math.h>
#include <stdlib.h>

#include "exchange/credential.h"
#include "http/url.h"
#include "signal/words.h"

#define ANSWER_LOOK 8192
#define READ_LOOK 8192
#define DEPTH_MOST 8
#define PEOPLE_MOST 4
#define HELD_MOST 8 /* of one answer */

enum grade { NOTHING, POWER, MONEY, OWNER, STATE };

/* Names without signs, in lower case. */
static const struct privilege {
    struct slice name;
    enum grade grade;
} privileges[] = {
    { SLICE_TEXT("accesslevel"), POWER },
    { SLICE_TEXT("admin"), POWER },
    { SLICE_TEXT("administrator"), POWER },
    { SLICE_TEXT("approved"), POWER },
    { SLICE_TEXT("authorities"), POWER },
    { SLICE_TEXT("availablecredit"), MONEY },
    { SLICE_TEXT("balance"), MONEY },
    { SLICE_TEXT("cost"), MONEY },
    { SLICE_TEXT("createdby"), OWNER },
    { SLICE_TEXT("credit"), MONEY },
    { SLICE_TEXT("credits"), MONEY },
    { SLICE_TEXT("discount"), MONEY },
    { SLICE_TEXT("discountpercent"), MONEY },
    { SLICE_TEXT("emailverified"), POWER },
    { SLICE_TEXT("internal"), POWER },
    { SLICE_TEXT("isadmin"), POWER },
    { SLICE_TEXT("isadministrator"), POWER },
    { SLICE_TEXT("isapproved"), POWER },
    { SLICE_TEXT("isemailverified"), POWER },
    { SLICE_TEXT("ismanager"), POWER },
    { SLICE_TEXT("isowner"), POWER },
    { SLICE_TEXT("ispaid"), POWER },
    { SLICE_TEXT("ispremium"), POWER },
    { SLICE_TEXT("isroot"), POWER },
    { SLICE_TEXT("isstaff"), POWER },
    { SLICE_TEXT("issuperuser"), POWER },
    { SLICE_TEXT("isverified"), POWER },
    { SLICE_TEXT("kycverified"), POWER },
    { SLICE_TEXT("organizationid"), OWNER },
    { SLICE_TEXT("orgid"), OWNER },
    { SLICE_TEXT("owner"), OWNER },
    { SLICE_TEXT("ownerid"), OWNER },
    { SLICE_TEXT("paid"), POWER },
    { SLICE_TEXT("paymentstatus"), STATE },
    { SLICE_TEXT("permission"), POWER },
    { SLICE_TEXT("permissions"), POWER },
    { SLICE_TEXT("plan"), STATE },
    { SLICE_TEXT("points"), MONEY },
    { SLICE_TEXT("premium"), POWER },
    { SLICE_TEXT("price"), MONEY },
    { SLICE_TEXT("privileges"), POWER },
    { SLICE_TEXT("role"), POWER },
    { SLICE_TEXT("roleid"), OWNER },
    { SLICE_TEXT("roles"), POWER },
    { SLICE_TEXT("root"), POWER },
    { SLICE_TEXT("scopes"), POWER },
    { SLICE_TEXT("staff"), POWER },
    { SLICE_TEXT("status"), STATE },
    { SLICE_TEXT("superuser"), POWER },
    { SLICE_TEXT("tenant"), OWNER },
    { SLICE_TEXT("tenantid"), OWNER },
    { SLICE_TEXT("tier"), STATE },
    { SLICE_TEXT("total"), MONEY },
    { SLICE_TEXT("totalprice"), MONEY },
    { SLICE_TEXT("unitprice"), MONEY },
    { SLICE_TEXT("userid"), OWNER },
    { SLICE_TEXT("userrole"), POWER },
    { SLICE_TEXT("usertype"), POWER },
    { SLICE_TEXT("verified"), POWER },
    { SLICE_TEXT("wallet"), MONEY },
    { SLICE_TEXT("walletbalance"), MONEY },
};

static enum grade grade_of(struct slice name)
{
    static const char firsts[] = "abcdeikoprstuvwABCDEIKOPRSTUVW_";
    char text[16];
    size_t len = 0;

    if (name.len < 4 || name.len > 20 || !memchr(firsts, name.at[0], sizeof firsts - 1))
        return NOTHING;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '_' || name.at[i] == '-')
            continue;
        if (len == sizeof text)
            return NOTHING;
        text[len++] = byte_lower(name.at[i]);
    }
    for (size_t i = 0; i < sizeof privileges / sizeof *privileges; i++)
        if (privileges[i].name.at[0] == text[0] && slice_eq(privileges[i].name, slice_make(text, len)))
            return privileges[i].grade;
    return NOTHING;
}

bool signal_is_privilege(struct slice name)
{
    return grade_of(name) == POWER;
}

static bool is_number(struct slice value, double *ret)
{
    char text[32], *end;

    if (value.len == 0 || value.len >= sizeof text || !(byte_is_digit(value.at[0]) || value.at[0] == '-'))
        return false;
    memcpy(text, value.at, value.len);
    text[value.len] = '\0';
    *ret = strtod(text, &end);
    return *end == '\0' && isfinite(*ret);
}

/* Values that give somebody more than everybody has. */
static bool gives_power(struct slice value)
{
    static const char *const whole[] = { "true", "1", "yes", "on", "*", "[\"*\"]" };
    static const char *const parts[] = { "admin",   "root",      "super",  "owner",    "staff",
                                         "manager", "moderator", "system", "internal", "premium" };

    if (SLICE_AMONG_NOCASE(value, whole))
        return true;
    for (size_t i = 0; value.len >= 4 && i < sizeof parts / sizeof *parts; i++)
        if (slice_contains_nocase(value, slice_of(parts[i])))
            return true;
    return false;
}

static bool is_weighty(enum grade grade, struct slice value)
{
    double number;

    if (value.len == 0 || value.at[0] == '{' || slice_eq(value, SLICE("null")))
        return false;
    if (grade == MONEY)
        return is_number(value, &number);
    return grade == POWER ? gives_power(value) : value.at[0] != '[';
}

/* ---- what the answer to it shows ---- */

static bool is_same(struct slice a, struct slice b)
{
    double left, right;

    return slice_eq(a, b) || (is_number(a, &left) && is_number(b, &right) && fabs(left - right) < 1e-9);
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
    enum grade grade = grade_of(sent->name);
    enum shown shown;

    if (grade == NOTHING)
        return;
    if (!signal_is_success(reading)) {
        if (is_weighty(grade, sent->value))
            signal_tell(reading, FACT_privilege_refused, sent->name);
        return;
    }
    signal_tell(reading, FACT_privilege_sent, sent->name);
    if (!is_weighty(grade, sent->value))
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
    if (holder->privilege_count < PEOPLE_MOST && grade_of(member->key) == POWER && gives_power(value))
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

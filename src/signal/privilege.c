/* SPDX-License-Identifier: Apache-2.0 */
/* Which members are privileged, and which of their values give somebody something. */
#include "signal/privilege.h"

#include <math.h>
#include <stdlib.h>

#include "base/byte.h"
#include "signal/signal.h"

/* Names without signs, in lower case, by their first letter: most names are told from all of them by it. */
struct privilege {
    struct slice name;
    enum grade grade;
};
/* clang-format off */
static const struct privilege with_a[] = {
    { SLICE_TEXT("accesslevel"), POWER },
    { SLICE_TEXT("admin"), POWER },
    { SLICE_TEXT("administrator"), POWER },
    { SLICE_TEXT("approved"), POWER },
    { SLICE_TEXT("authorities"), POWER },
    { SLICE_TEXT("availablecredit"), MONEY },
};
static const struct privilege with_b[] = {
    { SLICE_TEXT("balance"), MONEY },
};
static const struct privilege with_c[] = {
    { SLICE_TEXT("cost"), MONEY },
    { SLICE_TEXT("createdby"), OWNER },
    { SLICE_TEXT("credit"), MONEY },
    { SLICE_TEXT("credits"), MONEY },
};
static const struct privilege with_d[] = {
    { SLICE_TEXT("discount"), MONEY },
    { SLICE_TEXT("discountpercent"), MONEY },
};
static const struct privilege with_e[] = {
    { SLICE_TEXT("emailverified"), POWER },
};
static const struct privilege with_i[] = {
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
};
static const struct privilege with_k[] = {
    { SLICE_TEXT("kycverified"), POWER },
};
static const struct privilege with_o[] = {
    { SLICE_TEXT("organizationid"), OWNER },
    { SLICE_TEXT("orgid"), OWNER },
    { SLICE_TEXT("owner"), OWNER },
    { SLICE_TEXT("ownerid"), OWNER },
};
static const struct privilege with_p[] = {
    { SLICE_TEXT("paid"), POWER },
    { SLICE_TEXT("paymentstatus"), STATE },
    { SLICE_TEXT("permission"), POWER },
    { SLICE_TEXT("permissions"), POWER },
    { SLICE_TEXT("plan"), STATE },
    { SLICE_TEXT("points"), MONEY },
    { SLICE_TEXT("premium"), POWER },
    { SLICE_TEXT("price"), MONEY },
    { SLICE_TEXT("privileges"), POWER },
};
static const struct privilege with_r[] = {
    { SLICE_TEXT("role"), POWER },
    { SLICE_TEXT("roleid"), OWNER },
    { SLICE_TEXT("roles"), POWER },
    { SLICE_TEXT("root"), POWER },
};
static const struct privilege with_s[] = {
    { SLICE_TEXT("scopes"), POWER },
    { SLICE_TEXT("staff"), POWER },
    { SLICE_TEXT("status"), STATE },
    { SLICE_TEXT("superuser"), POWER },
};
static const struct privilege with_t[] = {
    { SLICE_TEXT("tenant"), OWNER },
    { SLICE_TEXT("tenantid"), OWNER },
    { SLICE_TEXT("tier"), STATE },
    { SLICE_TEXT("total"), MONEY },
    { SLICE_TEXT("totalprice"), MONEY },
};
static const struct privilege with_u[] = {
    { SLICE_TEXT("unitprice"), MONEY },
    { SLICE_TEXT("userid"), OWNER },
    { SLICE_TEXT("userrole"), POWER },
    { SLICE_TEXT("usertype"), POWER },
};
static const struct privilege with_v[] = {
    { SLICE_TEXT("verified"), POWER },
};
static const struct privilege with_w[] = {
    { SLICE_TEXT("wallet"), MONEY },
    { SLICE_TEXT("walletbalance"), MONEY },
};
/* clang-format on */
static const struct {
    const struct privilege *first;
    size_t count;
} privileges[26] = {
    ['a' - 'a'] = { with_a, sizeof with_a / sizeof *with_a },
    ['b' - 'a'] = { with_b, sizeof with_b / sizeof *with_b },
    ['c' - 'a'] = { with_c, sizeof with_c / sizeof *with_c },
    ['d' - 'a'] = { with_d, sizeof with_d / sizeof *with_d },
    ['e' - 'a'] = { with_e, sizeof with_e / sizeof *with_e },
    ['i' - 'a'] = { with_i, sizeof with_i / sizeof *with_i },
    ['k' - 'a'] = { with_k, sizeof with_k / sizeof *with_k },
    ['o' - 'a'] = { with_o, sizeof with_o / sizeof *with_o },
    ['p' - 'a'] = { with_p, sizeof with_p / sizeof *with_p },
    ['r' - 'a'] = { with_r, sizeof with_r / sizeof *with_r },
    ['s' - 'a'] = { with_s, sizeof with_s / sizeof *with_s },
    ['t' - 'a'] = { with_t, sizeof with_t / sizeof *with_t },
    ['u' - 'a'] = { with_u, sizeof with_u / sizeof *with_u },
    ['v' - 'a'] = { with_v, sizeof with_v / sizeof *with_v },
    ['w' - 'a'] = { with_w, sizeof with_w / sizeof *with_w },
};

enum grade privilege_grade(struct slice name)
{
    char text[16];
    size_t len = 0, letter;

    if (name.len < 4 || name.len > 20)
        return NOTHING;
    letter = (size_t)(unsigned char)(name.at[0] == '_' ? name.at[1] : name.at[0]);
    letter = (letter | 0x20) - 'a';
    if (letter >= 26 || privileges[letter].count == 0)
        return NOTHING;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '_' || name.at[i] == '-')
            continue;
        if (len == sizeof text)
            return NOTHING;
        text[len++] = byte_lower(name.at[i]);
    }
    for (size_t i = 0; i < privileges[letter].count; i++)
        if (slice_eq(privileges[letter].first[i].name, slice_make(text, len)))
            return privileges[letter].first[i].grade;
    return NOTHING;
}

bool signal_is_privilege(struct slice name)
{
    enum grade grade = privilege_grade(name);

    return grade == POWER || (grade == MONEY && privilege_is_holding(name));
}

bool privilege_is_holding(struct slice name)
{
    static const char *const holdings[] = { "balance", "credit", "wallet", "points" };

    for (size_t i = 0; i < sizeof holdings / sizeof *holdings; i++)
        if (slice_contains_nocase(name, slice_of(holdings[i])))
            return true;
    return false;
}

bool privilege_number(struct slice value, double *ret)
{
    char text[32], *end;

    if (value.len == 0 || value.len >= sizeof text || !(byte_is_digit(value.at[0]) || value.at[0] == '-'))
        return false;
    memcpy(text, value.at, value.len);
    text[value.len] = '\0';
    *ret = strtod(text, &end);
    return *end == '\0' && isfinite(*ret);
}

bool privilege_gives_power(struct slice value)
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

bool privilege_is_weighty(enum grade grade, struct slice value)
{
    double number;

    if (value.len == 0 || value.at[0] == '{' || slice_eq(value, SLICE("null")))
        return false;
    if (grade == MONEY)
        return privilege_number(value, &number);
    return grade == POWER ? privilege_gives_power(value) : value.at[0] != '[';
}

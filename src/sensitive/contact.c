/* SPDX-License-Identifier: Apache-2.0 */
/* How people are reached: e-mail addresses and phone numbers. */
#include "base/byte.h"
#include "sensitive/calendar.h"
#include "sensitive/validators.h"

/* Bytes of RFC 5321's atoms and dots, and of UTF-8 (RFC 6531). */
static bool is_local_byte(char c)
{
    return byte_is_alphanumeric(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c)) || (unsigned char)c >= 0x80;
}

/* Two labels at least, the last one letters: a version after the sign ("package@1.2.3") is no host. */
static bool is_mail_host(struct slice host)
{
    size_t labels = 0;

    if (host.len < 4 || host.len > 253)
        return false;
    while (host.len) {
        struct slice label = slice_cut(&host, '.');
        bool letters = true;

        if (label.len == 0 || label.len > 63 || label.at[0] == '-' || label.at[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++) {
            if (!byte_is_alphanumeric(label.at[i]) && label.at[i] != '-' && (unsigned char)label.at[i] < 0x80)
                return false;
            letters &= !byte_is_digit(label.at[i]) && label.at[i] != '-';
        }
        labels++;
        if (host.len == 0)
            return labels >= 2 && label.len >= 2 && (letters || slice_starts_with(label, SLICE("xn--")));
    }
    return false;
}

enum fit contact_email(struct slice text)
{
    const char *at = text.len <= 320 ? memrchr(text.at, '@', text.len) : NULL;
    size_t local = at ? (size_t)(at - text.at) : 0;

    if (local == 0 || local > 64 || text.at[0] == '.' || at[-1] == '.')
        return FIT_NO;
    for (size_t i = 0; i < local; i++)
        if (!is_local_byte(text.at[i]) || (text.at[i] == '.' && text.at[i + 1] == '.'))
            return FIT_NO;
    return is_mail_host(slice_make(at + 1, text.len - local - 1)) ? FIT_EVIDENT : FIT_NO;
}

#define PHONE_MOST 15

/* What stands between groups of digits; a bracket opens and closes once, around the area. */
static bool has_phone_form(struct slice text, size_t *ret_groups, size_t *ret_longest)
{
    size_t run = 0;
    bool open = false, was_mark = false;

    *ret_groups = *ret_longest = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (byte_is_digit(c)) {
            *ret_groups += run == 0;
            run++;
            *ret_longest = run > *ret_longest ? run : *ret_longest;
            was_mark = false;
            continue;
        }
        run = 0;
        if (c == '('   ? open
            : c == ')' ? !open
            : c == '+' ? i > 0 && text.at[i - 1] != '('
                       : !strchr(" -./", c) || c == '\0')
            return false;
        if (was_mark && c != ' ' && c != '(' && c != '+' && text.at[i - 1] != ')' && text.at[i - 1] != ' ')
            return false;
        open = c == '(' || (open && c != ')');
        was_mark = true;
    }
    return !open && run > 0;
}

/* North America: area and exchange begin with 2 to 9, no exchange is N11. */
static bool is_american(const char *d)
{
    return d[0] >= '2' && d[3] >= '2' && !(d[1] == '1' && d[2] == '1') && !(d[4] == '1' && d[5] == '1');
}

/* Country codes of one, two and three digits that are given out (ITU-T E.164), by their first digits. */
static bool is_country(const char *d)
{
    static const char two[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
                              "60 61 62 63 64 65 66 81 82 "
                              "84 86 90 91 92 93 94 95 98";
    static const char three_heads[] = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99";

    if (d[0] == '1')
        return d[1] >= '2';
    if (d[0] == '7')
        return d[1] >= '3';
    for (size_t i = 0; i + 1 < sizeof two; i += 3)
        if (two[i] == d[0] && two[i + 1] == d[1])
            return true;
    for (size_t i = 0; i + 1 < sizeof three_heads; i += 3)
        if (three_heads[i] == d[0] && three_heads[i + 1] == d[1])
            return true;
    return false;
}

static enum fit international(struct slice text, const char *d, size_t count, size_t groups)
{
    if (!is_country(d) || count < 8)
        return FIT_NO;
    if (d[0] == '1' && (count != 11 || !is_american(d + 1)))
        return FIT_NO;
    return text.at[0] == '+' || groups > 1 ? FIT_EVIDENT : FIT_PLAIN;
}

static bool is_american_form(struct slice text)
{
    return groups_are(text, "-", "\3\3\4") || groups_are(text, ".", "\3\3\4") ||
           groups_are(text, " ", "\3\3\4");
}

/* Written in groups that some country uses. */
static enum fit national_groups(struct slice text)
{
    static const char *const plain[] = { "\3\3\3",   "\5\5",   "\2\2\2\2", "\3\2\3",
                                         "\2\3\2\2", "\2\4\4", "\2\3\4" };

    if (groups_are(text, " -", "\2\5\4") ||
        (groups_are(text, " -", "\2\4\4") && text.at[2] == ' ' && text.at[7] == '-') ||
        (text.at[0] == '8' && groups_are(text, " -", "\1\3\3\2\2")))
        return FIT_EVIDENT; /* Brazil, Russia */
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (groups_are(text, " ", plain[i]) || groups_are(text, "/- ", plain[i]))
            return FIT_PLAIN;
    return FIT_NO;
}

/* Numbers of one country. A leading zero and two to six groups in Europe, Asia and Oceania; ten digits 3-3-4 in North
 * America. */
static enum fit national(struct slice text, const char *d, size_t count, size_t groups, size_t longest)
{
    if (groups == 1 && text.at[0] != '(')
        return (count == 10 && (is_american(d) || d[0] == '0' || d[0] >= '6')) ||
                       (count == 11 && (d[0] == '0' || d[0] == '1')) || (count > 8 && is_country(d))
                   ? FIT_PLAIN
                   : FIT_NO;
    if (groups_are(text, "-", "\3\2\4")) /* as social security numbers are */
        return FIT_NO;
    if (text.at[0] == '(' && count >= 9 && count <= 12 && groups <= 4)
        return FIT_EVIDENT;
    if (count == 11 && d[0] == '1' && groups == 4)
        return is_american(d + 1) && groups_are(text, "-. ", "\1\3\3\4") ? FIT_EVIDENT : FIT_NO;
    if (count == 10 && d[0] != '0' && is_american_form(text))
        return !is_american(d) ? FIT_NO : text.at[3] == ' ' ? FIT_PLAIN : FIT_EVIDENT;
    if (d[0] == '0' && d[1] != '0' && count + (groups > 2) >= 9 && count <= 12 && groups <= 6 && longest <= 8)
        return FIT_EVIDENT;
    return national_groups(text);
}

static bool is_some_date(struct slice text)
{
    unsigned year;

    return calendar_date(text, &year);
}

enum fit contact_phone(struct slice text)
{
    char d[PHONE_MOST];
    size_t count = 0, groups, longest;
    const char *extension = text.len > 4 ? memchr(text.at, 'x', text.len) : NULL;

    if (slice_starts_with_nocase(text, SLICE("tel:")))
        text = slice_make(text.at + 4, text.len - 4);
    if (extension && extension > text.at + 9) { /* "555-0100 x12", "555-0100 ext. 12" */
        text.len = (size_t)(extension - text.at);
        while (text.len && (byte_is_letter(text.at[text.len - 1]) || text.at[text.len - 1] == ' '))
            text.len--;
    }
    if (text.len < 8 || !has_phone_form(text, &groups, &longest))
        return FIT_NO;
    for (size_t i = 0; i < text.len; i++)
        if (byte_is_digit(text.at[i])) {
            if (count == PHONE_MOST)
                return FIT_NO;
            d[count++] = text.at[i];
        }
    if (count < 8)
        return FIT_NO;
    if (text.at[0] == '+' || memcmp(text.at, "(+", 2) == 0)
        return international(text, d, count, groups);
    if (d[0] == '0' && d[1] == '0' && count > 9)
        return international(text, d + 2, count - 2, groups);
    return is_some_date(text) ? FIT_NO : national(text, d, count, groups, longest);
}

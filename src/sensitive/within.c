/* SPDX-License-Identifier: Apache-2.0 */
/* One pass a kind of thing, and only where the text has the bytes that the kind needs. Nothing is looked for whose
 * form is too weak to stand out of a text: digits without separators are a card only when issuer and Luhn agree. */
#include "sensitive/within.h"

#include "base/byte.h"
#include "sensitive/secret.h"
#include "sensitive/validators.h"

#define WITHIN_LEAST 12
#define RUN_MOST 24 /* bytes of the longest grouped number */
#define TOKEN_LEAST 18

/* Bytes that no token has. */
static const bool ends[256] = {
    ['\0'] = true, [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true, ['<'] = true,
    ['>'] = true,  ['('] = true, [')'] = true,  ['['] = true,  [']'] = true,  ['{'] = true,
    ['}'] = true,  ['"'] = true, ['\''] = true, [','] = true,  [';'] = true,  [':'] = true,
    ['='] = true,  ['/'] = true, ['?'] = true,  ['&'] = true,  ['|'] = true,  ['\\'] = true,
};

static bool is_end(char c)
{
    return ends[(unsigned char)c];
}

/* What stands around the sign up to blanks and brackets. */
static bool has_email(struct slice text)
{
    const char *at = text.at, *end = text.at + text.len;

    while (at < end && (at = memchr(at, '@', (size_t)(end - at)))) {
        const char *from = at, *to = at + 1;

        while (from > text.at && at - from < 65 && !is_end(from[-1]))
            from--;
        while (to < end && to - at < 255 && !is_end(*to))
            to++;
        while (to > at && (to[-1] == '.' || to[-1] == '!'))
            to--;
        if (from < at && contact_email(slice_make(from, (size_t)(to - from))))
            return true;
        at++;
    }
    return false;
}

static bool is_boundary(struct slice text, size_t at)
{
    return at == 0 || !(byte_is_alphanumeric(text.at[at - 1]) || strchr("_-.+#/", text.at[at - 1]) ||
                        text.at[at - 1] == '\0');
}

/* A group of a longer number: digits stand before it, or four more behind. */
static bool is_part_of_number(struct slice text, size_t from, size_t to)
{
    size_t more = 0;

    if (from >= 2 && (text.at[from - 1] == ' ' || text.at[from - 1] == '-') &&
        byte_is_digit(text.at[from - 2]))
        return true;
    for (to++; to < text.len && byte_is_digit(text.at[to]); to++)
        more++;
    return more >= 4;
}

/* Numbers that begin at `from`, cut where a group of digits ends. */
static class_set numbers_at(struct slice text, size_t from)
{
    size_t digits = 0, groups = 0;

    for (size_t i = from; i < text.len && i - from < RUN_MOST; i++) {
        struct slice run = slice_make(text.at + from, i + 1 - from);
        char next = i + 1 < text.len ? text.at[i + 1] : ' ';

        if (!byte_is_digit(text.at[i])) {
            if (!strchr(" -", text.at[i]) || text.at[i] == '\0')
                break;
            continue;
        }
        digits++;
        if (byte_is_digit(next))
            continue;
        groups++;
        if (byte_is_letter(next) || next == '_')
            break;
        if (digits >= 13 && card_number(run) && !is_part_of_number(text, from, i + 1))
            return CLASS_BIT(DATA_payment_card) | (groups > 1 ? CLASS_EVIDENT : 0);
        if (digits == 9 && groups == 3 && next != '-' && memchr(run.at, ' ', run.len) == NULL &&
            national_us_ssn(run))
            return CLASS_BIT(DATA_us_ssn) | CLASS_EVIDENT;
    }
    return 0;
}

/* "+49 30 1234567", "(212) 555-0100", "212-555-0100". */
static bool is_phone_at(struct slice text, size_t from)
{
    size_t to = from, digits = 0;

    while (to < text.len && to - from < RUN_MOST &&
           (byte_is_digit(text.at[to]) || (text.at[to] && strchr("+ ()-.", text.at[to])))) {
        digits += byte_is_digit(text.at[to]);
        to++;
    }
    if (digits < 9 || digits > 15 ||
        (to < text.len && byte_is_digit(text.at[to - 1]) &&
         (byte_is_alphanumeric(text.at[to]) || text.at[to] == '_')))
        return false;
    while (to > from && !byte_is_digit(text.at[to - 1]))
        to--;
    return contact_phone(slice_make(text.at + from, to - from)) == FIT_EVIDENT;
}

static class_set find_numbers(struct slice text)
{
    class_set set = 0;

    for (size_t i = 0; i < text.len; i++) {
        bool is_digit = byte_is_digit(text.at[i]);

        if ((!is_digit && text.at[i] != '+' && text.at[i] != '(') || !is_boundary(text, i))
            continue;
        if (is_digit)
            set |= numbers_at(text, i);
        if ((!is_digit || (i + 8 < text.len && text.at[i + 3] == '-')) && is_phone_at(text, i))
            set |= CLASS_BIT(DATA_phone) | CLASS_EVIDENT;
    }
    return set;
}

/* Two letters and two digits at the start of a word; then as much as the country's numbers have. */
static bool has_iban(struct slice text)
{
    for (size_t i = 0; i + 15 <= text.len; i++) {
        size_t signs = 0, wanted;

        if (!byte_is_upper(text.at[i]) || !byte_is_upper(text.at[i + 1]) || !byte_is_digit(text.at[i + 2]) ||
            !byte_is_digit(text.at[i + 3]) || !is_boundary(text, i))
            continue;
        wanted = bank_iban_length(text.at + i);
        for (size_t at = i;
             wanted && at < text.len && (byte_is_alphanumeric(text.at[at]) || text.at[at] == ' '); at++) {
            signs += text.at[at] != ' ';
            if (signs == wanted && (at + 1 == text.len || !byte_is_alphanumeric(text.at[at + 1])) &&
                bank_iban(slice_make(text.at + i, at + 1 - i)))
                return true;
        }
    }
    return false;
}

static class_set token_is(struct slice token)
{
    class_set set = 0;

    if (secret_cloud_key(token))
        set |= CLASS_BIT(DATA_cloud_key);
    else if (token.at[0] == 'e' && secret_jwt(token))
        set |= CLASS_BIT(DATA_jwt);
    else if (token.at[0] == '$' && secret_password_hash(token))
        set |= CLASS_BIT(DATA_password_hash);
    return set;
}

static class_set find_tokens(struct slice text)
{
    class_set set = 0;
    size_t from = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && !is_end(text.at[i]))
            continue;
        if (i - from >= TOKEN_LEAST)
            set |= token_is(slice_make(text.at + from, i - from));
        from = i + 1;
    }
    return set ? set | CLASS_EVIDENT : 0;
}

class_set within_find(struct slice text, const struct glance *glance)
{
    class_set set = 0;

    if (text.len < WITHIN_LEAST)
        return 0;
    if ((glance->has & HAS_AT) && has_email(text))
        set |= CLASS_BIT(DATA_email) | CLASS_EVIDENT;
    if ((glance->has & HAS_AT) && (glance->has & HAS_COLON) && secret_is_in_address(text))
        set |= CLASS_BIT(DATA_connection_string) | CLASS_EVIDENT;
    if (glance->digits >= 9 && !glance_only(glance, HAS_LOWER | HAS_UPPER | HAS_DIGIT | HAS_DASH))
        set |= find_numbers(text);
    if (glance->digits >= 10 && glance->upper >= 2 && has_iban(text))
        set |= CLASS_BIT(DATA_iban) | CLASS_EVIDENT;
    if (glance->has & (HAS_EQUALS | HAS_COLON))
        set |= secret_assignments(text);
    if (text.len > TOKEN_LEAST && !glance_only(glance, HAS_LOWER | HAS_SPACE | HAS_UPPER | HAS_COMMA))
        set |= find_tokens(text);
    return set ? set | CLASS_WITHIN : 0;
}

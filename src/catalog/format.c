/* SPDX-License-Identifier: Apache-2.0 */
/* One test per format. The strict ones (uuid, dates, addresses) start with length and fixed places, so that the usual
 * string fails at its first byte or two. */
#include "catalog/format.h"

#include "base/byte.h"
#include "json/simd.h"

#define LETTER 1u
#define DIGIT 2u
#define HEX 4u    /* a to f in either case */
#define BASE64 8u /* + and / */
#define UPPER 16u

static inline unsigned char_class(char c)
{
    unsigned char lower = (unsigned char)c | 0x20;

    if (c >= '0' && c <= '9')
        return DIGIT;
    if (lower >= 'a' && lower <= 'z')
        return LETTER | (lower <= 'f' ? HEX : 0) | (c < 'a' ? UPPER : 0);
    return c == '+' || c == '/' ? BASE64 : 0;
}

static inline bool is_alphanumeric(char c)
{
    return char_class(c) & (LETTER | DIGIT);
}

static inline bool is_hex(char c)
{
    return char_class(c) & (HEX | DIGIT);
}

static size_t count_digits(struct slice text)
{
    size_t count = 0;

    while (count < text.len && byte_is_digit(text.at[count]))
        count++;
    return count;
}

static inline unsigned two_digits(const char *at)
{
    return byte_is_digit(at[0]) && byte_is_digit(at[1])
               ? (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0')
               : 100;
}

/* 8-4-4-4-12 hexadecimal digits; the third block overlaps the second. */
static bool is_uuid(struct slice text)
{
    const char *at = text.at;

    return text.len == 36 && at[8] == '-' && at[13] == '-' && at[18] == '-' && at[23] == '-' &&
           simd_hex(simd_load(at)) == 0xdeff && simd_hex(simd_load(at + 16)) == 0xff7b &&
           simd_hex(simd_load(at + 20)) == 0xfff7;
}

/* ---- dates and times (RFC 3339 section 5.6) */

static bool is_full_date(const char *at)
{
    static const unsigned char days[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    unsigned century = two_digits(at), year = two_digits(at + 2), month, day;

    if (century > 99 || year > 99 || at[4] != '-' || at[7] != '-')
        return false;
    month = two_digits(at + 5);
    day = two_digits(at + 8);
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    year += century * 100;
    return month != 2 || day != 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool is_zone(struct slice text)
{
    if (text.len == 1)
        return (text.at[0] | 0x20) == 'z';
    return text.len == 6 && (text.at[0] == '+' || text.at[0] == '-') && two_digits(text.at + 1) < 24 &&
           text.at[3] == ':' && two_digits(text.at + 4) < 60;
}

/* partial-time: hh:mm:ss and a fraction; `ret` is what follows. */
static bool is_partial_time(struct slice text, struct slice *ret)
{
    size_t len = 8;

    if (text.len < 8 || two_digits(text.at) > 23 || text.at[2] != ':' || two_digits(text.at + 3) > 59 ||
        text.at[5] != ':' || two_digits(text.at + 6) > 60)
        return false;
    if (text.len > 8 && text.at[8] == '.') {
        size_t digits = count_digits(slice_make(text.at + 9, text.len - 9));

        if (digits == 0)
            return false;
        len = 9 + digits;
    }
    *ret = slice_make(text.at + len, text.len - len);
    return true;
}

static bool is_date_time(struct slice text)
{
    struct slice zone;

    return text.len >= 20 && is_full_date(text.at) && ((text.at[10] | 0x20) == 't' || text.at[10] == ' ') &&
           is_partial_time(slice_make(text.at + 11, text.len - 11), &zone) && is_zone(zone);
}

static bool is_date(struct slice text)
{
    return text.len == 10 && is_full_date(text.at);
}

static bool is_time(struct slice text)
{
    struct slice zone;

    return is_partial_time(text, &zone) && (zone.len == 0 || is_zone(zone));
}

/* PnYnMnDTnHnMnS or PnW (ISO 8601, RFC 3339 appendix A); a fraction is allowed. */
static bool is_duration(struct slice text)
{
    const char *at = text.at, *end = at + text.len, *units = "YMWD";
    bool any = false, timed = false;

    if (text.len < 3 || *at++ != 'P')
        return false;
    while (at < end) {
        size_t digits;

        if (*at == 'T' && !timed) {
            timed = true;
            any = false;
            units = "HMS";
            at++;
            continue;
        }
        digits = count_digits(slice_make(at, (size_t)(end - at)));
        at += digits;
        if (digits && end - at >= 2 && *at == '.' && byte_is_digit(at[1]))
            at += 1 + count_digits(slice_make(at + 1, (size_t)(end - at - 1)));
        if (digits == 0 || at == end)
            return false;
        units = strchr(units, *at);
        if (!units || *at == '\0')
            return false;
        units++;
        at++;
        any = true;
    }
    return any;
}

/* ---- names and addresses */

/* Labels of letters, digits and inner hyphens, at least two, the last one letters (or an A-label). */
static bool is_hostname(struct slice text)
{
    size_t labels = 0;

    if (text.len > 253 || text.len < 4)
        return false;
    while (text.len) {
        struct slice label = slice_cut(&text, '.');
        bool letters = true;

        if (label.len == 0 || label.len > 63 || label.at[0] == '-' || label.at[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++) {
            if (!is_alphanumeric(label.at[i]) && label.at[i] != '-')
                return false;
            letters &= (char_class(label.at[i]) & LETTER) != 0;
        }
        labels++;
        if (text.len == 0)
            return labels >= 2 && label.len >= 2 && (letters || slice_starts_with(label, SLICE("xn--")));
    }
    return false;
}

static bool is_email(struct slice text)
{
    const char *at = text.len <= 320 ? memchr(text.at, '@', text.len) : NULL;
    size_t local = at ? (size_t)(at - text.at) : 0;

    if (local == 0 || local > 64 || text.at[0] == '.' || at[-1] == '.')
        return false;
    for (size_t i = 0; i < local; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c <= ' ' || c == 0x7f || strchr("\"(),:;<>[\\]", c))
            return false;
    }
    return is_hostname(slice_make(at + 1, text.len - local - 1));
}

static bool is_ipv4(struct slice text)
{
    unsigned parts = 0;

    if (text.len < 7 || text.len > 15)
        return false;
    while (text.len) {
        struct slice part = slice_cut(&text, '.');
        unsigned long long value;

        if (part.len == 0 || part.len > 3 || (part.len > 1 && part.at[0] == '0') ||
            !slice_to_u64(part, 255, &value))
            return false;
        parts++;
    }
    return parts == 4;
}

/* RFC 4291 section 2.2: eight groups, one run of them written ::, the last two perhaps as IPv4. */
static bool is_ipv6(struct slice text)
{
    size_t groups = 0, i = 0;
    bool gap = false;

    if (text.len < 2 || text.len > 45 || !memchr(text.at, ':', text.len))
        return false;
    if (text.at[0] == ':' && text.at[1] != ':')
        return false;
    while (i < text.len) {
        size_t start = i;

        if (text.at[i] == ':') {
            if (gap || i + 1 >= text.len || text.at[i + 1] != ':')
                return false;
            gap = true;
            i += 2;
            continue;
        }
        while (i < text.len && is_hex(text.at[i]))
            i++;
        if (i < text.len && text.at[i] == '.')
            return is_ipv4(slice_make(text.at + start, text.len - start)) &&
                   (gap ? groups <= 5 : groups == 6);
        if (i == start || i - start > 4)
            return false;
        groups++;
        if (i < text.len && (text.at[i] != ':' || i + 1 == text.len))
            return false;
        if (i + 1 < text.len && text.at[i + 1] != ':')
            i++;
    }
    return gap ? groups <= 7 : groups == 8;
}

/* Bytes that RFC 3986 allows nowhere, of those below 0x80; braces and bars stand in URI templates and are forgiven. */
static inline uint32_t not_in_uri(simd_block block)
{
    return simd_between(block, 0, ' ') | simd_equal(block, 0x7f) | simd_equal(block, '"') |
           simd_equal(block, '<') | simd_equal(block, '>') | simd_equal(block, '\\') |
           simd_equal(block, '^') | simd_equal(block, '`');
}

static bool is_uri_text(struct slice text)
{
    char last[SIMD_BYTES];
    size_t i = 0;

    for (; text.len - i >= SIMD_BYTES; i += SIMD_BYTES)
        if (not_in_uri(simd_load(text.at + i)))
            return false;
    memset(last, 'x', sizeof last);
    memcpy(last, text.at + i, text.len - i);
    return not_in_uri(simd_load(last)) == 0;
}

/* The length of a scheme that stands before a colon; 0 when there is none. */
static size_t scheme_length(struct slice text)
{
    size_t len = 0;

    if (!(char_class(text.at[0]) & LETTER))
        return 0;
    while (
        len < text.len && len < 32 &&
        (is_alphanumeric(text.at[len]) || text.at[len] == '+' || text.at[len] == '-' || text.at[len] == '.'))
        len++;
    return len < text.len && text.at[len] == ':' ? len : 0;
}

static bool scheme_needs_no_slashes(struct slice scheme)
{
    return slice_eq_nocase(scheme, SLICE("mailto")) || slice_eq_nocase(scheme, SLICE("urn")) ||
           slice_eq_nocase(scheme, SLICE("data")) || slice_eq_nocase(scheme, SLICE("tel"));
}

/* An absolute URI (RFC 3986 section 3), its non-ASCII characters forgiven: more than a word before a colon, so "//"
 * after the scheme, or one of the schemes that do without. */
static bool is_uri(struct slice text)
{
    bool usual = text.len > 8 && memcmp(text.at, "https://", 8) == 0;
    size_t len = usual ? 5 : scheme_length(text);
    struct slice scheme = { text.at, len }, rest = { text.at + len + 1, text.len - len - 1 };

    if (len < 2 || rest.len < 3)
        return false;
    return (slice_starts_with(rest, SLICE("//")) || scheme_needs_no_slashes(scheme)) && is_uri_text(rest);
}

/* RFC 4648 section 4, in whole groups of four. */
static bool is_base64(struct slice text)
{
    size_t len = text.len;

    if (len % 4 != 0 || len < 8)
        return false;
    if (text.at[len - 1] == '=')
        len -= text.at[len - 2] == '=' ? 2 : 1;
    for (size_t i = 0; i < len; i++)
        if (!(char_class(text.at[i]) & (LETTER | DIGIT | BASE64)))
            return false;
    return true;
}

bool format_is_evident_base64(struct slice text)
{
    unsigned classes = 0;
    bool lower = false;

    if (text.len && text.at[text.len - 1] == '=')
        return true;
    for (size_t i = 0; i < text.len; i++) {
        classes |= char_class(text.at[i]);
        lower |= text.at[i] >= 'a' && text.at[i] <= 'z';
    }
    return lower && (classes & UPPER) && (classes & DIGIT) && text.len >= 16;
}

static bool is_phone_mark(char c, bool first)
{
    if (first)
        return c == '+' || c == '(';
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

/* Seven to fifteen digits (E.164) with the marks that people put between them. */
static bool is_phone(struct slice text)
{
    size_t digits = 0;

    if (text.len < 7 || text.len > 24)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (byte_is_digit(text.at[i]))
            digits++;
        else if (!is_phone_mark(text.at[i], i == 0))
            return false;
    }
    return digits >= 7 && digits <= 15 && byte_is_digit(text.at[text.len - 1]);
}

bool format_is_evident_phone(struct slice text)
{
    struct slice rest = text;
    size_t groups = 0;

    if (text.len == 0 || text.at[0] == '+' || text.at[0] == '(')
        return text.len > 0;
    while (rest.len) {
        slice_cut(&rest, rest.len && memchr(rest.at, '-', rest.len) ? '-' : ' ');
        groups++;
    }
    return groups >= 3 && !is_date(text);
}

bool format_is_language(struct slice text, bool *ret_sure)
{
    static const char known[] =
        "ar bg cs da de el en es et fi fr hr hu ja ko lt lv nb nl pl pt ro ru sk sl sv th tr uk vi zh";
    unsigned lower = LETTER, upper = LETTER | UPPER;
    bool region = text.len == 5 && (text.at[2] == '-' || text.at[2] == '_') &&
                  (char_class(text.at[3]) & upper) == upper && (char_class(text.at[4]) & upper) == upper;

    *ret_sure = region;
    if ((text.len != 2 && !region) || (char_class(text.at[0]) & upper) != lower ||
        (char_class(text.at[1]) & upper) != lower)
        return false;
    for (size_t i = 0; i + 1 < sizeof known; i += 3)
        *ret_sure |= known[i] == text.at[0] && known[i + 1] == text.at[1];
    return true;
}

/* ---- lexical shapes */

/* As JSON writes them: no leading zeros, so that postal codes and account numbers stay text. */
static bool is_integer(struct slice text)
{
    size_t sign = text.len && text.at[0] == '-', digits = text.len - sign;

    return digits > 0 && digits <= 19 && (digits == 1 || text.at[sign] != '0') &&
           count_digits(slice_make(text.at + sign, digits)) == digits;
}

static bool is_number(struct slice text)
{
    size_t sign = text.len && text.at[0] == '-', whole, fraction, at;

    whole = count_digits(slice_make(text.at + sign, text.len - sign));
    at = sign + whole;
    if (whole == 0 || text.len > 40 || (whole > 1 && text.at[sign] == '0'))
        return false;
    if (at < text.len && text.at[at] == '.') {
        fraction = count_digits(slice_make(text.at + at + 1, text.len - at - 1));
        if (fraction == 0)
            return false;
        at += 1 + fraction;
    }
    if (at < text.len && (text.at[at] | 0x20) == 'e') {
        at++;
        at += at < text.len && (text.at[at] == '+' || text.at[at] == '-');
        fraction = count_digits(slice_make(text.at + at, text.len - at));
        return fraction > 0 && at + fraction == text.len;
    }
    return at == text.len;
}

static bool is_boolean(struct slice text)
{
    return slice_eq(text, SLICE("true")) || slice_eq(text, SLICE("false"));
}

static bool is_list(struct slice text)
{
    if (!memchr(text.at, ',', text.len) || memchr(text.at, ' ', text.len))
        return false;
    while (text.len) {
        bool last = text.at[text.len - 1] == ',';

        if (slice_cut(&text, ',').len == 0 || (text.len == 0 && last))
            return false;
    }
    return true;
}

static bool is_list_of_integers(struct slice text)
{
    if (text.at[text.len - 1] == ',')
        return false;
    while (text.len)
        if (!is_integer(slice_cut(&text, ',')))
            return false;
    return true;
}

/* ---- all of them */

static const struct {
    bool (*test)(struct slice text);
    const char *name;
} formats[32] = {
    /* by the bit's place */
    { is_uuid, "uuid" },         { is_date_time, "date-time" }, { is_date, "date" },
    { is_time, "time" },         { is_email, "email" },         { is_uri, "uri" },
    { is_hostname, "hostname" }, { is_ipv4, "ipv4" },           { is_ipv6, "ipv6" },
    { is_base64, "byte" },       { is_phone, "phone" },         { is_duration, "duration" },
    [16] = { is_integer, NULL }, { is_number, NULL },           { is_boolean, NULL },
    { is_list, NULL },           { is_list_of_integers, NULL },
};

uint32_t format_narrow(uint32_t possible, struct slice text)
{
    uint32_t match = 0;

    if (text.len == 0)
        return possible;
    for (uint32_t left = possible & FORMAT_ALL; left; left &= left - 1) {
        unsigned place = (unsigned)__builtin_ctz(left);

        if (formats[place].test(text))
            match |= 1u << place;
    }
    return match;
}

uint32_t format_of(struct slice text)
{
    return text.len ? format_narrow(VALUES_ANY, text) : 0;
}

const char *format_name(uint32_t bit)
{
    return bit && !(bit & (bit - 1)) ? formats[__builtin_ctz(bit)].name : NULL;
}

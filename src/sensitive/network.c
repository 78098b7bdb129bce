/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of machines: IPv4 and IPv6 (RFC 4291), perhaps with a port, and MAC. */
#include "base/byte.h"
#include "sensitive/validators.h"

/* Four numbers; *ret_most is the largest, *ret_len how long the text is. */
static bool take_ipv4(struct slice text, unsigned *ret_most, size_t *ret_len)
{
    unsigned most = 0;
    size_t at = 0;

    for (unsigned part = 0; part < 4; part++) {
        unsigned value = 0;
        size_t from;

        if (part && (at == text.len || text.at[at++] != '.'))
            return false;
        from = at;
        while (at < text.len && at - from < 4 && byte_is_digit(text.at[at]))
            value = value * 10 + (unsigned)(text.at[at++] - '0');
        if (at == from || value > 255 || (at - from > 1 && text.at[from] == '0'))
            return false;
        most = value > most ? value : most;
    }
    *ret_most = most;
    *ret_len = at;
    return true;
}

static bool is_port(struct slice text)
{
    unsigned long long port;

    return text.len == 0 || (text.len > 1 && text.at[0] == ':' &&
                             slice_to_u64(slice_make(text.at + 1, text.len - 1), 65535, &port));
}

/* Groups of one to four hexadecimal digits, eight, or fewer with one "::". */
static bool is_ipv6(struct slice text)
{
    size_t groups = 0, i = 0;
    bool gap = false;

    while (i < text.len) {
        size_t from = i;

        if (i + 1 < text.len && text.at[i] == ':' && text.at[i + 1] == ':') {
            if (gap)
                return false;
            gap = true;
            i += 2;
            continue;
        }
        if (i > 0 && text.at[i] == ':' && text.at[i - 1] != ':')
            from = ++i;
        while (i < text.len && i - from < 5 && byte_hex_value(text.at[i]) >= 0)
            i++;
        if (i == from || i - from > 4)
            return false;
        groups++;
        if (i < text.len && text.at[i] != ':')
            return false;
    }
    return gap ? groups <= 7 && groups >= 1 : groups == 8;
}

/* Small numbers only may be a version: 1.2.3.4. */
enum fit network_ip(struct slice text)
{
    unsigned most;
    size_t len;

    if (take_ipv4(text, &most, &len) && is_port(slice_make(text.at + len, text.len - len)))
        return most >= 32 ? FIT_EVIDENT : FIT_PLAIN;
    if (!memchr(text.at, ':', text.len))
        return FIT_NO;
    if (slice_starts_with_nocase(text, SLICE("::ffff:")) &&
        take_ipv4(slice_make(text.at + 7, text.len - 7), &most, &len))
        return len + 7 == text.len ? FIT_EVIDENT : FIT_NO;
    return is_ipv6(text) && text.len >= 6 ? FIT_EVIDENT : FIT_NO;
}

enum fit network_mac(struct slice text)
{
    char mark = text.at[2];

    if (text.len == 14 && text.at[4] == '.' && text.at[9] == '.') {
        for (size_t i = 0; i < 14; i++)
            if (i != 4 && i != 9 && byte_hex_value(text.at[i]) < 0)
                return FIT_NO;
        return FIT_EVIDENT;
    }
    if (text.len != 17 || (mark != ':' && mark != '-'))
        return FIT_NO;
    for (size_t i = 0; i < 17; i++)
        if (i % 3 == 2 ? text.at[i] != mark : byte_hex_value(text.at[i]) < 0)
            return FIT_NO;
    return FIT_EVIDENT;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "http/url.h"

#include "base/byte.h"
#include "json/unit.h"

#include <stdio.h>

static struct slice without_fragment(struct slice text)
{
    return slice_cut(&text, '#');
}

static void split_query(struct slice text, struct target *target)
{
    const char *mark = text.len ? memchr(text.at, '?', text.len) : NULL;

    target->has_query = mark != NULL;
    target->path = slice_cut(&text, '?');
    target->query = text;
}

static bool is_scheme_byte(char byte)
{
    unsigned char letter = (unsigned char)byte | 0x20;

    return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '+' || byte == '-' ||
           byte == '.';
}

/* Bytes of a scheme that "://" follows; 0: none. */
static size_t scheme_len(struct slice text)
{
    size_t len = 0;

    while (len < text.len && is_scheme_byte(text.at[len]))
        len++;
    return slice_starts_with((struct slice){ text.at + len, text.len - len }, SLICE("://")) ? len : 0;
}

static struct slice without_user(struct slice authority)
{
    const char *at = authority.len ? memrchr(authority.at, '@', authority.len) : NULL;

    if (!at)
        return authority;
    return (struct slice){ at + 1, (size_t)(authority.at + authority.len - at) - 1 };
}

static void split_absolute(struct slice text, size_t scheme, struct target *target)
{
    struct slice rest = { text.at + scheme + 3, text.len - scheme - 3 };
    size_t len = 0;

    while (len < rest.len && rest.at[len] != '/' && rest.at[len] != '?')
        len++;
    target->form = TARGET_ABSOLUTE;
    target->scheme = (struct slice){ text.at, scheme };
    target->authority = without_user((struct slice){ rest.at, len });
    split_query((struct slice){ rest.at + len, rest.len - len }, target);
    if (target->path.len == 0)
        target->path = SLICE("/");
}

struct target url_split(struct slice text, bool is_connect)
{
    struct target target = { .form = TARGET_ORIGIN };
    size_t scheme;

    text = without_fragment(text);
    if (is_connect && text.len && text.at[0] != '/') {
        target.form = TARGET_AUTHORITY;
        target.authority = without_user(text);
    } else if (text.len && text.at[0] == '/') {
        split_query(text, &target);
    } else if (slice_eq(text, SLICE("*"))) {
        target.form = TARGET_ASTERISK;
        target.path = text;
    } else if ((scheme = scheme_len(text))) {
        split_absolute(text, scheme, &target);
    } else {
        target.form = TARGET_ODD;
        split_query(text, &target);
    }
    return target;
}

/* A '%' at `at` with its two digits, or -1. */
static int escaped_byte(struct slice text, size_t at)
{
    if (text.len - at < 3)
        return -1;
    int high = byte_hex_value(text.at[at + 1]), low = byte_hex_value(text.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* What decoded text holds that people should know of. */
static uint32_t judge(struct slice text)
{
    uint32_t flags = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == 0x7f)
            flags |= URL_CONTROL;
        if (byte < 0x80)
            continue;
        int len = json_utf8(text.at + i, text.len - i);
        if (len > 0)
            i += (size_t)len - 1;
        else
            flags |= URL_NOT_UTF8;
    }
    return flags;
}

struct slice url_decode(struct slice text, struct arena *arena, uint32_t *flags)
{
    uint32_t ignored = 0, *into = flags ? flags : &ignored;
    size_t len = 0;

    if (text.len == 0 || !memchr(text.at, '%', text.len))
        return text;
    char *copy = arena_get(arena, text.len);
    if (!copy) {
        *into |= URL_NO_MEMORY;
        return text;
    }
    for (size_t i = 0; i < text.len; i++) {
        int byte = text.at[i] == '%' ? escaped_byte(text, i) : -1;
        if (byte >= 0) {
            i += 2;
            if (byte == '/')
                *into |= URL_SLASH;
            copy[len++] = (char)byte;
        } else {
            if (text.at[i] == '%')
                *into |= URL_MALFORMED;
            copy[len++] = text.at[i];
        }
    }
    struct slice decoded = { copy, len };
    *into |= judge(decoded);
    return decoded;
}

struct slice url_collapse_slashes(struct slice path, struct arena *arena)
{
    size_t doubled = 1;

    while (doubled < path.len && (path.at[doubled] != '/' || path.at[doubled - 1] != '/'))
        doubled++;
    if (doubled >= path.len)
        return path;
    char *copy = arena_get(arena, path.len);
    size_t len = 0;
    if (!copy)
        return path;
    for (size_t i = 0; i < path.len; i++)
        if (path.at[i] != '/' || len == 0 || copy[len - 1] != '/')
            copy[len++] = path.at[i];
    return (struct slice){ copy, len };
}

/* How many dots a segment consists of (1 or 2), written as '.' or %2e; 0: it is none of these. */
static int dots_of(struct slice segment)
{
    int dots = 0;

    for (size_t i = 0; i < segment.len; i++) {
        if (segment.at[i] == '%' && escaped_byte(segment, i) == '.')
            i += 2;
        else if (segment.at[i] != '.')
            return 0;
        if (++dots > 2)
            return 0;
    }
    return dots;
}

static bool has_dots(struct slice path)
{
    while (path.len)
        if (dots_of(slice_cut(&path, '/')))
            return true;
    return false;
}

struct slice url_remove_dots(struct slice path, struct arena *arena)
{
    if (path.len == 0 || path.at[0] != '/' || !has_dots(path))
        return path;
    char *copy = arena_get(arena, path.len);
    size_t len = 0;
    if (!copy)
        return path;
    struct slice rest = { path.at + 1, path.len - 1 };
    for (bool last = false; !last;) {
        last = !rest.len || !memchr(rest.at, '/', rest.len);
        struct slice segment = slice_cut(&rest, '/');
        int dots = dots_of(segment);
        if (dots == 2)
            while (len > 0 && copy[--len] != '/')
                ;
        if (dots && !last)
            continue;
        copy[len++] = '/';
        if (!dots) {
            memcpy(copy + len, segment.at, segment.len);
            len += segment.len;
        }
    }
    return (struct slice){ copy, len };
}

struct slice url_trim_slash(struct slice path)
{
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    return path;
}

/* Registered names are wide (RFC 3986 3.2.2); what ends a host or a line, or cannot be printed, is no part of
 * one. */
static bool is_host(struct slice host)
{
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.at[i] <= ' ' || host.at[i] == 0x7f || strchr("/?#@\\<>\"[]:", host.at[i]))
            return false;
    return host.len > 0;
}

static bool is_ipv6_text(struct slice host)
{
    bool has_colon = false;

    for (size_t i = 0; i < host.len; i++) {
        if (host.at[i] == '%' && has_colon)
            return i + 1 < host.len; /* a zone (RFC 6874) */
        if (host.at[i] == ':')
            has_colon = true;
        else if (byte_hex_value(host.at[i]) < 0 && host.at[i] != '.')
            return false;
    }
    return has_colon;
}

bool url_split_authority(struct slice text, struct authority *ret)
{
    struct authority authority = { .port = 0 };
    struct slice rest = without_user(text), port = { NULL, 0 };
    unsigned long long number = 0;

    if (rest.len == 0)
        return false;
    if (rest.at[0] == '[') {
        const char *end = memchr(rest.at, ']', rest.len);
        if (!end)
            return false;
        authority.host = (struct slice){ rest.at + 1, (size_t)(end - rest.at) - 1 };
        authority.is_ipv6 = true;
        port = (struct slice){ end + 1, (size_t)(rest.at + rest.len - end) - 1 };
        if (!is_ipv6_text(authority.host) || (port.len && port.at[0] != ':'))
            return false;
        if (port.len)
            slice_cut(&port, ':');
    } else {
        port = rest;
        authority.host = slice_cut(&port, ':');
        if (!is_host(authority.host))
            return false;
    }
    if (port.len && !slice_to_u64(port, UINT16_MAX, &number))
        return false;
    authority.port = (uint16_t)number;
    *ret = authority;
    return true;
}

struct slice url_normal_authority(const struct authority *authority, struct slice scheme, struct arena *arena)
{
    struct slice host = authority->host;
    uint16_t usual = slice_eq_nocase(scheme, SLICE("https"))  ? 443
                     : slice_eq_nocase(scheme, SLICE("http")) ? 80
                                                              : 0;
    size_t len = 0;

    if (host.len > 1 && host.at[host.len - 1] == '.')
        host.len--;
    char *copy = arena_get(arena, host.len + sizeof "[]:65535");
    if (!copy)
        return (struct slice){ NULL, 0 };
    if (authority->is_ipv6)
        copy[len++] = '[';
    for (size_t i = 0; i < host.len; i++)
        copy[len++] = (char)(host.at[i] >= 'A' && host.at[i] <= 'Z' ? host.at[i] | 0x20 : host.at[i]);
    if (authority->is_ipv6)
        copy[len++] = ']';
    if (authority->port && authority->port != usual)
        len += (size_t)snprintf(copy + len, sizeof ":65535", ":%u", authority->port);
    return (struct slice){ copy, len };
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/internal.h"

#include "base/byte.h"
#include "signal/look.h"

static bool is_word(char byte)
{
    return byte_is_alphanumeric(byte) || byte == '_' || byte == '-';
}

/* ---- addresses ---- */

/* Reads four numbers with dots from the start; answers their length, 0 when there are none. */
static size_t quad_length(struct slice text, unsigned ret[4])
{
    size_t at = 0;

    for (unsigned i = 0; i < 4; i++) {
        size_t first;

        if (i && (at == text.len || text.at[at++] != '.'))
            return 0;
        first = at;
        ret[i] = 0;
        while (at < text.len && at - first < 3 && byte_is_digit(text.at[at]))
            ret[i] = ret[i] * 10 + (unsigned)(text.at[at++] - '0');
        if (at == first || ret[i] > 255)
            return 0;
    }
    return at < text.len && (is_word(text.at[at]) ||
                             (text.at[at] == '.' && at + 1 < text.len && byte_is_digit(text.at[at + 1])))
               ? 0
               : at;
}

static size_t private_length(struct slice text)
{
    unsigned parts[4];
    size_t len = quad_length(text, parts);
    bool is_private = len && (parts[0] == 10 || (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32) ||
                              (parts[0] == 192 && parts[1] == 168) || (parts[0] == 127 && parts[3] != 0));

    return is_private && parts[3] != 255 ? len : 0;
}

bool internal_address(struct slice text)
{
    return text.len && private_length(text) == text.len;
}

/* ---- hosts ---- */

static const struct slice zones[] = { SLICE_TEXT(".internal"), SLICE_TEXT(".local"),
                                      SLICE_TEXT(".corp"),     SLICE_TEXT(".lan"),
                                      SLICE_TEXT(".intranet"), SLICE_TEXT(".localdomain"),
                                      SLICE_TEXT(".consul") };

/* Names with such endings are also those of packages and variables ("chrome.storage.local"): one counts that stands as an address. */
static bool stands_as_host(struct slice text, size_t start, size_t end)
{
    struct slice host = slice_make(text.at + start, end - start);

    return (start >= 2 && memcmp(text.at + start - 2, "//", 2) == 0) ||
           (start && text.at[start - 1] == '@') ||
           (end + 1 < text.len && text.at[end] == ':' && byte_is_digit(text.at[end + 1])) ||
           slice_ends_with_nocase(host, SLICE(".svc.cluster.local")) ||
           slice_ends_with_nocase(host, SLICE(".compute.internal")) ||
           slice_ends_with_nocase(host, SLICE(".ec2.internal"));
}

static bool host_at(struct slice text, size_t dot, struct internal *ret)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        size_t end = dot + zones[i].len, start = dot;

        if (!slice_starts_with_nocase(slice_make(text.at + dot, text.len - dot), zones[i]) ||
            (end < text.len && (is_word(text.at[end]) || text.at[end] == '.')))
            continue;
        while (start && (is_word(text.at[start - 1]) || text.at[start - 1] == '.'))
            start--;
        if (start == dot || !stands_as_host(text, start, end))
            continue;
        *ret = (struct internal){ INTERNAL_HOST, slice_make(text.at + start, end - start) };
        return true;
    }
    return false;
}

/* ---- paths ---- */

/* Directories of servers; APIs have paths of such names as well, so that what stands below decides. */
static const struct slice roots[] = {
    SLICE_TEXT("/var/"),  SLICE_TEXT("/usr/"),       SLICE_TEXT("/home/"), SLICE_TEXT("/opt/"),
    SLICE_TEXT("/srv/"),  SLICE_TEXT("/etc/"),       SLICE_TEXT("/root/"), SLICE_TEXT("/app/"),
    SLICE_TEXT("/www/"),  SLICE_TEXT("/workspace/"), SLICE_TEXT("/code/"), SLICE_TEXT("/private/var/"),
    SLICE_TEXT("/Users/")
};
static const struct slice sure_roots[] = { SLICE_TEXT("/var/www/"),   SLICE_TEXT("/var/lib/"),
                                           SLICE_TEXT("/var/log/"),   SLICE_TEXT("/usr/local/"),
                                           SLICE_TEXT("/usr/src/"),   SLICE_TEXT("/usr/lib/"),
                                           SLICE_TEXT("/usr/share/"), SLICE_TEXT("/etc/nginx"),
                                           SLICE_TEXT("/var/task/"),  SLICE_TEXT("/var/run/") };
static const char *const endings[] = { "py",   "js",  "ts",  "java",  "php",  "rb",   "cs",  "go",
                                       "jar",  "war", "so",  "log",   "cfg",  "conf", "ini", "yml",
                                       "yaml", "xml", "sql", "db",    "pem",  "key",  "env", "ejs",
                                       "pug",  "jsx", "tsx", "phtml", "twig", "class" };

static size_t path_length(struct slice text)
{
    size_t len = 0;

    while (len < text.len && (is_word(text.at[len]) || memchr("/.+@~$", text.at[len], 6)))
        len++;
    while (len && memchr("./", text.at[len - 1], 2))
        len--;
    return len;
}

static bool has_file_ending(struct slice path)
{
    const char *dot = memrchr(path.at, '.', path.len);

    return dot && SLICE_AMONG_NOCASE(slice_make(dot + 1, (size_t)(path.at + path.len - dot - 1)), endings);
}

static bool starts_with_any(struct slice text, const struct slice *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_starts_with(text, list[i]))
            return true;
    return false;
}

static bool unix_path_at(struct slice text, size_t at, struct internal *ret)
{
    struct slice rest = slice_make(text.at + at, text.len - at);

    if (at && (is_word(text.at[at - 1]) || memchr("/.>", text.at[at - 1], 3)))
        return false;
    if (!starts_with_any(rest, roots, sizeof roots / sizeof *roots))
        return false;
    rest.len = path_length(rest);
    if (!starts_with_any(rest, sure_roots, sizeof sure_roots / sizeof *sure_roots) && !has_file_ending(rest))
        return false;
    *ret = (struct internal){ INTERNAL_PATH, rest };
    return true;
}

/* C:\inetpub, with its backslash doubled in JSON. */
static bool windows_path_at(struct slice text, size_t colon, struct internal *ret)
{
    size_t at = colon + 1;

    if (colon == 0 || !byte_is_upper(text.at[colon - 1]) || (colon > 1 && is_word(text.at[colon - 2])))
        return false;
    while (at < text.len && at < colon + 3 && text.at[at] == '\\')
        at++;
    if (at == colon + 1 || at + 2 >= text.len || !byte_is_letter(text.at[at]) || !is_word(text.at[at + 1]))
        return false;
    while (at < text.len && (is_word(text.at[at]) || text.at[at] == '.'))
        at++;
    if (at == text.len || text.at[at] != '\\')
        return false;
    *ret = (struct internal){ INTERNAL_PATH, slice_make(text.at + colon - 1, at - colon + 1) };
    return true;
}

static bool address_at(struct slice text, size_t at, struct internal *ret)
{
    size_t len;

    if (at && (is_word(text.at[at - 1]) || text.at[at - 1] == '.' ||
               (text.at[at - 1] == '/' && at > 1 && is_word(text.at[at - 2]))))
        return false;
    len = private_length(slice_make(text.at + at, text.len - at));
    if (len)
        *ret = (struct internal){ INTERNAL_ADDRESS, slice_make(text.at + at, len) };
    return len > 0;
}

bool internal_find(struct slice text, struct internal *ret)
{
    for (size_t i = 0; i < text.len; i++)
        switch (text.at[i]) {
        case '1':
            if (address_at(text, i, ret))
                return true;
            break;
        case '.':
            if (host_at(text, i, ret))
                return true;
            break;
        case '/':
            if (unix_path_at(text, i, ret))
                return true;
            break;
        case ':':
            if (windows_path_at(text, i, ret))
                return true;
            break;
        default: break;
        }
    return false;
}

bool internal_next(struct slice *rest, struct internal *ret)
{
    size_t eaten;

    if (!internal_find(*rest, ret))
        return false;
    eaten = (size_t)(ret->text.at + ret->text.len - rest->at);
    *rest = slice_make(rest->at + eaten, rest->len - eaten);
    return true;
}

/* ---- what may be kept ---- */

/* Two directories; below /home and /Users stands who somebody is. */
static struct slice mask_path(const struct signal_reading *reading, struct slice path)
{
    char separator = path.at[0] == '/' ? '/' : '\\';
    bool is_home = slice_starts_with(path, SLICE("/home/")) || slice_starts_with(path, SLICE("/Users/"));
    size_t end = 1, most = is_home || separator == '\\' ? 1 : 2;

    while (end < path.len && (path.at[end] != separator || --most > 0))
        end++;
    return arena_printf(reading->arena, "%.*s%c...", (int)end, path.at, separator);
}

struct slice internal_mask(const struct signal_reading *reading, const struct internal *found)
{
    struct slice rest = found->text;

    if (found->kind == INTERNAL_PATH)
        return mask_path(reading, found->text);
    if (found->kind == INTERNAL_ADDRESS)
        return arena_printf(reading->arena, "%.*s.x.x.x", SLICE_ARG(slice_cut(&rest, '.')));
    for (struct slice last = rest; memchr(rest.at, '.', rest.len); rest = last)
        slice_cut(&last, '.');
    return arena_printf(reading->arena, "*.%.*s", SLICE_ARG(rest));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/internal.h"

#include "base/byte.h"

static size_t digits_before(struct slice text, size_t at)
{
    size_t from = at;

    while (from > 0 && byte_is_digit(text.at[from - 1]))
        from--;
    return at - from;
}

/* RFC 1918, link-local; 127.0.0.1. Four numbers, no more dots around. */
static bool is_private_address(struct slice text, size_t dot)
{
    unsigned parts[4] = { 0 };
    size_t first = digits_before(text, dot), at = dot - first;

    if (first < 2 || first > 3 ||
        (at > 0 &&
         (byte_is_alphanumeric(text.at[at - 1]) || text.at[at - 1] == '.' || text.at[at - 1] == '-')))
        return false;
    for (size_t i = 0; i < 4; i++) {
        size_t from = at += i > 0;

        if (i > 0 && (at > text.len || text.at[at - 1] != '.'))
            return false;
        for (; at < text.len && at - from < 4 && byte_is_digit(text.at[at]); at++)
            parts[i] = parts[i] * 10 + (unsigned)(text.at[at] - '0');
        if (at == from || parts[i] > 255 || (i < 3 && at == text.len))
            return false;
    }
    if (at + 1 < text.len &&
        (byte_is_letter(text.at[at]) || (text.at[at] == '.' && byte_is_digit(text.at[at + 1]))))
        return false;
    return parts[0] == 10 || (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32) ||
           (parts[0] == 192 && parts[1] == 168) || (parts[0] == 169 && parts[1] == 254) ||
           (parts[0] == 127 && parts[3] == 1);
}

/* db01.internal, orders.svc.cluster.local, files.corp: an ending that public names do not have (RFC 6762 appendix G,
 * ICANN's list of names that collide). */
static bool is_internal_host(struct slice text, size_t dot)
{
    static const char *const ends[] = { ".internal", ".local",       ".corp",  ".lan",
                                        ".intranet", ".localdomain", ".intra", ".cluster.local" };

    if (dot == 0 || dot + 1 == text.len || !byte_is_alphanumeric(text.at[dot - 1]) ||
        !strchr("ilc", text.at[dot + 1]))
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t len = strlen(ends[i]), end = dot + len;

        if (end > text.len || memcmp(text.at + dot, ends[i], len) != 0)
            continue;
        /* A member of an object or a file name goes on: "config.local.json", "this.internal(". */
        if (end == text.len || strchr(" :/\"',;)\n\\", text.at[end]))
            return text.at[end - 1] != '\0' && (dot < 5 || memcmp(text.at + dot - 4, "this", 4) != 0);
    }
    return false;
}

static struct slice path_at(struct slice text, size_t from)
{
    size_t to = from;

    while (to < text.len &&
           (byte_is_alphanumeric(text.at[to]) || (text.at[to] && strchr("/._-", text.at[to]))))
        to++;
    return slice_make(text.at + from, to - from);
}

static bool has_code_suffix(struct slice path)
{
    static const char *const suffixes[] = { ".py",  ".js",  ".ts",   ".php", ".rb",    ".java",
                                            ".go",  ".rs",  ".cs",   ".pl",  ".jar",   ".class",
                                            ".so",  ".log", ".conf", ".cfg", ".ini",   ".env",
                                            ".pem", ".key", ".sql",  ".db",  ".sqlite" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (slice_ends_with(path, slice_of(suffixes[i])))
            return true;
    return false;
}

/* An absolute path of a Unix system. What URLs have as well ("/home/", "/app/") must name a file of a program. */
static bool is_unix_path(struct slice text, size_t slash)
{
    static const char *const sure[] = { "/var/www/",   "/var/log/",   "/var/lib/", "/usr/local/",
                                        "/usr/lib",    "/usr/share/", "/usr/src/", "/usr/bin/",
                                        "/etc/passwd", "/etc/nginx/", "/etc/ssl/", "/proc/self/",
                                        "/etc/shadow", "/etc/ssh/" };
    static const char *const maybe[] = { "/home/", "/opt/", "/srv/",   "/app/",       "/tmp/",  "/root/",
                                         "/etc/",  "/mnt/", "/Users/", "/workspace/", "/code/", "/usr/" };
    struct slice path;

    if (slash > 0 && !strchr(" \"'(=:,[<>\n\t`", text.at[slash - 1]) && text.at[slash - 1] != '\0')
        return false;
    path = path_at(text, slash);
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (slice_starts_with(path, slice_of(sure[i])) &&
            (slash < 2 || text.at[slash - 1] != ':' || text.at[slash - 2] != 'p'))
            return true;
    for (size_t i = 0; i < sizeof maybe / sizeof *maybe; i++)
        if (slice_starts_with(path, slice_of(maybe[i])))
            return has_code_suffix(path);
    return false;
}

/* C:\inetpub\wwwroot, escaped or not. */
static bool is_windows_path(struct slice text, size_t backslash)
{
    size_t after = backslash + 1;

    if (backslash < 2 || text.at[backslash - 1] != ':' || !byte_is_upper(text.at[backslash - 2]) ||
        (backslash > 2 && byte_is_alphanumeric(text.at[backslash - 3])))
        return false;
    after += after < text.len && text.at[after] == '\\';
    return after + 2 < text.len && byte_is_letter(text.at[after]) && byte_is_letter(text.at[after + 1]);
}

bool internal_at(struct slice text, size_t at)
{
    switch (text.at[at]) {
    case '.':
        return (at > 0 && byte_is_digit(text.at[at - 1]) && is_private_address(text, at)) ||
               is_internal_host(text, at);
    case '/': return is_unix_path(text, at);
    case '\\': return is_windows_path(text, at);
    default: return false;
    }
}

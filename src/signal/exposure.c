/* SPDX-License-Identifier: Apache-2.0 */
/* Things that lie open: files of the workshop, backups, source maps, operations' endpoints, listings of directories. The path says what
 * it would be, the content must agree: a single-page application answers 200 to /.git/config, with its own page. */
#include "signal/look.h"

#include "base/byte.h"

#define EXPOSURE_LOOK 4096

struct place {
    struct slice last;    /* the last segment of the path */
    struct slice parent;  /* the one before; empty: any */
    struct slice content; /* what the body has when it is that */
};

/* What operations look at: only told when nobody said who he is, and he is no watchdog. */
static const struct place operations[] = {
    { SLICE_TEXT("actuator"), SLICE_TEXT(""), SLICE_TEXT("\"_links\"") },
    { SLICE_TEXT("env"), SLICE_TEXT("actuator"), SLICE_TEXT("\"propertySources\"") },
    { SLICE_TEXT("beans"), SLICE_TEXT("actuator"), SLICE_TEXT("\"contexts\"") },
    { SLICE_TEXT("mappings"), SLICE_TEXT("actuator"), SLICE_TEXT("\"contexts\"") },
    { SLICE_TEXT("configprops"), SLICE_TEXT("actuator"), SLICE_TEXT("\"contexts\"") },
    { SLICE_TEXT("conditions"), SLICE_TEXT("actuator"), SLICE_TEXT("\"contexts\"") },
    { SLICE_TEXT("loggers"), SLICE_TEXT("actuator"), SLICE_TEXT("\"levels\"") },
    { SLICE_TEXT("threaddump"), SLICE_TEXT("actuator"), SLICE_TEXT("\"threads\"") },
    { SLICE_TEXT("httptrace"), SLICE_TEXT("actuator"), SLICE_TEXT("\"traces\"") },
    { SLICE_TEXT("httpexchanges"), SLICE_TEXT("actuator"), SLICE_TEXT("\"exchanges\"") },
    { SLICE_TEXT("auditevents"), SLICE_TEXT("actuator"), SLICE_TEXT("\"events\"") },
    { SLICE_TEXT("metrics"), SLICE_TEXT("actuator"), SLICE_TEXT("\"names\"") },
    { SLICE_TEXT("prometheus"), SLICE_TEXT("actuator"), SLICE_TEXT("# HELP ") },
    { SLICE_TEXT("heapdump"), SLICE_TEXT(""), SLICE_TEXT("JAVA PROFILE ") },
    { SLICE_TEXT("metrics"), SLICE_TEXT(""), SLICE_TEXT("# HELP ") },
    { SLICE_TEXT("metrics"), SLICE_TEXT(""), SLICE_TEXT("# TYPE ") },
    { SLICE_TEXT("pprof"), SLICE_TEXT("debug"), SLICE_TEXT("goroutine") },
    { SLICE_TEXT("goroutine"), SLICE_TEXT("pprof"), SLICE_TEXT("goroutine") },
    { SLICE_TEXT("vars"), SLICE_TEXT("debug"), SLICE_TEXT("\"memstats\"") },
    { SLICE_TEXT("vars"), SLICE_TEXT("debug"), SLICE_TEXT("\"cmdline\"") },
    { SLICE_TEXT("server-status"), SLICE_TEXT(""), SLICE_TEXT("Apache Server Status") },
    { SLICE_TEXT("server-info"), SLICE_TEXT(""), SLICE_TEXT("Apache Server Information") },
    { SLICE_TEXT("nginx_status"), SLICE_TEXT(""), SLICE_TEXT("Active connections:") },
    { SLICE_TEXT("stub_status"), SLICE_TEXT(""), SLICE_TEXT("Active connections:") },
    { SLICE_TEXT("phpinfo.php"), SLICE_TEXT(""), SLICE_TEXT("phpinfo()") },
    { SLICE_TEXT("phpinfo"), SLICE_TEXT(""), SLICE_TEXT("phpinfo()") },
    { SLICE_TEXT("info.php"), SLICE_TEXT(""), SLICE_TEXT("phpinfo()") },
    { SLICE_TEXT("jolokia"), SLICE_TEXT(""), SLICE_TEXT("\"agent\"") },
    { SLICE_TEXT("h2-console"), SLICE_TEXT(""), SLICE_TEXT("H2 Console") },
    { SLICE_TEXT("elmah.axd"), SLICE_TEXT(""), SLICE_TEXT("Error Log for") },
    { SLICE_TEXT("trace.axd"), SLICE_TEXT(""), SLICE_TEXT("Application Trace") },
    { SLICE_TEXT("_profiler"), SLICE_TEXT(""), SLICE_TEXT("Symfony Profiler") },
    { SLICE_TEXT("adminer.php"), SLICE_TEXT(""), SLICE_TEXT("Adminer") },
    { SLICE_TEXT("phpmyadmin"), SLICE_TEXT(""), SLICE_TEXT("phpMyAdmin") },
};

/* What a workshop leaves behind. */
static const struct place workshop[] = {
    { SLICE_TEXT("HEAD"), SLICE_TEXT(".git"), SLICE_TEXT("ref: refs/") },
    { SLICE_TEXT("config"), SLICE_TEXT(".git"), SLICE_TEXT("[core]") },
    { SLICE_TEXT("index"), SLICE_TEXT(".git"), SLICE_TEXT("DIRC") },
    { SLICE_TEXT("HEAD"), SLICE_TEXT("logs"), SLICE_TEXT("0000000000000000000000000000000000000000 ") },
    { SLICE_TEXT("packed-refs"), SLICE_TEXT(".git"), SLICE_TEXT("# pack-refs") },
    { SLICE_TEXT("wc.db"), SLICE_TEXT(".svn"), SLICE_TEXT("SQLite format 3") },
    { SLICE_TEXT("entries"), SLICE_TEXT(".svn"), SLICE_TEXT("dir") },
    { SLICE_TEXT("requires"), SLICE_TEXT(".hg"), SLICE_TEXT("revlogv1") },
    { SLICE_TEXT(".DS_Store"), SLICE_TEXT(""), SLICE_TEXT("Bud1") },
    { SLICE_TEXT(".htpasswd"), SLICE_TEXT(""), SLICE_TEXT(":$") },
    { SLICE_TEXT("credentials"), SLICE_TEXT(".aws"), SLICE_TEXT("aws_access_key_id") },
    { SLICE_TEXT("id_rsa"), SLICE_TEXT(""), SLICE_TEXT("PRIVATE KEY-----") },
    { SLICE_TEXT(".npmrc"), SLICE_TEXT(""), SLICE_TEXT("_authToken") },
    { SLICE_TEXT("docker-compose.yml"), SLICE_TEXT(""), SLICE_TEXT("services:") },
    { SLICE_TEXT("web.config"), SLICE_TEXT(""), SLICE_TEXT("<configuration") },
    { SLICE_TEXT("wp-config.php"), SLICE_TEXT(""), SLICE_TEXT("DB_PASSWORD") },
};

struct target_path {
    struct slice last, parent;
};

static struct target_path path_end(struct slice path)
{
    struct target_path ret = { .last = path };
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;
    struct slice before;

    if (!slash)
        return ret;
    before = slice_make(path.at, (size_t)(slash - path.at));
    ret.last = slice_make(slash + 1, (size_t)(path.at + path.len - slash - 1));
    slash = before.len ? memrchr(before.at, '/', before.len) : NULL;
    if (slash)
        ret.parent = slice_make(slash + 1, (size_t)(before.at + before.len - slash - 1));
    return ret;
}

static bool is_at(const struct target_path *path, const struct place *places, size_t count, struct slice body)
{
    for (size_t i = 0; i < count; i++)
        if (path->last.len == places[i].last.len && slice_eq(path->last, places[i].last) &&
            (places[i].parent.len == 0 || slice_eq(path->parent, places[i].parent)) &&
            look_has(body, places[i].content))
            return true;
    return false;
}
#define IS_AT(path, places, body) is_at((path), (places), sizeof(places) / sizeof *(places), (body))

/* NAME=value, after comments and empty lines. */
static bool is_environment(struct slice body)
{
    struct slice line;

    while (slice_next(&body, '\n', &line)) {
        size_t at = 0;

        line = slice_trim(line);
        if (line.len < 2 || line.at[0] == '#')
            continue;
        while (at < line.len &&
               (byte_is_upper(line.at[at]) || byte_is_digit(line.at[at]) || line.at[at] == '_'))
            at++;
        return at > 1 && at < line.len && line.at[at] == '=';
    }
    return false;
}

static bool has_private_key(struct slice last, struct slice body)
{
    return (slice_ends_with(last, SLICE(".key")) || slice_ends_with(last, SLICE(".pem"))) &&
           look_has(body, SLICE("PRIVATE KEY-----"));
}

/* ---- backups ---- */

static bool is_dump(struct slice body)
{
    return look_has_nocase(body, SLICE("create table")) || look_has_nocase(body, SLICE("insert into")) ||
           look_has(body, SLICE("MySQL dump")) || look_has(body, SLICE("PostgreSQL database dump")) ||
           slice_starts_with(body, SLICE("PGDMP"));
}

static bool is_archive(struct slice body)
{
    return slice_starts_with(body, SLICE("PK\x03\x04")) || slice_starts_with(body, SLICE("\x1f\x8b")) ||
           slice_starts_with(body, SLICE("7z\xbc\xaf")) || slice_starts_with(body, SLICE("Rar!")) ||
           (body.len > 262 && memcmp(body.at + 257, "ustar", 5) == 0);
}

/* Archives are goods as well: one counts that is named as a copy of the whole. */
static bool is_named_backup(const struct signal_reading *reading, struct slice last)
{
    static const char *const words[] = { "backup",  "backups",    "bak",    "site",   "website", "www",
                                         "wwwroot", "html",       "htdocs", "public", "db",      "database",
                                         "dump",    "src",        "source", "code",   "app",     "release",
                                         "prod",    "production", "old",    "full",   "config",  "api",
                                         "server",  "web" };
    struct slice stem = slice_cut(&last, '.'), host = reading->exchange->authority,
                 label = slice_cut(&host, '.');
    struct slice rest = stem, word = slice_cut(&rest, '-');

    if (word.len == stem.len) {
        rest = stem;
        word = slice_cut(&rest, '_');
    }
    return SLICE_AMONG_NOCASE(word, words) || (label.len > 3 && slice_eq_nocase(stem, label)) ||
           look_has_nocase(stem, SLICE("backup"));
}

static bool ends_with_any(struct slice text, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_ends_with_nocase(text, slice_of(endings[i])))
            return true;
    return false;
}

/* "config.php.old" is a copy of a file; "/users/jane.old" is a person. */
static bool is_copy(struct slice last, struct slice body, bool is_json)
{
    static const char *const endings[] = { ".bak", ".old", ".orig", ".save", ".swp", ".backup", "~" };
    const char *dot = last.len ? memchr(last.at + 1, '.', last.len - 1) : NULL;
    bool is_double = dot && memchr(dot + 1, '.', (size_t)(last.at + last.len - dot - 1));

    return body.len && ends_with_any(last, endings, sizeof endings / sizeof *endings) &&
           (is_double || !is_json);
}

static bool is_backup(const struct signal_reading *reading, struct slice last, struct slice body)
{
    static const char *const archives[] = { ".zip", ".tar", ".gz", ".tgz", ".7z", ".rar" };
    static const char *const databases[] = { ".sqlite", ".sqlite3", ".db" };
    bool is_json = body.len && (body.at[0] == '{' || body.at[0] == '[');

    if (slice_ends_with_nocase(last, SLICE(".sql")))
        return is_dump(body);
    if (ends_with_any(last, archives, sizeof archives / sizeof *archives))
        return is_archive(body) && is_named_backup(reading, last);
    if (ends_with_any(last, databases, sizeof databases / sizeof *databases))
        return slice_starts_with(body, SLICE("SQLite format 3"));
    return is_copy(last, body, is_json) || (look_has(last, SLICE(".bak")) && memchr(last.at, '\0', last.len));
}

static bool is_source_map(struct slice last, struct slice body)
{
    return slice_ends_with(last, SLICE(".map")) && body.len && body.at[0] == '{' &&
           look_has(body, SLICE("\"version\"")) &&
           (look_has(body, SLICE("\"sources\"")) || look_has(body, SLICE("\"mappings\"")));
}

static void read_file(struct signal_reading *reading, const struct target_path *path, struct slice body)
{
    if (look_is_html(body))
        return;
    if (IS_AT(path, workshop, body) || has_private_key(path->last, body) ||
        (slice_starts_with(path->last, SLICE(".env")) && is_environment(body)))
        look_tell_path(reading, FACT_exposed_repository);
    else if (is_backup(reading, path->last, body))
        look_tell_path(reading, FACT_exposed_backup);
    else if (is_source_map(path->last, body))
        look_tell_path(reading, FACT_source_map);
}

/* ---- listings of directories ---- */

static bool is_listing(struct slice body)
{
    static const char *const titles[] = { "Index of /", "Directory listing for", "listing directory ",
                                          "Directory: /", "Directory Listing For" };
    struct slice title;

    if (!look_is_html(body))
        return slice_starts_with(look_start(body), SLICE("<?xml")) &&
               (look_has(body, SLICE("<ListBucketResult")) || look_has(body, SLICE("<EnumerationResults")));
    title = look_title(body);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (slice_starts_with(title, slice_of(titles[i])))
            return true;
    return look_has(body, SLICE("[To Parent Directory]"));
}

void signal_exposure(struct signal_reading *reading)
{
    struct target_path path;
    struct slice body;

    if (!signal_is_success(reading) || reading->exchange->method.len != 3 ||
        memcmp(reading->exchange->method.at, "GET", 3) != 0)
        return;
    body = look_body(reading, EXPOSURE_LOOK);
    if (body.len == 0)
        return;
    path = path_end(reading->path);
    if (memchr(reading->path.at, '.', reading->path.len) || slice_eq(path.last, SLICE("id_rsa")) ||
        slice_ends_with(path.last, SLICE("~")))
        read_file(reading, &path, body);
    if (body.at[0] == '<' && is_listing(body))
        look_tell_path(reading, FACT_directory_listing);
    if (reading->credential_count == 0 && IS_AT(&path, operations, body) && !look_is_monitor(reading))
        look_tell_path(reading, FACT_exposed_operations);
}

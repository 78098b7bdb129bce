/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/file.h"

#include "base/byte.h"
#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_LENGTH 80

struct writing {
    const struct spec_options *options;
    struct memory *account;
    spec_listener *listener;
    void *context;
};

bool spec_is_document(const char *path, bool *ret_yaml)
{
    static const struct {
        const char *ending;
        bool is_yaml;
    } endings[] = { { ".json", false }, { ".yaml", true }, { ".yml", true } };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (slice_ends_with(slice_of(path), slice_of(endings[i].ending))) {
            *ret_yaml = endings[i].is_yaml;
            return true;
        }
    }
    return false;
}

/* ---- names */

/* "api.example.com:8443" is api.example.com_8443; a key that ends in "_8443" by itself must not become
 * that. */
static size_t port_at(struct slice key, char mark)
{
    size_t i = key.len;

    while (i > 0 && byte_is_digit(key.at[i - 1]))
        i--;
    return i > 1 && i < key.len && key.at[i - 1] == mark ? i - 1 : key.len;
}

/* Ends as names do that were made up below. */
static bool has_hash(struct slice key)
{
    size_t digits = 0;

    while (digits < key.len && (byte_is_digit(key.at[key.len - 1 - digits]) ||
                                (key.at[key.len - 1 - digits] >= 'a' && key.at[key.len - 1 - digits] <= 'f')))
        digits++;
    return digits == 16 && key.len > 16 && key.at[key.len - 17] == '-';
}

static bool is_kept(struct slice key, size_t i)
{
    char byte = key.at[i];

    if ((byte >= 'a' && byte <= 'z') || byte_is_digit(byte) || byte == '-' || byte == '_')
        return true;
    return byte == '.' && i > 0 && key.at[i - 1] != '.';
}

struct slice spec_file_name(struct slice key, struct arena *arena)
{
    char name[NAME_LENGTH];
    size_t len = 0, port = port_at(key, ':');
    bool is_faithful =
        key.len > 0 && key.len <= NAME_LENGTH && port_at(key, '_') == key.len && !has_hash(key);

    for (size_t i = 0; i < key.len && len < NAME_LENGTH; i++) {
        bool kept = is_kept(key, i);

        name[len++] = kept ? key.at[i] : i == port ? '_' : '-';
        is_faithful = is_faithful && (kept || i == port);
    }
    if (len && (name[0] == '-' || name[len - 1] == '.'))
        is_faithful = false;
    if (is_faithful)
        return arena_copy(arena, slice_make(name, len));
    return arena_printf(arena, "%s%.*s-%016" PRIx64, !len || name[0] == '-' ? "service" : "", (int)len, name,
                        hash_content(key));
}

/* ---- writing */

static bool write_all(int file, struct slice bytes)
{
    while (bytes.len) {
        ssize_t written = write(file, bytes.at, bytes.len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = slice_make(bytes.at + written, bytes.len - (size_t)written);
    }
    return true;
}

/* A pipe or a device takes the bytes as they come. */
static bool write_through(const char *path, struct slice bytes, struct error *err)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool whole;

    if (file < 0)
        return error_system(err, "cannot open %s for writing", path);
    whole = write_all(file, bytes);
    whole = !close(file) && whole;
    return whole || error_system(err, "cannot write %s", path);
}

/* Beside the file first, then in its place: who reads meanwhile sees the old document or the new one. */
static bool write_file(const char *path, struct slice bytes, struct arena *arena, struct error *err)
{
    struct stat status;
    struct slice beside;
    bool whole;
    int file;

    if (!stat(path, &status) && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return write_through(path, bytes, err);
    beside = arena_printf(arena, "%s.part-%ld", path, (long)getpid());
    if (!beside.at)
        return error_set(err, ERROR_MEMORY, "no memory to write %s", path);
    file = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0)
        return error_system(err, "cannot create %s", beside.at);
    whole = write_all(file, bytes);
    whole = !close(file) && whole;
    if (whole && !rename(beside.at, path))
        return true;
    error_system(err, "cannot write %s", path);
    unlink(beside.at);
    return false;
}

static bool write_service(const struct writing *writing, const struct service *service, const char *path,
                          struct arena *arena, struct error *err)
{
    struct buffer out;
    bool whole;

    buffer_init(&out, writing->account);
    whole = spec_openapi(service, writing->options, writing->account, &out, err) &&
            write_file(path, buffer_slice(&out), arena, err);
    buffer_done(&out);
    if (whole && writing->listener)
        writing->listener(writing->context, service, path);
    return whole;
}

/* ---- which services */

static bool is_wanted(const struct service *service, struct slice key)
{
    return key.len ? slice_eq(service->key, key) : service->endpoint_count > 0;
}

static bool none_error(const struct inventory *inventory, struct slice key, struct error *err)
{
    struct buffer names;
    struct memory account = { 0 };

    if (!inventory->service_count)
        return error_set(err, ERROR_INPUT, "nothing to write: no service was observed yet");
    if (!key.len)
        return error_set(err, ERROR_INPUT,
                         "nothing to write: none of the %zu services has an endpoint that is not noise",
                         inventory->service_count);
    buffer_init(&names, &account);
    text_escape(&names, slice_make(key.at, key.len < 100 ? key.len : 100));
    error_set(err, ERROR_USAGE, "there is no service %.*s; plainsight inventory lists those there are",
              (int)names.len, names.at);
    buffer_done(&names);
    return false;
}

static bool several_error(const struct inventory *inventory, const char *path, size_t count,
                          struct error *err)
{
    struct buffer names;
    struct memory account = { 0 };
    size_t shown = 0;

    buffer_init(&names, &account);
    for (size_t i = 0; i < inventory->service_count && shown < 5; i++) {
        const struct service *service = &inventory->services[i];

        if (!is_wanted(service, SLICE("")))
            continue;
        buffer_text(&names, shown++ ? ", " : "");
        text_escape(&names, slice_make(service->key.at, service->key.len < 60 ? service->key.len : 60));
    }
    error_set(err, ERROR_USAGE,
              "%zu services cannot go into one document %s: choose one with --service (%.*s%s), or give -o a "
              "directory "
              "for one document each",
              count, path, (int)names.len, names.at ? names.at : "", count > shown ? ", ..." : "");
    buffer_done(&names);
    return false;
}

static const struct service *next_wanted(const struct inventory *inventory, struct slice key, size_t *cursor)
{
    while (*cursor < inventory->service_count) {
        const struct service *service = &inventory->services[(*cursor)++];

        if (is_wanted(service, key))
            return service;
    }
    return NULL;
}

static bool make_directory(const char *path, struct error *err)
{
    struct stat status;

    if (!mkdir(path, 0777))
        return true;
    if (errno == EEXIST && !stat(path, &status) && S_ISDIR(status.st_mode))
        return true;
    if (errno == EEXIST)
        return error_set(err, ERROR_USAGE,
                         "%s is a file; name a directory, or a document ending in .json or .yaml", path);
    return error_system(err, "cannot make the directory %s", path);
}

static bool write_directory(const struct writing *writing, const struct inventory *inventory,
                            struct slice key, const char *path, struct error *err)
{
    const struct service *service;
    size_t cursor = 0;
    bool whole = make_directory(path, err);
    size_t length = strlen(path);
    struct arena arena;

    while (length && path[length - 1] == '/')
        length--;
    arena_init(&arena, writing->account, 0);
    while (whole && (service = next_wanted(inventory, key, &cursor))) {
        struct slice name = spec_file_name(service->key, &arena), file = { NULL, 0 };

        if (name.at)
            file = arena_printf(&arena, "%.*s/%.*s.%s", (int)length, path, SLICE_ARG(name),
                                writing->options->is_yaml ? "yaml" : "json");
        whole = file.at ? write_service(writing, service, file.at, &arena, err)
                        : error_set(err, ERROR_MEMORY, "no memory to write to %s", path);
    }
    arena_done(&arena);
    return whole;
}

bool spec_write(const struct inventory *inventory, struct slice service, const struct spec_options *options,
                const char *path, struct memory *account, spec_listener *listener, void *context,
                struct error *err)
{
    struct spec_options chosen = *options;
    struct writing writing = {
        .options = &chosen, .account = account, .listener = listener, .context = context
    };
    size_t cursor = 0, count = 0;
    const struct service *first = next_wanted(inventory, service, &cursor);
    struct arena arena;
    bool whole;

    if (!first)
        return none_error(inventory, service, err);
    for (count = 1; next_wanted(inventory, service, &cursor);)
        count++;
    if (!spec_is_document(path, &chosen.is_yaml))
        return write_directory(&writing, inventory, service, path, err);
    if (count > 1)
        return several_error(inventory, path, count, err);
    arena_init(&arena, account, 0);
    whole = write_service(&writing, first, path, &arena, err);
    arena_done(&arena);
    return whole;
}

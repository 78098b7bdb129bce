/* SPDX-License-Identifier: Apache-2.0 */
#include "source/places.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MOST 64

void places_init(struct places *places, struct memory *account)
{
    *places = (struct places){ 0 };
    arena_init(&places->paths, account, 0);
}

void places_done(struct places *places)
{
    memory_give(places->paths.account, places->at, places->room * sizeof *places->at);
    arena_done(&places->paths);
}

static bool no_memory(struct error *err, const char *path)
{
    return error_set(err, ERROR_MEMORY, "no memory left to list %s", path);
}

static bool add_file(struct places *places, const char *path, bool found, struct error *err)
{
    struct slice copy;

    if (places->count == places->room) {
        size_t room = places->room ? 2 * places->room : 16;
        void *at = memory_resize(places->paths.account, places->at, places->room * sizeof *places->at,
                                 room * sizeof *places->at);

        if (!at)
            return no_memory(err, path);
        places->at = at;
        places->room = room;
    }
    copy = arena_copy(&places->paths, slice_of(path));
    if (!copy.at)
        return no_memory(err, path);
    places->at[places->count++] = (struct place){ copy.at, found };
    return true;
}

static void add_size(struct places *places, const struct stat *about)
{
    if (S_ISREG(about->st_mode))
        places->bytes += (uint64_t)about->st_size;
    else
        places->endless = true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a directory but hidden ones, in an array that grows from the arena: it lives as long as the
 * paths. */
static bool read_names(struct places *places, const char *path, const char ***ret, size_t *ret_count,
                       struct error *err)
{
    DIR *directory = opendir(path);
    const char **names = NULL;
    size_t count = 0, room = 0;
    struct dirent *entry;

    if (!directory)
        return error_system(err, "cannot list %s", path);
    while ((entry = readdir(directory))) {
        if (entry->d_name[0] == '.')
            continue;
        if (count == room) {
            size_t more = room ? 2 * room : 32;
            const char **at = arena_get_array(&places->paths, more, sizeof *at);

            if (!at)
                break;
            if (count)
                memcpy(at, names, count * sizeof *at);
            names = at;
            room = more;
        }
        names[count] = arena_copy(&places->paths, slice_of(entry->d_name)).at;
        if (!names[count])
            break;
        count++;
    }
    closedir(directory);
    if (entry)
        return no_memory(err, path);
    if (count)
        qsort(names, count, sizeof *names, by_name);
    *ret = names;
    *ret_count = count;
    return true;
}

static bool add_directory(struct places *places, const char *path, unsigned depth, struct warnings *warnings,
                          struct error *err);

/* One entry of a directory. What cannot be looked at costs a warning: the rest of the directory is still
 * there. */
static bool add_entry(struct places *places, const char *path, unsigned depth, struct warnings *warnings,
                      struct error *err)
{
    struct stat about;

    if (lstat(path, &about) != 0 || (S_ISLNK(about.st_mode) && stat(path, &about) != 0)) {
        warnings_add(warnings, "%s cannot be looked at and was left out", path);
        return true;
    }
    if (S_ISREG(about.st_mode)) {
        add_size(places, &about);
        return add_file(places, path, true, err);
    }
    if (!S_ISDIR(about.st_mode)) {
        warnings_add(warnings, "%s is no ordinary file and was left out", path);
        return true;
    }
    if (lstat(path, &about) == 0 && S_ISLNK(about.st_mode)) {
        warnings_add(warnings, "%s is a link to a directory and was not followed: name it to read it", path);
        return true;
    }
    if (depth == DEPTH_MOST) {
        warnings_add(warnings, "%s lies too deep and was left out: name it to read it", path);
        return true;
    }
    return add_directory(places, path, depth + 1, warnings, err);
}

static bool add_directory(struct places *places, const char *path, unsigned depth, struct warnings *warnings,
                          struct error *err)
{
    size_t len = strlen(path), count = 0;
    const char **names = NULL;

    while (len > 1 && path[len - 1] == '/')
        len--;
    if (!read_names(places, path, &names, &count, err)) {
        /* Below a directory that the user named: say so and go on. */
        if (depth == 0 || !err || err->kind == ERROR_MEMORY)
            return false;
        warnings_add(warnings, "%s", err->text);
        *err = (struct error){ 0 };
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        struct slice joined = arena_printf(&places->paths, "%.*s%s%s", (int)len, path,
                                           path[len - 1] == '/' ? "" : "/", names[i]);

        if (!joined.at)
            return no_memory(err, path);
        if (!add_entry(places, joined.at, depth, warnings, err))
            return false;
    }
    return true;
}

bool places_add(struct places *places, const char *path, struct warnings *warnings, struct error *err)
{
    struct stat about;
    size_t before = places->count;

    if (strcmp(path, "-") == 0) {
        places->endless = true;
        return add_file(places, path, false, err);
    }
    if (stat(path, &about) != 0)
        return error_system(err, "cannot read %s", path);
    if (!S_ISDIR(about.st_mode)) {
        add_size(places, &about);
        return add_file(places, path, false, err);
    }
    if (!add_directory(places, path, 0, warnings, err))
        return false;
    if (places->count == before)
        warnings_add(warnings, "%s holds no files to read", path);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/documents.h"

#include "cli/arguments.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SHOWN 256 /* bytes of a path in a sentence */

static bool has_ending(const char *name)
{
    static const char *const endings[] = { ".yaml", ".yml", ".json" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (slice_ends_with_nocase(slice_of(name), slice_of(endings[i])))
            return true;
    }
    return false;
}

bool documents_is_path(const char *operand)
{
    return strchr(operand, '/') || has_ending(operand) || strcmp(operand, "-") == 0;
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "There is no memory for the names of the documents.");
}

static bool add_path(struct documents *documents, const char *path, struct arena *arena, struct error *err)
{
    if (!path)
        return no_memory(err);
    if (documents->count == documents->room) {
        size_t room = documents->room ? 2 * documents->room : 16;
        const char **grown = arena_get_array(arena, room, sizeof *grown);

        if (!grown)
            return no_memory(err);
        if (documents->count)
            memcpy(grown, documents->paths, documents->count * sizeof *grown);
        documents->paths = grown;
        documents->room = room;
    }
    documents->paths[documents->count++] = path;
    return true;
}

/* What is no document of an API, but well-formed all the same: package.json, a schema that documents refer to. */
static bool is_something_else(const char *path, struct memory *account)
{
    struct tree_reader reader;
    const struct tree_file *file;
    struct error ignored = { 0 };
    bool other;

    tree_reader_init(&reader, account);
    file = tree_read(&reader, path, &ignored);
    other = file && file->root && !TREE_GET(file->root, "openapi") && !TREE_GET(file->root, "swagger") &&
            !(TREE_GET(file->root, "item") && TREE_GET(TREE_GET(file->root, "info"), "schema"));
    tree_reader_done(&reader);
    return other;
}

static int is_candidate(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && has_ending(entry->d_name);
}

static bool is_regular(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool add_entries(struct documents *documents, const char *directory, struct dirent **entries,
                        int count, struct arena *arena, struct error *err)
{
    size_t len = strlen(directory);
    const char *slash = len && directory[len - 1] == '/' ? "" : "/";

    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "%s%s%s", directory, slash, entries[i]->d_name).at;

        if (path && (!is_regular(path) || is_something_else(path, arena->account)))
            continue;
        if (!add_path(documents, path, arena, err))
            return false;
    }
    return true;
}

static bool add_directory(struct documents *documents, const char *path, struct arena *arena,
                          struct error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_candidate, alphasort);
    size_t before = documents->count;
    char shown[SHOWN];
    bool added;

    text_escape_into(shown, sizeof shown, slice_of(path));
    if (count < 0)
        return error_system(err, "The directory %s cannot be read", shown);
    added = add_entries(documents, path, entries, count, arena, err);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    if (added && documents->count == before)
        return error_set(err, ERROR_INPUT,
                         "%s holds no OpenAPI, Swagger or Postman document (.yaml, .yml, .json).", shown);
    return added;
}

bool documents_add(struct documents *documents, const char *path, struct arena *arena, struct error *err)
{
    struct stat status;
    char shown[SHOWN];

    if (strcmp(path, "-") == 0)
        return add_path(documents, path, arena, err);
    text_escape_into(shown, sizeof shown, slice_of(path));
    if (stat(path, &status) != 0)
        return error_system(err, "The document %s cannot be read", shown);
    if (S_ISDIR(status.st_mode))
        return add_directory(documents, path, arena, err);
    return add_path(documents, path, arena, err);
}

/* Faults of one kind, until there were enough. */
static size_t complain_of(const struct faults *faults, bool warnings, size_t left, struct buffer *text)
{
    for (const struct fault *fault = faults->first; fault && left; fault = fault->next) {
        if ((fault->kind == FAULT_WARNING) != warnings)
            continue;
        buffer_reset(text);
        position_print(fault->at, text);
        fprintf(stderr, "%.*s%s%s%.*s\n", SLICE_ARG(buffer_slice(text)), text->len ? ": " : "",
                warnings ? "warning: " : "", SLICE_ARG(fault->text));
        left--;
    }
    return left;
}

void documents_complain(const struct faults *faults, struct memory *account)
{
    size_t all = faults->errors + faults->fatals + faults->warnings;
    struct buffer text;

    buffer_init(&text, account);
    complain_of(faults, true, complain_of(faults, false, DOCUMENTS_FAULTS, &text), &text);
    buffer_done(&text);
    if (all > DOCUMENTS_FAULTS)
        fprintf(stderr, "%zu further faults: 'plainsight spec validate FILE' shows them.\n",
                all - DOCUMENTS_FAULTS);
}

#define NAMES_MOST 6 /* in a sentence */

void documents_name_services(const struct drift *drift, struct buffer *out)
{
    for (size_t i = 0; i < drift->service_count && i < NAMES_MOST; i++) {
        buffer_text(out, i ? ", " : "");
        text_fit(out, drift->services[i].service->key, 60, false);
    }
    if (drift->service_count > NAMES_MOST)
        buffer_printf(out, " and %zu more", drift->service_count - NAMES_MOST);
}

bool documents_add_given(struct documents *documents, const struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const char **paths = arena_get_array(invocation->arena, arguments->given_count + 1, sizeof *paths);
    size_t count = paths ? arguments_values(arguments, "spec", paths) : 0;

    if (!paths)
        return error_set(err, ERROR_MEMORY, "There is no memory for the names of documents.");
    for (size_t i = 0; i < count; i++)
        if (!documents_add(documents, paths[i], invocation->arena, err))
            return false;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/acceptance.h"

#include <errno.h>
#include <unistd.h>

struct reading {
    struct contract_set *documents;
    const struct tree_file **files;
    size_t file_count;
};

const char *drift_kind_word(const void *context, size_t index)
{
    return index < DRIFT_KINDS ? drift_kinds[index].name : NULL;
}

static void add_file(struct reading *reading, const struct tree_file *file)
{
    for (size_t i = 0; i < reading->file_count; i++)
        if (reading->files[i] == file)
            return;
    reading->files[reading->file_count++] = file;
}

/* What stands beside a document nobody asked for: it may be missing, but not be passed over when it is there. */
static bool look_beside(struct reading *reading, const struct tree_file *document, struct error *err)
{
    struct tree_reader *reader = &reading->documents->reader;
    struct slice path = document->path;
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;
    struct slice name =
        slash ? arena_printf(&reader->arena, "%.*s/" ACCEPTANCE_FILE, (int)(slash - path.at), path.at)
              : arena_copy(&reader->arena, SLICE(ACCEPTANCE_FILE));
    const struct tree_file *file;
    struct error why = { 0 };

    if (!name.at)
        return error_set(err, ERROR_MEMORY, "no memory to read what is accepted");
    if (document->real.len == 0 || document->real.at[0] != '/')
        return true; /* standard input, or no file at all */
    if (access(name.at, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    file = acceptances_file(reader, name.at, &why);
    if (file)
        add_file(reading, file);
    else
        fault_add(&reader->faults, FAULT_ERROR, (struct position){ 0 }, "acceptance-file", "%s", why.text);
    return true;
}

static bool find_files(struct reading *reading, const char *path, struct error *err)
{
    struct contract_set *documents = reading->documents;
    const struct tree_file *file;

    reading->files = arena_get_array(&documents->reader.arena, documents->count + 1, sizeof *reading->files);
    if (!reading->files)
        return error_set(err, ERROR_MEMORY, "no memory to read what is accepted");
    for (size_t i = 0; i < documents->count; i++)
        if (!look_beside(reading, documents->contracts[i]->file, err))
            return false;
    file = path ? acceptances_file(&documents->reader, path, err) : NULL;
    if (file)
        add_file(reading, file);
    return file || !path;
}

bool drift_acceptances_read(struct contract_set *documents, const char *path,
                            const char *(*checks)(const void *context, size_t index), struct acceptances *ret,
                            struct error *err)
{
    const struct acceptance_words words = {
        { [ACCEPTED_DRIFT] = drift_kind_word, [ACCEPTED_POSTURE] = checks }
    };
    struct reading reading = { .documents = documents };

    return find_files(&reading, path, err) &&
           acceptances_read(&documents->reader, reading.files, reading.file_count, &words, ret, err);
}

const struct acceptance *drift_acceptances_find(struct acceptances *acceptances, const struct drift_row *row,
                                                int64_t now)
{
    const struct acceptable found = {
        .room = ACCEPTED_DRIFT,
        .id = row->id,
        .kind = slice_of(drift_kinds[row->kind].name),
        .service = row->service,
        .method = row->method,
        .template = row->template,
        .location = row->location,
        .name = row->name,
    };

    return acceptances_find(acceptances, &found, now);
}

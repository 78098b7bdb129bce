/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/acceptance.h"

#include "base/clock.h"
#include "base/nearest.h"
#include "base/pattern.h"
#include "catalog/operation.h"

#include <errno.h>
#include <unistd.h>

#define FILE_NAME ".plainsight.yaml"
#define DAY (86400 * NANOSECONDS_PER_SECOND)
#define WORD_MOST 64

/* What an entry may say. The first ones choose rows; one of them there must be. */
#define SELECTORS 6
static const struct {
    const char *key;
    size_t at; /* of its slice */
} members[] = {
    { "id", offsetof(struct acceptance, id) },
    { "kind", offsetof(struct acceptance, kind) },
    { "service", offsetof(struct acceptance, service) },
    { "operation", offsetof(struct acceptance, operation) },
    { "location", offsetof(struct acceptance, location) },
    { "name", offsetof(struct acceptance, name) },
    { "reason", offsetof(struct acceptance, reason) },
    { "until", SIZE_MAX },
};
#define MEMBERS (sizeof members / sizeof *members)

struct reading {
    struct contract_set *documents;
    struct faults *faults;
    const struct tree_file **files;
    size_t file_count;
    struct acceptances *ret;
};

static struct slice *member_slice(struct acceptance *entry, size_t index)
{
    return (struct slice *)((char *)entry + members[index].at);
}

static const char *member_name(const void *context, size_t index)
{
    return index < MEMBERS ? members[index].key : NULL;
}

static const char *kind_name(const void *context, size_t index)
{
    return index < DRIFT_KINDS ? drift_kinds[index].name : NULL;
}

static const char *near_word(struct slice word, const char *(*get)(const void *context, size_t index))
{
    char text[WORD_MOST];

    if (word.len == 0 || word.len >= sizeof text)
        return NULL;
    memcpy(text, word.at, word.len);
    text[word.len] = '\0';
    return nearest_word(text, get, NULL);
}

static bool entry_add_form(const struct reading *reading, struct acceptance *entry)
{
    struct buffer form;

    if (entry->operation.len == 0)
        return true;
    buffer_init(&form, reading->documents->account);
    operation_write(&form, entry->operation);
    entry->form =
        form.failed ? slice_make(NULL, 0) : arena_copy(&reading->documents->arena, buffer_slice(&form));
    buffer_done(&form);
    return entry->form.at != NULL;
}

static bool check_kind(const struct reading *reading, struct slice kind, struct position at)
{
    const char *near;
    enum drift_kind known;

    for (size_t i = 0; i < DRIFT_KINDS && pattern_is_glob(kind); i++)
        if (pattern_match(kind, slice_of(drift_kinds[i].name)))
            return true;
    if (drift_kind_from(kind, &known))
        return true;
    near = near_word(kind, kind_name);
    return fault_add(reading->faults, FAULT_ERROR, at, "acceptance-kind",
                     near ? "no kind of drift is called \"%.*s\"; did you mean \"%s\"?"
                          : "no kind of drift is called \"%.*s\"",
                     SLICE_ARG(kind), near);
}

static bool check_until(const struct reading *reading, struct slice text, struct position at, int64_t *ret)
{
    int64_t day;

    if (!clock_parse_day(text, &day) || __builtin_add_overflow(day, DAY, &day))
        return fault_add(reading->faults, FAULT_ERROR, at, "acceptance-date",
                         "\"%.*s\" is no date: `until` takes YYYY-MM-DD", SLICE_ARG(text));
    *ret = day;
    return true;
}

/* The text of a scalar, whatever YAML takes it for: `name: 404` means "404". */
static bool member_text(const struct reading *reading, const struct tree_member *member, const char *key,
                        struct slice *ret)
{
    const struct tree_node *value = member->value;

    if (value->kind == TREE_SEQUENCE || value->kind == TREE_MAPPING)
        return fault_add(reading->faults, FAULT_ERROR, tree_position(value), "acceptance-value",
                         "`%s` of what is accepted is a text, not %s", key, tree_kind_name(value->kind));
    *ret = value->kind == TREE_NULL ? slice_make(NULL, 0) : slice_trim(value->text);
    return ret->len || fault_add(reading->faults, FAULT_ERROR, tree_position(value), "acceptance-value",
                                 "`%s` of what is accepted is empty", key);
}

static bool member_unknown(const struct reading *reading, const struct tree_node *node,
                           const struct tree_member *member)
{
    const char *near = near_word(member->key, member_name);

    return fault_add(reading->faults, FAULT_ERROR, tree_key_position(node, member), "acceptance-key",
                     near ? "what is accepted has no \"%.*s\"; did you mean \"%s\"?"
                          : "what is accepted has no \"%.*s\"",
                     SLICE_ARG(member->key), near);
}

static bool member_read(const struct reading *reading, const struct tree_node *node,
                        const struct tree_member *member, struct acceptance *entry)
{
    struct position at = tree_position(member->value);
    struct slice text;
    size_t i = 0;

    while (i < MEMBERS && !slice_eq(member->key, slice_of(members[i].key)))
        i++;
    if (i == MEMBERS)
        return member_unknown(reading, node, member);
    if (!member_text(reading, member, members[i].key, &text))
        return false;
    if (members[i].at == SIZE_MAX)
        return check_until(reading, text, at, &entry->until);
    *member_slice(entry, i) = text;
    return members[i].at != offsetof(struct acceptance, kind) || check_kind(reading, text, at);
}

/* The reason is missed only where nothing was said of it: an empty one is a fault of its own. */
static bool entry_is_whole(const struct reading *reading, const struct tree_node *node,
                           struct acceptance *entry)
{
    bool chooses = false, fine = true;

    for (size_t i = 0; i < SELECTORS; i++)
        chooses |= tree_get(node, slice_of(members[i].key)) != NULL;
    if (!TREE_GET(node, "reason"))
        fine = fault_add(reading->faults, FAULT_ERROR, entry->at, "acceptance-reason",
                         "what is accepted needs a reason");
    if (!chooses)
        fine = fault_add(reading->faults, FAULT_ERROR, entry->at, "acceptance-selector",
                         "nothing says what is accepted: give an id, or a kind, service, operation, location "
                         "or name");
    return fine;
}

/* All that is wrong is said, not only the first of it: a member that is misspelt must not make an entry accept more. */
static bool entry_read(const struct reading *reading, const struct tree_node *node, struct acceptance *entry)
{
    bool fine = true;

    *entry = (struct acceptance){ .at = tree_position(node) };
    if (node->kind != TREE_MAPPING)
        return fault_add(reading->faults, FAULT_ERROR, entry->at, "acceptance-entry",
                         "what is accepted is written as a mapping with a reason, not as %s",
                         tree_kind_name(node->kind));
    for (uint32_t i = 0; i < node->count; i++)
        fine &= member_read(reading, node, &node->members[i], entry);
    fine &= entry_is_whole(reading, node, entry);
    return fine;
}

/* The list of a file; NULL when it has none. */
static const struct tree_node *file_list(const struct reading *reading, const struct tree_file *file)
{
    const struct tree_node *list;

    if (!file->root || file->root->kind == TREE_NULL)
        return NULL;
    if (file->root->kind != TREE_MAPPING) {
        fault_add(reading->faults, FAULT_ERROR, tree_position(file->root), "acceptance-file",
                  "the file is a mapping with `accept` in it, not %s", tree_kind_name(file->root->kind));
        return NULL;
    }
    list = TREE_GET(file->root, "accept");
    if (!list || list->kind == TREE_NULL)
        return NULL;
    if (list->kind == TREE_SEQUENCE)
        return list;
    fault_add(reading->faults, FAULT_ERROR, tree_position(list), "acceptance-list",
              "`accept` is a list, not %s", tree_kind_name(list->kind));
    return NULL;
}

/* Without the fault of a file in which nothing stands, or everything is a comment: here that is as good as no file. */
static const struct tree_file *file_read(struct tree_reader *reader, const char *path, struct error *err)
{
    struct faults before = reader->faults;
    const struct tree_file *file;

    faults_init(&reader->faults, before.arena);
    file = tree_read(reader, path, err);
    if (!reader->faults.last || strcmp(reader->faults.last->rule, "empty") != 0)
        faults_append(&before, &reader->faults);
    reader->faults = before;
    return file;
}

static void reading_add_file(struct reading *reading, const struct tree_file *file)
{
    for (size_t i = 0; i < reading->file_count; i++)
        if (reading->files[i] == file)
            return;
    reading->files[reading->file_count++] = file;
}

/* What stands beside a document nobody asked for: it may be missing, but not be passed over when it is there. */
static bool reading_beside(struct reading *reading, const struct tree_file *document, struct error *err)
{
    struct slice path = document->path;
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;
    struct slice name =
        slash ? arena_printf(&reading->documents->arena, "%.*s/" FILE_NAME, (int)(slash - path.at), path.at)
              : arena_copy(&reading->documents->arena, SLICE(FILE_NAME));
    const struct tree_file *file;
    struct error why = { 0 };

    if (!name.at)
        return error_set(err, ERROR_MEMORY, "no memory to read what is accepted");
    if (document->real.len == 0 || document->real.at[0] != '/')
        return true; /* standard input, or no file at all */
    if (access(name.at, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    file = file_read(&reading->documents->reader, name.at, &why);
    if (file)
        reading_add_file(reading, file);
    else
        fault_add(reading->faults, FAULT_ERROR, (struct position){ 0 }, "acceptance-file", "%s", why.text);
    return true;
}

static bool reading_find_files(struct reading *reading, const char *path, struct error *err)
{
    struct contract_set *documents = reading->documents;
    const struct tree_file *file;

    reading->files = arena_get_array(&documents->arena, documents->count + 1, sizeof *reading->files);
    if (!reading->files)
        return error_set(err, ERROR_MEMORY, "no memory to read what is accepted");
    for (size_t i = 0; i < documents->count; i++)
        if (!reading_beside(reading, documents->contracts[i]->file, err))
            return false;
    file = path ? file_read(&documents->reader, path, err) : NULL;
    if (file)
        reading_add_file(reading, file);
    return file || !path;
}

static bool reading_entries(struct reading *reading, const struct tree_node *list)
{
    struct acceptances *ret = reading->ret;

    for (uint32_t i = 0; list && i < list->count; i++) {
        struct acceptance *entry = &ret->entries[ret->count];

        if (!entry_read(reading, list->elements[i], entry))
            continue;
        if (!entry_add_form(reading, entry))
            return false;
        ret->count++;
    }
    return true;
}

static bool reading_all(struct reading *reading)
{
    const struct tree_node **lists =
        arena_get_array(&reading->documents->arena, reading->file_count, sizeof *lists);
    size_t most = 0;

    if (!lists)
        return false;
    for (size_t i = 0; i < reading->file_count; i++) {
        lists[i] = file_list(reading, reading->files[i]);
        most += lists[i] ? lists[i]->count : 0;
    }
    reading->ret->entries = arena_get_array(&reading->documents->arena, most, sizeof *reading->ret->entries);
    if (!reading->ret->entries)
        return false;
    for (size_t i = 0; i < reading->file_count; i++)
        if (!reading_entries(reading, lists[i]))
            return false;
    return true;
}

bool acceptances_read(struct contract_set *documents, const char *path, struct acceptances *ret,
                      struct error *err)
{
    struct acceptances read = { 0 };
    struct reading reading = { .documents = documents, .faults = &documents->reader.faults, .ret = &read };

    if (!reading_find_files(&reading, path, err))
        return false;
    if (!reading_all(&reading))
        return error_set(err, ERROR_MEMORY, "no memory to read what is accepted");
    *ret = read;
    return true;
}

static bool fits(struct slice pattern, struct slice text)
{
    return pattern.len == 0 || pattern_match(pattern, text);
}

/* `operation` is the form of the row's. A pattern that begins with a slash is about all methods. */
static bool operation_fits(struct slice form, struct slice operation)
{
    const char *slash = operation.len ? memchr(operation.at, '/', operation.len) : NULL;

    if (form.len && form.at[0] == '/' && slash)
        operation = slice_make(slash, operation.len - (size_t)(slash - operation.at));
    return fits(form, operation);
}

static bool acceptance_fits(const struct acceptance *entry, const struct drift_row *row,
                            struct slice operation)
{
    return (entry->id.len == 0 || slice_eq(entry->id, row->id)) &&
           fits(entry->kind, slice_of(drift_kinds[row->kind].name)) && fits(entry->service, row->service) &&
           fits(entry->location, row->location) && fits(entry->name, row->name) &&
           operation_fits(entry->form, operation);
}

static void row_operation(struct buffer *out, const struct drift_row *row)
{
    if (row->method.len) {
        buffer_append(out, row->method);
        buffer_byte(out, ' ');
    }
    operation_write_template(out, row->template);
}

const struct acceptance *acceptances_find(struct acceptances *acceptances, const struct drift_row *row,
                                          int64_t now)
{
    struct memory account = { 0 };
    struct acceptance *found = NULL;
    struct buffer operation;

    if (acceptances->count == 0)
        return NULL;
    buffer_init(&operation, &account);
    row_operation(&operation, row);
    for (size_t i = 0; i < acceptances->count && !found && !operation.failed; i++) {
        struct acceptance *entry = &acceptances->entries[i];

        if ((entry->until == 0 || now < entry->until) &&
            acceptance_fits(entry, row, buffer_slice(&operation)))
            found = entry;
    }
    buffer_done(&operation);
    if (found)
        found->was_used = true;
    return found;
}

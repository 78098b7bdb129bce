/* SPDX-License-Identifier: Apache-2.0 */
#include "accept/acceptance.h"

#include "base/clock.h"
#include "base/nearest.h"
#include "base/operation.h"
#include "base/pattern.h"

#define DAY (86400 * NANOSECONDS_PER_SECOND)
#define WORD_MOST 64

/* What an entry may say. The first ones choose rows; one of them there must be. */
#define SELECTORS 7
static const struct {
    const char *key;
    size_t at; /* of its slice */
} members[] = {
    { "id", offsetof(struct acceptance, id) },
    { "kind", offsetof(struct acceptance, kind) },
    { "check", offsetof(struct acceptance, check) },
    { "service", offsetof(struct acceptance, service) },
    { "operation", offsetof(struct acceptance, operation) },
    { "location", offsetof(struct acceptance, location) },
    { "name", offsetof(struct acceptance, name) },
    { "reason", offsetof(struct acceptance, reason) },
    { "until", SIZE_MAX },
};
#define MEMBERS (sizeof members / sizeof *members)

struct reading {
    struct tree_reader *reader;
    struct faults *faults;
    const struct acceptance_words *words;
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

static const char *near_word(struct slice word, const char *(*get)(const void *context, size_t index),
                             const void *context)
{
    char text[WORD_MOST];

    if (word.len == 0 || word.len >= sizeof text)
        return NULL;
    memcpy(text, word.at, word.len);
    text[word.len] = '\0';
    return nearest_word(text, get, context);
}

static bool entry_add_form(const struct reading *reading, struct acceptance *entry)
{
    struct buffer form;

    if (entry->operation.len == 0)
        return true;
    buffer_init(&form, reading->reader->account);
    operation_write(&form, entry->operation);
    entry->form =
        form.failed ? slice_make(NULL, 0) : arena_copy(&reading->reader->arena, buffer_slice(&form));
    buffer_done(&form);
    return entry->form.at != NULL;
}

/* Both vocabularies one after the other: somebody may have taken a check for a kind. */
static const char *any_word(const void *context, size_t index)
{
    const struct acceptance_words *words = context;

    for (int room = 0; room < ACCEPTED_ROOMS; room++)
        for (size_t i = 0; words->of[room] && words->of[room](NULL, i); i++)
            if (index-- == 0)
                return words->of[room](NULL, i);
    return NULL;
}

static bool is_word_of(const struct acceptance_words *words, enum accepted_room room, struct slice word)
{
    const char *known;

    for (size_t i = 0; words->of[room] && (known = words->of[room](NULL, i)); i++)
        if (pattern_match(word, slice_of(known)))
            return true;
    return false;
}

static bool word_unknown(const struct reading *reading, enum accepted_room room, struct slice word,
                         struct position at)
{
    static const char *const called[] = { "kind of drift", "check" }, *const keys[] = { "kind", "check" },
                             *const rules[] = { "acceptance-kind", "acceptance-check" };
    const enum accepted_room other = room == ACCEPTED_DRIFT ? ACCEPTED_POSTURE : ACCEPTED_DRIFT;
    const char *near = near_word(word, any_word, reading->words);

    if (is_word_of(reading->words, other, word))
        return fault_add(reading->faults, FAULT_ERROR, at, rules[room],
                         "\"%.*s\" is a %s: write `%s` instead of `%s`", SLICE_ARG(word), called[other],
                         keys[other], keys[room]);
    if (near && is_word_of(reading->words, other, slice_of(near)))
        return fault_add(reading->faults, FAULT_ERROR, at, rules[room],
                         "no %s is called \"%.*s\"; did you mean the %s \"%s\"?", called[room],
                         SLICE_ARG(word), called[other], near);
    return fault_add(reading->faults, FAULT_ERROR, at, rules[room],
                     near ? "no %s is called \"%.*s\"; did you mean \"%s\"?" : "no %s is called \"%.*s\"",
                     called[room], SLICE_ARG(word), near);
}

static bool check_word(const struct reading *reading, enum accepted_room room, struct slice word,
                       struct position at)
{
    return !reading->words || !reading->words->of[room] || is_word_of(reading->words, room, word) ||
           word_unknown(reading, room, word, at);
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
    const char *near = near_word(member->key, member_name, NULL);

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
    if (members[i].at == offsetof(struct acceptance, kind))
        return check_word(reading, ACCEPTED_DRIFT, text, at);
    return members[i].at != offsetof(struct acceptance, check) ||
           check_word(reading, ACCEPTED_POSTURE, text, at);
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
                         "nothing says what is accepted: give an id, or a kind or check, service, operation, "
                         "location or name");
    if (TREE_GET(node, "kind") && TREE_GET(node, "check"))
        fine = fault_add(reading->faults, FAULT_ERROR, entry->at, "acceptance-selector",
                         "nothing is of a kind of drift and of a check as well: write two entries");
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

const struct tree_file *acceptances_file(struct tree_reader *reader, const char *path, struct error *err)
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

static bool reading_all(struct reading *reading, const struct tree_file *const *files, size_t count)
{
    const struct tree_node **lists = arena_get_array(&reading->reader->arena, count + 1, sizeof *lists);
    size_t most = 0;

    if (!lists)
        return false;
    for (size_t i = 0; i < count; i++) {
        lists[i] = file_list(reading, files[i]);
        most += lists[i] ? lists[i]->count : 0;
    }
    reading->ret->entries = arena_get_array(&reading->reader->arena, most, sizeof *reading->ret->entries);
    if (!reading->ret->entries)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!reading_entries(reading, lists[i]))
            return false;
    return true;
}

bool acceptances_read(struct tree_reader *reader, const struct tree_file *const *files, size_t count,
                      const struct acceptance_words *words, struct acceptances *ret, struct error *err)
{
    struct acceptances read = { 0 };
    struct reading reading = { .reader = reader, .faults = &reader->faults, .words = words, .ret = &read };

    if (!reading_all(&reading, files, count))
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

/* The ids of posture begin with p, those of drift with d. */
static enum accepted_room room_of_id(struct slice id)
{
    return id.len && id.at[0] == 'p' ? ACCEPTED_POSTURE : ACCEPTED_DRIFT;
}

bool acceptance_is_of(const struct acceptance *entry, enum accepted_room room)
{
    if (entry->id.len && room_of_id(entry->id) != room)
        return false;
    return room == ACCEPTED_DRIFT ? entry->check.len == 0
                                  : entry->kind.len == 0 && (entry->check.len || entry->id.len);
}

static bool acceptance_fits(const struct acceptance *entry, const struct acceptable *found,
                            struct slice operation)
{
    return acceptance_is_of(entry, found->room) && (entry->id.len == 0 || slice_eq(entry->id, found->id)) &&
           fits(found->room == ACCEPTED_DRIFT ? entry->kind : entry->check, found->kind) &&
           fits(entry->service, found->service) && fits(entry->location, found->location) &&
           fits(entry->name, found->name) && operation_fits(entry->form, operation);
}

static void write_operation(struct buffer *out, const struct acceptable *found)
{
    if (found->method.len) {
        buffer_append(out, found->method);
        buffer_byte(out, ' ');
    }
    operation_write_template(out, found->template);
}

const struct acceptance *acceptances_find(struct acceptances *acceptances, const struct acceptable *found,
                                          int64_t now)
{
    struct memory account = { 0 };
    struct acceptance *fitting = NULL;
    struct buffer operation;

    if (acceptances->count == 0)
        return NULL;
    buffer_init(&operation, &account);
    write_operation(&operation, found);
    for (size_t i = 0; i < acceptances->count && !fitting && !operation.failed; i++) {
        struct acceptance *entry = &acceptances->entries[i];

        if ((entry->until == 0 || now < entry->until) &&
            acceptance_fits(entry, found, buffer_slice(&operation)))
            fitting = entry;
    }
    buffer_done(&operation);
    if (fitting)
        fitting->was_used = true;
    return fitting;
}

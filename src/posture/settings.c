/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/settings.h"

#include "base/nearest.h"
#include "base/operation.h"
#include "base/pattern.h"
#include "posture/check.h"
#include "posture/settings_reading.h"

/* Words of this file's keys, for advice. */
#define WORDS(name, ...)                                                                                     \
    static const char *name(const void *context, size_t index)                                               \
    {                                                                                                        \
        static const char *const words[] = { __VA_ARGS__ };                                                  \
                                                                                                             \
        return index < sizeof words / sizeof *words ? words[index] : NULL;                                   \
    }
WORDS(top_word, "networks", "hosts", "public", "checks", "classes")
WORDS(network_word, "internal", "partner")
WORDS(host_word, "public", "internal", "partner")
WORDS(checks_word, "disable", "severity")
/* Keys of the file that others read. */
WORDS(foreign_word, "accept")

/* ---- networks and hosts ---- */

static size_t read_networks(struct settings_reading *reading, const struct tree_node *node, const char *key,
                            const struct network **ret)
{
    const struct tree_node **nodes;
    const struct slice *texts;
    struct network *networks;
    size_t count, kept = 0;

    if (!node)
        return 0;
    count = settings_texts(reading, node, key, &texts, &nodes);
    networks = settings_array(reading, count, sizeof *networks);
    for (size_t i = 0; networks && i < count; i++)
        if (network_parse(texts[i], &networks[kept]))
            kept++;
        else
            settings_fault(
                reading, nodes[i], "settings-network",
                "\"%.*s\" is no network: an address, or one with the bits of its prefix, 10.0.0.0/8",
                SLICE_ARG(texts[i]));
    *ret = networks;
    return kept;
}

static void read_all_networks(struct settings_reading *reading, const struct tree_node *node)
{
    struct posture_settings *ret = reading->ret;

    if (!settings_mapping(reading, node, "networks"))
        return;
    settings_keys(reading, node, "there are no networks", network_word);
    ret->internal_count = read_networks(reading, TREE_GET(node, "internal"), "internal", &ret->internal);
    ret->partner_count = read_networks(reading, TREE_GET(node, "partner"), "partner", &ret->partner);
}

static size_t read_texts(struct settings_reading *reading, const struct tree_node *node, const char *key,
                         const struct slice **ret)
{
    return node ? settings_texts(reading, node, key, ret, NULL) : 0;
}

static void read_hosts(struct settings_reading *reading, const struct tree_node *node)
{
    struct posture_settings *ret = reading->ret;

    if (!settings_mapping(reading, node, "hosts"))
        return;
    settings_keys(reading, node, "there are no hosts", host_word);
    ret->public_host_count = read_texts(reading, TREE_GET(node, "public"), "public", &ret->public_hosts);
    ret->internal_host_count =
        read_texts(reading, TREE_GET(node, "internal"), "internal", &ret->internal_hosts);
    ret->partner_host_count = read_texts(reading, TREE_GET(node, "partner"), "partner", &ret->partner_hosts);
}

/* ---- operations ---- */

static struct slice operation_form(struct settings_reading *reading, struct slice operation)
{
    struct slice form;
    struct buffer text;

    buffer_init(&text, reading->reader->account);
    operation_write(&text, operation);
    form = text.failed ? slice_make(NULL, 0) : arena_copy(&reading->reader->arena, buffer_slice(&text));
    buffer_done(&text);
    reading->failed |= form.at == NULL;
    return form;
}

static void read_operations(struct settings_reading *reading, const struct tree_node *node)
{
    struct posture_settings *ret = reading->ret;
    const struct tree_node **nodes;
    const struct slice *texts;
    struct slice *forms;
    size_t count;

    if (!node)
        return;
    if (node->kind == TREE_MAPPING) {
        settings_fault(reading, node, "settings-value", "`public` is a list of operations, not a mapping");
        return;
    }
    count = settings_texts(reading, node, "public", &texts, &nodes);
    forms = settings_array(reading, count, sizeof *forms);
    ret->public_operations = forms;
    for (size_t i = 0; forms && i < count; i++)
        if (memchr(texts[i].at, '/', texts[i].len) || memchr(texts[i].at, '*', texts[i].len))
            forms[ret->public_operation_count++] = operation_form(reading, texts[i]);
        else
            settings_fault(reading, nodes[i], "settings-value",
                           "\"%.*s\" is no operation: GET /status, or /status for all methods",
                           SLICE_ARG(texts[i]));
}

/* ---- checks ---- */

static bool is_known_check(struct slice pattern)
{
    for (size_t i = 0; check_table[i]; i++)
        if (pattern_match(pattern, slice_of(check_table[i]->id)))
            return true;
    return false;
}

static bool check_exists(struct settings_reading *reading, struct slice pattern, struct position at)
{
    return is_known_check(pattern) ||
           settings_misspelt(reading, at, "settings-check", "no check is called", pattern, check_word);
}

static void read_disabled(struct settings_reading *reading, const struct tree_node *node,
                          struct check_change *changes)
{
    const struct tree_node **nodes;
    const struct slice *texts;
    size_t count = settings_texts(reading, node, "disable", &texts, &nodes);

    for (size_t i = 0; i < count; i++)
        if (check_exists(reading, texts[i], tree_position(nodes[i])))
            changes[reading->ret->change_count++] =
                (struct check_change){ .check = texts[i], .disabled = true };
}

static void read_severities(struct settings_reading *reading, const struct tree_node *node,
                            struct check_change *changes)
{
    for (uint32_t i = 0; i < node->count; i++) {
        struct check_change change = { .check = node->members[i].key };

        if (check_exists(reading, change.check, tree_key_position(node, &node->members[i])) &&
            settings_severity(reading, node->members[i].value, &change.severity))
            changes[reading->ret->change_count++] = change;
    }
}

/* How many entries a node has at most. */
static size_t most_of(const struct tree_node *node)
{
    return node ? (node->count ? node->count : 1) : 0;
}

static void read_checks(struct settings_reading *reading, const struct tree_node *node)
{
    const struct tree_node *disable, *severity;
    struct check_change *changes;

    if (!settings_mapping(reading, node, "checks"))
        return;
    settings_keys(reading, node, "`checks` has no", checks_word);
    disable = TREE_GET(node, "disable");
    severity = TREE_GET(node, "severity");
    changes = settings_array(reading, most_of(disable) + most_of(severity), sizeof *changes);
    reading->ret->changes = changes;
    if (changes && disable)
        read_disabled(reading, disable, changes);
    if (changes && settings_mapping(reading, severity, "severity"))
        read_severities(reading, severity, changes);
}

/* ---- the file ---- */

static bool is_word(struct slice key, settings_word *get)
{
    for (size_t i = 0; get(NULL, i); i++)
        if (slice_eq(key, slice_of(get(NULL, i))))
            return true;
    return false;
}

/* Keys of the file belong to many; one that is nearly ours is told of all the same. */
static void advise_keys(struct settings_reading *reading, const struct tree_node *root)
{
    for (uint32_t i = 0; i < root->count; i++) {
        const struct tree_member *member = &root->members[i];
        char text[32];
        const char *near;

        if (is_word(member->key, top_word) || is_word(member->key, foreign_word) || member->key.len < 4 ||
            member->key.len >= sizeof text)
            continue;
        memcpy(text, member->key.at, member->key.len);
        text[member->key.len] = '\0';
        near = nearest_word(text, top_word, NULL);
        if (near)
            fault_add(&reading->reader->faults, FAULT_WARNING, tree_key_position(root, member),
                      "settings-key", "nothing reads \"%s\"; did you mean \"%s\"?", text, near);
    }
}

static void read_root(struct settings_reading *reading, const struct tree_node *root)
{
    advise_keys(reading, root);
    read_all_networks(reading, TREE_GET(root, "networks"));
    read_hosts(reading, TREE_GET(root, "hosts"));
    read_operations(reading, TREE_GET(root, "public"));
    read_checks(reading, TREE_GET(root, "checks"));
    settings_read_classes(reading, TREE_GET(root, "classes"));
}

static bool read_file(struct tree_reader *reader, const struct tree_file *file, struct posture_settings *ret,
                      struct error *err)
{
    struct settings_reading reading = { .reader = reader, .ret = ret };

    *ret = (struct posture_settings){ 0 };
    if (file->root && file->root->kind == TREE_MAPPING)
        read_root(&reading, file->root);
    else if (file->root && file->root->kind != TREE_NULL)
        settings_fault(&reading, file->root, "settings-file", "the file is a mapping, not %s",
                       tree_kind_name(file->root->kind));
    if (reading.failed || reader->faults.failed)
        return error_set(err, ERROR_MEMORY, "There is no memory to read the settings.");
    return true;
}

/* In these files nothing is as good as no file. */
static void forget_empty(struct faults *before, struct faults *now)
{
    bool is_empty = now->last && now->first == now->last && strcmp(now->last->rule, "empty") == 0;

    if (!is_empty)
        faults_append(before, now);
    *now = *before;
}

bool posture_settings_read(struct tree_reader *reader, const char *path, struct posture_settings *ret,
                           struct error *err)
{
    struct faults before = reader->faults;
    const struct tree_file *file;

    faults_init(&reader->faults, before.arena);
    file = tree_read(reader, path, err);
    forget_empty(&before, &reader->faults);
    return file && read_file(reader, file, ret, err);
}

bool posture_settings_read_text(struct tree_reader *reader, const char *name, struct slice text,
                                struct posture_settings *ret, struct error *err)
{
    struct faults before = reader->faults;
    const struct tree_file *file;

    faults_init(&reader->faults, before.arena);
    file = tree_read_text(reader, name, text);
    forget_empty(&before, &reader->faults);
    if (!file)
        return error_set(err, ERROR_MEMORY, "There is no memory to read the settings.");
    return read_file(reader, file, ret, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Only files below the root directory are opened, whatever way leads to them: names are judged after symbolic links. The root
 * belongs to a document and is handed on to each file that it, or one of its files, refers to. */
#include "contract/reference_file.h"

#include "base/byte.h"
#include "contract/reading.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* Of set->files, by the path that was asked for. */
struct opened {
    struct slice real;
    const struct tree_file *file;
    int error;
};

struct file_root {
    const struct tree_file *file; /* key */
    struct slice directory;
};

static struct slice root_of(const struct contract_set *set, const struct tree_file *file)
{
    const struct file_root *root = table_find(&set->roots, slice_make(&file, sizeof file));

    return root ? root->directory : set->root;
}

void reference_root_for(struct contract_set *set, const struct tree_file *file, struct slice directory)
{
    struct file_root *root;

    if (table_find(&set->roots, slice_make(&file, sizeof file)))
        return;
    root = arena_get_array(&set->arena, 1, sizeof *root);
    if (!root)
        return;
    *root = (struct file_root){ .file = file, .directory = directory };
    table_put(&set->roots, slice_make(&root->file, sizeof root->file), root);
}

static struct slice directory_of(struct slice path)
{
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;

    if (!path.len || !slash)
        return SLICE(".");
    return slash == path.at ? SLICE("/") : slice_make(path.at, (size_t)(slash - path.at));
}

static bool holds_mark(struct slice directory)
{
    char name[PATH_MAX];

    if (directory.len + sizeof "/.plainsight.yaml" > sizeof name)
        return false;
    snprintf(name, sizeof name, "%.*s/.git", SLICE_ARG(directory));
    if (access(name, F_OK) == 0)
        return true;
    snprintf(name, sizeof name, "%.*s/.plainsight.yaml", SLICE_ARG(directory));
    return access(name, F_OK) == 0;
}

/* The nearest directory above the document that holds .git or .plainsight.yaml, else its own. */
void reference_root_near(struct contract_set *set, const struct tree_file *file)
{
    char name[PATH_MAX], real[PATH_MAX];
    struct slice own, directory = directory_of(file->path);

    if (set->root.len || directory.len >= sizeof name) {
        reference_root_for(set, file, set->root);
        return;
    }
    snprintf(name, sizeof name, "%.*s", SLICE_ARG(directory));
    own = arena_copy(&set->arena, realpath(name, real) ? slice_of(real) : SLICE("/nowhere"));
    for (directory = own; directory.len && !holds_mark(directory);)
        directory = directory.len == 1 ? SLICE("") : directory_of(directory);
    reference_root_for(set, file, directory.len ? directory : own);
}

/* Whether a canonical path lies below a canonical directory. */
static bool is_below(struct slice path, struct slice directory)
{
    if (slice_eq(directory, SLICE("/")))
        return true;
    return directory.len && slice_starts_with(path, directory) && path.len > directory.len &&
           path.at[directory.len] == '/';
}

/* RFC 3986 3.1; a single letter would be a drive of other systems and is no scheme anybody uses. */
static struct slice scheme_of(struct slice path)
{
    struct slice rest = path, scheme = slice_cut(&rest, ':');

    if (scheme.len == path.len || scheme.len < 2 || !byte_is_letter(scheme.at[0]))
        return SLICE("");
    for (size_t i = 0; i < scheme.len; i++) {
        if (!byte_is_alphanumeric(scheme.at[i]) && !strchr("+-.", scheme.at[i]))
            return SLICE("");
    }
    return scheme;
}

/* Appends one step to a path of which `len` bytes stand in `path`; ".." takes the last step away where there is one. */
static size_t append_step(char *path, size_t len, bool is_absolute, struct slice step)
{
    const char *slash = len ? memrchr(path, '/', len) : NULL;
    size_t last = slash ? (size_t)(slash - path) + 1 : 0;

    if (!step.len || slice_eq(step, SLICE(".")))
        return len;
    if (slice_eq(step, SLICE(".."))) {
        if (len && !slice_eq(slice_make(path + last, len - last), step))
            return last ? last - 1 : 0;
        if (is_absolute)
            return len;
    }
    if (len || is_absolute)
        path[len++] = '/';
    memcpy(path + len, step.at, step.len);
    return len + step.len;
}

/* Without "." and "..", so that people see "schemas/pet.yaml", not "paths/../schemas/pet.yaml". */
static bool join(struct slice directory, struct slice path, char ret[PATH_MAX])
{
    bool is_absolute = path.at[0] == '/' || directory.at[0] == '/';
    size_t len = 0;

    if (directory.len + path.len + 2 >= PATH_MAX)
        return false;
    while (path.at[0] != '/' && directory.len)
        len = append_step(ret, len, is_absolute, slice_cut(&directory, '/'));
    while (path.len)
        len = append_step(ret, len, is_absolute, slice_cut(&path, '/'));
    ret[len] = '\0';
    return len > 0;
}

static struct opened *opened_of(struct contract_set *set, const char *path)
{
    struct opened *opened = table_find(&set->files, slice_of(path));
    char real[PATH_MAX];
    struct slice key;

    if (opened)
        return opened;
    opened = arena_get_array(&set->arena, 1, sizeof *opened);
    key = arena_copy(&set->arena, slice_of(path));
    if (!opened || !key.at || !table_put(&set->files, key, opened))
        return NULL;
    if (realpath(path, real))
        opened->real = arena_copy(&set->arena, slice_of(real));
    else
        opened->error = errno;
    return opened;
}

static const struct tree_file *refuse(struct contract_set *set, const struct tree_node *at,
                                      enum fault_kind kind, const char *rule, const char *why)
{
    fault_add(&set->reader.faults, kind, tree_position(at), rule, "the reference '%.*s' is not followed: %s",
              SLICE_ARG(at->text), why);
    return NULL;
}

static const struct tree_file *open_file(struct contract_set *set, const struct tree_node *at,
                                         const char *path)
{
    struct opened *opened = opened_of(set, path);
    struct slice root = root_of(set, at->file);
    struct error err = { .kind = ERROR_NONE };

    if (!opened)
        return NULL;
    if (opened->error)
        return refuse(set, at, FAULT_FATAL, "missing-file", strerror(opened->error));
    if (!is_below(opened->real, root))
        return refuse(set, at, FAULT_FATAL, "outside-root",
                      "it leads out of the directory that files may be read from");
    if (!opened->file) {
        opened->file = tree_read(&set->reader, path, &err);
        if (!opened->file)
            return refuse(set, at, FAULT_FATAL, "missing-file", err.text);
    }
    reference_root_for(set, opened->file, root);
    if (!opened->file->root)
        return refuse(set, at, FAULT_FATAL, "unreadable-file", "the file cannot be understood");
    return opened->file;
}

const struct tree_file *reference_file(struct contract_set *set, const struct tree_node *at,
                                       struct slice path)
{
    struct slice scheme = scheme_of(path), rest;
    char joined[PATH_MAX];

    if (slice_eq_nocase(scheme, SLICE("file"))) {
        rest = slice_make(path.at + 5, path.len - 5);
        path = slice_starts_with(rest, SLICE("//")) ? slice_make(rest.at + 2, rest.len - 2) : rest;
    } else if (scheme.len || slice_starts_with(path, SLICE("//"))) {
        return refuse(set, at, FAULT_WARNING, "remote-reference", "other hosts are never asked");
    }
    if (!path.len || memchr(path.at, '\0', path.len) || !join(directory_of(at->file->path), path, joined))
        return refuse(set, at, FAULT_FATAL, "missing-file", "it names no file");
    return open_file(set, at, joined);
}

struct anchor {
    const struct tree_file *file;
    const struct tree_node *node;
};

/* "order#name"; of a file whose anchors are known also "order". */
static struct slice anchor_key(struct contract_set *set, const struct tree_file *file, const char *mark,
                               struct slice name)
{
    return arena_printf(&set->arena, "%zu%s%.*s", file->order, mark, SLICE_ARG(name));
}

static void anchor_put(struct contract_set *set, struct slice key, const struct tree_file *file,
                       const struct tree_node *node)
{
    struct anchor *anchor = key.at ? arena_get_array(&set->arena, 1, sizeof *anchor) : NULL;

    if (!anchor || table_find(&set->anchors, key))
        return;
    *anchor = (struct anchor){ .file = file, .node = node };
    table_put(&set->anchors, key, anchor);
}

static void anchor_note(struct contract_set *set, const struct tree_node *node)
{
    static const struct slice keywords[] = { SLICE_TEXT("$anchor"), SLICE_TEXT("$dynamicAnchor"),
                                             SLICE_TEXT("$id") };

    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        struct slice name = tree_string(tree_get(node, keywords[i]));

        if (name.len && name.at[0] == '#') /* draft 4 writes "$id": "#name" */
            name = slice_make(name.at + 1, name.len - 1);
        if (name.len)
            anchor_put(set, anchor_key(set, node->file, "#", name), node->file, node);
    }
}

/* As deep as trees are. */
static void anchors_note(struct contract_set *set, const struct tree_node *node)
{
    if (node->kind == TREE_MAPPING) {
        anchor_note(set, node);
        for (uint32_t i = 0; i < node->count; i++)
            anchors_note(set, node->members[i].value);
    } else if (node->kind == TREE_SEQUENCE) {
        for (uint32_t i = 0; i < node->count; i++)
            anchors_note(set, node->elements[i]);
    }
}

const struct tree_node *reference_anchor(struct contract_set *set, const struct tree_file *file,
                                         struct slice name)
{
    struct slice known = anchor_key(set, file, "", SLICE("")), key = anchor_key(set, file, "#", name);
    const struct anchor *anchor;

    if (!known.at || !key.at)
        return NULL;
    if (!table_find(&set->anchors, known)) {
        anchor_put(set, known, file, NULL);
        anchors_note(set, file->root);
    }
    anchor = table_find(&set->anchors, key);
    return anchor ? anchor->node : NULL;
}

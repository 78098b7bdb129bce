/* SPDX-License-Identifier: Apache-2.0 */
/* Catch-all parameters: /files/{path}, where the rest of the path is a file's. Their sign: below one literal the depth
 * varies, and the last segments end like files of several kinds. Documents of an API that ends every path in .json or
 * .xml are none. */
#include "catalog/template_decide.h"

#include "base/hash.h"

#define FILES_LEAST 4
#define TREE_STANDS 3 /* values with the same literal below: it is part of the API */
#define FILES_MANY 16 /* enough where all stand equally deep, two segments or more */
#define EXTENSIONS 16

struct files {
    size_t leaves, with_extension; /* values of last segments */
    unsigned depths;               /* one bit a depth */
    uint64_t extensions[EXTENSIONS];
    size_t extension_count;
    bool beyond_documents; /* an extension that no API serves its answers under */
    size_t nodes;
    bool other; /* custom verbs or another file tree below: no file tree itself */
};

static bool is_document_ending(struct slice ending)
{
    static const char *const endings[] = { "json", "xml",  "csv", "txt", "yaml", "yml",
                                           "pdf",  "html", "ics", "rss", "atom" };

    return SLICE_AMONG_NOCASE(ending, endings);
}

static struct slice ending_of(struct slice text)
{
    const char *dot = text.len ? memrchr(text.at, '.', text.len) : NULL;
    struct slice ending = { NULL, 0 };
    size_t letters = 0;

    if (!dot || dot == text.at)
        return ending;
    ending = slice_make(dot + 1, (size_t)(text.at + text.len - dot - 1));
    for (size_t i = 0; i < ending.len; i++) {
        bool letter = ending.at[i] >= 'a' && ending.at[i] <= 'z';

        letters += letter;
        if (!letter && !(ending.at[i] >= '0' && ending.at[i] <= '9'))
            return (struct slice){ NULL, 0 };
    }
    return letters && ending.len <= 5 ? ending : (struct slice){ NULL, 0 };
}

static void note_ending(struct files *files, struct slice ending, double weight)
{
    uint64_t hash = hash_content(ending);

    files->leaves += (size_t)weight;
    if (ending.len == 0)
        return;
    files->with_extension += (size_t)weight;
    files->beyond_documents |= !is_document_ending(ending);
    for (size_t i = 0; i < files->extension_count; i++)
        if (files->extensions[i] == hash)
            return;
    if (files->extension_count < EXTENSIONS)
        files->extensions[files->extension_count++] = hash;
}

static bool has_operations(const struct template_node *node)
{
    for (size_t i = 0; i < node->node_count; i++)
        if (node->nodes[i]->cells)
            return true;
    return false;
}

static void survey(struct files *files, const struct template_node *node, unsigned depth);

static void survey_one(struct files *files, const struct template_node *node, unsigned depth)
{
    unsigned own = depth + !node->is_suffix;

    files->other |= node->is_catch_all || (node->is_suffix && node->text.at[0] == ':');
    if (has_operations(node)) {
        files->depths |= 1u << (own < 31 ? own : 31);
        files->nodes += node->node_count;
        if (node->is_suffix)
            note_ending(files, slice_make(node->text.at + 1, node->text.len - 1), node->parent->distinct);
        else
            for (size_t i = 0; i < node->value_count; i++)
                note_ending(files, ending_of(node->values[i].text), node->values[i].distinct);
    }
    if (node->child)
        survey(files, node->child, own);
}

static void survey(struct files *files, const struct template_node *node, unsigned depth)
{
    for (; node; node = node->next)
        survey_one(files, node, depth);
}

static bool are_files(const struct files *files, size_t percent)
{
    return !files->other && files->leaves >= FILES_LEAST &&
           files->with_extension * 100 >= files->leaves * percent && files->extension_count >= 2 &&
           files->beyond_documents &&
           ((files->depths & (files->depths - 1)) != 0 || (files->leaves >= FILES_MANY && files->depths > 2));
}

static void take_nodes(struct template_node *into, const struct template_node *from)
{
    for (; from; from = from->next) {
        for (size_t i = 0; i < from->node_count; i++)
            if (from->nodes[i]->cells)
                into->nodes[into->node_count++] = from->nodes[i];
        if (has_operations(from))
            into->distinct += from->is_suffix ? from->parent->distinct : from->distinct;
        if (from->child)
            take_nodes(into, from->child);
    }
}

static bool collapse(struct template_node *node, const struct files *files, struct arena *arena)
{
    struct template_node *rest = arena_get_array(arena, 1, sizeof *rest);

    if (!rest)
        return false;
    rest->nodes = arena_get_array(arena, files->nodes, sizeof(const struct path_node *));
    if (!rest->nodes)
        return false;
    rest->is_parameter = rest->is_catch_all = true;
    rest->parent = node;
    take_nodes(rest, node->child);
    node->child = rest;
    return true;
}

/* Whether a literal that stands below several values holds the files: tasks/{taskId}/files/{path}. */
static bool has_tree_below(const struct template_node *node)
{
    for (; node; node = node->next) {
        struct files files = { 0 };

        if (!node->child)
            continue;
        survey(&files, node->child, 0);
        if (!node->is_parameter && node->node_count >= TREE_STANDS && are_files(&files, 60))
            return true;
        if (has_tree_below(node->child))
            return true;
    }
    return false;
}

/* Most are files, and there are some on every branch: /api has other things beside /api/contents. */
static bool are_branches(const struct template_node *node, const struct files *files)
{
    if (!are_files(files, 60))
        return false;
    for (const struct template_node *child = node->child; child; child = child->next) {
        struct files branch = { 0 };

        survey_one(&branch, child, 0);
        if (!branch.with_extension)
            return false;
    }
    return !has_tree_below(node->child);
}

/* The outermost literal below which nearly everything is a file; else the innermost below which most is. */
bool template_find_files(struct template_node *node, struct arena *arena)
{
    for (; node; node = node->next) {
        struct files files = { 0 };
        bool may_be = node->parent && !node->is_suffix && !node->by_hand &&
                      (!node->is_parameter || !node->parent->parent);

        if (!node->child)
            continue;
        survey(&files, node->child, 0);
        if (may_be && (are_files(&files, 90) || are_branches(node, &files))) {
            if (!collapse(node, &files, arena))
                return false;
            continue;
        }
        if (!template_find_files(node->child, arena))
            return false;
        files = (struct files){ 0 };
        survey(&files, node->child, 0);
        if (may_be && are_files(&files, 60) && !collapse(node, &files, arena))
            return false;
    }
    return true;
}

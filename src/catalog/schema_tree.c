/* SPDX-License-Identifier: Apache-2.0 */
/* Fields and their members: making, finding, pushing out, merging, giving back.
 *
 * Members are the SCHEMA_CHILDREN keys with the smallest (hash_content, key). A key among the smallest of all that ever
 * come was so at every moment since it first came: it was never pushed out and its subtree is complete. All other
 * subtrees are in `other`, in whatever order they came there, and merging is exact. So the tree depends on what was
 * seen, not on when (law 2). For that to hold, `other` must count what is the same whether a member was pushed out
 * later or never kept: values, not objects, and no repetitions. */
#include "catalog/schema_tree.h"

#include "base/hash.h"
#include "catalog/coarse.h"
#include "catalog/kept.h"
#include "exchange/secret.h"
#include "signal/signal.h"

#define CHILDREN_FIRST 4
#define CHILDREN_LISTED 8 /* up to here a look through the list beats a table */

#define LINE 64
#define LINES(type) ((sizeof(type) + LINE - 1) / LINE)
#define LINES_FIRST 12
#define LINES_LARGEST 512

struct slab {
    struct slab *next;
    size_t size;
};

/* Slabs grow by half of what is there, so that a third of the memory at most lies idle. */
static bool schema_grow(struct schema *schema, struct memory *account)
{
    size_t lines = schema->lines_all / 2;
    struct slab *slab;
    size_t size;

    lines = lines < LINES_FIRST ? LINES_FIRST : lines > LINES_LARGEST ? LINES_LARGEST : lines;
    size = sizeof *slab + (lines + 1) * LINE;
    slab = memory_get(account, size);
    if (!slab)
        return false;
    *slab = (struct slab){ schema->slabs, size };
    schema->slabs = slab;
    schema->lines = (char *)(((uintptr_t)(slab + 1) + LINE - 1) & ~(uintptr_t)(LINE - 1));
    schema->lines_left = lines;
    schema->lines_all += lines;
    return true;
}

/* That many lines, zeroed. What is left of a slab that has too few is forgotten. */
static void *schema_lines(struct schema *schema, struct memory *account, size_t lines)
{
    void *at;

    if (schema->lines_left < lines && !schema_grow(schema, account))
        return NULL;
    at = schema->lines;
    schema->lines += lines * LINE;
    schema->lines_left -= lines;
    return at;
}

static struct node *node_new(struct schema *schema, struct memory *account)
{
    struct node *node = schema->spare;

    if (schema->fields >= SCHEMA_FIELDS)
        return NULL;
    if (node) {
        schema->spare = node->next;
        *node = (struct node){ 0 };
    } else {
        node = schema_lines(schema, account, LINES(struct node));
    }
    schema->fields += node != NULL;
    return node;
}

/* Secrets by name keep no text, what belongs to people only masks; so do the elements of a list of them (law 6). */
enum keep node_keep(const struct classifier *classifier, const struct node *node)
{
    if (!node->spelled)
        return (enum keep)node->hash;
    if (secret_is_named(node->field.key))
        return KEEP_NOTHING;
    return sensitive_keep_named(sensitive_name(classifier, node->field.key));
}

struct values *node_values(struct schema *schema, struct memory *account, const struct node *node,
                           struct values **values)
{
    struct values *made = *values;

    if (made)
        return made;
    made = schema->spare_values;
    if (made)
        schema->spare_values = (struct values *)made->sample.entries;
    else
        made = schema_lines(schema, account, LINES(struct values));
    if (made) {
        enum keep keep = node_keep(schema->classifier, node);

        values_init(made);
        made->sample.silent = keep == KEEP_NOTHING;
        made->sample.veiled = keep == KEEP_MASK;
    }
    return *values = made;
}

/* ---- keys */

/* A key can be compared as spelled when nothing in it must be escaped. That its bytes above 0x7f are UTF-8 is known by
 * the time it is expected anywhere: it was read as a name once. */
static bool key_is_plain(struct slice key)
{
    for (size_t i = 0; i < key.len; i++)
        if ((unsigned char)key.at[i] < 0x20 || key.at[i] == '"' || key.at[i] == '\\')
            return false;
    return true;
}

static bool node_set_key(struct node *node, struct memory *account, struct slice key, uint64_t hash)
{
    size_t room = node_key_room(key.len);
    char *text = node->text;

    if (room) {
        text = memory_get(account, room);
        if (!text)
            return false;
    }
    if (key.len)
        memcpy(text, key.at, key.len);
    text[key.len] = '"';
    text[key.len + 1] = ':';
    node->field.key = slice_make(text, key.len);
    node->hash = hash;
    node->spelled = key_is_plain(key) ? (uint16_t)(key.len + 2) : NODE_NEVER;
    return true;
}

static void node_drop_key(struct node *node, struct memory *account)
{
    size_t room = node_key_room(node->field.key.len);

    if (room)
        memory_give(account, (char *)(uintptr_t)node->field.key.at, room);
    memset(node->text, 0, sizeof node->text);
    node->field.key = (struct slice){ NULL, 0 };
    node->hash = 0;
    node->spelled = 0;
}

/* ---- members */

static size_t children_size(uint32_t room)
{
    return sizeof(struct children) + room * sizeof(struct node *);
}

static void children_put(struct children *children, struct node *node)
{
    uint32_t at = (uint32_t)node->hash & (children->slots - 1);

    while (children->table[at])
        at = (at + 1) & (children->slots - 1);
    children->table[at] = node;
}

static void children_index(struct children *children)
{
    memset(children->table, 0, children->slots * sizeof *children->table);
    for (uint32_t i = 0; i < children->count; i++)
        children_put(children, children->order[i]);
}

/* A table for at least `count` members, at most half full; nothing to do while a list serves. */
static bool children_grow_table(struct children *children, struct memory *account, uint32_t count)
{
    uint32_t slots = 32;
    struct node **table;

    if (count <= CHILDREN_LISTED || 2 * count <= children->slots)
        return true;
    while (slots < 2 * count)
        slots *= 2;
    table = memory_get(account, slots * sizeof(struct node *));
    if (!table)
        return false;
    memory_give(account, children->table, children->slots * sizeof(struct node *));
    children->table = table;
    children->slots = slots;
    children_index(children);
    return true;
}

/* Room for one more member. */
static struct children *children_grow(struct node *object, struct memory *account)
{
    struct children *children = object->field.children;
    uint32_t room = children ? children->room : 0;

    if (!children || children->count == room) {
        uint32_t more = room ? 2 * room : CHILDREN_FIRST;

        children = memory_resize(account, children, children ? children_size(room) : 0, children_size(more));
        if (!children)
            return NULL;
        children->room = more;
        object->field.children = children;
    }
    return children_grow_table(children, account, children->count + 1) ? children : NULL;
}

/* The first member whose key is not smaller. */
static uint32_t children_place(const struct children *children, struct slice key)
{
    uint32_t low = 0, high = children->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (slice_compare(children->order[middle]->field.key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int node_order(uint64_t hash, struct slice key, const struct node *other)
{
    if (hash != other->hash)
        return hash < other->hash ? -1 : 1;
    return slice_compare(key, other->field.key);
}

static void children_find_worst(struct children *children)
{
    struct node *worst = NULL;

    if (children->count == SCHEMA_CHILDREN) {
        worst = children->order[0];
        for (uint32_t i = 1; i < children->count; i++) {
            struct node *node = children->order[i];

            if (node_order(node->hash, node->field.key, worst) > 0)
                worst = node;
        }
    }
    children->worst = worst;
}

static void children_insert(struct children *children, struct node *node)
{
    uint32_t place = children_place(children, node->field.key);

    memmove(children->order + place + 1, children->order + place,
            (children->count - place) * sizeof *children->order);
    children->order[place] = node;
    children->count++;
    if (children->slots)
        children_put(children, node);
    children_find_worst(children);
}

static void children_remove(struct children *children, struct node *node)
{
    uint32_t place = children_place(children, node->field.key);

    children->count--;
    memmove(children->order + place, children->order + place + 1,
            (children->count - place) * sizeof *children->order);
    if (children->slots)
        children_index(children);
    children->worst = NULL;
}

struct node *node_find(const struct node *object, struct slice key, uint64_t hash)
{
    const struct children *children = object->field.children;

    if (!children)
        return NULL;
    if (!children->slots) {
        for (uint32_t i = 0; i < children->count; i++)
            if (children->order[i]->hash == hash && slice_eq(children->order[i]->field.key, key))
                return children->order[i];
        return NULL;
    }
    for (uint32_t at = (uint32_t)hash & (children->slots - 1); children->table[at];
         at = (at + 1) & (children->slots - 1))
        if (children->table[at]->hash == hash && slice_eq(children->table[at]->field.key, key))
            return children->table[at];
    return NULL;
}

bool node_is_beyond(const struct node *object, struct slice key, uint64_t hash)
{
    const struct children *children = object->field.children;

    return key.len > SCHEMA_KEY ||
           (children && children->worst && node_order(hash, key, children->worst) > 0) ||
           kept_key_is_data(key);
}

/* ---- giving back */

static void node_done(struct schema *schema, struct memory *account, struct node *node);

static void node_free(struct schema *schema, struct memory *account, struct node *node)
{
    node_done(schema, account, node);
    node->next = schema->spare;
    schema->spare = node;
    schema->fields--;
}

static void values_free(struct schema *schema, struct memory *account, struct values *values)
{
    if (values) {
        values_done(values, account);
        values->sample.entries = (struct sample_entry *)schema->spare_values;
        schema->spare_values = values;
    }
}

/* What a node owns: a tree no deeper than SCHEMA_DEPTH, so recursion is bounded. */
static void node_done(struct schema *schema, struct memory *account, struct node *node)
{
    struct children *children = node->field.children;

    node_drop_key(node, account);
    values_free(schema, account, node->field.values);
    values_free(schema, account, node->field.numbers);
    if (node->field.items)
        node_free(schema, account, node_of(node->field.items));
    if (node->field.other)
        node_free(schema, account, node_of(node->field.other));
    if (children) {
        for (uint32_t i = 0; i < children->count; i++)
            node_free(schema, account, children->order[i]);
        memory_give(account, children->table, children->slots * sizeof(struct node *));
        memory_give(account, children, children_size(children->room));
    }
}

/* ---- making */

struct node *node_items(struct schema *schema, struct memory *account, struct node *array)
{
    if (!array->field.items) {
        struct node *node = node_new(schema, account);

        if (node)
            node->hash = node_keep(schema->classifier, array);
        array->field.items = node ? &node->field : NULL;
    }
    return node_of(array->field.items);
}

struct node *node_other(struct schema *schema, struct memory *account, struct node *object)
{
    if (!object->field.other) {
        struct node *node = node_new(schema, account);

        /* What came here because its key was one too many, and what was pushed out, must not differ. */
        if (node)
            node->hash = KEEP_NOTHING;
        object->field.other = node ? &node->field : NULL;
    }
    return node_of(object->field.other);
}

/* Nothing may predict a member that is gone. */
static void node_forget(struct node *object, const struct node *gone)
{
    struct children *children = object->field.children;

    if (children->first == gone)
        children->first = NULL;
    for (uint32_t i = 0; i < children->count; i++)
        if (children->order[i]->next == gone)
            children->order[i]->next = NULL;
}

struct node *node_loose(struct schema *schema, struct memory *account)
{
    return node_new(schema, account);
}

bool node_join_other(struct schema *schema, struct memory *account, struct node *object, struct node *loose)
{
    struct node *other = node_other(schema, account, object);
    bool whole = other && node_merge(schema, account, other, loose, true);

    node_free(schema, account, loose);
    return whole;
}

/* Moves the worst member into `other`. The first to go becomes `other` itself. */
static bool node_push_out(struct schema *schema, struct memory *account, struct node *object)
{
    struct node *gone = object->field.children->worst;

    children_remove(object->field.children, gone);
    node_forget(object, gone);
    return node_join_other(schema, account, object, gone);
}

struct node *node_member(struct schema *schema, struct memory *account, struct node *object, struct slice key,
                         uint64_t hash)
{
    struct node *node = node_find(object, key, hash);
    struct children *children;

    if (node)
        return node;
    schema->privileges |= signal_is_privilege(key);
    if (node_is_beyond(object, key, hash))
        return node_other(schema, account, object);
    if (object->field.children && object->field.children->worst && !node_push_out(schema, account, object))
        schema->limited++;
    children = children_grow(object, account);
    node = children ? node_new(schema, account) : NULL;
    if (node && !node_set_key(node, account, key, hash)) {
        node->spelled = 0;
        node_free(schema, account, node);
        node = NULL;
    }
    if (node)
        children_insert(children, node);
    return node;
}

/* ---- the schema itself */

static void node_forget_stamp(struct node *node)
{
    const struct children *children = node->field.children;

    node->stamp = 0;
    if (node->field.items)
        node_forget_stamp(node_of(node->field.items));
    if (node->field.other)
        node_forget_stamp(node_of(node->field.other));
    for (uint32_t i = 0; children && i < children->count; i++)
        node_forget_stamp(children->order[i]);
}

/* After four thousand million objects the numbers are used up: all nodes forget theirs, between two bodies. */
void schema_need_stamps(struct schema *schema, size_t objects)
{
    if (objects > UINT32_MAX - schema->stamp) {
        node_forget_stamp(&schema->root);
        schema->stamp = 0;
    }
}

struct schema *schema_new(struct memory *account)
{
    struct schema *schema = memory_get(account, sizeof *schema);

    if (schema)
        schema->account = account;
    return schema;
}

void schema_free(struct schema *schema, struct memory *account)
{
    if (!schema)
        return;
    node_done(schema, account, &schema->root);
    while (schema->slabs) {
        struct slab *slab = schema->slabs;

        schema->slabs = slab->next;
        memory_give(account, slab, slab->size);
    }
    memory_give(account, schema, sizeof *schema);
}

bool schema_merge(struct schema *into, struct memory *account, const struct schema *from)
{
    bool whole = node_merge(into, account, &into->root, &from->root, false);

    into->bodies += from->bodies;
    into->limited += from->limited;
    into->privileges |= from->privileges;
    return whole;
}

const struct field *schema_root(const struct schema *schema)
{
    return &schema->root.field;
}

bool schema_has_privileges(const struct schema *schema)
{
    return schema->privileges;
}

uint64_t schema_bodies(const struct schema *schema)
{
    return schema->bodies;
}

uint64_t schema_limited(const struct schema *schema)
{
    return schema->limited;
}

const struct field *schema_next(const struct field *object, size_t *cursor)
{
    const struct children *children = object->children;

    return children && *cursor < children->count ? &children->order[(*cursor)++]->field : NULL;
}

const struct field *schema_find(const struct field *object, struct slice key)
{
    const struct node *node = node_find(node_of(object), key, hash_content(key));

    return node ? &node->field : NULL;
}

size_t schema_child_count(const struct field *object)
{
    return object->children ? object->children->count : 0;
}

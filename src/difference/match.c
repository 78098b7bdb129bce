/* SPDX-License-Identifier: Apache-2.0 */
/* Which operation was which. Operations have a key, "P GET /v1/users/{}", and those of equal keys are the same; of several of one
 * key those with equal names of parameters go first. Two keys are tried, with the base path of the server and without: the
 * documents say by what fits more which of the two they mean. What is left over is paired by operationId. */
#include "difference/finder.h"

struct matching {
    struct difference_finder *finder;
    const struct contract_operation **was;
    bool *has_moved;  /* of NEW: paired by operationId */
    bool *taken;      /* of OLD */
    size_t *next;     /* of OLD: the next of the same key + 1 */
    struct table old; /* keys of OLD to the first of that key + 1, as a pointer */
    const struct contract_operation *
        *owners; /* of callbacks: operations of the document, by where they stand */
    size_t owner_count;
};

static struct slice base_of(const struct contract_operation *operation)
{
    return operation->server_count ? operation->servers[0].base : (struct slice){ 0 };
}

/* The path with "{}" for whatever stands in braces. */
static void append_path(struct buffer *out, struct slice path)
{
    while (path.len) {
        struct slice before = slice_cut(&path, '{');

        buffer_append(out, before);
        if (!path.len)
            break;
        slice_cut(&path, '}');
        buffer_text(out, "{}");
    }
}

/* ---- callbacks belong to the operation around them: two may have the same expression */

static int order_places(const void *left, const void *right)
{
    const struct tree_node *a = (*(const struct contract_operation *const *)left)->node;
    const struct tree_node *b = (*(const struct contract_operation *const *)right)->node;

    if (a->file != b->file)
        return a->file->order < b->file->order ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static bool find_owners(struct matching *matching, const struct contract *contract)
{
    matching->owners = arena_get_array(matching->finder->graph.arena, contract->operation_count + 1,
                                       sizeof(struct contract_operation *));
    matching->owner_count = 0;
    for (size_t i = 0; matching->owners && i < contract->operation_count; i++) {
        if (contract->operations[i].origin != CONTRACT_CALLBACK && contract->operations[i].node)
            matching->owners[matching->owner_count++] = &contract->operations[i];
    }
    if (matching->owners)
        qsort(matching->owners, matching->owner_count, sizeof *matching->owners, order_places);
    return matching->owners != NULL;
}

/* NULL: the callback is a component. */
static const struct contract_operation *owner_of(const struct matching *matching,
                                                 const struct contract_operation *callback)
{
    const struct contract_operation *owner;
    size_t low = 0, high = matching->owner_count;

    if (!callback->node)
        return NULL;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (order_places(&matching->owners[middle], &callback) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    owner = matching->owners[low - 1];
    return owner->node->file == callback->node->file && callback->node->start < owner->node->end ? owner
                                                                                                 : NULL;
}

/* ---- keys */

static struct slice key_of(const struct matching *matching, const struct contract_operation *operation,
                           bool with_base)
{
    static const char origins[] = {
        [CONTRACT_PATHS] = 'P', [CONTRACT_WEBHOOK] = 'W', [CONTRACT_CALLBACK] = 'C'
    };
    struct buffer *out = &matching->finder->text;

    buffer_reset(out);
    buffer_printf(out, "%c %.*s ", origins[operation->origin], SLICE_ARG(operation->method));
    if (operation->origin == CONTRACT_CALLBACK) {
        const struct contract_operation *owner = owner_of(matching, operation);

        if (owner) {
            buffer_printf(out, "%.*s ", SLICE_ARG(owner->method));
            append_path(out, owner->path);
        }
        buffer_byte(out, ' ');
        buffer_append(out, operation->path);
    } else {
        if (with_base && operation->origin == CONTRACT_PATHS)
            append_path(out, base_of(operation));
        append_path(out, operation->path);
    }
    return difference_keep(matching->finder);
}

struct keys {
    struct slice *old, *new;
};

static bool keys_make(struct matching *matching, bool with_base, struct keys *ret)
{
    const struct contract *old = matching->finder->old, *new = matching->finder->new;
    struct arena *arena = matching->finder->graph.arena;

    *ret = (struct keys){ arena_get_array(arena, old->operation_count + 1, sizeof(struct slice)),
                          arena_get_array(arena, new->operation_count + 1, sizeof(struct slice)) };
    if (!ret->old || !ret->new || !find_owners(matching, old))
        return false;
    for (size_t i = 0; i < old->operation_count; i++)
        ret->old[i] = key_of(matching, &old->operations[i], with_base);
    if (!find_owners(matching, new))
        return false;
    for (size_t i = 0; i < new->operation_count; i++)
        ret->new[i] = key_of(matching, &new->operations[i], with_base);
    return !matching->finder->out->failed;
}

/* ---- by key */

static void *place_pointer(size_t place)
{
    return (void *)(uintptr_t)(place + 1);
}

/* The place of the first of OLD with that key, SIZE_MAX for none. */
static size_t first_of(const struct matching *matching, struct slice key)
{
    return (size_t)(uintptr_t)table_find(&matching->old, key) - 1;
}

/* From the last to the first, so that each chain is in the order of the document. */
static bool index_old(struct matching *matching, const struct slice *keys)
{
    size_t count = matching->finder->old->operation_count;

    table_done(&matching->old);
    table_init(&matching->old, matching->finder->out->account);
    for (size_t i = count; i-- > 0;) {
        matching->next[i] = first_of(matching, keys[i]) + 1;
        if (!table_put(&matching->old, keys[i], place_pointer(i)))
            return false;
    }
    return true;
}

static size_t count_hits(const struct matching *matching, const struct slice *keys)
{
    size_t hits = 0;

    for (size_t i = 0; i < matching->finder->new->operation_count; i++)
        hits += first_of(matching, keys[i]) != SIZE_MAX;
    return hits;
}

/* The first of the key that is not taken; those before it are forgotten, so that long chains are walked once. */
static size_t first_free(struct matching *matching, struct slice key)
{
    size_t first = first_of(matching, key), o = first;

    while (o != SIZE_MAX && matching->taken[o])
        o = matching->next[o] - 1;
    if (o != first && o != SIZE_MAX)
        table_put(&matching->old, key, place_pointer(o)); /* replaces: cannot be refused */
    else if (o != first)
        table_remove(&matching->old, key);
    return o;
}

#define CHAIN_MOST 64 /* operations of one key that are looked through for one of equal names */

static size_t best_of(struct matching *matching, struct slice key, struct slice path)
{
    size_t first = first_free(matching, key), steps = 0;

    for (size_t o = first; o != SIZE_MAX && steps++ < CHAIN_MOST; o = matching->next[o] - 1) {
        if (!matching->taken[o] && slice_eq(matching->finder->old->operations[o].path, path))
            return o;
    }
    return first;
}

static void pair_by_key(struct matching *matching, const struct slice *keys)
{
    const struct contract *old = matching->finder->old, *new = matching->finder->new;

    for (size_t i = 0; i < new->operation_count; i++) {
        size_t best = best_of(matching, keys[i], new->operations[i].path);

        if (best == SIZE_MAX)
            continue;
        matching->was[i] = &old->operations[best];
        matching->taken[best] = true;
    }
}

/* ---- by operationId */

static bool pair_by_id(struct matching *matching)
{
    const struct contract *old = matching->finder->old, *new = matching->finder->new;

    table_done(&matching->old);
    table_init(&matching->old, matching->finder->out->account);
    for (size_t i = 0; i < old->operation_count; i++) {
        const struct contract_operation *operation = &old->operations[i];

        if (!matching->taken[i] && operation->id.len && operation->origin == CONTRACT_PATHS &&
            !table_put(&matching->old, operation->id, place_pointer(i)))
            return false;
    }
    for (size_t i = 0; i < new->operation_count; i++) {
        const struct contract_operation *operation = &new->operations[i];
        size_t place = operation->id.len && operation->origin == CONTRACT_PATHS && !matching->was[i]
                           ? first_of(matching, operation->id)
                           : SIZE_MAX;

        if (place == SIZE_MAX || matching->taken[place])
            continue;
        matching->was[i] = &old->operations[place];
        matching->has_moved[i] = true;
        matching->taken[place] = true;
    }
    return true;
}

static bool bases_differ(const struct contract *old, const struct contract *new)
{
    return old->server_count && new->server_count && !slice_eq(old->servers[0].base, new->servers[0].base);
}

static bool match(struct matching *matching)
{
    struct difference_finder *finder = matching->finder;
    struct keys plain, full;
    const struct slice *keys;

    if (!keys_make(matching, false, &plain) || !index_old(matching, plain.old))
        return false;
    keys = plain.new;
    if (bases_differ(finder->old, finder->new)) {
        size_t hits = count_hits(matching, plain.new);

        if (!keys_make(matching, true, &full) || !index_old(matching, full.old))
            return false;
        finder->is_moved = count_hits(matching, full.new) > hits;
        if (finder->is_moved)
            keys = full.new;
        else if (!index_old(matching, plain.old))
            return false;
    }
    pair_by_key(matching, keys);
    return pair_by_id(matching);
}

bool difference_match(struct difference_finder *finder, const struct contract_operation **ret,
                      bool *ret_moved)
{
    size_t count = finder->old->operation_count + 1;
    struct matching matching = {
        .finder = finder,
        .was = ret,
        .has_moved = ret_moved,
        .taken = arena_get_array(finder->graph.arena, count, sizeof *matching.taken),
        .next = arena_get_array(finder->graph.arena, count, sizeof *matching.next),
    };
    bool is_done;

    table_init(&matching.old, finder->out->account);
    is_done = matching.taken && matching.next && match(&matching);
    table_done(&matching.old);
    return is_done;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Places of a document that is being added to: what stands there and what will stand there look alike. */
#include "drift/addition_inside.h"

#include "base/clock.h"
#include "contract/reference.h"

const char *const spot_after_parameters[] = { "requestBody", "responses", "callbacks", "deprecated",
                                              "security",    "servers",   NULL };
const char *const spot_after_body[] = { "responses", "callbacks", "deprecated", "security", "servers", NULL };

#define OBSERVED "x-plainsight-observed"

static const struct spot nowhere;

bool spot_is(struct spot spot)
{
    return spot.tree || spot.made;
}

struct spot spot_root(const struct planning *planning)
{
    return (struct spot){ .tree = planning->contract->file->root };
}

static struct spot follow(struct planning *planning, const struct tree_node *tree)
{
    return (struct spot){ .tree = tree ? reference_follow(planning->additions->documents, tree) : NULL };
}

struct spot spot_get(struct planning *planning, struct spot spot, struct slice key)
{
    const struct tree_node *tree = tree_get(spot.tree, key);

    if (tree)
        return follow(planning, tree);
    if (spot.tree)
        return (struct spot){ .made = edits_given(&planning->additions->edits, spot.tree, key) };
    return (struct spot){ .made = document_member(spot.made, key) };
}

static const struct tree_member *first_of(const struct tree_node *mapping, const char *const *names)
{
    for (; names && *names; names++) {
        const struct tree_member *member = tree_member(mapping, slice_of(*names));

        if (member && !member->is_merged)
            return member;
    }
    return NULL;
}

bool spot_put(struct planning *planning, struct spot spot, struct slice key, struct node *value,
              const char *const *before)
{
    if (!value)
        planning->failed |= planning->document->failed;
    if (!value || (spot.made && document_member(spot.made, key)))
        return false;
    if (spot.made)
        document_put(planning->document, spot.made, key, value);
    return spot.made ||
           edits_put(&planning->additions->edits, spot.tree, key, value, first_of(spot.tree, before));
}

bool spot_add(struct planning *planning, struct spot spot, struct node *value)
{
    if (!value)
        return false;
    if (spot.made)
        document_add(planning->document, spot.made, value);
    return spot.made || edits_add(&planning->additions->edits, spot.tree, value);
}

static bool is_container(struct spot spot, enum tree_kind kind)
{
    return spot.made || (spot.tree && (spot.tree->kind == kind || spot.tree->kind == TREE_NULL));
}

static struct spot get_or_make(struct planning *planning, struct spot spot, const char *key,
                               const char *const *before, enum tree_kind kind)
{
    struct spot there = spot_get(planning, spot, slice_of(key));
    struct node *made;

    if (spot_is(there))
        return is_container(there, kind) ? there : nowhere;
    if (tree_get(spot.tree, slice_of(key))) /* a reference that leads nowhere */
        return nowhere;
    made = kind == TREE_MAPPING ? document_object(planning->document) : document_array(planning->document);
    there = (struct spot){ .made = made };
    return spot_put(planning, spot, slice_of(key), made, before) ? there : nowhere;
}

struct spot spot_object(struct planning *planning, struct spot spot, const char *key,
                        const char *const *before)
{
    return get_or_make(planning, spot, key, before, TREE_MAPPING);
}

struct spot spot_array(struct planning *planning, struct spot spot, const char *key,
                       const char *const *before)
{
    return get_or_make(planning, spot, key, before, TREE_SEQUENCE);
}

/* ---- evidence */

static void put_date(struct planning *planning, struct node *node, const char *key, int64_t time)
{
    char text[CLOCK_TEXT];
    struct slice date;

    clock_format(time, false, text);
    date = arena_copy(planning->arena, slice_make(text, strcspn(text, "T")));
    planning->failed |= !date.at;
    document_put_text(planning->document, node, key, date);
}

void stamp_put(struct planning *planning, struct node *node, const struct support *support)
{
    struct node *stamp = document_object(planning->document);

    document_put_unsigned(planning->document, stamp, "count", support->count);
    if (support->last) {
        put_date(planning, stamp, "firstSeen", support->first);
        put_date(planning, stamp, "lastSeen", support->last);
    }
    document_flow(stamp);
    document_put(planning->document, node, SLICE(OBSERVED), stamp);
}

bool stamp_list(struct planning *planning, struct spot spot, const char *list, struct node *value)
{
    struct spot stamp = spot_object(planning, spot, OBSERVED, NULL);
    struct spot values;

    document_flow(stamp.made);
    values = spot_array(planning, stamp, list, NULL);
    return spot_add(planning, values, value);
}

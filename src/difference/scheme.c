/* SPDX-License-Identifier: Apache-2.0 */
/* Security schemes, by id. */
#include "difference/finder.h"

/* Flows of Swagger 2.0 under the names of OpenAPI 3.0. */
static struct slice flow_name(struct slice flow)
{
    if (slice_eq(flow, SLICE("application")))
        return SLICE("clientCredentials");
    return slice_eq(flow, SLICE("accessCode")) ? SLICE("authorizationCode") : flow;
}

static const struct tree_node *flow_named(const struct contract_scheme *scheme, struct slice name)
{
    const struct tree_node *flows = TREE_GET(scheme->node, "flows");

    if (flows)
        return tree_get(flows, name);
    return slice_eq(flow_name(tree_string(TREE_GET(scheme->node, "flow"))), name) ? scheme->node : NULL;
}

/* What two schemes of one id are compared with. */
struct schemes {
    struct difference_finder *finder;
    struct difference_place place;
    const struct contract_scheme *old, *new;
};

static void tell(const struct schemes *schemes, enum difference_kind kind, struct slice before,
                 struct slice after)
{
    difference_add(schemes->finder, kind, &schemes->place,
                   (struct difference_edit){ .name = schemes->new->id,
                                             .before = before,
                                             .after = after,
                                             .old_at = schemes->old->at,
                                             .new_at = schemes->new->at });
}

static void compare_address(const struct schemes *schemes, const struct tree_node *old,
                            const struct tree_node *new, struct slice keyword)
{
    struct slice before = tree_string(tree_get(old, keyword)), after = tree_string(tree_get(new, keyword));

    if (!slice_eq(before, after))
        tell(schemes, DIFFERENCE_SECURITY_ADDRESS_CHANGED, before, after);
}

static bool is_mapping(const struct tree_node *node)
{
    return node && node->kind == TREE_MAPPING;
}

static void compare_scopes(const struct schemes *schemes, const struct tree_node *old,
                           const struct tree_node *new)
{
    for (uint32_t i = 0; is_mapping(new) && i < new->count; i++) {
        if (!tree_get(old, new->members[i].key))
            tell(schemes, DIFFERENCE_OAUTH_SCOPE_DEFINED, (struct slice){ 0 }, new->members[i].key);
    }
    for (uint32_t i = 0; is_mapping(old) && i < old->count; i++) {
        if (!tree_get(new, old->members[i].key))
            tell(schemes, DIFFERENCE_OAUTH_SCOPE_UNDEFINED, old->members[i].key, (struct slice){ 0 });
    }
}

static void compare_flows(const struct schemes *schemes)
{
    static const struct slice names[] = { SLICE_TEXT("implicit"), SLICE_TEXT("password"),
                                          SLICE_TEXT("clientCredentials"), SLICE_TEXT("authorizationCode"),
                                          SLICE_TEXT("deviceAuthorization") };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct tree_node *old = flow_named(schemes->old, names[i]),
                               *new = flow_named(schemes->new, names[i]);

        if (!old && new)
            tell(schemes, DIFFERENCE_OAUTH_FLOW_ADDED, (struct slice){ 0 }, names[i]);
        if (old && !new)
            tell(schemes, DIFFERENCE_OAUTH_FLOW_REMOVED, names[i], (struct slice){ 0 });
        if (!old || !new)
            continue;
        compare_address(schemes, old, new, SLICE("authorizationUrl"));
        compare_address(schemes, old, new, SLICE("tokenUrl"));
        compare_address(schemes, old, new, SLICE("refreshUrl"));
        compare_scopes(schemes, TREE_GET(old, "scopes"), TREE_GET(new, "scopes"));
    }
}

/* "http bearer", "oauth2"; `basic` of Swagger 2.0 is http basic of OpenAPI 3. */
static struct slice kind_text(const struct schemes *schemes, const struct contract_scheme *scheme)
{
    struct slice name = tree_string(TREE_GET(scheme->node, "scheme"));

    if (slice_eq_nocase(scheme->type, SLICE("basic")))
        return SLICE("http basic");
    if (!slice_eq_nocase(scheme->type, SLICE("http")))
        return scheme->type;
    return arena_printf(&schemes->finder->out->arena, "http %.*s", SLICE_ARG(name));
}

/* Whether they are of one kind, so that details can be compared. */
static bool compare_kinds(const struct schemes *schemes)
{
    struct slice before = kind_text(schemes, schemes->old), after = kind_text(schemes, schemes->new);

    if (slice_eq_nocase(before, after))
        return true;
    tell(schemes, DIFFERENCE_SECURITY_SCHEME_CHANGED, before, after);
    return false;
}

static void compare_keys(const struct schemes *schemes)
{
    const struct contract_scheme *old = schemes->old, *new = schemes->new;
    bool is_same = new->place == CONTRACT_HEADER ? slice_eq_nocase(old->name, new->name)
                                                 : slice_eq(old->name, new->name);

    if (old->place != new->place)
        tell(schemes, DIFFERENCE_API_KEY_MOVED, slice_of(contract_place_name(old->place)),
             slice_of(contract_place_name(new->place)));
    if (!is_same)
        tell(schemes, DIFFERENCE_API_KEY_RENAMED, old->name, new->name);
}

static void compare_scheme(const struct schemes *schemes)
{
    const struct contract_scheme *old = schemes->old, *new = schemes->new;

    if (!compare_kinds(schemes))
        return;
    if (new->kind == CONTRACT_API_KEY)
        compare_keys(schemes);
    if (!slice_eq(old->bearer_format, new->bearer_format))
        tell(schemes, DIFFERENCE_BEARER_FORMAT_CHANGED, old->bearer_format, new->bearer_format);
    compare_flows(schemes);
    compare_address(schemes, old->node, new->node, SLICE("openIdConnectUrl"));
}

/* ---- which is which */

struct scheme_index {
    const struct contract_scheme *list;
    size_t count;
    struct difference_index index;
};

static bool index_schemes(struct difference_finder *finder, const struct contract *contract,
                          struct scheme_index *ret)
{
    *ret = (struct scheme_index){ .list = contract->schemes, .count = contract->scheme_count };
    return ret->count == 0 || difference_index_make(finder->graph.arena, &ret->list->id, sizeof *ret->list,
                                                    ret->count, &ret->index);
}

static const struct contract_scheme *find_scheme(const struct scheme_index *schemes, struct slice id)
{
    size_t place = SIZE_MAX;

    if (schemes->count)
        place = difference_index_find(&schemes->index, &schemes->list->id, sizeof *schemes->list,
                                      schemes->count, id);
    return place == SIZE_MAX ? NULL : &schemes->list[place];
}

/* Whether the same is sent: ids are names inside a document. */
static bool is_sent_alike(const struct contract_scheme *old, const struct contract_scheme *new)
{
    if (old->kind != new->kind || old->kind == CONTRACT_SCHEME_UNKNOWN || old->place != new->place)
        return false;
    return slice_eq(old->name, new->name) && slice_eq_nocase(old->type, new->type);
}

struct slice difference_scheme_id(const struct difference_finder *finder,
                                  const struct contract_scheme *scheme)
{
    const struct contract_scheme *was = table_find(&finder->renamed, slice_make(&scheme, sizeof(scheme)));

    return was ? was->id : scheme->id;
}

static bool note(struct difference_finder *finder, const struct contract_scheme *scheme,
                 const struct contract_scheme *was)
{
    struct slice key = arena_copy(finder->graph.arena, slice_make(&scheme, sizeof(scheme)));

    return key.at && table_put(&finder->renamed, key, (void *)(uintptr_t)was);
}

/* Both are noted: the old one as what it is, so that it is not taken twice. */
static void note_renamed(struct difference_finder *finder, const struct contract_scheme *old,
                         const struct contract_scheme *new)
{
    struct difference_place place = { .location = SLICE("security"), .name = new->id };

    if (!note(finder, new, old) || !note(finder, old, old)) {
        finder->out->failed = true;
        return;
    }
    difference_add(finder, DIFFERENCE_SECURITY_SCHEME_RENAMED, &place,
                   (struct difference_edit){
                       .before = old->id, .after = new->id, .old_at = old->at, .new_at = new->at });
}

static bool is_renamed(const struct difference_finder *finder, const struct contract_scheme *old)
{
    return table_find(&finder->renamed, slice_make(&old, sizeof(old))) != NULL;
}

/* One that went and one that came and is sent alike is one that was renamed. */
static const struct contract_scheme *find_renamed(struct difference_finder *finder,
                                                  const struct scheme_index *olds,
                                                  const struct scheme_index *news,
                                                  const struct contract_scheme *new)
{
    if (!olds->list || !difference_may(finder, olds->count))
        return NULL;
    for (size_t i = 0; i < olds->count; i++) {
        const struct contract_scheme *old = &olds->list[i];

        if (is_sent_alike(old, new) && !find_scheme(news, old->id) && !is_renamed(finder, old))
            return old;
    }
    return NULL;
}

static void tell_alone(struct difference_finder *finder, enum difference_kind kind, struct slice id,
                       struct position old_at, struct position new_at)
{
    struct difference_place place = { .location = SLICE("security"), .name = id };

    difference_add(finder, kind, &place,
                   (struct difference_edit){ .name = id, .old_at = old_at, .new_at = new_at });
}

static void compare_new(struct difference_finder *finder, const struct scheme_index *olds,
                        const struct scheme_index *news, const struct contract_scheme *new)
{
    struct schemes schemes = { .finder = finder,
                               .place = { .location = SLICE("security"), .name = new->id },
                               .new = new };

    schemes.old = find_scheme(olds, new->id);
    if (!schemes.old) {
        schemes.old = find_renamed(finder, olds, news, new);
        if (schemes.old)
            note_renamed(finder, schemes.old, new);
    }
    if (schemes.old)
        compare_scheme(&schemes);
    else
        tell_alone(finder, DIFFERENCE_SECURITY_SCHEME_ADDED, new->id, tree_position(finder->old->file->root),
                   new->at);
}

void difference_schemes(struct difference_finder *finder)
{
    struct scheme_index olds, news;

    if (!index_schemes(finder, finder->old, &olds) || !index_schemes(finder, finder->new, &news)) {
        finder->out->failed = true;
        return;
    }
    for (size_t i = 0; i < news.count; i++)
        compare_new(finder, &olds, &news, &news.list[i]);
    for (size_t i = 0; i < olds.count; i++) {
        if (!find_scheme(&news, olds.list[i].id) && !is_renamed(finder, &olds.list[i]))
            tell_alone(finder, DIFFERENCE_SECURITY_SCHEME_REMOVED, olds.list[i].id, olds.list[i].at,
                       tree_position(finder->new->file->root));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a schema says of an object's members, looked at through everything it is put together from: allOf applies whole, of
 * anyOf, oneOf and what a discriminator leads to each may apply. Schemas form a graph with circles and shared parts, so a walk keeps
 * the way it came, goes only so deep, and visits only so many; where it stops nothing may be concluded. */
#include "base/regex.h"
#include "contract/reading.h"

#define WALK_DEPTH 32
#define WALK_VISITS 2000
/* Of all walks together that list what a schema names: schemas visited, or eight names compared. What is beyond is not listed. */
#define WALK_WORK 500000u

enum openness { UNSAID, FORBIDDEN, OPEN };

struct verdict {
    bool applies; /* false: it was met already on this way, or may not be looked into */
    bool is_required;
    enum openness openness; /* for members that nobody names */
};

struct walk;
/* What a schema says itself. */
typedef struct verdict walk_own(struct walk *walk, const struct contract_schema *schema);

struct walk {
    walk_own *own;
    void *context;
    const struct contract_schema *way[WALK_DEPTH];
    unsigned depth, visits;
    size_t work;
    bool is_cut, is_stopped;
};

static struct verdict walk_schema(struct walk *walk, const struct contract_schema *schema,
                                  const struct contract_schema *from);

/* ---- the walk */

static bool is_on_way(const struct walk *walk, const struct contract_schema *schema)
{
    for (unsigned i = 0; i < walk->depth; i++) {
        if (walk->way[i] == schema)
            return true;
    }
    return false;
}

static bool enter(struct walk *walk, const struct contract_schema *schema)
{
    if (is_on_way(walk, schema))
        return false;
    if (walk->is_stopped || walk->work > WALK_WORK || walk->depth == WALK_DEPTH ||
        walk->visits == WALK_VISITS) {
        walk->is_cut = true;
        return false;
    }
    walk->way[walk->depth++] = schema;
    walk->visits++;
    return true;
}

static enum openness stricter(enum openness a, enum openness b)
{
    if (a == FORBIDDEN || b == FORBIDDEN)
        return FORBIDDEN;
    return a == OPEN || b == OPEN ? OPEN : UNSAID;
}

static enum openness looser(enum openness a, enum openness b)
{
    if (a == OPEN || b == OPEN)
        return OPEN;
    return a == FORBIDDEN && b == FORBIDDEN ? FORBIDDEN : UNSAID;
}

/* An alternative for other values than objects (null, a string) says nothing of objects. */
static bool is_for_objects(const struct contract_schema *schema)
{
    return !schema->is_never && (schema->types & CONTRACT_OBJECT);
}

/* Pet is oneOf Cat and Dog, and Cat has Pet in its allOf: coming from Cat, that is the alternative that applies. */
static bool is_chosen(const struct walk *walk, const struct contract_schema *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_on_way(walk, list[i]))
            return true;
    }
    return false;
}

static void walk_alternatives(struct walk *walk, const struct contract_schema *const *list, size_t count,
                              struct verdict *verdict)
{
    struct verdict all = { .is_required = true, .openness = FORBIDDEN };

    walk->work += count / 8;
    if (is_chosen(walk, list, count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct verdict one = { .applies = false };

        if (is_for_objects(list[i]))
            one = walk_schema(walk, list[i], NULL);
        if (!one.applies)
            continue;
        all.is_required &= one.is_required;
        all.openness = looser(all.openness, one.openness);
        all.applies = true;
    }
    if (!all.applies)
        return;
    verdict->is_required |= all.is_required;
    verdict->openness = stricter(verdict->openness, all.openness);
}

/* Coming from a component that is a kind of this one, its other kinds are out of the question. */
static void walk_variants(struct walk *walk, const struct contract_schema *schema,
                          const struct contract_schema *from, struct verdict *verdict)
{
    bool is_kind = from && from->name.len && schema_is_derived(from);

    walk->work += schema->variant_count / 8;
    for (size_t i = 0; i < schema->variant_count; i++) {
        const struct contract_schema *variant = schema->variants[i];
        struct verdict one;

        if ((is_kind && variant->name.len) || !is_for_objects(variant))
            continue;
        one = walk_schema(walk, variant, NULL);
        if (one.applies && one.openness == OPEN && verdict->openness == UNSAID)
            verdict->openness = OPEN;
    }
}

/* `from`: what has the schema in its allOf; else NULL. */
static struct verdict walk_schema(struct walk *walk, const struct contract_schema *schema,
                                  const struct contract_schema *from)
{
    struct verdict verdict = { .applies = false };

    if (!enter(walk, schema))
        return verdict;
    verdict = walk->own(walk, schema);
    for (size_t i = 0; i < schema->all_count; i++) {
        struct verdict part = walk_schema(walk, schema->all_of[i], schema);

        if (!part.applies)
            continue;
        verdict.is_required |= part.is_required;
        verdict.openness = stricter(verdict.openness, part.openness);
    }
    walk_alternatives(walk, schema->any_of, schema->any_count, &verdict);
    walk_alternatives(walk, schema->one_of, schema->one_count, &verdict);
    walk_variants(walk, schema, from, &verdict);
    walk->depth--;
    return verdict;
}

/* ---- one member */

struct search {
    struct slice name;
    struct contract_said *said;
    const struct contract_schema *maps[CONTRACT_SAID_MOST];
    size_t map_count;
    unsigned first_visit; /* where said->first was found */
    bool names_any;       /* some member is named somewhere */
};

/* Long lists are looked up in the tree, which has an index for them; properties stand as its members do. */
#define COMPARED_MOST 16

static const struct contract_property *find_property(const struct contract_schema *schema, struct slice name,
                                                     size_t *work)
{
    const struct tree_node *node;
    const struct tree_member *member;

    if (schema->node && schema->property_count > COMPARED_MOST) {
        node = TREE_GET(schema->node, "properties");
        member = tree_member(node, name);
        return member ? &schema->properties[member - node->members] : NULL;
    }
    *work += schema->property_count / 8;
    for (size_t i = 0; i < schema->property_count; i++) {
        if (slice_eq(schema->properties[i].name, name))
            return &schema->properties[i];
    }
    return NULL;
}

static bool is_required(const struct contract_schema *schema, struct slice name, size_t *work)
{
    *work += schema->required_count / 8;
    for (size_t i = 0; i < schema->required_count; i++) {
        if (slice_eq(schema->required[i], name))
            return true;
    }
    return false;
}

static void add_schema(const struct contract_schema **list, size_t *count, bool *is_full,
                       const struct contract_schema *schema)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i] == schema)
            return;
    }
    if (*count == CONTRACT_SAID_MOST)
        *is_full = true;
    else
        list[(*count)++] = schema;
}

static void search_patterns(struct search *search, const struct contract_schema *schema, size_t *work)
{
    struct contract_said *said = search->said;

    for (size_t i = 0; i < schema->pattern_count; i++) {
        *work += 4;
        if (regex_search(schema->patterns[i].regex, search->name) != REGEX_NO)
            add_schema(said->schemas, &said->count, &said->is_unknown, schema->patterns[i].schema);
    }
}

static struct verdict search_own(struct walk *walk, const struct contract_schema *schema)
{
    static const enum openness opennesses[] = { [ADDITIONAL_UNSAID] = UNSAID,
                                                [ADDITIONAL_FORBIDDEN] = FORBIDDEN,
                                                [ADDITIONAL_ALLOWED] = OPEN,
                                                [ADDITIONAL_SCHEMA] = OPEN };
    struct search *search = walk->context;
    struct contract_said *said = search->said;
    const struct contract_property *property = find_property(schema, search->name, &walk->work);

    said->is_unknown |= schema->is_unknown;
    search->names_any |= schema->property_count || schema->pattern_count;
    if (property) {
        add_schema(said->schemas, &said->count, &said->is_unknown, property->schema);
        if (!said->first) {
            said->first = property;
            search->first_visit = walk->visits;
        }
    }
    search_patterns(search, schema, &walk->work);
    if (schema->additional_kind == ADDITIONAL_SCHEMA)
        add_schema(search->maps, &search->map_count, &said->is_unknown, schema->additional);
    return (struct verdict){ .applies = true,
                             .is_required = is_required(schema, search->name, &walk->work),
                             .openness = opennesses[schema->additional_kind] };
}

/* search->said is empty. Answers the work it was. */
static size_t search_member(struct search *search, const struct contract_schema *object)
{
    struct walk walk = { .own = search_own, .context = search };
    struct contract_said *said = search->said;
    struct verdict verdict;

    verdict = walk_schema(&walk, object, NULL);
    said->is_unknown |= walk.is_cut;
    said->is_required = verdict.is_required;
    if (said->count)
        return walk.work + walk.visits;
    said->is_open = verdict.openness == OPEN || (verdict.openness == UNSAID && !search->names_any);
    for (size_t i = 0; said->is_open && i < search->map_count; i++)
        said->schemas[said->count++] = search->maps[i];
    return walk.work + walk.visits;
}

void contract_member(const struct contract_schema *object, struct slice name, struct contract_said *ret)
{
    struct search search = { .name = name, .said = ret };

    *ret = (struct contract_said){ .count = 0 };
    search_member(&search, object);
}

/* ---- all members */

/* Of each name met on the way it is asked what the whole schema says of it. */
struct listing {
    const struct contract_schema *object;
    contract_property_sink *sink;
    void *context;
    const struct contract_property **properties;
    struct slice *required;
    size_t count, most;
};

static void work_done(struct walk *walk, size_t work)
{
    walk->work += work;
    walk->is_stopped |= walk->work > WALK_WORK;
}

static struct verdict list_properties(struct walk *walk, const struct contract_schema *schema)
{
    struct listing *listing = walk->context;

    for (size_t i = 0; i < schema->property_count && !walk->is_stopped; i++) {
        const struct contract_property *property = &schema->properties[i];
        struct contract_said said = { .count = 0 };
        struct search search = { .name = property->name, .said = &said };

        work_done(walk, search_member(&search, listing->object));
        if (said.first == property && search.first_visit == walk->visits)
            listing->sink(listing->context, property, said.is_required);
    }
    return (struct verdict){ .applies = true };
}

void contract_properties(const struct contract_schema *schema, contract_property_sink *sink, void *context)
{
    struct listing listing = { .object = schema, .sink = sink, .context = context };
    struct walk walk = { .own = list_properties, .context = &listing };

    walk_schema(&walk, schema, NULL);
}

static bool is_listed(const struct listing *listing, struct slice name)
{
    for (size_t i = 0; i < listing->count; i++) {
        if (slice_eq(listing->required[i], name))
            return true;
    }
    return false;
}

static struct verdict list_required(struct walk *walk, const struct contract_schema *schema)
{
    struct listing *listing = walk->context;

    for (size_t i = 0; i < schema->required_count && !walk->is_stopped; i++) {
        struct slice name = schema->required[i];
        struct contract_said said = { .count = 0 };
        struct search search = { .name = name, .said = &said };

        work_done(walk, listing->count / 8);
        if (listing->count == listing->most || is_listed(listing, name))
            continue;
        work_done(walk, search_member(&search, listing->object));
        if (!said.is_required)
            continue;
        if (listing->properties)
            listing->properties[listing->count] = said.first;
        listing->required[listing->count++] = name;
    }
    return (struct verdict){ .applies = true };
}

size_t contract_required(const struct contract_schema *schema,
                         const struct contract_property **ret_properties, struct slice *ret, size_t most)
{
    struct listing listing = {
        .object = schema, .properties = ret_properties, .required = ret, .most = most
    };
    struct walk walk = { .own = list_required, .context = &listing };

    walk_schema(&walk, schema, NULL);
    return listing.count;
}

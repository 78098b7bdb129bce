/* SPDX-License-Identifier: Apache-2.0 */
/* First the parts of a schema are gathered (itself, all_of of all_of, a lone alternative), then their keywords are laid over each
 * other, then their properties put into one list. A schema without parts, which most are, is its own whole. */
#include "difference/flat.h"

#include "difference/merge.h"

/* While one schema is made flat. */
struct gathering {
    const struct contract_schema *parts[DIFFERENCE_PARTS_MOST];
    size_t part_count;
    struct difference_union unions[DIFFERENCE_UNIONS_MOST];
    size_t union_count;
    bool has_null; /* a lone alternative stood beside null */
    bool is_incomplete;
};

void difference_flats_init(struct difference_flats *flats, struct arena *arena, struct memory *account)
{
    *flats = (struct difference_flats){ .arena = arena };
    table_init(&flats->flats, account);
    table_init(&flats->made, account);
}

void difference_flats_done(struct difference_flats *flats)
{
    table_done(&flats->flats);
    table_done(&flats->made);
}

static void *flats_get(struct difference_flats *flats, size_t count, size_t size)
{
    void *at = arena_get_array(flats->arena, count, size);

    if (!at && count)
        flats->failed = true;
    return at;
}

static bool is_null(const struct contract_schema *schema)
{
    return schema->types == CONTRACT_NULL;
}

static void gather(struct gathering *gathering, const struct contract_schema *schema);

static void gather_union(struct difference_union *into, const struct contract_schema *const *variants,
                         size_t count)
{
    into->variants = variants;
    into->count = count;
    for (size_t i = 0; i < count; i++)
        into->has_null |= is_null(variants[i]);
}

/* Alternatives of which one is not null are no choice: {anyOf: [X, {type: null}]} is how 3.1 says nullable. */
static void gather_variants(struct gathering *gathering, const struct contract_schema *owner,
                            const struct contract_schema *const *variants, size_t count, bool is_one_of)
{
    const struct contract_schema *lone = NULL;
    size_t others = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_null(variants[i])) {
            lone = variants[i];
            others++;
        }
    }
    if (others == 1) {
        gathering->has_null |= count > 1;
        gather(gathering, lone);
    } else if (others > 1 && gathering->union_count < DIFFERENCE_UNIONS_MOST) {
        struct difference_union *into = &gathering->unions[gathering->union_count++];

        *into = (struct difference_union){ .is_one_of = is_one_of, .owner = owner };
        gather_union(into, variants, count);
    } else if (others > 1) {
        gathering->is_incomplete = true;
    }
}

static bool is_gathered(const struct gathering *gathering, const struct contract_schema *schema)
{
    for (size_t i = 0; i < gathering->part_count; i++) {
        if (gathering->parts[i] == schema)
            return true;
    }
    return false;
}

/* Depth is bounded by the number of parts, since none is entered twice. */
static void gather(struct gathering *gathering, const struct contract_schema *schema)
{
    if (is_gathered(gathering, schema))
        return;
    if (gathering->part_count == DIFFERENCE_PARTS_MOST) {
        gathering->is_incomplete = true;
        return;
    }
    gathering->parts[gathering->part_count++] = schema;
    for (size_t i = 0; i < schema->all_count; i++)
        gather(gathering, schema->all_of[i]);
    gather_variants(gathering, schema, schema->one_of, schema->one_count, true);
    gather_variants(gathering, schema, schema->any_of, schema->any_count, false);
}

/* A schema that holds both to be true. Of more than DIFFERENCE_MADE_MOST the first counts. */
static const struct contract_schema *make_both(struct difference_flats *flats,
                                               const struct contract_schema *a,
                                               const struct contract_schema *b)
{
    struct made {
        struct contract_schema schema;
        const struct contract_schema *parts[2];
    } * made;
    const struct contract_schema *parts[2] = { a, b };

    if (a == b)
        return a;
    made = table_find(&flats->made, slice_make(parts, sizeof parts));
    if (made)
        return &made->schema;
    if (flats->made.count >= DIFFERENCE_MADE_MOST) {
        flats->is_incomplete = true;
        return a;
    }
    made = flats_get(flats, 1, sizeof *made);
    if (!made)
        return a;
    memcpy(made->parts, parts, sizeof parts);
    made->schema = (struct contract_schema){
        .at = a->at, .name = a->name, .types = CONTRACT_ANY_TYPE, .all_of = made->parts, .all_count = 2
    };
    if (!table_put(&flats->made, slice_make(made->parts, sizeof made->parts), made))
        flats->failed = true;
    return &made->schema;
}

/* The keywords of all parts in one schema. */
static const struct contract_schema *lay_over(struct difference_flats *flats,
                                              const struct gathering *gathering)
{
    struct contract_schema *whole;

    if (gathering->part_count == 1)
        return gathering->parts[0];
    whole = flats_get(flats, 1, sizeof *whole);
    if (!whole)
        return gathering->parts[0];
    *whole = *gathering->parts[0];
    for (size_t i = 1; i < gathering->part_count; i++) {
        const struct contract_schema *part = gathering->parts[i];

        if (!difference_merge(flats->arena, whole, part))
            flats->failed = true;
        if (whole->items && part->items)
            whole->items = make_both(flats, whole->items, part->items);
        else if (part->items)
            whole->items = part->items;
    }
    return whole;
}

struct listing {
    struct difference_property *list;
    size_t count;
    struct table places; /* by name, of long lists */
};

static struct difference_property *listing_find(const struct listing *listing, struct slice name)
{
    if (listing->places.account)
        return table_find(&listing->places, name);
    for (size_t i = 0; i < listing->count; i++) {
        if (slice_eq(listing->list[i].name, name))
            return &listing->list[i];
    }
    return NULL;
}

static struct difference_property *listing_add(struct difference_flats *flats, struct listing *listing,
                                               struct slice name)
{
    struct difference_property *property = listing_find(listing, name);

    if (property)
        return property;
    property = &listing->list[listing->count++];
    *property = (struct difference_property){ .name = name };
    if (listing->places.account && !table_put(&listing->places, name, property))
        flats->failed = true;
    return property;
}

static const struct contract_schema anything = { .types = CONTRACT_ANY_TYPE };

static void list_part(struct difference_flats *flats, struct listing *listing,
                      const struct contract_schema *part)
{
    for (size_t i = 0; i < part->property_count; i++) {
        const struct contract_property *from = &part->properties[i];
        struct difference_property *property = listing_add(flats, listing, from->name);

        property->schema =
            property->is_named ? make_both(flats, property->schema, from->schema) : from->schema;
        if (!property->is_named)
            property->at = from->at;
        property->is_named = true;
    }
    for (size_t i = 0; i < part->required_count; i++) {
        struct difference_property *property = listing_add(flats, listing, part->required[i]);

        if (!property->schema) {
            property->schema = &anything;
            property->at = part->at;
        }
        property->is_required = true;
    }
}

#define LISTING_SHORT 16

static void list_properties(struct difference_flats *flats, const struct gathering *gathering,
                            struct difference_flat *flat)
{
    struct listing listing = { 0 };
    size_t most = 0;

    for (size_t i = 0; i < gathering->part_count; i++)
        most += gathering->parts[i]->property_count + gathering->parts[i]->required_count;
    listing.list = flats_get(flats, most, sizeof *listing.list);
    if (!listing.list)
        return;
    if (most > LISTING_SHORT)
        table_init(&listing.places, flats->flats.account);
    for (size_t i = 0; i < gathering->part_count && !flats->failed; i++)
        list_part(flats, &listing, gathering->parts[i]);
    if (listing.places.account)
        table_done(&listing.places);
    flat->properties = listing.list;
    flat->property_count = listing.count;
    if (!difference_index_make(flats->arena, &listing.list->name, sizeof *listing.list, listing.count,
                               &flat->index))
        flats->failed = true;
}

/* `nullable: true` beside all_of says null whatever the parts say: not so by the letter of OpenAPI 3.0.3 4.7.24.1, but meant so
 * by everybody who writes it. */
static bool has_null(const struct difference_flat *flat, const struct gathering *gathering)
{
    bool is_said = flat->whole->types_said || flat->whole->types != CONTRACT_ANY_TYPE;

    for (size_t i = 0; i < gathering->union_count; i++) {
        if (gathering->unions[i].has_null)
            return true;
    }
    if (gathering->has_null || flat->schema->nullable)
        return true;
    return (gathering->union_count == 0 || is_said) && (flat->whole->types & CONTRACT_NULL);
}

static bool says_nothing(const struct difference_flat *flat)
{
    const struct contract_schema *whole = flat->whole;

    return whole->types == CONTRACT_ANY_TYPE && !whole->types_said && flat->union_count == 0 &&
           flat->property_count == 0 && !whole->has_choices && !whole->negated && !whole->items &&
           whole->format.len == 0;
}

static bool is_alternative(const struct gathering *gathering, const struct contract_schema *schema)
{
    for (size_t i = 0; i < gathering->union_count; i++) {
        for (size_t j = 0; j < gathering->unions[i].count; j++) {
            if (gathering->unions[i].variants[j] == schema)
                return true;
        }
    }
    return false;
}

/* A part whose variants include this very schema is what it derives from: those are its siblings, not its kinds. */
static bool is_base(const struct gathering *gathering, const struct contract_schema *part)
{
    for (size_t i = 0; i < part->variant_count; i++) {
        if (is_gathered(gathering, part->variants[i]))
            return true;
    }
    return false;
}

#define BESIDES_MOST 1024

static void list_besides(struct difference_flats *flats, const struct gathering *gathering,
                         struct difference_union *ret)
{
    const struct contract_schema **list;
    size_t most = 0, count = 0;

    for (size_t i = 0; i < gathering->part_count; i++)
        most += gathering->parts[i]->variant_count;
    flats->is_incomplete |= most > BESIDES_MOST;
    if (most == 0 || most > BESIDES_MOST)
        return;
    list = flats_get(flats, most, sizeof *list);
    for (size_t i = 0; list && i < gathering->part_count; i++) {
        const struct contract_schema *part = gathering->parts[i];

        for (size_t j = 0; j < part->variant_count && !is_base(gathering, part); j++) {
            if (!is_alternative(gathering, part->variants[j]))
                list[count++] = part->variants[j];
        }
    }
    ret->variants = list;
    ret->count = list ? count : 0;
}

static void fill(struct difference_flats *flats, const struct gathering *gathering,
                 struct difference_flat *flat)
{
    struct difference_union *unions = flats_get(flats, gathering->union_count, sizeof *unions);
    const struct contract_schema **parts = flats_get(flats, gathering->part_count, sizeof *parts);

    if (!parts || (!unions && gathering->union_count))
        return;
    if (unions)
        memcpy(unions, gathering->unions, gathering->union_count * sizeof *unions);
    memcpy(parts, gathering->parts, gathering->part_count * sizeof *parts);
    flat->parts = parts;
    flat->part_count = gathering->part_count;
    flat->unions = unions;
    flat->union_count = gathering->union_count;
    flat->whole = lay_over(flats, gathering);
    flat->besides.owner = flat->schema;
    list_besides(flats, gathering, &flat->besides);
    list_properties(flats, gathering, flat);
    flat->types = flat->whole->types & ~(unsigned)CONTRACT_NULL;
    flat->has_null = has_null(flat, gathering);
    flat->is_unknown = gathering->part_count == 1 && flat->schema->is_unknown;
    flat->is_never = flat->whole->is_never;
    flat->is_anything = says_nothing(flat);
}

/* Variants without those that are null, in an array of their own when there are any. */
static void drop_nulls(struct difference_flats *flats, struct difference_union *from)
{
    const struct contract_schema **kept;
    size_t count = 0;

    if (!from->has_null)
        return;
    kept = flats_get(flats, from->count, sizeof *kept);
    for (size_t i = 0; kept && i < from->count; i++) {
        if (!is_null(from->variants[i]))
            kept[count++] = from->variants[i];
    }
    from->variants = kept;
    from->count = count;
}

const struct difference_flat *difference_flat(struct difference_flats *flats,
                                              const struct contract_schema *schema)
{
    struct difference_flat *flat = table_find(&flats->flats, slice_make(&schema, sizeof(schema)));
    struct gathering gathering;

    if (flat)
        return flat;
    flat = flats_get(flats, 1, sizeof *flat);
    if (!flat)
        return NULL;
    flat->schema = schema;
    gathering.part_count = gathering.union_count = 0;
    gathering.has_null = gathering.is_incomplete = false;
    gather(&gathering, schema);
    for (size_t i = 0; i < gathering.union_count; i++)
        drop_nulls(flats, &gathering.unions[i]);
    flats->is_incomplete |= gathering.is_incomplete;
    fill(flats, &gathering, flat);
    if (!table_put(&flats->flats, slice_make(&flat->schema, sizeof flat->schema), flat))
        flats->failed = true;
    return flats->failed ? NULL : flat;
}

const struct difference_property *difference_flat_property(const struct difference_flat *flat,
                                                           struct slice name)
{
    size_t place = SIZE_MAX;

    if (flat->property_count)
        place = difference_index_find(&flat->index, &flat->properties->name, sizeof *flat->properties,
                                      flat->property_count, name);
    return place == SIZE_MAX ? NULL : &flat->properties[place];
}

const struct tree_node *difference_flat_node(const struct difference_flat *flat, struct slice keyword)
{
    const struct tree_node *node = NULL;

    for (size_t i = 0; i < flat->part_count && !node; i++)
        node = tree_get(flat->parts[i]->node, keyword);
    return node;
}

struct position difference_flat_at(const struct difference_flat *flat, struct slice keyword)
{
    for (size_t i = 0; i < flat->part_count; i++) {
        const struct tree_member *member = tree_member(flat->parts[i]->node, keyword);

        if (member)
            return tree_key_position(flat->parts[i]->node, member);
    }
    return flat->schema->at;
}

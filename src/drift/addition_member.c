/* SPDX-License-Identifier: Apache-2.0 */
/* Members that objects have and their schema does not name. One schema may describe the bodies of many operations: what all
 * of them showed makes one property. */
#include "drift/addition_inside.h"

#include "contract/reference.h"

#include <stdio.h>

#define OBJECTS_AT_ONCE 8
#define OBJECTS_MOST 256 /* more of them show nothing new */
#define PARTS_DEEP 32

/* ---- which schema */

static bool is_mapping(const struct contract_schema *schema)
{
    return schema && !schema->is_unknown && schema->node && schema->node->kind == TREE_MAPPING;
}

/* The schema, or the first of its parts, in which properties are written. */
static const struct contract_schema *with_properties(const struct contract_schema *schema, unsigned depth)
{
    if (depth == PARTS_DEEP)
        return NULL;
    if (is_mapping(schema) && TREE_GET(schema->node, "properties"))
        return schema;
    for (size_t i = 0; schema && i < schema->all_count; i++) {
        const struct contract_schema *found = with_properties(schema->all_of[i], depth + 1);

        if (found)
            return found;
    }
    return NULL;
}

/* Beside a reference stands nothing but what it says of itself: what it leads to gets the property. */
static const struct contract_schema *schema_for(const struct contract_schema *object)
{
    const struct contract_schema *found = with_properties(object, 0);

    for (unsigned depth = 0; !found && depth < PARTS_DEEP; depth++) {
        if (!is_mapping(object))
            return NULL;
        if (!reference_is(object->node, NULL))
            return object;
        object = object->all_count ? object->all_of[0] : NULL;
    }
    return found;
}

/* ---- collecting */

/* The object that has the member; NULL when there is none. */
static const struct field *object_of(const struct drift_row *row, struct body_place *ret)
{
    if (!place_of_row(row, ret))
        return NULL;
    place_up(ret);
    return ret->depth ? ret->path[ret->depth - 1] : NULL;
}

static struct member_plan *find_plan(const struct planning *planning, const struct member_plan *like)
{
    for (struct member_plan *plan = planning->members; plan; plan = plan->next) {
        if (plan->schema == like->schema && (like->schema || plan->operation == like->operation) &&
            plan->is_map == like->is_map && (like->is_map || slice_eq(plan->name, like->name)))
            return plan;
    }
    return NULL;
}

static struct member_plan *keep_plan(struct planning *planning, const struct member_plan *like)
{
    struct member_plan *plan = arena_get(planning->arena, sizeof *plan);

    if (!plan) {
        planning->failed = true;
        return NULL;
    }
    *plan = *like;
    if (planning->last_member)
        planning->last_member->next = plan;
    else
        planning->members = plan;
    planning->last_member = plan;
    return plan;
}

struct gathering {
    struct planning *planning;
    struct member_plan *plan;
};

static bool has_object(const struct member_plan *plan, const struct field *object)
{
    for (size_t i = 0; i < plan->object_count; i++) {
        if (plan->objects[i] == object)
            return true;
    }
    return false;
}

/* A place_sink. */
static void add_object(void *context, const struct field *object)
{
    const struct gathering *gathering = context;
    struct member_plan *plan = gathering->plan;

    if (plan->object_count == OBJECTS_MOST || has_object(plan, object) ||
        !(plan->is_map ? field_is_map(object) : schema_find(object, plan->name) != NULL))
        return;
    if (plan->object_count % OBJECTS_AT_ONCE == 0) {
        const struct field **grown =
            arena_get_array(gathering->planning->arena, plan->object_count + OBJECTS_AT_ONCE, sizeof *grown);

        if (!grown) {
            gathering->planning->failed = true;
            return;
        }
        if (plan->object_count)
            memcpy(grown, plan->objects, plan->object_count * sizeof *grown);
        plan->objects = grown;
    }
    plan->objects[plan->object_count++] = object;
}

static void add_support(struct member_plan *plan, const struct support *support)
{
    bool had = plan->support.count > 0;

    plan->support.count += support->count;
    if (!had || support->first < plan->support.first)
        plan->support.first = support->first;
    if (!had || support->last > plan->support.last)
        plan->support.last = support->last;
}

static const char *why_not(const struct planning *planning, const struct member_plan *plan)
{
    if (plan->is_map && plan->schema && plan->schema->additional_kind != ADDITIONAL_UNSAID)
        return "the names of its members are data, and the document forbids other members";
    if (!plan->is_map && (slice_eq(plan->name, SLICE("$ref")) || slice_eq(plan->name, SLICE("__proto__"))))
        return "many programs take a property of that name for something else";
    if (!plan->schema && planning->dialect != SPEC_20)
        return "the schema that should name it cannot be added to";
    return NULL;
}

void addition_field(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    struct body_place place;
    const struct field *object = row->content ? object_of(row, &place) : NULL;
    struct member_plan like = { .operation = row->operation,
                                .part = planning_part(planning, row->of_service) };
    struct gathering gathering = { .planning = planning };

    if (!object || !row->object || !like.part) {
        planning_refuse(planning, addition, "the schema that should name it cannot be added to");
        return;
    }
    like.is_lexical = row->content->kind != CONTENT_JSON;
    like.is_map = !like.is_lexical && field_is_map(object);
    like.schema = row->object->node ? schema_for(row->object) : NULL;
    like.name = row->field->key;
    like.why = why_not(planning, &like);
    if (!like.schema && row->object->node)
        like.why = "the schema that should name it cannot be added to";
    gathering.plan = find_plan(planning, &like);
    if (!gathering.plan)
        gathering.plan = keep_plan(planning, &like);
    if (gathering.plan && gathering.plan->why)
        planning_refuse(planning, addition, gathering.plan->why);
    if (!gathering.plan || gathering.plan->why)
        return;
    place_each(&place, add_object, &gathering);
    add_support(gathering.plan, &row->support);
}

/* ---- writing */

static bool put_form_member(struct planning *planning, const struct member_plan *plan, struct node *node)
{
    struct spot operation = { .tree = plan->operation->node };

    return spot_add(planning, spot_array(planning, operation, "parameters", spot_after_parameters), node);
}

static bool put_member(struct planning *planning, const struct member_plan *plan)
{
    struct spot schema = { .tree = plan->schema ? plan->schema->node : NULL };
    struct node *node;

    planning_goes_to(planning, plan->part, plan->schema ? plan->schema->node : plan->operation->node);
    if (!plan->schema) {
        node = spec_part_form_member(plan->part, plan->objects, plan->object_count, plan->name);
        stamp_put(planning, node, &plan->support);
        return put_form_member(planning, plan, node);
    }
    node = plan->is_map ? spec_part_values(plan->part, plan->objects, plan->object_count)
                        : spec_part_member(plan->part, plan->objects, plan->object_count, plan->name,
                                           plan->is_lexical);
    if (!node)
        return false;
    stamp_put(planning, node, &plan->support);
    if (plan->is_map)
        return spot_put(planning, schema, SLICE("additionalProperties"), node, NULL);
    return spot_put(planning, spot_object(planning, schema, "properties", NULL), plan->name, node, NULL);
}

/* Rows whose member could not be written after all. */
static void refuse_rows(struct planning *planning, const struct member_plan *plan)
{
    struct additions *additions = planning->additions;

    for (size_t i = 0; i < additions->count; i++) {
        const struct drift_row *row = additions->list[i].row;
        bool is_field =
            row->kind == DRIFT_UNDOCUMENTED_REQUEST_FIELD || row->kind == DRIFT_UNDOCUMENTED_RESPONSE_FIELD;
        const struct contract_schema *schema =
            is_field && row->object && row->object->node ? schema_for(row->object) : NULL;

        if (is_field && schema == plan->schema && (plan->is_map || slice_eq(row->field->key, plan->name)) &&
            (schema || row->operation == plan->operation))
            planning_refuse(planning, &additions->list[i],
                            "what it holds cannot be written where the document has that schema");
    }
}

void addition_members_finish(struct planning *planning)
{
    for (struct member_plan *plan = planning->members; plan && !planning->failed; plan = plan->next) {
        if (!plan->why && !put_member(planning, plan))
            refuse_rows(planning, plan);
    }
}

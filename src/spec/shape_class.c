/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/shape_class.h"

#include "catalog/exposed.h"
#include "tree/document.h"

#define NEIGHBOURS_MOST 48

static struct shape_classes *keep_classes(struct shapes *shapes, const struct field_class *found,
                                          size_t count)
{
    struct shape_classes *classes = count ? arena_get_array(shapes->arena, 1, sizeof *classes) : NULL;

    if (count && !classes)
        shapes->failed = true;
    if (classes) {
        memcpy(classes->at, found, count * sizeof *found);
        classes->count = count;
    }
    return classes;
}

static bool are_days(const struct values *values)
{
    return values && values->possible != VALUES_ANY && values->possible & (FORMAT_DATE | FORMAT_DATE_TIME);
}

static bool look_at(const struct draft *draft, struct field_look *look)
{
    if (draft->types[TYPE_ARRAY] && draft->items)
        draft = draft->items;
    look->strings = draft->texts ? &draft->texts->sample : NULL;
    look->integers = draft->numbers ? &draft->numbers->sample : NULL;
    look->string_count = draft->types[TYPE_STRING];
    look->integer_count = draft->types[TYPE_INTEGER];
    look->number_count = draft->types[TYPE_NUMBER];
    look->boolean_count = draft->types[TYPE_BOOLEAN];
    look->number_min = draft->number_min;
    look->number_max = draft->number_max;
    look->length_min = draft->texts ? draft->texts->length_min : 0;
    look->length_max = draft->texts ? draft->texts->length_max : 0;
    look->number_of_days = are_days(draft->texts);
    return look->string_count + look->integer_count + look->number_count > 0;
}

struct shape_classes *shape_classes_of_member(struct shapes *shapes, const struct draft *object, size_t index)
{
    struct slice parents[SHAPE_PARENTS], neighbours[NEIGHBOURS_MOST];
    struct field_class found[FIELD_CLASSES_MOST];
    struct field_look look = { .name = object->members[index].key,
                               .parents = parents,
                               .neighbours = neighbours };

    if (!shapes->tells_classes || !look_at(object->members[index].draft, &look))
        return NULL;
    for (size_t i = shapes->depth < SHAPE_PARENTS ? shapes->depth : SHAPE_PARENTS; i > 0; i--)
        parents[look.parent_count++] = shapes->parents[i - 1];
    for (size_t i = 0; i < object->member_count && look.neighbour_count < NEIGHBOURS_MOST; i++)
        if (i != index)
            neighbours[look.neighbour_count++] = object->members[i].key;
    return keep_classes(shapes, found, sensitive_decide(shapes->classifier, &look, found));
}

struct shape_classes *shape_classes_of_parameter(struct shapes *shapes, const struct field *field,
                                                 struct slice name)
{
    struct field_class found[FIELD_CLASSES_MOST];

    if (!shapes->tells_classes)
        return NULL;
    return keep_classes(shapes, found,
                        exposed_field(shapes->classifier, field, name, slice_make(NULL, 0), found));
}

static void add_class(struct shape_classes *into, const struct field_class *class)
{
    size_t place = 0;

    while (place < into->count && into->at[place].class != class->class)
        place++;
    if (place == FIELD_CLASSES_MOST)
        return;
    if (place == into->count) {
        into->at[into->count++] = *class;
        return;
    }
    into->at[place].matched += class->matched;
    into->at[place].of += class->of;
    if (into->at[place].confidence < class->confidence)
        into->at[place].confidence = class->confidence;
}

struct shape_classes *shape_classes_add(struct shape_classes *into, struct shape_classes *from)
{
    if (!into || !from)
        return into ? into : from;
    for (size_t i = 0; i < from->count; i++)
        add_class(into, &from->at[i]);
    return into;
}

struct node *shape_classes_node(struct document *document, const struct classifier *classifier,
                                const struct shape_classes *classes)
{
    struct node *list = classes ? document_array(document) : NULL;

    for (size_t i = 0; classes && i < classes->count; i++) {
        const struct field_class *class = &classes->at[i];
        const struct data_class_row *row = classifier_row(classifier, class->class);
        struct node *node = row ? document_object(document) : NULL;

        if (!row)
            continue;
        document_put_text(document, node, "name", slice_of(row->name));
        document_put(document, node, SLICE("confidence"),
                     document_double(document, (double)(int)(class->confidence * 100) / 100));
        document_put_unsigned(document, node, "matched", class->matched);
        document_put_unsigned(document, node, "of", class->of);
        document_flow(node);
        document_add(document, list, node);
    }
    if (list)
        document_flow(list);
    return list;
}

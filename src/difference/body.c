/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies and their media types. */
#include "difference/finder.h"

struct contents {
    const struct contract_media *list;
    size_t count;
    struct position around;
};

/* Swagger 2.0 without consumes or produces: nobody said that it may be anything. */
static bool is_unsaid(const struct contract_media *media)
{
    return !media->node && slice_eq(media->type, SLICE("*/*"));
}

static size_t rank_of(const struct contents *contents, const struct contract_media *media)
{
    size_t rank = 0;

    for (const struct contract_media *before = contents->list; before < media; before++)
        rank += slice_eq(before->type, media->type);
    return rank;
}

/* The same type; of those that differ in parameters only, which are not read, the one of the same rank. */
static const struct contract_media *exactly(const struct contents *contents, const struct contents *own,
                                            const struct contract_media *media)
{
    size_t rank = rank_of(own, media);

    for (size_t i = 0; i < contents->count; i++) {
        if (slice_eq(contents->list[i].type, media->type) && rank-- == 0)
            return &contents->list[i];
    }
    return NULL;
}

/* What speaks for the type; what nobody said speaks for nothing, but may well be the same. */
static const struct contract_media *counterpart(const struct contents *contents, const struct contents *own,
                                                const struct contract_media *media)
{
    const struct contract_media *same = exactly(contents, own, media);

    if (same)
        return same;
    if (is_unsaid(media) && contents->count)
        return &contents->list[0];
    return contract_media_for(contents->list, contents->count, media->type);
}

static void compare_media(struct difference_finder *finder, const struct difference_place *place,
                          const struct contract_media *old, const struct contract_media *new)
{
    const struct tree_node *old_encoding = TREE_GET(old->node, "encoding"),
                           *new_encoding = TREE_GET(new->node, "encoding");
    struct difference_edit edit = { .old_at = difference_key(old->node, SLICE("encoding"), old->at),
                                    .new_at = difference_key(new->node, SLICE("encoding"), new->at) };
    struct difference_place here = *place;

    here.media = new->type;
    here.old_at = old->at;
    here.new_at = new->at;
    if (old_encoding != new_encoding &&
        !(old_encoding && new_encoding && tree_equal(old_encoding, new_encoding))) {
        edit.before = difference_value(finder, old_encoding);
        edit.after = difference_value(finder, new_encoding);
        difference_add(finder, DIFFERENCE_OF(ENCODING_CHANGED, place->direction), &here, edit);
    }
    edit = (struct difference_edit){ .old_at = old->at, .new_at = new->at };
    if (!old->schema && new->schema)
        difference_add(finder, DIFFERENCE_OF(SCHEMA_ADDED, place->direction), &here, edit);
    else if (old->schema && !new->schema)
        difference_add(finder, DIFFERENCE_OF(SCHEMA_REMOVED, place->direction), &here, edit);
    else
        difference_schemas(finder, &here, old->schema, new->schema);
}

static void compare_contents(struct difference_finder *finder, const struct difference_place *place,
                             const struct contents *old, const struct contents *new)
{
    struct difference_place here = *place;

    difference_round(finder);
    for (size_t i = 0; i < new->count; i++) {
        const struct contract_media *media = &new->list[i], *was = counterpart(old, new, media);

        here.media = media->type;
        if (was)
            compare_media(finder, place, was, media);
        else
            difference_add(
                finder, DIFFERENCE_OF(MEDIA_TYPE_ADDED, place->direction), &here,
                (struct difference_edit){ .after = media->type, .old_at = old->around, .new_at = media->at });
    }
    for (size_t i = 0; i < old->count; i++) {
        const struct contract_media *media = &old->list[i], *is = counterpart(new, old, media);

        here.media = media->type;
        if (is && !exactly(new, old, media) && !is_unsaid(media))
            compare_media(finder, place, media, is);
        else if (!is)
            difference_add(finder, DIFFERENCE_OF(MEDIA_TYPE_REMOVED, place->direction), &here,
                           (struct difference_edit){
                               .before = media->type, .old_at = media->at, .new_at = new->around });
    }
}

static bool is_comparable(struct difference_finder *finder, const struct contents *old,
                          const struct contents *new)
{
    return difference_may(finder, old->count * new->count);
}

void difference_contents(struct difference_finder *finder, const struct difference_place *place,
                         const struct contract_response *old, const struct contract_response *new)
{
    struct contents olds = { old->contents, old->content_count, old->at };
    struct contents news = { new->contents, new->content_count, new->at };
    struct difference_edit edit = { .old_at = old->at, .new_at = new->at };

    if (!olds.count && news.count)
        difference_add(finder, DIFFERENCE_OF(BODY_ADDED, place->direction), place, edit);
    else if (olds.count && !news.count)
        difference_add(finder, DIFFERENCE_OF(BODY_REMOVED, place->direction), place, edit);
    else if (is_comparable(finder, &olds, &news))
        compare_contents(finder, place, &olds, &news);
}

static struct position body_at(const struct contract_operation *operation)
{
    return difference_key(operation->node, SLICE("requestBody"),
                          operation->body ? tree_position(operation->body) : operation->at);
}

static void compare_presence(struct difference_finder *finder, const struct difference_place *place)
{
    const struct contract_operation *old = place->old, *new = place->new;
    struct difference_edit edit = { .old_at = body_at(old), .new_at = body_at(new) };

    if (!old->has_body && new->has_body &&new->body_required && place->direction == DIFFERENCE_SENT)
        difference_add(finder, DIFFERENCE_REQUEST_BODY_ADDED_REQUIRED, place, edit);
    else if (!old->has_body && new->has_body)
        difference_add(finder, DIFFERENCE_OF(BODY_ADDED, place->direction), place, edit);
    else if (old->has_body && !new->has_body)
        difference_add(finder, DIFFERENCE_OF(BODY_REMOVED, place->direction), place, edit);
    else if (!old->body_required && new->body_required)
        difference_add(finder, DIFFERENCE_OF(BODY_BECAME_REQUIRED, place->direction), place, edit);
    else if (old->body_required && !new->body_required)
        difference_add(finder, DIFFERENCE_OF(BODY_BECAME_OPTIONAL, place->direction), place, edit);
}

void difference_bodies(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_place here = *place;
    struct contents old = { place->old->contents, place->old->content_count, body_at(place->old) };
    struct contents new = { place->new->contents, place->new->content_count, body_at(place->new) };

    here.location = SLICE("request");
    compare_presence(finder, &here);
    if (place->old->has_body && place->new->has_body &&is_comparable(finder, &old, &new))
        compare_contents(finder, &here, &old, &new);
}

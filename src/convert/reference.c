/* SPDX-License-Identifier: Apache-2.0 */
/* References. One to a component of the document itself is known at once: sections are called otherwise in
 * 3.x, names stay. All others wait until every object has its place; what has none by then was read in
 * another file, or in a corner of the document that nobody converts, and becomes a component. */
#include "convert/parts.h"

#include "contract/reading.h"

#include "base/byte.h"

struct spot_key {
    const struct tree_node *node;
    uintptr_t kind;
};

struct spot {
    struct spot_key key;
    const struct place *place;
};

struct convert_pending {
    struct convert_pending *next;
    enum convert_kind kind;
    const struct tree_node *text, *target;
    struct node *node; /* the text in the result */
};

/* Where components of a kind are kept, in 2.0 and since. */
static const struct {
    const char *section_20, *section;
} sections[CONVERT_KINDS] = {
    [CONVERT_SCHEMA] = { "definitions", "schemas" },
    [CONVERT_RESPONSE] = { "responses", "responses" },
    [CONVERT_PARAMETER] = { "parameters", "parameters" },
    [CONVERT_EXAMPLE] = { NULL, "examples" },
    [CONVERT_REQUEST_BODY] = { "parameters", "requestBodies" },
    [CONVERT_HEADER] = { NULL, "headers" },
    [CONVERT_SECURITY_SCHEME] = { "securityDefinitions", "securitySchemes" },
    [CONVERT_LINK] = { NULL, "links" },
    [CONVERT_CALLBACK] = { NULL, "callbacks" },
};

/* ---- places */

static struct spot *find_spot(const struct converter *converter, enum convert_kind kind,
                              const struct tree_node *node)
{
    struct spot_key key = { node, kind };

    return table_find(&converter->spots, slice_make(&key, sizeof key));
}

void convert_spot(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                  const struct place *place)
{
    struct spot *spot = find_spot(converter, kind, node) ? NULL : convert_get(converter, 1, sizeof *spot);

    if (!spot)
        return;
    spot->key = (struct spot_key){ node, kind };
    spot->place = place;
    if (!table_put(&converter->spots, slice_make(&spot->key, sizeof spot->key), spot))
        converter->document->failed = true;
}

bool convert_has_spot(const struct converter *converter, enum convert_kind kind, const struct tree_node *node)
{
    return find_spot(converter, kind, node);
}

/* RFC 6901, 3 and 6: escaped first as a pointer, then as the fragment of a URI. */
static void write_segment(struct buffer *out, struct slice key)
{
    for (size_t i = 0; i < key.len; i++) {
        char byte = key.at[i];

        if (byte == '~')
            buffer_text(out, "~0");
        else if (byte == '/')
            buffer_text(out, "~1");
        else if (byte_is_alphanumeric(byte) || (byte && strchr("-._!$&'()*+,;=:@?", byte)))
            buffer_byte(out, byte);
        else
            buffer_printf(out, "%%%02X", (unsigned char)byte);
    }
}

static void write_pointer(struct buffer *out, const struct place *place)
{
    if (!place) {
        buffer_byte(out, '#');
        return;
    }
    write_pointer(out, place->up);
    buffer_byte(out, '/');
    write_segment(out, place->key);
}

static void set_pointer(struct converter *converter, struct node *node, const struct place *place)
{
    struct buffer out;
    struct slice text;

    buffer_init(&out, converter->set->account);
    write_pointer(&out, place);
    text = arena_copy(converter->document->arena, buffer_slice(&out));
    if (out.failed || !text.at)
        converter->document->failed = true;
    else
        document_set_text(converter->document, node, text);
    buffer_done(&out);
}

/* ---- one reference */

bool convert_is_local(const struct converter *converter, const struct tree_node *text)
{
    return text->file == converter->root->file && text->text.len && text->text.at[0] == '#';
}

/* The name of "#/SECTION/name" or "#/components/SECTION/name"; false for any other reference. */
static bool component_of(const struct converter *converter, struct slice text, const char *section,
                         struct slice *ret)
{
    bool is_20 = converter->from == CONTRACT_SWAGGER_20;
    struct slice head = is_20 ? SLICE("#/") : SLICE("#/components/"), rest;

    if (!section || !slice_starts_with(text, head))
        return false;
    rest = slice_make(text.at + head.len, text.len - head.len);
    if (!slice_eq(slice_cut(&rest, '/'), slice_of(section)) || !rest.len || memchr(rest.at, '/', rest.len))
        return false;
    *ret = rest;
    return true;
}

/* Percent signs and tildes taken off; what is no escape stands for itself. */
static struct slice decode(struct converter *converter, struct slice text)
{
    char *at = convert_get(converter, text.len + 1, 1);
    size_t len = 0;

    if (!at)
        return text;
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len && text.at[i] == '%' ? byte_hex_value(text.at[i + 1]) : -1;
        int low = high >= 0 ? byte_hex_value(text.at[i + 2]) : -1;
        char byte = low >= 0 ? (char)(unsigned char)(high * 16 + low) : text.at[i];

        i += low >= 0 ? 2 : 0;
        if (len && at[len - 1] == '~' && (byte == '0' || byte == '1'))
            at[len - 1] = byte == '1' ? '/' : '~';
        else
            at[len++] = byte;
    }
    return slice_make(at, len);
}

/* Such a reference in the words of the result; {NULL, 0} when it is none. */
static struct slice component_text(struct converter *converter, enum convert_kind kind,
                                   const struct tree_node *text)
{
    bool is_20 = converter->from == CONTRACT_SWAGGER_20;
    const char *section = is_20 ? sections[kind].section_20 : sections[kind].section;
    struct slice name;

    if (!convert_is_local(converter, text) || !component_of(converter, text->text, section, &name))
        return slice_make(NULL, 0);
    if (!is_20)
        return text->text;
    name = convert_name(converter, slice_of(section), decode(converter, name));
    return arena_printf(converter->document->arena, "#/components/%s/%.*s", sections[kind].section,
                        SLICE_ARG(name));
}

static bool is_remote(struct slice text)
{
    struct slice rest = text, scheme = slice_cut(&rest, ':');

    return slice_starts_with(text, SLICE("//")) ||
           (slice_starts_with(rest, SLICE("//")) && !memchr(scheme.at, '/', scheme.len));
}

static void wait(struct converter *converter, enum convert_kind kind, const struct tree_node *text,
                 const struct tree_node *target, struct node *node)
{
    struct convert_pending *pending = convert_get(converter, 1, sizeof *pending);

    if (!pending)
        return;
    *pending = (struct convert_pending){ .kind = kind, .text = text, .target = target, .node = node };
    if (converter->last)
        converter->last->next = pending;
    else
        converter->first = pending;
    converter->last = pending;
}

/* `node` is what refers: a Reference Object, or the text itself. */
static const struct tree_node *target_of(struct converter *converter, const struct tree_node *node)
{
    if (node->kind == TREE_MAPPING)
        return reference_follow(converter->set, node);
    return reference_follow(converter->set, reference_of_text(converter->set, node).target);
}

struct node *convert_reference_text(struct converter *converter, enum convert_kind kind,
                                    const struct tree_node *reference)
{
    const struct tree_node *text = reference->kind == TREE_MAPPING ? TREE_GET(reference, "$ref") : reference;
    struct node *node = document_text(converter->document, text->text);
    struct slice known = component_text(converter, kind, text);
    const struct tree_node *target;

    if (convert_is_local(converter, text) && !convert_is_upgrade(converter))
        return node;
    if (known.at) {
        document_set_text(converter->document, node, known);
        return node;
    }
    target = target_of(converter, reference);
    if (target)
        wait(converter, kind, text, target, node);
    else if (is_remote(text->text))
        CONVERT_NOTE(converter, text, "remote-reference",
                     "'%.*s' is kept: what another host says is not fetched, nor converted",
                     SLICE_ARG(text->text));
    return node;
}

/* A Reference Object of 3.1 may have a summary and a description of its own, a schema any keyword. What
 * stands there in 2.0 or 3.0 is ignored (3.0.3, Reference Object), and so must not come alive. */
static void convert_siblings(struct converter *converter, enum convert_kind kind,
                             const struct tree_node *node, struct node *object, const struct place *place)
{
    struct buffer names;

    buffer_init(&names, converter->set->account);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("$ref")))
            continue;
        if (!convert_is_upgrade(converter)) {
            convert_member(converter, kind, member, object, place);
            continue;
        }
        if (names.len)
            buffer_text(&names, ", ");
        buffer_append(&names, member->key);
    }
    if (names.len)
        CONVERT_NOTE(converter, node, "beside-reference", "left out, since %s ignores it beside $ref: %.*s",
                     convert_version(converter->from), SLICE_ARG(buffer_slice(&names)));
    buffer_done(&names);
}

/* "#/components/SECTION/name" of the result. */
static bool is_component_place(enum convert_kind kind, const struct place *place)
{
    const struct place *section = place ? place->up : NULL, *components = section ? section->up : NULL;

    return components && !components->up && sections[kind].section &&
           slice_eq(section->key, slice_of(sections[kind].section)) &&
           slice_eq(components->key, SLICE("components"));
}

/* A component that only says where it is to be found takes in what is there. */
static const struct tree_node *taken_in(struct converter *converter, enum convert_kind kind,
                                        const struct tree_node *node, const struct place *place)
{
    const struct tree_node *target;

    if (!is_component_place(kind, place) || convert_is_local(converter, TREE_GET(node, "$ref")))
        return NULL;
    target = reference_follow(converter->set, node);
    if (!target || target->file == converter->root->file || find_spot(converter, kind, target))
        return NULL;
    return target;
}

struct node *convert_reference(struct converter *converter, enum convert_kind kind,
                               const struct tree_node *node, const struct place *place)
{
    const struct tree_node *target = taken_in(converter, kind, node, place);
    struct node *object;

    if (target)
        return convert_object(converter, kind, target, place);
    object = document_object(converter->document);
    document_put(converter->document, object, SLICE("$ref"), convert_reference_text(converter, kind, node));
    convert_siblings(converter, kind, node, object, place);
    document_flow_like(object, node);
    return object;
}

/* ---- all references */

/* What the component would like to be called: "Pet" of "pets.yaml#/Pet", "pet" of "../pet.yaml". */
static struct slice wish(struct converter *converter, struct slice reference)
{
    struct slice name = reference_name(reference), path = slice_cut(&reference, '#'), whole;
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;

    if (name.len)
        return decode(converter, name);
    whole = slash ? slice_make(slash + 1, (size_t)(path.at + path.len - slash) - 1) : path;
    return decode(converter, slice_cut(&whole, '.'));
}

static void bundle(struct converter *converter, const struct convert_pending *pending)
{
    const char *section = sections[pending->kind].section;
    const struct place *place;
    struct node *object = document_get(converter->components, section);
    struct slice name = convert_new_name(converter, section, wish(converter, pending->text->text));

    if (!object) {
        object = document_object(converter->document);
        document_put(converter->document, converter->components, slice_of(section), object);
    }
    place = convert_place(converter, NULL, SLICE("components"));
    place = convert_place(converter, place, slice_of(section));
    place = convert_place(converter, place, name);
    /* Also of what is no mapping: `true` is a schema. */
    convert_spot(converter, pending->kind, pending->target, place);
    document_put(converter->document, object, name,
                 convert_object(converter, pending->kind, pending->target, place));
}

static void write_reference(struct converter *converter, const struct convert_pending *pending)
{
    const struct spot *spot = find_spot(converter, pending->kind, pending->target);

    if (!spot && sections[pending->kind].section) {
        bundle(converter, pending);
        spot = find_spot(converter, pending->kind, pending->target);
    }
    if (spot)
        set_pointer(converter, pending->node, spot->place);
    else
        CONVERT_NOTE(converter, pending->text, "lost-reference",
                     "'%.*s' is kept: what it names has no place in the document",
                     SLICE_ARG(pending->text->text));
}

void convert_references(struct converter *converter)
{
    converter->consumes = converter->all_consumes;
    converter->produces = converter->all_produces;
    /* Components that come in may refer to more: the list grows. */
    for (struct convert_pending *at = converter->first; at && !converter->stopped; at = at->next) {
        if (!converter->document->failed)
            write_reference(converter, at);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Anchors and tags (6.9), and the directives that say what tags mean (6.8). Of tags only those of YAML itself mean something
 * here; others are passed over with a warning. */
#include "tree/yaml.h"

static const struct slice own = SLICE_TEXT("tag:yaml.org,2002:");

static struct slice take_word(struct yaml_reader *yaml)
{
    const char *begin = yaml->at;

    while (!yaml_is_space(*yaml->at) && !yaml_is_flow_mark(*yaml->at))
        yaml->at++;
    return slice_make(begin, (size_t)(yaml->at - begin));
}

/* What %TAG makes of a handle; !! is YAML's own unless it says otherwise. {NULL, 0}: nothing. */
static struct slice find_prefix(const struct yaml_reader *yaml, struct slice handle)
{
    for (size_t i = 0; i < yaml->handle_count; i++) {
        if (slice_eq(yaml->handles[i], handle))
            return yaml->prefixes[i];
    }
    return slice_eq(handle, SLICE("!!")) ? own : slice_eq(handle, SLICE("!")) ? handle : slice_make(NULL, 0);
}

static enum yaml_tag own_tag(struct slice name)
{
    if (slice_eq(name, SLICE("str")))
        return TAG_STRING;
    if (slice_eq(name, SLICE("int")) || slice_eq(name, SLICE("float")) || slice_eq(name, SLICE("bool")) ||
        slice_eq(name, SLICE("null")))
        return TAG_RESOLVE;
    return TAG_OTHER;
}

static enum yaml_tag foreign_tag(struct yaml_reader *yaml, struct yaml_place place, struct slice text)
{
    if (!yaml->has_warned_tag)
        fault_add(yaml->build.faults, FAULT_WARNING, yaml_position(yaml, place), "tag",
                  "the tag %.*s means nothing here and is passed over, as others like it will be",
                  text.len < 80 ? (int)text.len : 80, text.at);
    yaml->has_warned_tag = true;
    return TAG_OTHER;
}

/* !<uri>, without what holds it. */
static bool take_verbatim(struct yaml_reader *yaml, struct yaml_place place, enum yaml_tag *ret)
{
    const char *begin = yaml->at + 1;
    struct slice uri;

    while (!yaml_is_space(*yaml->at) && *yaml->at != '>')
        yaml->at++;
    if (*yaml->at != '>')
        return yaml_wrong(yaml, place, "this tag has no '>' at its end");
    uri = slice_make(begin, (size_t)(yaml->at++ - begin));
    *ret = slice_starts_with(uri, own) ? own_tag(slice_make(uri.at + own.len, uri.len - own.len))
                                       : foreign_tag(yaml, place, uri);
    return true;
}

static bool take_tag(struct yaml_reader *yaml, enum yaml_tag *ret)
{
    struct yaml_place place = yaml_here(yaml);
    struct slice word, handle, prefix;
    const char *mark;

    if (yaml->at[1] == '<') {
        yaml->at++;
        return take_verbatim(yaml, place, ret);
    }
    word = take_word(yaml);
    mark = word.len > 1 ? memchr(word.at + 1, '!', word.len - 1) : NULL;
    handle = slice_make(word.at, mark ? (size_t)(mark + 1 - word.at) : 1);
    prefix = find_prefix(yaml, handle);
    if (!prefix.at)
        return yaml_wrong(yaml, place, "no %TAG line says what this tag means");
    if (word.len == 1)
        *ret = TAG_STRING;
    else if (slice_eq(prefix, own))
        *ret = own_tag(slice_make(word.at + handle.len, word.len - handle.len));
    else
        *ret = foreign_tag(yaml, place, word);
    return true;
}

bool yaml_take_property(struct yaml_reader *yaml, struct yaml_properties *properties)
{
    struct yaml_properties one = { .begin = yaml_here(yaml) };

    if (*yaml->at == '&') {
        yaml->at++;
        one.anchor = take_word(yaml);
        if (!one.anchor.len)
            return yaml_unexpected(yaml, "the name of an anchor behind '&'");
    } else if (!take_tag(yaml, &one.tag)) {
        return false;
    }
    if (!yaml_is_space(*yaml->at) && !(yaml->flow_depth && yaml_is_flow_mark(*yaml->at)))
        return yaml_unexpected(yaml, "a space behind an anchor or a tag");
    yaml_mark_content(yaml);
    one.end = yaml->content;
    return yaml_join_properties(yaml, properties, &one);
}

bool yaml_join_properties(struct yaml_reader *yaml, struct yaml_properties *properties,
                          const struct yaml_properties *more)
{
    if (!more->end.at)
        return true;
    if ((properties->anchor.at && more->anchor.at) || (properties->tag && more->tag))
        return yaml_wrong(yaml, more->begin, "a value can have one anchor and one tag, not two");
    if (!properties->end.at)
        properties->begin = more->begin;
    properties->end = more->end;
    if (more->anchor.at)
        properties->anchor = more->anchor;
    if (more->tag)
        properties->tag = more->tag;
    return true;
}

/* The next word of a directive, up to white space; empty at the end of the line. */
static struct slice directive_word(struct yaml_reader *yaml)
{
    const char *begin;

    yaml_skip_white(yaml);
    begin = yaml->at;
    while (!yaml_is_space(*yaml->at))
        yaml->at++;
    return slice_make(begin, (size_t)(yaml->at - begin));
}

static bool take_tag_directive(struct yaml_reader *yaml, struct yaml_place place)
{
    struct slice handle = directive_word(yaml), prefix = directive_word(yaml);

    if (!handle.len || handle.at[0] != '!' || handle.at[handle.len - 1] != '!' || !prefix.len)
        return yaml_wrong(yaml, place, "%TAG must be followed by a handle such as !e! and a prefix");
    if (yaml->handle_count == YAML_HANDLES)
        return yaml_wrong(yaml, place, "more lines with %TAG than are read");
    for (size_t i = 0; i < yaml->handle_count; i++) {
        if (slice_eq(yaml->handles[i], handle))
            return yaml_wrong(yaml, place, "%TAG names this handle for the second time");
    }
    yaml->handles[yaml->handle_count] = handle;
    yaml->prefixes[yaml->handle_count++] = prefix;
    return true;
}

bool yaml_take_directive(struct yaml_reader *yaml)
{
    struct yaml_place place = yaml_here(yaml);
    struct slice name = directive_word(yaml);

    if (slice_eq(name, SLICE("%TAG"))) {
        if (!take_tag_directive(yaml, place))
            return false;
    } else if (slice_eq(name, SLICE("%YAML"))) {
        struct slice version = directive_word(yaml);

        if (version.len != 3 || !slice_starts_with(version, SLICE("1.")))
            return yaml_wrong(yaml, place, "%YAML must be followed by a version such as 1.2");
    } else {
        /* Others are reserved, and to be ignored (6.8). */
        while (!yaml_is_break(*yaml->at) && *yaml->at)
            yaml->at++;
    }
    yaml_skip_white(yaml);
    if (!yaml_is_break(*yaml->at) && *yaml->at != '#' && *yaml->at)
        return yaml_unexpected(yaml, "the end of the line behind a directive");
    return true;
}

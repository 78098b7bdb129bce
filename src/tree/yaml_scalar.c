/* SPDX-License-Identifier: Apache-2.0 */
/* Aliases (7.1), quoted (7.3.1, 7.3.2) and plain scalars (7.3.3): where they end. What they say is yaml_text.c's. */
#include "tree/yaml.h"
#include "tree/yaml_text.h"

static bool take_alias(struct yaml_reader *yaml, struct yaml_piece *piece)
{
    const char *name = ++yaml->at;

    while (!yaml_is_space(*yaml->at) && !yaml_is_flow_mark(*yaml->at))
        yaml->at++;
    if (yaml->at == name)
        return yaml_wrong(yaml, piece->begin, "a text that begins with '*' needs quotes");
    if (piece->properties.end.at)
        return yaml_wrong(yaml, piece->begin, "an alias cannot have an anchor or a tag");
    piece->text = slice_make(name, (size_t)(yaml->at - name));
    return true;
}

/* The next byte that may end a quoted scalar, or the end of the text. */
static const char *quoted_stop(const char *at, const char *end, char quote)
{
    while (at < end && *at != quote && *at != '\\' && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Over a line end in quotes, to the first byte of a line that is not blank. */
static bool take_quoted_break(struct yaml_reader *yaml, struct yaml_place begin)
{
    while (yaml_is_break(*yaml->at)) {
        yaml_skip_break(yaml);
        if (yaml_is_marker(yaml))
            return yaml_wrong(yaml, begin, "this quote is not closed before the document ends");
        yaml_skip_white(yaml);
    }
    if (yaml->at < yaml->end)
        yaml_check_indent(yaml);
    return true;
}

static bool take_quoted(struct yaml_reader *yaml, struct yaml_piece *piece)
{
    char quote = *yaml->at++;
    struct slice raw = { yaml->at, 0 };
    const char *wrong = NULL;

    for (;;) {
        yaml->at = quoted_stop(yaml->at, yaml->end, quote);
        if (yaml->at == yaml->end)
            return yaml_wrong(yaml, piece->begin, "this quote is never closed");
        if (yaml_is_break(*yaml->at)) {
            piece->is_one_line = false;
            if (!take_quoted_break(yaml, piece->begin))
                return false;
        } else if (*yaml->at == '\\') {
            yaml->at += quote == '"' && !yaml_is_break(yaml->at[1]) && yaml->at + 1 < yaml->end ? 2 : 1;
        } else if (quote == '\'' && yaml->at[1] == '\'') {
            yaml->at += 2;
        } else {
            break;
        }
    }
    raw.len = (size_t)(yaml->at++ - raw.at);
    piece->text = yaml_flow_text(yaml->build.arena, raw,
                                 quote == '"' ? YAML_DOUBLE_QUOTED : YAML_SINGLE_QUOTED, &wrong);
    if (wrong)
        return yaml_wrong(yaml, yaml_place_of(piece->begin, wrong),
                          "this backslash begins no escape that YAML knows; write \\\\ or use single quotes");
    yaml->build.failed |= !piece->text.at;
    return piece->text.at != NULL;
}

/* Whether what begins here is text. Indicators are none, but for those of - ? : that something follows (7.3.3). */
static bool begins_plain(const struct yaml_reader *yaml)
{
    char next = yaml->at[1];

    if (*yaml->at == '-' || *yaml->at == '?' || *yaml->at == ':')
        return !yaml_is_space(next) && !(yaml->flow_depth && yaml_is_flow_mark(next));
    return !strchr(",[]{}#&*!|>'\"%@`", *yaml->at);
}

static bool refuse_plain(struct yaml_reader *yaml)
{
    struct yaml_place here = yaml_here(yaml);

    if (strchr("@`%*&!|>", *yaml->at) && *yaml->at)
        return yaml_wrong(yaml, here, "a text that begins with this character needs quotes");
    if (*yaml->at == '-')
        return yaml_wrong(yaml, here, "in brackets ',' stands between entries, not '- ' before them");
    if (*yaml->at == '#')
        return yaml_wrong(yaml, here, "a comment must have a space before its '#'");
    return yaml_unexpected(yaml, "a value");
}

/* Moves to the end of what belongs to a plain scalar in this line; *ret_end is that without white space. */
static void take_plain_line(struct yaml_reader *yaml, const char **ret_end)
{
    const char *at = yaml->at, *end = *ret_end;
    bool is_flow = yaml->flow_depth > 0;

    for (;; at++) {
        char byte = *at;

        if (byte == ':') {
            if (yaml_is_space(at[1]) || (is_flow && yaml_is_flow_mark(at[1])))
                break;
        } else if (byte == '#') {
            if (at == yaml->line_start || yaml_is_white(at[-1]))
                break;
        } else if (yaml_is_white(byte)) {
            continue;
        } else if (yaml_is_break(byte) || byte == '\0' || (is_flow && yaml_is_flow_mark(byte))) {
            break;
        }
        end = at + 1;
    }
    yaml->at = at;
    *ret_end = end;
}

/* Whether the next line that is not blank goes on with a plain scalar; moves there, or nowhere. */
static bool take_plain_break(struct yaml_reader *yaml)
{
    struct yaml_cursor before = yaml_save(yaml);

    while (yaml_is_break(*yaml->at)) {
        yaml_skip_break(yaml);
        if (yaml_is_marker(yaml))
            break;
        yaml_skip_white(yaml);
    }
    if (yaml->at < yaml->end && *yaml->at != '#' && !yaml_is_marker(yaml) &&
        (yaml->flow_depth ? !yaml_is_flow_mark(*yaml->at) : yaml_indentation(yaml) > yaml->indent))
        return true;
    yaml_restore(yaml, before);
    return false;
}

static bool take_plain(struct yaml_reader *yaml, struct yaml_piece *piece)
{
    struct yaml_cursor end = yaml_save(yaml);
    const char *ignored = NULL;

    if (!begins_plain(yaml))
        return refuse_plain(yaml);
    for (;;) {
        const char *line_end = end.at;

        take_plain_line(yaml, &line_end);
        if (line_end != end.at)
            end = (struct yaml_cursor){ line_end, yaml->line_start, yaml->line };
        if (!yaml_is_break(*yaml->at) || !take_plain_break(yaml))
            break;
        if (yaml->flow_depth)
            yaml_check_indent(yaml);
    }
    yaml_restore(yaml, end);
    piece->is_one_line = end.line == piece->begin.line;
    piece->text =
        yaml_flow_text(yaml->build.arena, slice_make(piece->begin.at, (size_t)(end.at - piece->begin.at)),
                       YAML_PLAIN, &ignored);
    yaml->build.failed |= !piece->text.at;
    return piece->text.at != NULL;
}

bool yaml_take_piece(struct yaml_reader *yaml, struct yaml_piece *piece)
{
    piece->begin = yaml_here(yaml);
    piece->is_one_line = true;
    piece->style = *yaml->at == '*'    ? STYLE_ALIAS
                   : *yaml->at == '"'  ? STYLE_DOUBLE_QUOTED
                   : *yaml->at == '\'' ? STYLE_SINGLE_QUOTED
                                       : STYLE_PLAIN;
    if (!yaml->flow_depth)
        yaml->has_warned_indent = false;
    if (!(piece->style == STYLE_ALIAS   ? take_alias(yaml, piece)
          : piece->style == STYLE_PLAIN ? take_plain(yaml, piece)
                                        : take_quoted(yaml, piece)))
        return false;
    piece->end = yaml->at;
    yaml_mark_content(yaml);
    return true;
}

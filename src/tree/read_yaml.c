/* SPDX-License-Identifier: Apache-2.0 */
/* YAML (1.2.2, core schema) from libfyaml's events. libfyaml says where a scalar's content stands; where the value stands
 * (its quotes, the | of a block, the place of a value that is empty) is found in the text around it, beginning at the
 * cursor: the end of what was read last.
 *
 * Read strictly first. When that fails over indentation of quoted text or in brackets, which libfyaml can pass over, it is
 * read again leniently, and every line that was passed over gets a warning. */
#include "tree/builder.h"
#include "tree/lines.h"
#include "tree/read.h"
#include "tree/yaml_fault.h"
#include "tree/yaml_flow.h"
#include "tree/yaml_guard.h"
#include "tree/yaml_scalar.h"

#include <libfyaml.h>

struct yaml_reader {
    struct builder build;
    struct slice text;
    struct lines lines;
    struct fy_parser *parser;
    struct fy_diag *diag;
    size_t cursor;
    bool is_lenient;
    bool is_mild;    /* what went wrong is worth a lenient reading */
    bool has_root;   /* the first document was read */
    bool has_tabs;   /* and nobody was warned of them yet */
    bool has_warned; /* of tags */
    int indents[TREE_DEPTH];
};

/* A scalar or alias on its way into the tree. */
struct piece {
    size_t start, end;
    struct slice text;
    enum fy_scalar_style style;
    struct fy_token *anchor, *tag;
};

static struct position position_of(struct yaml_reader *yaml, size_t offset)
{
    struct position at = { .file = yaml->build.file };

    lines_place(&yaml->lines, offset, &at.line, &at.column);
    return at;
}

static struct slice token_text(struct yaml_reader *yaml, struct fy_token *token)
{
    size_t len = 0;
    const char *at = fy_token_get_text(token, &len);

    if (!at) {
        yaml->build.failed = true;
        return slice_make(NULL, 0);
    }
    return slice_make(at, len);
}

/* The same as a slice that lives as long as the tree: mostly it is one of the file. */
static struct slice kept_text(struct yaml_reader *yaml, struct fy_token *token)
{
    struct slice text = token_text(yaml, token);

    if (!text.at || (text.at >= yaml->text.at && text.at + text.len <= yaml->text.at + yaml->text.len))
        return text;
    text = arena_copy(yaml->build.arena, text);
    yaml->build.failed |= !text.at;
    return text;
}

static size_t mark_offset(const struct yaml_reader *yaml, const struct fy_mark *mark)
{
    return mark && mark->input_pos <= yaml->text.len ? mark->input_pos : yaml->cursor;
}

/* Over white space, line ends and comments. */
static size_t skip_blank(const struct yaml_reader *yaml, size_t from)
{
    const char *at = yaml->text.at + from, *end = yaml->text.at + yaml->text.len;

    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == '#')) {
        if (*at == '#') {
            while (at < end && *at != '\n' && *at != '\r')
                at++;
        } else {
            at++;
        }
    }
    return (size_t)(at - yaml->text.at);
}

/* Behind the anchor and the tag of a value; 0 when it has neither. */
static size_t properties_end(const struct yaml_reader *yaml, const struct piece *piece)
{
    size_t anchor = piece->anchor ? mark_offset(yaml, fy_token_end_mark(piece->anchor)) : 0;
    size_t tag = piece->tag ? mark_offset(yaml, fy_token_end_mark(piece->tag)) : 0;

    return anchor > tag ? anchor : tag;
}

/* Where a value that is not written would stand: behind its ':' or '-' (a key: at its ':', or behind its '?'). */
static void place_empty(struct yaml_reader *yaml, struct piece *piece)
{
    struct builder_frame *top = builder_top(&yaml->build);
    bool is_key = builder_wants_key(&yaml->build);
    char indicator = is_key ? '?' : !top ? '\0' : top->node->kind == TREE_MAPPING ? ':' : '-';
    size_t at = properties_end(yaml, piece);

    if (!at) {
        size_t next = skip_blank(yaml, yaml->cursor);

        at = yaml->cursor;
        if (next < yaml->text.len && yaml->text.at[next] == indicator)
            at = next + 1;
        else if (is_key)
            at = next;
    }
    piece->start = piece->end = at;
    piece->text = slice_make(yaml->text.at + at, 0);
}

/* The | or > of a block scalar, whose content begins at `content`: what may stand between the cursor and it are
 * indicators, comments, and properties of the value. */
static size_t block_start(const struct yaml_reader *yaml, const struct piece *piece, size_t content)
{
    size_t at = properties_end(yaml, piece);

    for (at = at > yaml->cursor ? at : yaml->cursor; (at = skip_blank(yaml, at)) < content; at++) {
        if (yaml->text.at[at] == '|' || yaml->text.at[at] == '>')
            return at;
    }
    return content;
}

/* The end of the last line that belongs to a block scalar, without its line end. Empty lines at the end belong to it only
 * when they are kept (YAML 1.2.2 8.1.1.2). */
static size_t block_end(const struct yaml_reader *yaml, size_t start, size_t content, size_t end)
{
    const char *text = yaml->text.at;
    size_t header = start, line_start = end;
    bool is_kept = false;

    /* The library may have taken the blanks that begin the next line. */
    while (line_start > content && (text[line_start - 1] == ' ' || text[line_start - 1] == '\t'))
        line_start--;
    if (line_start > content && (text[line_start - 1] == '\n' || text[line_start - 1] == '\r'))
        end = line_start;
    for (; header < content && strchr("|>+-0123456789", text[header]) && text[header]; header++)
        is_kept |= text[header] == '+';
    if (is_kept && end > content) {
        end -= text[end - 1] == '\n' || text[end - 1] == '\r';
        end -= end > content && text[end] == '\n' && text[end - 1] == '\r';
        return end;
    }
    while (end > content && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
        size_t line = --end;

        while (line > content && (text[line - 1] == ' ' || text[line - 1] == '\t'))
            line--;
        if (line == content || text[line - 1] == '\n' || text[line - 1] == '\r')
            end = line;
    }
    return end > content ? end : header;
}

static void place_scalar(struct yaml_reader *yaml, struct piece *piece, struct fy_token *token)
{
    size_t start = mark_offset(yaml, fy_token_start_mark(token));
    size_t end = mark_offset(yaml, fy_token_end_mark(token));

    piece->start = start;
    piece->end = end;
    if (piece->style == FYSS_SINGLE_QUOTED || piece->style == FYSS_DOUBLE_QUOTED) {
        piece->start -= start > 0;
        piece->end += end < yaml->text.len;
    } else if (piece->style == FYSS_LITERAL || piece->style == FYSS_FOLDED) {
        piece->start = block_start(yaml, piece, start);
        piece->end = block_end(yaml, piece->start, start, end);
    }
}

static struct slice scalar_text(struct yaml_reader *yaml, const struct piece *piece, struct fy_token *token)
{
    size_t start = mark_offset(yaml, fy_token_start_mark(token));
    size_t end = mark_offset(yaml, fy_token_end_mark(token));
    struct slice raw = slice_make(yaml->text.at + start, end > start ? end - start : 0), text;

    if (piece->style == FYSS_LITERAL || piece->style == FYSS_FOLDED)
        return kept_text(yaml, token);
    text = yaml_flow_text(yaml->build.arena, raw,
                          piece->style == FYSS_DOUBLE_QUOTED   ? YAML_DOUBLE_QUOTED
                          : piece->style == FYSS_SINGLE_QUOTED ? YAML_SINGLE_QUOTED
                                                               : YAML_PLAIN);
    yaml->build.failed |= !text.at;
    return text;
}

static bool take_piece(struct yaml_reader *yaml, struct piece *piece, struct fy_event *event)
{
    struct fy_token *token = event->scalar.value;

    *piece = (struct piece){ .anchor = event->scalar.anchor, .tag = event->scalar.tag, .style = FYSS_PLAIN };
    if (token) {
        piece->style = fy_token_scalar_style(token);
        place_scalar(yaml, piece, token);
        piece->text = scalar_text(yaml, piece, token);
    } else {
        place_empty(yaml, piece);
    }
    yaml->cursor = piece->end;
    return piece->text.at != NULL;
}

static struct tree_node *node_at(struct yaml_reader *yaml, enum tree_kind kind, size_t start, size_t end)
{
    struct tree_node *node = builder_node(&yaml->build, kind);

    if (node) {
        lines_place(&yaml->lines, start, &node->line, &node->column);
        node->start = (uint32_t)start;
        node->end = (uint32_t)end;
    }
    return node;
}

static void warn_tag(struct yaml_reader *yaml, struct slice tag, struct fy_token *token)
{
    struct position at = position_of(yaml, mark_offset(yaml, fy_token_start_mark(token)));

    if (!yaml->has_warned)
        fault_add(yaml->build.faults, FAULT_WARNING, at, "tag",
                  "the tag %.*s is passed over, here and wherever else tags stand that are not YAML's own",
                  SLICE_ARG(tag));
    yaml->has_warned = true;
}

/* What the core schema, or the tag, makes of a scalar (YAML 1.2.2 10.3.2). */
static enum tree_kind kind_of(struct yaml_reader *yaml, const struct piece *piece)
{
    enum tree_kind plain = piece->style == FYSS_PLAIN ? yaml_plain_kind(piece->text) : TREE_STRING;
    struct slice tag, own = SLICE("tag:yaml.org,2002:");

    if (!piece->tag)
        return plain;
    tag = token_text(yaml, piece->tag);
    if (slice_eq(tag, SLICE("!")) || slice_eq(tag, SLICE("tag:yaml.org,2002:str")))
        return TREE_STRING;
    if (!slice_starts_with(tag, own)) {
        warn_tag(yaml, tag, piece->tag);
        return plain;
    }
    tag = slice_make(tag.at + own.len, tag.len - own.len);
    if (slice_eq(tag, SLICE("int")) || slice_eq(tag, SLICE("float")) || slice_eq(tag, SLICE("bool")) ||
        slice_eq(tag, SLICE("null")))
        return yaml_plain_kind(piece->text);
    return TREE_STRING;
}

static struct tree_node *scalar_node(struct yaml_reader *yaml, const struct piece *piece)
{
    enum tree_kind kind = kind_of(yaml, piece);
    struct tree_node *node = node_at(yaml, kind, piece->start, piece->end);

    if (!node)
        return NULL;
    node->text = piece->text;
    node->is_plain = piece->style == FYSS_PLAIN;
    node->is_true = kind == TREE_BOOLEAN && (*piece->text.at | 0x20) == 't';
    if (piece->anchor && !builder_anchor(&yaml->build, kept_text(yaml, piece->anchor), node))
        return NULL;
    return node;
}

static bool is_in_brackets(const struct yaml_reader *yaml, const struct tree_node *node)
{
    return yaml->text.at[node->start] == '{' || yaml->text.at[node->start] == '[';
}

/* libfyaml takes a tab before a key where other programs do not (YAML 1.2.2 6.1: indentation is spaces). */
static void check_tab(struct yaml_reader *yaml, const struct tree_member *key)
{
    const char *line = yaml->text.at + key->start - (key->column - 1);
    const char *tab = memchr(line, '\t', key->column - 1);
    struct position at = { yaml->build.file, key->line, key->column };

    if (!tab || skip_blank(yaml, (size_t)(line - yaml->text.at)) < key->start)
        return;
    yaml->has_tabs = false;
    at.column = (uint32_t)(tab - line) + 1;
    fault_add(yaml->build.faults, FAULT_WARNING, at, "indentation",
              "a tab stands where YAML takes spaces only; other programs may refuse this");
}

/* A mapping without braces begins where its first key does. */
static bool take_key(struct yaml_reader *yaml, const struct piece *piece, bool is_merge)
{
    struct builder_frame *top = builder_top(&yaml->build);
    struct tree_member key = { .key = piece->text, .start = (uint32_t)piece->start, .is_merged = is_merge };

    lines_place(&yaml->lines, piece->start, &key.line, &key.column);
    if (yaml->build.member_count == top->first && !(top->node->is_flow && is_in_brackets(yaml, top->node))) {
        top->node->start = key.start;
        top->node->line = key.line;
        top->node->column = key.column;
    }
    top->has_merge |= is_merge;
    if (yaml->has_tabs && !top->node->is_flow)
        check_tab(yaml, &key);
    return builder_key(&yaml->build, key);
}

/* When lines were passed over that stand too far left (lenient reading): one warning for each value. */
static void check_lines(struct yaml_reader *yaml, size_t start, size_t end, int indent)
{
    uint32_t line, column;

    lines_place(&yaml->lines, start, &line, &column);
    for (; line < yaml->lines.count && yaml->lines.starts[line] < end; line++) {
        const char *begin = yaml->text.at + yaml->lines.starts[line], *at = begin;
        bool has_tab = false;

        for (; *at == ' ' || *at == '\t'; at++)
            has_tab |= *at == '\t' && at - begin <= indent;
        if (*at == '\n' || *at == '\r' || (!has_tab && at - begin > indent))
            continue;
        fault_add(yaml->build.faults, FAULT_WARNING, position_of(yaml, (size_t)(at - yaml->text.at)),
                  "indentation",
                  has_tab ? "a tab stands where YAML takes spaces only; other programs may refuse this"
                          : "this line goes on with what began in a line above but stands too far left; "
                            "other programs may refuse this");
        return;
    }
}

/* Of the container that is open; -1 at the top. */
static int indent_now(const struct yaml_reader *yaml)
{
    return yaml->build.depth ? yaml->indents[yaml->build.depth - 1] : -1;
}

static bool take_scalar(struct yaml_reader *yaml, struct fy_event *event)
{
    struct builder_frame *top = builder_top(&yaml->build);
    bool is_key = builder_wants_key(&yaml->build);
    struct tree_node *node;
    struct piece piece;

    if (!take_piece(yaml, &piece, event))
        return false;
    if (yaml->is_lenient && !(top && top->node->is_flow) &&
        (piece.style == FYSS_SINGLE_QUOTED || piece.style == FYSS_DOUBLE_QUOTED))
        check_lines(yaml, piece.start, piece.end, indent_now(yaml));
    if (!is_key || piece.anchor) {
        node = scalar_node(yaml, &piece);
        if (!node)
            return false;
        if (!is_key)
            return builder_value(&yaml->build, node);
    }
    return take_key(yaml, &piece,
                    piece.style == FYSS_PLAIN && !piece.tag && slice_eq(piece.text, SLICE("<<")));
}

static bool take_alias(struct yaml_reader *yaml, struct fy_event *event)
{
    struct fy_token *token = event->alias.anchor;
    struct slice name = token_text(yaml, token);
    struct piece piece = { .start = mark_offset(yaml, fy_token_start_mark(token)) - 1,
                           .end = mark_offset(yaml, fy_token_end_mark(token)) };
    struct tree_node *node;

    if (!name.at)
        return false;
    yaml->cursor = piece.end;
    node = builder_alias(&yaml->build, name, position_of(yaml, piece.start));
    if (!node) {
        if (yaml->build.stopped)
            return false;
        node = node_at(yaml, TREE_NULL, piece.start, piece.end);
        if (!node)
            return false;
        node->text = slice_make(yaml->text.at + piece.start, 0);
    }
    if (!builder_wants_key(&yaml->build))
        return builder_value(&yaml->build, node);
    if (node->kind == TREE_MAPPING || node->kind == TREE_SEQUENCE) {
        fault_add(yaml->build.faults, FAULT_FATAL, position_of(yaml, piece.start), "complex-key",
                  "a key must be a string, a number or another single word, not %s",
                  tree_kind_name((enum tree_kind)node->kind));
        builder_top(&yaml->build)->drops = builder_top(&yaml->build)->has_key = true;
        return true;
    }
    piece.text = node->text;
    return take_key(yaml, &piece, false);
}

static bool open_container(struct yaml_reader *yaml, enum tree_kind kind, struct fy_event *event)
{
    /* The data of both events are laid out alike, but the library does not promise that. */
    bool is_mapping = kind == TREE_MAPPING;
    struct fy_token *tag = is_mapping ? event->mapping_start.tag : event->sequence_start.tag;
    struct fy_token *name = is_mapping ? event->mapping_start.anchor : event->sequence_start.anchor;
    size_t start = mark_offset(yaml, fy_event_start_mark(event));
    bool is_flow = fy_event_get_node_style(event) == FYNS_FLOW;
    struct tree_node *node = node_at(yaml, kind, start, start);
    struct builder_anchor *anchor = NULL;
    int indent = indent_now(yaml);
    struct slice own = SLICE("tag:yaml.org,2002:");

    if (!node)
        return false;
    node->is_flow = is_flow;
    if (name && !(anchor = builder_anchor(&yaml->build, kept_text(yaml, name), node)))
        return false;
    if (tag && !slice_starts_with(token_text(yaml, tag), own) && !slice_eq(token_text(yaml, tag), SLICE("!")))
        warn_tag(yaml, token_text(yaml, tag), tag);
    if (!is_flow)
        yaml->cursor = start;
    else if (is_in_brackets(yaml, node))
        yaml->cursor = start + 1;
    if (!builder_open(&yaml->build, node, anchor))
        return false;
    yaml->indents[yaml->build.depth - 1] = is_flow ? indent : (int)node->column - 1;
    return true;
}

static bool close_container(struct yaml_reader *yaml, struct fy_event *event)
{
    struct tree_node *node = builder_top(&yaml->build)->node;
    bool is_outer_flow;

    if (node->is_flow && is_in_brackets(yaml, node))
        yaml->cursor = mark_offset(yaml, fy_event_end_mark(event));
    node->end = (uint32_t)yaml->cursor;
    if (!builder_close(&yaml->build))
        return false;
    is_outer_flow = node->is_flow && !(yaml->build.depth && builder_top(&yaml->build)->node->is_flow);
    if (yaml->is_lenient && is_outer_flow)
        check_lines(yaml, node->start, node->end, indent_now(yaml));
    return true;
}

/* The first document is read; that there are others is said, once. */
static bool open_document(struct yaml_reader *yaml, struct fy_event *event)
{
    struct fy_token *token = event->document_start.document_start;
    size_t start = token ? mark_offset(yaml, fy_token_start_mark(token)) : yaml->cursor;

    if (yaml->has_root) {
        fault_add(yaml->build.faults, FAULT_WARNING, position_of(yaml, start), "several-documents",
                  "another document begins here; only the first one of the file is read");
        return false;
    }
    if (token)
        yaml->cursor = mark_offset(yaml, fy_token_end_mark(token));
    return true;
}

/* false when there is nothing more to read, or reason to stop. */
static bool take_event(struct yaml_reader *yaml, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START: return open_document(yaml, event);
    case FYET_DOCUMENT_END: return yaml->has_root = true;
    case FYET_MAPPING_START: return open_container(yaml, TREE_MAPPING, event);
    case FYET_SEQUENCE_START: return open_container(yaml, TREE_SEQUENCE, event);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: return close_container(yaml, event);
    case FYET_SCALAR: return take_scalar(yaml, event);
    case FYET_ALIAS: return take_alias(yaml, event);
    default: return true;
    }
}

/* Why the parser has no further event, when it should. */
static void tell_error(struct yaml_reader *yaml)
{
    void *walk = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(yaml->diag, &walk);
    struct builder_frame *top = builder_top(&yaml->build);
    struct position at;
    const char *sentence;

    yaml->build.stopped = true;
    if (!error || !error->msg) {
        fault_add(yaml->build.faults, FAULT_FATAL, position_of(yaml, yaml->cursor), "syntax",
                  "what follows here is not YAML");
        return;
    }
    yaml->is_mild = yaml_fault_is_mild(error->msg);
    sentence = yaml_fault_sentence(error->msg);
    at = position_of(yaml, lines_offset(&yaml->lines, error->line, error->column));
    if (top && yaml_fault_is_unclosed(error->msg) && top->node->is_flow)
        at = tree_position(top->node);
    if (sentence)
        fault_add(yaml->build.faults, FAULT_FATAL, at, "syntax", "%s", sentence);
    else
        fault_add(yaml->build.faults, FAULT_FATAL, at, "syntax", "this is not YAML: %s", error->msg);
}

static void take_events(struct yaml_reader *yaml)
{
    struct fy_event *event;
    bool goes_on = true;

    while (goes_on && (event = fy_parser_parse(yaml->parser))) {
        goes_on = take_event(yaml, event);
        fy_parser_event_free(yaml->parser, event);
    }
    if (goes_on && fy_parser_get_stream_error(yaml->parser))
        tell_error(yaml);
    else if (goes_on && !yaml->has_root)
        builder_stop(&yaml->build, 0, 0, "empty", "the file holds no document, only comments or blank lines");
}

/* What libfyaml says is collected, and goes nowhere else. */
static void no_output(struct fy_diag *diag, void *user, const char *text, size_t len)
{
}

static bool make_parser(struct yaml_reader *yaml)
{
    struct fy_diag_cfg quiet = { .output_fn = no_output, .level = FYET_ERROR };
    struct fy_parse_cfg how = { .flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE |
                                         FYPCF_ALLOW_DUPLICATE_KEYS | FYPCF_DISABLE_DEPTH_LIMIT };

    quiet.module_mask = (1u << FYEM_MAX) - 1;
    if (yaml->is_lenient)
        how.flags |= FYPCF_SLOPPY_FLOW_INDENTATION;
    yaml->diag = fy_diag_create(&quiet);
    if (!yaml->diag)
        return false;
    fy_diag_set_collect_errors(yaml->diag, true);
    how.diag = yaml->diag;
    yaml->parser = fy_parser_create(&how);
    return yaml->parser && fy_parser_set_string(yaml->parser, yaml->text.at, yaml->text.len) == 0;
}

static bool is_bearable(struct yaml_reader *yaml)
{
    uint32_t line;
    const char *what = yaml_guard(&yaml->lines, &line);

    return !what || builder_stop(&yaml->build, line, 1, "unbearable", what);
}

/* Answers whether a lenient reading is worth trying. */
static bool attempt(struct tree_reader *reader, struct tree_file *file, struct faults *faults,
                    bool is_lenient)
{
    struct yaml_reader yaml = { .text = file->text, .is_lenient = is_lenient };

    builder_init(&yaml.build, reader, file, faults);
    yaml.has_tabs = memchr(file->text.at, '\t', file->text.len);
    if (!lines_init(&yaml.lines, reader->account, file->text) || !make_parser(&yaml))
        yaml.build.failed = true;
    else if (is_bearable(&yaml))
        take_events(&yaml);
    if (yaml.has_root && !yaml.build.stopped && !yaml.build.failed)
        file->root = yaml.build.root;
    faults->failed |= yaml.build.failed;
    fy_parser_destroy(yaml.parser);
    fy_diag_destroy(yaml.diag);
    lines_done(&yaml.lines);
    builder_done(&yaml.build);
    return !file->root && yaml.is_mild && !yaml.build.failed;
}

void read_yaml(struct tree_reader *reader, struct tree_file *file, struct faults *faults)
{
    struct faults strictly, leniently;

    faults_init(&strictly, &reader->arena);
    faults_init(&leniently, &reader->arena);
    if (!attempt(reader, file, &strictly, false)) {
        faults_append(faults, &strictly);
        return;
    }
    attempt(reader, file, &leniently, true);
    if (file->root && !leniently.first && strictly.last)
        fault_add(&leniently, FAULT_WARNING, strictly.last->at, "indentation", "%.*s",
                  SLICE_ARG(strictly.last->text));
    leniently.failed |= strictly.failed;
    faults_append(faults, file->root ? &leniently : &strictly);
}

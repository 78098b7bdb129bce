/* SPDX-License-Identifier: Apache-2.0 */
/* Why a URL stands under its template: the evidence behind every segment, as a person or a program reads it. */
#include "base/text.h"
#include "catalog/evidence.h"
#include "catalog/naming.h"
#include "catalog/settle.h"
#include "catalog/template.h"
#include "json/writer.h"

/* What a term says when it speaks for a parameter, and when it speaks for a literal. */
static const char *const explanations[TERMS][2] = {
    [TERM_SHAPE] = { "looks like an identifier", "looks like a word, which values beside it do not" },
    [TERM_VOCABULARY] = { "is no word of API vocabulary", "is a word of API vocabulary" },
    [TERM_PROVENANCE] = { "stood as a value in bodies or queries",
                          "stood as a member name, or never as a value" },
    [TERM_ELSEWHERE] = { "is a parameter value at another place", "is a literal at other places" },
    [TERM_BODY] = { "answers with the same members as the other values",
                    "answers with other members than the values beside it" },
    [TERM_OPERATIONS] = { "has the same operations below it", "has other operations below it" },
    [TERM_CROWD] = { "many values are known here already", "few values are known here yet" },
    [TERM_OVERRIDE] = { "somebody said so: plainsight template --list",
                        "somebody said so: plainsight template --list" },
};

struct telling {
    const struct catalog *catalog;
    const struct service_evidence *service;
    struct slice method, path;
    struct template_node *chain[PATH_DEPTH + 1]; /* from the first segment to the last */
    size_t depth;
    struct path_segment segments[PATH_DEPTH];
    size_t segment_count;
    struct arena *arena;
};

static struct slice only_path(struct slice url)
{
    for (size_t i = 0; i + 2 < url.len; i++)
        if (memcmp(url.at + i, "://", 3) == 0) {
            const char *slash = memchr(url.at + i + 3, '/', url.len - i - 3);

            url = slash ? slice_make(slash, (size_t)(url.at + url.len - slash)) : SLICE("/");
            break;
        }
    return slice_cut(&url, '?');
}

static void set_chain(struct telling *with, struct template_node *node)
{
    for (struct template_node *above = node; above->parent; above = above->parent)
        with->depth++;
    for (size_t i = with->depth; i > 0 && node; i--, node = node->parent)
        with->chain[i - 1] = node;
}

/* The value of this step as the URL has it: a suffix that belongs to the value joins it. */
static struct slice value_at(const struct telling *with, size_t step, uint64_t *ret_hash)
{
    size_t at = 0;
    struct slice text = { NULL, 0 };

    *ret_hash = 0;
    for (size_t i = 0; i <= step && at < with->segment_count; i++) {
        *ret_hash = with->segments[at].hash;
        text = with->segments[at++].text;
        while (at < with->segment_count && with->segments[at].is_suffix &&
               !(i + 1 < with->depth && with->chain[i + 1]->is_suffix)) {
            *ret_hash = path_joined_hash(*ret_hash, with->segments[at].hash);
            text.len += with->segments[at++].text.len;
        }
    }
    return text;
}

/* What is masked is known by its hash: `hash` is that of `text`, or of a stem and what was cut off behind it. */
static const struct template_value *known_value(const struct template_node *node, struct slice text,
                                                uint64_t hash)
{
    for (size_t i = 0; i < node->value_count; i++) {
        const struct template_value *value = &node->values[i];

        if (!value->is_bucket && (value->masked ? value->masked == hash : slice_eq(value->text, text)))
            return value;
    }
    return NULL;
}

static const struct template_value *bucket_value(const struct template_node *node, enum segment_class class)
{
    for (size_t i = 0; i < node->value_count; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there are value_count of them */
        if (node->values[i].is_bucket && node->values[i].class == class)
            return &node->values[i];
    return NULL;
}

static void tell_terms(const struct template_value *value, struct buffer *out)
{
    for (size_t i = 0; i < TERMS; i++) {
        double term = value->terms[i];

        if (term > -0.05 && term < 0.05)
            continue;
        buffer_printf(out, "    %-11s %+5.1f  %s\n", template_term_name((enum template_term)i), term,
                      explanations[i][term < 0]);
    }
}

static uint64_t exchanges_of(const struct template_node *node)
{
    uint64_t count = 0;

    for (size_t i = 0; i < node->value_count; i++)
        count += node->values[i].count;
    return count;
}

static void tell_siblings(const struct template_node *node, struct buffer *out)
{
    size_t told = 0, literals = 0;

    for (const struct template_node *sibling = node->parent->child; sibling; sibling = sibling->next)
        literals += !sibling->is_parameter && !sibling->is_suffix;
    if (literals == 0)
        return;
    buffer_printf(out, "  literals beside it: ");
    for (const struct template_node *sibling = node->parent->child; sibling && told < 8;
         sibling = sibling->next)
        if (!sibling->is_parameter && !sibling->is_suffix) {
            buffer_text(out, told++ ? ", " : "");
            text_escape(out, sibling->text);
        }
    if (literals > told)
        buffer_printf(out, " and %zu more", literals - told);
    buffer_byte(out, '\n');
}

static void tell_parameter(const struct template_node *node, struct slice text, uint64_t hash,
                           struct buffer *out)
{
    const struct template_value *value = known_value(node, text, hash);
    bool is_own = value != NULL;

    if (!value)
        value = bucket_value(node, segment_classify(text));
    buffer_printf(out, "/{%.*s}\n  a parameter: %s%.0f values in %llu exchanges\n", SLICE_ARG(node->name),
                  node->distinct > PATH_BUCKET_SAMPLE ? "about " : "", node->distinct,
                  (unsigned long long)exchanges_of(node));
    if (value) {
        buffer_text(out, "  '");
        text_escape(out, text);
        if (is_own)
            buffer_printf(out, "' is one of them, by %+.1f (positive: a parameter)\n", value->total);
        else
            buffer_printf(out, "' is not kept apart; about %.0f values like it (%s) are, by %+.1f\n",
                          value->distinct, segment_class_name(value->class), value->total);
        tell_terms(value, out);
    } else {
        buffer_text(out, "  this value itself was not seen\n");
    }
    tell_siblings(node, out);
}

static void tell_literal(const struct template_node *node, struct buffer *out)
{
    const struct template_value *value = &node->values[0];
    const struct template_node *parameter = node->parent->child;

    buffer_text(out, node->is_suffix ? "" : "/");
    text_escape(out, node->text);
    buffer_printf(out, "\n  a literal%s, seen in %llu exchanges\n", node->is_suffix ? " suffix" : "",
                  (unsigned long long)value->count);
    if (node->is_suffix || !parameter || !parameter->is_parameter)
        return;
    buffer_printf(out, "  not a value of {%.*s} beside it, by %+.1f (negative: a literal)\n",
                  SLICE_ARG(parameter->name), value->total);
    tell_terms(value, out);
}

static void tell_text(const struct telling *with, const struct template_node *node, struct buffer *out)
{
    struct slice path = naming_path(node, with->arena);

    text_escape(out, with->method);
    buffer_byte(out, ' ');
    text_escape(out, with->path);
    buffer_printf(out, "\nbelongs to %.*s in ", SLICE_ARG(path));
    text_escape(out, with->service->key);
    buffer_text(out, "\n\n");
    for (size_t i = 0; i < with->depth; i++) {
        uint64_t hash;
        struct slice text = value_at(with, i, &hash);

        if (with->chain[i]->is_parameter)
            tell_parameter(with->chain[i], text, hash, out);
        else
            tell_literal(with->chain[i], out);
    }
}

static void tell_value_json(struct json_writer *json, const struct template_value *value)
{
    json_key(json, SLICE("score"));
    json_double(json, value->total);
    json_key(json, SLICE("exchanges"));
    json_unsigned(json, value->count);
    json_key(json, SLICE("shape"));
    json_text(json, segment_class_name(value->class));
    json_key(json, SLICE("evidence"));
    json_begin_object(json);
    for (size_t i = 0; i < TERMS; i++)
        if (value->terms[i] != 0) {
            json_key(json, slice_of(template_term_name((enum template_term)i)));
            json_double(json, value->terms[i]);
        }
    json_end(json);
}

static void tell_json(const struct telling *with, const struct template_node *node, struct buffer *out)
{
    struct json_writer json;

    json_writer_init(&json, out, true);
    json_begin_object(&json);
    json_key(&json, SLICE("method"));
    json_string(&json, with->method);
    json_key(&json, SLICE("service"));
    json_string(&json, with->service->key);
    json_key(&json, SLICE("path"));
    json_string(&json, with->path);
    json_key(&json, SLICE("template"));
    json_string(&json, naming_path(node, with->arena));
    json_key(&json, SLICE("segments"));
    json_begin_array(&json);
    for (size_t i = 0; i < with->depth; i++) {
        const struct template_node *step = with->chain[i];
        uint64_t hash;
        struct slice text = value_at(with, i, &hash);
        const struct template_value *value =
            step->is_parameter ? known_value(step, text, hash) : &step->values[0];

        if (!value)
            value = bucket_value(step, segment_classify(text));
        json_begin_object(&json);
        json_key(&json, step->is_parameter ? SLICE("parameter") : SLICE("literal"));
        json_string(&json, step->is_parameter ? step->name : step->text);
        json_key(&json, SLICE("distinct"));
        json_unsigned(&json, (uint64_t)(step->distinct + 0.5));
        if (value)
            tell_value_json(&json, value);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(out, '\n');
}

static bool tell(struct telling *with, bool json, struct buffer *out)
{
    const struct template_override overrides = { with->catalog->overrides, with->catalog->override_count,
                                                 with->service->key,
                                                 catalog_guide(with->catalog, with->service->key) };
    struct template_node *tree =
        template_decide(with->service->paths, &with->service->values, &overrides, with->arena);
    struct template_node *node;

    if (!tree || !naming_parameters(tree, with->arena))
        return false;
    with->segment_count = path_split(with->path, with->arena, with->segments, PATH_DEPTH);
    node = template_match(tree, with->segments, with->segment_count);
    if (!node)
        return false;
    set_chain(with, node);
    if (json)
        tell_json(with, node, out);
    else
        tell_text(with, node, out);
    return true;
}

bool catalog_why(const struct catalog *catalog, struct slice service, struct slice method, struct slice url,
                 bool json, struct buffer *out, struct error *err)
{
    struct arena arena;
    bool told = false;

    catalog_settle(catalog);
    for (size_t i = 0; i < catalog->services.count && !told; i++) {
        struct telling with = {
            .catalog = catalog,
            .service = catalog->sorted[i],
            .method = method,
            .path = only_path(url),
            .arena = &arena,
        };

        if (service.len && !slice_eq(service, with.service->key))
            continue;
        arena_init(&arena, out->account, 64 << 10);
        told = tell(&with, json, out);
        arena_done(&arena);
    }
    return told || error_set(err, ERROR_INPUT, "nothing like that URL was seen");
}

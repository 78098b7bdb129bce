/* SPDX-License-Identifier: Apache-2.0 */
/* Learning from one body: one pass that checks it and notes, for every value, the field it belongs to and where its
 * text lies; then, when the whole body was valid, one walk over those notes that counts.
 *
 * The first pass makes no fields. It gives up at the first key it does not know; the body is then checked by the plain
 * scanner and, being valid, learned by a second pass that may make fields and count as it goes. So a malformed body
 * leaves nothing behind, and known bodies, nearly all, are read once.
 *
 * What a key costs: a member is expected to be followed by the one that followed it last time. When it is, one compare
 * takes key, quote and colon. */
#include "base/hash_inline.h"
#include "catalog/schema_tree.h"
#include "json/scan.h"

#define JOURNAL_FIRST 512
#define JOURNAL_LARGEST 65536 /* larger bodies are learned by the second pass, in parts */

/* One value. `what` is its type, flags and the length of its text; containers have no text, their
 * `place` is the number of their elements. */
struct note {
    struct node *node;
    uint32_t place; /* offset in the body */
    uint32_t what;
};

#define NOTE_TYPE 7u /* mask */
#define NOTE_WIDE 8u
#define NOTE_ESCAPED 16u
#define NOTE_AGAIN 32u /* this key stood in its object before */
#define NOTE_SHIFT 6
#define NOTE_LONGEST ((1u << (32 - NOTE_SHIFT)) - 1)

struct frame {
    struct node *node;   /* the container's field */
    struct node *child;  /* the member or item whose value is being read; NULL: it is not learned */
    struct node **guess; /* where the next member's prediction stands */
    uint32_t stamp;
    uint32_t count; /* values so far */
    uint32_t again; /* NOTE_AGAIN of the container itself */
    uint32_t child_again;
    bool object;
};

struct unescaped {
    char *at;
    size_t room;
};

struct learner {
    struct memory *account;
    struct classifier *classifier;
    struct note *notes;
    size_t room;
    struct unescaped text; /* the last string with escapes */
    struct unescaped name; /* the last name with escapes */
    struct scan_nest nest;
    struct frame frames[SCHEMA_DEPTH + 1]; /* [0] is the body itself */
};

struct pass {
    struct learner *learner;
    struct schema *schema;
    schema_listener *listener;
    void *context;
    const char *body;
    struct scan scan;
    struct note *note, *notes_end; /* the next free one */
    bool makes;                    /* the second pass: the body is known to be valid */
    struct node *nobody;           /* a guess that is not kept; NULL whenever one is read */
    bool unknown; /* the first pass met what it does not know, or has no room for more notes */
    bool limited;
};

struct learner *learner_new(struct memory *account)
{
    struct learner *learner = memory_get(account, sizeof *learner);

    if (!learner)
        return NULL;
    learner->account = account;
    learner->nest.account = account;
    learner->notes = memory_get(account, JOURNAL_FIRST * sizeof *learner->notes);
    learner->room = JOURNAL_FIRST;
    if (!learner->notes) {
        memory_give(account, learner, sizeof *learner);
        return NULL;
    }
    return learner;
}

void learner_free(struct learner *learner)
{
    struct memory *account;

    if (!learner)
        return;
    account = learner->account;
    memory_give(account, learner->notes, learner->room * sizeof *learner->notes);
    memory_give(account, learner->text.at, learner->text.room);
    memory_give(account, learner->name.at, learner->name.room);
    scan_nest_done(&learner->nest);
    memory_give(account, learner, sizeof *learner);
}

void learner_use(struct learner *learner, struct classifier *classifier)
{
    learner->classifier = classifier;
}

struct memory *learner_account(const struct learner *learner)
{
    return learner->account;
}

struct classifier *learner_classifier(const struct learner *learner)
{
    return learner->classifier;
}

static inline struct values_keeper keeper_of(const struct pass *pass)
{
    return (struct values_keeper){ pass->learner->account, pass->learner->classifier };
}

/* ---- the notes are counted */

/* Replaces the raw bytes of a string by its text; false when there was no memory for it. */
static bool unescape(struct unescaped *into, struct memory *account, struct slice *text)
{
    if (into->room < text->len + BODY_SLACK) {
        size_t room = (text->len < 256 ? 256 : text->len) + BODY_SLACK;
        char *at = memory_resize(account, into->at, into->room, room);

        if (!at)
            return false;
        into->at = at;
        into->room = room;
    }
    *text = slice_make(into->at, scan_unescape(*text, into->at));
    return true;
}

static inline struct slice note_text(const struct pass *pass, const struct note *note)
{
    return slice_make(pass->body + note->place, note->what >> NOTE_SHIFT);
}

static inline void count_string(struct pass *pass, const struct note *note)
{
    struct field *field = &note->node->field;
    struct slice text = note_text(pass, note);
    struct values *values = field->values;
    const struct values_keeper keeper = keeper_of(pass);
    size_t points;
    uint64_t hash;

    if ((note->what & NOTE_ESCAPED) && !unescape(&pass->learner->text, pass->learner->account, &text)) {
        pass->limited = true;
        return;
    }
    hash = hash_content_inline(text);
    if (values && text.len && values_count_known(values, hash))
        return;
    if (!values)
        values = node_values(pass->schema, pass->learner->account, node_of(field), &field->values);
    points = note->what & (NOTE_WIDE | NOTE_ESCAPED) ? scan_code_points(text) : text.len;
    if (!values || (!(text.len && values_count_settled(values, points, hash)) &&
                    !values_add_json(values, &keeper, text, points, hash)))
        pass->limited = true;
    if (pass->listener)
        pass->listener(pass->context, text, hash);
}

/* Up to 8 digits in three multiplications, after the digits were moved to the end of the word. */
static inline uint64_t eight_digits(const char *at, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)at;
    uint64_t word = 0;

    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    word = (word - 0x3030303030303030u) << (64 - 8 * len);
    word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ffu;
    word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffffu;
    return (word * 10000 + (word >> 32)) & 0xffffffffu;
}

static inline double integer_value(struct slice text)
{
    bool negative = *text.at == '-';
    size_t len = text.len - negative;
    double value;

    if (len > 16)
        return scan_number_value(text);
    if (len > 8) /* below 10^16: exact in 64 bits, rounded once */
        value = (double)(eight_digits(text.at + negative, len - 8) * 100000000u +
                         eight_digits(text.at + text.len - 8, 8));
    else
        value = (double)eight_digits(text.at + negative, len);
    return negative ? -value : value;
}

static inline void count_integer(struct pass *pass, const struct note *note)
{
    struct field *field = &note->node->field;
    struct slice text = note_text(pass, note);
    struct values *values = field->numbers;
    const struct values_keeper keeper = keeper_of(pass);
    uint64_t hash = hash_content_inline(text);

    if (values && values_count_known(values, hash))
        return;
    node_add_number(field, integer_value(text));
    if (!values)
        values = node_values(pass->schema, pass->learner->account, node_of(field), &field->numbers);
    if (!values || !values_add_integer(values, &keeper, text, hash))
        pass->limited = true;
}

static inline void count_note(struct pass *pass, const struct note *note)
{
    struct field *field = &note->node->field;
    unsigned type = note->what & NOTE_TYPE;

    switch (type) {
    case TYPE_STRING: count_string(pass, note); break;
    case TYPE_INTEGER: count_integer(pass, note); break;
    case TYPE_NUMBER: node_add_number(field, scan_number_value(note_text(pass, note))); break;
    case TYPE_ARRAY: node_add_items(field, note->place); break;
    default: break;
    }
    field->types[type]++;
    if (!(note->what & NOTE_AGAIN))
        field->present++;
}

static void pass_count(struct pass *pass)
{
    for (const struct note *note = pass->learner->notes; note < pass->note; note++)
        count_note(pass, note);
    pass->note = pass->learner->notes;
}

/* No room for a note: the second pass counts what there is; the first leaves the body to it, unless the journal can
 * grow. */
static bool pass_make_room(struct pass *pass)
{
    struct learner *learner = pass->learner;
    size_t used = (size_t)(pass->note - learner->notes), room = 2 * learner->room;
    struct note *notes = NULL;

    if (room <= JOURNAL_LARGEST)
        notes = memory_resize(learner->account, learner->notes, learner->room * sizeof *notes,
                              room * sizeof *notes);
    if (notes) {
        learner->notes = notes;
        learner->room = room;
        pass->note = notes + used;
        pass->notes_end = notes + room;
    } else if (pass->makes) {
        pass_count(pass);
    } else {
        pass->unknown = true;
        return false;
    }
    return true;
}

static inline bool pass_note(struct pass *pass, struct node *node, uint32_t what, size_t place, size_t len)
{
    if (pass->note == pass->notes_end && !pass_make_room(pass))
        return false;
    *pass->note++ = (struct note){ node, (uint32_t)place, what | (uint32_t)len << NOTE_SHIFT };
    /* Counting comes later: what it will touch first is fetched meanwhile. */
    __builtin_prefetch(&node->field.present);
    return true;
}

/* ---- names */

static bool node_is_spelled_long(const struct node *node, const char *at, const char *end)
{
    return node->spelled <= SCHEMA_KEY + 2 && node->spelled <= (size_t)(end - at) &&
           memcmp(node->field.key.at, at, node->spelled) == 0;
}

/* Whether the member's key, closing quote and colon are what stands at `at`, which is before the end. */
static inline bool node_is_spelled(const struct node *node, const char *at, const char *end)
{
    uint32_t same;

    if (node->spelled > NODE_TEXT)
        return node_is_spelled_long(node, at, end);
    same = simd_same(simd_load(at), simd_load(node->text));
    return simd_first(~same) >= node->spelled;
}

/* The second pass meets a new key. When that pushes another member out, nothing noted may point to that one any more,
 * nor a guess; and the table of members, where the first guess stands, may move. */
static struct node *pass_make_member(struct pass *pass, struct frame *frame, struct slice key, uint64_t hash)
{
    struct node *object = frame->node, *node;
    struct children *children = object->field.children;
    bool full = children && children->worst;
    /* Still so behind a first member that went to `other`. */
    bool may_move = frame->count == 1 || (children && frame->guess == &children->first);

    if (full)
        pass_count(pass);
    node = node_member(pass->schema, pass->learner->account, object, key, hash);
    if (full || may_move)
        frame->guess = object->field.children && !full ? &object->field.children->first : &pass->nobody;
    pass->limited |= !node;
    return node;
}

/* The field of a key, NULL when it is not to be learned; false when the first pass must give up. */
static bool pass_member(struct pass *pass, struct frame *frame, struct slice key, struct node **ret)
{
    uint64_t hash = hash_content(key);
    struct node *node = node_find(frame->node, key, hash);

    if (!node && node_is_beyond(frame->node, key, hash))
        node = node_of(frame->node->field.other);
    if (!node && !pass->makes) {
        pass->unknown = true;
        return false;
    }
    *ret = node ? node : pass_make_member(pass, frame, key, hash);
    return true;
}

/* A name that was not predicted, at its first byte: finds or makes its field. Answers the cursor behind its colon. */
static const char *pass_find_name(struct pass *pass, struct frame *frame, const char *at)
{
    const char *from = at;
    struct slice key;
    unsigned flags = 0;

    at = scan_string(&pass->scan, at, &flags);
    if (!at)
        return NULL;
    key = slice_make(from, (size_t)(at - from));
    at = scan_blank(at + 1, pass->scan.end);
    if (at >= pass->scan.end || *at != ':')
        return NULL;
    frame->child = NULL;
    if ((flags & SCAN_ESCAPED) && !unescape(&pass->learner->name, pass->learner->account, &key))
        return at + 1;
    if (!pass_member(pass, frame, key, &frame->child))
        return NULL;
    return at + 1;
}

/* From behind the brace or comma to the value of the next member. */
static inline const char *pass_name(struct pass *pass, struct frame *frame, const char *at)
{
    struct node *node = *frame->guess;

    if (*at != '"') {
        at = scan_blank(at, pass->scan.end);
        if (*at != '"')
            return NULL;
    }
    at++;
    if (at >= pass->scan.end)
        return NULL;
    if (node && node_is_spelled(node, at, pass->scan.end)) {
        at += node->spelled;
        frame->child = node;
    } else {
        at = pass_find_name(pass, frame, at);
        node = frame->child;
        if (!at || !node || node->spelled == 0) {
            frame->child_again = 0;
            return at;
        }
        *frame->guess = node;
        pass->nobody = NULL;
    }
    frame->child_again = node->stamp == frame->stamp ? NOTE_AGAIN : 0;
    node->stamp = frame->stamp;
    frame->guess = &node->next;
    return at;
}

/* ---- values */

static inline const char *pass_scalar(struct pass *pass, const char *at, struct node *node, uint32_t again)
{
    const char *from = at;
    unsigned flags = 0;
    bool integer;

    switch (*at) {
    case '"':
        __builtin_prefetch(node->field.values);
        at = scan_string(&pass->scan, ++from, &flags);
        if (!at || !pass_note(pass, node, TYPE_STRING | flags << 3 | again, (size_t)(from - pass->body),
                              (size_t)(at - from)))
            return NULL;
        return at + 1;
    case 't':
    case 'f':
    case 'n':
        at = scan_word(at);
        return at && pass_note(pass, node, (*from == 'n' ? TYPE_NULL : TYPE_BOOLEAN) | again, 0, 0) ? at
                                                                                                    : NULL;
    default:
        at = scan_number(at, pass->scan.end, &integer);
        return at && pass_note(pass, node, (integer ? TYPE_INTEGER : TYPE_NUMBER) | again,
                               (size_t)(from - pass->body), (size_t)(at - from))
                   ? at
                   : NULL;
    }
}

/* A value that is checked but not learned. */
static const char *pass_skip(struct pass *pass, const char *at)
{
    pass->limited = true;
    return scan_skip(&pass->scan, at, &pass->learner->nest);
}

/* A container at the depth limit is counted, what is in it is not looked at. */
static const char *pass_too_deep(struct pass *pass, const char *at, struct node *node, uint32_t again)
{
    uint32_t type = *at == '{' ? TYPE_OBJECT : TYPE_ARRAY;

    at = pass_skip(pass, at);
    return at && pass_note(pass, node, type | again, 0, 0) ? at : NULL;
}

/* Opens the object or array at `at`, of which `node` is the field: pushes a frame, unless it is empty, and answers the
 * cursor at the first value. */
static inline const char *pass_open(struct pass *pass, struct frame **frame, const char *at,
                                    struct node *node, uint32_t again)
{
    bool object = *at == '{';
    struct frame *open = *frame + 1;

    at = scan_blank(at + 1, pass->scan.end);
    if (at < pass->scan.end && *at == (object ? '}' : ']'))
        return pass_note(pass, node, (object ? TYPE_OBJECT : TYPE_ARRAY) | again, 0, 0) ? at + 1 : NULL;
    open->node = node;
    open->object = object;
    open->again = again;
    open->count = 1;
    if (object) {
        open->stamp = ++pass->schema->stamp;
        open->guess = node->field.children ? &node->field.children->first : &pass->nobody;
        at = pass_name(pass, open, at);
    } else {
        open->child = node_of(node->field.items);
        open->child_again = 0;
        if (!open->child && !pass->makes) {
            pass->unknown = true;
            return NULL;
        }
        if (!open->child)
            open->child = node_items(pass->schema, pass->learner->account, node);
    }
    *frame = open;
    return at;
}

/* Behind a value: closes what ends here, up to the next value (whose field is (*frame)->child) or the body's end,
 * which is when *frame is `bottom`. */
static inline const char *pass_close(struct pass *pass, struct frame **frame, struct frame *bottom,
                                     const char *at)
{
    struct frame *open = *frame;

    for (; open != bottom; open--) {
        if (*at <= ' ')
            at = scan_blank(at, pass->scan.end);
        if (at >= pass->scan.end)
            return NULL;
        if (*at == ',') {
            open->count++;
            *frame = open;
            return open->object ? pass_name(pass, open, at + 1) : at + 1;
        }
        if (*at != (open->object ? '}' : ']') ||
            !pass_note(pass, open->node, (open->object ? TYPE_OBJECT : TYPE_ARRAY) | open->again, open->count,
                       0))
            return NULL;
        at++;
    }
    *frame = bottom;
    return at;
}

/* The whole body: the cursor behind its value, or NULL. */
static const char *pass_body(struct pass *pass, const char *at)
{
    struct frame *bottom = pass->learner->frames, *top = bottom + SCHEMA_DEPTH, *frame = bottom;

    bottom->child = &pass->schema->root;
    bottom->child_again = 0;
    do {
        struct frame *before = frame;
        struct node *node = frame->child;

        if (*at <= ' ')
            at = scan_blank(at, pass->scan.end);
        if (at >= pass->scan.end)
            return NULL;
        if (!node) {
            at = pass_skip(pass, at);
        } else if (*at != '{' && *at != '[') {
            at = pass_scalar(pass, at, node, frame->child_again);
            if (at && *at == ',' && frame->object &&
                at < pass->scan.end) { /* mostly another member follows */
                frame->count++;
                at = pass_name(pass, frame, at + 1);
                continue;
            }
        } else if (frame == top) {
            at = pass_too_deep(pass, at, node, frame->child_again);
        } else {
            at = pass_open(pass, &frame, at, node, frame->child_again);
        }
        if (at && frame == before)
            at = pass_close(pass, &frame, bottom, at);
    } while (at && frame != bottom);
    return at;
}

static bool pass_run(struct pass *pass, bool makes)
{
    const char *at;

    pass->makes = makes;
    pass->unknown = pass->limited = false;
    pass->note = pass->learner->notes;
    pass->notes_end = pass->note + pass->learner->room;
    at = pass_body(pass, pass->body);
    return at && at <= pass->scan.end && scan_blank(at, pass->scan.end) >= pass->scan.end;
}

enum schema_verdict schema_learn_json(struct learner *learner, struct schema *schema, struct slice body,
                                      schema_listener *listener, void *context)
{
    struct pass pass = {
        .learner = learner,
        .schema = schema,
        .listener = listener,
        .context = context,
        .body = body.at,
        .scan = { body.at + body.len, false },
    };
    bool fits = body.len <= NOTE_LONGEST, known;

    schema->classifier = learner->classifier;
    /* Two passes, each over at most one object for two bytes. */
    if (fits)
        schema_need_stamps(schema, body.len);
    known = fits && pass_run(&pass, false);
    if (!known) {
        if (fits && !pass.unknown)
            return SCHEMA_MALFORMED;
        if (!scan_is_valid(body, &learner->nest))
            return SCHEMA_MALFORMED;
        if (fits)
            pass_run(&pass, true);
        else
            pass.limited = true;
    }
    pass_count(&pass);
    schema->bodies++;
    schema->limited += pass.limited;
    return pass.limited ? SCHEMA_LIMITED : SCHEMA_LEARNED;
}

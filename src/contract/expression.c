/* SPDX-License-Identifier: Apache-2.0 */
/* A pattern becomes a small program, and all the ways through it are followed at once (Thompson, 1968): a step for each
 * character of the text and each instruction at most, so no pattern makes a match explode. Jumps are relative: a block of code may
 * be moved and copied, which is how it is repeated. */
#include "contract/expression.h"

#include "base/byte.h"
#include "base/text.h"

#define CODE_MOST 256
#define RANGES_MOST 256
#define GROUPS_MOST 16
#define REPEATS_MOST 1000
#define SPACES 10 /* ranges of white space */
#define POINT_MOST 0x10ffffu

enum operation {
    OPERATION_SET,
    OPERATION_SPLIT,
    OPERATION_JUMP,
    OPERATION_START,
    OPERATION_END,
    OPERATION_MATCH
};

struct instruction {
    enum operation operation;
    bool is_negated;             /* of a set */
    uint16_t first, range_count; /* of a set: its ranges */
    int16_t to, other;           /* of jump and split: from here */
};

struct range {
    uint32_t first, last;
};

struct program {
    struct instruction code[CODE_MOST];
    struct range ranges[RANGES_MOST];
    unsigned len, range_count, depth;
    struct slice rest; /* of the pattern */
    bool is_beyond;    /* something is not understood, or there is no room */
};

/* ---- code */

static bool refuse(struct program *program)
{
    program->is_beyond = true;
    program->rest = SLICE("");
    return false;
}

/* Room for `count` instructions at `at`, behind which the rest moves. */
static struct instruction *make_room(struct program *program, unsigned at, unsigned count)
{
    if (program->len + count > CODE_MOST) {
        refuse(program);
        return NULL;
    }
    memmove(program->code + at + count, program->code + at, (program->len - at) * sizeof *program->code);
    memset(program->code + at, 0, count * sizeof *program->code);
    program->len += count;
    return program->code + at;
}

static void put(struct program *program, unsigned at, enum operation operation, int to, int other)
{
    struct instruction *instruction = make_room(program, at, 1);

    if (instruction)
        *instruction =
            (struct instruction){ .operation = operation, .to = (int16_t)to, .other = (int16_t)other };
}

static void add_range(struct program *program, uint32_t first, uint32_t last)
{
    if (program->range_count == RANGES_MOST)
        refuse(program);
    else
        program->ranges[program->range_count++] = (struct range){ first, last };
}

static void put_set(struct program *program, unsigned first, bool is_negated)
{
    struct instruction *instruction = make_room(program, program->len, 1);

    if (instruction)
        *instruction = (struct instruction){ .operation = OPERATION_SET,
                                             .is_negated = is_negated,
                                             .first = (uint16_t)first,
                                             .range_count = (uint16_t)(program->range_count - first) };
}

/* ---- characters and classes of them */

static char peek(const struct program *program)
{
    return program->rest.len ? program->rest.at[0] : '\0';
}

static bool take(struct program *program, char byte)
{
    if (!program->rest.len || program->rest.at[0] != byte)
        return false;
    program->rest = slice_make(program->rest.at + 1, program->rest.len - 1);
    return true;
}

static bool take_hex(struct program *program, unsigned digits, uint32_t *ret)
{
    *ret = 0;
    for (unsigned i = 0; i < digits; i++) {
        int value = program->rest.len ? byte_hex_value(program->rest.at[0]) : -1;

        if (value < 0)
            return refuse(program);
        *ret = 16 * *ret + (unsigned)value;
        take(program, program->rest.at[0]);
    }
    return true;
}

/* \d \w \s and their opposites (ECMA-262 22.2.1, CharacterClassEscape). */
static bool add_class(struct program *program, char letter)
{
    static const struct {
        char letter;
        struct range ranges[SPACES];
    } classes[] = {
        { 'd', { { '0', '9' } } },
        { 'w', { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
        { 's',
          { { '\t', '\r' },
            { ' ', ' ' },
            { 0xa0, 0xa0 },
            { 0x1680, 0x1680 },
            { 0x2000, 0x200a },
            { 0x2028, 0x2029 },
            { 0x202f, 0x202f },
            { 0x205f, 0x205f },
            { 0x3000, 0x3000 },
            { 0xfeff, 0xfeff } } },
    };
    uint32_t behind = 0;

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].letter != byte_lower(letter))
            continue;
        for (size_t j = 0; j < SPACES && classes[i].ranges[j].last; j++) {
            if (byte_is_lower(letter))
                add_range(program, classes[i].ranges[j].first, classes[i].ranges[j].last);
            else
                add_range(program, behind, classes[i].ranges[j].first - 1);
            behind = classes[i].ranges[j].last + 1;
        }
        if (!byte_is_lower(letter))
            add_range(program, behind, POINT_MOST);
        return true;
    }
    return false;
}

/* Behind a backslash: a character. \b, \B, \k, \p and back references are not regular, or need tables. */
static bool take_escape(struct program *program, uint32_t *ret)
{
    static const char letters[] = "tnrfv0", points[] = "\t\n\r\f\v";
    char letter = peek(program);
    const char *known = letter ? strchr(letters, letter) : NULL;

    if (!program->rest.len)
        return refuse(program);
    if ((unsigned char)letter >= 0x80)
        return text_take(&program->rest, ret);
    take(program, letter);
    if (known) {
        *ret = (unsigned char)points[known - letters];
        return true;
    }
    if (letter == 'x' || letter == 'u')
        return take_hex(program, letter == 'x' ? 2 : 4, ret);
    if (byte_is_alphanumeric(letter))
        return refuse(program);
    *ret = (unsigned char)letter;
    return true;
}

static bool is_class(char letter)
{
    return letter && strchr("dDwWsS", letter);
}

/* One character of a class, or a class in the class: then *ret_is_class. */
static bool take_member(struct program *program, uint32_t *ret, bool *ret_is_class)
{
    *ret_is_class = false;
    if (!take(program, '\\')) {
        if (!program->rest.len)
            return refuse(program);
        text_take(&program->rest, ret);
        return true;
    }
    *ret_is_class = is_class(peek(program));
    if (*ret_is_class) {
        add_class(program, peek(program));
        take(program, peek(program));
        return true;
    }
    if (take(program, 'b')) {
        *ret = '\b';
        return true;
    }
    return take_escape(program, ret);
}

/* Behind "[". */
static void compile_set(struct program *program)
{
    bool is_negated = take(program, '^'), first_is_class, last_is_class;
    unsigned start = program->range_count;

    while (program->rest.len && peek(program) != ']') {
        uint32_t first = 0, last;

        if (!take_member(program, &first, &first_is_class))
            return;
        if (first_is_class)
            continue;
        last = first;
        if (program->rest.len > 1 && program->rest.at[0] == '-' && program->rest.at[1] != ']') {
            take(program, '-');
            if (!take_member(program, &last, &last_is_class))
                return;
            if (last_is_class || last < first) {
                refuse(program);
                return;
            }
        }
        add_range(program, first, last);
    }
    if (take(program, ']'))
        put_set(program, start, is_negated);
    else
        refuse(program);
}

static void compile_escape(struct program *program)
{
    unsigned start = program->range_count;
    uint32_t point;

    if (is_class(peek(program))) {
        add_class(program, peek(program));
        take(program, peek(program));
    } else if (take_escape(program, &point)) {
        add_range(program, point, point);
    }
    put_set(program, start, false);
}

/* ---- expressions */

static void compile_alternatives(struct program *program);

static void compile_group(struct program *program)
{
    if (take(program, '?') && !take(program, ':')) { /* look-around, names, modifiers */
        refuse(program);
        return;
    }
    if (program->depth == GROUPS_MOST) {
        refuse(program);
        return;
    }
    program->depth++;
    compile_alternatives(program);
    program->depth--;
    if (!take(program, ')'))
        refuse(program);
}

static void compile_atom(struct program *program)
{
    unsigned start = program->range_count;
    uint32_t point;

    if (take(program, '(')) {
        compile_group(program);
    } else if (take(program, '[')) {
        compile_set(program);
    } else if (take(program, '\\')) {
        compile_escape(program);
    } else if (take(program, '^')) {
        put(program, program->len, OPERATION_START, 0, 0);
    } else if (take(program, '$')) {
        put(program, program->len, OPERATION_END, 0, 0);
    } else if (take(program, '.')) {
        add_range(program, '\n', '\n');
        add_range(program, '\r', '\r');
        put_set(program, start, true);
    } else {
        text_take(&program->rest, &point);
        add_range(program, point, point);
        put_set(program, start, false);
    }
}

static bool take_number(struct program *program, unsigned *ret)
{
    *ret = 0;
    if (!byte_is_digit(peek(program)))
        return false;
    while (byte_is_digit(peek(program))) {
        *ret = 10 * *ret + (unsigned)(peek(program) - '0');
        if (*ret > REPEATS_MOST)
            return refuse(program);
        take(program, peek(program));
    }
    return true;
}

/* "{2}", "{2,}", "{2,5}"; *ret_most 0: without end. Braces that are none of these stand for themselves (ECMA-262 B.1.2). */
static bool take_braces(struct program *program, unsigned *ret_least, unsigned *ret_most)
{
    struct slice before = program->rest;

    if (!take(program, '{'))
        return false;
    if (take_number(program, ret_least)) {
        *ret_most = *ret_least;
        if (take(program, ',') && !take_number(program, ret_most))
            *ret_most = UINT32_MAX;
        if (take(program, '}'))
            return true;
    }
    if (!program->is_beyond)
        program->rest = before;
    return false;
}

static bool take_repeat(struct program *program, unsigned *ret_least, unsigned *ret_most)
{
    *ret_least = 0;
    *ret_most = UINT32_MAX;
    if (take(program, '*'))
        return true;
    if (take(program, '?')) {
        *ret_most = 1;
        return true;
    }
    if (take(program, '+')) {
        *ret_least = 1;
        return true;
    }
    return take_braces(program, ret_least, ret_most);
}

static void copy_block(struct program *program, const struct instruction *block, unsigned len)
{
    struct instruction *to = make_room(program, program->len, len);

    if (to && len)
        memcpy(to, block, len * sizeof *block);
}

/* The code from `start` on, as often as that. */
static void repeat(struct program *program, unsigned start, unsigned least, unsigned most)
{
    struct instruction block[CODE_MOST];
    unsigned len = program->len - start;

    memcpy(block, program->code + start, len * sizeof *block);
    program->len = start;
    for (unsigned i = 0; i < least && !program->is_beyond; i++)
        copy_block(program, block, len);
    if (most == UINT32_MAX) {
        put(program, program->len, OPERATION_SPLIT, 1, (int)len + 2);
        copy_block(program, block, len);
        put(program, program->len, OPERATION_JUMP, -(int)len - 1, 0);
        return;
    }
    for (unsigned i = least; i < most && !program->is_beyond; i++) {
        put(program, program->len, OPERATION_SPLIT, 1, (int)len + 1);
        copy_block(program, block, len);
    }
}

static void compile_sequence(struct program *program)
{
    while (program->rest.len && peek(program) != '|' && peek(program) != ')') {
        unsigned start = program->len, least, most;

        if (strchr("*+?", peek(program))) {
            refuse(program);
            return;
        }
        compile_atom(program);
        if (!program->is_beyond && take_repeat(program, &least, &most)) {
            take(program, '?'); /* lazy: the same texts match */
            repeat(program, start, least, most);
        }
    }
}

static void compile_alternatives(struct program *program)
{
    unsigned start = program->len, behind;

    compile_sequence(program);
    while (take(program, '|')) {
        put(program, start, OPERATION_SPLIT, 1, (int)(program->len - start) + 2);
        put(program, program->len, OPERATION_JUMP, 1, 0);
        behind = program->len;
        compile_alternatives(program);
        if (!program->is_beyond)
            program->code[behind - 1].to = (int16_t)(program->len - behind + 1);
    }
}

/* ---- matching */

struct states {
    uint16_t list[CODE_MOST];
    bool has[CODE_MOST];
    unsigned count;
};

struct place {
    bool is_start, is_end;
};

/* Adds a state and all that can be reached from it without a character; true when the end of the program is. */
static bool add_state(const struct program *program, struct states *states, unsigned state,
                      struct place place)
{
    uint16_t waiting[2 * CODE_MOST];
    unsigned count = 0;

    waiting[count++] = (uint16_t)state;
    while (count) {
        unsigned at = waiting[--count];
        const struct instruction *instruction = &program->code[at];

        if (states->has[at])
            continue;
        states->has[at] = true;
        switch (instruction->operation) {
        case OPERATION_MATCH: return true;
        case OPERATION_SET: states->list[states->count++] = (uint16_t)at; break;
        case OPERATION_SPLIT:
            waiting[count++] = (uint16_t)((int)at + instruction->other);
            waiting[count++] = (uint16_t)((int)at + instruction->to);
            break;
        case OPERATION_JUMP: waiting[count++] = (uint16_t)((int)at + instruction->to); break;
        case OPERATION_START:
        case OPERATION_END:
            if (instruction->operation == OPERATION_START ? place.is_start : place.is_end)
                waiting[count++] = (uint16_t)(at + 1);
            break;
        }
    }
    return false;
}

static bool is_in(const struct program *program, const struct instruction *set, uint32_t point)
{
    for (unsigned i = 0; i < set->range_count; i++) {
        const struct range *range = &program->ranges[set->first + i];

        if (range->first <= point && point <= range->last)
            return !set->is_negated;
    }
    return set->is_negated;
}

static bool run(const struct program *program, struct slice text)
{
    struct states now = { .count = 0 };
    struct place place = { .is_start = true, .is_end = !text.len };

    if (add_state(program, &now, 0, place))
        return true;
    while (text.len) {
        struct states next = { .count = 0 };
        uint32_t point;

        text_take(&text, &point);
        place = (struct place){ .is_start = false, .is_end = !text.len };
        for (unsigned i = 0; i < now.count; i++) {
            if (is_in(program, &program->code[now.list[i]], point) &&
                add_state(program, &next, now.list[i] + 1u, place))
                return true;
        }
        if (add_state(program, &next, 0, place))
            return true;
        now = next;
    }
    return false;
}

enum expression_answer expression_match(struct slice pattern, struct slice text)
{
    struct program program = { .rest = pattern };

    compile_alternatives(&program);
    if (program.rest.len) /* a parenthesis too many */
        refuse(&program);
    put(&program, program.len, OPERATION_MATCH, 0, 0);
    if (program.is_beyond)
        return EXPRESSION_UNKNOWN;
    return run(&program, text) ? EXPRESSION_MATCHES : EXPRESSION_DIFFERS;
}

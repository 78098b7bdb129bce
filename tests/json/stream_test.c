/* SPDX-License-Identifier: Apache-2.0 */
#include "json/stream.h"

#include "../base/check.h"
#include "../base/random.h"
#include "oracle.h"
#include "json/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- feeding: each chunk is an allocation of its own size, so that a read past its end is found ---- */

struct feeder {
    struct json_stream stream;
    struct slice rest;
    size_t chunk, first; /* bytes of every chunk, and of the first one */
    char *copy;
};

static void feeder_begin(struct feeder *feeder, struct memory *account, struct slice document, size_t first,
                         size_t chunk, size_t text_limit)
{
    *feeder = (struct feeder){ .rest = document, .first = first, .chunk = chunk };
    json_stream_init(&feeder->stream, account, text_limit);
}

static enum json_token feeder_take(struct feeder *feeder, struct slice *text)
{
    enum json_token token;

    while ((token = json_stream_next(&feeder->stream, text)) == JSON_MORE) {
        size_t len = feeder->first ? feeder->first : feeder->chunk;

        feeder->first = 0;
        len = len < feeder->rest.len ? len : feeder->rest.len;
        free(feeder->copy);
        feeder->copy = malloc(len ? len : 1);
        if (len)
            memcpy(feeder->copy, feeder->rest.at, len);
        feeder->rest = slice_make(feeder->rest.at + len, feeder->rest.len - len);
        json_stream_feed(&feeder->stream, slice_make(feeder->copy, len), feeder->rest.len == 0);
    }
    return token;
}

static void feeder_end(struct feeder *feeder)
{
    free(feeder->copy);
    json_stream_done(&feeder->stream);
}

/* ---- telling: tokens as text; strings in quotes with what is not printable as hex ---- */

static void tell_text(struct buffer *out, char quote, struct slice text)
{
    buffer_byte(out, quote);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] >= 0x20 && text.at[i] < 0x7f)
            buffer_byte(out, text.at[i]);
        else
            buffer_printf(out, "<%02x>", (uint8_t)text.at[i]);
    }
    buffer_byte(out, quote);
}

static void tell_token(struct buffer *out, const struct json_stream *stream, enum json_token token,
                       struct slice text)
{
    struct json_stream_error error;

    switch (token) {
    case JSON_OBJECT: buffer_text(out, "{"); break;
    case JSON_OBJECT_END: buffer_text(out, "}"); break;
    case JSON_ARRAY: buffer_text(out, "["); break;
    case JSON_ARRAY_END: buffer_text(out, "]"); break;
    case JSON_KEY:
        tell_text(out, '\'', text);
        buffer_text(out, ":");
        break;
    case JSON_STRING:
        tell_text(out, '"', text);
        if (stream->cut)
            buffer_text(out, "…");
        break;
    case JSON_NUMBER: buffer_append(out, text); break;
    case JSON_TRUE: buffer_text(out, "true"); break;
    case JSON_FALSE: buffer_text(out, "false"); break;
    case JSON_NULL: buffer_text(out, "null"); break;
    case JSON_END: buffer_text(out, "."); break;
    case JSON_BAD:
        error = json_stream_error(stream);
        buffer_printf(out, "!%s at %" PRIu64 ", %" PRIu64 ":%" PRIu64 "%s", error.what, error.offset,
                      error.line, error.column, error.at_end ? " (end)" : "");
        break;
    case JSON_MORE: fail();
    }
    buffer_byte(out, ' ');
}

/* All tokens of a document. With `skip`, the values of keys that begin with '-' are skipped, and so is
 * what stands in an array after the string "skip" (one value) or "rest" (the rest of it). */
static void tell(struct buffer *out, struct slice document, size_t first, size_t chunk, bool skip)
{
    struct memory account = { .limit = 0 };
    struct feeder feeder;
    enum json_token token;
    struct slice text;

    buffer_reset(out);
    feeder_begin(&feeder, &account, document, first, chunk, 0);
    do {
        token = feeder_take(&feeder, &text);
        tell_token(out, &feeder.stream, token, text);
        if (skip && token == JSON_KEY && text.len && *text.at == '-')
            json_stream_skip(&feeder.stream);
        if (skip && token == JSON_STRING && slice_eq(text, SLICE("skip")))
            json_stream_skip(&feeder.stream);
        if (skip && token == JSON_STRING && slice_eq(text, SLICE("rest")))
            json_stream_skip_rest(&feeder.stream);
    } while (token != JSON_END && token != JSON_BAD);
    assert_int_equal(json_stream_next(&feeder.stream, &text), token);
    feeder_end(&feeder);
    assert_int_equal(account.used, 0);
    buffer_byte(out, '\0');
}

static bool accepts(struct slice document, size_t chunk)
{
    struct memory account = { .limit = 0 };
    struct feeder feeder;
    enum json_token token;
    struct slice text;

    feeder_begin(&feeder, &account, document, 0, chunk, 0);
    do
        token = feeder_take(&feeder, &text);
    while (token != JSON_END && token != JSON_BAD);
    feeder_end(&feeder);
    return token == JSON_END;
}

#define assert_told(document, ...) assert_told_in(SLICE(document), __VA_ARGS__)

static void assert_told_in(struct slice document, bool skip, const char *expected)
{
    struct memory account = { .limit = 0 };
    struct buffer told;

    buffer_init(&told, &account);
    tell(&told, document, 0, document.len + 1, skip);
    assert_string_equal(told.at, expected);
    tell(&told, document, 0, 1, skip);
    assert_string_equal(told.at, expected);
    for (size_t cut = 1; cut < document.len; cut++) {
        tell(&told, document, cut, document.len, skip);
        assert_string_equal(told.at, expected);
    }
    buffer_done(&told);
}

/* ---- tokens ---- */

static void a_document_is_told_token_by_token_wherever_it_is_cut(void **state)
{
    assert_told(" {\"a\" : [1, -0.5e+10, true,false , null], \"b\":{}, \"\":[] } ", false,
                "{ 'a': [ 1 -0.5e+10 true false null ] 'b': { } '': [ ] } . ");
    assert_told("\"alone\"", false, "\"alone\" . ");
    assert_told("-12", false, "-12 . ");
    assert_told("null", false, "null . ");
}

static void strings_are_unescaped_wherever_they_are_cut(void **state)
{
    assert_told("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", false, "\"\"\\/<08><0c><0a><0d><09>\" . ");
    assert_told("[\"plain text of more than sixteen bytes\\nand as much again after the escape\"]", false,
                "[ \"plain text of more than sixteen bytes<0a>and as much again after the escape\" ] . ");
    assert_told("{\"k\\u0065y\":\"\\u0000\\u00e9\\u20ac\\ud83d\\ude00\"}", false,
                "{ 'key': \"<00><c3><a9><e2><82><ac><f0><9f><98><80>\" } . ");
    assert_told("\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", false,
                "\"<c3><a9><e2><82><ac><f0><9f><98><80>\" . ");
}

static void surrogates_without_a_partner_become_replacement_characters(void **state)
{
    assert_told("\"\\ud83d\"", false, "\"<ef><bf><bd>\" . ");
    assert_told("\"\\ude00\"", false, "\"<ef><bf><bd>\" . ");
    assert_told("\"\\ud83dx\"", false, "\"<ef><bf><bd>x\" . ");
    assert_told("\"\\ud83d\\n\"", false, "\"<ef><bf><bd><0a>\" . ");
    assert_told("\"\\ud83d\\u0041\"", false, "\"<ef><bf><bd>A\" . ");
    assert_told("\"\\ud83d\\ud83d\\ude00\"", false, "\"<ef><bf><bd><f0><9f><98><80>\" . ");
    assert_told("\"\\ude00\\ud83d\"", false, "\"<ef><bf><bd><ef><bf><bd>\" . ");
    assert_told("\"\\ud83d\xc3\xa9\"", false, "\"<ef><bf><bd><c3><a9>\" . ");
}

static void a_byte_order_mark_is_let_pass_at_the_start_only(void **state)
{
    assert_told("\xef\xbb\xbf{}", false, "{ } . ");
    assert_told("{}\xef\xbb\xbf", false, "{ } !something follows the end of the document at 2, 1:3 ");
}

static void values_are_skipped_without_a_trace(void **state)
{
    assert_told("{\"-a\":{\"b\":[1,{\"c\":\"\\u00e9\\\"\"}],\"d\":2},\"e\":3}", true, "{ '-a': 'e': 3 } . ");
    assert_told("{\"-a\":\"text\",\"-b\":12,\"-c\":true,\"-d\":[],\"-e\":{}}", true,
                "{ '-a': '-b': '-c': '-d': '-e': } . ");
    assert_told("[\"skip\",[[1],2],3,\"skip\",{\"a\":1},\"skip\"]", true,
                "[ \"skip\" 3 \"skip\" \"skip\" ] . ");
    assert_told("[1,[\"rest\",[2,\"x\"],{\"b\":3}],4]", true, "[ 1 [ \"rest\" 4 ] . ");
    assert_told("{\"a\":[\"rest\"],\"b\":[\"rest\",5]}", true, "{ 'a': [ \"rest\" 'b': [ \"rest\" } . ");
}

static void skipping_changes_no_verdict(void **state)
{
    assert_told("{\"-a\":[1,}", true, "{ '-a': !a value was expected at 9, 1:10 ");
    assert_told("{\"-a\":\"\\x\"}", true, "{ '-a': !a backslash begins no escape at 7, 1:8 ");
    assert_told("{\"-a\":\"\xff\"}", true, "{ '-a': !a string is not UTF-8 at 7, 1:8 ");
    assert_told("{\"-a\":01}", true, "{ '-a': !',' or '}' was expected at 7, 1:8 ");
    assert_told("{\"-a\":[", true, "{ '-a': !it ends too early at 7, 1:8 (end) ");
}

static void an_error_has_a_place_wherever_the_document_is_cut(void **state)
{
    assert_told("{\n  \"a\": 1,\n  b\n}", false, "{ 'a': 1 !a key was expected at 14, 3:3 ");
    assert_told("[1,\r\n2 3]", false, "[ 1 2 !',' or ']' was expected at 7, 2:3 ");
    assert_told("[\"a\nb\"]", false, "[ !a control character stands in a string at 3, 1:4 ");
    assert_told("[tru]", false, "[ !a word is none of true, false, null at 4, 1:5 ");
    assert_told("[-x]", false, "[ !a number is malformed at 2, 1:3 ");
    assert_told("[1.]", false, "[ !a number is malformed at 3, 1:4 ");
    assert_told("[\"\\ud800\\u12g4\"]", false, "[ !a backslash begins no escape at 8, 1:9 ");
    assert_told("[\"abc\xe2\x82\"]", false, "[ !a string is not UTF-8 at 5, 1:6 ");
    assert_told("\xef\xbb{}", false, "!a value was expected at 2, 1:3 ");
}

static void a_document_that_ends_early_says_so(void **state)
{
    struct slice document = SLICE("{\"a\":[1.5,\"\\u00e9\xc3\xa9\",true,null,{\"b\":-2e5}]}");

    for (size_t len = 0; len < document.len; len++) {
        struct memory account = { .limit = 0 };
        struct feeder feeder;
        enum json_token token;
        struct slice text;

        feeder_begin(&feeder, &account, slice_make(document.at, len), 0, 3, 0);
        do
            token = feeder_take(&feeder, &text);
        while (token != JSON_BAD && token != JSON_END);
        assert_int_equal(token, JSON_BAD);
        assert_true(json_stream_error(&feeder.stream).at_end);
        assert_int_equal(json_stream_error(&feeder.stream).offset, len);
        feeder_end(&feeder);
    }
}

/* ---- verdicts, in the manner of JSONTestSuite: y_ must be accepted, n_ rejected, i_ is ours to decide
 * ---- */

struct verdict {
    const char *name;
    struct slice text;
    bool accepted; /* i_ only */
};

#define Y(name, text)                                                                                        \
    {                                                                                                        \
        "y_" name, { text, sizeof(text) - 1 }, true                                                          \
    }
#define N(name, text)                                                                                        \
    {                                                                                                        \
        "n_" name, { text, sizeof(text) - 1 }, false                                                         \
    }
#define I(name, text, accepted)                                                                              \
    {                                                                                                        \
        "i_" name, { text, sizeof(text) - 1 }, accepted                                                      \
    }

static const struct verdict verdicts[] = {
    Y("array_empty", "[]"),
    Y("array_of_arrays", "[[],[[]]]"),
    Y("array_space_everywhere", " [ 1 ,\t2\r\n] "),
    Y("array_heterogeneous", "[null,1,\"1\",{}]"),
    Y("array_trailing_space", "[4] "),
    Y("array_trailing_newline", "[4]\n"),
    Y("object_empty", "{}"),
    Y("object_empty_key", "{\"\":0}"),
    Y("object_duplicate_key", "{\"a\":1,\"a\":2}"),
    Y("object_duplicate_key_and_value", "{\"a\":1,\"a\":1}"),
    Y("object_escaped_nul_in_key", "{\"a\\u0000b\":1}"),
    Y("object_nested", "{\"a\":{\"b\":{\"c\":[]}}}"),
    Y("object_newlines", "{\n\"a\"\n:\n1\n}"),
    Y("object_long_key", "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}"),
    Y("number_zero", "0"),
    Y("number_minus_zero", "-0"),
    Y("number_minus_zero_fraction", "-0.0"),
    Y("number_integer", "1234567890"),
    Y("number_negative", "-123"),
    Y("number_fraction", "0.1"),
    Y("number_exponent", "1e5"),
    Y("number_exponent_capital", "1E5"),
    Y("number_exponent_plus", "1e+5"),
    Y("number_exponent_minus", "1e-5"),
    Y("number_exponent_zeros", "1e005"),
    Y("number_zero_exponent", "0e1"),
    Y("number_all_parts", "-12.034E+056"),
    Y("number_after_space", "[ 4]"),
    Y("number_tiny", "0.00000000000000000000000000000000000000000000000000000000000000000000000000001"),
    Y("string_empty", "\"\""),
    Y("string_simple_escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
    Y("string_unicode_escape", "\"\\u0123\\uABCD\\uabcd\""),
    Y("string_surrogate_pair", "\"\\uD801\\udc37\""),
    Y("string_two_pairs", "\"\\ud83d\\ude39\\ud83d\\udc8d\""),
    Y("string_backslash_then_u", "\"\\\\u0000\""),
    Y("string_escaped_control", "\"\\u0012\""),
    Y("string_escaped_noncharacter", "\"\\uFFFF\""),
    Y("string_delete", "\"\x7f\""),
    Y("string_utf8_two", "\"\xc2\x80\xdf\xbf\""),
    Y("string_utf8_three", "\"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\""),
    Y("string_utf8_four", "\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\""),
    Y("string_line_separator", "\"\xe2\x80\xa8\xe2\x80\xa9\""),
    Y("string_noncharacter", "\"\xef\xbf\xbe\""),
    Y("string_comment_inside", "\"a/*b*/c/*d//e\""),
    Y("string_sixteen", "\"0123456789abcdef\""),
    Y("string_quote_after_sixteen", "\"0123456789abcdef\\\"\""),
    Y("structure_true", "true"),
    Y("structure_false", "false"),
    Y("structure_null", "null"),
    Y("structure_lonely_string", "\"asd\""),
    Y("structure_lonely_number", "42"),
    Y("structure_white_space", " \t\r\n[]\n\r\t "),
    N("array_just_open", "["),
    N("array_just_close", "]"),
    N("array_comma_only", "[,]"),
    N("array_trailing_comma", "[1,]"),
    N("array_double_comma", "[1,,2]"),
    N("array_missing_comma", "[1 2]"),
    N("array_extra_close", "[1]]"),
    N("array_closed_as_object", "[1}"),
    N("array_colon", "[\"\":1]"),
    N("array_star", "[*]"),
    N("array_form_feed", "[\f]"),
    N("array_vertical_tab", "[\va]"),
    N("array_ends_after_comma", "[1,"),
    N("object_trailing_comma", "{\"a\":1,}"),
    N("object_double_comma", "{\"a\":1,,\"b\":2}"),
    N("object_no_colon", "{\"a\" 1}"),
    N("object_double_colon", "{\"a\"::1}"),
    N("object_comma_for_colon", "{\"a\",1}"),
    N("object_no_value", "{\"a\":}"),
    N("object_no_key", "{:1}"),
    N("object_bare_key", "{a:1}"),
    N("object_single_quotes", "{'a':1}"),
    N("object_number_key", "{1:1}"),
    N("object_null_key", "{null:1}"),
    N("object_only_key", "{\"a\"}"),
    N("object_closed_as_array", "{\"a\":1]"),
    N("object_comment", "{\"a\":1/**/}"),
    N("object_trailing", "{\"a\":1}#"),
    N("object_starts_with_comma", "{,\"a\":1}"),
    N("number_leading_zero", "012"),
    N("number_minus_leading_zero", "-012"),
    N("number_double_zero", "00"),
    N("number_lone_minus", "-"),
    N("number_double_minus", "--1"),
    N("number_plus", "+1"),
    N("number_leading_point", ".5"),
    N("number_minus_point", "-.5"),
    N("number_trailing_point", "1."),
    N("number_point_exponent", "1.e5"),
    N("number_empty_exponent", "1e"),
    N("number_empty_signed_exponent", "1e+"),
    N("number_double_exponent", "1e5e5"),
    N("number_exponent_fraction", "1e5.5"),
    N("number_hex", "0x1F"),
    N("number_infinity", "Infinity"),
    N("number_minus_infinity", "-Infinity"),
    N("number_nan", "NaN"),
    N("number_letter_after", "1a"),
    N("number_two_points", "1.2.3"),
    N("number_space_inside", "1 000"),
    N("number_wide_digit", "\xef\xbc\x91"),
    N("string_unterminated", "\"abc"),
    N("string_unterminated_escape", "\"abc\\"),
    N("string_unterminated_after_quote_escape", "\"\\\""),
    N("string_single_quotes", "'abc'"),
    N("string_bad_escape", "\"\\x\""),
    N("string_bad_escape_capital_u", "\"\\U0041\""),
    N("string_escaped_newline", "\"\\\n\""),
    N("string_short_unicode", "\"\\u123\""),
    N("string_short_unicode_at_end", "\"\\u12"),
    N("string_unicode_not_hex", "\"\\u123g\""),
    N("string_raw_newline", "\"a\nb\""),
    N("string_raw_tab", "\"a\tb\""),
    N("string_raw_nul", "\"a\0b\""),
    N("string_raw_unit_separator", "\"\x1f\""),
    N("string_surrogate_then_bad_escape", "\"\\ud800\\u1x\""),
    N("string_surrogate_then_short_escape", "\"\\ud800\\u1\""),
    N("string_text_after", "\"a\"b"),
    N("structure_empty", ""),
    N("structure_only_space", "  "),
    N("structure_only_mark", "\xef\xbb\xbf"),
    N("structure_half_a_mark", "\xef\xbb"),
    N("structure_capital_true", "True"),
    N("structure_cut_true", "tru"),
    N("structure_long_true", "truee"),
    N("structure_cut_null", "nul"),
    N("structure_two_values", "1 2"),
    N("structure_two_objects", "{}{}"),
    N("structure_nul_after", "123\0"),
    N("structure_comma_after", "{},"),
    N("structure_comment", "// x\n1"),
    N("structure_no_break_space", "\xc2\xa0[]"),
    N("structure_word_joiner", "[\xe2\x81\xa0]"),
    N("structure_lone_byte", "\xe5"),
    N("structure_angle", "<null>"),
    N("structure_open_object_in_array", "[{"),
    N("structure_open_close", "[}"),
    I("string_lone_high_surrogate", "\"\\uDADA\"", true),
    I("string_lone_low_surrogate", "\"\\uDEAD\"", true),
    I("string_swapped_surrogates", "\"\\uDD1E\\uD834\"", true),
    I("string_bad_utf8", "\"\xff\"", false),
    I("string_lone_continuation", "\"\x81\"", false),
    I("string_overlong_two", "\"\xc0\xaf\"", false),
    I("string_overlong_three", "\"\xe0\x80\x80\"", false),
    I("string_overlong_four", "\"\xf0\x80\x80\x80\"", false),
    I("string_encoded_surrogate", "\"\xed\xa0\x80\"", false),
    I("string_above_unicode", "\"\xf4\x90\x80\x80\"", false),
    I("string_five_bytes", "\"\xf8\x88\x80\x80\x80\"", false),
    I("string_cut_sequence", "\"\xe2\x82\"", false),
    I("string_latin_1", "\"\xe9\"", false),
    I("string_utf16", "\xff\xfe[\0\"\0\"\0]\0", false),
    I("number_huge_exponent", "1e99999", true),
    I("number_huge_negative_exponent", "-1e-99999", true),
    I("number_beyond_64_bits", "123123123123123123123123123123", true),
    I("structure_byte_order_mark", "\xef\xbb\xbf[]", true),
};

static void every_verdict_is_as_its_name_says(void **state)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        const struct verdict *verdict = &verdicts[i];

        for (size_t chunk = 1; chunk <= verdict->text.len + 1; chunk++) {
            if (accepts(verdict->text, chunk) != verdict->accepted)
                fail_msg("%s in chunks of %zu", verdict->name, chunk);
        }
        if (verdict->name[0] != 'i' &&
            memcmp(verdict->text.at, "\xef\xbb\xbf", verdict->text.len < 3 ? 0 : 3) != 0) {
            enum oracle_verdict oracle = oracle_judge(verdict->text);

            if (oracle != ORACLE_ABSTAINS && (oracle == ORACLE_ACCEPTS) != verdict->accepted)
                fail_msg("%s: libjansson says otherwise", verdict->name);
        }
    }
}

/* ---- the oracle on made and damaged documents ---- */

static const char *const made_strings[] = {
    "",
    "a",
    "id",
    "\\n",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\xc3\xa9",
    "\xe2\x82\xac",
    "\xf0\x9f\x98\x80",
    "a longer text that needs more than one wide step to pass",
    "\\\"quoted\\\"",
    "0123456789abcde\\\\",
};
static const char *const made_numbers[] = { "0", "-1", "3.25", "1e3", "-0.5E-2", "123456789012", "7" };

static const char *pick(const char *const *from, size_t count, uint64_t *seed)
{
    return from[random_below(seed, count)];
}

#define PICK(array, seed) pick(array, sizeof array / sizeof *array, seed)

static void make_space(struct buffer *out, uint64_t *seed)
{
    static const char *const spaces[] = { "", "", "", " ", "\n", "\r\n  ", "\t" };

    buffer_text(out, PICK(spaces, seed));
}

static void make_value(struct buffer *out, uint64_t *seed, unsigned depth)
{
    uint64_t kind = random_below(seed, depth ? 8 : 6);
    uint64_t count = random_below(seed, 5);

    make_space(out, seed);
    switch (kind) {
    case 0: buffer_text(out, "true"); break;
    case 1: buffer_text(out, "null"); break;
    case 2: buffer_text(out, PICK(made_numbers, seed)); break;
    case 3: buffer_text(out, "false"); break;
    case 4:
    case 5: buffer_printf(out, "\"%s%s\"", PICK(made_strings, seed), PICK(made_strings, seed)); break;
    case 6:
        buffer_byte(out, '[');
        for (uint64_t i = 0; i < count; i++) {
            buffer_text(out, i ? "," : "");
            make_value(out, seed, depth - 1);
        }
        buffer_byte(out, ']');
        break;
    default:
        buffer_byte(out, '{');
        for (uint64_t i = 0; i < count; i++) {
            buffer_printf(out, "%s\"%s%" PRIu64 "\"", i ? "," : "", PICK(made_strings, seed), i);
            make_space(out, seed);
            buffer_byte(out, ':');
            make_value(out, seed, depth - 1);
        }
        buffer_byte(out, '}');
    }
    make_space(out, seed);
}

static void damage(struct buffer *document, uint64_t *seed)
{
    static const char bytes[] = "{}[]\",:\\ue0-+.x\n\x01\x80\xff";
    size_t at = random_below(seed, document->len), len = 1 + random_below(seed, 3);

    switch (random_below(seed, 4)) {
    case 0: document->at[at] = bytes[random_below(seed, sizeof bytes - 1)]; break;
    case 1: document->at[at] = (char)random_next(seed); break;
    case 2: document->len = at; break;
    default:
        len = len < document->len - at ? len : document->len - at;
        memmove(document->at + at, document->at + at + len, document->len - at - len);
        document->len -= len;
    }
}

/* Writes the tokens again: what the tokenizer understood, as the oracle can read it. */
static bool rewrite(struct slice document, struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct json_writer json;
    struct feeder feeder;
    enum json_token token;
    struct slice text;

    buffer_reset(out);
    json_writer_init(&json, out, false);
    feeder_begin(&feeder, &account, document, 0, 5, 0);
    while ((token = feeder_take(&feeder, &text)) != JSON_END && token != JSON_BAD) {
        switch (token) {
        case JSON_OBJECT: json_begin_object(&json); break;
        case JSON_ARRAY: json_begin_array(&json); break;
        case JSON_OBJECT_END:
        case JSON_ARRAY_END: json_end(&json); break;
        case JSON_KEY: json_key(&json, text); break;
        case JSON_STRING: json_string(&json, text); break;
        case JSON_NUMBER: json_raw(&json, text); break;
        case JSON_TRUE:
        case JSON_FALSE: json_bool(&json, token == JSON_TRUE); break;
        default: json_null(&json);
        }
    }
    feeder_end(&feeder);
    return token == JSON_END;
}

static void made_documents_mean_what_the_oracle_says(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer document, again;
    uint64_t seed = 11;

    buffer_init(&document, &account);
    buffer_init(&again, &account);
    for (int i = 0; i < 1500; i++) {
        buffer_reset(&document);
        make_value(&document, &seed, 5);
        assert_true(accepts(buffer_slice(&document), 1 + random_below(&seed, 40)));
        assert_true(rewrite(buffer_slice(&document), &again));
        assert_true(oracle_same(buffer_slice(&document), buffer_slice(&again)));
    }
    buffer_done(&document);
    buffer_done(&again);
}

static void damaged_documents_are_judged_as_the_oracle_does(void **state)
{
    struct memory account = { .limit = 0 };
    unsigned rejected = 0, accepted = 0;
    struct buffer document;
    uint64_t seed = 12;

    buffer_init(&document, &account);
    for (int i = 0; i < 8000; i++) {
        enum oracle_verdict oracle;
        bool ours;

        buffer_reset(&document);
        make_value(&document, &seed, 4);
        for (uint64_t times = 1 + random_below(&seed, 2); times && document.len; times--)
            damage(&document, &seed);
        oracle = oracle_judge(buffer_slice(&document));
        ours = accepts(buffer_slice(&document), 1 + random_below(&seed, 40));
        assert_int_equal(ours, accepts(buffer_slice(&document), document.len + 1));
        if (oracle == ORACLE_ABSTAINS)
            continue;
        accepted += ours;
        rejected += !ours;
        if (ours != (oracle == ORACLE_ACCEPTS))
            fail_msg("%.*s", SLICE_ARG(buffer_slice(&document)));
    }
    assert_true(accepted > 500 && rejected > 500);
    buffer_done(&document);
}

/* ---- limits ---- */

static void nesting_has_a_limit(void **state)
{
    char document[2 * JSON_STREAM_DEPTH + 2];

    memset(document, '[', JSON_STREAM_DEPTH);
    memset(document + JSON_STREAM_DEPTH, ']', JSON_STREAM_DEPTH);
    assert_true(accepts(slice_make(document, 2 * JSON_STREAM_DEPTH), 100));
    memset(document, '[', JSON_STREAM_DEPTH + 1);
    memset(document + JSON_STREAM_DEPTH + 1, ']', JSON_STREAM_DEPTH + 1);
    assert_false(accepts(slice_make(document, 2 * JSON_STREAM_DEPTH + 2), 100));
}

static void a_long_string_is_cut_at_a_character_and_read_to_its_end(void **state)
{
    static const char *const documents[] = { "[\"abcd\xc3\xa9xyz\",1]", "[\"abc\\u0064\\u00e9xyz\",1]",
                                             "[\"abcd\xc3\xa9\\n\",1]" };

    for (size_t i = 0; i < 3; i++) {
        for (size_t chunk = 1; chunk < 24; chunk++) {
            struct memory account = { .limit = 0 };
            struct feeder feeder;
            struct slice text;

            feeder_begin(&feeder, &account, slice_of(documents[i]), 0, chunk, 5);
            assert_int_equal(feeder_take(&feeder, &text), JSON_ARRAY);
            assert_int_equal(feeder_take(&feeder, &text), JSON_STRING);
            assert_slice_equal(text, "abcd");
            assert_true(feeder.stream.cut);
            assert_int_equal(feeder_take(&feeder, &text), JSON_NUMBER);
            assert_slice_equal(text, "1");
            feeder_end(&feeder);
        }
    }
}

static void a_string_as_long_as_the_limit_is_whole(void **state)
{
    for (size_t chunk = 1; chunk < 16; chunk++) {
        struct memory account = { .limit = 0 };
        struct feeder feeder;
        struct slice text;

        feeder_begin(&feeder, &account, SLICE("\"abcd\\n\""), 0, chunk, 5);
        assert_int_equal(feeder_take(&feeder, &text), JSON_STRING);
        assert_slice_equal(text, "abcd\n");
        assert_false(feeder.stream.cut);
        feeder_end(&feeder);
    }
}

static void a_long_number_is_refused_wherever_it_is_cut(void **state)
{
    char digits[4200];

    memset(digits, '7', sizeof digits);
    assert_true(accepts(slice_make(digits, 4096), 100));
    for (size_t chunk = 1; chunk < 5000; chunk += 777) {
        struct memory account = { .limit = 0 };
        struct feeder feeder;
        struct slice text;

        feeder_begin(&feeder, &account, slice_make(digits, sizeof digits), 0, chunk, 0);
        assert_int_equal(feeder_take(&feeder, &text), JSON_BAD);
        assert_int_equal(json_stream_error(&feeder.stream).offset, 4096);
        feeder_end(&feeder);
    }
}

static void refused_memory_is_an_error_of_its_own(void **state)
{
    struct slice document = SLICE("[\"a\\nb\",\"another one that is cut by chunks\",12345]");
    bool finished = false;

    for (uint64_t nth = 1; !finished; nth++) {
        struct memory account = { .fail_at = nth };
        struct feeder feeder;
        enum json_token token;
        struct slice text;

        feeder_begin(&feeder, &account, document, 0, 4, 0);
        do
            token = feeder_take(&feeder, &text);
        while (token != JSON_END && token != JSON_BAD);
        finished = token == JSON_END;
        assert_true(finished || json_stream_error(&feeder.stream).out_of_memory);
        feeder_end(&feeder);
        assert_int_equal(account.used, 0);
        assert_true(nth < 100);
    }
}

static void a_text_can_be_taken_whether_it_was_copied_or_not(void **state)
{
    struct memory account = { .limit = 0 };
    struct feeder feeder;
    struct buffer taken;
    struct slice text;

    buffer_init(&taken, &account);
    feeder_begin(&feeder, &account, SLICE("[\"direct\",\"un\\u0065scaped\",\"\",\"l\\u0061st\"]"), 0, 100, 0);
    assert_int_equal(feeder_take(&feeder, &text), JSON_ARRAY);
    for (size_t i = 0; i < 4; i++) {
        static const char *const expected[] = { "direct", "unescaped", "", "last" };

        assert_int_equal(feeder_take(&feeder, &text), JSON_STRING);
        assert_true(json_stream_take(&feeder.stream, text, &taken));
        assert_slice_equal(buffer_slice(&taken), expected[i]);
    }
    assert_int_equal(feeder_take(&feeder, &text), JSON_ARRAY_END);
    feeder_end(&feeder);
    buffer_done(&taken);
    assert_int_equal(account.used, 0);
}

static void a_stream_can_be_used_again(void **state)
{
    struct memory account = { .limit = 0 };
    struct json_stream stream;
    struct slice text;

    json_stream_init(&stream, &account, 0);
    for (int i = 0; i < 2; i++) {
        json_stream_feed(&stream, SLICE("{\"a\":\n[tru"), false);
        while (json_stream_next(&stream, &text) != JSON_MORE) {
        }
        json_stream_reset(&stream);
        json_stream_feed(&stream, SLICE(" x"), true);
        assert_int_equal(json_stream_next(&stream, &text), JSON_BAD);
        assert_int_equal(json_stream_error(&stream).line, 1);
        assert_int_equal(json_stream_error(&stream).column, 2);
        json_stream_reset(&stream);
    }
    json_stream_done(&stream);
}

/* ---- numbers ---- */

static void numbers_are_scaled_exactly(void **state)
{
    static const struct {
        const char *text;
        int scale;
        int64_t value;
    } rows[] = {
        { "0", 9, 0 },
        { "1.5", 9, 1500000000 },
        { "1735689600.132507", 9, 1735689600132507000 },
        { "1.7e-05", 9, 17000 },
        { "1E3", 0, 1000 },
        { "-0.25", 9, -250000000 },
        { "12.9", 0, 12 },
        { "-12.9", 0, -12 },
        { "0.0000000001", 9, 0 },
        { "19.429", 6, 19429000 },
        { "9223372036854775807", 0, INT64_MAX },
        { "0e999999999999", 9, 0 },
        { "1e-999999999999", 9, 0 },
        { "0.000123e4", 0, 1 },
    };
    static const char *const none[] = {
        "9223372036854775808", "1e30", "1e99999999999", "", "-", "abc", "1e", "1.5x"
    };
    int64_t value;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(json_number_scaled(slice_of(rows[i].text), rows[i].scale, &value));
        assert_int_equal(value, rows[i].value);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        value = 77;
        assert_false(json_number_scaled(slice_of(none[i]), 0, &value));
        assert_int_equal(value, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_told_token_by_token_wherever_it_is_cut),
        cmocka_unit_test(strings_are_unescaped_wherever_they_are_cut),
        cmocka_unit_test(surrogates_without_a_partner_become_replacement_characters),
        cmocka_unit_test(a_byte_order_mark_is_let_pass_at_the_start_only),
        cmocka_unit_test(values_are_skipped_without_a_trace),
        cmocka_unit_test(skipping_changes_no_verdict),
        cmocka_unit_test(an_error_has_a_place_wherever_the_document_is_cut),
        cmocka_unit_test(a_document_that_ends_early_says_so),
        cmocka_unit_test(every_verdict_is_as_its_name_says),
        cmocka_unit_test(made_documents_mean_what_the_oracle_says),
        cmocka_unit_test(damaged_documents_are_judged_as_the_oracle_does),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(a_long_string_is_cut_at_a_character_and_read_to_its_end),
        cmocka_unit_test(a_string_as_long_as_the_limit_is_whole),
        cmocka_unit_test(a_long_number_is_refused_wherever_it_is_cut),
        cmocka_unit_test(refused_memory_is_an_error_of_its_own),
        cmocka_unit_test(a_text_can_be_taken_whether_it_was_copied_or_not),
        cmocka_unit_test(a_stream_can_be_used_again),
        cmocka_unit_test(numbers_are_scaled_exactly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

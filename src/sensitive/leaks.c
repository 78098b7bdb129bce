/* SPDX-License-Identifier: Apache-2.0 */
/* What errors give away of the program. All phrases are looked for in one pass: each has one byte that is rare in
 * bodies (its anchor), and only where that stands is anything compared. */
#include "base/byte.h"
#include "sensitive/internal.h"
#include "sensitive/sensitive.h"

#define DIGIT_AFTER 0x1u  /* a digit must follow */
#define COLUMN_AFTER 0x2u /* a line and a column: "10:15"; a port is none */

struct phrase {
    const char *text;
    uint8_t anchor; /* where the anchor stands */
    uint8_t len;
    uint8_t after;
    uint8_t kind; /* bit of the class_set less 60 */
};

#define PHRASE(before, anchor, behind, after, kind)                                                          \
    {                                                                                                        \
        before anchor behind, sizeof(before) - 1, sizeof(before anchor behind) - 1, after, kind              \
    }

#define TRACE 2
#define SQL 1

static const struct phrase at_colon[] = {
    PHRASE(".java", ":", "", DIGIT_AFTER, TRACE),
    PHRASE(".kt", ":", "", DIGIT_AFTER, TRACE),
    PHRASE(".scala", ":", "", DIGIT_AFTER, TRACE),
    PHRASE("", ":", "line ", DIGIT_AFTER, TRACE),
    PHRASE("Fatal error", ":", " Uncaught", 0, TRACE),
    PHRASE(".php", ":", "", DIGIT_AFTER, TRACE),
    PHRASE(".js", ":", "", COLUMN_AFTER, TRACE),
    PHRASE(".mjs", ":", "", COLUMN_AFTER, TRACE),
    PHRASE(".ts", ":", "", COLUMN_AFTER, TRACE),
    PHRASE("node", ":", "internal/", 0, TRACE),
    PHRASE(".rb", ":", "", DIGIT_AFTER, TRACE),
    PHRASE("panic", ":", " runtime error", 0, TRACE),
    PHRASE(".go", ":", "", DIGIT_AFTER, TRACE),
    PHRASE(".rs", ":", "", COLUMN_AFTER, TRACE),
    PHRASE(".ex", ":", "", DIGIT_AFTER, TRACE),
    PHRASE("PG", ":", ":", 0, SQL),
    PHRASE("no such table", ":", " ", 0, SQL),
    PHRASE("no such column", ":", " ", 0, SQL),
    PHRASE("ActiveRecord", ":", ":StatementInvalid", 0, SQL),
};

static const struct phrase at_bracket[] = {
    PHRASE("", "(", "Native Method)", 0, TRACE),
    PHRASE("", "(", "Unknown Source)", 0, TRACE),
    PHRASE("Traceback ", "(", "most recent call last)", 0, TRACE),
    PHRASE(".php", "(", "", DIGIT_AFTER, TRACE),
    PHRASE("", "(", "<anonymous>)", 0, TRACE),
};

static const struct phrase at_dot[] = {
    PHRASE("java", ".", "lang.", 0, TRACE),
    PHRASE("java", ".", "util.", 0, TRACE),
    PHRASE("java", ".", "io.", 0, TRACE),
    PHRASE("org", ".", "springframework.", 0, TRACE),
    PHRASE("com", ".", "fasterxml.jackson", 0, TRACE),
    PHRASE("System", ".", "NullReferenceException", 0, TRACE),
    PHRASE("System", ".", "InvalidOperationException", 0, TRACE),
    PHRASE("System", ".", "ArgumentException", 0, TRACE),
    PHRASE("System", ".", "ArgumentNullException", 0, TRACE),
    PHRASE("System", ".", "FormatException", 0, TRACE),
    PHRASE("Microsoft", ".", "AspNetCore.", 0, TRACE),
    PHRASE("System", ".", "Web.HttpUnhandledException", 0, TRACE),
    PHRASE("", ".", "php on line ", DIGIT_AFTER, TRACE),
    PHRASE("psycopg2", ".", "", 0, SQL),
    PHRASE("org", ".", "hibernate.", 0, SQL),
};

static const struct phrase at_comma[] = {
    PHRASE(".py\"", ",", " line ", DIGIT_AFTER, TRACE),
    PHRASE(".py\\\"", ",", " line ", DIGIT_AFTER, TRACE),
};

static const struct phrase at_z[] = {
    PHRASE("Werk", "z", "eug Debugger", 0, TRACE),
};

static const struct phrase at_x[] = {
    PHRASE("End of inner e", "x", "ception stack trace", 0, TRACE),
    PHRASE("synta", "x", " error at or near", 0, SQL),
    PHRASE("Incorrect synta", "x", " near ", 0, SQL),
    PHRASE(": synta", "x", " error", 0, SQL),
};

static const struct phrase at_k[] = {
    PHRASE("End of stac", "k", " trace from previous location", 0, TRACE),
    PHRASE("violates foreign ", "k", "ey constraint", 0, SQL),
    PHRASE("Un", "k", "nown column '", 0, SQL),
};

static const struct phrase at_brace[] = {
    PHRASE("#0 ", "{", "main}", 0, TRACE),
};

static const struct phrase at_slash[] = {
    PHRASE("<", "/", "b> on line <b>", DIGIT_AFTER, TRACE),
};

static const struct phrase at_square[] = {
    PHRASE(" ", "[", "running]:", 0, TRACE),
};

static const struct phrase at_quote[] = {
    PHRASE("", "'", " panicked at ", 0, TRACE),
};

static const struct phrase at_big_q[] = {
    PHRASE("error in your S", "Q", "L syntax", 0, SQL),
    PHRASE("S", "Q", "LSTATE[", 0, SQL),
    PHRASE("MyS", "Q", "L server version for the right syntax", 0, SQL),
    PHRASE("S", "Q", "LException", 0, SQL),
    PHRASE("S", "Q", "LSyntaxErrorException", 0, SQL),
    PHRASE("S", "Q", "LITE_ERROR", 0, SQL),
    PHRASE("S", "Q", "LITE_CONSTRAINT", 0, SQL),
    PHRASE("S", "Q", "Lite3::", 0, SQL),
    PHRASE("UNI", "Q", "UE constraint failed: ", 0, SQL),
    PHRASE("ODBC S", "Q", "L Server Driver", 0, SQL),
    PHRASE("Dynamic S", "Q", "L Error", 0, SQL),
    PHRASE("DB2 S", "Q", "L error", 0, SQL),
    PHRASE("S", "Q", "L command not properly ended", 0, SQL),
};

static const struct phrase at_q[] = {
    PHRASE("violates uni", "q", "ue constraint \"", 0, SQL),
    PHRASE("violates uni", "q", "ue constraint \\\"", 0, SQL),
    PHRASE("Unclosed ", "q", "uotation mark after", 0, SQL),
    PHRASE("unterminated ", "q", "uoted string", 0, SQL),
    PHRASE("Se", "q", "uelizeDatabaseError", 0, SQL),
    PHRASE("s", "q", "lite3.OperationalError", 0, SQL),
    PHRASE("s", "q", "lalchemy.exc.", 0, SQL),
    PHRASE("org.postgres", "q", "l.util.PSQLException", 0, SQL),
    PHRASE("mys", "q", "l_fetch_", 0, SQL),
    PHRASE("System.Data.S", "q", "lClient.SqlException", 0, SQL),
    PHRASE("Microsoft.Data.S", "q", "lClient", 0, SQL),
};

static const struct phrase at_dash[] = {
    PHRASE("violates not", "-", "null constraint", 0, SQL),
    PHRASE("ORA", "-", "", DIGIT_AFTER, SQL),
    PHRASE("PLS", "-", "0", DIGIT_AFTER, SQL),
};

static const struct phrase at_big_b[] = {
    PHRASE("Microsoft OLE D", "B", " Provider", 0, SQL),
};

static const struct phrase at_big_p[] = {
    PHRASE("", "P", "DOException", 0, SQL),
};

#define ANCHOR(list)                                                                                         \
    {                                                                                                        \
        list, sizeof(list) / sizeof *(list)                                                                  \
    }

static const struct anchor {
    const struct phrase *phrases;
    size_t count;
} anchors[256] = {
    [':'] = ANCHOR(at_colon), ['('] = ANCHOR(at_bracket), ['.'] = ANCHOR(at_dot),    [','] = ANCHOR(at_comma),
    ['z'] = ANCHOR(at_z),     ['x'] = ANCHOR(at_x),       ['k'] = ANCHOR(at_k),      ['{'] = ANCHOR(at_brace),
    ['/'] = ANCHOR(at_slash), ['['] = ANCHOR(at_square),  ['\''] = ANCHOR(at_quote), ['Q'] = ANCHOR(at_big_q),
    ['q'] = ANCHOR(at_q),     ['-'] = ANCHOR(at_dash),    ['B'] = ANCHOR(at_big_b),  ['P'] = ANCHOR(at_big_p),
};

static bool is_digit_at(struct slice text, size_t at)
{
    return at < text.len && byte_is_digit(text.at[at]);
}

static bool is_line_and_column(struct slice text, size_t at)
{
    size_t from = at;

    while (is_digit_at(text, at))
        at++;
    return at > from && at < text.len && text.at[at] == ':' && is_digit_at(text, at + 1);
}

static bool stands_at(const struct phrase *phrase, struct slice text, size_t at)
{
    size_t before = phrase->anchor;

    /* Most stop at the byte beside the anchor. */
    if (at < before || phrase->len > text.len - (at - before) ||
        (before ? text.at[at - 1] != phrase->text[before - 1] : text.at[at + 1] != phrase->text[1]) ||
        memcmp(text.at + at - before, phrase->text, phrase->len) != 0)
        return false;
    at += phrase->len - before;
    if (phrase->after == COLUMN_AFTER)
        return is_line_and_column(text, at);
    return phrase->after != DIGIT_AFTER || is_digit_at(text, at);
}

class_set sensitive_leaks(struct slice text)
{
    class_set set = 0;

    if (text.len > LEAKS_MOST)
        text.len = LEAKS_MOST;
    for (size_t at = 0; at < text.len; at++) {
        const struct anchor *anchor = &anchors[(unsigned char)text.at[at]];

        for (size_t i = 0; i < anchor->count; i++)
            if (stands_at(&anchor->phrases[i], text, at))
                set |= (class_set)1 << (60 + anchor->phrases[i].kind);
        if (internal_at(text, at))
            set |= CLASS_INTERNAL;
    }
    return set;
}

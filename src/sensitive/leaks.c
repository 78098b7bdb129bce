/* SPDX-License-Identifier: Apache-2.0 */
/* What errors give away of the program. All phrases are looked for in one pass: each has one byte that is rare in bodies (its anchor), and
 * only where that stands is anything compared. */
#include "base/byte.h"
#include "sensitive/internal.h"
#include "sensitive/sensitive.h"

#define DIGIT_AFTER 0x1u  /* a digit must follow */
#define COLUMN_AFTER 0x2u /* a line and a column: "10:15"; a port is none */

struct phrase {
    const char *text;
    char anchor; /* its first place in the text is what is looked for */
    uint8_t after;
    uint8_t kind; /* bit of the class_set less 60 */
};

#define TRACE 2u
#define SQL 1u

static const struct phrase phrases[] = {
    /* Java and its kin, as exceptions are printed and as frameworks quote types */
    { ".java:", ':', DIGIT_AFTER, TRACE },
    { ".kt:", ':', DIGIT_AFTER, TRACE },
    { ".scala:", ':', DIGIT_AFTER, TRACE },
    { "(Native Method)", '(', 0, TRACE },
    { "(Unknown Source)", '(', 0, TRACE },
    { "java.lang.", '.', 0, TRACE },
    { "java.util.", '.', 0, TRACE },
    { "java.io.", '.', 0, TRACE },
    { "org.springframework.", '.', 0, TRACE },
    { "com.fasterxml.jackson", '.', 0, TRACE },
    /* Python */
    { "Traceback (most recent call last)", '(', 0, TRACE },
    { ".py\", line ", ',', DIGIT_AFTER, TRACE },
    { ".py\\\", line ", ',', DIGIT_AFTER, TRACE },
    { "Werkzeug Debugger", 'z', 0, TRACE },
    /* .NET */
    { ":line ", ':', DIGIT_AFTER, TRACE },
    { "End of inner exception stack trace", 'x', 0, TRACE },
    { "End of stack trace from previous location", 'k', 0, TRACE },
    { "System.NullReferenceException", '.', 0, TRACE },
    { "System.InvalidOperationException", '.', 0, TRACE },
    { "System.ArgumentException", '.', 0, TRACE },
    { "System.ArgumentNullException", '.', 0, TRACE },
    { "System.FormatException", '.', 0, TRACE },
    { "Microsoft.AspNetCore.", '.', 0, TRACE },
    { "System.Web.HttpUnhandledException", '.', 0, TRACE },
    /* PHP */
    { "Fatal error: Uncaught", ':', 0, TRACE },
    { ".php on line ", '.', DIGIT_AFTER, TRACE },
    { ".php:", ':', DIGIT_AFTER, TRACE },
    { ".php(", '(', DIGIT_AFTER, TRACE },
    { "#0 {main}", '{', 0, TRACE },
    { "</b> on line <b>", '/', DIGIT_AFTER, TRACE },
    /* JavaScript */
    { ".js:", ':', COLUMN_AFTER, TRACE },
    { ".mjs:", ':', COLUMN_AFTER, TRACE },
    { ".ts:", ':', COLUMN_AFTER, TRACE },
    { "node:internal/", ':', 0, TRACE },
    { "(<anonymous>)", '(', 0, TRACE },
    /* Ruby, Go, Rust, Elixir */
    { ".rb:", ':', DIGIT_AFTER, TRACE },
    { " [running]:", '[', 0, TRACE },
    { "panic: runtime error", ':', 0, TRACE },
    { ".go:", ':', DIGIT_AFTER, TRACE },
    { "' panicked at ", '\'', 0, TRACE },
    { ".rs:", ':', COLUMN_AFTER, TRACE },
    { ".ex:", ':', DIGIT_AFTER, TRACE },
    /* databases */
    { "error in your SQL syntax", 'Q', 0, SQL },
    { "SQLSTATE[", 'Q', 0, SQL },
    { "MySQL server version for the right syntax", 'Q', 0, SQL },
    { "SQLException", 'Q', 0, SQL },
    { "SQLSyntaxErrorException", 'Q', 0, SQL },
    { "SQLITE_ERROR", 'Q', 0, SQL },
    { "SQLITE_CONSTRAINT", 'Q', 0, SQL },
    { "SQLite3::", 'Q', 0, SQL },
    { "UNIQUE constraint failed: ", 'Q', 0, SQL },
    { "ODBC SQL Server Driver", 'Q', 0, SQL },
    { "Dynamic SQL Error", 'Q', 0, SQL },
    { "DB2 SQL error", 'Q', 0, SQL },
    { "SQL command not properly ended", 'Q', 0, SQL },
    { "violates unique constraint \"", 'q', 0, SQL },
    { "violates unique constraint \\\"", 'q', 0, SQL },
    { "Unclosed quotation mark after", 'q', 0, SQL },
    { "unterminated quoted string", 'q', 0, SQL },
    { "SequelizeDatabaseError", 'q', 0, SQL },
    { "sqlite3.OperationalError", 'q', 0, SQL },
    { "sqlalchemy.exc.", 'q', 0, SQL },
    { "org.postgresql.util.PSQLException", 'q', 0, SQL },
    { "mysql_fetch_", 'q', 0, SQL },
    { "System.Data.SqlClient.SqlException", 'q', 0, SQL },
    { "Microsoft.Data.SqlClient", 'q', 0, SQL },
    { "syntax error at or near", 'x', 0, SQL },
    { "Incorrect syntax near ", 'x', 0, SQL },
    { ": syntax error", 'x', 0, SQL },
    { "violates foreign key constraint", 'k', 0, SQL },
    { "violates not-null constraint", '-', 0, SQL },
    { "ORA-", '-', DIGIT_AFTER, SQL },
    { "PLS-0", '-', DIGIT_AFTER, SQL },
    { "PG::", ':', 0, SQL },
    { "psycopg2.", '.', 0, SQL },
    { "no such table: ", ':', 0, SQL },
    { "no such column: ", ':', 0, SQL },
    { "Unknown column '", 'k', 0, SQL },
    { "ActiveRecord::StatementInvalid", ':', 0, SQL },
    { "Microsoft OLE DB Provider", 'B', 0, SQL },
    { "org.hibernate.", '.', 0, SQL },
    { "PDOException", 'P', 0, SQL },
};

#define PHRASES (sizeof phrases / sizeof *phrases)

/* For each byte the phrases it is the anchor of, as a list: heads and nexts are indices plus one. */
struct index {
    uint8_t head[256];
    uint8_t next[PHRASES];
};

static void build(struct index *index)
{
    memset(index->head, 0, sizeof index->head);
    for (size_t i = PHRASES; i > 0; i--) {
        uint8_t *head = &index->head[(unsigned char)phrases[i - 1].anchor];

        index->next[i - 1] = *head;
        *head = (uint8_t)i;
    }
}

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
    size_t before = (size_t)(strchr(phrase->text, phrase->anchor) - phrase->text), len = strlen(phrase->text);

    if (at < before || len > text.len - (at - before) ||
        memcmp(text.at + at - before, phrase->text, len) != 0)
        return false;
    at += len - before;
    if (phrase->after & COLUMN_AFTER)
        return is_line_and_column(text, at);
    return !(phrase->after & DIGIT_AFTER) || is_digit_at(text, at);
}

class_set sensitive_leaks(struct slice text)
{
    struct index index;
    class_set set = 0;

    if (text.len > LEAKS_MOST)
        text.len = LEAKS_MOST;
    build(&index);
    for (size_t at = 0; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];

        for (unsigned i = index.head[byte]; i; i = index.next[i - 1])
            if (stands_at(&phrases[i - 1], text, at))
                set |= (class_set)1 << (60 + phrases[i - 1].kind);
        if ((byte == '.' || byte == '/' || byte == '\\') && !(set & CLASS_INTERNAL) && internal_at(text, at))
            set |= CLASS_INTERNAL;
    }
    return set;
}

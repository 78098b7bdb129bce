/* SPDX-License-Identifier: Apache-2.0 */
/* What error answers tell of the program behind: stack traces, complaints of databases, addresses and paths of the inside. Errors of
 * any media type are looked at, from their first bytes on; strings of successful answers are judged where they are sampled. */
#include "sensitive/sensitive.h"
#include "signal/internal.h"
#include "signal/look.h"

#define LEAKS_LOOK 8192

struct telltale {
    struct slice text;
    const char *name;
};

static const struct telltale languages[] = {
    { SLICE_TEXT("Traceback (most recent call last)"), "Python" },
    { SLICE_TEXT(".java:"), "Java" },
    { SLICE_TEXT(".kt:"), "Kotlin" },
    { SLICE_TEXT(".scala:"), "Scala" },
    { SLICE_TEXT("at java."), "Java" },
    { SLICE_TEXT("at org."), "Java" },
    { SLICE_TEXT("at com."), "Java" },
    { SLICE_TEXT(".js:"), "JavaScript" },
    { SLICE_TEXT(".ts:"), "TypeScript" },
    { SLICE_TEXT("node:internal"), "JavaScript" },
    { SLICE_TEXT(".cs:line"), ".NET" },
    { SLICE_TEXT("at System."), ".NET" },
    { SLICE_TEXT("at Microsoft."), ".NET" },
    { SLICE_TEXT(".php"), "PHP" },
    { SLICE_TEXT(".rb:"), "Ruby" },
    { SLICE_TEXT("goroutine "), "Go" },
    { SLICE_TEXT(".go:"), "Go" },
    { SLICE_TEXT(".rs:"), "Rust" },
    { SLICE_TEXT(".ex:"), "Elixir" },
    { SLICE_TEXT(".py"), "Python" },
    { SLICE_TEXT(".pm line"), "Perl" },
};

static const struct telltale databases[] = {
    { SLICE_TEXT("ORA-"), "Oracle" },
    { SLICE_TEXT("PG::"), "PostgreSQL" },
    { SLICE_TEXT("psycopg"), "PostgreSQL" },
    { SLICE_TEXT("PSQLException"), "PostgreSQL" },
    { SLICE_TEXT("postgres"), "PostgreSQL" },
    { SLICE_TEXT("pq: "), "PostgreSQL" },
    { SLICE_TEXT("MySQL"), "MySQL" },
    { SLICE_TEXT("mysql"), "MySQL" },
    { SLICE_TEXT("MariaDB"), "MariaDB" },
    { SLICE_TEXT("SQLITE_"), "SQLite" },
    { SLICE_TEXT("sqlite"), "SQLite" },
    { SLICE_TEXT("SQL Server"), "SQL Server" },
    { SLICE_TEXT("SqlException"), "SQL Server" },
    { SLICE_TEXT("SqlClient"), "SQL Server" },
    { SLICE_TEXT("Mongo"), "MongoDB" },
    { SLICE_TEXT("Sequelize"), "Sequelize" },
    { SLICE_TEXT("Hibernate"), "Hibernate" },
    { SLICE_TEXT("hibernate"), "Hibernate" },
    { SLICE_TEXT("PDOException"), "PDO" },
    { SLICE_TEXT("SQLSTATE"), "SQLSTATE" },
};

static struct slice name_of(struct slice text, const struct telltale *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (look_has(text, list[i].text))
            return slice_of(list[i].name);
    return SLICE("unknown");
}
#define NAME_OF(text, list) name_of((text), (list), sizeof(list) / sizeof *(list))

/* Errors repeat what they were asked for: a path that the request brought is the caller's, not the server's. */
static bool is_echo(const struct signal_reading *reading, struct slice text)
{
    const struct message *request = &reading->exchange->request;

    return look_has(reading->path, text) || look_has(reading->exchange->target, text) ||
           look_has(reading->exchange->authority, text) ||
           (request->body_state == BODY_WHOLE && look_has(request->body, text));
}

static void tell_internal(struct signal_reading *reading, struct slice text)
{
    struct internal found;
    size_t told = 0;

    while (told < 4 && internal_next(&text, &found))
        if (!is_echo(reading, found.text)) {
            signal_tellf(reading, FACT_internal_address, "error: %.*s",
                         SLICE_ARG(internal_mask(reading, &found)));
            told++;
        }
}

/* Secrets that a single value proves. Tokens are left out: errors repeat the one they were asked with. */
static void tell_secrets(struct signal_reading *reading, struct slice text)
{
    static const enum data_class sure[] = { DATA_password_hash, DATA_private_key, DATA_cloud_key,
                                            DATA_connection_string };
    class_set found = sensitive_value(reading->settings->classifier, text);

    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (found & CLASS_BIT(sure[i]))
            signal_tell(reading, FACT_error_secret, slice_of(data_class_row(sure[i])->name));
}

/* GraphQL answers 200 to what went wrong, and most servers write the errors first. */
static bool is_graphql_error(struct slice body)
{
    struct slice start = look_start(body);

    if (start.len < 9 || start.at[0] != '{')
        return false;
    return slice_starts_with(look_start(slice_make(start.at + 1, start.len - 1)), SLICE("\"errors\""));
}

void signal_leaks(struct signal_reading *reading)
{
    class_set leaks;
    struct slice text;

    text = look_body(reading, LEAKS_LOOK);
    if (text.len < 8 || (reading->exchange->status < 400 && !is_graphql_error(text)))
        return;
    leaks = sensitive_leaks(text);
    if (leaks & CLASS_STACK_TRACE)
        signal_tell(reading, FACT_stack_trace, NAME_OF(text, languages));
    if (leaks & CLASS_SQL_ERROR)
        signal_tell(reading, FACT_sql_error, NAME_OF(text, databases));
    tell_internal(reading, text);
    tell_secrets(reading, text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of the API itself, handed to whoever asks, the consoles made of them, and what GraphQL says of its schema. Told by what
 * the answer is, wherever it lies. */
#include "signal/look.h"

#define DOCUMENTS_LOOK 4096

struct console {
    struct slice text, name;
    bool is_graphql;
};

static const struct console titles[] = {
    { SLICE_TEXT("Swagger UI"), SLICE_TEXT("Swagger UI"), false },
    { SLICE_TEXT("ReDoc"), SLICE_TEXT("Redoc"), false },
    { SLICE_TEXT("Redoc"), SLICE_TEXT("Redoc"), false },
    { SLICE_TEXT("RapiDoc"), SLICE_TEXT("RapiDoc"), false },
    { SLICE_TEXT("Scalar API Reference"), SLICE_TEXT("Scalar"), false },
    { SLICE_TEXT("GraphiQL"), SLICE_TEXT("GraphiQL"), true },
    { SLICE_TEXT("GraphQL Playground"), SLICE_TEXT("GraphQL Playground"), true },
    { SLICE_TEXT("Apollo Sandbox"), SLICE_TEXT("Apollo Sandbox"), true },
    { SLICE_TEXT("Apollo Server"), SLICE_TEXT("Apollo Sandbox"), true },
    { SLICE_TEXT("Altair"), SLICE_TEXT("Altair"), true },
    { SLICE_TEXT("GraphQL Voyager"), SLICE_TEXT("GraphQL Voyager"), true },
};

/* Pages with a title of their own still load the console's parts. */
static const struct console parts[] = {
    { SLICE_TEXT("swagger-ui-bundle"), SLICE_TEXT("Swagger UI"), false },
    { SLICE_TEXT("graphiql.min.js"), SLICE_TEXT("GraphiQL"), true },
    { SLICE_TEXT("graphql-playground"), SLICE_TEXT("GraphQL Playground"), true },
    { SLICE_TEXT("redoc.standalone.js"), SLICE_TEXT("Redoc"), false },
};

static void tell_console(struct signal_reading *reading, const struct console *console)
{
    struct slice path = look_path(reading);

    signal_tellf(reading, console->is_graphql ? FACT_graphql_console : FACT_exposed_console, "%.*s at %.*s",
                 SLICE_ARG(console->name), SLICE_ARG(path));
}

static void read_page(struct signal_reading *reading, struct slice body)
{
    struct slice title = look_title(body);

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (title.len && slice_starts_with_nocase(title, titles[i].text)) {
            tell_console(reading, &titles[i]);
            return;
        }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (look_has(body, parts[i].text)) {
            tell_console(reading, &parts[i]);
            return;
        }
}

/* The first key of an object; empty: it is none. */
static struct slice first_key(struct slice body)
{
    struct slice rest = slice_make(body.at + 1, body.len - 1);

    rest = look_start(rest);
    if (rest.len == 0 || rest.at[0] != '"')
        return (struct slice){ NULL, 0 };
    slice_cut(&rest, '"');
    return slice_cut(&rest, '"');
}

static bool is_document(struct slice body, struct slice key)
{
    if (slice_eq(key, SLICE("openapi")) || slice_eq(key, SLICE("swagger")) ||
        slice_eq(key, SLICE("asyncapi")))
        return look_has(body, SLICE("\"info\"")) || look_has(body, SLICE("\"paths\""));
    if (slice_eq(key, SLICE("info")))
        return look_has(body, SLICE("\"_postman_id\"")) || look_has(body, SLICE("\"openapi\"")) ||
               look_has(body, SLICE("\"swagger\"")) || look_has(body, SLICE("\"paths\""));
    return false;
}

static void read_object(struct signal_reading *reading, struct slice body)
{
    struct slice key = first_key(body);

    if (reading->credential_count == 0 && is_document(body, key))
        look_tell_path(reading, FACT_exposed_document);
    if (slice_eq(key, SLICE("data")) &&
        look_has(slice_make(body.at, body.len < 64 ? body.len : 64), SLICE("\"__schema\"")))
        signal_tellf(reading, FACT_graphql_introspection, "%.*s%s", SLICE_ARG(look_path(reading)),
                     reading->credential_count ? " with a credential" : "");
}

static bool is_text_document(struct slice body)
{
    return slice_starts_with(body, SLICE("openapi:")) || slice_starts_with(body, SLICE("swagger:")) ||
           slice_starts_with(body, SLICE("asyncapi:")) || slice_starts_with(body, SLICE("#%RAML"));
}

static bool is_xml_document(struct slice body)
{
    return look_has(body, SLICE("http://schemas.xmlsoap.org/wsdl/")) ||
           look_has(body, SLICE("http://wadl.dev.java.net"));
}

void signal_documents(struct signal_reading *reading)
{
    struct slice body;

    if (!signal_is_success(reading))
        return;
    body = look_start(look_body(reading, DOCUMENTS_LOOK));
    if (body.len < 16)
        return;
    switch (body.at[0]) {
    case '{': read_object(reading, body); break;
    case '<':
        if (look_is_html(body))
            read_page(reading, body);
        else if (reading->credential_count == 0 &&
                 is_xml_document(slice_make(body.at, body.len < 1024 ? body.len : 1024)))
            look_tell_path(reading, FACT_exposed_document);
        break;
    case 'o':
    case 's':
    case 'a':
    case '#':
        if (reading->credential_count == 0 && is_text_document(body))
            look_tell_path(reading, FACT_exposed_document);
        break;
    default: break;
    }
}

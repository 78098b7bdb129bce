/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/secret.h"

#include "base/byte.h"
#include "sensitive/validators.h"

/* Values that stand where a secret would, and are none. */
static bool is_placeholder(struct slice value)
{
    static const char *const known[] = { "null",     "none",   "true",     "false", "undefined", "required",
                                         "optional", "string", "redacted", "xxx",   "hidden",    "empty" };
    size_t same = 0;

    if (value.len < 4 || SLICE_AMONG_NOCASE(value, known) || strchr("*<{$%[", value.at[0]))
        return true;
    while (same < value.len && value.at[same] == value.at[0])
        same++;
    return same == value.len;
}

struct assignment {
    const char *name;
    enum data_class class;
    uint8_t least; /* bytes of a value */
};

static const struct assignment assignments[] = {
    { "password", DATA_password, 4 },
    { "passwd", DATA_password, 4 },
    { "pwd", DATA_password, 4 },
    { "passphrase", DATA_password, 4 },
    { "access_token", DATA_access_token, 8 },
    { "refresh_token", DATA_access_token, 8 },
    { "id_token", DATA_access_token, 8 },
    { "token", DATA_access_token, 12 },
    { "auth_token", DATA_access_token, 8 },
    { "api_key", DATA_api_key, 8 },
    { "apikey", DATA_api_key, 8 },
    { "api-key", DATA_api_key, 8 },
    { "client_secret", DATA_api_key, 8 },
    { "secret", DATA_api_key, 8 },
    { "accountkey", DATA_cloud_key, 32 },
    { "sharedaccesskey", DATA_cloud_key, 20 },
    { "sig", DATA_cloud_key, 32 },
    { "x-amz-signature", DATA_cloud_key, 64 },
    { "x-goog-signature", DATA_cloud_key, 64 },
    { "sessionid", DATA_session_id, 8 },
    { "session_id", DATA_session_id, 8 },
    { "jsessionid", DATA_session_id, 8 },
    { "phpsessid", DATA_session_id, 8 },
    { "key", DATA_api_key, 24 },
    { "auth", DATA_access_token, 16 },
    { "signature", DATA_cloud_key, 40 },
};

/* The name that ends before `at`, without quotes around it. */
static struct slice name_before(struct slice text, size_t at)
{
    size_t end = at, from;

    while (end > 0 && (text.at[end - 1] == ' ' || text.at[end - 1] == '"' || text.at[end - 1] == '\''))
        end--;
    from = end;
    while (from > 0 &&
           (byte_is_alphanumeric(text.at[from - 1]) || text.at[from - 1] == '_' || text.at[from - 1] == '-'))
        from--;
    return slice_make(text.at + from, end - from);
}

static struct slice value_after(struct slice text, size_t at)
{
    size_t from = at + 1, to;

    while (from < text.len && (text.at[from] == ' ' || text.at[from] == '"' || text.at[from] == '\''))
        from++;
    to = from;
    while (to < text.len && text.at[to] && !strchr(" \t\r\n\"'&;,<>()#", text.at[to]))
        to++;
    return slice_make(text.at + from, to - from);
}

class_set secret_assignments(struct slice text)
{
    class_set set = 0;

    for (size_t at = 1; at < text.len; at++) {
        struct slice name, value;

        if (text.at[at] != '=' && text.at[at] != ':')
            continue;
        name = name_before(text, at);
        if (name.len < 3 || name.len > 20)
            continue;
        value = value_after(text, at);
        for (size_t i = 0; i < sizeof assignments / sizeof *assignments; i++)
            if (slice_eq_nocase(name, slice_of(assignments[i].name)) && value.len >= assignments[i].least &&
                !is_placeholder(value))
                set |= CLASS_BIT(assignments[i].class);
    }
    return set;
}

bool secret_is_in_address(struct slice text)
{
    const char *end = text.at + text.len, *at = text.at;

    while (at < end && (at = memmem(at, (size_t)(end - at), "://", 3))) {
        const char *user = at + 3, *sign = user, *colon = NULL;

        while (sign < end && *sign && !strchr("/?# \"'<>@", *sign)) {
            if (*sign == ':' && !colon)
                colon = sign;
            sign++;
        }
        if (sign < end && *sign == '@' && colon && sign - colon > 1 &&
            !is_placeholder(slice_make(colon + 1, (size_t)(sign - colon) - 1)))
            return true;
        at = user;
    }
    return false;
}

static bool has_word(struct slice text, const char *word)
{
    return slice_contains_nocase(text, slice_of(word));
}

/* "Server=db;Database=shop;User Id=sa;Password=...", "jdbc:postgresql://...?password=...",
 * "postgres://user:pass@host/db". */
enum fit secret_connection_string(struct slice text)
{
    if (memmem(text.at, text.len, "://", 3) && !memchr(text.at, ' ', text.len) && secret_is_in_address(text))
        return FIT_EVIDENT;
    if (!(secret_assignments(text) & (CLASS_BIT(DATA_password) | CLASS_BIT(DATA_cloud_key))))
        return FIT_NO;
    return has_word(text, "server=") || has_word(text, "data source=") || has_word(text, "host=") ||
                   has_word(text, "jdbc:") || has_word(text, "endpoint=") || has_word(text, "accountname=") ||
                   has_word(text, "dbname=")
               ? FIT_EVIDENT
               : FIT_NO;
}

/* "Bearer abc...", "Basic dXNlcjpwYXNz". */
enum fit secret_authorization(struct slice text)
{
    static const char *const schemes[] = { "Bearer ", "Basic ", "Token ", "ApiKey ", "Negotiate " };

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t head = strlen(schemes[i]);

        if (slice_starts_with_nocase(text, slice_of(schemes[i])) && text.len >= head + 12)
            return memchr(text.at + head, ' ', text.len - head) ? FIT_NO : FIT_EVIDENT;
    }
    return FIT_NO;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sarif.h"

#include "base/byte.h"
#include "base/text.h"

#include <unistd.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* ---- words ---- */

static void key(struct sarif *sarif, const char *name)
{
    if (name)
        json_key(&sarif->json, slice_of(name));
}

void sarif_object(struct sarif *sarif, const char *name)
{
    key(sarif, name);
    json_begin_object(&sarif->json);
}

void sarif_array(struct sarif *sarif, const char *name)
{
    key(sarif, name);
    json_begin_array(&sarif->json);
}

void sarif_close(struct sarif *sarif)
{
    json_end(&sarif->json);
}

void sarif_text(struct sarif *sarif, const char *name, struct slice value)
{
    key(sarif, name);
    json_string(&sarif->json, value.at ? value : SLICE(""));
}

void sarif_number(struct sarif *sarif, const char *name, uint64_t value)
{
    key(sarif, name);
    json_unsigned(&sarif->json, value);
}

void sarif_boolean(struct sarif *sarif, const char *name, bool value)
{
    key(sarif, name);
    json_bool(&sarif->json, value);
}

void sarif_fixed(struct sarif *sarif, const char *name, const char *value)
{
    sarif_object(sarif, name);
    sarif_text(sarif, "text", slice_of(value));
    sarif_close(sarif);
}

/* "{id}" -> the length of what stands between the braces; 0 when this is no parameter of a template. */
static size_t parameter_length(struct slice at)
{
    size_t len = 1;

    while (len < at.len && (byte_is_alphanumeric(at.at[len]) || strchr("_-.", at.at[len])))
        len++;
    if (len < 2 || len == at.len || at.at[len] != '}' || byte_is_digit(at.at[1])) /* {0} is a placeholder */
        return 0;
    return len - 1;
}

/* A message string (3.11): braces are for placeholders, "[text](target)" is a link. Parameters of templates are written as
 * ":id", because few readers take doubled braces for one. */
void sarif_message(struct sarif *sarif, struct slice raw)
{
    struct buffer *out = &sarif->shown, visible;
    struct slice value;
    size_t name;

    buffer_init(&visible, sarif->out->text.account);
    text_escape(&visible, raw);
    value = buffer_slice(&visible);
    buffer_reset(out);
    for (size_t i = 0; i < value.len; i++) {
        char byte = value.at[i];

        if (byte == '{' && (name = parameter_length(slice_make(value.at + i, value.len - i))) > 0) {
            buffer_byte(out, ':');
            buffer_append(out, slice_make(value.at + i + 1, name));
            i += name + 1;
            continue;
        }
        buffer_byte(out, byte);
        if (byte == '{' || byte == '}')
            buffer_byte(out, byte);
        else if (byte == ']' && i + 1 < value.len && value.at[i + 1] == '(')
            buffer_byte(out, ' ');
    }
    buffer_done(&visible);
    sarif_object(sarif, "message");
    sarif_text(sarif, "text", buffer_slice(out));
    sarif_close(sarif);
}

/* ---- places ---- */

static void encode(struct buffer *out, struct slice path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.at[i];

        if (byte_is_alphanumeric(path.at[i]) || (byte && strchr("/._~-", byte)))
            buffer_byte(out, path.at[i]);
        else
            buffer_printf(out, "%%%02X", byte);
    }
}

/* A relative reference when the file is below the current directory, else a file URI. */
static struct slice uri_of(struct sarif *sarif, const struct tree_file *file)
{
    struct slice real = file->real, directory = slice_of(sarif->directory);

    buffer_reset(&sarif->shown);
    if (real.len == 0 || real.at[0] != '/') {
        encode(&sarif->shown, file->path);
    } else if (directory.len && real.len > directory.len && slice_starts_with(real, directory) &&
               real.at[directory.len] == '/') {
        encode(&sarif->shown, slice_make(real.at + directory.len + 1, real.len - directory.len - 1));
    } else {
        buffer_text(&sarif->shown, "file://");
        encode(&sarif->shown, real);
    }
    return buffer_slice(&sarif->shown);
}

/* Moves to the beginning of a line; lines end in LF, CR LF or CR. */
static void seek(struct sarif *sarif, struct position at)
{
    struct slice whole = at.file->text;

    if (sarif->file != at.file || at.line < sarif->line) {
        sarif->file = at.file;
        sarif->line = 1;
        sarif->offset = sarif->reached = 0;
        sarif->column = 1;
    }
    while (sarif->line < at.line && sarif->offset < whole.len) {
        char byte = whole.at[sarif->offset++];

        if (byte == '\r' && sarif->offset < whole.len && whole.at[sarif->offset] == '\n')
            sarif->offset++;
        sarif->line += byte == '\n' || byte == '\r';
    }
}

/* A document may be one long line. */
static uint64_t column_of(struct sarif *sarif, struct position at)
{
    size_t end;

    seek(sarif, at);
    end = sarif->offset + at.column - 1;
    if (sarif->reached < sarif->offset || sarif->reached > end) {
        sarif->reached = sarif->offset;
        sarif->column = 1;
    }
    for (; sarif->reached < end && sarif->reached < at.file->text.len; sarif->reached++)
        sarif->column += ((unsigned char)at.file->text.at[sarif->reached] & 0xc0) != 0x80;
    return sarif->column;
}

void sarif_physical(struct sarif *sarif, struct position at)
{
    sarif_object(sarif, "physicalLocation");
    sarif_object(sarif, "artifactLocation");
    sarif_text(sarif, "uri", uri_of(sarif, at.file));
    sarif_close(sarif);
    sarif_object(sarif, "region");
    sarif_number(sarif, "startLine", at.line ? at.line : 1);
    if (at.line && at.column)
        sarif_number(sarif, "startColumn", column_of(sarif, at));
    sarif_close(sarif);
    sarif_close(sarif);
}

void sarif_resource(struct sarif *sarif, struct slice path)
{
    buffer_reset(&sarif->shown);
    encode(&sarif->shown, path);
    sarif_object(sarif, "physicalLocation");
    sarif_object(sarif, "artifactLocation");
    sarif_text(sarif, "uri", buffer_slice(&sarif->shown));
    sarif_close(sarif);
    sarif_object(sarif, "region");
    sarif_number(sarif, "startLine", 1);
    sarif_close(sarif);
    sarif_close(sarif);
}

/* ---- the whole ---- */

void sarif_begin(struct sarif *sarif, struct output *out, struct memory *account)
{
    *sarif = (struct sarif){ .out = out };
    if (!getcwd(sarif->directory, sizeof sarif->directory))
        sarif->directory[0] = '\0';
    buffer_init(&sarif->part, account);
    buffer_init(&sarif->shown, account);
    json_writer_init(&sarif->json, &sarif->part, true);
    sarif_object(sarif, NULL);
    sarif_text(sarif, "$schema", SLICE(SCHEMA));
    sarif_text(sarif, "version", SLICE("2.1.0"));
    sarif_array(sarif, "runs");
    sarif_object(sarif, NULL);
    sarif_object(sarif, "tool");
    sarif_object(sarif, "driver");
    sarif_text(sarif, "name", SLICE("plainsight"));
    sarif_text(sarif, "version", SLICE(PLAINSIGHT_VERSION));
    sarif_text(sarif, "semanticVersion", SLICE(PLAINSIGHT_VERSION));
    sarif_array(sarif, "rules");
}

void sarif_rules_end(struct sarif *sarif)
{
    for (int i = 0; i < 3; i++)
        sarif_close(sarif);
}

void sarif_results(struct sarif *sarif)
{
    sarif_text(sarif, "columnKind", SLICE("unicodeCodePoints"));
    sarif_array(sarif, "results");
}

void sarif_results_end(struct sarif *sarif)
{
    sarif_close(sarif);
}

void sarif_pace(struct sarif *sarif)
{
    output_json(sarif->out, &sarif->part);
}

void sarif_end(struct sarif *sarif)
{
    for (int i = 0; i < 3; i++)
        sarif_close(sarif);
    buffer_byte(&sarif->part, '\n');
    sarif_pace(sarif);
    sarif->out->text.failed = sarif->out->text.failed || sarif->shown.failed;
    buffer_done(&sarif->shown);
    buffer_done(&sarif->part);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are uploaded (multipart/form-data with a file name): of which kind, and whether any was ever refused. */
#include "signal/signal.h"

#include "base/byte.h"
#include "http/multipart.h"

#define PARTS_LOOK 16

/* Endings of what a server runs, or a browser runs in the name of the server; and the media types that say the same. */
static const struct {
    struct slice ending;
    const char *kind;
} endings[] = {
    { SLICE_TEXT("php"), "program" },   { SLICE_TEXT("php3"), "program" }, { SLICE_TEXT("php5"), "program" },
    { SLICE_TEXT("phtml"), "program" }, { SLICE_TEXT("phar"), "program" }, { SLICE_TEXT("jsp"), "program" },
    { SLICE_TEXT("jspx"), "program" },  { SLICE_TEXT("asp"), "program" },  { SLICE_TEXT("aspx"), "program" },
    { SLICE_TEXT("exe"), "program" },   { SLICE_TEXT("dll"), "program" },  { SLICE_TEXT("sh"), "program" },
    { SLICE_TEXT("bat"), "program" },   { SLICE_TEXT("cmd"), "program" },  { SLICE_TEXT("ps1"), "program" },
    { SLICE_TEXT("py"), "program" },    { SLICE_TEXT("pl"), "program" },   { SLICE_TEXT("cgi"), "program" },
    { SLICE_TEXT("war"), "program" },   { SLICE_TEXT("jar"), "program" },  { SLICE_TEXT("elf"), "program" },
    { SLICE_TEXT("html"), "page" },     { SLICE_TEXT("htm"), "page" },     { SLICE_TEXT("xhtml"), "page" },
    { SLICE_TEXT("shtml"), "page" },    { SLICE_TEXT("svg"), "page" },     { SLICE_TEXT("hta"), "page" },
};
static const struct {
    struct slice type;
    const char *kind;
} types[] = {
    { SLICE_TEXT("text/html"), "page" },
    { SLICE_TEXT("application/xhtml+xml"), "page" },
    { SLICE_TEXT("image/svg+xml"), "page" },
    { SLICE_TEXT("application/x-php"), "program" },
    { SLICE_TEXT("application/x-httpd-php"), "program" },
    { SLICE_TEXT("text/x-php"), "program" },
    { SLICE_TEXT("application/x-msdownload"), "program" },
    { SLICE_TEXT("application/x-dosexec"), "program" },
    { SLICE_TEXT("application/x-sh"), "program" },
    { SLICE_TEXT("text/x-shellscript"), "program" },
    { SLICE_TEXT("application/x-executable"), "program" },
};

/* Every ending of the name counts: "shell.php.jpg" is run by some servers. */
static const char *kind_by_name(struct slice filename, struct slice *ret_ending)
{
    struct slice rest = filename, ending;

    slice_cut(&rest, '.');
    while (slice_next(&rest, '.', &ending))
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (slice_eq_nocase(ending, endings[i].ending)) {
                *ret_ending = endings[i].ending;
                return endings[i].kind;
            }
    return NULL;
}

static bool is_plain_ending(struct slice ending)
{
    for (size_t i = 0; i < ending.len; i++)
        if (!byte_is_alphanumeric(ending.at[i]))
            return false;
    return ending.len > 0 && ending.len <= 5 && byte_is_letter(ending.at[0]);
}

static void tell_file(struct signal_reading *reading, const struct multipart_part *part)
{
    struct slice ending = { NULL, 0 }, rest = part->filename;
    const char *kind = kind_by_name(part->filename, &ending);

    for (size_t i = 0; !kind && i < sizeof types / sizeof *types; i++)
        if (slice_starts_with_nocase(part->content_type, types[i].type)) {
            kind = types[i].kind;
            ending = types[i].type;
        }
    if (memmem(part->filename.at, part->filename.len, "../", 3) ||
        memmem(part->filename.at, part->filename.len, "..\\", 3)) {
        signal_tell(reading, FACT_upload_taken, SLICE("path: ../"));
        return;
    }
    if (!kind) {
        while (memchr(rest.at, '.', rest.len))
            slice_cut(&rest, '.');
        ending = rest.len < part->filename.len && is_plain_ending(rest) ? rest : SLICE("none");
        kind = "file";
    }
    signal_tellf(reading, FACT_upload_taken, "%s: %.*s", kind, SLICE_ARG(ending));
}

void signal_uploads(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;
    uint16_t status = exchange->status;
    struct slice type;
    struct multipart multipart;
    struct multipart_part part;

    if (reading->is_noise || exchange->request.body_state == BODY_NONE)
        return;
    type = fields_find(reading->request, FIELD_CONTENT_TYPE);
    if (type.len == 0 || (type.at[0] | 0x20) != 'm' ||
        !slice_starts_with_nocase(type, SLICE("multipart/form-data")))
        return;
    if (status == 413 || status == 415 || status == 422 || status == 400) {
        signal_tellf(reading, FACT_upload_refused, "%u", status);
        return;
    }
    if (!signal_is_success(reading) || exchange->request.body.len == 0 ||
        !multipart_begin(&multipart, type, exchange->request.body))
        return;
    for (int i = 0; i < PARTS_LOOK && multipart_next(&multipart, &part) == STEP_MORE; i++)
        if (part.has_filename && part.filename.len)
            tell_file(reading, &part);
}

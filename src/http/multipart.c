/* SPDX-License-Identifier: Apache-2.0 */
#include "http/multipart.h"

#include "http/media.h"

#define BOUNDARY_MOST 70 /* RFC 2046 5.1.1 */

bool multipart_begin(struct multipart *multipart, struct slice content_type, struct slice body)
{
    struct media media;

    if (!media_read(content_type, &media))
        return false;
    struct slice boundary = media_parameter(media.parameters, SLICE("boundary"));
    *multipart = (struct multipart){ .rest = body, .boundary = boundary };
    return boundary.len > 0 && boundary.len <= BOUNDARY_MOST;
}

struct delimiter {
    const char *at;   /* its line end, or "--" at the very beginning */
    const char *next; /* after its line */
    bool is_last;
};

/* Does "--boundary" stand at `at`, with nothing but "--" and blanks behind it on its line? */
static bool is_delimiter(const char *at, const char *end, struct slice boundary, struct delimiter *ret)
{
    if ((size_t)(end - at) < boundary.len + 2 || memcmp(at, "--", 2) != 0 ||
        memcmp(at + 2, boundary.at, boundary.len) != 0)
        return false;
    at += 2 + boundary.len;
    ret->is_last = end - at >= 2 && memcmp(at, "--", 2) == 0;
    if (ret->is_last) {
        ret->next = at + 2;
        return true;
    }
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (at < end && *at == '\r')
        at++;
    if (at == end || *at != '\n')
        return false;
    ret->next = at + 1;
    return true;
}

/* The next delimiter at the beginning of a line, looked for from `at`, which begins one. */
static bool find_delimiter(const char *at, const char *end, struct slice boundary, struct delimiter *ret)
{
    const char *begin = at;

    while (at < end) {
        if (*at == '-' && is_delimiter(at, end, boundary, ret)) {
            ret->at = at;
            if (at > begin)
                ret->at -= at - 1 > begin && at[-2] == '\r' ? 2 : 1;
            return true;
        }
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        if (!lf)
            return false;
        at = lf + 1;
    }
    return false;
}

/* A parameter as browsers write it: quotes end at the first '"' that is not escaped. filename* wins (RFC 6266
 * 4.3), although RFC 7578 4.2 forbids it here. */
static void read_disposition(struct slice value, struct multipart_part *part)
{
    slice_cut(&value, ';');
    part->name = media_parameter(value, SLICE("name"));
    struct slice filename = media_parameter(value, SLICE("filename*"));
    if (!filename.at)
        filename = media_parameter(value, SLICE("filename"));
    part->has_filename = filename.at != NULL;
    part->filename = filename;
}

static void read_header(struct slice line, struct multipart_part *part)
{
    struct slice value = line;
    struct slice name = slice_trim(slice_cut(&value, ':'));

    value = slice_trim(value);
    if (slice_eq_nocase(name, SLICE("Content-Disposition")))
        read_disposition(value, part);
    else if (slice_eq_nocase(name, SLICE("Content-Type")))
        part->content_type = value;
    else if (slice_eq_nocase(name, SLICE("Content-Transfer-Encoding")))
        part->content_transfer_encoding = value;
    else if (slice_eq_nocase(name, SLICE("Content-ID")))
        part->content_id = value;
}

/* Headers up to an empty line; the rest is the part's body. */
static void read_part(struct slice text, struct multipart_part *part)
{
    *part = (struct multipart_part){ .headers = { text.at, 0 } };
    while (text.len) {
        const char *start = text.at;
        struct slice line = slice_cut(&text, '\n');
        if (line.len && line.at[line.len - 1] == '\r')
            line.len--;
        if (line.len == 0)
            break;
        read_header(line, part);
        part->headers.len = (size_t)(start - part->headers.at) + line.len;
    }
    part->body = text;
}

enum step multipart_next(struct multipart *multipart, struct multipart_part *ret)
{
    const char *at = multipart->rest.at, *end = at + multipart->rest.len;
    struct delimiter delimiter;

    if (!multipart->started) {
        if (!multipart->rest.len || !find_delimiter(at, end, multipart->boundary, &delimiter))
            return STEP_BAD;
        multipart->started = true;
        multipart->rest =
            (struct slice){ delimiter.next, delimiter.is_last ? 0 : (size_t)(end - delimiter.next) };
        at = delimiter.next;
    }
    if (multipart->rest.len == 0)
        return STEP_DONE;
    if (find_delimiter(at, end, multipart->boundary, &delimiter)) {
        read_part((struct slice){ at, (size_t)(delimiter.at - at) }, ret);
        multipart->rest =
            (struct slice){ delimiter.next, delimiter.is_last ? 0 : (size_t)(end - delimiter.next) };
    } else {
        read_part((struct slice){ at, (size_t)(end - at) }, ret);
        multipart->rest.len = 0;
        multipart->unclosed = true;
    }
    return STEP_MORE;
}

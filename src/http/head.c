/* SPDX-License-Identifier: Apache-2.0 */
#include "http/head.h"

#include "base/byte.h"
#include "http/h1.h"
#include "http/scan.h"

#define METHOD_MOST 32 /* longer than any registered method (RFC 9110 16.1): what is longer is no method */

static bool is_token_byte(unsigned char byte)
{
    static const char extra[] = "!#$%&'*+-.^_`|~"; /* RFC 9110 5.6.2 */

    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')
        return true;
    return (byte >= '0' && byte <= '9') || (byte && memchr(extra, byte, sizeof extra - 1));
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Methods that make a request recognisable before its version is seen. */
static bool method_is_known(struct slice method)
{
    static const struct slice known[] = { SLICE_TEXT("GET"),    SLICE_TEXT("POST"),  SLICE_TEXT("PUT"),
                                          SLICE_TEXT("DELETE"), SLICE_TEXT("HEAD"),  SLICE_TEXT("OPTIONS"),
                                          SLICE_TEXT("PATCH"),  SLICE_TEXT("TRACE"), SLICE_TEXT("CONNECT") };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_eq(method, known[i]))
            return true;
    return false;
}

/* Bytes of a method at the start; 0 when what stands there is none. *whole: a blank follows it. */
static size_t method_span(struct slice bytes, bool *whole)
{
    size_t len = 0;

    *whole = false;
    while (len < bytes.len && len <= METHOD_MOST && is_token_byte((unsigned char)bytes.at[len]))
        len++;
    if (len == 0 || len > METHOD_MOST)
        return 0;
    if (len < bytes.len) {
        if (!is_blank(bytes.at[len]))
            return 0;
        *whole = true;
    }
    return len;
}

static bool target_may_start_with(char byte)
{
    return byte == '/' || byte == '*' || byte == 'h' || byte == 'H';
}

/* "HTTP/" in any case at `at`, which has at least 5 bytes. */
static bool is_http_slash(const char *at)
{
    return (at[0] | 0x20) == 'h' && (at[1] | 0x20) == 't' && (at[2] | 0x20) == 't' && (at[3] | 0x20) == 'p' &&
           at[4] == '/';
}

/* Reads "HTTP/1.1", "HTTP/2" and the like, all of `text`. */
static bool read_version(struct slice text, struct head *head)
{
    if (text.len < 6 || !is_http_slash(text.at) || !byte_is_digit(text.at[5]))
        return false;
    if (text.len == 6) {
        head->version_minor = 0;
    } else {
        if (text.len != 8 || text.at[6] != '.' || !byte_is_digit(text.at[7]))
            return false;
        head->version_minor = (uint8_t)(text.at[7] - '0');
    }
    head->version_major = (uint8_t)(text.at[5] - '0');
    if (head->version_major != 1 || head->version_minor > 1)
        head->oddities |= ODDITY_NO_VERSION;
    if (text.at[0] != 'H' || text.at[1] != 'T' || text.at[2] != 'T' || text.at[3] != 'P')
        head->oddities |= ODDITY_START_LINE;
    return true;
}

static struct slice trim_counting(struct slice text, struct head *head)
{
    struct slice trimmed = slice_trim(text);

    if (trimmed.len != text.len)
        head->oddities |= ODDITY_START_LINE;
    return trimmed;
}

/* Splits "target HTTP/1.1"; a target with blanks in it is read up to the last one (RFC 9112 3: lenient
 * parsing). */
static bool read_target(struct slice method, struct slice rest, struct head *head)
{
    rest = trim_counting(rest, head);
    size_t cut = rest.len;
    while (cut > 0 && !is_blank(rest.at[cut - 1]))
        cut--;
    if (cut > 0 && read_version((struct slice){ rest.at + cut, rest.len - cut }, head)) {
        head->target = trim_counting((struct slice){ rest.at, cut - 1 }, head);
        if (head->target.len && memchr(head->target.at, ' ', head->target.len))
            head->oddities |= ODDITY_START_LINE;
        return head->target.len > 0;
    }
    if (!method_is_known(method) || rest.len == 0 || !target_may_start_with(rest.at[0]))
        return false;
    head->version_major = 0;
    head->version_minor = 9;
    head->oddities |= ODDITY_NO_VERSION;
    head->target = rest;
    return true;
}

static bool read_request_line(struct slice line, struct head *head)
{
    bool whole;
    size_t len = method_span(line, &whole);

    /* "PRI * HTTP/2.0" opens HTTP/2 (RFC 9113 3.4) and is no request. */
    if (len == 0 || !whole || slice_starts_with(line, SLICE("PRI * HTTP/2")))
        return false;
    head->method = (struct slice){ line.at, len };
    return read_target(head->method, (struct slice){ line.at + len + 1, line.len - len - 1 }, head);
}

static bool read_status_line(struct slice line, struct head *head)
{
    struct slice rest = line;
    struct slice version = slice_cut(&rest, ' ');

    if (!read_version(version, head))
        return false;
    if (rest.len && is_blank(rest.at[0])) {
        head->oddities |= ODDITY_START_LINE;
        rest = slice_trim(rest);
    }
    if (rest.len < 3 || !byte_is_digit(rest.at[0]) || !byte_is_digit(rest.at[1]) ||
        !byte_is_digit(rest.at[2]) || rest.at[0] == '0')
        return false;
    if (rest.len > 3 && !is_blank(rest.at[3]))
        return false;
    head->status = (uint16_t)((rest.at[0] - '0') * 100 + (rest.at[1] - '0') * 10 + (rest.at[2] - '0'));
    head->reason = slice_trim((struct slice){ rest.at + 3, rest.len - 3 });
    return true;
}

bool head_is_request_line(struct slice line)
{
    struct head head = { 0 };

    return read_request_line(line, &head);
}

bool head_is_status_line(struct slice line)
{
    struct head head = { 0 };

    return read_status_line(line, &head);
}

/* The end of the line that starts at `at` (its LF), noting odd bytes; NULL when it is not there. */
static inline const char *line_end(const char *at, const char *end, uint32_t *oddities)
{
    for (;;) {
        at = scan_line(at, end);
        if (at == end)
            return NULL;
        if (*at == '\n') {
            *oddities |= ODDITY_BARE_LF;
            return at;
        }
        if (*at == '\r' && at + 1 < end && at[1] == '\n')
            return at + 1;
        if (*at == '\r' && at + 1 == end)
            return NULL;
        *oddities |= ODDITY_BAD_HEADER;
        at++;
    }
}

/* What stands before the line end at `lf`. */
static struct slice line_text(const char *at, const char *lf)
{
    size_t len = (size_t)(lf - at);

    if (len && lf[-1] == '\r')
        len--;
    return (struct slice){ at, len };
}

/* "12" or "12, 12" (RFC 9110 8.6); anything else, and differing lengths, are a conflict: the first good one
 * counts. */
static void read_content_length(struct slice value, struct head *head)
{
    unsigned long long length;

    do {
        struct slice one = slice_trim(slice_cut(&value, ','));
        if (!slice_to_u64(one, INT64_MAX, &length)) {
            head->oddities |= ODDITY_LENGTH_CONFLICT;
        } else if (!head->has_length) {
            head->has_length = true;
            head->content_length = length;
        } else if (head->content_length != length) {
            head->oddities |= ODDITY_LENGTH_CONFLICT;
        }
    } while (value.len);
}

static void read_transfer_encoding(struct slice value, struct head *head)
{
    while (value.len) {
        struct slice one = slice_cut(&value, ',');
        one = slice_trim(slice_cut(&one, ';'));
        /* "identity" stood in RFC 2616 3.6 and old servers still send it; it says nothing. */
        if (one.len == 0 || slice_eq_nocase(one, SLICE("identity")))
            continue;
        head->has_coding = true;
        head->chunked = slice_eq_nocase(one, SLICE("chunked"));
    }
}

static void read_connection(struct slice value, struct head *head)
{
    while (value.len) {
        struct slice one = slice_trim(slice_cut(&value, ','));
        if (slice_eq_nocase(one, SLICE("close")))
            head->says_close = true;
        else if (slice_eq_nocase(one, SLICE("keep-alive")))
            head->says_keep_alive = true;
    }
}

/* The three fields that decide about framing, told apart by length before any byte is compared. */
static inline void note_field(struct slice name, struct slice value, struct head *head)
{
    switch (name.len) {
    case sizeof "Connection" - 1:
        if (slice_eq_nocase(name, SLICE("Connection")))
            read_connection(value, head);
        break;
    case sizeof "Content-Length" - 1:
        if (slice_eq_nocase(name, SLICE("Content-Length")))
            read_content_length(value, head);
        break;
    case sizeof "Transfer-Encoding" - 1:
        if (slice_eq_nocase(name, SLICE("Transfer-Encoding")))
            read_transfer_encoding(value, head);
        break;
    default: break;
    }
}

static inline struct slice trim_value(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    while (at < end && is_blank(end[-1]))
        end--;
    return (struct slice){ at, (size_t)(end - at) };
}

static inline void add_field(struct slice name, struct slice value, struct head *head)
{
    head->fields_seen++;
    note_field(name, value, head);
    if (head->header_count < head->header_room)
        head->headers[head->header_count++] = (struct header){ name, value };
    else
        head->oddities |= ODDITY_MANY_HEADERS;
}

/* A line whose name does not run straight to its colon: a continuation, blanks before the colon, or no colon.
 * One that begins with a blank and continues nothing is passed over (RFC 9112 2.2). */
static void read_odd_field(struct slice line, bool first, struct head *head)
{
    const char *colon = line.len ? memchr(line.at, ':', line.len) : NULL;
    bool indented = line.len && is_blank(line.at[0]);

    if (indented && !first) {
        head->oddities |= ODDITY_FOLDED_HEADER;
        return;
    }
    head->oddities |= ODDITY_BAD_HEADER;
    if (!colon || colon == line.at || indented)
        head->fields_seen++;
    else
        add_field(slice_trim((struct slice){ line.at, (size_t)(colon - line.at) }),
                  trim_value(colon + 1, line.at + line.len), head);
}

enum step head_read_fields(struct slice bytes, struct head *head)
{
    const char *start = bytes.at, *end = bytes.at + bytes.len, *at = start;

    while (at < end) {
        if (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n')) {
            if (*at == '\n')
                head->oddities |= ODDITY_BARE_LF;
            head->len = (size_t)(at - start) + 1 + (*at == '\r');
            return STEP_DONE;
        }
        const char *colon = scan_name(at, end);
        bool plain = colon < end && *colon == ':' && colon > at;
        const char *lf = line_end(plain ? colon + 1 : at, end, &head->oddities);
        if (!lf)
            return STEP_MORE;
        struct slice line = line_text(at, lf);
        if (plain)
            add_field((struct slice){ at, (size_t)(colon - at) }, trim_value(colon + 1, line.at + line.len),
                      head);
        else
            read_odd_field(line, at == start, head);
        at = lf + 1;
    }
    return STEP_MORE;
}

static void head_clear(struct head *head)
{
    struct header *headers = head->headers;
    size_t room = head->header_room;

    *head = (struct head){ .headers = headers, .header_room = room };
}

enum step head_read(struct slice bytes, bool is_response, struct head *head)
{
    head_clear(head);
    uint32_t odd = 0;
    const char *end = bytes.at + bytes.len, *lf = line_end(bytes.at, end, &odd);

    if (!lf)
        return is_response ? (h1_looks_like_response(bytes) == STEP_BAD ? STEP_BAD : STEP_MORE)
                           : (h1_looks_like_request(bytes) == STEP_BAD ? STEP_BAD : STEP_MORE);
    if (odd & ODDITY_BAD_HEADER)
        odd = (odd & ~(uint32_t)ODDITY_BAD_HEADER) | ODDITY_START_LINE;
    head->oddities = odd;
    struct slice line = line_text(bytes.at, lf);
    if (!(is_response ? read_status_line(line, head) : read_request_line(line, head)))
        return STEP_BAD;
    size_t before = (size_t)(lf + 1 - bytes.at);
    enum step step = head_read_fields((struct slice){ lf + 1, bytes.len - before }, head);
    head->len += before;
    return step;
}

void head_unfold(char *at, size_t len, bool has_start_line)
{
    char *end = at + len;

    if (has_start_line) {
        char *lf = memchr(at, '\n', len);
        at = lf ? lf + 1 : end;
    }
    /* A continuation right after the start line continues nothing: that line end stays. */
    for (char *lf = at; lf < end && (lf = memchr(lf, '\n', (size_t)(end - lf))); lf++) {
        if (lf + 1 < end && is_blank(lf[1])) {
            *lf = ' ';
            if (lf > at && lf[-1] == '\r')
                lf[-1] = ' ';
        }
    }
}

/* The first line without its end; *whole: an end was there. */
static struct slice first_line(struct slice bytes, bool *whole)
{
    const char *lf = bytes.len ? memchr(bytes.at, '\n', bytes.len) : NULL;

    *whole = lf != NULL;
    return lf ? line_text(bytes.at, lf) : bytes;
}

static struct slice skip_line_ends(struct slice bytes)
{
    while (bytes.len && (*bytes.at == '\r' || *bytes.at == '\n')) {
        bytes.at++;
        bytes.len--;
    }
    return bytes;
}

enum step h1_looks_like_request(struct slice bytes)
{
    bool whole, line_whole;

    bytes = skip_line_ends(bytes);
    if (bytes.len == 0)
        return STEP_MORE;
    struct slice line = first_line(bytes, &line_whole);
    size_t len = method_span(line, &whole);
    if (len == 0)
        return STEP_BAD;
    if (!whole)
        return line_whole ? STEP_BAD : STEP_MORE;
    if (line_whole)
        return head_is_request_line(line) ? STEP_DONE : STEP_BAD;
    struct slice method = { line.at, len };
    if (line.len > len + 1 && method_is_known(method) && target_may_start_with(line.at[len + 1]))
        return STEP_DONE;
    return STEP_MORE;
}

enum step h1_looks_like_response(struct slice bytes)
{
    static const char start[] = "http/";

    bytes = skip_line_ends(bytes);
    for (size_t i = 0; i < sizeof start - 1; i++) {
        if (i == bytes.len)
            return STEP_MORE;
        if (i < 4 ? (bytes.at[i] | 0x20) != start[i] : bytes.at[i] != '/')
            return STEP_BAD;
    }
    if (bytes.len == 5)
        return STEP_MORE;
    return byte_is_digit(bytes.at[5]) ? STEP_DONE : STEP_BAD;
}

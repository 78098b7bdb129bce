/* SPDX-License-Identifier: Apache-2.0 */
#include "http/head.h"

#include "guard.h"
#include "http/h1.h"
#include "http/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static enum step look(bool response, const char *text)
{
    return response ? h1_looks_like_response(slice_of(text)) : h1_looks_like_request(slice_of(text));
}

static void first_bytes_tell_a_request(void **state)
{
    static const struct {
        const char *text;
        enum step step;
    } rows[] = {
        { "", STEP_MORE },
        { "\r\n", STEP_MORE },
        { "G", STEP_MORE },
        { "GET", STEP_MORE },
        { "GET ", STEP_MORE },
        { "GET /", STEP_DONE },
        { "\r\nGET /", STEP_DONE },
        { "OPTIONS *", STEP_DONE },
        { "POST http://h/", STEP_DONE },
        { "PROPFIND /x", STEP_MORE },
        { "PROPFIND /x HTTP/1.1\r\n", STEP_DONE },
        { "CONNECT h:443 HTTP/1.1\r\n", STEP_DONE },
        { "get / HTTP/1.0\n", STEP_DONE },
        { "EHLO mail.example.com\r\n", STEP_BAD },
        { "USER anonymous\r\n", STEP_BAD },
        { "SSH-2.0-OpenSSH\r\n", STEP_BAD },
        { "\x16\x03\x01", STEP_BAD },
        { "GET\r\n", STEP_BAD },
        { "PRI * HTTP/2.0\r\n\r\n", STEP_BAD },
        { "{\"a\":1}", STEP_BAD },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP", STEP_BAD },
        { "HTTP/1.1 200 OK\r\n", STEP_BAD },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (look(false, rows[i].text) != rows[i].step)
            fail_msg("%s: %d", rows[i].text, look(false, rows[i].text));
}

static void first_bytes_tell_a_response(void **state)
{
    assert_int_equal(look(true, ""), STEP_MORE);
    assert_int_equal(look(true, "HTTP"), STEP_MORE);
    assert_int_equal(look(true, "HTTP/"), STEP_MORE);
    assert_int_equal(look(true, "HTTP/1"), STEP_DONE);
    assert_int_equal(look(true, "http/1.0 200"), STEP_DONE);
    assert_int_equal(look(true, "HTTP/x"), STEP_BAD);
    assert_int_equal(look(true, "220 ready"), STEP_BAD);
    assert_int_equal(look(true, "HTTX"), STEP_BAD);
}

static void wide_and_scalar_searches_agree(void **state)
{
    unsigned seed = 7;

    for (int round = 0; round < 20000; round++) {
        char text[200];
        size_t len = 0, at = (unsigned)round % 40, stop = at + (unsigned)round % 120;
        for (; len < sizeof text; len++) {
            seed = seed * 1103515245 + 12345;
            unsigned byte = seed >> 16;
            text[len] = (char)(byte % 37 ? 'a' + byte % 26 : byte / 37);
        }
        assert_ptr_equal(scan_name(text + at, text + stop), scan_name_scalar(text + at, text + stop));
        assert_ptr_equal(scan_line(text + at, text + stop), scan_line_scalar(text + at, text + stop));
    }
}

/* A head that ends where readable memory ends, but for the slack that is promised. */
static void heads_are_not_read_beyond_the_slack(void **state)
{
    const struct slice whole =
        SLICE("GET /some/path?with=query HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\nX : y\r\n\r\n");
    struct header headers[8];
    char padded[512];

    for (size_t len = 0; len <= whole.len; len++) {
        memset(padded, '\n', sizeof padded);
        memcpy(padded, whole.at, len);
        struct guard guard = guard_make((struct slice){ padded, len + BODY_SLACK });
        struct head head = { .headers = headers, .header_room = 8 };
        enum step step = head_read((struct slice){ guard.bytes.at, len }, false, &head);
        assert_int_equal(step, len == whole.len ? STEP_DONE : STEP_MORE);
        h1_looks_like_request((struct slice){ guard.bytes.at + BODY_SLACK, len });
        h1_looks_like_response((struct slice){ guard.bytes.at + BODY_SLACK, len });
        guard_done(&guard);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_bytes_tell_a_request),
        cmocka_unit_test(first_bytes_tell_a_response),
        cmocka_unit_test(wide_and_scalar_searches_agree),
        cmocka_unit_test(heads_are_not_read_beyond_the_slack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/check.h"
#include "desk.h"
#include "source/recognise.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define LINE(name) "{\"ts\":1,\"req\":{\"method\":\"GET\",\"target\":\"/" name "\"},\"resp\":null}\n"
#define TOLD(name) "GET http://|/" name " 1.1 0 at 1000000000+0 flags 2\n"

/* ---- a directory of our own ---- */

struct folder {
    char path[64];
    struct desk desk;
};

static void folder_begin(struct folder *folder)
{
    snprintf(folder->path, sizeof folder->path, "/tmp/plainsight-files-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    desk_begin(&folder->desk);
}

static const char *inside(const struct folder *folder, const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    return path;
}

static void put_file(const struct folder *folder, const char *name, struct slice bytes)
{
    FILE *file = fopen(inside(folder, name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    fclose(file);
}

static void folder_end(struct folder *folder, const char *const *names)
{
    for (; *names; names++)
        assert_int_equal(remove(inside(folder, *names)), 0);
    assert_int_equal(rmdir(folder->path), 0);
    desk_end(&folder->desk);
}

static void read_folder(struct folder *folder)
{
    const char *places[] = { folder->path };

    desk_read_places(&folder->desk, places, 1);
}

/* ---- compression ---- */

static size_t gzip(struct slice content, char *to, size_t room)
{
    z_stream stream = { .next_in = (Bytef *)(size_t)content.at,
                        .avail_in = (unsigned)content.len,
                        .next_out = (Bytef *)to,
                        .avail_out = (unsigned)room };

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return stream.total_out;
}

static size_t zstd(struct slice content, char *to, size_t room)
{
    size_t len = ZSTD_compress(to, room, content.at, content.len, 3);

    assert_false(ZSTD_isError(len));
    return len;
}

static void compressed_content_is_read_as_it_is(void **state)
{
    static const size_t sizes[] = { 0, 1, 3, 50 };
    char packed[4096], *end = packed;
    size_t lengths[3];

    /* Members in a row, an empty one among them, and padding behind them. */
    lengths[0] = gzip(SLICE(LINE("a")), packed, sizeof packed);
    end += lengths[0];
    end += gzip(SLICE(""), end, 1000);
    end += gzip(SLICE(LINE("b")), end, 1000);
    memset(end, 0, 100);
    end += 100;
    for (size_t i = 0; i < 4; i++) {
        struct desk desk;

        desk_begin(&desk);
        desk.read_size = sizes[i];
        desk_read(&desk, slice_make(packed, (size_t)(end - packed)));
        assert_told(&desk, TOLD("a") TOLD("b"));
        assert_int_equal(desk.errors, 0);
        assert_int_equal(desk.progress.bytes, end - packed);
        assert_int_equal(desk.progress.total, end - packed);
        desk_again(&desk);
        desk_read_pipe(&desk, slice_make(packed, (size_t)(end - packed)));
        assert_told(&desk, TOLD("a") TOLD("b"));
        desk_end(&desk);
    }
    /* A skippable frame, two frames in a row. */
    end = packed;
    memcpy(end, "\x5e\x2a\x4d\x18\x03\0\0\0abc", 11);
    end += 11;
    end += zstd(SLICE(LINE("a")), end, 1000);
    end += zstd(SLICE(LINE("b")), end, 1000);
    for (size_t i = 0; i < 4; i++) {
        struct desk desk;

        desk_begin(&desk);
        desk.read_size = sizes[i];
        desk_read(&desk, slice_make(packed, (size_t)(end - packed)));
        assert_told(&desk, TOLD("a") TOLD("b"));
        assert_string_equal(desk.error.text, "");
        desk_end(&desk);
    }
}

static void compressed_content_cut_anywhere_keeps_what_came_before(void **state)
{
    size_t (*const pack[])(struct slice, char *, size_t) = { gzip, zstd };

    for (size_t kind = 0; kind < 2; kind++) {
        char packed[4096];
        size_t len = pack[kind](SLICE(LINE("a") LINE("b") LINE("c")), packed, sizeof packed);

        for (size_t cut = 4; cut < len; cut++) {
            struct desk desk;

            desk_begin(&desk);
            desk.forced = "ndjson";
            desk_read(&desk, slice_make(packed, cut));
            assert_int_equal(desk.errors, 1);
            assert_error_has(&desk, kind ? "the zstd data ends too early, at byte "
                                         : "the gzip data ends too early, at byte ");
            assert_int_equal(ledger_open(&desk.ledger, LEDGER_RECORDS), 0);
            desk_end(&desk);
        }
    }
}

static void damaged_compression_is_one_sentence(void **state)
{
    char packed[4096];
    size_t len = gzip(SLICE(LINE("a")), packed, sizeof packed);
    struct desk desk;

    desk_begin(&desk);
    packed[len - 7] ^= 1; /* the checksum */
    desk_read(&desk, slice_make(packed, len));
    assert_told(&desk, TOLD("a"));
    assert_error_has(&desk, "the gzip data is damaged");
    packed[len - 7] ^= 1;
    memcpy(packed + len, "trailing", 8);
    desk_again(&desk);
    desk_read(&desk, slice_make(packed, len + 8));
    assert_told(&desk, TOLD("a"));
    assert_error_has(&desk, "the gzip data is followed by something else");
    len = zstd(SLICE(LINE("a")), packed, sizeof packed);
    memcpy(packed + len, "trailing", 8);
    desk_again(&desk);
    desk_read(&desk, slice_make(packed, len + 8));
    assert_told(&desk, TOLD("a"));
    assert_error_has(&desk, "the zstd data is followed by something else");
    desk_end(&desk);
}

static void much_content_from_few_bytes_needs_little_memory(void **state)
{
    size_t size = (size_t)8 << 20, len;
    char *zeros = calloc(1, size), packed[65536];
    struct desk desk;

    memset(zeros, '\n', size - sizeof LINE("a"));
    memcpy(zeros + size - sizeof LINE("a"), LINE("a"), sizeof LINE("a") - 1);
    len = gzip(slice_make(zeros, size - 1), packed, sizeof packed);
    desk_begin(&desk);
    desk.forced = "ndjson";
    desk_read(&desk, slice_make(packed, len));
    assert_told(&desk, TOLD("a"));
    assert_true(desk.account.peak < (size_t)2 << 20);
    desk_end(&desk);
    free(zeros);
}

/* ---- directories ---- */

static void directories_are_read_by_name_and_what_nobody_reads_is_named(void **state)
{
    static const char *const names[] = { "b.ndjson", "a.ndjson", "sub/z.log", "sub/deep/c",
                                         "sub/deep", "sub",      ".hidden",   "notes.txt",
                                         "link",     "fifo",     "empty",     NULL };
    struct folder folder;
    char packed[1000];
    size_t len = gzip(SLICE(LINE("z")), packed, sizeof packed);

    folder_begin(&folder);
    assert_int_equal(mkdir(inside(&folder, "sub"), 0700), 0);
    assert_int_equal(mkdir(inside(&folder, "sub/deep"), 0700), 0);
    put_file(&folder, "b.ndjson", SLICE(LINE("b")));
    put_file(&folder, "a.ndjson", SLICE(LINE("a")));
    put_file(&folder, "sub/z.log", slice_make(packed, len));
    put_file(&folder, "sub/deep/c", SLICE(LINE("c")));
    put_file(&folder, ".hidden", SLICE(LINE("hidden")));
    put_file(&folder, "notes.txt", SLICE("remember the milk\n"));
    put_file(&folder, "empty", SLICE(""));
    assert_int_equal(symlink("sub", inside(&folder, "link")), 0);
    assert_int_equal(mkfifo(inside(&folder, "fifo"), 0600), 0);
    read_folder(&folder);
    assert_told(&folder.desk, TOLD("a") TOLD("b") TOLD("c") TOLD("z"));
    assert_int_equal(folder.desk.errors, 0);
    assert_int_equal(folder.desk.opened, 4);
    assert_int_equal(folder.desk.warnings.total, 4);
    assert_warning_has(&folder.desk, "notes.txt looks like a text file");
    assert_warning_has(&folder.desk, "link is a link to a directory");
    assert_warning_has(&folder.desk, "fifo is no ordinary file");
    assert_warning_has(&folder.desk, "empty is empty");
    folder_end(&folder, names);
}

static void a_directory_without_files_is_named(void **state)
{
    static const char *const names[] = { NULL };
    struct folder folder;

    folder_begin(&folder);
    read_folder(&folder);
    assert_int_equal(folder.desk.errors, 0);
    assert_warning_has(&folder.desk, "holds no files to read");
    folder_end(&folder, names);
}

static void a_damaged_file_does_not_keep_the_next_ones_from_being_read(void **state)
{
    static const char *const names[] = { "a", "b", "c", NULL };
    struct folder folder;
    char a[128], b[128], c[128];
    const char *places[] = { a, b, c };

    folder_begin(&folder);
    put_file(&folder, "a", SLICE(LINE("a") "{\"ts\":"));
    put_file(&folder, "b", SLICE("plain text"));
    put_file(&folder, "c", SLICE(LINE("c")));
    snprintf(a, sizeof a, "%s", inside(&folder, "a"));
    snprintf(b, sizeof b, "%s", inside(&folder, "b"));
    snprintf(c, sizeof c, "%s", inside(&folder, "c"));
    desk_read_places(&folder.desk, places, 3);
    assert_told(&folder.desk, TOLD("a") TOLD("c"));
    assert_int_equal(folder.desk.errors, 2);
    assert_error_has(&folder.desk, "/a ends inside line 2");
    folder_end(&folder, names);
}

static void a_place_that_is_not_there_fails_at_once(void **state)
{
    struct desk desk;
    const char *places[] = { "/nowhere/at/all.pcap" };

    desk_begin(&desk);
    desk_read_places(&desk, places, 1);
    assert_error_has(&desk, "cannot read /nowhere/at/all.pcap: No such file");
    assert_int_equal(desk.error.kind, ERROR_SYSTEM);
    desk_end(&desk);
}

static void an_unknown_source_is_a_usage_error(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    desk.forced = "tape";
    desk_read(&desk, SLICE("x"));
    assert_int_equal(desk.error.kind, ERROR_USAGE);
    assert_error_has(&desk, "--from tape");
    desk_again(&desk);
    desk.forced = "live";
    desk_read(&desk, SLICE("x"));
    assert_error_has(&desk, "--from live reads no files");
    desk_end(&desk);
}

static void a_name_cannot_move_the_cursor(void **state)
{
    struct desk desk;
    const char *places[] = { "/nowhere/\x1b[2J" };

    desk_begin(&desk);
    desk_read_places(&desk, places, 1);
    assert_null(strchr(desk.error.text, '\x1b'));
    desk_end(&desk);
}

static void stop_ends_between_any_two_steps(void **state)
{
    struct desk desk;

    desk_begin(&desk);
    for (unsigned steps = 0; steps < 6; steps++) {
        desk_again(&desk);
        desk.most_steps = steps + 1;
        desk_read(&desk, SLICE(LINE("a") LINE("b")));
    }
    desk_end(&desk);
}

static void a_silent_pipe_lets_the_engine_look_around(void **state)
{
    int ends[2];
    char path[32];
    const char *places[] = { path };
    struct desk desk;

    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    desk_begin(&desk);
    desk.most_steps = 3;
    desk_read_places(&desk, places, 1);
    assert_int_equal(desk.steps, 3);
    assert_int_equal(desk.errors, 0);
    desk_end(&desk);
    close(ends[0]);
    close(ends[1]);
}

static void a_capture_is_recognised_before_more_than_its_header_came(void **state)
{
    static const char header[] = "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\xff\xff\0\0\1\0\0";
    int ends[2];
    char path[32];
    const char *places[] = { path };
    struct desk desk;

    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    assert_int_equal(write(ends[1], header, sizeof header), sizeof header);
    desk_begin(&desk);
    desk.most_steps = 3;
    desk_read_places(&desk, places, 1);
    assert_int_equal(desk.opened, 1);
    desk_end(&desk);
    close(ends[0]);
    close(ends[1]);
}

/* ---- what nobody reads ---- */

static void foreign_content_is_called_by_its_name(void **state)
{
    static const struct {
        struct slice head;
        const char *words;
    } rows[] = {
#define ROW(head, words) { { head, sizeof(head) - 1 }, words }
        ROW("remember the milk\n", "looks like a text file"),
        ROW("\x89PNG\r\n\x1a\n", "looks like a PNG image"),
        ROW("\xff\xd8\xff\xe0", "a JPEG image"),
        ROW("PK\3\4rest", "a ZIP archive: unpack it first"),
        ROW("\xfd"
            "7zXZ\0",
            "an xz-compressed file"),
        ROW("BZh91AY", "a bzip2-compressed file"),
        ROW("%PDF-1.4", "a PDF document"),
        ROW("\x7f"
            "ELF\2",
            "a program"),
        ROW("SQLite format 3\0", "an SQLite database"),
        ROW("CLIENT_RANDOM 00 11\n", "a TLS key log"),
        ROW("# SSL/TLS secrets log file\n", "a TLS key log"),
        ROW("<!DOCTYPE html>", "an HTML page"),
        ROW("<?xml version=\"1.0\"?>", "an XML document"),
        ROW("openapi: 3.1.0\n", "an OpenAPI document"),
        ROW("{\"openapi\":\"3.0.0\"}", "an OpenAPI document"),
        ROW("{\"swagger\":\"2.0\"}", "an OpenAPI document"),
        ROW("{\"info\":{\"_postman_id\":\"1\"}}", "a Postman collection"),
        ROW("{\"a\":{\"log\":1,\"req\":2}}", "JSON that is neither a HAR"),
        ROW("[1,2,3]", "JSON that is neither a HAR"),
        ROW("1234:9:websocket;0:~11:client_conn;", "a mitmproxy flow file"),
        ROW("HTTP/1.1 200 OK\r\n", "a single HTTP message"),
        ROW("\0\1\2\3\4", "binary data"),
        ROW("\xff\xfe{\0", "text in UTF-16"),
        ROW("", "is empty"),
#undef ROW
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk desk;

        desk_begin(&desk);
        desk_read(&desk, rows[i].head);
        assert_int_equal(desk.errors, 1);
        assert_int_equal(desk.error.kind, ERROR_INPUT);
        assert_error_has(&desk, rows[i].words);
        assert_error_has(
            &desk, "what can be read is pcap captures, pcapng captures, HAR 1.2 files and exchange NDJSON");
        desk_end(&desk);
    }
}

static void json_is_told_apart_by_its_keys(void **state)
{
    assert_true(json_head_has_key(SLICE(" {\"a\":[{\"b\":1}],\"log\":"), SLICE("log"), JSON_MORE, false));
    assert_false(
        json_head_has_key(SLICE("{\"a\":{\"log\":1}}\n{\"log\":1}"), SLICE("log"), JSON_MORE, false));
    assert_false(json_head_has_key(SLICE("[{\"log\":1}]"), SLICE("log"), JSON_MORE, false));
    assert_true(json_head_has_key(SLICE("[ {\"x\":{},\"log\":1}"), SLICE("log"), JSON_MORE, true));
    assert_false(json_head_has_key(SLICE("[ {\"x\":1},{\"log\":1}"), SLICE("log"), JSON_MORE, true));
    assert_false(json_head_has_key(SLICE("{\"log\":1}"), SLICE("log"), JSON_MORE, true));
    assert_true(json_head_has_key(SLICE("{\"log\":{"), SLICE("log"), JSON_OBJECT, false));
    assert_false(
        json_head_has_key(SLICE("{\"log\":\"a container's line\"}"), SLICE("log"), JSON_OBJECT, false));
    assert_false(json_head_has_key(SLICE("{\"log\":"), SLICE("log"), JSON_OBJECT, false));
}

static void every_source_has_its_words_and_its_own_name(void **state)
{
    for (size_t i = 0; source_table[i]; i++) {
        assert_true(source_table[i]->name && *source_table[i]->name);
        assert_true(source_table[i]->help && *source_table[i]->help);
        assert_true(source_table[i]->format && *source_table[i]->format);
        assert_ptr_equal(source_find(slice_of(source_table[i]->name)), source_table[i]);
    }
    assert_null(source_find(SLICE("tape")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compressed_content_is_read_as_it_is),
        cmocka_unit_test(compressed_content_cut_anywhere_keeps_what_came_before),
        cmocka_unit_test(damaged_compression_is_one_sentence),
        cmocka_unit_test(much_content_from_few_bytes_needs_little_memory),
        cmocka_unit_test(directories_are_read_by_name_and_what_nobody_reads_is_named),
        cmocka_unit_test(a_directory_without_files_is_named),
        cmocka_unit_test(a_damaged_file_does_not_keep_the_next_ones_from_being_read),
        cmocka_unit_test(a_place_that_is_not_there_fails_at_once),
        cmocka_unit_test(an_unknown_source_is_a_usage_error),
        cmocka_unit_test(a_name_cannot_move_the_cursor),
        cmocka_unit_test(stop_ends_between_any_two_steps),
        cmocka_unit_test(a_silent_pipe_lets_the_engine_look_around),
        cmocka_unit_test(a_capture_is_recognised_before_more_than_its_header_came),
        cmocka_unit_test(foreign_content_is_called_by_its_name),
        cmocka_unit_test(json_is_told_apart_by_its_keys),
        cmocka_unit_test(every_source_has_its_words_and_its_own_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Plain content is read straight into the window; compressed content is read into `raw` and unpacked into
 * the window. Which of the two it is shows after UNPACKER_HEAD bytes. */
#include "source/input.h"

#include "source/unpacker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MILLISECONDS 250
#define LEFTOVER ((size_t)64 << 10) /* room for a cut record before a block read in full */

struct input {
    struct memory *account;
    const volatile sig_atomic_t *stop;
    const char *name; /* borrowed */
    int file;
    bool is_regular, recognised, ended;
    size_t read_size;
    char *window; /* room + INPUT_SLACK bytes; [begin, end) is the content */
    size_t room, begin, end;
    uint64_t offset; /* of `begin` in the content */
    uint64_t bytes, total;
    enum unpacker_kind kind;
    struct unpacker *unpacker;
    char *raw; /* read_size bytes: compressed content, [raw_begin, raw_end) of it not unpacked yet */
    size_t raw_room, raw_begin, raw_end;
    bool raw_ended;
    struct error failure;
};

static bool open_file(struct input *input, const char *path, struct error *err)
{
    struct stat about;

    input->file = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (input->file < 0)
        return error_system(err, "cannot open %s", input->name);
    if (fstat(input->file, &about) != 0)
        return error_system(err, "cannot look at %s", input->name);
    if (S_ISDIR(about.st_mode))
        return error_set(err, ERROR_INPUT, "%s is a directory", input->name);
    if (isatty(input->file)) {
        return error_set(
            err, ERROR_USAGE,
            "%s is a terminal: name a file, or pipe a capture in (tcpdump -w - | plainsight observe -)",
            input->name);
    }
    input->is_regular = S_ISREG(about.st_mode);
    if (input->is_regular) {
        off_t here = lseek(input->file, 0, SEEK_CUR);

        input->total = about.st_size > here && here >= 0 ? (uint64_t)(about.st_size - here) : 0;
        (void)posix_fadvise(input->file, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return true;
}

static bool make_window(struct input *input, struct error *err)
{
    input->window = memory_get(input->account, input->room + INPUT_SLACK);
    return input->window || error_set(err, ERROR_MEMORY, "no memory left to read %s", input->name);
}

struct input *input_open(const char *path, size_t read_size, struct memory *account,
                         const volatile sig_atomic_t *stop, struct error *err)
{
    struct input *input = memory_get(account, sizeof *input);

    if (!input) {
        error_set(err, ERROR_MEMORY, "no memory left to open %s", path);
        return NULL;
    }
    input->account = account;
    input->stop = stop;
    input->name = strcmp(path, "-") == 0 ? "standard input" : path;
    input->read_size = read_size ? read_size : INPUT_READ;
    input->file = -1;
    input->room = input->read_size + LEFTOVER;
    if (open_file(input, path, err) && make_window(input, err))
        return input;
    input_close(input);
    return NULL;
}

void input_close(struct input *input)
{
    if (!input)
        return;
    if (input->file >= 0)
        close(input->file);
    unpacker_free(input->unpacker);
    memory_give(input->account, input->raw, input->raw_room);
    memory_give(input->account, input->window, input->window ? input->room + INPUT_SLACK : 0);
    memory_give(input->account, input, sizeof *input);
}

struct slice input_window(const struct input *input)
{
    return slice_make(input->window + input->begin, input->end - input->begin);
}

void input_consume(struct input *input, size_t count)
{
    input->begin += count;
    input->offset += count;
}

uint64_t input_offset(const struct input *input)
{
    return input->offset;
}

bool input_failed(const struct input *input, struct error *err)
{
    if (input->failure.kind == ERROR_NONE)
        return false;
    error_set(err, input->failure.kind, "%s", input->failure.text);
    return true;
}

bool input_stopped(const struct input *input)
{
    return input->stop && *input->stop;
}

uint64_t input_bytes(const struct input *input)
{
    return input->bytes;
}

uint64_t input_total(const struct input *input)
{
    return input->total;
}

const char *input_name(const struct input *input)
{
    return input->name;
}

static enum input_state fail(struct input *input)
{
    input->ended = true;
    return INPUT_END;
}

/* One read(2) of at most `most` bytes. INPUT_READY: *got bytes came; INPUT_END: none will. */
static enum input_state read_some(struct input *input, char *at, size_t most, size_t *got)
{
    size_t ask = most < input->read_size ? most : input->read_size;
    ssize_t count;

    if (!input->is_regular) {
        struct pollfd ready = { .fd = input->file, .events = POLLIN };

        if (poll(&ready, 1, WAIT_MILLISECONDS) <= 0)
            return INPUT_WAIT;
    }
    if (input_stopped(input))
        return INPUT_WAIT;
    count = read(input->file, at, ask);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return INPUT_WAIT;
    if (count < 0) {
        error_system(&input->failure, "reading %s failed at byte %" PRIu64, input->name, input->bytes);
        return fail(input);
    }
    *got = (size_t)count;
    input->bytes += (uint64_t)count;
    return count ? INPUT_READY : INPUT_END;
}

/* Room for at least one more byte, and for a window of `want`. */
static bool make_room(struct input *input, size_t want)
{
    size_t len = input->end - input->begin;
    size_t room = input->room;
    char *window;

    if (input->begin && (input->end == input->room || input->begin + want > input->room || len == 0)) {
        memmove(input->window, input->window + input->begin, len);
        input->begin = 0;
        input->end = len;
    }
    while (room < want || room == len)
        room *= 2;
    if (room == input->room)
        return true;
    window = memory_resize(input->account, input->window, input->room + INPUT_SLACK, room + INPUT_SLACK);
    if (!window)
        return error_set(&input->failure, ERROR_MEMORY,
                         "no memory left for a record of %zu bytes in %s at byte %" PRIu64, want, input->name,
                         input->offset);
    input->window = window;
    input->room = room;
    return true;
}

/* Enough has come to see whether this is compressed; if so, what came moves to `raw`. */
static bool recognise(struct input *input)
{
    size_t len = input->end - input->begin;

    input->kind = unpacker_recognise(input_window(input));
    input->recognised = true;
    if (input->kind == UNPACKER_NONE)
        return true;
    input->raw_room = input->read_size > len ? input->read_size : len;
    input->raw = memory_get(input->account, input->raw_room);
    input->unpacker = unpacker_new(input->kind, input->account);
    if (!input->raw || !input->unpacker)
        return error_set(&input->failure, ERROR_MEMORY, "no memory left to decompress %s", input->name);
    memcpy(input->raw, input->window + input->begin, len);
    input->raw_end = len;
    input->end = input->begin;
    return true;
}

static enum input_state unpack_some(struct input *input)
{
    size_t written = 0;

    while (written == 0) {
        struct slice in = slice_make(input->raw + input->raw_begin, input->raw_end - input->raw_begin);
        enum step step = unpacker_run(input->unpacker, &in, input->raw_ended, input->window + input->end,
                                      input->room - input->end, &written);

        input->raw_begin = (size_t)(in.at - input->raw);
        input->end += written;
        if (step == STEP_BAD) {
            error_set(&input->failure, ERROR_INPUT,
                      "%s: the %s data %s, at byte %" PRIu64 " (byte %" PRIu64
                      " of its content); what came before is kept (copy or compress the file again)",
                      input->name, unpacker_name(input->kind), unpacker_wrong(input->unpacker),
                      input->bytes - in.len, input->offset + (input->end - input->begin));
        }
        if (step != STEP_MORE)
            return fail(input);
        if (written == 0 && in.len == 0 && !input->raw_ended) {
            enum input_state state;

            input->raw_begin = input->raw_end = 0;
            state = read_some(input, input->raw, input->raw_room, &input->raw_end);
            if (state == INPUT_WAIT || input->failure.kind != ERROR_NONE)
                return state;
            input->raw_ended = state == INPUT_END;
        }
        if (written == 0 && input_stopped(input))
            return INPUT_WAIT;
    }
    return INPUT_READY;
}

/* Adds something to the window, which has room. */
static enum input_state add_some(struct input *input)
{
    enum input_state state;
    size_t got = 0;

    if (input->kind != UNPACKER_NONE)
        return unpack_some(input);
    state = read_some(input, input->window + input->end, input->room - input->end, &got);
    input->end += got;
    if (!input->recognised && state != INPUT_WAIT &&
        (state == INPUT_END || input->end - input->begin >= UNPACKER_HEAD)) {
        if (!recognise(input))
            return fail(input);
        if (input->kind != UNPACKER_NONE) {
            input->raw_ended = state == INPUT_END;
            return unpack_some(input);
        }
    }
    if (state == INPUT_END)
        input->ended = true;
    return state;
}

enum input_state input_fill(struct input *input, size_t want)
{
    while (input->end - input->begin < want || !input->recognised) {
        enum input_state state;

        if (input->ended)
            return INPUT_END;
        if (!make_room(input, want))
            return fail(input);
        state = add_some(input);
        if (state == INPUT_WAIT)
            return INPUT_WAIT;
    }
    return INPUT_READY;
}

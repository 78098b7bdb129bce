/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/document_file.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MOST 200 /* file systems take 255 bytes; the extension and ".part" come on top */

bool document_is_directory(const char *path)
{
    struct stat facts;
    size_t len = strlen(path);

    return (len && path[len - 1] == '/') || (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode));
}

static bool complain(const char *path, const char *what, struct arena *arena, struct error *err)
{
    int why = errno;
    struct buffer shown;

    buffer_init(&shown, arena->account);
    text_escape(&shown, slice_of(path));
    errno = why;
    error_system(err, "'%.*s' could not be %s", (int)(shown.len < 300 ? shown.len : 300),
                 shown.at ? shown.at : "", what);
    buffer_done(&shown);
    return false;
}

bool document_make_directory(const char *path, struct arena *arena, struct error *err)
{
    struct slice copy = arena_copy(arena, slice_of(path));
    char *at = (char *)copy.at;

    if (!at)
        return error_set(err, ERROR_MEMORY, "There is no memory for a file name.");
    for (size_t i = 1; i <= copy.len; i++) {
        if (i < copy.len && at[i] != '/')
            continue;
        at[i] = '\0';
        if (mkdir(at, 0777) != 0 && errno != EEXIST)
            return complain(at, "made", arena, err);
        if (i < copy.len)
            at[i] = '/';
    }
    return true;
}

struct slice document_path(struct arena *arena, const char *directory, struct slice key,
                           const char *extension)
{
    char name[NAME_MOST + 1];
    size_t len = strlen(directory), at = 0;

    for (size_t i = 0; i < key.len && at + 3 < NAME_MOST; i++) {
        unsigned char byte = (unsigned char)key.at[i];

        if ((isalnum(byte) && byte < 0x80) || byte == '-' || (byte == '.' && i))
            name[at++] = (char)byte;
        else if (byte == ':')
            name[at++] = '_';
        else
            at += (size_t)snprintf(name + at, 4, "%%%02X", byte);
    }
    name[at] = '\0';
    return arena_printf(arena, "%s%s%s.%s", directory, len && directory[len - 1] == '/' ? "" : "/",
                        at ? name : "service", extension);
}

bool document_write(struct slice path, struct slice text, struct arena *arena, struct error *err)
{
    struct slice part = arena_printf(arena, "%.*s.part", SLICE_ARG(path)), whole = arena_copy(arena, path);
    bool written = false;
    FILE *file;

    if (!part.at || !whole.at)
        return error_set(err, ERROR_MEMORY, "There is no memory for a file name.");
    file = fopen(part.at, "wb");
    if (file) {
        written = fwrite(text.at, 1, text.len, file) == text.len;
        written = fclose(file) == 0 && written;
    }
    if (written && rename(part.at, whole.at) == 0)
        return true;
    complain(whole.at, "written", arena, err);
    if (file)
        unlink(part.at);
    return false;
}

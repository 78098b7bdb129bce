/* SPDX-License-Identifier: Apache-2.0 */
/* One observer a database: two would each save what they alone know over the other's. A file beside the database is
 * locked (flock) for as long as an observer is at work; the kernel lets go of it when the process dies, however it
 * dies. It is not the database file itself: closing any descriptor of that would drop SQLite's own locks on it
 * (POSIX locks belong to the process). */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool observer_path(const struct store *store, struct buffer *ret)
{
    buffer_text(ret, store->path);
    buffer_text(ret, "-lock");
    return buffer_byte(ret, '\0');
}

/* The holder before us removes the file when it ends: what we locked must still be what the name means. */
static bool observer_is_current(int fd, const char *path)
{
    struct stat ours, named;

    return fstat(fd, &ours) == 0 && stat(path, &named) == 0 && ours.st_dev == named.st_dev &&
           ours.st_ino == named.st_ino;
}

static bool observer_refuse(const struct store *store, int fd, struct error *err)
{
    char text[32];
    ssize_t len = pread(fd, text, sizeof text - 1, 0);
    unsigned long long process = 0;

    if (len > 0)
        slice_to_u64(slice_make(text, (size_t)len), UINT32_MAX, &process);
    if (process)
        return error_set(
            err, ERROR_STORE,
            "%s is in use by another observer (process %llu): stop that one first, or observe into another "
            "file with --db",
            store->path, process);
    return error_set(
        err, ERROR_STORE,
        "%s is in use by another observer: stop that one first, or observe into another file with --db",
        store->path);
}

static void observer_sign(int fd)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%ld", (long)getpid());

    /* For the sentence above only: a full disk must not stop us here. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
        errno = 0;
}

static bool observer_take(struct store *store, const char *path, struct error *err)
{
    for (;;) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

        if (fd < 0)
            return error_system(err, "cannot write beside the database %s", store->path);
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                observer_refuse(store, fd, err);
            else
                error_system(err, "cannot lock %s", path);
            close(fd);
            return false;
        }
        if (observer_is_current(fd, path)) {
            observer_sign(fd);
            store->lock = fd;
            return true;
        }
        close(fd);
    }
}

bool observer_lock(struct store *store, struct error *err)
{
    struct buffer path;
    bool fine;

    buffer_init(&path, &store->account);
    fine = observer_path(store, &path) ? observer_take(store, path.at, err)
                                       : error_set(err, ERROR_MEMORY, "no memory to open %s", store->path);
    buffer_done(&path);
    return fine;
}

void observer_unlock(struct store *store)
{
    struct buffer path;

    if (store->lock < 0)
        return;
    buffer_init(&path, &store->account);
    if (observer_path(store, &path))
        unlink(path.at);
    buffer_done(&path);
    close(store->lock);
    store->lock = -1;
}

bool observer_is_there(struct store *store)
{
    struct buffer path;
    int fd = -1;
    bool there;

    if (store->lock >= 0)
        return true;
    buffer_init(&path, &store->account);
    if (observer_path(store, &path))
        fd = open(path.at, O_RDONLY | O_CLOEXEC);
    buffer_done(&path);
    if (fd < 0)
        return false;
    there = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(fd);
    return there;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "guard.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct guard guard_make(struct slice bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = bytes.len / page + 1;
    struct guard guard = { .size = (pages + 1) * page };

    guard.pages = mmap(NULL, guard.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (guard.pages == MAP_FAILED || mprotect((char *)guard.pages + pages * page, page, PROT_NONE) != 0)
        abort();
    char *at = (char *)guard.pages + pages * page - bytes.len;
    if (bytes.len)
        memcpy(at, bytes.at, bytes.len);
    guard.bytes = (struct slice){ at, bytes.len };
    return guard;
}

void guard_done(struct guard *guard)
{
    munmap(guard->pages, guard->size);
    *guard = (struct guard){ 0 };
}

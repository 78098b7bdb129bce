/* SPDX-License-Identifier: Apache-2.0 */
/* plainsight: one command, its output, its exit code. */
#include "cli/dispatch.h"

#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct memory account = { 0 };
    struct arena arena;
    struct output out;
    struct error err = { 0 };
    int code;

    signal(SIGPIPE, SIG_IGN); /* a reader that goes away shows as EPIPE, where it can be handled */
    arena_init(&arena, &account, 0);
    output_init(&out, STDOUT_FILENO, &account);
    code = dispatch(argc, argv, &out, &arena);
    if (!output_finish(&out, &err)) {
        if (err.kind != ERROR_NONE)
            dispatch_complain(&err, NULL);
        code = code == EXIT_DONE ? EXIT_PARTLY : code;
    }
    output_done(&out);
    arena_done(&arena);
    return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What people decide about findings on the command line: --accept, --reopen, with --reason and --until. The same in every command that
 * finds something. */
#ifndef CLI_DECISIONS_H
#define CLI_DECISIONS_H

#include "accept/acceptance.h"
#include "cli/command.h"

#define OPTIONS_DECISIONS(things)                                                                            \
    { "accept", 0, "ID", "Live with that " things ": it is not shown and does not fail; needs --reason",     \
      NULL },                                                                                                \
        { "reason", 0, "TEXT", "Why it is accepted", NULL },                                                 \
        { "until", 0, "DAY", "Until the end of that day (UTC), such as 2027-03-31; default: for good",       \
          NULL },                                                                                            \
    {                                                                                                        \
        "reopen", 0, "ID", "Take an acceptance back", NULL                                                   \
    }

/* Keeps every decision of the command line in the database, and says so. *ret_any: there was one. false with *err set. */
bool decisions_take(const struct invocation *invocation, bool *ret_any, struct error *err);
/* Says on standard error which acceptances of that room accepted nothing: most likely left over, or misspelt. `what`: "row". */
void decisions_complain_of_unused(const struct acceptances *acceptances, enum accepted_room room,
                                  const char *what, struct memory *account);

#endif

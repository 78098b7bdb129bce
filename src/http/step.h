/* SPDX-License-Identifier: Apache-2.0 */
/* What a parser answers after it has taken what it was given. */
#ifndef HTTP_STEP_H
#define HTTP_STEP_H

enum step {
    STEP_MORE, /* all is well: give more */
    STEP_DONE, /* there is nothing left to read here */
    STEP_BAD,  /* this is not what the parser reads */
};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the telling of purposes: template and fields of an endpoint, made easy to ask. Lists of words are one text with blanks
 * between; each word is written in one: "resetpassword" is said by reset-password, resetPassword and /reset_password.php. */
#ifndef POSTURE_PURPOSE_LOOK_H
#define POSTURE_PURPOSE_LOOK_H

#include "base/words.h"
#include "posture/posture.h"

#define LOOK_SEGMENTS 16 /* of a template; those behind are left out */

struct look {
    const struct endpoint *endpoint;
    /* Literal segments without versions ("v1", "2024-01"), in their order; "/items:export" are two. */
    struct words segments[LOOK_SEGMENTS];
    size_t count;
    bool has_parameter;           /* one anywhere */
    bool ends_in_parameter;       /* behind the last literal */
    bool is_post, is_get, writes; /* writes: POST, PUT, PATCH, DELETE */
};

void look_init(struct look *look, const struct endpoint *endpoint);

/* Whether the segment is one of the words. */
bool look_is(const struct look *look, size_t segment, const char *list);
/* Whether the segment holds one of them, as a whole word or several. */
bool look_says(const struct look *look, size_t segment, const char *list);
/* The last literal segment, or one of the last two. */
bool look_last_is(const struct look *look, const char *list);
bool look_last_says(const struct look *look, const char *list);
bool look_end_says(const struct look *look, const char *list);
bool look_any_is(const struct look *look, const char *list);
bool look_any_says(const struct look *look, const char *list);
/* The last two segments in one: "/password/reset" is "passwordreset". */
bool look_end_is(const struct look *look, const char *list);
/* Whether the words before the last segment name programs and places, not things: "/api/v1/", "/order-service/". */
bool look_is_at_root(const struct look *look);

/* Whether a query parameter or a field of requests is called one of these; and of accepted answers (2xx). Two levels deep. */
bool look_asks(const struct look *look, const char *list);
bool look_gives(const struct look *look, const char *list);
/* Whether an answer gives one of these that no request brought. */
bool look_hands_out(const struct look *look, const char *list);
/* Whether the body of requests, or of answers 2xx, is an object with these members and no others. At least `needed`. */
bool look_asks_only(const struct look *look, const char *list, const char *needed);
bool look_gives_only(const struct look *look, const char *list, const char *needed);
/* Whether an answer 2xx was of a media type that begins so; any of the list. */
bool look_answers(const struct look *look, const char *types);
bool look_has_header(const struct look *look, const char *part);

#endif

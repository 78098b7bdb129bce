/* SPDX-License-Identifier: Apache-2.0 */
/* ${...} in the case files of the corpus: values that differ from exchange to exchange, the same in every run.
 *
 *     ${n} ${n+3} ${n%5*2:04}           the number of the repetition, worked on from left to right, filled up with zeros
 *     ${i}                              the same of the repetition within ${repeat:} and ${list:}
 *     ${pick:a|b|c}                     by n, in turn
 *     ${hex:LEN} ${digits:LEN} ${base62:LEN} ${uuid}    random; ${hex:LEN:SEED} ${uuid:SEED}: the same for the same seed
 *     ${token:SEED}                     40 characters of base62, the same for the same seed
 *     ${time} ${time+60} ${iso} ${iso-60} ${date}       of the exchange: seconds, RFC 3339, its day
 *     ${jwt:HEADER|PAYLOAD}             signed with noise (the same for the same text; not at all with "alg":"none")
 *     ${jwt-hs256:SECRET|HEADER|PAYLOAD}                really signed
 *     ${basic:USER:PASSWORD} ${base64:TEXT}
 *     ${repeat:COUNT:TEXT} ${list:COUNT:TEXT}           the second puts commas between
 *     ${card} ${iban} ${ssn} ${name} ${email} ${phone} ${birthdate}     valid, varying with n and i; ${email:SEED}: with it
 *
 * What stands inside is expanded first; braces inside must balance. */
#ifndef TESTS_POSTURE_PLACEHOLDER_H
#define TESTS_POSTURE_PLACEHOLDER_H

#include "base/buffer.h"

#include <stdint.h>

struct placeholders {
    uint64_t n, i;   /* i: 0 outside of repetitions */
    int64_t time;    /* nanoseconds since the epoch */
    uint64_t chance; /* state of what is random */
};

/* Appends the text; ends the program with a sentence when a placeholder is wrong. */
void placeholders_expand(struct placeholders *with, struct slice text, struct buffer *out);

/* Says what is wrong and ends the program. */
__attribute__((noreturn, format(printf, 1, 2))) void corpus_fault(const char *format, ...);

/* Inside: values that are made up (made_up.c). */
uint64_t chance_next(uint64_t *chance);
void made_up_characters(uint64_t *chance, const char *alphabet, size_t len, struct buffer *out);
void made_up_uuid(uint64_t *chance, struct buffer *out);
/* "card", "iban" ...: false when there is no such value. */
bool made_up_value(struct slice name, uint64_t number, struct buffer *out);
void made_up_jwt(struct slice header, struct slice payload, struct slice secret, struct buffer *out);
void base64_append(struct buffer *out, struct slice bytes, bool url);

#endif

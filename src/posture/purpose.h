/* SPDX-License-Identifier: Apache-2.0 */
/* What endpoints are for, told from method, template, fields and answers. Words alone are weak: "/tokens/{id}/transfers" logs nobody
 * in, "/patients/{id}/health" is no health check. So it is the last words of the template that count, wholes rather than parts, and
 * where a purpose decides about a finding, words and the shape of bodies must agree:
 *
 *     log-in     its words with a secret among the fields or a token in the answer; or both of these without the words
 *     reset      forgot, reset, change of passwords by words, or a new password beside the old one
 *     code       one-time codes, coupons, vouchers, gift cards, where one is handed in
 *     sign-up    its words with a name or password; an account that anybody makes with a password
 *     upload     a file in a form, or a body that is neither JSON nor form
 *     message    its words with somebody it goes to; a code or link for a forgotten password
 *     payment    its words where something is changed, the weaker ones only with an amount
 *     operations its words alone, or below what is called after a program; never about a thing that has an id
 *
 * Nothing is kept; answers cost a walk over template and field names. */
#ifndef POSTURE_PURPOSE_H
#define POSTURE_PURPOSE_H

#include "posture/posture.h"

/* A set of enum purpose. */
uint32_t purpose_of(const struct service *service, const struct endpoint *endpoint);
/* Whether calling it is meant to change something: POST, PUT, PATCH and DELETE, but not searches, logins, GraphQL queries or what
 * else only asks: "POST /shipping/estimate", "POST /getUsers". */
bool purpose_changes_state(const struct endpoint *endpoint, uint32_t purpose);
/* "staging", "test", "dev", "uat", "qa", "preprod", "sandbox", "demo"; empty: nothing in the host says so. Whole words of labels count
 * ("api-stg", "test2", "pre-prod"), and those of the registered domain do not: "api.demo.com" is somebody's name. */
struct slice purpose_stage(const struct service *service);

#endif

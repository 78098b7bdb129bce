/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: bounded looks at texts, and texts that may be kept. */
#ifndef SIGNAL_LOOK_H
#define SIGNAL_LOOK_H

#include "signal/signal.h"

/* What there is of the response's body, at most `most` bytes; empty when it was not captured. */
struct slice look_body(const struct signal_reading *reading, size_t most);
bool look_has(struct slice text, struct slice part);
bool look_has_nocase(struct slice text, struct slice part);
/* Blanks and a byte order mark before the first sign are left out. */
struct slice look_start(struct slice body);
/* Begins like a page for people, whatever its type says: what a single-page application answers to any path. */
bool look_is_html(struct slice body);
/* The text of <title>, from the first bytes of a page; empty: none. */
struct slice look_title(struct slice page);
/* The path with what may be somebody's in it (numbers, addresses, long random parts) as "*"; fit for a subject. */
struct slice look_path(const struct signal_reading *reading);
/* Nobody asks but a watchdog: Prometheus, kube-probe and others of their kind. */
bool look_is_monitor(const struct signal_reading *reading);
/* Tells the fact with the path as its subject, and whether somebody outside was answered. */
void look_tell_path(struct signal_reading *reading, enum fact_kind kind);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A thread that does jobs one after the other, in the order in which they were put, so that lanes never wait for the
 * disk. Its queue is bounded: who puts into a full one waits. After the first job that fails the rest is dropped
 * undone, and the failure is kept. Internal to the store. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/error.h"
#include "base/memory.h"

/* The beginning of every job. Its memory comes from an account of its own that travels with it, since it is made on
 * one thread and given back on another. */
struct job {
    struct job *next;
    struct memory account;
    size_t size; /* of the whole job, this struct included */
    bool (*work)(struct job *job, void *context, struct error *err);
    void (*clear)(struct job *job); /* gives back what hangs on it; may be NULL */
};

/* A zeroed job of `size` bytes; NULL when memory is refused. */
void *job_new(size_t size);
/* For a job that was never put. NULL is allowed. */
void job_free(struct job *job);

struct writer;

/* context is handed to every job; `most` jobs may wait. NULL with *err set when no thread could be started. */
struct writer *writer_start(void *context, unsigned most, struct error *err);
/* Takes the job over. False when a job has failed before (this one is dropped). Any thread. */
bool writer_put(struct writer *writer, struct job *job);
/* Waits until all jobs are done; false with *err set when one has failed since the start. */
bool writer_settle(struct writer *writer, struct error *err);
/* Has a job failed? Any thread, without waiting. */
bool writer_failed(const struct writer *writer);
/* Settles and ends the thread. NULL is allowed. */
void writer_stop(struct writer *writer);

#endif

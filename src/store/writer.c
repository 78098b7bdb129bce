/* SPDX-License-Identifier: Apache-2.0 */
#include "store/writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

struct writer {
    struct memory account;
    pthread_t thread;
    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t arrived, advanced;
    struct job *first, **last;
    unsigned waiting, most;
    bool working, stopping;
    struct error failure;
    void *context;
    atomic_bool failed; /* the same as failure, for those who only look */
};

void *job_new(size_t size)
{
    struct memory account = { 0 };
    struct job *job = memory_get(&account, size);

    if (job) {
        job->account = account;
        job->size = size;
    }
    return job;
}

void job_free(struct job *job)
{
    struct memory account;

    if (!job)
        return;
    if (job->clear)
        job->clear(job);
    account = job->account;
    memory_give(&account, job, job->size);
}

/* Called and left with the lock held. */
static void writer_do(struct writer *writer)
{
    struct job *job = writer->first;
    struct error failure = writer->failure;

    writer->first = job->next;
    if (!writer->first)
        writer->last = &writer->first;
    writer->waiting--;
    writer->working = true;
    pthread_mutex_unlock(&writer->lock);
    if (failure.kind == ERROR_NONE && !job->work(job, writer->context, &failure) &&
        failure.kind == ERROR_NONE)
        error_set(&failure, ERROR_STORE, "the database could not be written");
    job_free(job);
    pthread_mutex_lock(&writer->lock);
    writer->failure = failure;
    atomic_store(&writer->failed, failure.kind != ERROR_NONE);
    writer->working = false;
    pthread_cond_broadcast(&writer->advanced);
}

static void *writer_main(void *context)
{
    struct writer *writer = context;

    pthread_mutex_lock(&writer->lock);
    for (;;) {
        while (!writer->first && !writer->stopping)
            pthread_cond_wait(&writer->arrived, &writer->lock);
        if (!writer->first)
            break;
        writer_do(writer);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static void writer_free(struct writer *writer)
{
    struct memory account = writer->account;

    pthread_cond_destroy(&writer->arrived);
    pthread_cond_destroy(&writer->advanced);
    pthread_mutex_destroy(&writer->lock);
    memory_give(&account, writer, sizeof *writer);
}

/* Signals stay with the thread that reads: they are meant to interrupt its waiting. */
static bool writer_begin(struct writer *writer)
{
    sigset_t all, before;
    int result;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&writer->thread, NULL, writer_main, writer);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0;
}

struct writer *writer_start(void *context, unsigned most, struct error *err)
{
    struct memory account = { 0 };
    struct writer *writer = memory_get(&account, sizeof *writer);

    if (!writer) {
        error_set(err, ERROR_MEMORY, "no memory to start writing to the database");
        return NULL;
    }
    writer->account = account;
    writer->context = context;
    writer->most = most;
    writer->last = &writer->first;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->arrived, NULL);
    pthread_cond_init(&writer->advanced, NULL);
    if (!writer_begin(writer)) {
        error_set(err, ERROR_SYSTEM, "the system refuses another thread: the database cannot be written");
        writer_free(writer);
        return NULL;
    }
    return writer;
}

bool writer_put(struct writer *writer, struct job *job)
{
    bool fine;

    pthread_mutex_lock(&writer->lock);
    while (writer->waiting >= writer->most && writer->failure.kind == ERROR_NONE)
        pthread_cond_wait(&writer->advanced, &writer->lock);
    fine = writer->failure.kind == ERROR_NONE;
    if (fine) {
        job->next = NULL;
        *writer->last = job;
        writer->last = &job->next;
        writer->waiting++;
        pthread_cond_signal(&writer->arrived);
    }
    pthread_mutex_unlock(&writer->lock);
    if (!fine)
        job_free(job);
    return fine;
}

bool writer_settle(struct writer *writer, struct error *err)
{
    struct error failure;

    pthread_mutex_lock(&writer->lock);
    while (writer->first || writer->working)
        pthread_cond_wait(&writer->advanced, &writer->lock);
    failure = writer->failure;
    pthread_mutex_unlock(&writer->lock);
    if (failure.kind == ERROR_NONE)
        return true;
    if (err && err->kind == ERROR_NONE)
        *err = failure;
    return false;
}

bool writer_failed(const struct writer *writer)
{
    return atomic_load(&writer->failed);
}

void writer_stop(struct writer *writer)
{
    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->arrived);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    writer_free(writer);
}

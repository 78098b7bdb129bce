/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that our code does not call; the build includes this file before every file of src/. Each has a safer twin:
 * slices and snprintf for unbounded strings, strtol and slice_to_u64 for conversions that hide failure, accounts and
 * arenas (base/memory.h, base/arena.h) for memory that nobody counts, the _r functions for those with a hidden buffer.
 * The headers that declare them come first, so that only calls are hit. A file that must call one undefines it and
 * says why. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__x86_64__) || defined(__i386__)
#include <mm_malloc.h> /* part of <immintrin.h> */
#endif

#undef alloca
#undef strdup
#undef strndup

#define alloca(...) banned_alloca_use_an_arena
#define asctime(...) banned_asctime_use_clock_format
#define asprintf(...) banned_asprintf_use_a_buffer_or_an_arena
#define atof(...) banned_atof_hides_errors
#define atoi(...) banned_atoi_use_slice_to_u64
#define atol(...) banned_atol_use_slice_to_u64
#define atoll(...) banned_atoll_use_slice_to_u64
#define calloc(...) banned_calloc_use_memory_get
#define ctime(...) banned_ctime_use_clock_format
#define gets(...) banned_gets_has_no_bound
#define gmtime(...) banned_gmtime_has_a_hidden_buffer
#define localtime(...) banned_localtime_has_a_hidden_buffer
#define malloc(...) banned_malloc_use_memory_get
#define rand(...) banned_rand_is_not_deterministic
#define random(...) banned_random_is_not_deterministic
#define realloc(...) banned_realloc_use_memory_resize
#define sprintf(...) banned_sprintf_use_snprintf
#define sscanf(...) banned_sscanf_is_undefined_on_overflow
#define strcat(...) banned_strcat_has_no_bound
#define strcpy(...) banned_strcpy_has_no_bound
#define strdup(...) banned_strdup_use_arena_copy
#define strncat(...) banned_strncat_use_snprintf
#define strncpy(...) banned_strncpy_may_not_terminate
#define strndup(...) banned_strndup_use_arena_copy
#define strtok(...) banned_strtok_has_a_hidden_state
#define system(...) banned_system_runs_a_shell
#define vasprintf(...) banned_vasprintf_use_a_buffer_or_an_arena
#define vsprintf(...) banned_vsprintf_use_vsnprintf

#endif

// The parts of the supervisor.
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include <stdint.h>
#include <stdnoreturn.h>

// What the runner wrote into `order` before it committed the intent.
struct order {
  char *arguments[16];          // the command, ended by NULL
  int64_t timeout_seconds;      // 0 for never
  int64_t grace_milliseconds;   // between INT and TERM, and between TERM and KILL
  int64_t output_limit_bytes;   // of each stream, roughly
};

// One output file of the spool, whose middle is dropped when it grows over the limit.
struct stream {
  int descriptor;
  int64_t dropped_from, dropped_to;
};

// Reads `order` in the spool; whatever is odd about it ends the supervisor.
void order_read(int spool, struct order *order);

// How long the stream has become.
int64_t stream_length(const struct stream *stream);

// Drops the middle of streams that have grown over the limit. Returns 0, or -1 when that cannot be
// done here.
int streams_trim(int record, struct stream streams[2], int64_t limit);

// Runs one attempt; returns the supervisor's own exit code.
int attempt_run(const char *directory, const char *leaf);

// Writes the variables that the calling shell has exported since it started.
int exported_write(const char *path);

// Says something in the spool's `diagnostics`, to which standard error goes.
void say(const char *what, const char *about);

// The same with errno's text, and ends the supervisor: before `started`, so nothing has run.
noreturn void refuse(const char *what, const char *about);

// Opens a file of the spool, or refuses. It is never made here: a file that is missing was removed.
int spool_open(int spool, const char *name, int flags);

#endif

// Output that outgrows its limit. The command writes straight to the spool's files, so that nobody's
// death can stop it with a broken pipe; a limit on the file's size would end a command that only
// talks too much. So the middle of the file is given back to the file system instead: the head and
// the newest part stay, offsets stay what they were, and the rest is counted.
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "CSupervisor.h"
#include "supervisor.h"

enum { BLOCK_BYTES = 4096 };

int64_t stream_length(const struct stream *stream) {
  struct stat status;
  return fstat(stream->descriptor, &status) == 0 ? status.st_size : 0;
}

// Where the gap has to end; no gap is its present end.
static int64_t gap_end(const struct stream *stream, int64_t limit) {
  int64_t length = stream_length(stream);
  if (length - (stream->dropped_to - stream->dropped_from) <= limit) return stream->dropped_to;
  int64_t end = (length - limit / 2) / BLOCK_BYTES * BLOCK_BYTES;
  return end > stream->dropped_to ? end : stream->dropped_to;
}

static int publish(int record, const struct stream streams[2]) {
  char lines[256];
  snprintf(lines, sizeof lines,
           "record dropped\noutput-dropped %" PRId64 " %" PRId64 "\nerror-dropped %" PRId64
           " %" PRId64 "\n",
           streams[0].dropped_from, streams[0].dropped_to, streams[1].dropped_from,
           streams[1].dropped_to);
  return temae_record_publish(record, lines);
}

int streams_trim(int record, struct stream streams[2], int64_t limit) {
  for (int i = 0; i < 2; i++) {
    struct stream *stream = &streams[i];
    int64_t end = gap_end(stream, limit), start = stream->dropped_to;
    if (end == start) continue;
    if (start == 0) {
      start = (limit / 2 + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
      if (end <= start) continue;
      stream->dropped_from = start;
    }
    stream->dropped_to = end;
    // Published first: whoever has read a piece looks at the record afterwards, and so never takes
    // the zeros of a hole for output.
    if (publish(record, streams) != 0) return -1;
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (fallocate(stream->descriptor, mode, start, end - start) != 0) return -1;
  }
  return 0;
}

/* What recorder and disk share. */
#ifndef DISK_H
#define DISK_H

#include "CDiskRecorder.h"

enum { DISK_WRITE, DISK_TRUNCATE, DISK_SYNC, DISK_MARK };
enum { DISK_MAIN, DISK_LOG, DISK_FILES };

struct operation {
  int kind;
  int file;
  /* Where it was written, how long the file became, or the number of events of a mark. */
  int64_t offset;
  int64_t size;
  uint8_t *bytes;
};

extern struct operation *disk_operations;
extern int64_t disk_operation_count;

#endif

/* Records what SQLite does to the files under one path, and makes what a disk may keep of it. */
#ifndef C_DISK_RECORDER_H
#define C_DISK_RECORDER_H

#include <stdint.h>

/* What a broken disk or a broken writer leaves out. */
enum { DISK_SYNCS_ALL = 0, DISK_FORGETS_LOG_SYNC = 1, DISK_FORGETS_MAIN_SYNC = 2 };

/* Starts to record the main file `path` and its `-wal`; 0 when that is possible. */
int disk_record_start(const char *path);
/* Notes that so many events are acknowledged. */
void disk_record_mark(int64_t events);
/* Ends the recording; gives the number of operations. */
int64_t disk_record_stop(void);

/* Goes back to before the first operation, on a disk that forgets some syncs. */
void disk_rewind(int forgets);
/* Carries out the next operation; 0 at the end. */
int disk_advance(void);
/* The events acknowledged by now, and with the append that is under way. */
int64_t disk_acknowledged(void);
int64_t disk_under_way(void);
/* Whether something is not on the disk for certain. */
int disk_has_pending(void);

/* Makes one state that the disk may keep now: variant 0 keeps only what was synced, variant 1 all,
   any other draws from `seed`. Gives the state's hash. */
uint64_t disk_lose_power(int variant, uint64_t seed);
/* Writes the state to a main file and its `-wal`; 0 when all was written. */
int disk_write_state(const char *path);

#endif

#include "disk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct operation *disk_operations;
int64_t disk_operation_count;

static int64_t room;
static char *recorded;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs shim;
static sqlite3_vfs *beneath;

/* A file of ours; the file of the layer beneath lies behind it. */
struct file {
  sqlite3_file base;
  int which;
};

static sqlite3_file *under(sqlite3_file *file) {
  return (sqlite3_file *)((struct file *)file + 1);
}

static void add(int kind, int which, int64_t offset, const void *bytes, int64_t size) {
  pthread_mutex_lock(&guard);
  if (recorded) {
    if (disk_operation_count == room) {
      room = room ? room * 2 : 1024;
      disk_operations = realloc(disk_operations, (size_t)room * sizeof *disk_operations);
    }
    uint8_t *copy = 0;
    if (bytes) {
      copy = malloc((size_t)size + 1);
      memcpy(copy, bytes, (size_t)size);
    }
    disk_operations[disk_operation_count++] =
        (struct operation){kind, which, offset, size, copy};
  }
  pthread_mutex_unlock(&guard);
}

static int close_file(sqlite3_file *f) { return under(f)->pMethods->xClose(under(f)); }

static int read_file(sqlite3_file *f, void *to, int size, sqlite3_int64 offset) {
  return under(f)->pMethods->xRead(under(f), to, size, offset);
}

static int write_file(sqlite3_file *f, const void *bytes, int size, sqlite3_int64 offset) {
  int code = under(f)->pMethods->xWrite(under(f), bytes, size, offset);
  if (code == SQLITE_OK) add(DISK_WRITE, ((struct file *)f)->which, offset, bytes, size);
  return code;
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size) {
  int code = under(f)->pMethods->xTruncate(under(f), size);
  if (code == SQLITE_OK) add(DISK_TRUNCATE, ((struct file *)f)->which, size, 0, 0);
  return code;
}

static int sync_file(sqlite3_file *f, int flags) {
  int code = under(f)->pMethods->xSync(under(f), flags);
  if (code == SQLITE_OK) add(DISK_SYNC, ((struct file *)f)->which, 0, 0, 0);
  return code;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) {
  return under(f)->pMethods->xFileSize(under(f), size);
}
static int lock_file(sqlite3_file *f, int level) {
  return under(f)->pMethods->xLock(under(f), level);
}
static int unlock_file(sqlite3_file *f, int level) {
  return under(f)->pMethods->xUnlock(under(f), level);
}
static int check_lock(sqlite3_file *f, int *is_locked) {
  return under(f)->pMethods->xCheckReservedLock(under(f), is_locked);
}
static int control(sqlite3_file *f, int operation, void *argument) {
  return under(f)->pMethods->xFileControl(under(f), operation, argument);
}
static int sector_size(sqlite3_file *f) { return under(f)->pMethods->xSectorSize(under(f)); }
static int traits(sqlite3_file *f) { return under(f)->pMethods->xDeviceCharacteristics(under(f)); }
static int map_shared(sqlite3_file *f, int page, int size, int extend, void volatile **at) {
  return under(f)->pMethods->xShmMap(under(f), page, size, extend, at);
}
static int lock_shared(sqlite3_file *f, int offset, int count, int flags) {
  return under(f)->pMethods->xShmLock(under(f), offset, count, flags);
}
static void order_shared(sqlite3_file *f) { under(f)->pMethods->xShmBarrier(under(f)); }
static int unmap_shared(sqlite3_file *f, int and_delete) {
  return under(f)->pMethods->xShmUnmap(under(f), and_delete);
}

/* Version 2: files are never mapped under the recorder. */
static const sqlite3_io_methods methods = {
    .iVersion = 2, .xClose = close_file, .xRead = read_file, .xWrite = write_file,
    .xTruncate = truncate_file, .xSync = sync_file, .xFileSize = file_size, .xLock = lock_file,
    .xUnlock = unlock_file, .xCheckReservedLock = check_lock, .xFileControl = control,
    .xSectorSize = sector_size, .xDeviceCharacteristics = traits, .xShmMap = map_shared,
    .xShmLock = lock_shared, .xShmBarrier = order_shared, .xShmUnmap = unmap_shared};

/* Which recorded file it is; -1 for the files of everybody else. */
static int which_file(const char *name) {
  int which = -1;
  pthread_mutex_lock(&guard);
  if (recorded && name && strncmp(name, recorded, strlen(recorded)) == 0) {
    const char *end = name + strlen(recorded);
    if (*end == 0) which = DISK_MAIN;
    if (strcmp(end, "-wal") == 0) which = DISK_LOG;
  }
  pthread_mutex_unlock(&guard);
  return which;
}

static int open_file(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  int which = which_file(name);
  if (which < 0) return beneath->xOpen(beneath, name, file, flags, out);
  memset(file, 0, sizeof(struct file));
  int code = beneath->xOpen(beneath, name, under(file), flags, out);
  ((struct file *)file)->which = which;
  if (under(file)->pMethods) file->pMethods = &methods;
  return code;
}

int disk_record_start(const char *path) {
  pthread_mutex_lock(&guard);
  for (int64_t i = 0; i < disk_operation_count; i++) free(disk_operations[i].bytes);
  disk_operation_count = 0;
  free(recorded);
  recorded = strdup(path);
  int code = SQLITE_OK;
  if (!beneath) {
    code = sqlite3_initialize();
    beneath = sqlite3_vfs_find(0);
    shim = *beneath;
    shim.zName = "temae-recorder";
    shim.szOsFile += (int)sizeof(struct file);
    shim.xOpen = open_file;
    if (code == SQLITE_OK) code = sqlite3_vfs_register(&shim, 1);
  }
  pthread_mutex_unlock(&guard);
  return code;
}

void disk_record_mark(int64_t events) { add(DISK_MARK, 0, events, 0, 0); }

int64_t disk_record_stop(void) {
  pthread_mutex_lock(&guard);
  free(recorded);
  recorded = 0;
  pthread_mutex_unlock(&guard);
  return disk_operation_count;
}

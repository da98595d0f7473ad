#include "disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file's content. */
struct content {
  uint8_t *bytes;
  int64_t size, room;
  int exists;
};

static struct content durable[DISK_FILES], kept[DISK_FILES];
/* Up to where a file's operations are on the disk for certain. */
static int64_t synced[DISK_FILES];
static int64_t now, acknowledged;
static int forgotten;

static uint64_t draw(uint64_t *state) {
  uint64_t mixed = (*state += 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static void resize(struct content *file, int64_t size) {
  if (size > file->room) {
    file->room = size * 2;
    file->bytes = realloc(file->bytes, (size_t)file->room);
  }
  if (size > file->size) memset(file->bytes + file->size, 0, (size_t)(size - file->size));
  file->size = size;
}

static void put(struct content *file, const struct operation *done, int64_t from, int64_t to) {
  if (done->offset + to > file->size) resize(file, done->offset + to);
  memcpy(file->bytes + done->offset + from, done->bytes + from, (size_t)(to - from));
}

static void carry_out(struct content *file, const struct operation *done) {
  file->exists = 1;
  if (done->kind == DISK_WRITE) put(file, done, 0, done->size);
  if (done->kind == DISK_TRUNCATE) resize(file, done->offset);
}

/* Each sector of a write is kept or not; the length may be kept without the data. */
static void tear(struct content *file, const struct operation *done, uint64_t *state) {
  int64_t sector = draw(state) & 1 ? 512 : 4096;
  if (draw(state) & 1 && done->offset + done->size > file->size)
    resize(file, done->offset + done->size);
  for (int64_t from = 0; from < done->size;) {
    int64_t to = (done->offset + from) / sector * sector + sector - done->offset;
    if (to > done->size) to = done->size;
    if (draw(state) & 1) put(file, done, from, to);
    from = to;
  }
}

void disk_rewind(int forgets) {
  for (int which = 0; which < DISK_FILES; which++) {
    durable[which].size = durable[which].exists = 0;
    synced[which] = 0;
  }
  now = acknowledged = 0;
  forgotten = forgets;
}

int disk_advance(void) {
  if (now == disk_operation_count) return 0;
  const struct operation *done = &disk_operations[now++];
  if (done->kind == DISK_MARK) acknowledged = done->offset;
  if (done->kind != DISK_SYNC) return 1;
  if (done->file == DISK_LOG && forgotten & DISK_FORGETS_LOG_SYNC) return 1;
  if (done->file == DISK_MAIN && forgotten & DISK_FORGETS_MAIN_SYNC) return 1;
  for (int64_t i = synced[done->file]; i < now; i++)
    if (disk_operations[i].file == done->file && disk_operations[i].kind < DISK_SYNC)
      carry_out(&durable[done->file], &disk_operations[i]);
  synced[done->file] = now;
  return 1;
}

int64_t disk_acknowledged(void) { return acknowledged; }

int64_t disk_under_way(void) {
  for (int64_t i = now; i < disk_operation_count; i++)
    if (disk_operations[i].kind == DISK_MARK) return disk_operations[i].offset;
  return acknowledged;
}

int disk_has_pending(void) {
  for (int which = 0; which < DISK_FILES; which++)
    for (int64_t i = synced[which]; i < now; i++)
      if (disk_operations[i].file == which && disk_operations[i].kind < DISK_SYNC) return 1;
  return 0;
}

static uint64_t hash(uint64_t value, const struct content *file) {
  value = (value ^ (uint64_t)file->size ^ (uint64_t)file->exists << 62) * 0x100000001B3u;
  for (int64_t i = 0; i < file->size; i += 8) {
    uint64_t word = 0;
    memcpy(&word, file->bytes + i, (size_t)(file->size - i < 8 ? file->size - i : 8));
    value = (value ^ word) * 0x9E3779B97F4A7C15u;
    value ^= value >> 29;
  }
  return value;
}

uint64_t disk_lose_power(int variant, uint64_t seed) {
  uint64_t value = 0xCBF29CE484222325u, state = seed;
  /* How much is kept differs from state to state: nearly nothing, half, nearly all. */
  uint64_t eighths = 1 + draw(&state) % 7;
  for (int which = 0; which < DISK_FILES; which++) {
    struct content *file = &kept[which];
    resize(file, durable[which].size);
    if (file->size) memcpy(file->bytes, durable[which].bytes, (size_t)file->size);
    file->exists = durable[which].exists;
    for (int64_t i = synced[which]; i < now && variant != 0; i++) {
      const struct operation *done = &disk_operations[i];
      if (done->file != which || done->kind >= DISK_SYNC) continue;
      if (variant == 1 || draw(&state) % 8 < eighths) carry_out(file, done);
      else if (done->kind == DISK_WRITE && draw(&state) & 1) tear(file, done, &state);
    }
    /* SQLite syncs the directory with the log's first sync: before it, the entry may be lost. */
    if (!durable[which].exists && variant > 1 && draw(&state) % 4 == 0)
      file->exists = 0, file->size = 0;
    if (which == DISK_LOG && file->size) file->exists = 1;
    value = hash(value, file);
  }
  return value;
}

static int write_content(const char *path, const struct content *file) {
  if (!file->exists) return unlink(path), 0;
  int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  int64_t done = 0;
  while (done < file->size) {
    ssize_t count = write(descriptor, file->bytes + done, (size_t)(file->size - done));
    if (count <= 0) break;
    done += count;
  }
  close(descriptor);
  return done == file->size ? 0 : -1;
}

int disk_write_state(const char *path) {
  char log[4096], index[4096];
  if (strlen(path) > 4000) return -1;
  strcat(strcpy(log, path), "-wal");
  /* The index of the log lies in shared memory only as far as SQLite trusts it. */
  strcat(strcpy(index, path), "-shm");
  unlink(index);
  return write_content(path, &kept[DISK_MAIN]) | write_content(log, &kept[DISK_LOG]);
}

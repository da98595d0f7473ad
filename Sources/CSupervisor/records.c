#define _GNU_SOURCE
#include "records.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char version_line[] = TEMAE_RECORD_VERSION "\n";
static const size_t version_length = sizeof version_line - 1;
static const char checksum_key[] = "checksum ";
// "checksum ", 16 digits, a line feed.
static const size_t checksum_length = sizeof checksum_key - 1 + 16 + 1;

static uint64_t checksum(const char *bytes, size_t length) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
  return hash;
}

static int overwrite(int descriptor, const char page[TEMAE_RECORD_BYTES]) {
  ssize_t written;
  do {
    written = pwrite(descriptor, page, TEMAE_RECORD_BYTES, 0);
  } while (written < 0 && errno == EINTR);
  if (written == TEMAE_RECORD_BYTES) return 0;
  if (written >= 0) errno = ENOSPC;
  return -1;
}

int temae_record_reserve(int descriptor) {
  static const char zeros[TEMAE_RECORD_BYTES];
  return overwrite(descriptor, zeros) == 0 ? fsync(descriptor) : -1;
}

int temae_record_publish(int descriptor, const char *lines) {
  char page[TEMAE_RECORD_BYTES] = {0};
  size_t length = strlen(lines);
  // One zero always remains, so that a reader has a C string.
  if (version_length + length + checksum_length >= sizeof page) {
    errno = EMSGSIZE;
    return -1;
  }
  memcpy(page, version_line, version_length);
  memcpy(page + version_length, lines, length);
  length += version_length;
  snprintf(page + length, sizeof page - length, "%s%016" PRIx64 "\n", checksum_key,
           checksum(page, length));
  return overwrite(descriptor, page);
}

int temae_record_write(int descriptor, const char *lines) {
  return temae_record_publish(descriptor, lines) == 0 ? fdatasync(descriptor) : -1;
}

// Reads up to a byte more than a record has, so that a longer file is seen as one.
static ssize_t read_page(int descriptor, char page[TEMAE_RECORD_BYTES + 1]) {
  ssize_t length;
  do {
    length = pread(descriptor, page, TEMAE_RECORD_BYTES + 1, 0);
  } while (length < 0 && errno == EINTR);
  return length;
}

static int is_whole(const char page[TEMAE_RECORD_BYTES], size_t length) {
  if (length < version_length + checksum_length) return 0;
  if (memcmp(page, version_line, version_length) != 0) return 0;
  char expected[32];
  size_t covered = length - checksum_length;
  snprintf(expected, sizeof expected, "%s%016" PRIx64 "\n", checksum_key, checksum(page, covered));
  if (memcmp(page + covered, expected, checksum_length) != 0) return 0;
  for (size_t i = length; i < TEMAE_RECORD_BYTES; i++) {
    if (page[i] != 0) return 0;
  }
  return 1;
}

// Whether it begins as a record of another version does; the rest may be anything.
static int is_foreign(const char *page) {
  static const char name[] = "temae-supervisor ";
  if (strncmp(page, name, sizeof name - 1) != 0) return 0;
  const char *number = page + sizeof name - 1;
  size_t digits = strspn(number, "0123456789");
  return digits > 0 && digits < 10 && number[digits] == '\n' &&
         memcmp(page, version_line, version_length) != 0;
}

static enum temae_record_state read_once(int descriptor, char lines[TEMAE_RECORD_BYTES]) {
  char page[TEMAE_RECORD_BYTES + 1] = {0};
  ssize_t got = read_page(descriptor, page);
  if (got < 0) return TEMAE_RECORD_FAILED;
  // First of all: another version's records may be of another size.
  if (is_foreign(page)) {
    size_t first = strcspn(page, "\n");
    memcpy(lines, page, first);
    lines[first] = 0;
    return TEMAE_RECORD_FOREIGN;
  }
  if (got != TEMAE_RECORD_BYTES) return TEMAE_RECORD_DAMAGED;
  size_t length = strlen(page);
  if (length == 0) {
    for (size_t i = 0; i < TEMAE_RECORD_BYTES; i++) {
      if (page[i] != 0) return TEMAE_RECORD_DAMAGED;
    }
    return TEMAE_RECORD_BLANK;
  }
  if (!is_whole(page, length)) return TEMAE_RECORD_DAMAGED;
  length -= version_length + checksum_length;
  memcpy(lines, page + version_length, length);
  lines[length] = 0;
  return TEMAE_RECORD_WHOLE;
}

enum temae_record_state temae_record_read(int descriptor, char lines[TEMAE_RECORD_BYTES]) {
  lines[0] = 0;
  enum temae_record_state state = read_once(descriptor, lines);
  // A writer may be at work this very moment: what stays damaged is damaged.
  for (int again = 0; state == TEMAE_RECORD_DAMAGED && again < 5; again++) {
    usleep(2000);
    state = read_once(descriptor, lines);
  }
  return state;
}

// The order: `key value` lines, written by the runner before the intent. Control characters and
// `%` stand as %XX, so that every value is one line.
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CSupervisor.h"
#include "supervisor.h"

// An order this long is not one of ours.
enum { ORDER_BYTES = 1 << 20 };

static char *read_all(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) refuse("cannot look at", "order");
  errno = EFBIG;
  if (status.st_size > ORDER_BYTES) refuse("cannot read", "order");
  char *text = calloc(1, (size_t)status.st_size + 1);
  if (text == NULL) refuse("cannot read", "order");
  ssize_t length = read(descriptor, text, (size_t)status.st_size);
  if (length < 0) refuse("cannot read", "order");
  errno = EPROTO;
  if (length != status.st_size) refuse("cannot read", "order");
  return text;
}

static int digit(char text) {
  return isdigit((unsigned char)text) ? text - '0' : toupper((unsigned char)text) - 'A' + 10;
}

static char *decode(char *value) {
  char *to = value;
  for (char *from = value; *from; from++) {
    if (*from != '%') {
      *to++ = *from;
      continue;
    }
    errno = EPROTO;
    if (!isxdigit((unsigned char)from[1]) || !isxdigit((unsigned char)from[2])) {
      refuse("does not understand in order:", value);
    }
    *to++ = (char)(digit(from[1]) << 4 | digit(from[2]));
    from += 2;
  }
  *to = 0;
  return value;
}

static int64_t number(const char *value) {
  char *end;
  errno = 0;
  int64_t number = strtoll(value, &end, 10);
  if (errno == 0 && (end == value || *end || number < 0)) errno = EPROTO;
  if (errno) refuse("does not understand the number in order:", value);
  return number;
}

static void take(struct order *order, const char *key, char *value, int *count) {
  int room = (int)(sizeof order->arguments / sizeof *order->arguments) - 1;
  if (strcmp(key, "argument") == 0 && *count < room) {
    order->arguments[(*count)++] = decode(value);
  } else if (strcmp(key, "timeout-seconds") == 0) {
    order->timeout_seconds = number(value);
  } else if (strcmp(key, "grace-milliseconds") == 0) {
    order->grace_milliseconds = number(value);
  } else if (strcmp(key, "output-limit-bytes") == 0) {
    order->output_limit_bytes = number(value);
  } else if (strcmp(key, "record") != 0 && strcmp(key, "working-directory") != 0 &&
             strcmp(key, "environment") != 0) {  // those three are for people
    errno = EPROTO;
    refuse("does not understand in order:", key);
  }
}

void order_read(int spool, struct order *order) {
  int descriptor = spool_open(spool, "order", O_RDONLY);
  char *rest = read_all(descriptor), *line = strsep(&rest, "\n");
  close(descriptor);
  errno = EPROTO;
  if (strcmp(line, TEMAE_RECORD_VERSION) != 0) refuse("does not know this version:", line);
  *order = (struct order){.output_limit_bytes = INT64_MAX};
  int count = 0;
  // The last line is `end`: without it the order is torn.
  while ((line = strsep(&rest, "\n")) != NULL && strcmp(line, "end") != 0) {
    char *key = strsep(&line, " ");
    take(order, key, line ? line : key + strlen(key), &count);
  }
  errno = EPROTO;
  if (line == NULL || count == 0) refuse("is given a torn", "order");
}

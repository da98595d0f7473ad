// Which variables a script has exported. Its EXIT trap calls this program, whose environment is
// then what the shell exports and whose parent is the shell: the difference to what the shell was
// given is what is new. So a secret that was given never reaches a file. The file's room is
// reserved before the start, like a record's.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "supervisor.h"

extern char **environ;

static int starts_with(const char *text, const char *start) {
  return strncmp(text, start, strlen(start)) == 0;
}

// What the shell changes by itself, or what belongs to us.
static int is_ours(const char *entry) {
  static const char *const starts[] = {"TEMAE_", "BASH", "PWD=", "OLDPWD=", "SHLVL=", "_="};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
    if (starts_with(entry, starts[i])) return 1;
  }
  return strchr(entry, '=') == NULL;
}

// The environment with which the shell was started.
static char *read_given(size_t *length) {
  char path[32], *bytes = NULL;
  snprintf(path, sizeof path, "/proc/%d/environ", (int)getppid());
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return NULL;
  *length = 0;
  for (ssize_t got = 1; got > 0; *length += (size_t)got) {
    char *larger = realloc(bytes, *length + 65536 + 1);
    if (larger == NULL) break;
    bytes = larger;
    got = read(descriptor, bytes + *length, 65536);
    if (got < 0) break;
  }
  close(descriptor);
  if (bytes != NULL) bytes[*length] = 0;
  return bytes;
}

static int was_given(const char *entry, const char *given, size_t length) {
  for (size_t at = 0; at < length; at += strlen(given + at) + 1) {
    if (strcmp(given + at, entry) == 0) return 1;
  }
  return 0;
}

int exported_write(const char *path) {
  size_t length;
  char *given = read_given(&length);
  int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  FILE *file = given == NULL || descriptor < 0 ? NULL : fdopen(descriptor, "w");
  if (file == NULL) return EX_IOERR;
  for (char **entry = environ; *entry != NULL; entry++) {
    if (!is_ours(*entry) && !was_given(*entry, given, length)) {
      fwrite(*entry, 1, strlen(*entry) + 1, file);
    }
  }
  // A variable without a name is none: it says that the list is whole.
  fwrite("=", 1, 2, file);
  return fflush(file) == 0 && fdatasync(descriptor) == 0 ? 0 : EX_IOERR;
}

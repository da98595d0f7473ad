// temae-supervisor: outlives the runner, so that a command's end is seen whoever dies.
//
//   temae-supervisor attempt DIRECTORY LEAF   runs the attempt prepared in DIRECTORY; LEAF is its
//                                             intent's hash. Descriptor 3 is the locked
//                                             `supervisor.lock`; the environment and the working
//                                             directory are the command's.
//   temae-supervisor exported FILE            writes what the calling shell has exported; the trap
//                                             in the attempt's `prologue` calls it.
//
// No library beyond libc and no memory that grows: nothing here may fail half-way through a night.
// Sources/TemaeShell/README.md has the protocol.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "CSupervisor.h"
#include "supervisor.h"

void say(const char *what, const char *about) {
  dprintf(2, "temae-supervisor: %s%s%s\n", what, *about ? " " : "", about);
}

noreturn void refuse(const char *what, const char *about) {
  const char *why = errno ? strerror(errno) : "refused";
  dprintf(2, "temae-supervisor: %s%s%s: %s\n", what, *about ? " " : "", about, why);
  exit(EX_SOFTWARE);
}

int spool_open(int spool, const char *name, int flags) {
  int descriptor = openat(spool, name, flags | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) refuse("cannot open", name);
  return descriptor;
}

int main(int count, char **arguments) {
  if (count == 4 && strcmp(arguments[1], "attempt") == 0) {
    return attempt_run(arguments[2], arguments[3]);
  }
  if (count == 3 && strcmp(arguments[1], "exported") == 0) return exported_write(arguments[2]);
  if (count == 2 && strcmp(arguments[1], "--version") == 0) {
    puts(TEMAE_RECORD_VERSION);
    return 0;
  }
  say("is started by temae, never by hand", "");
  return EX_USAGE;
}

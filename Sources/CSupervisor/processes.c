#define _GNU_SOURCE
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Part of Linux' interface since 5.11; glibc names it in <linux/close_range.h> only.
#define CLOSE_RANGE_CLOEXEC_FLAG (1u << 2)

static int file_actions(posix_spawn_file_actions_t *actions, const char *working_directory,
                        int lock_descriptor) {
  int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDWR, 0);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, 0, 1);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, 0, 2);
  if (error == 0) {
    error = posix_spawn_file_actions_adddup2(actions, lock_descriptor, TEMAE_LOCK_DESCRIPTOR);
  }
  if (error == 0) {
    error = posix_spawn_file_actions_addclosefrom_np(actions, TEMAE_LOCK_DESCRIPTOR + 1);
  }
  if (error == 0) error = posix_spawn_file_actions_addchdir_np(actions, working_directory);
  return error;
}

static int attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (error == 0) {
    error = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  return error;
}

pid_t temae_spawn_supervisor(const char *program, char *const arguments[],
                             char *const environment[], const char *working_directory,
                             int lock_descriptor) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t how;
  pid_t process = -1;
  // A lock that lies below descriptor 3 would be overwritten by the standard streams.
  int lock = fcntl(lock_descriptor, F_DUPFD_CLOEXEC, TEMAE_LOCK_DESCRIPTOR);
  if (lock < 0) return -1;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&how);
  int error = file_actions(&actions, working_directory, lock);
  if (error == 0) error = attributes(&how);
  if (error == 0) error = posix_spawn(&process, program, &actions, &how, arguments, environment);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&actions);
  close(lock);
  if (error == 0) return process;
  errno = error;
  return -1;
}

int temae_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int temae_pidfd_signal(int pidfd, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

static ssize_t read_small(const char *path, char *bytes, size_t size) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  ssize_t length = read(descriptor, bytes, size - 1);
  int error = errno;
  close(descriptor);
  errno = error;
  if (length >= 0) bytes[length] = 0;
  return length;
}

int64_t temae_process_start(pid_t process) {
  char path[32], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  if (read_small(path, text, sizeof text) < 0) {
    return errno == ENOENT || errno == ESRCH ? 0 : -1;
  }
  // The command's name, in parentheses, may hold anything: what follows the last one is regular.
  // The state is field 3 and the start time is field 22 (proc_pid_stat(5)).
  char *field = strrchr(text, ')');
  if (field == NULL || field[1] != ' ') {
    errno = EPROTO;
    return -1;
  }
  field += 2;
  if (*field == 'Z' || *field == 'X') return 0;
  for (int number = 3; number < 22 && field != NULL; number++) {
    field = strchr(field, ' ');
    if (field != NULL) field++;
  }
  if (field == NULL) {
    errno = EPROTO;
    return -1;
  }
  return strtoll(field, NULL, 10);
}

int temae_boot_id(char id[40]) {
  ssize_t length = read_small("/proc/sys/kernel/random/boot_id", id, 40);
  if (length < 0) return -1;
  id[strcspn(id, "\n")] = 0;
  return 0;
}

int64_t temae_boot_microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int temae_close_on_exec_from(int first) {
  return (int)syscall(SYS_close_range, (unsigned)first, ~0u, CLOSE_RANGE_CLOEXEC_FLAG);
}

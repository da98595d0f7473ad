// A layer under temae and its supervisor, loaded with LD_PRELOAD, that counts the calls by which they
// change something outside their own memory, and at one of them kills the process or fails the call.
//
// What is counted, where and what happens stands in a file that all processes share (FAULTS_FILE);
// `scene.py` writes it. Counted are calls on files below one directory, pipes of the supervisor
// (they let the command go) and what is sent to the database.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

// The layout of the shared file; scene.py knows it too.
struct faults {
  _Atomic int64_t count;  // calls so far
  int64_t at;             // the call at which it happens, from 1; 0 for never
  int64_t until;          // the last call at which it happens
  int64_t error;          // 0 kills the process, -1 its parent too, else the errno of the failing call
  int64_t only;           // 1 counts the supervisor's calls alone
  char directory[4056];   // what is below it is counted
  char log[32];           // the name of the call at which it happened
};

static struct faults *faults;
static int is_supervisor;

__attribute__((constructor)) static void attach(void) {
  const char *path = getenv("FAULTS_FILE"), *name = program_invocation_short_name;
  if (path == NULL) return;
  is_supervisor = strcmp(name, "temae-supervisor") == 0;
  if (!is_supervisor && strcmp(name, "temae") != 0) return;
  int descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void *shared = mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (shared != MAP_FAILED) faults = shared;
}

// Counts a call; 1 when it must fail, with errno set.
static int struck(const char *name, int may_fail) {
  if (faults->only && !is_supervisor) return 0;
  int64_t number = atomic_fetch_add(&faults->count, 1) + 1;
  if (number < faults->at || number > faults->until || faults->at == 0) return 0;
  if (faults->error > 0 && !may_fail) return 0;
  strncpy(faults->log, name, sizeof faults->log - 1);
  // The supervisor's parent is the runner, unless that is gone and somebody else reaps.
  if (faults->error < 0 && getppid() > 1) kill(getppid(), SIGKILL);
  if (faults->error <= 0) kill(getpid(), SIGKILL);
  errno = (int)faults->error;
  return 1;
}

static int is_below(const char *path) {
  size_t length = strlen(faults->directory);
  return strncmp(path, faults->directory, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int counts(int descriptor) {
  if (faults == NULL) return 0;
  char link[32] = "/proc/self/fd/", path[4096];
  char digits[12];
  int length = 0;
  if (descriptor < 0) return 0;
  do digits[length++] = (char)('0' + descriptor % 10);
  while ((descriptor /= 10) > 0);
  size_t end = strlen(link);
  while (length > 0) link[end++] = digits[--length];
  link[end] = 0;
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return 0;
  path[count] = 0;
  if (is_supervisor && strncmp(path, "pipe:", 5) == 0) return 1;
  return is_below(path);
}

static int counts_path(int directory, const char *path) {
  if (faults == NULL) return 0;
  if (path[0] == '/') return is_below(path);
  if (directory != AT_FDCWD) return counts(directory);
  char here[4096];
  return getcwd(here, sizeof here) != NULL && is_below(here);
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (counts(descriptor) && struck("write", 1)) return -1;
  return REAL(write)(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  if (counts(descriptor) && struck("pwrite", 1)) return -1;
  return REAL(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  if (counts(descriptor) && struck("pwrite", 1)) return -1;
  return REAL(pwrite64)(descriptor, bytes, count, offset);
}

int fsync(int descriptor) {
  if (counts(descriptor) && struck("fsync", 1)) return -1;
  return REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
  if (counts(descriptor) && struck("fdatasync", 1)) return -1;
  return REAL(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  if (counts(descriptor) && struck("ftruncate", 1)) return -1;
  return REAL(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  if (counts(descriptor) && struck("ftruncate", 1)) return -1;
  return REAL(ftruncate64)(descriptor, length);
}

int flock(int descriptor, int operation) {
  if (counts(descriptor)) struck("flock", 0);
  return REAL(flock)(descriptor, operation);
}

int unlink(const char *path) {
  if (counts_path(AT_FDCWD, path) && struck("unlink", 1)) return -1;
  return REAL(unlink)(path);
}

int unlinkat(int directory, const char *path, int flags) {
  if (counts_path(directory, path) && struck("unlinkat", 1)) return -1;
  return REAL(unlinkat)(directory, path, flags);
}

int rmdir(const char *path) {
  if (counts_path(AT_FDCWD, path) && struck("rmdir", 1)) return -1;
  return REAL(rmdir)(path);
}

int mkdir(const char *path, mode_t mode) {
  if (counts_path(AT_FDCWD, path) && struck("mkdir", 1)) return -1;
  return REAL(mkdir)(path, mode);
}

int rename(const char *from, const char *to) {
  if (counts_path(AT_FDCWD, to) && struck("rename", 1)) return -1;
  return REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
  if (counts_path(AT_FDCWD, to) && struck("link", 1)) return -1;
  return REAL(link)(from, to);
}

#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                            \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;             \
    va_end(rest);                                                         \
    if (flags & O_CREAT && counts_path(AT_FDCWD, path) && struck("create", 1)) return -1; \
    return REAL(name)(path, flags, mode);                                 \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
  int name(int directory, const char *path, int flags, ...) {             \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;             \
    va_end(rest);                                                         \
    if (flags & O_CREAT && counts_path(directory, path) && struck("create", 1)) return -1; \
    return REAL(name)(directory, path, flags, mode);                      \
  }
OPENAT(openat)
OPENAT(openat64)

// What goes to the database; a connection that breaks is another matter than a full disk.
ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
  if (faults != NULL) struck("send", 0);
  return REAL(send)(descriptor, bytes, count, flags);
}

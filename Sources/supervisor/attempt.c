// One attempt: start the command behind a gate, keep its deadline, see its end, write it down.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "CSupervisor.h"
#include "supervisor.h"

// How often files are looked at, how soon an unreaped descendant is looked for, and how long the
// exit record waits for descendants that still write the command's output (`> >(tee log)`).
enum { LOOK_MILLISECONDS = 100, SOON_MILLISECONDS = 10, LINGER_MICROSECONDS = 250000 };

// The escalation: INT first, on which psql cancels on its server.
static const struct {
  int number;
  const char *name;
} signals[] = {{SIGINT, "INT"}, {SIGTERM, "TERM"}, {SIGKILL, "KILL"}};
enum { SIGNALS = sizeof signals / sizeof *signals };

struct attempt {
  const char *leaf;
  int spool, started, exit, dropped, tree;
  struct order order;
  struct stream streams[2];

  pid_t command;
  int pidfd;
  int64_t began, ended;    // µs since boot; `ended` is 0 while the command lives
  int status;              // as wait4 gave it
  struct rusage usage;
  int childless, recorded;

  int ending;                           // whether it is to end, and why it was when it still lived
  int timed_out, cancelled, overflowed;
  int sent;                // how many of `signals`
  int64_t sent_at[SIGNALS], next_signal;  // µs since boot
};

// A place where a test may kill the supervisor. Not in a release.
static void fault(const char *place) {
#ifdef DEBUG
  const char *wanted = getenv("TEMAE_SUPERVISOR_FAULT");
  if (wanted == NULL || strcmp(wanted, place) != 0) return;
  usleep(300000);  // an ungated command would have run by then
  raise(SIGKILL);
#else
  (void)place;
#endif
}

// The lock must be the spool's own and held through our very descriptor: locking again what one
// holds changes nothing, and fails when somebody else holds it.
static void check_lock(int spool) {
  struct stat ours, theirs;
  int lock = TEMAE_LOCK_DESCRIPTOR;
  if (fstat(lock, &ours) != 0 || fstatat(spool, "supervisor.lock", &theirs, 0) != 0 ||
      flock(lock, LOCK_EX | LOCK_NB) != 0) {
    refuse("does not hold", "supervisor.lock");
  }
  errno = 0;
  if (ours.st_ino != theirs.st_ino || ours.st_dev != theirs.st_dev) {
    refuse("was handed another file than", "supervisor.lock");
  }
}

static int open_blank(int spool, const char *name) {
  char lines[TEMAE_RECORD_BYTES];
  int descriptor = spool_open(spool, name, O_RDWR);
  errno = 0;
  if (temae_record_read(descriptor, lines) != TEMAE_RECORD_BLANK) refuse("was here before:", name);
  return descriptor;
}

static void open_spool(struct attempt *attempt, const char *directory) {
  attempt->spool = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (attempt->spool < 0) refuse("cannot open", directory);
  int diagnostics = spool_open(attempt->spool, "diagnostics", O_WRONLY | O_APPEND);
  if (dup2(diagnostics, 2) < 0) refuse("cannot write", "diagnostics");
  close(diagnostics);

  check_lock(attempt->spool);
  errno = 0;
  if (faccessat(attempt->spool, "void", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    refuse("must not start any more: there is a", "void");
  }
  if (errno != ENOENT) refuse("cannot look for", "void");
  attempt->started = open_blank(attempt->spool, "started");
  attempt->exit = open_blank(attempt->spool, "exit");
  attempt->dropped = open_blank(attempt->spool, "dropped");
  attempt->streams[0].descriptor = spool_open(attempt->spool, "output", O_WRONLY | O_APPEND);
  attempt->streams[1].descriptor = spool_open(attempt->spool, "error", O_WRONLY | O_APPEND);
  attempt->tree = spool_open(attempt->spool, "tree.lock", O_RDWR);
  if (flock(attempt->tree, LOCK_EX | LOCK_NB) != 0) refuse("cannot lock", "tree.lock");
}

// Whatever a terminal, a shutdown or a full disk sends must not keep the end from being seen. Who
// wants the command to stop asks with a `cancel` file.
static void survive(void) {
  static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXFSZ};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
  errno = 0;
  if (getsid(0) != getpid()) refuse("needs a session of its own", "");
  // Orphaned descendants become our children, so none is lost from sight.
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) refuse("cannot become", "subreaper");
}

// In the child. It has default dispositions (a bash started with INT ignored can never be
// interrupted) and inherits the tree's lock beside the three standard streams.
static noreturn void become_command(const struct attempt *attempt, int gate) {
  char go;
  sigset_t none;
  sigemptyset(&none);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setpgid(0, 0);
  int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
  // dup2 onto the supervisor's lock also gives that up: the command must not keep it alive.
  if (empty < 0 || dup2(empty, 0) < 0 || dup2(attempt->streams[0].descriptor, 1) < 0 ||
      dup2(attempt->streams[1].descriptor, 2) < 0 ||
      dup2(attempt->tree, TEMAE_LOCK_DESCRIPTOR) < 0 ||
      temae_close_on_exec_from(TEMAE_LOCK_DESCRIPTOR + 1) != 0) {
    say("cannot make the command's descriptors:", strerror(errno));
    _exit(EX_OSERR);
  }
  // End-of-file: the supervisor is gone, and nothing may run.
  if (read(gate, &go, 1) != 1) _exit(EX_SOFTWARE);
  execvp(attempt->order.arguments[0], attempt->order.arguments);
  int error = errno;
  dprintf(2, "temae-supervisor: cannot run %s: %s\n", attempt->order.arguments[0],
          strerror(error));
  _exit(error == ENOENT ? 127 : 126);  // as a shell says it
}

// Durable before the gate opens: whoever finds no `started` knows that nothing ran.
static void record_start(const struct attempt *attempt) {
  char boot[40], lines[1024];
  int64_t start = temae_process_start(attempt->command);
  int64_t own_start = temae_process_start(getpid());
  if (start <= 0 || own_start <= 0 || temae_boot_id(boot) != 0) {
    refuse("cannot read", "/proc");
  }
  snprintf(lines, sizeof lines,
           "record started\nintent %s\npid %d\nstart-time %" PRId64
           "\nsupervisor-pid %d\nsupervisor-start-time %" PRId64
           "\nboot %s\nboot-time-microseconds %" PRId64 "\n",
           attempt->leaf, (int)attempt->command, start, (int)getpid(), own_start, boot,
           temae_boot_microseconds());
  if (temae_record_write(attempt->started, lines) != 0) refuse("cannot write", "started");
}

static void start(struct attempt *attempt) {
  int gate[2];
  if (pipe2(gate, O_CLOEXEC) != 0) refuse("cannot make", "the gate");
  attempt->command = fork();
  if (attempt->command < 0) refuse("cannot fork", "");
  if (attempt->command == 0) {
    // Else the child would keep its own gate open, and wait for ever.
    close(gate[1]);
    become_command(attempt, gate[0]);
  }
  close(gate[0]);
  close(attempt->tree);                      // from here on only the tree holds its lock
  setpgid(attempt->command, attempt->command);  // here too: a signal may be due at once
  attempt->pidfd = temae_pidfd_open(attempt->command);
  if (attempt->pidfd < 0) refuse("cannot watch", "the command");
  fault("before-started");
  record_start(attempt);
  fault("before-gate");
  attempt->began = temae_boot_microseconds();
  if (write(gate[1], "g", 1) != 1) refuse("cannot open", "the gate");
  close(gate[1]);
}

// Whether the command's group can still be signalled: while the command is not reaped, or a child
// of ours that we have not reaped is in it, its number cannot have become somebody else's.
static int group_lives(const struct attempt *attempt) {
  if (!attempt->ended) return 1;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  FILE *children = fopen(path, "re");
  if (children == NULL) return 0;
  int child, found = 0;
  while (!found && fscanf(children, "%d", &child) == 1) {
    found = getpgid(child) == attempt->command;
  }
  fclose(children);
  return found;
}

// Sends the next signal when it is due. What the command leaves behind in its group is ended too.
static void end_command(struct attempt *attempt, int64_t now) {
  if (attempt->sent == SIGNALS || now < attempt->next_signal || !group_lives(attempt)) return;
  kill(-attempt->command, signals[attempt->sent].number);
  if (attempt->recorded) say("sent to what the command left:", signals[attempt->sent].name);
  attempt->sent_at[attempt->sent++] = now;
  attempt->next_signal = now + attempt->order.grace_milliseconds * 1000;
}

static void begin_ending(struct attempt *attempt, int *reason) {
  attempt->ending = 1;
  if (!attempt->ended) *reason = 1;
}

static void look(struct attempt *attempt) {
  int64_t now = temae_boot_microseconds();
  int64_t timeout = attempt->order.timeout_seconds * 1000000;
  int trimmed = streams_trim(attempt->dropped, attempt->streams, attempt->order.output_limit_bytes);
  if (!attempt->ending) {
    if (trimmed != 0) {
      say("cannot drop the middle of the output, so it ends the command:", strerror(errno));
      begin_ending(attempt, &attempt->overflowed);
    } else if (!attempt->ended && timeout > 0 && now - attempt->began >= timeout) {
      begin_ending(attempt, &attempt->timed_out);
    } else if (faccessat(attempt->spool, "cancel", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
      begin_ending(attempt, &attempt->cancelled);
    }
  }
  if (attempt->ending) end_command(attempt, now);
}

static void reap(struct attempt *attempt) {
  int status;
  struct rusage usage;
  pid_t child;
  while ((child = wait4(-1, &status, WNOHANG, &usage)) > 0) {
    if (child != attempt->command) continue;
    attempt->ended = temae_boot_microseconds();
    attempt->status = status;
    attempt->usage = usage;
  }
  attempt->childless = child < 0 && errno == ECHILD;
}

static int64_t microseconds(struct timeval time) {
  return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static void record_exit(struct attempt *attempt) {
  streams_trim(attempt->dropped, attempt->streams, attempt->order.output_limit_bytes);
  const struct stream *streams = attempt->streams;
  char lines[TEMAE_RECORD_BYTES] = "";
  FILE *text = fmemopen(lines, sizeof lines, "w");
  if (text == NULL) refuse("cannot write", "exit");
  fprintf(text, "record exit\nintent %s\npid %d\n", attempt->leaf, (int)attempt->command);
  if (WIFSIGNALED(attempt->status)) fprintf(text, "signalled %d\n", WTERMSIG(attempt->status));
  else fprintf(text, "exited %d\n", WEXITSTATUS(attempt->status));
  fprintf(text, "timed-out %d\ncancelled %d\noverflowed %d\n", attempt->timed_out,
          attempt->cancelled, attempt->overflowed);
  for (int i = 0; i < attempt->sent; i++) {
    fprintf(text, "sent %s %" PRId64 "\n", signals[i].name, attempt->sent_at[i] - attempt->began);
  }
  fprintf(text, "duration-microseconds %" PRId64 "\n", attempt->ended - attempt->began);
  fprintf(text, "user-microseconds %" PRId64 "\nsystem-microseconds %" PRId64 "\n",
          microseconds(attempt->usage.ru_utime), microseconds(attempt->usage.ru_stime));
  fprintf(text, "largest-resident-kilobytes %ld\n", attempt->usage.ru_maxrss);
  fprintf(text, "output-bytes %" PRId64 "\nerror-bytes %" PRId64 "\n", stream_length(&streams[0]),
          stream_length(&streams[1]));
  fprintf(text, "output-dropped %" PRId64 " %" PRId64 "\nerror-dropped %" PRId64 " %" PRId64 "\n",
          streams[0].dropped_from, streams[0].dropped_to, streams[1].dropped_from,
          streams[1].dropped_to);
  fclose(text);
  fault("before-exit");
  if (temae_record_write(attempt->exit, lines) != 0) refuse("cannot write", "exit");
  attempt->recorded = 1;
  // The status comes first; that the output is on the disk too is worth less than the status.
  fdatasync(streams[0].descriptor);
  fdatasync(streams[1].descriptor);
}

// Sleeps until the command ends or it is time to look again.
static void rest(const struct attempt *attempt) {
  struct pollfd command = {.fd = attempt->ended ? -1 : attempt->pidfd, .events = POLLIN};
  int lingering = attempt->ended && !attempt->recorded;
  poll(&command, 1, lingering ? SOON_MILLISECONDS : LOOK_MILLISECONDS);
}

int attempt_run(const char *directory, const char *leaf) {
  static struct attempt attempt;
  attempt.leaf = leaf;
  temae_close_on_exec_from(TEMAE_LOCK_DESCRIPTOR);
  open_spool(&attempt, directory);
  order_read(attempt.spool, &attempt.order);
  survive();
  start(&attempt);
  // While a descendant lives, so do we: the children of the dead come to us.
  for (reap(&attempt); !(attempt.recorded && attempt.childless); reap(&attempt)) {
    int64_t now = temae_boot_microseconds();
    if (attempt.ended && !attempt.recorded &&
        (attempt.childless || now - attempt.ended > LINGER_MICROSECONDS)) {
      record_exit(&attempt);
      continue;
    }
    rest(&attempt);
    look(&attempt);
  }
  return 0;
}

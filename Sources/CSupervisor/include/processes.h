// Starting the supervisor, and knowing a process again: calls that Swift's Glibc lacks.
#ifndef CSUPERVISOR_PROCESSES_H
#define CSUPERVISOR_PROCESSES_H

#include <stdint.h>
#include <sys/types.h>

// The descriptor on which a supervisor finds `supervisor.lock`, already locked.
#define TEMAE_LOCK_DESCRIPTOR 3

// Starts a supervisor in a session of its own, so that neither the terminal's hang-up nor its keys
// reach it; it inherits the lock and nothing else. Returns its process id, or -1 with errno.
pid_t temae_spawn_supervisor(const char *program, char *const arguments[],
                             char *const environment[], const char *working_directory,
                             int lock_descriptor);

// A descriptor that becomes readable when the process ends. Returns -1 with errno.
int temae_pidfd_open(pid_t process);

// Sends a signal to the process behind the descriptor, which cannot be another one by then.
// Returns 0, or -1 with errno.
int temae_pidfd_signal(int pidfd, int signal);

// When a living process started, in clock ticks since boot: with its id and the boot id this names
// a process for ever. A zombie does not live. Returns 0 for "no such living process", or -1 with
// errno when that cannot be found out.
int64_t temae_process_start(pid_t process);

// The id of this boot of the machine, with a zero at its end. Returns 0, or -1 with errno.
int temae_boot_id(char id[40]);

// Microseconds since boot, suspended time included.
int64_t temae_boot_microseconds(void);

// Marks every descriptor from the first one on to be closed by exec. Returns 0, or -1 with errno.
int temae_close_on_exec_from(int first);

#endif

// The records of an attempt's directory.
//
// A record is text in a file of fixed size, made full of zeros before the attempt is intended and
// later overwritten once, in place. So there is always room for it, however full the disk is; a
// file of zeros says "not yet", a missing file says "somebody removed it", and a checksum tells a
// torn or an edited record from a whole one. Writing elsewhere and renaming would need new blocks
// at the worst moment, and could not tell "not yet" from "removed".
//
//   temae-supervisor 1
//   record exit
//   intent 6f1c…                 the leaf hash of the attempt's intent, 64 digits
//   …                            `key value` lines, one fact each
//   checksum 0123456789abcdef    FNV-1a, 64 bits, of everything above
#ifndef CSUPERVISOR_RECORDS_H
#define CSUPERVISOR_RECORDS_H

// The bytes of a record's file: one page, which a kernel writes as a whole.
#define TEMAE_RECORD_BYTES 4096

// The first line of every record and of the order. There is one version so far; a later one reads
// this one too, because an upgrade may come while a command runs.
#define TEMAE_RECORD_VERSION "temae-supervisor 1"

enum temae_record_state {
  TEMAE_RECORD_BLANK,    // not yet written
  TEMAE_RECORD_WHOLE,    // written, and as it was written
  TEMAE_RECORD_DAMAGED,  // torn, edited, or of another size
  TEMAE_RECORD_FOREIGN,  // of another version, and so not read: the lines are its first one
  TEMAE_RECORD_FAILED,   // could not be read: errno
};

// Makes the record's room durable on the disk: real zeros, because a file system may have to
// allocate when it first writes to space that was merely promised. Returns 0, or -1 with errno.
int temae_record_reserve(int descriptor);

// Overwrites the record with these lines (complete ones, without version and checksum) and makes
// it durable. Returns 0, or -1 with errno.
int temae_record_write(int descriptor, const char *lines);

// The same without waiting for the disk, for what only living processes need.
int temae_record_publish(int descriptor, const char *lines);

// Reads the record's lines, without version and checksum, as a C string.
enum temae_record_state temae_record_read(int descriptor, char lines[TEMAE_RECORD_BYTES]);

#endif

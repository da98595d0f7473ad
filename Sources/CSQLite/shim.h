#include <sqlite3.h>

#ifdef __linux__
#include <stdint.h>
#include <sys/statfs.h>

/* The magic number of the file system that holds a path, or -1 with errno. Swift's Glibc module
   leaves statfs(2) out. */
static inline int64_t temae_file_system_magic(const char *path) {
  struct statfs information;
  return statfs(path, &information) == 0 ? (int64_t)(uint32_t)information.f_type : -1;
}
#endif

/* Swift cannot call variadic C functions or read the destructor constants. */

/* Sets a switch of the connection and reads it back into `result`. */
static inline int temae_sqlite3_switch(sqlite3 *database, int operation, int on, int *result) {
  return sqlite3_db_config(database, operation, on, result);
}

/* Binds UTF-8 text, which SQLite copies. */
static inline int temae_sqlite3_bind_text(
    sqlite3_stmt *statement, int index, const void *text, int count) {
  return sqlite3_bind_text(statement, index, (const char *)text, count, SQLITE_TRANSIENT);
}

/* Binds bytes, which SQLite copies. */
static inline int temae_sqlite3_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/* Reads every event and every payload of a journal in their order, hashes them, and compares each hash
   with the one that is stored: the least that a program has to do that believes nothing.

   SHA-256 is OpenSSL's, which uses the processor's instructions for it where there are some. */
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *journal;

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, journal ? sqlite3_errmsg(journal) : "");
  exit(1);
}

static long hash_rows(const char *text, int first, const unsigned char *prefix, size_t prefix_size) {
  sqlite3_stmt *rows;
  long count = 0;
  int code;
  if (sqlite3_prepare_v2(journal, text, -1, &rows, NULL) != SQLITE_OK) fail(text);
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, prefix, prefix_size);
    for (int column = first; column < sqlite3_column_count(rows); column++) {
      const void *bytes = sqlite3_column_blob(rows, column);
      SHA256_Update(&context, bytes, (size_t)sqlite3_column_bytes(rows, column));
    }
    SHA256_Final(hash, &context);
    if (sqlite3_column_bytes(rows, 0) != SHA256_DIGEST_LENGTH ||
        memcmp(sqlite3_column_blob(rows, 0), hash, sizeof hash) != 0)
      fail("a hash differs");
    count++;
  }
  if (code != SQLITE_DONE) fail("step");
  sqlite3_finalize(rows);
  return count;
}

int main(int argc, char **argv) {
  if (argc != 2) fail("floor JOURNAL");
  if (sqlite3_open_v2(argv[1], &journal, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) fail(argv[1]);
  long events = hash_rows("SELECT leaf, body FROM event ORDER BY seq", 1, (const unsigned char *)"", 1);
  long payloads = hash_rows("SELECT id, salt, bytes FROM payload ORDER BY rowid", 1, NULL, 0);
  printf("%ld events, %ld payloads\n", events, payloads);
  sqlite3_close(journal);
  return 0;
}

/* Looking a store over: is it sound, is it ours alone. For `couplet doctor`. */
#ifndef COUPLET_STORE_EXAMINE_H
#define COUPLET_STORE_EXAMINE_H

#include "store/store.h"

struct examination {
    unsigned folder_mode, file_mode;   /* permission bits */
    bool folder_is_ours, file_is_ours; /* owned by this user */
    long long bytes, log_bytes;        /* of the file; of the log that lies beside it */
    long long free_kib;                /* on its disk; -1: nobody knows */
    unsigned version, newest;          /* of the schema: the file's, the program's */
    char *integrity;                   /* NULL: sound; else what SQLite found first; owned */
    size_t rows, broken;               /* of the journal; those whose checksum is wrong */
    size_t packs, prompts;
};

/* What can be seen without opening: rights, sizes, room. Fills that part only; 0 where there is no
 * file. Before the store is opened, since opening and closing puts a log away. */
void store_look(const char *folder, struct examination *examination);

/* The rest. Reads every page and every row, so it takes its time with a large journal. Release the
 * result also after a failure. */
enum status store_examine(struct store *store, struct examination *examination, struct error *err);
void examination_release(struct examination *examination);

/* The version of SQLite that is in use. */
const char *store_library_version(void);

#endif

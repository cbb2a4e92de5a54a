/* couplet pack export: a pack of the library as a file, as it was put in. */
#include "base/file.h"
#include "base/strbuf.h"
#include "format/pack_write.h"
#include "options.h"
#include "packfile.h"
#include "store/library.h"

int pack_export(struct cli *cli, const struct options *options, int argc, char **argv)
{
    struct store *store;
    struct pack pack = { 0 };
    struct strbuf json = STRBUF_INIT;
    struct error err = { 0 };
    enum status status = cli_open_store(cli, STORE_WRITE, &store, &err);

    (void)argc;
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    status = library_pack(store, argv[0], &pack, &err);
    cli_close_store(cli, store);
    if (status == STATUS_OK && !pack.count)
        status = error_set(&err, STATUS_NOTHING, "There is nothing in “%s” to write", argv[0]);
    if (status == STATUS_OK) {
        pack_write(&json, &pack, PACK_WHOLE);
        status = pack_file_write(options, options->output, &json, &err);
    }
    pack_release(&pack);
    strbuf_release(&json);
    return status == STATUS_OK ? EXIT_OK : cli_fail(cli, &err);
}

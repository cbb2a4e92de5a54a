# Builds couplet and runs its tests; `make help` lists what it can do.
#
#   make CC=clang CFLAGS='-O3 -g'    another compiler, other flags (also CPPFLAGS, LDFLAGS, LDLIBS)
#   make WERROR=1                    a warning stops the build
#   make V=1                         show the commands whole
#   make test T=picker               only the test programs whose path contains "picker"
#   make test UPDATE_GOLDEN=1        let the tests rewrite their golden files
#   make test SANITIZE=address,undefined
#                                    build everything again with the sanitizers, aside, and test that
#   make fuzz T=convert SECONDS=60   throw made-up bytes at the readers whose name has "convert" in it
#   make run ARGS='draw --json'      start the program with arguments
#   make STATIC=1                    the libraries inside the program, as far as there are archives
#   make install PREFIX=/usr DESTDIR=/tmp/stage
#                                    also bindir, datadir and mandir
#
# Everything that is built goes to build/, or below it to a folder for the sanitizers, for STATIC=1
# and for the coverage.
# The order below: settings, what is built from what, rules, checks, targets.

comma := ,
B     := build$(if $(STATIC),/static)$(if $(COVERAGE),/coverage)$(if $(SANITIZE),/sanitize-$(subst $(comma),-,$(SANITIZE)))

# ---- settings -----------------------------------------------------------------------------------

CFLAGS ?= $(if $(COVERAGE),-O0,$(if $(SANITIZE),-O1,-O2)) -g

PREFIX  ?= /usr/local
bindir  ?= $(PREFIX)/bin
datadir ?= $(PREFIX)/share
mandir  ?= $(datadir)/man

# A library's linker flags: from pkg-config where it knows the library, else the plain name,
# because a fresh machine has no pkg-config. .ci/need looks in the same two ways.
# $(1) is pkg-config's name, $(2) the linker's.
lib      = $(shell pkg-config --libs $(1) 2>/dev/null || echo -l$(2))
INCLUDES := $(shell for l in ncursesw sqlite3 libcjson libutf8proc vterm cmocka; do \
                pkg-config --cflags-only-I $$l; done 2>/dev/null)
# The loader looks for each name in the libraries in this order, so those that most names are in
# stand first: it saves a start 180,000 instructions.
LIBS     := $(call lib,sqlite3,sqlite3) $(if $(STATIC),,-lc) $(call lib,libunistring,unistring) \
            $(call lib,libcjson,cjson) $(call lib,libutf8proc,utf8proc)
CURSES   := $(call lib,ncursesw,ncursesw)
CMOCKA   := $(call lib,cmocka,cmocka)
VTERM    := $(call lib,vterm,vterm) -lutil

# STATIC=1: a library's archive takes its place where the compiler finds one; where there is none
# (Debian has none of cJSON) the library stays shared. What archives need themselves stands after
# them. $(1) is linker flags.
archived = $(foreach f,$(1),$(or $(filter /%,$(if $(filter -l%,$(f)),\
               $(shell $(CC) -print-file-name=lib$(f:-l%=%).a))),$(f)))
ifdef STATIC
LIBS   := $(call archived,$(LIBS)) -lm -lpthread -ldl
CURSES := $(call archived,$(CURSES) $(if $(findstring -ltinfo,$(CURSES)),,\
              $(if $(filter /%,$(shell $(CC) -print-file-name=libtinfo.a)),-ltinfo)))
endif

# _FORTIFY_SOURCE warns without optimisation, gets in the sanitizers' way, and is left to those
# who set it themselves.
FORTIFY := $(if $(SANITIZE)$(findstring FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,\
             $(if $(filter -O -O1 -O2 -O3 -Os -Og,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes -Wvla \
            -Wwrite-strings -Wstrict-prototypes $(if $(WERROR),-Werror)
SANITIZER := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
             $(if $(COVERAGE),--coverage) $(if $(SANITIZE)$(COVERAGE),-DCOUPLET_INSTRUMENTED)

# The prefix map keeps this folder's name out of the debugging information: two builds in two
# folders give the same bytes. Coverage is the exception, its counts are to be written here.
PREFIX_MAP := $(if $(COVERAGE),,'-ffile-prefix-map=$(CURDIR)=.')

# The users' own flags stand last, so that they win.
LANGUAGE = -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE -Iinclude $(INCLUDES)
COMPILE  = $(CC) $(LANGUAGE) $(FORTIFY) $(WARNINGS) -fPIE -fstack-protector-strong $(PREFIX_MAP) \
           $(SANITIZER) $(CPPFLAGS) $(CFLAGS)
LINK     = $(CC) $(CFLAGS) $(SANITIZER) -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed $(LDFLAGS)

# The compiler writes the shell's idea of this folder's name, which differs behind a symbolic link.
export PWD := $(CURDIR)

Q := $(if $(V),,@)

# ---- what is built from what --------------------------------------------------------------------

# libcouplet.a is what the program and the tests share, and needs no terminal library; FRONT is
# the two layers between it and the user.
SRC       := $(sort $(wildcard src/*/*.c))
HEADERS   := $(sort $(wildcard include/*/*.h src/*/*.h))
MAIN_SRC  := $(filter src/main/%,$(SRC))
FRONT_SRC := $(filter src/tty/% src/cli/%,$(SRC))
LIB_SRC   := $(filter-out $(MAIN_SRC) $(FRONT_SRC),$(SRC))
EMBEDDED  := $(sort $(wildcard data/packs/*.json src/store/migrations/*.sql data/lint/*.txt))

LIB   := $(B)/libcouplet.a
FRONT := $(B)/libfront.a

SUPPORT_SRC := $(sort $(wildcard tests/support/*.c))
PTY_SRC     := $(sort $(filter-out tests/pty/test_%,$(wildcard tests/pty/*.c)))
BENCH_SRC   := $(sort $(wildcard tests/bench/*.c))
PTY_HELPERS := $(patsubst %.c,$(B)/%,$(filter-out $(wildcard tests/pty/*/test_*.c),$(wildcard tests/pty/*/*.c)))
SUPPORT     := $(B)/libsupport.a

# The test programs: all of them, or those that T= asks for.
# The targets for made-up bytes are among them: they run what is kept of those.
TEST_SRC := $(sort $(wildcard tests/unit/*/test_*.c tests/pty/test_*.c tests/pty/*/test_*.c \
                tests/fuzz/fuzz_*.c))
ifdef T
TEST_SRC := $(foreach t,$(TEST_SRC),$(if $(findstring $(T),$(t)),$(t)))
endif
TESTS    := $(TEST_SRC:%.c=$(B)/%)

obj = $(1:%.c=$(B)/%.o)

# ---- targets that people call -------------------------------------------------------------------

# What is missing on this machine is found, and if you agree installed, before anything is built.
# `make test` asks once, for the tests' libraries too; and so do the others that need more.
PURPOSES := $(or $(sort $(filter test lint coverage bench,$(MAKECMDGOALS))),build)
NEED     := build/need-$(subst $() $(),-,$(PURPOSES))

.PHONY: all run test fuzz fuzzers bench coverage lint catalogue install uninstall clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY: $(call obj,$(TEST_SRC) $(PTY_SRC) tests/fuzz/replay.c)
.SUFFIXES:

all: $(NEED) $(B)/layers-checked $(HEADERS:%.h=$(B)/%.alone) $(B)/couplet ## build build/couplet (the default)

run: all ## build and start it; ARGS='...' are its arguments
	@$(B)/couplet $(ARGS)

test: all $(TESTS) ## build and run the tests; T=word picks some, SANITIZE=address,undefined adds the sanitizers
	@COUPLET_BIN='$(CURDIR)/$(B)/couplet' COUPLET_TESTS='$(CURDIR)/tests' \
	    UPDATE_GOLDEN='$(UPDATE_GOLDEN)' .ci/run-tests $(TESTS)

# The program with its libraries inside is built aside, by calling make once more.
bench: all $(B)/tests/bench/bench ## what couplet costs, beside its peers that are installed
	@$(MAKE) --no-print-directory STATIC=1 all
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && trap 'exit 130' INT && trap 'exit 143' TERM HUP && \
	    COUPLET_BIN='$(CURDIR)/$(B)/couplet' COUPLET_STATIC='$(CURDIR)/build/static/couplet' \
	    TMPDIR="$$work" $(B)/tests/bench/bench

# Everything is built again, aside, by clang with its counters. What was found new is kept in
# build/fuzz; tests/README.md says how to make it part of the corpus.
SECONDS ?= 60
FUZZERS := $(filter $(B)/tests/fuzz/%,$(TESTS))
fuzz: ## throw made-up bytes at the readers; T=word picks some, SECONDS=60 each
	@$(MAKE) --no-print-directory fuzzers CC=clang SANITIZE=fuzzer-no-link,address,undefined

fuzzers: $(FUZZERS:%=%-fuzzer)
	@mkdir -p $(FUZZERS:$(B)/tests/fuzz/fuzz_%=build/fuzz/%)
	@for t in $(FUZZERS:$(B)/tests/fuzz/fuzz_%=%); do \
	    $(B)/tests/fuzz/fuzz_$$t-fuzzer -max_total_time=$(SECONDS) -timeout=10 -max_len=8192 \
	        -artifact_prefix=build/fuzz/$$t- build/fuzz/$$t tests/fuzz/corpus/$$t || exit 1; \
	done

# It builds everything again, aside, so make is called once more with COVERAGE=1.
coverage: $(if $(COVERAGE),all $(TESTS),$(NEED)) ## run the tests and say which lines they reach, and whether that is enough
ifdef COVERAGE
	@COUPLET_BIN='$(CURDIR)/$(B)/couplet' COUPLET_TESTS='$(CURDIR)/tests' \
	    .ci/coverage $(B) $(TESTS)
else
	@$(MAKE) --no-print-directory coverage COVERAGE=1
endif

lint: all $(SRC:%.c=$(B)/%.tidy) $(SRC:%.c=$(B)/%.analyzed) $(B)/cppchecked $(B)/formatted catalogue ## clang-tidy, cppcheck, gcc -fanalyzer, clang-format, layers, each header alone; and the packs

catalogue: all ## check the built-in packs together, and print what they hold as a table
	$(Q)$(B)/couplet pack check --catalogue $(sort $(wildcard data/packs/*.json))

# Mode, file, and where it goes. DESTDIR stands before all of it, for packagers.
APP_ID  := io.github.couplet.couplet
INSTALL ?= install
define INSTALLED
755 $(B)/couplet $(bindir)/couplet
644 data/couplet.1 $(mandir)/man1/couplet.1
644 data/completions/couplet.bash $(datadir)/bash-completion/completions/couplet
644 data/completions/_couplet $(datadir)/zsh/site-functions/_couplet
644 data/completions/couplet.fish $(datadir)/fish/vendor_completions.d/couplet.fish
644 data/couplet.desktop $(datadir)/applications/couplet.desktop
644 data/$(APP_ID).metainfo.xml $(datadir)/metainfo/$(APP_ID).metainfo.xml
644 data/schema/pack-1.schema.json $(datadir)/couplet/pack-1.schema.json
endef
install uninstall: export TEXT = $(INSTALLED)
install uninstall: export TO = $(DESTDIR)

install: all ## put couplet, its manual page and completions below PREFIX (/usr/local)
	@umask 022; printf '%s\n' "$$TEXT" | while read -r mode file place; do \
	    $(INSTALL) -d "$$TO$${place%/*}" && $(INSTALL) -m "$$mode" "$$file" "$$TO$$place" || exit 1; \
	    echo "  PUT   $$TO$$place"; \
	done

# Folders go too where they are surely nobody else's: couplet's own, and below a DESTDIR those of
# the list that became empty.
uninstall: ## remove what make install put there
	@printf '%s\n' "$$TEXT" | while read -r mode file place; do \
	    rm -f "$$TO$$place" || exit 1; \
	    case $$TO in *[!/]*) (cd "$$TO" 2>/dev/null && rmdir -p ".$${place%/*}" 2>/dev/null) || true ;; esac; \
	done
	@! [ -d '$(DESTDIR)$(datadir)/couplet' ] || rmdir '$(DESTDIR)$(datadir)/couplet' 2>/dev/null || true

clean: ## remove everything that was built
	rm -rf build

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' Makefile

build/need-%: .ci/need
	@CC='$(CC)' CFLAGS='$(CPPFLAGS) $(CFLAGS)' LDFLAGS='$(LDFLAGS)' .ci/need $(PURPOSES)
	@mkdir -p $(@D)
	@touch $@

# ---- rules --------------------------------------------------------------------------------------

# Links the objects and archives that the rule names; $(1) is the libraries.
define link
@echo "  LINK  $@"
$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(1) $(LDLIBS)
endef

$(B)/couplet: $(call obj,$(MAIN_SRC)) $(FRONT) $(LIB) $(B)/flags
	$(call link,$(LIBS) $(CURSES))

$(LIB): $(call obj,$(LIB_SRC)) $(B)/gen/embed.o
$(FRONT): $(call obj,$(FRONT_SRC))
$(SUPPORT): $(call obj,$(SUPPORT_SRC))

$(LIB) $(FRONT) $(SUPPORT): $(B)/sources
	@echo "  AR    $@"
	$(Q)rm -f $@
	$(Q)$(AR) rcsD $@ $(filter %.o,$^)

$(B)/%.o: %.c $(B)/flags | $(NEED)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(COMPILE) $(if $(filter tests/%,$<),-Itests) -MMD -MP -c -o $@ $<

# The packs, migrations and word lists as an object of their own; see include/base/embed.h.
$(B)/gen/embed.c: .ci/embed $(EMBEDDED) $(B)/sources
	@mkdir -p $(@D)
	@.ci/embed > $@

$(B)/gen/embed.o: $(B)/gen/embed.c include/base/embed.h $(B)/flags | $(NEED)
	@echo "  CC    $<"
	$(Q)$(COMPILE) -c -o $@ $<

# Each test_x.c is a program. Those of cli and tty may use the terminal's library; that the others
# link without it proves that libcouplet.a does. Those of pty start build/couplet in a terminal
# that libvterm plays; or another program, from a folder in pty, where that shows more.
$(B)/tests/unit/cli/%: $(B)/tests/unit/cli/%.o $(SUPPORT) $(FRONT) $(LIB)
	$(call link,$(CMOCKA) $(LIBS) $(CURSES))

$(B)/tests/unit/tty/%: $(B)/tests/unit/tty/%.o $(SUPPORT) $(FRONT) $(LIB)
	$(call link,$(CMOCKA) $(LIBS) $(CURSES))

$(B)/tests/pty/%: $(B)/tests/pty/%.o $(call obj,$(PTY_SRC)) $(SUPPORT) $(LIB) | $(PTY_HELPERS)
	$(call link,$(CMOCKA) $(VTERM) $(LIBS))

$(B)/tests/bench/bench: $(call obj,$(BENCH_SRC) $(PTY_SRC)) $(SUPPORT) $(LIB)
	$(call link,$(CMOCKA) $(VTERM) $(LIBS))

$(B)/tests/fuzz/%-fuzzer: $(B)/tests/fuzz/%.o $(LIB)
	$(call link,-fsanitize=fuzzer $(LIBS))

$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(LIB)
	$(call link,$(LIBS))

$(PTY_HELPERS): %: %.o $(SUPPORT) $(FRONT) $(LIB)
	$(call link,$(LIBS) $(CURSES))

$(B)/tests/unit/%: $(B)/tests/unit/%.o $(SUPPORT) $(LIB)
	$(call link,$(CMOCKA) $(LIBS))

# Two texts that files depend on as they do on other files: other flags, or a source that went
# away, must rebuild too. They are written only when they change. As everything waits for them and
# they wait for .ci/need, nothing else runs while that may be asking.
$(B)/flags: export TEXT = $(COMPILE) $(LINK) $(LIBS) $(CURSES) $(LDLIBS)
$(B)/sources: export TEXT = $(SRC) $(EMBEDDED) $(SUPPORT_SRC)
$(B)/flags $(B)/sources: FORCE | $(NEED)
	@mkdir -p $(@D)
	@printf '%s\n' "$$TEXT" | cmp -s - $@ || printf '%s\n' "$$TEXT" > $@

# ---- checks -------------------------------------------------------------------------------------

$(B)/layers-checked: .ci/layers.awk src/layers $(SRC) $(HEADERS) $(B)/sources
	@awk -f .ci/layers.awk src/layers $(SRC) $(HEADERS)
	@touch $@

# Each header compiles alone, and twice. The declaration after it keeps a header of nothing but
# macros from being an empty file, which C does not allow.
$(B)/%.alone: %.h $(B)/flags | $(NEED)
	@mkdir -p $(@D)
	$(Q)printf '#include "%s"\n#include "%s"\nextern int after_it;\n' $< $< | \
	    $(filter-out --coverage,$(COMPILE)) -fsyntax-only -MMD -MP -MF $@.d -MT $@ -x c - || \
	    { echo "$<: a header must compile alone: let it include what it uses" >&2; exit 1; }
	@touch $@

# The linters, one file at a time, so that a changed one costs little. What they say without cause
# is named here file by file and not shut up everywhere.
$(B)/%.tidy: %.c $(HEADERS) .clang-tidy $(B)/flags | $(NEED)
	@mkdir -p $(@D)
	@echo "  TIDY  $<"
	$(Q)clang-tidy --quiet $(BUT) $< -- $(LANGUAGE) 2>$@.log || { cat $@.log; exit 1; }
	@touch $@

$(B)/src/ui/verse.tidy: BUT = -checks=-clang-analyzer-core.NullDereference # lines have pieces
# getopt returns codes from the table only; the cells of a loop within the canvas are there.
$(B)/src/cli/options.analyzed $(B)/src/ui/canvas.analyzed: BUT = -Wno-analyzer-null-dereference
$(B)/%.analyzed: %.c $(HEADERS) $(B)/flags | $(NEED)
	@mkdir -p $(@D)
	@echo "  GCC   $<"
	$(Q)gcc $(LANGUAGE) -O2 -fanalyzer -Werror $(BUT) -c -o /dev/null $<
	@touch $@

$(B)/cppchecked: $(SRC) $(HEADERS) .ci/cppcheck-known $(B)/sources | $(NEED)
	@echo "  CPPCHECK"
	$(Q)cppcheck -q --std=c11 --enable=warning,performance,portability --error-exitcode=1 \
	    --suppress=missingIncludeSystem --suppressions-list=.ci/cppcheck-known -Iinclude -D_GNU_SOURCE src
	@touch $@

# It takes a second, so it is done each time.
C_FILES = $(SRC) $(HEADERS) $(wildcard tests/*/*.[ch] tests/*/*/*.[ch])
$(B)/formatted: $(SRC) $(HEADERS) .clang-format FORCE | $(NEED)
	@echo "  FORMAT"
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	@touch $@

# What each object was last compiled from, written by the compiler (-MMD).
-include $(wildcard $(B)/src/*/*.d $(B)/tests/*/*.d $(B)/tests/*/*/*.d $(B)/include/*/*.d)

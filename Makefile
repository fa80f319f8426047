# make build     the release build
# make demo      the main job, without an AWS account (SHELL_AFTER=1: and a shell to try it in)
# make picture   record the README's picture anew: docs/demo.svg
# make test      all tests
# make shells    the tests of the shells in those of other Debian releases, too: a table (docs/shells.md)
# make darwin    the tests of prompt and hook with a poll that is as macOS' (docs/macos.md)
# make check     formatter, linters, all tests and the release build: what a change must pass
# make bench     what calls, long files, prompts and shell starts cost, beside /bin/true, aws, direnv and zoxide (which it
#                installs)
# make dist      a tarball for Linux that needs nothing but libc, and libcurl for the network: .build/dist
# make deb       a Debian package: .build/dist
# make packages  both, installed and used in bare Debian systems (as root)
# make order     record anew what a short call uses, for the linker: packaging/start-order.txt
# make install   into PREFIX (default /usr/local); DESTDIR is honoured

PREFIX ?= /usr/local
PROGRAM = aws-mfa-session
# In Debian, a pre-release is marked with a tilde, which sorts before the release.
DEB_VERSION = $(subst -,~,$(VERSION))-1
VERSION = $(shell sed -n 's/.*programVersion = "\(.*\)"/\1/p' Sources/Platform/ProgramVersion.swift)
RELEASE = --configuration release --static-swift-stdlib --disable-local-rpath $(STRIP)
STRIP = -Xlinker -s
ifneq ($(shell uname -s),Darwin)
# lld, because the other linkers repeat a warning of the static Foundation library at every build. libstdc++ and libgcc,
# which Swift's runtime needs, are linked statically: loading them takes half of the time in which an empty program starts.
# The linker takes libstdc++.a where it finds no libstdc++.so before it.
STATIC = .build/static
RELEASE += -Xswiftc -use-ld=lld -Xlinker -L$(STATIC) -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
# At a fixed address, as Go's programs are by default: 40,000 relocations take a third of a start. What parses the network's
# answers (libcurl, OpenSSL, expat) still lies at random addresses.
RELEASE += -Xlinker -no-pie
# What a short call uses lies together, so that a start takes fewer pages: a fifth of the time. A name that is no longer there
# does no harm.
RELEASE += -Xswiftc -Xfrontend -Xswiftc -function-sections \
  -Xlinker --symbol-ordering-file=packaging/start-order.txt -Xlinker --no-warn-symbol-ordering
endif
SWIFT_FILES = Package.swift Sources Tests

.PHONY: build demo picture test shells darwin lint check check-release bench order dist deb packages install \
  install-files uninstall version clean

# setup-PURPOSE: see scripts/setup.sh
setup-%:
	@scripts/setup.sh $*

build: setup-build $(STATIC)
	swift build $(RELEASE) --product $(PROGRAM)

.build/static:
	mkdir -p $@
	ln -s "$$(gcc -print-file-name=libstdc++.a)" $@/libstdc++.a

demo: setup-demo build
	@scripts/demo.sh "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

# The picture in the README, recorded anew.
picture: setup-demo build
	@.build/venv/bin/python scripts/picture.py "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)" docs/demo.svg

# What failed is said once more at the end, below thousands of lines.
test: setup-test
	@bash -o pipefail -c 'swift test 2>&1 | tee .build/test.log' || \
	  { grep -E -A 12 'recorded an issue|Fatal error:' .build/test.log; exit 1; }

shells: setup-test
	@scripts/shells.sh all
	swift build --build-tests
	@python3 scripts/test_shells.py

darwin: setup-test
	cc -shared -fPIC -Wall -Wextra -o .build/darwin-poll.so Tests/Support/darwin/poll.c
	TEST_PRELOAD="$$PWD/.build/darwin-poll.so" swift test --filter 'PromptTests|CallTests|DeviceTests|HookTests|SharedQuestionTests'

lint: setup-lint
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@scripts/lint-shell.sh
	mandoc -T lint -W warning man/*
	.build/venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*
	.build/venv/bin/zizmor --offline --quiet .github/workflows
	packaging/homebrew/render.sh example/$(PROGRAM) $(VERSION) LICENSE | ruby -cw
ifneq ($(shell command -v dpkg-deb),)
	$(MAKE) deb
	lintian --allow-root --fail-on error,warning .build/dist/*_$(DEB_VERSION)_*.deb
endif

check: lint test check-release
ifneq ($(shell uname -s),Darwin)
	$(MAKE) darwin
	$(MAKE) packages
	@python3 scripts/test_shells.py bullseye sid
endif

# What cannot be seen in the debug build that the tests drive.
check-release: build
	@scripts/check-release.sh "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

bench: setup-bench build
	@for part in start files hook shell_start; do \
	  python3 scripts/bench_$$part.py "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)" || exit; \
	done

# With the names that it is to record, in a place of its own.
ORDER = --scratch-path .build/order $(RELEASE)
order: STRIP = -Xlinker --strip-debug
order: setup-order $(STATIC)
	swift build $(ORDER) --product $(PROGRAM)
	.build/venv/bin/python scripts/start_order.py "$$(swift build $(ORDER) --show-bin-path)/$(PROGRAM)" >.build/start-order.txt
	mv .build/start-order.txt packaging/start-order.txt

ifeq ($(shell uname -s),Darwin)
DIST = --scratch-path .build/dist-build $(RELEASE)
else
# With the small libraries in it, so that it runs where they are missing or of another version; libcurl is the system's.
DIST = --scratch-path .build/dist-build $(RELEASE) -Xcc -DAWS_LINKED_LIBRARIES $(foreach library, \
  edit bsd md tinfo expat crypto, -Xlinker -l:lib$(library).a)
endif

dist: setup-build $(STATIC)
	swift build $(DIST) --product $(PROGRAM)
	@scripts/dist.sh $(VERSION) "$$(swift build $(DIST) --show-bin-path)/$(PROGRAM)"

deb: setup-packages build
	@scripts/deb.sh $(DEB_VERSION) "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

packages: setup-packages dist deb
	@python3 scripts/test_packages.py $(VERSION) $(DEB_VERSION)

# Where the shells look for completions; bash does when bash-completion is installed.
SHARE = $(DESTDIR)$(PREFIX)/share
BASH_COMPLETIONS = $(SHARE)/bash-completion/completions
ZSH_COMPLETIONS = $(SHARE)/zsh/site-functions
FISH_COMPLETIONS = $(SHARE)/fish/vendor_completions.d
MANUAL = $(SHARE)/man

install: build
	@$(MAKE) install-files BINARY="$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

# BINARY: the program to install.
install-files:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(BASH_COMPLETIONS)" "$(ZSH_COMPLETIONS)" "$(FISH_COMPLETIONS)" \
	  "$(MANUAL)/man1" "$(MANUAL)/man5"
	install -m 755 "$(BINARY)" "$(DESTDIR)$(PREFIX)/bin/$(PROGRAM)"
	install -m 644 completions/$(PROGRAM).bash "$(BASH_COMPLETIONS)/$(PROGRAM)"
	install -m 644 completions/_$(PROGRAM) "$(ZSH_COMPLETIONS)/_$(PROGRAM)"
	install -m 644 completions/$(PROGRAM).fish "$(FISH_COMPLETIONS)/$(PROGRAM).fish"
	install -m 644 man/$(PROGRAM).1 "$(MANUAL)/man1/$(PROGRAM).1"
	install -m 644 man/$(PROGRAM).5 "$(MANUAL)/man5/$(PROGRAM).5"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/$(PROGRAM)" "$(BASH_COMPLETIONS)/$(PROGRAM)" \
	  "$(ZSH_COMPLETIONS)/_$(PROGRAM)" "$(FISH_COMPLETIONS)/$(PROGRAM).fish" \
	  "$(MANUAL)/man1/$(PROGRAM).1" "$(MANUAL)/man5/$(PROGRAM).5"

version:
	@echo $(VERSION)

clean:
	rm -rf .build

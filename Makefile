# make setup     install what is missing to build and test
# make demo      the main job, without an AWS account (SHELL_AFTER=1: and a shell to try it in)
# make test      all tests
# make check     formatter, linters and all tests: what a change must pass
# make bench     what the hook costs at a prompt, beside direnv and zoxide (which it installs)
# make install   into PREFIX (default /usr/local); DESTDIR is honoured

PREFIX ?= /usr/local
PROGRAM = aws-mfa-session
# lld, because the other linkers repeat a warning of the static Foundation library at every build.
RELEASE = --configuration release --static-swift-stdlib -Xlinker -s
ifneq ($(shell uname -s),Darwin)
RELEASE += -Xswiftc -use-ld=lld
endif
SWIFT_FILES = Package.swift Sources Tests

.PHONY: setup build demo test lint check bench install uninstall clean

setup:
	@scripts/setup.sh

build: setup
	swift build $(RELEASE) --product $(PROGRAM)

demo: build
	@scripts/demo.sh "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

test: setup
	swift test

lint: setup
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@scripts/lint-shell.sh

check: lint test

bench: build
	@scripts/setup.sh bench
	@python3 scripts/bench_hook.py "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)"

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$(swift build $(RELEASE) --show-bin-path)/$(PROGRAM)" "$(DESTDIR)$(PREFIX)/bin/$(PROGRAM)"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/$(PROGRAM)"

clean:
	rm -rf .build

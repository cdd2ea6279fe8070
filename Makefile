# The front door: each target does its own set-up on a bare Debian 12, as root or with sudo.
.PHONY: help demo test long bench lint

help:
	@echo 'make demo    build, make logs, scan them, show the summary, write the report of a made-up domain'
	@echo 'make test    the whole test suite'
	@echo 'make lint    style, layers, clang-tidy'
	@echo 'make bench   the benchmarks'
	@echo 'make long    what is too slow for every change: clang-tidy, line counts, other Pythons, aarch64, long fuzzing'

demo:
	@.ci/demo

test:
	@.ci/test

long:
	@.ci/long

bench:
	@.ci/bench

lint:
	@.ci/install-packages build test
	@.ci/python-env
	@.ci/lint --deep

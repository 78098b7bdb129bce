# Plainsight, for people: every target is one word. The build itself is Meson's (meson.build).
#
#   make            release binary, build/plainsight
#   make run        build, observe the bundled capture, print its inventory, write its OpenAPI documents
#   make check      everything CI checks, under sanitizers; ends with "N passed, N failed, N skipped"
#   make fuzz       every fuzz target for FUZZ_SECONDS (60) each
#   make accuracy   inventory and documents against ground truth
#   make drift      documents against traffic with ground truth, and what that costs
#   make posture    the labelled corpus: precision and recall of every check
#   make bench      speed and memory against the floor
#   make hostile    floods, bombs and monsters: bounded, counted, no crash
#   make order      shuffled, in lanes, in ten runs: the same bytes
#   make format     lay out all code
#   make install    into DESTDIR and PREFIX (/usr/local)
#   make clean      remove what was built
#
# On Debian, as root, what is missing is installed first (tools/setup says what).

BUILD ?= build
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
export FUZZ_SECONDS

all:
	@tools/setup build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) --prefix=$(PREFIX) -Dtests=false \
		-Doptimization=3 -Db_lto=true
	@ninja -C $(BUILD)

run: all
	@tools/run $(BUILD)/plainsight

check:
	@tools/check

fuzz:
	@tools/setup build fuzz
	@tools/fuzz

accuracy: all
	@tools/accuracy $(BUILD)/plainsight

drift: all
	@tools/drift $(BUILD)/plainsight

posture:
	@tools/setup build check
	@tools/posture

bench: all
	@tools/bench $(BUILD)/plainsight

hostile: all
	@tools/hostile $(BUILD)/plainsight

order: all
	@tools/order $(BUILD)/plainsight

format:
	@tools/setup format
	@find src tests fuzz bench tools -name '*.[ch]' -exec clang-format -i {} +

install: all
	@meson install -C $(BUILD) --no-rebuild

clean:
	@rm -rf build build-* out

.PHONY: all run check fuzz accuracy drift posture bench hostile order format install clean

# issnd: make run builds, loads the sample register and serves it; make test runs all tests.

GO     ?= go
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
FUZZTIME ?= 30s
N      ?= 2500000
DIR    ?= bench/data
REPORT ?= docs/scale.md
REQUESTS ?= 1000000
RATE   ?= 1000
KILL   ?= 0

# Of the tests of a package, on the slowest machine.
TIMEOUT = -timeout 1h

.PHONY: run build profile test race fuzz bench bench-peers scale soak lint check clean

run: build
	@test -f $(DATA)/register.db || bin/issnd import --data $(DATA) testdata/sample.mrc
	bin/issnd serve --data $(DATA) --listen $(LISTEN)

build:
	$(GO) build -pgo=cmd/issnd/serve.pgo -o bin/issnd ./cmd/issnd

# What the server spends its time on, for the compiler; see docs/performance.md.
profile: build
	$(GO) run ./bench -only profile -n 100000

test:
	$(GO) test $(TIMEOUT) ./...

race:
	$(GO) test $(TIMEOUT) -race ./...

# Every fuzz target of every package, FUZZTIME each.
fuzz:
	GO=$(GO) .ci/fuzz $(FUZZTIME)

# Ratios against baselines in the same run; see docs/performance.md.
bench: build
	$(GO) run ./bench

# Ratios against Zebra 2.2 and bleve's own search; Zebra must be installed.
bench-peers: build
	$(GO) run ./bench -only peers -n 100000
	$(GO) run ./bench -only peers -n 1000000

# A register at full size; what is in DIR is used again. See docs/scale.md.
scale: build
	$(GO) run ./bench -only scale -n $(N) -dir $(DIR) -slack 1.3 -memory 500 -report $(REPORT)

# What bots send, for a long time, on the register of make scale, with an import and
# a harvest beside it; KILL is how often the server is killed meanwhile.
soak: build
	$(GO) run ./bench -only soak -n $(N) -dir $(DIR) -memory 500 -report $(REPORT) -requests $(REQUESTS) -rate $(RATE) -kill $(KILL)

lint:
	test -z "$$(gofmt -l .)"
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# What a change has to pass before it is merged.
check: lint test race

clean:
	rm -rf bin $(DATA)

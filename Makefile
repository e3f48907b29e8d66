# issnd: make run builds, loads the sample register and serves it; make test runs all tests.

GO     ?= go
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
FUZZTIME ?= 30s

.PHONY: run build profile test race fuzz bench lint check clean

run: build
	@test -f $(DATA)/register.db || bin/issnd import --data $(DATA) testdata/sample.mrc
	bin/issnd serve --data $(DATA) --listen $(LISTEN)

build:
	$(GO) build -pgo=cmd/issnd/serve.pgo -o bin/issnd ./cmd/issnd

# What the server spends its time on, for the compiler; see docs/performance.md.
profile:
	@mkdir -p bin
	$(GO) test -trimpath ./portal -run '^$$' -bench Served -benchtime 5s -cpuprofile $(CURDIR)/cmd/issnd/serve.pgo -o bin/portal.test

test:
	$(GO) test ./...

race:
	$(GO) test -race ./...

# Every fuzz target of every package, FUZZTIME each.
fuzz:
	GO=$(GO) .ci/fuzz $(FUZZTIME)

# Ratios against baselines in the same run; see docs/performance.md.
bench: build
	$(GO) run ./bench

lint:
	test -z "$$(gofmt -l .)"
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# What a change has to pass before it is merged.
check: lint test race

clean:
	rm -rf bin $(DATA)

# The two commands of the README are `make demo` and `make test`; the rest is for those who change kpibot.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8765
PIP = .venv/bin/pip --disable-pip-version-check --quiet

# One more than there are processors: many tests wait for a browser, a server or another process. Each begins with a
# stretch of the tests, as neighbours share what takes long to make.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

# Where the tests' stores are: sqlite (files) or postgresql (a real server, which the tests bring with them).
DATABASE ?= sqlite

.PHONY: demo test check docs bench chaos soak build requirements clean

demo: .venv/runtime
	.venv/bin/kpibot demo --port $(PORT)

# What is compiled is kept for the other processes, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev
	.venv/bin/python -m pytest --numprocesses $(WORKERS) --dist worksteal --database $(DATABASE)

check: .venv/dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry .
	.venv/bin/bandit --quiet --recursive --configfile pyproject.toml bot kpi migrations templates
	.venv/bin/python requirements/review.py

# The pages that are made from what the bot goes by. Tests fail where they are not up to date.
docs: .venv/dev
	.venv/bin/python -m bot.pages

bench: .venv/bench
	.venv/bin/python -m benchmarks.answers
	.venv/bin/python -m benchmarks.conversation
	.venv/bin/python -m benchmarks.deliveries
	.venv/bin/python -m benchmarks.imports
	.venv/bin/python -m benchmarks.questions
	.venv/bin/python -m benchmarks.suggestions

# Kills kpibot at random moments, on both databases, for about half an hour, and looks what is lost.
KILLS ?= 300
chaos: .venv/dev
	.venv/bin/python -m chaos --kills $(KILLS)
	.venv/bin/python -m chaos --kills $(KILLS) --postgresql

# A large team's day in an hour, on either database; prints its part of docs/benchmarks.md.
MINUTES ?= 60
soak: .venv/dev
	.venv/bin/python -m soak --minutes $(MINUTES); sqlite=$$?; \
	.venv/bin/python -m soak --minutes $(MINUTES) --postgresql && exit $$sqlite

build: .venv/dev
	.venv/bin/python -m build --wheel --no-isolation

# Needs uv. The pins hold hashes and no address.
requirements:
	uv pip compile --universal --generate-hashes --python-version 3.11 pyproject.toml --group build -o requirements/runtime.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 pyproject.toml --extra suggestions --group build --group dev -o requirements/dev.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 pyproject.toml --extra suggestions --group build --group dev --group bench -o requirements/bench.txt

clean:
	rm -rf .venv dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/runtime: requirements/runtime.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/bench: requirements/bench.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/bench.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

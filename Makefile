# 绣花 xiuhua. `make` alone lists what there is.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
UV ?= uv

VENV := .venv
BIN := $(VENV)/bin
RULES := .venv-rules
PIP := -m pip install --disable-pip-version-check --no-input --require-hashes
LOCK := pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
PO := $(wildcard src/xiuhua/*/locale/*/LC_MESSAGES/*.po src/xiuhua/*/*/locale/*/LC_MESSAGES/*.po)

export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench screens messages lock clean python-is-new-enough dev-setup

help:
	@echo '绣花 xiuhua'
	@echo
	@echo '  make run       装好、装入演示数据、启动 / set up, load the demo, serve (PORT=8000, DEMO=0, DATABASE_URL=)'
	@echo '  make setup     只安装，不启动 / install only; then use .venv/bin/xiuhua'
	@echo '  make test      全部检查和测试 / every check and test (only="rules web" runs some)'
	@echo '  make lint      只做代码检查 / the checks of code alone'
	@echo '  make bench     速度测试 / measure speed'
	@echo '  make screens   重拍文档里的页面图 / photograph the pages for the docs'
	@echo '  make messages  更新译文 / collect and compile translations'
	@echo '  make lock      重新锁定依赖（需要 uv） / lock the requirements anew (needs uv)'
	@echo '  make clean     删除环境和缓存，不动 var/ / remove environments and caches, never var/'

setup: $(VENV)/.installed $(PO:.po=.mo)
	@echo '已装好 / ready: $(BIN)/xiuhua'

run: setup
	@$(BIN)/xiuhua serve --port $(PORT) $(if $(filter 0,$(DEMO)),,--demo)

test: dev-setup $(RULES)/.installed
	@$(BIN)/python tests/run.py $(only)

lint: dev-setup
	@$(BIN)/python tests/run.py lint

bench: dev-setup
	$(BIN)/python -m bench $(only)

screens: dev-setup
	rm -f docs/screens/*.png
	XIUHUA_SCREENS=1 $(BIN)/pytest tests/browser --deselect tests/browser/test_pages.py::test_every_page_is_photographed

messages: dev-setup
	$(BIN)/python -m xiuhua.site.translations

lock:
	$(UV) $(LOCK) pyproject.toml -o requirements/run.txt
	$(UV) $(LOCK) pyproject.toml --extra dev -o requirements/dev.txt
	$(UV) $(LOCK) requirements/rules.in -o requirements/rules.txt

clean:
	rm -rf $(VENV) $(RULES) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

dev-setup: $(VENV)/.installed-dev $(PO:.po=.mo)

python-is-new-enough:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo '需要 Python 3.11 或更新版本：make PYTHON=/path/to/python3.11 / Python 3.11 or newer is needed' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '这个 Python 缺 venv（Debian：apt-get install python3-venv） / this Python lacks venv' >&2; exit 1; }

$(VENV)/bin/python: | python-is-new-enough
	@echo '建立环境 / making the environment: $(VENV)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo '安装依赖 / installing the requirements'
	@$(BIN)/python $(PIP) -r requirements/run.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt $(VENV)/.installed
	@echo '安装开发依赖 / installing what development needs'
	@$(BIN)/python $(PIP) -r requirements/dev.txt
	@touch $@

$(RULES)/.installed: requirements/rules.txt | python-is-new-enough
	@echo '建立没有 Django 的环境 / making the environment without Django: $(RULES)'
	@$(PYTHON) -m venv --clear $(RULES)
	@$(RULES)/bin/python $(PIP) -r requirements/rules.txt
	@touch $@

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --statistics

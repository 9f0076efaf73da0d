# Lắng Nghe. `make run` starts the product, `make test` tries it; `make` alone lists the rest.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help env assets run mail test lint types check lock clean words screenshots bench rasa rasa-evaluate python running-env browser

# The first Python on this machine that is new enough; `make run PYTHON=…` names another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo "$$p" && break; done)
endif

BIN := .venv/bin
export LANGNGHE_DEMO ?= 1
WORKERS ?= 2
ARGS ?=

help: ## Danh sách lệnh / this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

python:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || { \
	echo 'Cần Python 3.11 trở lên nhưng máy này chưa có. Trên Debian, Ubuntu: apt install python3 python3-venv.'; \
	echo 'Python 3.11 or newer is needed and was not found. On Debian and Ubuntu: apt install python3 python3-venv.'; \
	exit 1; } >&2

running-env: python
	@"$(PYTHON)" -m tools.environment base

env: python ## Cài môi trường Python để chạy, thử và kiểm tra / Python environment for running, tests and checks
	@"$(PYTHON)" -m tools.environment base dev

assets: running-env ## Dựng giao diện: phông chữ, biểu tượng, kiểu dáng / build fonts, icons, styles, scripts
	@$(BIN)/python -m tools.assets

run: running-env assets ## Chạy hệ thống với tỉnh mẫu / start everything with the demo province
	@$(BIN)/langnghe run $(ARGS) || { code=$$?; [ $$code -eq 130 ] || exit $$code; }

mail: env ## Bắt mọi thư khi phát triển, in ra màn hình / catch every letter and show it, for development
	@$(BIN)/python -m tools.mail_catcher $(ARGS) || { code=$$?; [ $$code -eq 130 ] || exit $$code; }

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	echo 'Chưa có Chromium: phép thử bằng trình duyệt sẽ bị bỏ qua (apt install chromium). /' \
	'No Chromium: tests in a browser will be left out.'

test: env assets browser ## Chạy toàn bộ phép thử / the whole test suite
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: env ## Kiểm tra cách viết và hướng phụ thuộc / style and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --cache-dir var/cache/imports

types: env ## Kiểm tra kiểu / types, strict
	@$(BIN)/mypy

check: lint types test ## Tất cả các kiểm tra trên / all of the above

lock: env ## Ghim lại phiên bản (ARGS=--upgrade để nâng) / write the lock files again
	@$(BIN)/python -m tools.lock $(ARGS)

words: env ## Cập nhật tệp bản dịch trong locale/ / bring the translations up to date
	@$(BIN)/python -m tools.words

screenshots: env assets browser ## Chụp màn hình các trang / pictures of the pages
	@$(BIN)/python -m tools.screenshots $(ARGS)

bench: env ## Đo tốc độ, ghi var/bench.json / measure the speed, against the targets
	@$(BIN)/python -m benchmarks $(ARGS)

rasa: ## Cài, huấn luyện và chạy Rasa ở máy này / install, train and run Rasa on this machine
	@"$(PYTHON)" -m tools.rasa

rasa-evaluate: env ## Đánh giá Rasa và bộ hiểu có sẵn (ARGS="--folds 2 --epochs 5" cho nhanh) / cross-validate both engines
	@$(BIN)/python -m benchmarks.rasa $(ARGS)

clean: ## Xóa những gì đã dựng; dữ liệu giữ nguyên / remove what was built; data stays
	@rm -rf .venv .venv-rasa node_modules intake/web/static var/cache var/log var/ci var/test-assets .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

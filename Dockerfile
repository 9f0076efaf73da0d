# Lắng Nghe as an image: built in three stages, of which only what runs is kept. One base image for all of them, so
# that the environment built in one stage runs in another. No Node.js, compiler or test remains.

FROM python:3.11.14-slim-bookworm AS base
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app

# ------------------------------------------------------------------------------------------------ style and scripts
# Node.js comes from the Python package pinned in requirements/node.txt, the packages from package-lock.json.
FROM base AS assets
COPY package.json package-lock.json .npmrc ./
COPY requirements/node.txt requirements/node.txt
COPY tools tools
COPY intake/web intake/web
RUN python -m tools.assets

# ---------------------------------------------------------------------------------------- environment and classifier
FROM base AS environment
COPY requirements/base.txt requirements/base.txt
RUN python -m venv .venv \
    && .venv/bin/pip install --no-deps --require-hashes --only-binary=:all: -r requirements/base.txt
COPY pyproject.toml ./
# What Rasa's model is made of: the product knows the only one it believes.
COPY requirements/rasa.txt requirements/rasa.txt
COPY models models
COPY locale locale
COPY routing routing
COPY intake intake
COPY bot bot
# The top-level names are generic: the project is installed where it lies, never as a wheel.
RUN .venv/bin/pip install --no-deps --no-build-isolation -e . \
    && .venv/bin/python -m compileall -q -j 0 .venv models routing intake bot
# Docker fills a new, empty volume from the image: the first start finds both models trained. After an upgrade
# `langnghe migrate` trains them again if their examples, rules or recipe have changed.
RUN .venv/bin/python -c \
    "from pathlib import Path; from routing import classifier; classifier.train(Path('/var/lib/langnghe/classifier'))" \
    && .venv/bin/python -c \
    "from pathlib import Path; from bot.nlu import training; training.train(Path('/var/lib/langnghe/understanding'))"

# ------------------------------------------------------------------------------------------------------ what runs
FROM base
RUN groupadd --gid 10001 langnghe \
    && useradd --uid 10001 --gid langnghe --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin langnghe \
    && install -d -m 0700 -o langnghe -g langnghe /var/lib/langnghe /var/lib/langnghe-keys
# The PDF of an official letter wants LibreOffice and a font like Times New Roman, 400 MB: only when asked for.
# Its version is that of the base image's Debian, whose old packages leave the mirrors when a fix comes.
ARG LIBREOFFICE=""
# hadolint ignore=DL3008
RUN if [ -n "$LIBREOFFICE" ]; then \
    apt-get update \
    && apt-get install --yes --no-install-recommends libreoffice-writer-nogui fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/*; fi
COPY --from=environment /app /app
COPY --from=assets /app/intake/web/static intake/web/static
COPY --from=environment --chown=langnghe:langnghe /var/lib/langnghe/classifier /var/lib/langnghe/classifier
COPY --from=environment --chown=langnghe:langnghe /var/lib/langnghe/understanding /var/lib/langnghe/understanding

ENV PATH=/app/.venv/bin:$PATH \
    LANGNGHE_HOME=/var/lib/langnghe \
    LANGNGHE_PORT=8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["langnghe"]
CMD ["run", "--host", "0.0.0.0"]

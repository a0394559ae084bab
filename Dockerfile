# kpibot in a container: docker build -t kpibot . (docs/operations.md says how to run it, and what of this was tried).
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements/runtime.txt requirements/runtime.txt
# Into an environment without pip, which the bot does not need.
RUN python -m venv --without-pip /opt/kpibot \
    && pip --python /opt/kpibot/bin/python install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY kpi kpi
COPY templates templates
COPY migrations migrations
RUN pip --python /opt/kpibot/bin/python install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data kpibot
COPY --from=build /opt/kpibot /opt/kpibot
ENV PATH=/opt/kpibot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/kpibot.db \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=3000 \
    LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 3000
# Whether it runs. Whether it is ready is /readyz's: a container that is restarted reaches Slack no sooner.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/healthz\", timeout=3)"]
STOPSIGNAL SIGTERM
CMD ["kpibot", "serve"]

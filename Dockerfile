# Two stages: wheels are fetched by hash in the first, the second holds no pip cache and no build tools. Runs as nobody, on a read-only root.
FROM python:3.11-slim AS packages
WORKDIR /build
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --target /packages -r requirements/run.txt

FROM python:3.11-slim
ENV PYTHONPATH=/app:/packages PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=packages /packages /packages
COPY matcher matcher
COPY ingest ingest
COPY config config
USER 65534:65534
WORKDIR /data
HEALTHCHECK --interval=5m --timeout=10s CMD ["python", "-P", "-m", "matcher", "--version"]
ENTRYPOINT ["python", "-P", "-m", "matcher"]
CMD ["--help"]

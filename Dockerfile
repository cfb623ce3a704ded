# Two stages: wheels are fetched by hash in the first, the second holds no pip cache and no build tools. Runs as nobody and needs to write nothing.
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
# Bytecode is made now: nothing can be written later, and each run is a start.
RUN python -m compileall -q /app
USER 65534:65534
# Mount the folder with the phone and the list here.
WORKDIR /data
HEALTHCHECK --interval=5m --timeout=10s CMD ["python", "-P", "-m", "matcher", "--version"]
ENTRYPOINT ["python", "-P", "-m", "matcher"]
CMD ["--help"]

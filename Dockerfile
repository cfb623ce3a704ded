# Two stages: wheels are fetched by hash in the first, the second holds no pip cache and no build tools. Runs as nobody, and writes to the
# folders /data and /keys only: start it with a read-only root. The same image runs the service and every other command.
FROM python:3.11-slim AS packages
WORKDIR /build
COPY requirements/postgresql.txt requirements/postgresql.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --target /packages -r requirements/postgresql.txt

FROM python:3.11-slim
# A file of paths, not PYTHONPATH: the service starts its processes, and these their readers, without anything of their environment.
RUN printf '/app\n/packages\n' > "$(python -c 'import site; print(site.getsitepackages()[0])')/linewatch.pth"
COPY --from=packages /packages /packages
WORKDIR /app
COPY matcher matcher
COPY ingest ingest
COPY config config
COPY notation notation
# Bytecode is made now: nothing can be written later, and each run is a start.
RUN python -m compileall -q /app && mkdir -m 0700 /data /keys && chown 65534:65534 /data /keys
ENV LINEWATCH_DATA_DIR=/data LINEWATCH_KEY_FILE=/keys/linewatch.key LINEWATCH_HOST=0.0.0.0 LINEWATCH_PORT=8080
USER 65534:65534
# Keys apart from data: a backup of the one is worth nothing without the other.
VOLUME ["/data", "/keys"]
WORKDIR /data
EXPOSE 8080
# Finishing what is under way takes ten seconds at most.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-I", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=8)"]
ENTRYPOINT ["python", "-I", "-m", "matcher"]
CMD ["serve"]

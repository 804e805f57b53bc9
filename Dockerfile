# Four images from one Debian: docker compose build. Packages come from requirements/debian.txt
# through script/setup, as on a machine of our own. Nothing here was ever run as another base.
FROM debian:12-slim AS base
WORKDIR /srv/yujian
COPY requirements requirements
COPY script/setup script/setup
COPY script/lib/debian.sh script/lib/debian.sh

FROM base AS database
RUN script/setup --image database && rm -rf /var/lib/apt/lists/*
COPY script/lib/template.sql script/lib/template.sql
COPY deploy/database/start deploy/database/start
RUN install -d -o postgres -g postgres -m 0700 /data/database /run/postgresql
USER postgres
VOLUME /data/database
ENTRYPOINT ["deploy/database/start"]

FROM base AS broker
RUN script/setup --image broker && rm -rf /var/lib/apt/lists/*
COPY deploy/broker/start deploy/broker/start
RUN install -d -o redis -g redis -m 0700 /data/broker
USER redis
VOLUME /data/broker
ENTRYPOINT ["deploy/broker/start"]

FROM base AS front
RUN script/setup --image front && rm -rf /var/lib/apt/lists/*
COPY deploy/front deploy/front
USER www-data
ENTRYPOINT ["deploy/front/start"]

# The last one is what `docker build .` makes: web, worker, printing and scheduler.
FROM base AS application
RUN script/setup --image application \
    && rm -rf .local/cache .local/tools .local/apt.log /var/lib/apt/lists/*
COPY . .
# The names of static files carry their checksum; the values below are for this step only.
RUN YUJIAN_SECRET_KEY=build YUJIAN_FIELD_KEYS=build YUJIAN_REDIS_URL=redis://build \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    script/run manage collectstatic --noinput --verbosity 0
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin yujian \
    && install -d -o yujian -g yujian -m 0700 /data/files /data/heads /backup
USER yujian
ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    YUJIAN_FILES_DIR=/data/files \
    YUJIAN_HEADS_DIR=/data/heads \
    XDG_CACHE_HOME=/run/cache \
    PYTHONUNBUFFERED=1
ENTRYPOINT ["script/run"]
CMD ["web"]

# Vitals in a container. docker-compose.yml runs it beside a TimescaleDB. On its own it brings its
# database along, which belongs in a volume and takes its time to stop:
#   docker build -t vitals .
#   docker run --stop-timeout 90 -p 127.0.0.1:8080:8080 -v vitals:/var/lib/vitals vitals

# One version for both stages: it runs on what it was compiled on.
ARG TEMURIN=17.0.20_8

# Never on $BUILDPLATFORM: the build takes the PostgreSQL of the platform it runs on.
FROM eclipse-temurin:${TEMURIN}-jdk-noble AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY domain domain
COPY application application
COPY adapters adapters
COPY simulator simulator
COPY service service
# Not built here, but the root says it is there.
COPY bench/pom.xml bench/pom.xml
# As ./vitals builds. Locked: two Mavens that share a repository damage it. Our own libraries are
# set apart, they change with every edit.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    ./mvnw -q -B -DskipTests -Dspotless.check.skip package -pl service -am && \
    mkdir service/target/own && \
    mv service/target/lib/vitals-*.jar service/target/own/

FROM eclipse-temurin:${TEMURIN}-jre-noble
# The number has a name because initdb, for the embedded database, asks for one. 1000 is taken by
# Ubuntu's own user.
RUN groupadd --gid 10001 vitals && \
    useradd --uid 10001 --gid vitals --no-create-home --home-dir /var/lib/vitals \
      --shell /usr/sbin/nologin vitals && \
    install -d -o vitals -g vitals -m 700 /var/lib/vitals
WORKDIR /opt/vitals
# What changes least comes first: an edit then costs a layer of 200 kB and not one of 50 MB.
COPY --from=build /src/service/target/lib lib
COPY --from=build /src/service/target/own lib
COPY --from=build /src/service/target/vitals.jar ./
# Readable whatever the umask of who checked it out.
COPY --chmod=644 config.yml ./

# A number: Kubernetes cannot tell from a name that it is not root.
USER 10001:10001
# Inside the container 127.0.0.1 is out of every port mapping's reach. Who gets in is limited by
# the mapping: there is no authentication yet, so publish to 127.0.0.1 alone.
ENV VITALS_HOST=0.0.0.0 \
    VITALS_DATA_DIR=/var/lib/vitals
EXPOSE 8080 8081

# Whether requests should be sent here, and not /healthcheck, which is red too for what an operator
# should look at. curl comes with this image. The answer, which names the check that is red, is kept
# for docker inspect; a proxy that Docker puts into the environment is not for us; Docker wants a
# failure to be a 1.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD curl -sS --fail-with-body --noproxy '*' --max-time 4 \
    "http://127.0.0.1:${VITALS_ADMIN_PORT:-8081}/ready" || exit 1

# No shell, so SIGTERM reaches java. What JAVA_OPTS is to ./vitals, JAVA_TOOL_OPTIONS is here: the
# JVM reads it by itself. The heap takes three quarters of the container's memory, not the quarter
# that Java leaves it: nothing else runs there. An -Xmx in JAVA_TOOL_OPTIONS is stronger.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/opt/vitals/vitals.jar"]
# As for ./vitals, any command may stand here: db status config.yml
CMD ["server", "config.yml"]

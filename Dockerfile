# The app: `docker build -t sutra .`, then `docker run sutra serve --config FILE`.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY build-config build-config
COPY schemas schemas
COPY state-store state-store
COPY streams-app streams-app
# Named by the root POM, but not built.
COPY benchmarks/pom.xml benchmarks/
COPY examples/pom.xml examples/
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -pl streams-app -am -Dmaven.test.skip=true -Dexec.skip package

# glibc, not musl: the embedder's native library needs it.
FROM eclipse-temurin:25-jre
# Fails here, not at the first query, if the runtime lacks the Vector API.
RUN java --add-modules jdk.incubator.vector -version \
    && useradd --system --home-dir /var/lib/sutra --create-home sutra
COPY --from=build /src/streams-app/target/lib /opt/sutra/streams-app/target/lib
COPY --from=build /src/streams-app/target/classes /opt/sutra/streams-app/target/classes
COPY bin/sutra bin/jdk /opt/sutra/bin/
COPY --from=build /src/streams-app/target/licences /opt/sutra/licences
COPY LICENSE NOTICE /opt/sutra/
USER sutra
WORKDIR /var/lib/sutra
VOLUME /var/lib/sutra
EXPOSE 8080
ENTRYPOINT ["/opt/sutra/bin/sutra"]
CMD ["--help"]

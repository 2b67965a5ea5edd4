/**
 * The REST service: Jetty, routes, JSON, problems.
 *
 * <p>{@link dev.sutra.app.rest.RestServer} answers over HTTP what a {@link
 * dev.sutra.app.rest.ConceptService} answers in Java; nothing here knows Kafka. The contract is the
 * OpenAPI page {@code openapi.yaml} beside these classes, which a test holds to the server.
 *
 * <p>Each request runs on a virtual thread of its own, its question on another one, so that an
 * answer that does not come in time is given up. Paths and queries are decoded here, strictly and
 * once, since an id may hold any character.
 */
@NullMarked
package dev.sutra.app.rest;

import org.jspecify.annotations.NullMarked;

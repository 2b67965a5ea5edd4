/**
 * The REST service: its routes and the OpenAPI document.
 *
 * <p>{@link dev.sutra.app.rest.RestServer} serves a {@link dev.sutra.app.api.ConceptService} over
 * HTTP. {@code openapi.yaml}, beside these classes, is the contract; a test compares it with the
 * server.
 *
 * <p>Each request runs on its own virtual thread. Its query runs on another one, so that it can be
 * abandoned at its deadline.
 */
@NullMarked
package dev.sutra.app.rest;

import org.jspecify.annotations.NullMarked;

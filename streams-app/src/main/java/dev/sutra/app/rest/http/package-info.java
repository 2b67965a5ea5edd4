/**
 * The HTTP server: routing, decoded requests, replies, problems (RFC 9457), and limits on
 * connections, memory and time.
 *
 * <p>Paths and queries are decoded here, strictly and once, because an id may contain any
 * character.
 */
@NullMarked
package dev.sutra.app.rest.http;

import org.jspecify.annotations.NullMarked;

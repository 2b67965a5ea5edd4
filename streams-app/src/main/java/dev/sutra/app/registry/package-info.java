/**
 * A schema registry for development, kept in one file, so that ids are the same after a restart.
 *
 * <p>The file is UTF-8 JSON, written whole and swapped by an atomic rename:
 *
 * <pre>{@code
 * {"version":1,
 *  "schemas":["<Avro schema of id 1>","<of id 2>"],
 *  "subjects":{"concept-events-value":[1,2]}}
 * }</pre>
 */
@NullMarked
package dev.sutra.app.registry;

import org.jspecify.annotations.NullMarked;

/** Request bodies and results as JSON. The shapes are those of {@code openapi.yaml}. */
@NullMarked
package dev.sutra.app.rest.json;

import org.jspecify.annotations.NullMarked;

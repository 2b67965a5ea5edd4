/** Reads JSON strictly: values without conversions, and errors that name the field. */
@NullMarked
package dev.sutra.app.json;

import org.jspecify.annotations.NullMarked;

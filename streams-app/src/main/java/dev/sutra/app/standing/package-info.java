/**
 * Standing queries of the app: their JSON form, the rules for registering them, and the JSON of
 * matches.
 */
@NullMarked
package dev.sutra.app.standing;

import org.jspecify.annotations.NullMarked;

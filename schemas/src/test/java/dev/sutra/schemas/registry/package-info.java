/** Tests of the registry client. */
@NullMarked
package dev.sutra.schemas.registry;

import org.jspecify.annotations.NullMarked;
